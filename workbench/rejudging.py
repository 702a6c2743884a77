"""What follows from a correction: rows of segments aligned anew inside turns, and how sure the changed rows are.

Both are worked out when the decision is made and stored with it, so that replaying it costs next to nothing and
gives the same rows for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from workbench import learning
from workbench.model import Level, Row, Score, Status
from workbench.review import Anchor, Belief, Decision, Reviewed

Cells = tuple[tuple[int, ...], ...]

_CONFIRMED = (Status.ACCEPTED, Status.CORRECTED)


def with_beliefs(before: Reviewed, after: Reviewed, decision: Decision) -> Decision:
    """Return a decision with how sure the rows of its level are that it makes, by their evidence."""
    from workbench.align.judging import judged  # noqa: PLC0415 — compiled kernels, slow to import

    level = decision.level
    known = {row.cells for row in before.aligned.at(level).rows} if before.units == after.units else set()
    old = set(before.names[level])
    rows = [
        row.cells
        for row, key in zip(after.aligned.at(level).rows, after.names[level], strict=True)
        if key not in old and row.cells not in known
    ]
    found = judged(after.aligned.transcript.editions, rows, level)
    beliefs = (_belief(after, level, cells, one.score, one.pairs) for cells, one in zip(rows, found, strict=True))
    return replace(decision, beliefs=(*decision.beliefs, *beliefs))


def _belief(
    reviewed: Reviewed, level: Level, cells: Cells, score: Score, pairs: Mapping[tuple[int, int], float]
) -> Belief:
    languages = reviewed.aligned.transcript.languages
    anchor = _anchor(reviewed, level, cells)
    rounded = {name: round(value, 4) for name, value in score.evidence().items()}
    kept = tuple((languages[x], languages[y], round(sure, 4)) for (x, y), sure in sorted(pairs.items()))
    return Belief(anchor, Score(round(score.confidence, 4), **rounded), kept)


def _anchor(reviewed: Reviewed, level: Level, cells: Cells) -> Anchor:
    ids = reviewed.units[level]
    languages = reviewed.aligned.transcript.languages
    return tuple((language, tuple(ids[k][u] for u in cells[k])) for k, language in enumerate(languages))


def with_rows_inside(root: Path, now: Reviewed, decision: Decision) -> Decision:
    """Return a decision about turns with the rows of segments inside them, aligned anew around confirmed ones."""
    places = [{unit: n for n, unit in enumerate(ids)} for ids in now.units[Level.TURN]]
    turns = [
        tuple(tuple(sorted(places[k][unit] for unit in cell)) for k, (_, cell) in enumerate(anchor))
        for anchor in decision.after
    ]
    rows = [row for cells in turns for row in _rows_inside(root, now, cells)]
    under = tuple(_anchor(now, Level.SEGMENT, row.cells) for row in rows)
    beliefs = tuple(
        _belief(now, Level.SEGMENT, row.cells, row.score, row.pairs) for row in rows if row.score != Score()
    )
    return replace(decision, under=under, beliefs=beliefs)


def _rows_inside(root: Path, now: Reviewed, turns: Cells) -> list[Row]:
    """Return the rows of segments inside one row of turns; those confirmed come without a score, to keep their own."""
    editions = now.aligned.transcript.editions
    block = [{s for turn in cell for s in editions[k].turns[turn].segments} for k, cell in enumerate(turns)]
    if sum(map(bool, block)) < 2:
        return [Row(cells) for k, some in enumerate(block) for cells in _alone(sorted(some), k, len(block))]
    from workbench.align.around import rows_inside  # noqa: PLC0415 — compiled kernels, slow to import
    from workbench.align.bilingual import Options  # noqa: PLC0415

    kept = {row.cells for row in now.aligned.segments.rows if row.status in _CONFIRMED and _is_in(row, block)}
    known = learning.knowledge(root, now.aligned.transcript.languages)
    pivot = now.aligned.transcript.languages.index(now.aligned.pivot)
    (rows,) = rows_inside(editions, [turns], dict.fromkeys(kept, 1.0), pivot=pivot, options=Options(knowledge=known))
    return [Row(row.cells) if row.cells in kept else row for row in rows]


def _alone(units: Sequence[int], column: int, count: int) -> Iterable[Cells]:
    """Yield a row for each segment of one edition."""
    for unit in units:
        yield tuple((unit,) if k == column else () for k in range(count))


def _is_in(row: Row, block: Sequence[set[int]]) -> bool:
    """Tell whether all of a row stands in a block."""
    return all(set(cell) <= some for cell, some in zip(row.cells, block, strict=True))
