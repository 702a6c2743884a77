"""Aligning around what stands: rows that a person has confirmed, and editions that are aligned already.

Confirmed rows stay, and cut the text; the rest is aligned between them (:func:`align_around`). An edition that joins
an aligned transcript costs one pass over the pairs that it is in (:func:`align_more`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from workbench.align.bilingual import Options
from workbench.align.calibration import calibrated
from workbench.align.coverage import tempered
from workbench.align.evidence import turn_side
from workbench.align.joint import (
    DEFAULT,
    Progress,
    _block,
    _pivot,
    _rows,
    _settled,
    _silent,
    _turn_alignment,
    _witnesses,
    add_edition,
    align_transcript,
)
from workbench.align.rows import Cells, in_order
from workbench.align.scores import row_score
from workbench.align.turns import turn_links
from workbench.model import Alignment, Edition, Level, Row, Score, common_role


def align_around(  # noqa: PLR0913 — the texts, what is fixed in them at two levels, and three options
    editions: Sequence[Edition],
    fixed: Mapping[Cells, float],
    *,
    turns: Collection[Cells] = (),
    pivot: str | None = None,
    options: Options = DEFAULT,
    progress: Progress | None = None,
) -> tuple[Alignment, Alignment]:
    """Return both alignments, with the ``fixed`` rows of segments, and rows of ``turns``, as they are.

    ``fixed`` gives each row's confidence, 0..1, which is kept; rows must not share a segment, nor those of turns a
    turn. A row of turns is cut where a fixed row has all the editions that the row of turns has, and stands in
    order; other fixed rows are taken out of it.
    """
    if not fixed and not turns:
        return align_transcript(editions, pivot=pivot, options=options, progress=progress)
    tell = progress or _silent
    tell(0.0, "turns")
    sides = [turn_side(edition, known=options.lexicon) for edition in editions]
    first = _pivot(editions, pivot)
    found = _with_turns(_turn_alignment(editions, sides, turn_links(sides), first), turns, (editions, first))
    tell(0.2, "segments")
    inside = rows_inside(editions, [row.cells for row in found.rows], fixed, pivot=first, options=options)
    made = [
        replace(row, turn_row=number, role=found.rows[number].role)
        for number, rows in enumerate(inside)
        for row in rows
    ]
    tell(1.0, "segments")
    sizes = tuple(len(edition.segments) for edition in editions)
    segments = Alignment(found.languages, sizes, Level.SEGMENT, tuple(made))
    return tempered(found), tempered(_sure(segments, fixed, editions, found, options))


def _sure(
    segments: Alignment,
    fixed: Mapping[Cells, float],
    editions: Sequence[Edition],
    turns: Alignment,
    options: Options,
) -> Alignment:
    """Return segments with calibrated confidences; the fixed rows' stay."""
    texts = [[segment.text for segment in edition.segments] for edition in editions]
    roles = [[edition.turns[t].role for t in edition.segment_turns()] for edition in editions]
    seen = _witnesses(texts, segments.languages, roles, options)
    rows = [
        replace(row, score=replace(row.score, confidence=fixed[row.cells])) if row.cells in fixed else row
        for row in calibrated(segments, seen, turns).rows
    ]
    return replace(segments, rows=tuple(rows))


def rows_inside(
    editions: Sequence[Edition],
    turns: Sequence[Cells],
    fixed: Mapping[Cells, float],
    *,
    pivot: int = 0,
    options: Options = DEFAULT,
) -> list[list[Row]]:
    """Return the rows of segments inside each of some rows of turns, in order, around those that are ``fixed``."""
    whole = [_block(editions, cells) for cells in turns]
    pieces: list[tuple[int, Cells]] = []
    for number, block in enumerate(whole):
        pieces += [(number, piece) for piece in cut(block, list(fixed))]
    texts = [[segment.text for segment in edition.segments] for edition in editions]
    languages = [edition.language for edition in editions]
    settled, filled = _settled(texts, languages, [piece for _, piece in pieces], options)
    roles = [[edition.turns[t].role for t in edition.segment_turns()] for edition in editions]
    seen = _witnesses(texts, languages, roles, options)
    found: list[list[Row]] = [[] for _ in whole]
    for k, (number, piece) in enumerate(pieces):
        found[number] += _rows((settled, k), piece, (pivot, filled), seen)
    for cells, confidence in fixed.items():
        found[_home(cells, whole, pivot)].append(Row(cells, row_score(seen, cells, confidence)))
    return [[rows[n] for n in in_order([row.cells for row in rows], pivot)] for rows in found]


