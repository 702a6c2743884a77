"""A long transcript out of short ones: every repetition has other numbers, names, words and inventions.

What it is made of: the bundled transcripts and the other texts in five languages beside the tests, row by row as their
gold has them, and, where it lies beside the repository, ``../shared/gold/pud-dev``. Editions are changed alike (a number
that all print is another number in all, a word of the lexicon that all have is another word in all), so that they agree
as much as they did, and no sentence is said twice.
"""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby

from faultless import GOLD, TAGS
from findings import CORPORA, ROOT, own_edition

from workbench import store
from workbench.align.joint import align_transcript
from workbench.model import AlignedTranscript, Alignment, Edition, Level, Role, Row, Score, Segment, Transcript, Turn

Cells = list[tuple[str, ...]]
"""A row: for each language, its sentences."""
Said = tuple[str, list[Cells]]
"""A turn: its label and rows."""

LANGUAGES = ("en-GB", "de-DE", "es-ES", "fr-FR", "ru-RU")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
_LONG = re.compile(r"\b[^\W\d_]{7,}\b")
_LATIN, _CYRILLIC = (
    ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v"],
    ["б", "д", "ф", "г", "к", "л", "м", "н", "п", "р", "с", "т", "в"],
)
_VOWELS = tuple(zip("aeiou", "аеиоу", strict=True))


def varied(rows: int, languages: Sequence[str] = LANGUAGES, *, seed: int = 1) -> AlignedTranscript:
    """Return an aligned transcript of at least so many rows."""
    turns: list[Said] = []
    said, repetition = 0, 0
    base = list(_turns())
    while said < rows:
        for number, (label, cells) in enumerate(base):
            rng = random.Random(f"{seed} {repetition} {number}")  # noqa: S311 — reproducible, not secret
            turns.append((label, _changed(cells, rng, _named(label, repetition, seed))))
            said += len(cells)
            if said >= rows:
                break
        repetition += 1
    return _aligned(turns, languages)


def distinct(aligned: AlignedTranscript) -> dict[str, tuple[int, int, int, int]]:
    """Return sentences, different sentences, running words and different words (casefolded) of each edition."""
    found = {}
    for edition in aligned.transcript.editions:
        texts = [segment.text for segment in edition.segments]
        words = [word.casefold() for text in texts for word in _WORD.findall(text)]
        found[edition.language] = len(texts), len(set(texts)), len(words), len(set(words))
    return found


def _turns() -> Iterator[Said]:
    for name in CORPORA:
        yield from _bundled(name)
    yield from _own()
    folder = GOLD / "pud-dev"
    if folder.is_dir():
        lines = {tag: (folder / f"{t}.txt").read_text("utf-8").splitlines() for t, tag in TAGS.items()}
        gold = json.loads((folder / "gold.json").read_text("utf-8"))["rows"]
        whole = [{TAGS[t]: cell for t, cell in row.items()} for row in gold if all(row.get(t) for t in TAGS)]
        cells = [[tuple(lines[tag][i] for i in row[tag]) for tag in LANGUAGES] for row in whole]
        for first in range(0, len(cells), 6):
            yield "", cells[first : first + 6]


def _bundled(name: str) -> Iterator[Said]:
    """Yield the turns of a bundled transcript, by its gold; rows of turns that not all editions have are left out."""
    editions = {e.language: e for e in store.load_transcript(ROOT, name).editions}
    lines = (ROOT / "tests" / "gold" / f"{name}.segments.jsonl").read_text("utf-8").splitlines()
    homes = {tag: edition.segment_turns() for tag, edition in editions.items()}
    turns: dict[int, list[Cells]] = {}
    for line in lines:
        found = {tag: cell["segments"] for tag, cell in json.loads(line)["cells"].items()}
        if found.get(LANGUAGES[0]):
            cells = [tuple(editions[tag].segments[i].text for i in found.get(tag, ())) for tag in LANGUAGES]
            turns.setdefault(homes[LANGUAGES[0]][found[LANGUAGES[0]][0]], []).append(cells)
    for number, cells in turns.items():
        yield editions[LANGUAGES[0]].turns[number].label, cells


