"""Long transcripts in sections: what a check learns from the text, it learns from a few thousand rows.

A section is a transcript of its own, so that sections can be checked in any order, or by several processes, with the
same result; the faults found in it are put back to their places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from workbench.checks.material import Fault
from workbench.model import AlignedTranscript, Alignment, Edition, Level, Row, Transcript, Turn

SIZE = 4000
"""Rows of a section; the last row's turn is finished unless it is longer than a section."""


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of rows as a transcript: its first row, and the place of every segment in the whole."""

    aligned: AlignedTranscript
    first: int
    segments: tuple[tuple[int, ...], ...]

    def restored(self, fault: Fault) -> Fault:
        """Return a fault of the section as one of the whole."""
        places = {k: [(self.segments[k][i], a, b) for i, a, b in found] for k, found in fault.places.items()}
        return replace(fault, row=fault.row + self.first, places=places)


def sections(aligned: AlignedTranscript, *, size: int = SIZE) -> Iterator[Section]:
    """Yield the sections of a transcript in order; a transcript of up to a size and a half is one."""
    rows = aligned.segments.rows
    whole = tuple(tuple(range(n)) for n in aligned.segments.sizes)
    if len(rows) <= size * 3 // 2:
        yield Section(aligned, 0, whole)
        return
    homes = tuple(e.segment_turns() for e in aligned.transcript.editions)
    turn_rows = tuple(aligned.turns.row_of(k) for k in range(len(homes)))
    for first, last in _cuts(rows, size):
        yield _section(aligned, (first, last), homes, turn_rows)


def _cuts(rows: tuple[Row, ...], size: int) -> Iterator[tuple[int, int]]:
    first = 0
    for at in range(1, len(rows) + 1):
        enough = at - first >= size and (at == len(rows) or rows[at].turn_row != rows[at - 1].turn_row)
        if at == len(rows) or enough or at - first >= 2 * size:
            yield first, at
            first = at


def _section(
    aligned: AlignedTranscript,
    span: tuple[int, int],
    homes: tuple[tuple[int, ...], ...],
    turn_rows: tuple[tuple[int, ...], ...],
) -> Section:
    rows = aligned.segments.rows[span[0] : span[1]]
    count = len(homes)
    segments = tuple(tuple(sorted(i for row in rows for i in row.cells[k])) for k in range(count))
    editions, cells = [], dict[int, list[tuple[int, ...]]]()
    for k, edition in enumerate(aligned.transcript.editions):
        local = _edition(edition, segments[k], homes[k])
        editions.append(local[0])
        for number, turn in enumerate(local[1]):
            row = cells.setdefault(turn_rows[k][turn], [()] * count)
            row[k] = (*row[k], number)
    order = sorted(cells)
    place = {turn_row: n for n, turn_row in enumerate(order)}
    maps: list[Mapping[int, int]] = [{i: n for n, i in enumerate(found)} for found in segments]
    inner = tuple(
        replace(
            row,
            cells=tuple(tuple(maps[k][i] for i in cell) for k, cell in enumerate(row.cells)),
            turn_row=place.get(row.turn_row, 0),
        )
        for row in rows
    )
    languages = aligned.transcript.languages
    turns = tuple(replace(aligned.turns.rows[n], cells=tuple(cells[n])) for n in order)
    part = AlignedTranscript(
        Transcript(aligned.transcript.name, tuple(editions)),
        Alignment(languages, tuple(len(e.turns) for e in editions), Level.TURN, turns),
        Alignment(languages, tuple(map(len, segments)), Level.SEGMENT, inner),
        aligned.pivot,
    )
    return Section(part, span[0], segments)


def _edition(edition: Edition, segments: tuple[int, ...], homes: tuple[int, ...]) -> tuple[Edition, list[int]]:
    """Return some segments of an edition as an edition, and the turns that they stand in."""
    turns: list[Turn] = []
    found: list[int] = []
    for place, segment in enumerate(segments):
        if not found or found[-1] != homes[segment]:
            turns.append(
                replace(edition.turns[homes[segment]], index=len(turns), start=place, end=place + 1, paragraphs=())
            )
            found.append(homes[segment])
        else:
            turns[-1] = replace(turns[-1], end=place + 1)
    texts = tuple(replace(edition.segments[i], index=n) for n, i in enumerate(segments))
    return replace(edition, turns=tuple(turns), segments=texts), found