def _with_turns(alignment: Alignment, fixed: Collection[Cells], of: tuple[Sequence[Edition], int]) -> Alignment:
    """Return an alignment of turns in which some rows stand as they are; others lose what these hold."""
    if not fixed:
        return alignment
    taken = [{unit for row in fixed for unit in row[k]} for k in range(len(alignment.sizes))]
    known = {row.cells: row for row in alignment.rows}
    rows = [replace(known.get(cells, Row(cells, Score(1.0))), cells=cells) for cells in fixed]
    for row in alignment.rows:
        left = tuple(tuple(unit for unit in cell if unit not in taken[k]) for k, cell in enumerate(row.cells))
        if any(left):
            rows.append(replace(row, cells=left))
    order = in_order([row.cells for row in rows], of[1])
    made = (replace(rows[n], turn_row=place, role=common_role(of[0], rows[n].cells)) for place, n in enumerate(order))
    return replace(alignment, rows=tuple(made))


def align_more(
    editions: Sequence[Edition],
    aligned: tuple[Alignment, Alignment],
    fixed: Mapping[Cells, float],
    *,
    options: Options = DEFAULT,
    progress: Progress | None = None,
) -> tuple[Alignment, Alignment]:
    """Return both alignments of all editions, of which some are aligned already.

    ``aligned`` are alignments of some of the editions, by language, the pivot first; their rows stay together.
    ``fixed`` are rows of segments over the editions in ``aligned``, as in :func:`align_around`, which replace what
    stands there.
    """
    tell = progress or _silent
    by_language = {edition.language: edition for edition in editions}
    kept = [by_language[language] for language in aligned[0].languages]
    more = [edition for edition in editions if edition.language not in aligned[0].languages]
    made = aligned[0], _with_fixed(aligned[1], fixed)
    for number, edition in enumerate(more):
        tell(number / len(more), f"adding {edition.language}")
        made = add_edition(kept, made, edition, options=options)
        kept.append(edition)
    tell(1.0, "segments")
    order = [edition.language for edition in editions]
    return made[0].select(order), made[1].select(order)


def _with_fixed(alignment: Alignment, fixed: Mapping[Cells, float]) -> Alignment:
    """Return an alignment with the fixed rows in it, and what they leave of the others."""
    if not fixed:
        return alignment
    taken = [{unit for cells in fixed for unit in cells[k]} for k in range(len(alignment.sizes))]
    rows = []
    for row in alignment.rows:
        cells = tuple(tuple(unit for unit in cell if unit not in taken[k]) for k, cell in enumerate(row.cells))
        if cells == row.cells:
            rows.append(row)
        elif any(cells):
            rows.append(replace(row, cells=cells))
    home = [alignment.row_of(k) for k in range(len(alignment.sizes))]
    for cells, confidence in fixed.items():
        at = next(alignment.rows[home[k][cell[0]]] for k, cell in enumerate(cells) if cell)
        rows.append(replace(at, cells=cells, score=replace(at.score, confidence=confidence), pairs={}))
    order = in_order([row.cells for row in rows], 0)
    return replace(alignment, rows=tuple(rows[n] for n in order))


def cut(block: Cells, fixed: Sequence[Cells]) -> list[Cells]:
    """Return what a block leaves once fixed rows are taken out, in pieces cut at those that stand in order."""
    inside = [set(cell) for cell in block]
    taken = [{unit for row in fixed for unit in row[k]} for k in range(len(block))]
    chain: list[Cells] = []
    for row in sorted((row for row in fixed if _spans(row, inside)), key=lambda row: [cell[:1] for cell in row]):
        if not chain or all(not now or now[0] > before[-1] for now, before in zip(row, chain[-1], strict=True)):
            chain.append(row)
    pieces = []
    for n in range(len(chain) + 1):
        low = chain[n - 1] if n else None
        high = chain[n] if n < len(chain) else None
        piece = tuple(
            tuple(
                unit
                for unit in cell
                if unit not in taken[k]
                and (not low or not low[k] or unit > low[k][0])
                and (not high or not high[k] or unit < high[k][0])
            )
            for k, cell in enumerate(block)
        )
        if any(piece):
            pieces.append(piece)
    return pieces


def _spans(row: Cells, inside: Sequence[set[int]]) -> bool:
    """Tell whether a row has something in every edition of a block, all of it in the block, without a gap."""
    return all(
        not units or (bool(cell) and units >= set(cell) and cell[-1] - cell[0] == len(cell) - 1)
        for cell, units in zip(row, inside, strict=True)
    ) and all(not cell or units for cell, units in zip(row, inside, strict=True))


def _home(cells: Cells, blocks: Sequence[Cells], pivot: int) -> int:
    """Return the block that a row's first segment stands in, of the pivot where it has one."""
    column = pivot if cells[pivot] else next(k for k, cell in enumerate(cells) if cell)
    return next(n for n, block in enumerate(blocks) if cells[column][0] in block[column])
