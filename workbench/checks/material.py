"""What the checks read: an aligned transcript with everything that several of them need, made once."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from workbench.findings import Finding, Severity, Span, finding_id
from workbench.quantities import Quantity, find_quantities
from workbench.terms import Glossary, stem_set
from workbench.text import primary

if TYPE_CHECKING:
    from workbench.model import AlignedTranscript, Edition, Row, Turn

Place = tuple[int, int, int]
"""A segment and the half-open span of characters in it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check has to say of a row: everything but the ids and names that :class:`Material` knows.

    ``odd`` is the odd edition's position, or None where the editions are divided; ``places`` the characters
    concerned, by edition; ``about`` what tells this fault from others in the same sentences, for the id;
    ``concerned`` names editions that come first though they have no place (the one that lacks something).
    """

    check: str
    severity: Severity
    row: int
    odd: int | None
    message: str
    places: Mapping[int, Sequence[Place]]
    expected: str = ""
    found: str = ""
    about: tuple[str, ...] = ()
    evidence: Mapping[int, str] = field(default_factory=dict)
    concerned: tuple[int, ...] = ()


class Material:
    """An aligned transcript, indexed for the checks; computed on demand and kept."""

    def __init__(self, aligned: AlignedTranscript, *, glossary: Glossary | None = None) -> None:
        """Take the transcript; nothing is computed yet."""
        self.aligned = aligned
        self.glossary = glossary or Glossary()
        self.editions: tuple[Edition, ...] = aligned.transcript.editions
        self.languages = aligned.transcript.languages
        self.bases = tuple(primary(language) for language in self.languages)
        self.rows = aligned.segments.rows
        self.cells = tuple(row.cells for row in self.rows)
        self.count = len(self.languages)

    def text(self, edition: int, segment: int) -> str:
        """Return a segment as printed."""
        return self.editions[edition].segments[segment].text

    def cell_text(self, row: int, edition: int) -> str:
        """Return what an edition has in a row, segments joined by a space."""
        segments = self.editions[edition].segments
        return " ".join(segments[i].text for i in self.cells[row][edition])

    def present(self, row: int) -> tuple[int, ...]:
        """Return the editions that have something in a row."""
        return self._present[row]

    @cached_property
    def _present(self) -> tuple[tuple[int, ...], ...]:
        return tuple(row.present for row in self.rows)

    @cached_property
    def ids(self) -> tuple[tuple[str, ...], ...]:
        """The stable ids of every edition's segments."""
        return tuple(edition.stable_ids() for edition in self.editions)

    @cached_property
    def lengths(self) -> tuple[tuple[int, ...], ...]:
        """The length of every row's cell in each edition, in characters."""
        sizes = [[len(s.text) for s in edition.segments] for edition in self.editions]
        return tuple(tuple(sum(sizes[k][i] for i in cell) for k, cell in enumerate(cells)) for cells in self.cells)

    @cached_property
    def ratios(self) -> tuple[float, ...]:
        """How long each edition is against the mean of all, by the rows that all have (40 characters up)."""
        whole = [row for row in self.lengths if all(n > 40 for n in row)] or [r for r in self.lengths if all(r)]
        if not whole:
            return (1.0,) * self.count
        total = sum(map(sum, whole)) / self.count
        return tuple(sum(row[k] for row in whole) / total for k in range(self.count))

    @cached_property
    def turn_block(self) -> tuple[tuple[int, ...], ...]:
        """For each row, the rows of the same turn row, in order."""
        blocks: dict[int, list[int]] = {}
        for number, row in enumerate(self.rows):
            blocks.setdefault(row.turn_row, []).append(number)
        whole = {number: tuple(rows) for number, rows in blocks.items()}
        return tuple(whole[row.turn_row] for row in self.rows)

    def turn(self, edition: int, index: int) -> Turn:
        """Return a turn of an edition."""
        return self.editions[edition].turns[index]

    def quantities(self, row: int, edition: int) -> list[tuple[int, Quantity]]:
        """Return the quantities of a cell with the segments that they stand in."""
        language = self.languages[edition]
        return [(i, q) for i in self.cells[row][edition] for q in find_quantities(self.text(edition, i), language)]

    def whole(self, edition: int, segments: Iterable[int]) -> list[Place]:
        """Return the places of whole segments."""
        return [(i, 0, len(self.text(edition, i))) for i in segments]

    def openings(self, row: Row) -> dict[int, list[Place]]:
        """Return the first sentence of every turn of a turn row, by edition."""
        return {
            k: [place for t in cell for place in self.whole(k, list(self.turn(k, t).segments)[:1])]
            for k, cell in enumerate(row.cells)
            if cell
        }

    def rows_of_turn_row(self, turn_row: int) -> tuple[int, ...]:
        """Return the segment rows of a turn row, in order."""
        return self.turn_block[self._firsts[turn_row]] if turn_row in self._firsts else ()

    def first_row_of_turn_row(self, turn_row: int) -> int:
        """Return the first segment row of a turn row; 0 where it has none."""
        return self._firsts.get(turn_row, 0)

    def turn_gist(self, turn_row: int) -> str:
        """Return the beginning of a turn in the first edition that has it, at most 80 characters."""
        row = self.aligned.turns.rows[turn_row]
        k = next(k for k, cell in enumerate(row.cells) if cell)
        text = self.editions[k].turn_text(row.cells[k][0])
        return text if len(text) <= 80 else text[:79].rstrip() + "…"

    @cached_property
    def moved_turn_rows(self) -> dict[int, list[int]]:
        """Turn rows that stand elsewhere, with the editions that have them so."""
        return find_moved(self)

    @cached_property
    def removed(self) -> tuple[dict[int, int], set[tuple[int, int]]]:
        """Turn rows that one edition has alone because it prints them elsewhere, and the gaps that they leave."""
        return find_removed(self)

    @cached_property
    def folded(self) -> dict[tuple[int, int], int]:
        """Turn rows that an edition lacks because it has them in the turn before or after, with that turn row."""
        return find_folded(self)

    @cached_property
    def frequencies(self) -> tuple[Counter[str], ...]:
        """For each edition, in how many segments each stem stands."""
        found = []
        for edition, language in zip(self.editions, self.languages, strict=True):
            found.append(Counter(chain.from_iterable(stem_set(s.text, language) for s in edition.segments)))
        return tuple(found)

    @cached_property
    def _firsts(self) -> dict[int, int]:
        firsts: dict[int, int] = {}
        for number, row in enumerate(self.rows):
            firsts.setdefault(row.turn_row, number)
        return firsts

    def finding(self, fault: Fault) -> Finding:
        """Return the finding that a fault makes, with its stable id and spans."""
        spans = {}
        order = sorted(fault.places, key=lambda k: (k != fault.odd, k not in fault.concerned, k))
        about = [self.languages[fault.odd] if fault.odd is not None else "divided", *fault.about]
        for k in order:
            kept = sorted(set(fault.places[k]))
            spans[self.languages[k]] = tuple(Span(i, a, b, self.text(k, i)[a:b]) for i, a, b in kept)
        anchor = fault.odd if fault.odd in fault.places and fault.places[fault.odd or 0] else next(iter(order), None)
        if anchor is not None:
            about += [self.ids[anchor][i] for i in sorted({place[0] for place in fault.places[anchor]})]
        first = [*([] if fault.odd is None else [fault.odd]), *fault.concerned]
        languages = list(dict.fromkeys(self.languages[k] for k in (*first, *order)))
        return Finding(
            id=finding_id(fault.check, about),
            check=fault.check,
            severity=fault.severity,
            row=fault.row,
            turn_row=self.rows[fault.row].turn_row if 0 <= fault.row < len(self.rows) else -1,
            languages=tuple(languages),
            odd_one_out=None if fault.odd is None else self.languages[fault.odd],
            message=fault.message,
            spans=spans,
            expected=fault.expected,
            found=fault.found,
            evidence={self.languages[k]: said for k, said in fault.evidence.items()},
        )

    def have(self, editions: Sequence[int]) -> str:
        """Return languages with their verb: "de-DE has", "fr-FR and ru-RU have"."""
        return f"{self.names(editions)} {'has' if len(editions) == 1 else 'have'}"

    def names(self, editions: Iterable[int]) -> str:
        """Return languages as a list for a message: "de-DE, fr-FR and ru-RU"."""
        tags = [self.languages[k] for k in sorted(editions)]
        return tags[0] if len(tags) == 1 else f"{', '.join(tags[:-1])} and {tags[-1]}" if tags else ""


