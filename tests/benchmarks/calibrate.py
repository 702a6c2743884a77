"""Fit and validate the confidence of rows and pairs: ``workbench/align/calibration.py``'s ROWS and PAIRS.

    python tests/benchmarks/calibrate.py [--texts] [--write]

Texts: the bundled transcripts and, where ``../shared/gold`` is there, five editions of PUD news; the told transcripts and
the report in nine languages of ``tests/cases/told``; synthetic texts. All with exchanges, passages and sentences left out
by lot, with all editions and with some, with and without the shipped lexicon, and editions of one text beside a stranger;
openings of a few turns. A fold is a text with all that was made of it; texts that have nothing in common, whose rows all count as wrong, are folds
too. Figures are of rows whose own text took no part in the fit. Texts count equally, whatever their length. ``--texts``
adds figures by text, ``--write`` puts the constants into the code.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from textwrap import wrap
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import told
from synthetic import parallel

from workbench import store
from workbench.align import joint
from workbench.align.bilingual import Options
from workbench.align.calibration import ROW_FEATURES, kinship, pair_features, row_features
from workbench.align.rows import Cells, components
from workbench.align.scores import Witnesses
from workbench.model import Alignment, Edition, Level, Role, Segment, Turn

REPOSITORY = Path(__file__).resolve().parents[2]

Matrix = NDArray[np.float64]
Which = tuple[Level, bool]
Kind = tuple[Level, bool, bool]
RIDGE = {Level.TURN: 0.5, Level.SEGMENT: 2.0}
RIDGE_ALONE = 5.0
LEXICON = (True, False)


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


@dataclass(frozen=True)
class Case:
    """An alignment with raw beliefs, what it was made of, the turns above it, and the right rows."""

    text: str
    alignment: Alignment
    seen: Witnesses
    above: int | None
    gold: set[Cells]

    @property
    def which(self) -> Which:
        """Which model it is of."""
        return self.alignment.level, len(self.alignment.languages) > 2


def cases(source: Iterator[Document]) -> list[Case]:
    """Return the raw alignments of documents, with the lexicon and without."""
    found: list[Case] = []
    for document in source:
        for lexicon in LEXICON:
            taken: list[tuple[Alignment, Witnesses]] = []

            def keep(a: Alignment, s: Witnesses, _up: Alignment | None = None, t: list = taken) -> Alignment:  # type: ignore[type-arg]
                t.append((a, s))
                return a

            with patch.object(joint, "calibrated", keep):
                joint.align_transcript(document.editions, options=Options(lexicon=lexicon))
            above = None
            for alignment, seen in taken:
                gold = document.gold[alignment.level]
                if alignment.level is Level.TURN and gold:
                    above = len(found)
                if gold:
                    found.append(
                        Case(document.text, alignment, seen, above if alignment.level is Level.SEGMENT else None, gold)
                    )
    return found


def fit(features: Matrix, right: Matrix, weight: Matrix, ridge: float) -> Matrix:
    """Return the coefficients of a ridge logistic regression (Newton's method)."""
    beta = np.zeros(features.shape[1])
    for _ in range(30):
        p = 1.0 / (1.0 + np.exp(-features @ beta))
        slope = features.T @ (weight * (right - p)) - ridge * beta
        curve = (features * (weight * p * (1.0 - p))[:, None]).T @ features + ridge * np.eye(len(beta))
        step = np.linalg.solve(curve, slope)
        beta = beta + step
        if np.abs(step).max() < 1e-8:
            break
    return beta


def error(sure: Matrix, right: Matrix, weight: Matrix) -> float:
    """Return the expected calibration error over ten equal bins of confidence (Guo et al. 2017)."""
    bins = np.minimum(9, (sure * 10).astype(int))
    total = 0.0
    for k in range(10):
        inside = bins == k
        if inside.any():
            share = weight[inside] / weight[inside].sum()
            total += weight[inside].sum() * abs((share * sure[inside]).sum() - (share * right[inside]).sum())
    return float(total / weight.sum())


def area(sure: Matrix, right: Matrix) -> float:
    """Return the area under the receiver's curve: how often a right one is surer than a wrong one."""
    good, bad = np.sort(sure[right > 0.5]), sure[right < 0.5]
    if not len(good) or not len(bad):
        return float("nan")
    below, upto = np.searchsorted(good, bad, "left"), np.searchsorted(good, bad, "right")
    return float(np.mean(1.0 - (below + upto) / (2.0 * len(good))))


@dataclass
class Table:
    """Features, whether right, and the text of each, of one model; ``at`` is the case."""

    features: Matrix
    right: Matrix
    text: NDArray[np.str_]
    at: NDArray[np.int64]

    @property
    def weight(self) -> Matrix:
        """Weights: texts count alike, as if each had as many rows as there are on average; all strangers as one."""
        kinds = np.array(["+" if "+" in text else text for text in self.text])
        names, place, counts = np.unique(kinds, return_inverse=True, return_counts=True)
        return np.asarray(len(self.text) / len(names) / counts[place])


def table(
    chosen: Sequence[tuple[int, Case]], features: Callable[[Case], Matrix], right: Callable[[Case], list[bool]]
) -> Table:
    """Return the table of some cases."""
    parts = [(features(case), np.array(right(case), float), case.text, at) for at, case in chosen]
    return Table(
        np.vstack([p[0] for p in parts]),
        np.concatenate([p[1] for p in parts]),
        np.array([p[2] for p in parts for _ in p[1]]),
        np.array([p[3] for p in parts for _ in p[1]], np.int64),
    )


def crossed(data: Table, ridge: float) -> tuple[Matrix, Matrix]:
    """Return what each text's rows get from the others, and the coefficients of all."""
    out = np.zeros(len(data.right))
    for text in np.unique(data.text):
        rest = data.text != text
        train = part(data, rest)
        beta = fit(train.features, train.right, train.weight, ridge)
        out[~rest] = 1.0 / (1.0 + np.exp(-data.features[~rest] @ beta))
    return out, fit(data.features, data.right, data.weight, ridge)


def show(name: str, sure: Matrix, data: Table) -> None:
    """Print the figures of a model."""
    even = np.ones(len(sure))
    kin = np.array(["+" not in text for text in data.text])
    if kin.any() and not kin.all():
        show(f"{name} (strangers apart)", sure[kin], part(data, kin))
    print(
        f"{name:26s} {len(sure):6d} right {data.right.mean():.3f}  ECE {error(sure, data.right, data.weight):.3f}"
        f" (rows alike {error(sure, data.right, even):.3f})  AUROC {area(sure, data.right):.3f}"
    )
    if "--texts" in sys.argv:
        for text in np.unique(data.text):
            one = data.text == text
            print(
                f"    {text:26s} {one.sum():6d} right {data.right[one].mean():.3f} said {sure[one].mean():.3f}"
                f" AUROC {area(sure[one], data.right[one]):.3f}"
            )
    high = sure >= 0.95
    if high.any():
        print(f"{'':26s} of {high.sum()} at .95 and more, right: {data.right[high].mean():.3f}")


def rows_right(case: Case) -> list[bool]:
    """Return which rows are right."""
    return [row.cells in case.gold for row in case.alignment.rows]


def pairs_right(case: Case) -> list[bool]:
    """Return which pairs of cells are right, row by row."""
    known = {
        pair: {(row[pair[0]], row[pair[1]]) for row in case.gold}
        for pair in combinations(range(len(case.alignment.languages)), 2)
    }
    return [(row.cells[x], row.cells[y]) in known[x, y] for row in case.alignment.rows for x, y in row.pairs]


def sure_of(case: Case, confidence: Matrix) -> Alignment:
    """Return a case's alignment with confidences in its rows."""
    rows = [
        replace(row, score=replace(row.score, confidence=float(c)))
        for row, c in zip(case.alignment.rows, confidence, strict=True)
    ]
    return replace(case.alignment, rows=tuple(rows))


def _pairs(case: Case) -> Matrix:
    kin = kinship(case.alignment, case.seen)
    return np.vstack(
        [pair_features(row, row.score.confidence, case.alignment.level, kin) for row in case.alignment.rows]
    )


def part(data: Table, chosen: NDArray[np.bool_]) -> Table:
    """Return some rows of a table."""
    return Table(data.features[chosen], data.right[chosen], data.text[chosen], data.at[chosen])


def train(found: list[Case]) -> tuple[dict[Kind, Matrix], dict[Which, Matrix]]:
    """Fit all models, print how they do on texts left out, and return the coefficients."""
    rows: dict[Kind, Matrix] = {}
    pairs: dict[Which, Matrix] = {}
    turns: dict[int, Alignment] = {}
    for level in (Level.TURN, Level.SEGMENT):
        chosen = [(k, case) for k, case in enumerate(found) if case.alignment.level is level]
        data = table(chosen, lambda c: _rows(c, turns), rows_right)
        many = np.array([found[at].which[1] for at in data.at])
        alone = data.features[:, ROW_FEATURES.index("alone")] > 0.5
        sure = np.zeros(len(many))
        for several in (False, True):
            for single in (False, True):
                here = (many == several) & (alone == single)
                # so few turns of several editions stand alone that those of two teach them too
                taught = alone if single and several and level is Level.TURN else here
                out, rows[level, several, single] = crossed(part(data, taught), RIDGE_ALONE if single else RIDGE[level])
                sure[here] = out[here[taught]]
                name = f"{level} rows, {'several' if several else 'two'}{', alone' if single else ''}"
                show(name, sure[here], part(data, here))
            show(
                f"{level} rows, {'several' if several else 'two'}, all",
                sure[many == several],
                part(data, many == several),
            )
        for at, case in chosen:
            turns[at] = sure_of(case, sure[data.at == at])
        both = [(at, replace(case, alignment=turns[at])) for at, case in chosen if case.which[1]]
        known = table(both, _pairs, pairs_right)
        sure, pairs[level, True] = crossed(known, RIDGE[level])
        show(f"{level} pairs", sure, known)
    return rows, pairs


def _rows(case: Case, turns: dict[int, Alignment]) -> Matrix:
    above = None if case.above is None else turns.get(case.above)
    return row_features(case.alignment, case.seen, above, kinship(case.alignment, case.seen))


def write(name: str, kind: str, models: Mapping[tuple[Level, *tuple[bool, ...]], Matrix]) -> str:
    """Return constants as source."""
    lines = [f"{name}: dict[{kind}, tuple[float, ...]] = {{"]
    for (level, *flags), beta in models.items():
        numbers = ", ".join(f"{value:.3f}" for value in beta)
        where = f"(Level.{level.name}, {', '.join(map(str, flags))})"
        lines += [
            f"    {where}: (",
            *wrap(f"{numbers},", 110, initial_indent=" " * 8, subsequent_indent=" " * 8),
            "    ),",
        ]
    return "\n".join([*lines, "}  # fmt: skip"])


def main() -> None:
    """Fit, validate, and write if asked."""
    rows, pairs = train(cases(documents()))
    source = (write("ROWS", "tuple[Level, bool, bool]", rows), write("PAIRS", "tuple[Level, bool]", pairs))
    print("\n".join(source))
    if "--write" in sys.argv:
        path = REPOSITORY / "workbench" / "align" / "calibration.py"
        text = path.read_text("utf-8")
        for name, constant in zip(("ROWS", "PAIRS"), source, strict=True):
            text = re.sub(
                rf"^{name}: [^\n]*\{{.*?\}}(  # fmt: skip)?$",
                lambda _, c=constant: c,
                text,
                count=1,
                flags=re.MULTILINE | re.DOTALL,
            )
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
