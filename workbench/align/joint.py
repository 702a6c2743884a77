"""All editions at once: the two calls that the rest of the workbench makes.

:func:`align_transcript` aligns turns, then the segments inside each row of turns;
:func:`align_texts` aligns plain texts, one segment a line. Every pair of editions is aligned for itself;
the rows are what all pairs together support (:mod:`workbench.align.rows`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.align.content import units_of
from workbench.align.moves import GAPS, ONE_TO_ONE, SPLITS, Move
from workbench.align.rows import Cells, Links, components, consensus, in_order, pair_confidence, pairs_of
from workbench.align.turns import TurnSide, evidence, pair_links, turn_links, turn_rows, turn_side
from workbench.model import Alignment, Edition, Level, Role, Row, Score

Matrix = NDArray[np.float64]
Progress = Callable[[float, str], None]
Texts = Sequence[Sequence[str]]

_SEGMENT_MOVES = (
    ONE_TO_ONE,
    *GAPS,
    *SPLITS,
    Move((2, 2), (((0, 1), (0, 1)),), 7.0),
)


@dataclass(frozen=True, slots=True)
class JointOptions:
    """How to align; the defaults are right for transcripts and plain texts alike."""


def align_transcript(
    editions: Sequence[Edition],
    *,
    pivot: str | None = None,
    options: JointOptions | None = None,
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
    rows = _aligned_blocks(editions, blocks, first, tell)
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
    options: JointOptions | None = None,
) -> Alignment:
    """Return the alignment of plain texts, each a sequence of segments, in the first text's order."""
    block = tuple(tuple(range(len(text))) for text in texts)
    links = _segment_links(texts, languages, [block])
    rows = [Row(cells, score, pairs) for cells, score, pairs in _rows(links[0], block, 0)]
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


def _aligned_blocks(
    editions: Sequence[Edition], blocks: Sequence[Cells], pivot: int, tell: Progress
) -> list[list[Scored]]:
    """Return the rows inside each block of segments."""
    texts = [[segment.text for segment in edition.segments] for edition in editions]
    links = _segment_links(texts, [edition.language for edition in editions], blocks)
    tell(0.9, "rows")
    return [_rows(part, block, pivot) for part, block in zip(links, blocks, strict=True)]


def _segment_links(texts: Texts, languages: Sequence[str], blocks: Sequence[Cells]) -> list[Links]:
    """Return the link matrices of every block."""
    found: list[dict[tuple[int, int], Matrix]] = [{} for _ in blocks]
    for number, block in enumerate(blocks):
        sides = []
        for k, cell in enumerate(block):
            part = [texts[k][i] for i in cell]
            sides.append(TurnSide(units_of(part, languages[k]), (Role.STATEMENT,) * len(part), ("",) * len(part)))
        for x, y in pairs_of(len(texts)):
            facts = evidence(sides[x], sides[y], _SEGMENT_MOVES)
            found[number][x, y] = pair_links(facts, _SEGMENT_MOVES)
    return [consensus(links) if len(texts) > 2 else links for links in found]


def _rows(links: Links, block: Cells, pivot: int) -> list[Scored]:
    """Return the rows of a block, in the pivot's order, by the units' own numbers."""
    found = components([len(cell) for cell in block], links)
    rows: list[Scored] = []
    for n in in_order(found, pivot):
        local = found[n]
        pairs = {
            (x, y): pair_confidence(links, x, y, local)
            for x, y in pairs_of(len(block))
            if local[x] or local[y]
        }
        cells = tuple(tuple(whole[i] for i in cell) for whole, cell in zip(block, local, strict=True))
        rows.append((cells, _score(cells, pairs), pairs))
    return rows


def _score(cells: Cells, pairs: dict[tuple[int, int], float]) -> Score:
    """Return a row's score out of those of its pairs."""
    return Score(confidence=min(pairs.values(), default=0.0))