def _own() -> Iterator[Said]:
    cases = ROOT / "tests" / "cases"
    texts = list(json.loads((cases / "parallel.json").read_text("utf-8")).values())
    texts += [json.loads(path.read_text("utf-8"))["turns"] for path in sorted((cases / "faults").glob("*.json"))]
    for text in texts:
        editions = [own_edition(tag, [turn[tag] for turn in text]) for tag in LANGUAGES]
        _, rows = align_transcript(editions, pivot=LANGUAGES[0])
        for _, of_turn in groupby(rows.rows, key=lambda row: row.turn_row):
            found = list(of_turn)
            cells = [
                [tuple(e.segments[i].text for i in cell) for e, cell in zip(editions, row.cells, strict=True)]
                for row in found
            ]
            first = next((row.cells[0][0] for row in found if row.cells[0]), None)
            if first is not None:
                yield editions[0].turns[editions[0].segment_turns()[first]].label, cells


def _changed(rows: list[Cells], rng: random.Random, names: random.Random) -> list[Cells]:
    """Return the rows of a turn with other numbers, names and words; in two of five sentences one of nobody's."""
    renamed = _renamed(rows, names)
    return [_invented(_reworded(_renumbered(_with_names(row, renamed), rng), rng), rng) for row in rows]


def _named(label: str, repetition: int, seed: int) -> random.Random:
    return random.Random(f"{seed} {repetition} {label}")  # noqa: S311 — reproducible, not secret


def _renumbered(row: Cells, rng: random.Random) -> Cells:
    """Return a row with other numbers, if all its editions print the same digits."""
    printed = [sorted(run for text in cell for run in _DIGITS.findall(text)) for cell in row if cell]
    shift = rng.randrange(1, 1000)
    if not printed or not printed[0] or any(runs != printed[0] for runs in printed):
        return row
    return [tuple(_DIGITS.sub(lambda m: _number(m[0], shift), text) for text in cell) for cell in row]


def _number(run: str, shift: int) -> str:
    """Return another number of about the size: an hour or month for one, a day for one, a year for one."""
    value = int(run)
    if run.startswith("0") or len(run) > 15:
        return run
    for first, last in ((1, 12), (13, 28), (29, 99), (1930, 2029)):
        if first <= value <= last:
            return str(first + (value - first + shift) % (last - first + 1))
    return str(int(run[0]) % 9 + 1) + "".join(str((int(d) + shift) % 10) for d in run[1:])


def _renamed(rows: list[Cells], rng: random.Random) -> dict[str, tuple[str, str]]:
    """Return the names of a turn, spelled alike in three editions, each with an invented one, Latin and Cyrillic."""
    found: dict[str, int] = {}
    for row in rows:
        forms = [{w for text in cell for w in _WORD.findall(text)[1:] if len(w) > 3 and w[0].isupper()} for cell in row]
        for word in set().union(*forms):
            found[word] = max(found.get(word, 0), sum(word in had for had in forms))
    return {word: _invention(rng) for word in sorted(found) if found[word] >= 3 and word.isascii()}


def _invention(rng: random.Random) -> tuple[str, str]:
    latin, cyrillic = [], []
    for _ in range(rng.randint(2, 3)):
        n, (vowel, sound) = rng.randrange(len(_LATIN)), rng.choice(_VOWELS)
        m = rng.randrange(len(_LATIN))
        latin += [_LATIN[n], vowel, _LATIN[m]]
        cyrillic += [_CYRILLIC[n], sound, _CYRILLIC[m]]
    return "".join(latin).capitalize(), "".join(cyrillic).capitalize()


def _with_names(row: Cells, renamed: dict[str, tuple[str, str]]) -> Cells:
    if not renamed:
        return row
    found = []
    for tag, cell in zip(LANGUAGES, row, strict=True):
        table = {word: new[0] for word, new in renamed.items()}
        if tag == "ru-RU":
            table = _russian(cell, renamed)
        found.append(tuple(_WORD.sub(lambda m, t=table: t.get(m[0], m[0]), text) for text in cell))
    return found


def _russian(cell: tuple[str, ...], renamed: dict[str, tuple[str, str]]) -> dict[str, str]:
    """Return what the Russian sentences' names are to be replaced by: those that sound like one that is."""
    from workbench.names import likeness  # noqa: PLC0415 — only here, and slow to import

    found = {}
    for word in {w for text in cell for w in _WORD.findall(text) if w[0].isupper() and len(w) > 3}:
        near = max(renamed, key=lambda name: likeness(name, word))
        if likeness(near, word) >= 0.7:
            found[word] = renamed[near][1]
    return found


