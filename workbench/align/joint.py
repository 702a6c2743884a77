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

from workbench.align.bilingual import Options, align_blocks
from workbench.align.rows import Cells, Links, components, consensus, in_order, pair_confidence, pairs_of
from workbench.align.turns import TurnSide, turn_links, turn_rows, turn_side
from workbench.model import Alignment, Edition, Level, Role, Row, Score

Matrix = NDArray[np.float64]
Progress = Callable[[float, str], None]
Texts = Sequence[Sequence[str]]


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
    rows = _aligned_blocks(editions, blocks, first, (options, tell))
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
    links = _segment_links(texts, languages, [block], options)
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
    editions: Sequence[Edition], blocks: Sequence[Cells], pivot: int, how: tuple[Options, Progress]
) -> list[list[Scored]]:
    """Return the rows inside each block of segments."""
    texts = [[segment.text for segment in edition.segments] for edition in editions]
    links = _segment_links(texts, [edition.language for edition in editions], blocks, how[0])
    how[1](0.9, "rows")
    return [_rows(part, block, pivot) for part, block in zip(links, blocks, strict=True)]


def _segment_links(
    texts: Texts, languages: Sequence[str], blocks: Sequence[Cells], options: Options
) -> list[Links]:
    """Return the link matrices of every block, each pair of editions settled with the others' evidence."""
    found: list[dict[tuple[int, int], Matrix]] = [{} for _ in blocks]
    for x, y in pairs_of(len(texts)):
        parts = [([texts[x][i] for i in block[x]], [texts[y][i] for i in block[y]]) for block in blocks]
        pair = align_blocks(parts, languages=(languages[x], languages[y]), options=options)
        for links, bitext, (left, right) in zip(found, pair, parts, strict=True):
            links[x, y] = np.zeros((len(left), len(right)))
            links[x, y][bitext.links.left, bitext.links.right] = bitext.links.p
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