def find_moved(material: Material) -> dict[int, list[int]]:
    """Return the turn rows that cross the others, with the editions that are out of order there."""
    turns = material.aligned.turns
    crossed: dict[int, list[int]] = {}
    for k in range(1, material.count):
        pair = turns.select((turns.languages[0], turns.languages[k]))
        both = [n for n, row in enumerate(turns.rows) if row.cells[0] or row.cells[k]]
        found = [both[n] for n in pair.crossing() if turns.rows[both[n]].cells[0] and turns.rows[both[n]].cells[k]]
        for n in _exchanged(material, k, len(found)) or found:
            crossed.setdefault(n, []).append(k)
    for number, editions in crossed.items():
        having = [k for k, cell in enumerate(turns.rows[number].cells) if cell]
        if len(editions) * 2 > len(having) and material.count > 2:
            crossed[number] = [k for k in having if k not in editions]
    return crossed


def _exchanged(material: Material, k: int, most: int) -> list[int]:
    """Return the turn rows that have changed places in pairs, if that makes all the disorder and they are not more."""
    if not most:
        return []
    rows = material.aligned.turns.rows
    common = sorted((row.cells[0], n) for n, row in enumerate(rows) if row.cells[0] and row.cells[k])
    ranks = {n: rank for rank, (_, n) in enumerate(sorted((rows[n].cells[k], n) for _, n in common))}
    places = [ranks[n] for _, n in common]
    paired = all(places[place] == rank for rank, place in enumerate(places))
    found = [common[rank][1] for rank, place in enumerate(places) if place != rank]
    return sorted(found) if paired and len(found) <= most else []


