"""Files of several editions: a table with a column a language, whose rows say what corresponds.

Every such format comes down to a :class:`Grid`; a grid gives editions, and an alignment to start from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from workbench.errors import InputError, NoTurns
from workbench.model import Alignment, Edition, Level, Provenance, Role, Row, Score
from workbench.readers.blocks import Block, Page
from workbench.readers.page import build
from workbench.readers.reading import NOTHING, Overrules, Reading
from workbench.sentences import fold, sentences

_ONE_SENTENCE = 1.3  # sentences a cell, up to which cells are taken for segments and pinned


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of texts, a column a language.

    ``cells[r][c]`` is what row r says in ``languages[c]``, maybe empty. ``labels`` and ``roles`` hold the speaker
    and the role of each row, ``turns`` the number of its turn, each empty where the file has no such column.
    """

    languages: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    turns: tuple[str, ...] = ()
    title: str = ""


def column(
    grid: Grid, language: str, provenance: Provenance, *, overrules: Overrules = NOTHING, verify: bool = True
) -> Reading:
    """Return the edition of one of the languages; ``Reading.rows`` says which row each segment stands in.

    Raises InputError where the grid has no such language, NoTurns where the column is empty.
    """
    if language not in grid.languages:
        raise InputError(provenance.file, f"no column in {language}", f"it has {', '.join(grid.languages)}")
    c = grid.languages.index(language)
    texts = [fold(row[c]) for row in grid.cells]
    pinned = _pinned(grid, c, language)
    blocks: list[Block] = []
    last: tuple[str, str, str] | None = None
    for r, text in enumerate(texts):
        here = (_at(grid.turns, r), _at(grid.labels, r), _at(grid.roles, r))
        label = None
        if any(here) and text:
            label = (here[1] or _named(here[2])) if here != last else ""
            last = here
        if text:
            role = here[2] if here[2] in list(Role) else None
            blocks.append(Block(text, label=label, role=role, pinned=(text,) if pinned else None, row=r))
    if not blocks:
        raise NoTurns(provenance.file, f"the column {language} is empty", "fill it, or leave it out")
    if not any(grid.labels) and not any(grid.roles) and not any(grid.turns):
        blocks = _as_one_turn(blocks, provenance, language)
    page = Page(tuple(blocks), language, grid.title or None)
    return build(page, provenance, language=language, verify=verify, overrules=overrules)


def _as_one_turn(blocks: list[Block], provenance: Provenance, language: str) -> list[Block]:
    """Give rows without any label to one turn, where labels inside the cells do not part them."""
    try:
        found = build(Page(tuple(blocks)), provenance, language=language, verify=False)
        if sum(t.confidence >= 0.7 for t in found.turns) > 1 and found.edition.turns[0].label:
            return blocks
    except NoTurns:
        pass
    return [replace(b, label="Text" if i == 0 else "", role="statement") for i, b in enumerate(blocks)]


def _at(column: Sequence[str], row: int) -> str:
    return column[row].strip() if column else ""


def _named(role: str) -> str:
    """Return a label for a turn of which only the role is known."""
    return {"question": "Question", "answer": "Answer"}.get(role, "Text")


def _pinned(grid: Grid, c: int, language: str) -> bool:
    filled = [row[c] for row in grid.cells if row[c].strip()]
    sample = filled[:200]
    return bool(sample) and sum(len(sentences(fold(t), language)) for t in sample) <= _ONE_SENTENCE * len(sample) + 1


def alignments(readings: Sequence[Reading]) -> tuple[Alignment, Alignment]:
    """Return the turn rows and the segment rows that a grid's rows make of its editions.

    A segment row holds the segments of one table row; turns whose segments share a row share a turn row.
    The confidence is 1: somebody has aligned the table.
    """
    editions = [r.edition for r in readings]
    languages = tuple(e.language for e in editions)
    numbers = sorted({row for r in readings for row in r.rows})
    held: list[dict[int, list[int]]] = []
    for reading in readings:
        units: dict[int, list[int]] = {}
        for segment, row in enumerate(reading.rows):
            units.setdefault(row, []).append(segment)
        held.append(units)
    groups = _turn_groups(editions, held, numbers)
    order = {group: k for k, group in enumerate(dict.fromkeys(groups[k] for k in sorted(groups)))}
    roles = {order[groups[k, t.index]]: t.role for k, e in reversed(list(enumerate(editions))) for t in e.turns}
    segment_rows = []
    for number in numbers:
        cells = tuple(tuple(units.get(number, ())) for units in held)
        k = next(i for i, cell in enumerate(cells) if cell)
        turn_row = order[groups[k, editions[k].segment_turns()[cells[k][0]]]]
        segment_rows.append(Row(cells, Score(1.0), turn_row=turn_row, role=roles[turn_row]))
    turn_cells: dict[int, list[list[int]]] = {row: [[] for _ in editions] for row in order.values()}
    for (k, turn), group in sorted(groups.items()):
        turn_cells[order[group]][k].append(turn)
    turn_rows = [
        Row(tuple(map(tuple, cells)), Score(1.0), turn_row=row, role=roles[row])
        for row, cells in sorted(turn_cells.items())
    ]
    sizes = {level: tuple(e.size(level) for e in editions) for level in Level}
    return (
        Alignment(languages, sizes[Level.TURN], Level.TURN, tuple(turn_rows)),
        Alignment(languages, sizes[Level.SEGMENT], Level.SEGMENT, tuple(segment_rows)),
    )


def _turn_groups(
    editions: Sequence[Edition], held: Sequence[Mapping[int, Sequence[int]]], numbers: Sequence[int]
) -> dict[tuple[int, int], tuple[int, int]]:
    """Return, for each turn ``(edition, turn)``, the first of those that share a row with it, also through others."""
    parent = {(k, t.index): (k, t.index) for k, e in enumerate(editions) for t in e.turns}

    def top(x: tuple[int, int]) -> tuple[int, int]:
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    turn_of = [e.segment_turns() for e in editions]
    for number in numbers:
        here = [(k, turn_of[k][s]) for k, units in enumerate(held) for s in units.get(number, ())]
        for other in here[1:]:
            a, b = sorted((top(here[0]), top(other)))
            parent[b] = a
    return {x: top(x) for x in parent}
