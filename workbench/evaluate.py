"""System against gold: strict and lax precision, recall and F1, as the field scores it.

After the evaluation of Vecalign (Thompson & Koehn 2019): *strict* counts beads
that are whole in the gold; *lax* counts beads that share a link with it. Precision
is over every bead of the answer, one-sided ones included; recall is over the gold
beads that have both sides. Over several documents counts are added up first.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.errors import InputError
from workbench.language import primary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Bead = tuple[tuple[int, ...], tuple[int, ...]]
"""The 0-based units of the left and of the right side."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What was found (of the answer's beads) and covered (of the gold's); add them up over documents."""

    found: int = 0
    found_lax: int = 0
    answered: int = 0
    covered: int = 0
    covered_lax: int = 0
    expected: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Return the counts of two documents together."""
        return Counts(*(getattr(self, f) + getattr(other, f) for f in self.__dataclass_fields__))

    def figures(self, *, lax: bool = False) -> Figures:
        """Return precision, recall and F1, each 0..1."""
        found, covered = (self.found_lax, self.covered_lax) if lax else (self.found, self.covered)
        precision = found / self.answered if self.answered else 0.0
        recall = covered / self.expected if self.expected else 0.0
        both = precision + recall
        return Figures(precision, recall, 2 * precision * recall / both if both else 0.0)


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall and their harmonic mean, each 0..1."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Answer:
    """An alignment as read for evaluation: N-way rows, and bilingual beads where a file gives them apart.

    ``rows`` map a language to its units; ``pairs`` hold beads by language pair. Files without
    languages (a ladder) have the two names ``left`` and ``right``.
    """

    languages: tuple[str, ...]
    rows: tuple[Mapping[str, tuple[int, ...]], ...] = ()
    pairs: Mapping[tuple[str, str], tuple[Bead, ...]] | None = None

    def beads(self, left: str, right: str, *, of_rows: bool = False) -> tuple[Bead, ...]:
        """Return the beads of two languages, projected from the rows unless given apart (or ``of_rows``)."""
        if self.pairs is not None and not (of_rows and self.rows):
            if (left, right) in self.pairs:
                return self.pairs[left, right]
            if (right, left) in self.pairs:
                return tuple((b, a) for a, b in self.pairs[right, left])
        cells = ((row.get(left, ()), row.get(right, ())) for row in self.rows)
        return tuple(bead for bead in cells if bead[0] or bead[1])


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Counts by language pair (the gold's names), and for whole rows where both have three languages or more."""

    pairs: Mapping[tuple[str, str], Counts]
    rows: Counts | None = None

    @property
    def total(self) -> Counts:
        """The counts of all pairs, added up."""
        return sum(self.pairs.values(), Counts())


def compare_beads(answer: Iterable[Bead], gold: Iterable[Bead]) -> Counts:
    """Return the counts of a bilingual answer against its gold; beads empty on both sides do not count."""
    given = {bead for bead in answer if any(bead)}
    right = {bead for bead in gold if any(bead)}
    found, found_lax = _matches(given, right)
    expected = {bead for bead in right if all(bead)}
    covered, covered_lax = _matches(expected, {bead for bead in given if all(bead)})
    return Counts(found, found_lax, len(given), covered, covered_lax, len(expected))


def _matches(beads: set[Bead], against: set[Bead]) -> tuple[int, int]:
    """Return how many beads are whole in the other set, and how many are or share a link with it."""
    links: dict[int, set[int]] = defaultdict(set)
    for left, right in against:
        for i in left:
            links[i].update(right)
    strict = len(beads & against)
    lax = sum(any(links[i].intersection(right) for i in left) for left, right in beads - against if left)
    return strict, strict + lax


def compare_rows(answer: Answer, gold: Answer, names: Mapping[str, str]) -> Counts:
    """Return the counts of whole rows: one is right only if every cell is. Lax counts equal strict ones.

    ``names`` maps the gold's language names to the answer's.
    """
    given = {tuple(row.get(names[g], ()) for g in gold.languages) for row in answer.rows}
    right = {tuple(row.get(g, ()) for g in gold.languages) for row in gold.rows}
    given.discard(tuple(() for _ in gold.languages))
    expected = {row for row in right if sum(map(bool, row)) > 1}
    found, covered = len(given & right), len(given & expected)
    return Counts(found, found, len(given), covered, covered, len(expected))


def evaluate(answer: Answer, gold: Answer, *, where: str = "evaluate") -> Evaluation:
    """Return the evaluation of every language pair of the gold that the answer has, and of whole rows.

    Where a gold file has bilingual beads beside its rows, an answer in two languages is held against the
    beads, and rows over more languages against the rows, which are coarser: one edition that joins two sentences
    joins them for all. Languages are matched by tag, then by primary subtag, and in files without languages by
    position. Raises InputError if fewer than two languages match.
    """
    names = match_languages(answer.languages, gold.languages)
    if len(names) < 2:
        raise InputError(
            where,
            f"the answer has {', '.join(answer.languages)}, the gold {', '.join(gold.languages)}",
            "compare alignments of the same editions",
        )
    known = [g for g in gold.languages if g in names]
    wanted = list(gold.pairs) if gold.pairs else [(a, b) for i, a in enumerate(known) for b in known[i + 1 :]]
    joint = answer.pairs is None and len(answer.languages) > 2
    pairs = {
        (a, b): compare_beads(answer.beads(names[a], names[b]), gold.beads(a, b, of_rows=joint))
        for a, b in wanted
        if a in names and b in names
    }
    whole = len(gold.languages) > 2 and bool(gold.rows) and bool(answer.rows) and len(known) == len(gold.languages)
    return Evaluation(pairs, compare_rows(answer, gold, names) if whole else None)


def match_languages(answer: Sequence[str], gold: Sequence[str]) -> dict[str, str]:
    """Return the answer's name for each of the gold's languages that it has."""
    if "left" in answer or "left" in gold:
        return dict(zip(gold, answer, strict=False)) if len(answer) == len(gold) == 2 else {}
    names = {}
    for g in gold:
        same = [a for a in answer if a == g] or [a for a in answer if primary(a) == primary(g)]
        if len(same) == 1:
            names[g] = same[0]
    return names
