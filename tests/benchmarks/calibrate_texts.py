"""The texts that the confidence of rows and pairs is fitted on, with their right rows; a fold is a text.

The bundled transcripts and, where ``../shared/gold`` is there, five editions of PUD news; the told transcripts and the
report in nine languages of ``tests/cases/told``; synthetic texts. All with exchanges, passages and sentences left out
by lot, with all editions and with some, and editions of one text beside a stranger; openings of a few turns. Texts
that have nothing in common, whose rows all count as wrong, are folds too. ``calibrate.py`` fits.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import told
from synthetic import parallel

from workbench import store
from workbench.align.rows import Cells, components
from workbench.model import Edition, Level, Role, Segment, Turn

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Document:
    """Editions, the text they are of (the fold), and the right rows of turns and of segments."""

    text: str
    editions: tuple[Edition, ...]
    gold: Mapping[Level, set[Cells]]


def bundled() -> Iterator[Document]:
    """Yield the bundled transcripts."""
    for name in store.transcript_names(REPOSITORY):
        editions = store.load_transcript(REPOSITORY, name).editions
        gold = {}
        for level in Level:
            lines = (REPOSITORY / "tests" / "gold" / f"{name}.{level}s.jsonl").read_text("utf-8").splitlines()
            gold[level] = {
                tuple(tuple(json.loads(line)["cells"][e.language]["segments"]) for e in editions) for line in lines
            }
        yield Document(name, editions, gold)


def plain(name: str, texts: Mapping[str, Sequence[str]], rows: set[Cells]) -> Document:
    """Return texts without turns as a document."""
    editions = []
    for tag, lines in texts.items():
        segments = tuple(Segment(k, line) for k, line in enumerate(lines))
        editions.append(Edition(tag, (Turn(0, Role.STATEMENT, "", 0, len(lines)),), segments))
    return Document(name, tuple(editions), {Level.TURN: set(), Level.SEGMENT: rows})


def flat(document: Document) -> Document:
    """Return a document whose editions are one turn each."""
    texts = {edition.language: [segment.text for segment in edition.segments] for edition in document.editions}
    return plain(document.text, texts, set(document.gold[Level.SEGMENT]))


def news(draw: random.Random) -> Iterator[Document]:
    """Yield the development half of PUD, where it is there, whole, and in drawn choices of editions."""
    folder = REPOSITORY.parent / "shared" / "gold" / "pud-dev"
    if not folder.is_dir():
        return
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    tags = ("de", "en", "es", "fr", "ru")
    texts = {tag: (folder / f"{tag}.txt").read_text("utf-8").removesuffix("\n").split("\n") for tag in tags}
    for count in (5, 2, 2, 2, 3, 3, 4, 5):
        kept = sorted(draw.sample(tags, count))
        links = {}
        for x, y in combinations(range(count), 2):
            matrix = np.zeros((len(texts[kept[x]]), len(texts[kept[y]])))
            for ours, theirs in gold["pairs"][f"{kept[x]}-{kept[y]}"]:
                matrix[np.ix_(ours, theirs)] = 1.0
            links[x, y] = matrix
        rows = set(components([len(texts[tag]) for tag in kept], links))
        whole = plain("pud", {tag: texts[tag] for tag in kept}, rows)
        yield whole if count == 5 else thinned(whole, draw)


def synthetic() -> Iterator[Document]:
    """Yield synthetic texts of two languages."""
    for seed, pair in enumerate((("en", "de"), ("fr", "ru"), ("es", "en"))):
        texts, beads = parallel(120, left=pair[0], right=pair[1], seed=seed)
        yield plain("synthetic", dict(zip(pair, texts, strict=True)), set(beads))


def conference(name: str) -> Iterator[Document]:
    """Yield a told transcript in drawn layouts, whole and by pairs of languages."""
    text = told.read(name)
    for seed in range(6):
        drawn = told.shuffled(text, 100 + seed)
        for tags in (text.languages, *combinations(text.languages, 2)):
            layouts = {tag: drawn[tag] for tag in tags}
            turns, segments = told.gold(text, layouts)
            editions = tuple(told.edition(text, *one) for one in layouts.items())
            yield Document(name, editions, {Level.TURN: turns, Level.SEGMENT: segments})


def report() -> Iterator[Document]:
    """Yield the report in drawn choices of two and of four languages, with passages left out."""
    text = told.read("night-train")
    draw = random.Random(5)  # noqa: S311 — reproducible, not secret
    for seed, count in enumerate((2, 2, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5)):
        tags = draw.sample(text.languages, count)
        version = told.noisy(text, seed, tags) if seed % 2 else text
        texts = dict(zip(tags, told.texts(version, tags), strict=True))
        yield plain("night-train", texts, told.plain_gold(version, tags))


def parted(rows: Iterable[Cells]) -> set[Cells]:
    """Return rows, those apart that hold as many units in each edition: what had joined them is not there any more."""
    out = set()
    for row in rows:
        sizes = {len(cell) for cell in row if cell}
        parts = sizes.pop() if len(sizes) == 1 else 1
        out |= {tuple(cell[n : n + 1] for cell in row) for n in range(parts)} if parts > 1 else {row}
    return {row for row in out if any(row)}


def strangers() -> Iterator[Document]:
    """Yield texts that have nothing in common, of one shape; every row is wrong, since nothing can be believed."""
    texts = {name: told.read(name) for name in told.names()}
    draw = random.Random(3)  # noqa: S311 — reproducible, not secret
    for count in (2,) * 12 + (3,) * 4:
        chosen = draw.sample([name for name in texts if texts[name].labels], count)
        editions, used = [], set()
        for name in chosen:
            tag = draw.choice([tag for tag in texts[name].languages if tag not in used])
            used.add(tag)
            editions.append(told.edition(texts[name], tag, told.straight(texts[name])))
        gold = {level: {((-1,),) * count} for level in Level}
        document = Document("+".join(sorted(chosen)[:2]), tuple(editions), gold)
        yield document
        yield replace(flat(document), gold={Level.TURN: set(), Level.SEGMENT: gold[Level.SEGMENT]})


def visitors() -> Iterator[Document]:
    """Yield two or three editions of one text beside one of another; right are rows of the former alone."""
    texts = {name: told.read(name) for name in told.names()}
    named = [name for name in texts if texts[name].labels]
    draw = random.Random(7)  # noqa: S311 — reproducible, not secret
    for seed, name in enumerate(named * 3):
        text, other = texts[name], texts[draw.choice([one for one in named if one != name])]
        tags = draw.sample(text.languages, min(len(text.languages), 2 + seed % 2))
        stranger = draw.choice([tag for tag in other.languages if tag not in tags])
        layouts = {tag: told.shuffled(text, 200 + seed)[tag] if seed % 3 else told.straight(text) for tag in tags}
        rows = told.gold(text, layouts)
        editions = [told.edition(text, *one) for one in layouts.items()]
        place = draw.randint(0, len(tags))
        editions.insert(place, told.edition(other, stranger, told.straight(other)))
        gold = {
            level: {(*row[:place], (), *row[place:]) for row in some}
            for level, some in zip((Level.TURN, Level.SEGMENT), rows, strict=True)
        }
        document = Document(name, tuple(editions), gold)
        yield document
        if seed % 3 == 0:
            yield flat(document)


def openings() -> Iterator[Document]:
    """Yield the first turns of the bundled and of the told transcripts: texts too short to tell whether they are kin."""
    draw = random.Random(9)  # noqa: S311 — reproducible, not secret
    for document in bundled():
        for turns in (1, 2, 3, 4, 6):
            for count in (2, 3, 5):
                yield opened(some(document, draw, count), turns)
    for name in ("ferry", "hospital", "archive", "observatory"):
        text = told.read(name)
        for turns in (1, 2, 3, 4, 6):
            for count in (2, 3):
                layouts = dict.fromkeys(draw.sample(text.languages, count), told.straight(text)[:turns])
                rows = dict(zip((Level.TURN, Level.SEGMENT), told.gold(text, layouts), strict=True))
                editions = tuple(told.edition(text, *one) for one in layouts.items())
                if all(edition.turns for edition in editions):
                    yield Document(name, editions, rows)


def opened(document: Document, turns: int) -> Document:
    """Return the first turns of every edition."""
    editions = []
    for edition in document.editions:
        kept = edition.turns[:turns]
        editions.append(replace(edition, turns=kept, segments=edition.segments[: kept[-1].end]))
    sizes = {Level.TURN: [len(e.turns) for e in editions], Level.SEGMENT: [len(e.segments) for e in editions]}
    gold = {
        level: parted(
            tuple(tuple(u for u in cell if u < size) for cell, size in zip(row, sizes[level], strict=True))
            for row in rows
        )
        for level, rows in document.gold.items()
    }
    return replace(document, editions=tuple(editions), gold=gold)


def some(document: Document, draw: random.Random, count: int) -> Document:
    """Return a document with some of its editions."""
    kept = sorted(draw.sample(range(len(document.editions)), count))
    gold = {level: parted(tuple(row[k] for k in kept) for row in rows) for level, rows in document.gold.items()}
    return replace(document, editions=tuple(document.editions[k] for k in kept), gold=gold)


def thinned(document: Document, draw: random.Random) -> Document:
    """Return a document whose editions lack some turns and sentences, by lot."""
    editions = []
    new: dict[Level, list[dict[int, int]]] = {level: [] for level in Level}
    for edition in document.editions:
        turns = len(edition.turns)
        gone = set()
        for _ in range(draw.choice([0, 0, 1, 2]) if turns > 4 else 0):
            asked = [t.index for t in edition.turns[:-1] if t.role is Role.QUESTION]
            start = draw.choice(asked or range(turns - 1))
            gone |= {start, start + 1}
        lost = {i for t in gone for i in edition.turns[t].segments}
        passage = draw.randrange(len(edition.segments))
        lost |= {*range(passage, passage + draw.choice([0, 2, 4]))}
        lost |= {i for i in range(len(edition.segments)) if draw.random() < 0.03}
        made, place = [], {}
        segments: list[Segment] = []
        for turn in edition.turns:
            start = len(segments)
            for i in turn.segments:
                if i not in lost:
                    place[i] = len(segments)
                    segments.append(Segment(len(segments), edition.segments[i].text))
            if len(segments) > start:
                made.append((turn.index, Turn(len(made), turn.role, turn.label, start, len(segments))))
        editions.append(Edition(edition.language, tuple(t for _, t in made), tuple(segments)))
        new[Level.SEGMENT].append(place)
        new[Level.TURN].append({old: k for k, (old, _) in enumerate(made)})
    gold = {}
    for level, rows in document.gold.items():
        gold[level] = parted(
            tuple(tuple(new[level][k][u] for u in cell if u in new[level][k]) for k, cell in enumerate(row))
            for row in rows
        )
    return replace(document, editions=tuple(editions), gold=gold)


def documents() -> Iterator[Document]:
    """Yield everything the fit is made of."""
    draw = random.Random(1)  # noqa: S311
    yield from news(draw)
    for document in bundled():
        yield document
        for count in (2, 2, 2, 3, 4, 5):
            yield thinned(some(document, draw, count), draw)
        for count in (2, 3, 5):
            yield thinned(flat(some(document, draw, count)), draw)
    yield from synthetic()
    for name in ("ferry", "hospital", "archive", "observatory"):
        yield from conference(name)
        text = told.read(name)
        for seed in range(4):
            version = told.noisy(text, seed, text.languages) if seed else text
            texts = dict(zip(text.languages, told.texts(version, text.languages), strict=True))
            yield plain(name, texts, told.plain_gold(version, text.languages))
    yield from report()
    yield from strangers()
    yield from visitors()
    yield from openings()