def find_removed(material: Material) -> tuple[dict[int, int], set[tuple[int, int]]]:
    """Return turn rows that an edition has alone because it prints them elsewhere, and the gaps that they leave.

    A run of turns that only this edition has is matched with a run that only it lacks, of the same roles and about
    the same length; the aligner has not joined the two.
    """
    rows = material.aligned.turns.rows
    moved: dict[int, int] = {}
    gaps: set[tuple[int, int]] = set()
    for k in range(material.count):
        alone = _runs([n for n, row in enumerate(rows) if row.present == (k,)])
        lacking = _runs(
            [n for n, row in enumerate(rows) if not row.cells[k] and len(row.present) == material.count - 1]
        )
        for run in alone if material.count > 2 else []:
            for gap in lacking:
                if len(run) == len(gap) and not any((n, k) in gaps for n in gap) and _like(material, run, gap, k):
                    moved.update(dict.fromkeys(run, k))
                    gaps.update((n, k) for n in gap)
                    break
    return moved, gaps


def _runs(numbers: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for n in numbers:
        if runs and runs[-1][-1] == n - 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    return runs


def _like(material: Material, run: list[int], gap: list[int], k: int) -> bool:
    rows = material.aligned.turns.rows
    for one, other in zip(run, gap, strict=True):
        if rows[one].role is not rows[other].role:
            return False
        here = len(material.editions[k].turn_text(rows[one].cells[k][0]))
        there = sorted(
            len(material.editions[j].turn_text(rows[other].cells[j][0])) / material.ratios[j]
            for j in rows[other].present
        )
        if not 0.6 < here / (there[len(there) // 2] * material.ratios[k]) < 1.6:
            return False
    return True


def find_folded(material: Material) -> dict[tuple[int, int], int]:
    """Return, by turn row and edition, the neighbouring turn row whose turn is long enough to hold the missing one.

    A question is told by its mark; else the length of the neighbour must be nearer to that of both turns together than
    to its own, as the others have them.
    """
    rows = material.aligned.turns.rows
    lengths = [
        [
            sum(len(material.text(k, s)) for t in cell for s in material.turn(k, t).segments)
            for k, cell in enumerate(row.cells)
        ]
        for row in rows
    ]

    def expected(number: int, k: int) -> float:
        others = sorted(n / material.ratios[j] for j, n in enumerate(lengths[number]) if j != k and n)
        return others[len(others) // 2] * material.ratios[k] if others else 0.0

    def asks(number: int, k: int) -> int:
        return sum(material.editions[k].turn_text(t).count("?") for t in rows[number].cells[k])

    def holds(number: int, near: int, k: int) -> bool:
        having = [j for j in rows[number].present if rows[near].cells[j]]
        if having and all(asks(number, j) for j in having):  # a question is short: its mark tells more than its length
            return all(asks(near, k) > asks(near, j) for j in having)
        actual, own = lengths[near][k], expected(near, k)
        return abs(math.log(actual / (own + expected(number, k)))) < abs(math.log(actual / own))

    found: dict[tuple[int, int], int] = {}
    for number, row in enumerate(rows):
        lacking = [k for k, cell in enumerate(row.cells) if not cell]
        for k in lacking if len(lacking) * 2 <= material.count else []:
            for near in (number - 1, number + 1):
                if 0 <= near < len(rows) and lengths[near][k] and expected(near, k) and holds(number, near, k):
                    found[number, k] = near
                    break
    return found
