"""All editions at once: the calls that the rest of the workbench makes.

:func:`align_transcript` aligns turns, then the segments inside each row of turns;
:func:`align_texts` aligns plain texts, one segment a line; :func:`add_edition` adds one edition to what is
aligned. Every pair of editions is aligned for itself, then settled with the evidence of all others; rows are
what the consensus connects (:mod:`workbench.align.settle`, :mod:`workbench.align.rows`).

Rows and pairs: a row is whole only with all its editions, so where one edition joins what the others tell in two
segments, the row is the union. A pair's own beads can be finer; :func:`pair_beads` gives those, from
the same joint evidence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from workbench.align.bilingual import Options, align_blocks, estimate
from workbench.align.calibration import calibrated
from workbench.align.content import units_of
from workbench.align.coverage import tempered
from workbench.align.evidence import TurnSide, turn_side
from workbench.align.long import cut, is_long
from workbench.align.prepare import prepare
from workbench.align.rows import Cells, Links, Pair, beliefs, components, in_order, pairs_of
from workbench.align.scores import Witnesses, row_score, witnesses
from workbench.align.settle import Settled, block_starts, settle
from workbench.align.strangers import sifted
from workbench.align.turns import turn_links
from workbench.model import Alignment, Edition, Level, Role, Row

Matrix = NDArray[np.float64]
Ints = NDArray[np.int64]
Progress = Callable[[float, str], None]
Texts = Sequence[Sequence[str]]

THRESHOLD = 0.45
"""Links of at least this consensus make rows."""
DEFAULT = Options()


def align_transcript(
    editions: Sequence[Edition],
    *,
    pivot: str | None = None,
    options: Options = DEFAULT,
    progress: Progress | None = None,
) -> tuple[Alignment, Alignment]:
    """Return the turn-level and the segment-level alignment of the editions of a transcript.

    Editions keep the order given; rows are in the order of the ``pivot`` (a language, by default the
    first edition's). ``progress`` is told the share done in 0..1 and what is being done.
    KeyError if the pivot is none of the editions' languages.
    """
    first = _pivot(editions, pivot)
    tell = progress or _silent
    tell(0.0, "turns")
    sides = [turn_side(edition, known=options.lexicon) for edition in editions]
    turns = _turn_alignment(editions, sides, turn_links(sides), first)
    tell(0.2, "segments")
    segments = _segment_alignment(editions, turns, (first, options), None)
    tell(1.0, "segments")
    return tempered(turns), tempered(segments)


def add_edition(
    editions: Sequence[Edition],
    aligned: tuple[Alignment, Alignment],
    new: Edition,
    *,
    options: Options = DEFAULT,
) -> tuple[Alignment, Alignment]:
    """Return both alignments with one more edition, as the last.

    ``aligned`` is of ``editions``, in their order. The new edition is aligned with each of them, and they
    testify for each other as they are aligned; their rows stay together, and are joined only where the new
    edition joins them. Rows keep their status where they keep their cells. Costs N pairs, not N·(N + 1)/2.
    Rows are in the order of the first edition.
    """
    whole = (*editions, new)
    sides = [turn_side(edition, known=options.lexicon) for edition in whole]
    links = turn_links(sides, fixed=_links_of(aligned[0]))
    turns = _turn_alignment(whole, sides, links, 0)
    segments = _held(_segment_alignment(whole, turns, (0, options), aligned[1]), aligned[1])
    return _remembering(turns, aligned[0]), _remembering(segments, aligned[1])


def align_texts(texts: Texts, *, languages: Sequence[str], options: Options = DEFAULT) -> Alignment:
    """Return the alignment of plain texts, each a sequence of segments, in the first text's order."""
    whole: Cells = tuple(tuple(range(len(text))) for text in texts)
    seen = _witnesses(texts, languages, [()] * len(texts), options)
    if len(texts) == 2:
        rows = _two(texts, languages, [whole], (0, options), seen)[0]
    else:
        blocks = cut(texts, languages, options) if is_long(texts) else [whole]
        settled, filled = _settled(texts, languages, blocks, options)
        rows = [row for n, block in enumerate(blocks) for row in _rows((settled, n), block, (0, filled), seen)]
    made = Alignment(tuple(languages), tuple(map(len, texts)), Level.SEGMENT, tuple(rows))
    # the pair aligner's own confidence serves texts so long that every row's features would cost too much
    return tempered(made if len(texts) == 2 and is_long(texts) else calibrated(made, seen))


def _two(
    texts: Texts, languages: Sequence[str], blocks: Sequence[Cells], how: tuple[int, Options], seen: Witnesses
) -> list[list[Row]]:
    """Return the rows of two texts by block, in the pivot's order: the bilingual aligner's beads."""
    parts = [([texts[0][i] for i in a], [texts[1][j] for j in b]) for a, b in blocks]
    rows = []
    for block, made in zip(
        blocks, align_blocks(parts, languages=(languages[0], languages[1]), options=how[1]), strict=True
    ):
        found = [(tuple(block[0][i] for i in one.left), tuple(block[1][j] for j in one.right)) for one in made.beads]
        here = []
        for n in in_order(found, how[0]):
            sure = made.beads[n].confidence
            here.append(Row(found[n], row_score(seen, found[n], sure), {(0, 1): sure}))
        rows.append(here)
    return rows


def pair_beads(texts: Texts, *, languages: Sequence[str], options: Options = DEFAULT) -> dict[Pair, tuple[Cells, ...]]:
    """Return the best beads of each pair of texts, given the evidence of all.

    By the positions (x, y) of the texts, x < y; a bead is the pair of its cells. Of all beads, those that
    maximise the expected number of right ones.
    """
    block: Cells = tuple(tuple(range(len(text))) for text in texts)
    settled, filled = _settled(texts, languages, [block], options)
    rows = _rows((settled, 0), block, (0, filled), _witnesses(texts, languages, [()] * len(texts), options))
    lone = [{row.cells[k][0] for row in rows if row.present == (k,)} for k in range(len(texts))]
    out: dict[Pair, tuple[Cells, ...]] = {}
    for x, y in pairs_of(len(texts)):
        single = (((i,), ()) for i in range(len(texts[x]))), (((), (j,)) for j in range(len(texts[y])))
        out[x, y] = (*single[0], *single[1])
    for a, b in settled.found:
        x, y = filled[a], filled[b]
        path = settled.beads((a, b)).tolist()
        beads = (_cleared((range(i, j), range(k, m)), (lone[x], lone[y])) for i, j, k, m in path)
        out[x, y] = tuple(bead for some in beads for bead in some)
    return out


def _cleared(bead: tuple[Sequence[int], Sequence[int]], lone: tuple[set[int], set[int]]) -> list[Cells]:
    """Return a bead without the segments that no other edition has, and these as beads of their own."""
    kept = tuple(tuple(unit for unit in cell if unit not in alone) for cell, alone in zip(bead, lone, strict=True))
    if not all(kept):
        return [(tuple(bead[0]), tuple(bead[1]))]
    gone = [((unit,), ()) for unit in bead[0] if unit in lone[0]]
    return [kept, *gone, *(((), (unit,)) for unit in bead[1] if unit in lone[1])]


def _pivot(editions: Sequence[Edition], pivot: str | None) -> int:
    """Return the position of the pivot."""
    if pivot is None:
        return 0
    for place, edition in enumerate(editions):
        if edition.language == pivot:
            return place
    raise KeyError(pivot)


def _silent(share: float, what: str) -> None:
    """Tell nobody."""


def _turn_alignment(editions: Sequence[Edition], sides: Sequence[TurnSide], links: Links, pivot: int) -> Alignment:
    """Return the turn-level alignment."""
    sizes = tuple(side.size for side in sides)
    found = components(sizes, links)
    seen = witnesses([side.units for side in sides], [side.roles for side in sides])
    sure = beliefs(links, found)
    rows = []
    for number, n in enumerate(in_order(found, pivot)):
        cells = found[n]
        roles = Counter(sides[e].roles[i] for e, cell in enumerate(cells) for i in cell)
        role = max(Role, key=lambda r: (roles[r], r is not Role.STATEMENT))
        rows.append(Row(cells, row_score(seen, cells, _mean(sure[n])), sure[n], number, role))
    return calibrated(Alignment(tuple(e.language for e in editions), sizes, Level.TURN, tuple(rows)), seen)


def _mean(beliefs: Mapping[Pair, float]) -> float:
    """Return the mean belief in a row's pairs."""
    return fmean(beliefs.values()) if beliefs else 0.5


def _segment_alignment(
    editions: Sequence[Edition], turns: Alignment, how: tuple[int, Options], given: Alignment | None
) -> Alignment:
    """Return the segment-level alignment inside the rows of turns; ``given`` stays as it is."""
    texts = [[segment.text for segment in edition.segments] for edition in editions]
    languages = [edition.language for edition in editions]
    blocks = [_block(editions, row.cells) for row in turns.rows]
    roles = [[edition.turns[t].role for t in edition.segment_turns()] for edition in editions]
    seen = _witnesses(texts, languages, roles, how[1])
    if len(texts) == 2:
        made = _two(texts, languages, blocks, how, seen)
    else:
        settled, filled = _settled(texts, languages, blocks, how[1], given)
        made = [_rows((settled, n), block, (how[0], filled), seen) for n, block in enumerate(blocks)]
    rows = [replace(one, turn_row=n, role=row.role) for n, row in enumerate(turns.rows) for one in made[n]]
    sizes = tuple(map(len, texts))
    return calibrated(Alignment(tuple(languages), sizes, Level.SEGMENT, tuple(rows)), seen, turns)


def _block(editions: Sequence[Edition], cells: Cells) -> Cells:
    """Return the segments that the turns of a row hold, by edition."""
    return tuple(
        tuple(s for turn in cell for s in edition.turns[turn].segments)
        for edition, cell in zip(editions, cells, strict=True)
    )


def _witnesses(texts: Texts, languages: Sequence[str], roles: Sequence[Sequence[Role]], options: Options) -> Witnesses:
    """Return what rows of segments are judged by."""
    units = []
    for text, language in zip(texts, languages, strict=True):
        units.append(units_of(text, language, [(i, i + 1) for i in range(len(text))], known=options.lexicon))
    return witnesses(units, roles)


def _settled(
    texts: Texts, languages: Sequence[str], blocks: Sequence[Cells], options: Options, given: Alignment | None = None
) -> tuple[Settled, list[int]]:
    """Return all pairs of texts, settled inside the blocks, and which texts are not empty."""
    parts = [tuple(texts[k][i] for block in blocks for i in block[k]) for k in range(len(texts))]
    filled = [k for k, part in enumerate(parts) if part]
    sizes = np.array([[len(block[k]) for k in filled] for block in blocks], np.int64)
    sizes = sizes.reshape(len(blocks), len(filled))
    fixed = _fixed(blocks, sizes, filled, given) if given is not None else {}
    ends = np.cumsum(sizes, axis=0)
    found = {}
    for a, b in pairs_of(len(filled)):
        if (a, b) in fixed:
            continue
        x, y = filled[a], filled[b]
        spans = np.column_stack([ends[:, a] - sizes[:, a], ends[:, a], ends[:, b] - sizes[:, b], ends[:, b]])
        sides = prepare(parts[x], languages[x]), prepare(parts[y], languages[y])
        found[a, b] = estimate(sides, spans, options).found
    return settle(found, sizes, fixed=fixed), filled


def _links_of(alignment: Alignment) -> dict[Pair, Matrix]:
    """Return link matrices that say what an alignment says."""
    rows = [np.array(alignment.row_of(k), np.int64) for k in range(len(alignment.sizes))]
    return {(x, y): (rows[x][:, None] == rows[y][None, :]).astype(float) for x, y in pairs_of(len(rows))}


def _fixed(blocks: Sequence[Cells], sizes: Ints, filled: Sequence[int], given: Alignment) -> dict[Pair, Matrix]:
    """Return the flat links of the editions that are aligned already."""
    links = _links_of(given)
    flat = {}
    for a, b in pairs_of(len(filled)):
        x, y = filled[a], filled[b]
        if (x, y) in links:
            parts = [links[x, y][np.ix_(list(block[x]), list(block[y]))].ravel() for block in blocks]
            flat[a, b] = np.concatenate([*parts, np.zeros(0)])
            if len(flat[a, b]) != block_starts(sizes, a, b)[-1]:
                raise ValueError("blocks and sizes differ")
    return flat


def _rows(where: tuple[Settled, int], block: Cells, how: tuple[int, Sequence[int]], seen: Witnesses) -> list[Row]:
    """Return the rows of a block by the units' own numbers; ``how`` holds pivot and editions linked."""
    pivot, filled = how
    links = where[0].links(where[1])
    found: list[Cells] = []
    for row in where[0].rows(where[1], THRESHOLD):
        whole: list[tuple[int, ...]] = [()] * len(block)
        for k, cell in zip(filled, row, strict=True):
            whole[k] = tuple(sorted(block[k][i] for i in cell))
        found.append(tuple(whole))
    found = sifted(found, seen.words)
    place = [{unit: n for n, unit in enumerate(cell)} for cell in block]
    sure = beliefs(links, [tuple(tuple(place[k][unit] for unit in cells[k]) for k in filled) for cells in found])
    rows: list[Row] = []
    for n in in_order(found, pivot):
        cells = found[n]
        pairs = {(filled[a], filled[b]): value for (a, b), value in sure[n].items()}
        rows.append(Row(cells, row_score(seen, cells, _mean(pairs)), pairs))
    return rows


def _held(alignment: Alignment, old: Alignment) -> Alignment:
    """Return an alignment in which no row of ``old``, of all editions but the last, is parted."""
    home = [old.row_of(k) for k in range(len(old.sizes))]
    groups: dict[int, list[int]] = {}  # the rows that stand together, by the first of them
    first: dict[int, int] = {}
    where: dict[int, int] = {}
    for number, row in enumerate(alignment.rows):
        said = {home[k][unit] for k, cell in enumerate(row.cells[:-1]) for unit in cell}
        met = sorted({where[first[n]] for n in said if n in first} | {number})
        for other in met[1:]:
            for member in groups.pop(other, [number]):
                groups.setdefault(met[0], []).append(member)
                where[member] = met[0]
        if met == [number]:
            groups[number], where[number] = [number], number
        for n in said:
            first.setdefault(n, number)
    if len(groups) == len(alignment.rows):
        return alignment
    return replace(alignment, rows=tuple(_union([alignment.rows[n] for n in groups[k]]) for k in sorted(groups)))


def _union(rows: Sequence[Row]) -> Row:
    """Return rows as one, as sure as the least sure of them."""
    if len(rows) == 1:
        return rows[0]
    cells = tuple(tuple(sorted(unit for row in rows for unit in row.cells[k])) for k in range(len(rows[0].cells)))
    least = min(rows, key=lambda row: row.score.confidence)
    pairs = {pair: min(row.pairs[pair] for row in rows if pair in row.pairs) for row in rows for pair in row.pairs}
    return replace(least, cells=cells, pairs=pairs)


def _remembering(alignment: Alignment, old: Alignment) -> Alignment:
    """Return an alignment whose rows have the status of the old rows with the same cells, and are no surer."""
    status: Mapping[Cells, Row] = {row.cells: row for row in old.rows}
    rows = []
    for row in alignment.rows:
        before = status.get(row.cells[:-1])
        if before:
            least = min(row.score.confidence, before.score.confidence)
            pairs = dict(row.pairs) | dict(before.pairs)
            row = replace(row, status=before.status, pairs=pairs, score=replace(row.score, confidence=least))  # noqa: PLW2901
        rows.append(row)
    return replace(alignment, rows=tuple(rows))
