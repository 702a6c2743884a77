"""Rows that people have confirmed, in the editions' own units: what aligning anew must leave as it is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from pathlib import Path

from workbench import journal
from workbench.model import AlignedTranscript, Alignment, Edition, Level, Row, Transcript
from workbench.review import Anchor, Reviewed, anchor_of, effective, replay

Cells = tuple[tuple[int, ...], ...]


def fixed_rows(root: Path, transcript: Transcript) -> tuple[dict[Cells, float], tuple[Cells, ...]]:
    """Return the rows that people have confirmed in all editions, in the editions' own units.

    Rows of segments come with a confidence, then rows of turns. Rows with an edition that is new, or whose text has
    changed, are not among them: the aligner finds what stands there. Rows of segments that share one, since a
    person divided it, count as one.
    """
    log = effective(line.decision for line in journal.read(root, transcript.name) if not line.refused)
    if not log:
        return {}, ()
    now = replay(_unaligned(transcript), log)
    said = {anchor for decision in log for anchor in decision.after}
    return _segment_rows(now, transcript, said), tuple(
        row.cells
        for number, row in enumerate(now.aligned.turns.rows)
        if now.marks[Level.TURN][number] and anchor_of(now, number, Level.TURN) in said
    )


def _segment_rows(now: Reviewed, transcript: Transcript, said: set[Anchor]) -> dict[Cells, float]:
    sides = [_spread(new, old) for new, old in zip(now.aligned.transcript.editions, transcript.editions, strict=True)]
    groups: list[list[set[int]]] = []
    for number, row in enumerate(now.aligned.segments.rows):
        if now.touched[number] and anchor_of(now, number) in said:
            group = [{u for unit in cell for u in sides[k][unit]} for k, cell in enumerate(row.cells)]
            for other in [g for g in groups if any(a & b for a, b in zip(g, group, strict=True))]:
                group = [a | b for a, b in zip(group, other, strict=True)]
                groups.remove(other)
            groups.append(group)
    return {tuple(tuple(sorted(cell)) for cell in group): 1.0 for group in groups}


def _unaligned(transcript: Transcript) -> AlignedTranscript:
    """Return a transcript in which every unit is a row of its own."""
    made = []
    for level in Level:
        sizes = tuple(edition.size(level) for edition in transcript.editions)
        rows = tuple(
            Row(tuple((unit,) if k == column else () for k in range(len(sizes))))
            for column, size in enumerate(sizes)
            for unit in range(size)
        )
        made.append(Alignment(transcript.languages, sizes, level, rows))
    return AlignedTranscript(transcript, made[0], made[1], transcript.languages[0])


def _spread(new: Edition, old: Edition) -> list[range]:
    """Return, for each segment of an edition that people have divided or joined, the original segments it is of."""
    ends = list(accumulate(_letters(segment.text) for segment in old.segments))
    found = []
    here = 0
    for segment in new.segments:
        there = here + _letters(segment.text)
        found.append(range(bisect_right(ends, here), bisect_left(ends, there) + 1))
        here = there
    return found


def _letters(text: str) -> int:
    return sum(not character.isspace() for character in text)
