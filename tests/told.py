"""Texts of our own told in several languages, kept as data, with the rows that are right.

``tests/cases/told/*.txt``: ``labels LANGUAGE QUESTION|ANSWERER`` lines, then items. An item is ``[1q]`` (exchange 1,
question), ``[1a2]`` (second thing said in its answer) or just ``[7]`` in texts without turns, and one line a language: its
sentences, parted by ``|``; ``^`` where the sentence before has it already; no line where the language leaves it out.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from workbench.align import bilingual
from workbench.align.bilingual import Options, align_pair
from workbench.align.features import Weights
from workbench.model import Edition, Role, Segment, Turn

FOLDER = Path(__file__).resolve().parent / "cases" / "told"
FAULTLESS = FOLDER.parent / "faultless"
"""Where texts lie that were translated freely into five languages, and on which the checks should be silent."""
Cells = tuple[tuple[int, ...], ...]
LENGTHS = Options(
    lexicon=False, weights=Weights(words=0.0, merge=0.0, both=0.0, edge=0.0, merge_alone=0.0, debris=0.0, stops=0.0)
)
"""What :func:`lengths_alone` aligns by."""
Layout = tuple[tuple[Role, tuple[str, ...]], ...]
"""An edition's turns: what each does, and the items that it holds."""


@dataclass(frozen=True)
class Told:
    """A text: each language's labels of question and answer, and the sentences of each item by language."""

    name: str
    labels: dict[str, tuple[str, str]]
    items: dict[str, dict[str, tuple[str, ...]]]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which anything is told."""
        return tuple(dict.fromkeys(tag for said in self.items.values() for tag in said))

    @property
    def exchanges(self) -> tuple[str, ...]:
        """The numbers of the exchanges."""
        return tuple(dict.fromkeys(re.sub(r"\D.*", "", item) for item in self.items))

    def part(self, number: str, kind: str) -> tuple[str, ...]:
        """Return the items of an exchange's question (``q``) or answer (``a``)."""
        return tuple(item for item in self.items if re.sub(r"\d*$", "", item) == number + kind)


def read(name: str, folder: Path = FOLDER) -> Told:
    """Return a text by its name."""
    labels: dict[str, tuple[str, str]] = {}
    items: dict[str, dict[str, tuple[str, ...]]] = {}
    for line in (folder / f"{name}.txt").read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("["):
            items[line.strip("[] ")] = {}
            continue
        tag, rest = line.split(None, 1)
        if tag == "labels":
            tag, rest = rest.split(None, 1)
            question, answer = rest.split("|")
            labels[tag] = (question, answer)
        else:
            items[list(items)[-1]][tag] = tuple(part.strip() for part in rest.split("|"))
    return Told(name, labels, items)


def names(folder: Path = FOLDER) -> list[str]:
    """Return the names of all texts."""
    return sorted(path.stem for path in folder.glob("*.txt"))


def straight(told: Told) -> Layout:
    """Return the layout in which each question is answered at once; of a text without turns, one statement."""
    if not told.labels:
        return ((Role.STATEMENT, tuple(told.items)),)
    parts = (("q", Role.QUESTION), ("a", Role.ANSWER))
    return tuple((role, told.part(number, kind)) for number in told.exchanges for kind, role in parts)


def without(layout: Layout, *numbers: str) -> Layout:
    """Return a layout less some exchanges."""
    return tuple(turn for turn in layout if not _of(turn[1], numbers))


def moved(layout: Layout, number: str, to: int) -> Layout:
    """Return a layout with an exchange put before the turn ``to`` of the others."""
    block = tuple(turn for turn in layout if _of(turn[1], (number,)))
    rest = without(layout, number)
    return rest[:to] + block + rest[to:]


def split(layout: Layout, number: str, after: int = 1) -> Layout:
    """Return a layout with an exchange's answer in two turns."""
    out: list[tuple[Role, tuple[str, ...]]] = []
    for role, items in layout:
        if role is Role.ANSWER and _of(items, (number,)) and len(items) > after:
            out += [(role, items[:after]), (role, items[after:])]
        else:
            out.append((role, items))
    return tuple(out)


def merged(layout: Layout, number: str, *, stacked: bool = False) -> Layout:
    """Return a layout with an exchange and the next as one, or as questions before answers."""
    at = next(k for k, turn in enumerate(layout) if _of(turn[1], (number,)))
    (q, one), (a, two), (_, three), (_, four) = layout[at : at + 4]
    both: Layout = ((q, one), (q, three), (a, two), (a, four)) if stacked else ((q, one + three), (a, two + four))
    return layout[:at] + both + layout[at + 4 :]


def _of(items: Sequence[str], numbers: Sequence[str]) -> bool:
    """Tell whether items are of some exchanges."""
    return re.sub(r"\D.*", "", items[0]) in numbers


def shuffled(told: Told, seed: int) -> dict[str, Layout]:
    """Return a layout for each language, drawn: one exchange that one language lacks and another moves, and more."""
    draw = random.Random(seed)  # noqa: S311 — reproducible, not secret
    layouts = {tag: straight(told) for tag in told.languages}
    lacks, moves, other = draw.sample(told.languages, 3) if len(told.languages) > 2 else (*told.languages, "")
    numbers = list(told.exchanges)
    number, second, third = draw.sample(numbers[:-1], 3)
    if other:
        layouts[lacks] = without(layouts[lacks], number)
    layouts[moves] = moved(layouts[moves], number, 2 * draw.randrange(len(numbers)))
    tag = draw.choice([lacks, other or lacks])
    layouts[tag] = split(layouts[tag], second)
    follower = numbers[numbers.index(third) + 1]
    if draw.random() < 0.5 and number not in (third, follower) and second not in (third, follower):
        tag = draw.choice([lacks, other or lacks])
        layouts[tag] = merged(layouts[tag], third, stacked=draw.random() < 0.5)
    return layouts