@cache
def _lexicon() -> tuple[list[tuple[str, ...]], list[dict[str, int]]]:
    """Return the entries of single words in small letters, a form in each language, and where each form stands."""
    text = (files("workbench") / "data" / "lexicon.tsv").read_text("utf-8")
    entries, places = [], [{} for _ in LANGUAGES]
    for row in csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        forms = [row[tag[:2]].split("|") for tag in LANGUAGES]
        if all(len(f[0]) > 3 and _WORD.fullmatch(f[0]) for f in forms) and forms[0][0].islower():
            for place, all_forms in zip(places, forms, strict=True):
                place.update((form, len(entries)) for form in all_forms)
            entries.append(tuple(f[0] for f in forms))
    return entries, places


def _reworded(row: Cells, rng: random.Random) -> Cells:
    """Return a row with up to two concepts that all editions have replaced by another of the lexicon."""
    entries, places = _lexicon()
    words = [[w for text in cell for w in _WORD.findall(text)] for cell in row]
    filled = [k for k, cell in enumerate(row) if cell]
    shared = set.intersection(*({places[k][w] for w in words[k] if w in places[k]} for k in filled))
    tables: list[dict[str, str]] = [{} for _ in row]
    for concept in rng.sample(sorted(shared), min(2, len(shared))):
        new = entries[rng.randrange(len(entries))]
        for k in filled:
            tables[k].update((w, new[k]) for w in words[k] if places[k].get(w) == concept)
    return [
        tuple(_WORD.sub(lambda m, t=table: t.get(m[0], m[0]), text) for text in cell)
        for cell, table in zip(row, tables, strict=True)
    ]


def _invented(row: Cells, rng: random.Random) -> Cells:
    """Return a row in which, in two of five sentences, a long word has other letters inside, as nobody writes it."""
    return [
        tuple(_LONG.sub(lambda m: _twisted(m[0], rng), text, count=1) if rng.random() < 0.4 else text for text in cell)
        for cell in row
    ]


def _twisted(word: str, rng: random.Random) -> str:
    """Return a word with two letters inside replaced by others of it; its beginning and ending stay."""
    letters = list(word)
    for _ in range(2):
        letters[rng.randrange(2, len(word) - 2)] = rng.choice(word.lower())
    return "".join(letters)


def _aligned(turns: list[Said], languages: Sequence[str]) -> AlignedTranscript:
    chosen = [LANGUAGES.index(tag) for tag in languages]
    segments: list[list[Segment]] = [[] for _ in chosen]
    made: list[list[Turn]] = [[] for _ in chosen]
    rows: list[Row] = []
    turn_rows: list[Row] = []
    for number, (label, cells) in enumerate(turns):
        role = Role.STATEMENT if not label else Role.ANSWER if number % 2 else Role.QUESTION
        starts = [len(found) for found in segments]
        for row in cells:
            spans = []
            for found, k in zip(segments, chosen, strict=True):
                spans.append(tuple(range(len(found), len(found) + len(row[k]))))
                found += [Segment(i, text) for i, text in zip(spans[-1], row[k], strict=True)]
            if any(spans):
                rows.append(Row(tuple(spans), Score(0.9), turn_row=len(turn_rows)))
        here = [found[start:] for found, start in zip(segments, starts, strict=True)]
        cell = []
        for k, (found, start) in enumerate(zip(here, starts, strict=True)):
            cell.append((len(made[k]),) if found else ())
            if found:
                made[k].append(Turn(len(made[k]), role, label, start, start + len(found)))
        if any(cell):
            turn_rows.append(Row(tuple(cell), Score(0.9), role=role))
    editions = [Edition(t, tuple(m), tuple(s)) for t, m, s in zip(languages, made, segments, strict=True)]
    tags = tuple(languages)
    sizes = tuple(len(e.turns) for e in editions), tuple(len(e.segments) for e in editions)
    whole = (
        Alignment(tags, sizes[0], Level.TURN, tuple(turn_rows)),
        Alignment(tags, sizes[1], Level.SEGMENT, tuple(rows)),
    )
    return AlignedTranscript(Transcript("long", tuple(editions)), *whole, tags[0])
