"""All editions at once: the two calls that the rest of the workbench makes.

:func:`align_transcript` aligns turns, then the segments inside each row of turns;
:func:`align_texts` aligns plain texts, one segment a line. Every pair of editions is aligned for itself;
the rows are what all pairs together support (:mod:`workbench.align.rows`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.align.bilingual import Options
from workbench.align.bilingual import _estimate as estimate
from workbench.align.prepare import prepare
from workbench.align.rows import Cells, Links, components, in_order, pair_confidence, pairs_of
from workbench.align.settle import settle
from workbench.align.turns import TurnSide, turn_links, turn_rows, turn_side
from workbench.model import Alignment, Edition, Level, Role, Row, Score

Matrix = NDArray[np.float64]
Progress = Callable[[float, str], None]
Texts = Sequence[Sequence[str]]

THRESHOLD = 0.45
"""Links of at least this consensus make rows."""


def align_transcript(
    editions: Sequence[Edition],
    *,
    pivot: str | None = None,
    options: Options = Options(),
    progress: Progress | None = None,
) -> tuple[Alignment, Alignment]:
    """Return the turn-level and the segment-level alignment of the editions of a transcript.

    Editions keep the order given; rows are in the order of the ``pivot`` (a language, by default the
    first edition's). ``progress`` is told the share done in 0..1 and what is being done.
    KeyError if the pivot is none of the editions' languages.
    """
    languages = tuple(edition.language for edition in editions)
    if pivot is not None and pivot not in languages:
        raise KeyError(pivot)
    first = languages.index(pivot) if pivot is not None else 0
    tell = progress or _silent
    tell(0.0, "turns")
    sides = [turn_side(edition) for edition in editions]
    turns = _turn_alignment(editions, sides, first)
    tell(0.2, "segments")
    blocks = [_block(editions, row.cells) for row in turns.rows]
    texts = [[segment.text for segment in edition.segments] for edition in editions]
    rows = _aligned(texts, languages, blocks, (first, options))
    placed = [
        Row(cells, score, pairs, number, turns.rows[number].role)
        for number, part in enumerate(rows)
        for cells, score, pairs in part
    ]
    tell(1.0, "segments")
    sizes = tuple(edition.size(Level.SEGMENT) for edition in editions)
    return turns, Alignment(languages, sizes, Level.SEGMENT, tuple(placed))


def align_texts(
    texts: Texts,
    *,
    languages: Sequence[str],
    options: Options = Options(),
) -> Alignment:
    """Return the alignment of plain texts, each a sequence of segments, in the first text's order."""
    block = tuple(tuple(range(len(text))) for text in texts)
    found = _aligned(texts, languages, [block], (0, options))
    rows = [Row(cells, score, pairs) for cells, score, pairs in found[0]]
    return Alignment(tuple(languages), tuple(map(len, texts)), Level.SEGMENT, tuple(rows))


def _silent(share: float, what: str) -> None:
    """Tell nobody."""


def _turn_alignment(editions: Sequence[Edition], sides: Sequence[TurnSide], pivot: int) -> Alignment:
    """Return the turn-level alignment."""
    rows = []
    for number, (cells, pairs) in enumerate(turn_rows(sides, turn_links(sides), pivot)):
        roles = Counter(sides[e].roles[i] for e, cell in enumerate(cells) for i in cell)
        role = max(Role, key=lambda r: (roles[r], r is not Role.STATEMENT))
        rows.append(Row(cells, _score(cells, pairs), pairs, number, role))
    sizes = tuple(side.size for side in sides)
    return Alignment(tuple(e.language for e in editions), sizes, Level.TURN, tuple(rows))


def _block(editions: Sequence[Edition], cells: Cells) -> Cells:
    """Return the segments that the turns of a row hold, by edition."""
    return tuple(
        tuple(s for turn in cell for s in edition.turns[turn].segments)
        for edition, cell in zip(editions, cells, strict=True)
    )


Scored = tuple[Cells, Score, dict[tuple[int, int], float]]


def _aligned(
    texts: Texts, languages: Sequence[str], blocks: Sequence[Cells], how: tuple[int, Options]
) -> list[list[Scored]]:
    """Return the rows inside each block of segments, in the order of the pivot (first of ``how``)."""
    pivot, options = how
    parts = [[texts[k][i] for block in blocks for i in block[k]] for k in range(len(texts))]
    sizes = np.array([[len(cell) for cell in block] for block in blocks], np.int64).reshape(-1, len(texts))
    filled = [k for k, part in enumerate(parts) if part]
    ends = np.cumsum(sizes, axis=0)
    found = {}
    for a, x in enumerate(filled):
        for b, y in enumerate(filled[a + 1 :], a + 1):
            spans = np.column_stack(
                [ends[:, x] - sizes[:, x], ends[:, x], ends[:, y] - sizes[:, y], ends[:, y]]
            )
            sides = prepare(tuple(parts[x]), languages[x]), prepare(tuple(parts[y]), languages[y])
            found[a, b] = estimate(sides, spans, options)
    settled = settle(found, sizes[:, filled])
    return [_rows(settled.links(n), block, (pivot, filled)) for n, block in enumerate(blocks)]


def _rows(links: Links, block: Cells, how: tuple[int, Sequence[int]]) -> list[Scored]:
    """Return the rows of a block by the units' own numbers; ``how`` holds pivot and editions linked."""
    pivot, filled = how
    inner = components([len(block[k]) for k in filled], links, THRESHOLD)
    place = {k: n for n, k in enumerate(filled)}
    found = [tuple(row[place[k]] if k in place else () for k in range(len(block))) for row in inner]
    rows: list[Scored] = []
    for n in in_order(found, pivot):
        pairs = {
            (x, y): pair_confidence(links, place[x], place[y], inner[n])
            for x, y in pairs_of(len(block))
            if x in place and y in place and (found[n][x] or found[n][y])
        }
        cells = tuple(tuple(whole[i] for i in cell) for whole, cell in zip(block, found[n], strict=True))
        rows.append((cells, _score(cells, pairs), pairs))
    return rows


def _score(cells: Cells, pairs: dict[tuple[int, int], float]) -> Score:
    """Return a row's score out of those of its pairs."""
    return Score(confidence=min(pairs.values(), default=0.0))