def edition(told: Told, language: str, layout: Layout) -> Edition:
    """Return an edition of a text in a layout."""
    segments: list[Segment] = []
    turns: list[Turn] = []
    labels = told.labels.get(language, ("", ""))
    for role, items in layout:
        start = len(segments)
        for item in items:
            for sentence in told.items[item].get(language, ()):
                if sentence != "^":
                    segments.append(Segment(len(segments), sentence))
        if len(segments) > start:
            turns.append(Turn(len(turns), role, labels[role is Role.ANSWER], start, len(segments)))
    return Edition(language, tuple(turns), tuple(segments))


def gold(told: Told, layouts: dict[str, Layout]) -> tuple[set[Cells], set[Cells]]:
    """Return the right rows of turns and of segments, over the languages in the layouts' order."""
    turns: list[list[tuple[str, int]]] = [[] for _ in layouts]
    segments: list[list[tuple[str, int]]] = [[] for _ in layouts]
    for k, (language, layout) in enumerate(layouts.items()):
        unit = number = 0
        for _, items in layout:
            start = unit
            for item in items:
                for place, sentence in enumerate(told.items[item].get(language, ())):
                    joined = sentence == "^"
                    segments[k].append((_part(told, item, tuple(layouts), place), unit - joined))
                    unit += not joined
            if unit > start:
                turns[k] += [(item, number) for item in items if item in told.items and language in told.items[item]]
                number += 1
    return _rows(turns), _rows(segments)


def _part(told: Told, item: str, languages: Sequence[str], place: int) -> str:
    """Return the name of a sentence of an item: its own where all the languages tell the item in as many."""
    counts = {len(told.items[item][tag]) for tag in languages if tag in told.items[item]}
    return f"{item}.{place}" if len(counts) == 1 else item


def _rows(columns: Sequence[Sequence[tuple[str, int]]]) -> set[Cells]:
    """Return the rows that connect units with a name in common; ``columns`` hold (name, unit) by language."""
    groups: list[tuple[set[str], set[tuple[int, int]]]] = []
    for k, column in enumerate(columns):
        for name, unit in column:
            touched = [group for group in groups if name in group[0] or (k, unit) in group[1]]
            groups = [group for group in groups if group not in touched]
            joined: tuple[set[str], set[tuple[int, int]]] = ({name}, {(k, unit)})
            for group in touched:
                joined = (joined[0] | group[0], joined[1] | group[1])
            groups.append(joined)
    rows = set()
    for _, units in groups:
        alone = len({column for column, _ in units}) == 1  # nothing says that these belong together
        for some in [{unit} for unit in units] if alone else [units]:
            rows.add(tuple(tuple(sorted(u for column, u in some if column == k)) for k in range(len(columns))))
    return rows


def texts(told: Told, languages: Sequence[str]) -> list[list[str]]:
    """Return a text's sentences in some languages, in the order told."""
    return [[s for said in told.items.values() for s in said.get(tag, ()) if s != "^"] for tag in languages]


def plain_gold(told: Told, languages: Sequence[str]) -> set[Cells]:
    """Return the right rows of :func:`texts`."""
    columns = []
    for tag in languages:
        column: list[tuple[str, int]] = []
        unit = 0
        for item, said in told.items.items():
            for place, sentence in enumerate(said.get(tag, ())):
                column.append((_part(told, item, languages, place), unit - (sentence == "^")))
                unit += sentence != "^"
        columns.append(column)
    return _rows(columns)


def noisy(told: Told, seed: int, languages: Sequence[str]) -> Told:
    """Return a text from which each language lacks some items, a passage among them, and some are joined, by lot."""
    draw = random.Random(f"{told.name} {seed}")  # noqa: S311 — reproducible, not secret
    items = {item: dict(said) for item, said in told.items.items()}
    names_ = list(items)
    for tag in languages:
        start = draw.randrange(len(names_) - 3)
        lost = {*names_[start : start + draw.randint(1, 3)], *draw.sample(names_, 2)}
        for before, item in zip(["", *names_], names_, strict=False):
            here = items[item].get(tag)
            if not here:
                continue
            if item in lost or (here == ("^",) and tag not in items[before]):
                del items[item][tag]
            elif before and draw.random() < 0.08 and here != ("^",):
                last = items[before].get(tag, ())
                if len(last) == len(here) == 1 and last != ("^",):
                    items[before][tag], items[item][tag] = (f"{last[0]} {here[0]}",), ("^",)
    return Told(told.name, told.labels, items)


def lengths_alone(pair: Sequence[Sequence[str]], languages: tuple[str, str]) -> list[Cells]:
    """Return the beads that lengths and the priors of beads and gaps suggest (Gale & Church 1993), and nothing else.

    The aligner's own dynamic programme, its parameters re-estimated as always; no words, boundaries, edges, ends of
    sentences, debris, nor what is mended afterwards.
    """
    with patch.object(bilingual, "mended", lambda _known, found, _spans: list(found)):
        return [(b.left, b.right) for b in align_pair(pair[0], pair[1], languages=languages, options=LENGTHS).beads]
