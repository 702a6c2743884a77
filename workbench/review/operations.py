"""Requests to decisions: what a person asks of rows as they see them, made into what will be remembered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from workbench.errors import InputError
from workbench.model import Level
from workbench.review.board import Reviewed, anchor_of
from workbench.review.decisions import MARKS, Anchor, Decision, Kind


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asks for: a kind, the rows (0-based, ascending) and, where it needs them, the rest.

    ``language`` is the column, ``at`` the 0-based segment within its cell (split: the first of the second
    part; divide, join: the segment, joined with its follower), ``offset`` the character at which a segment
    is divided, ``by`` the direction of a move (-1 up, 1 down), ``note`` a comment's text. ``level`` says what the
    rows are of; turns are neither divided nor joined, since they stand as they are printed. ``since`` is the
    decision down to which an undo goes; empty: the latest.
    """

    id: str
    kind: Kind
    rows: tuple[int, ...]
    language: str = ""
    at: int = 0
    offset: int = 0
    by: int = 0
    note: str = ""
    level: Level = Level.SEGMENT
    since: str = ""


Cells = list[tuple[str, ...]]


def decide(reviewed: Reviewed, request: Request) -> Decision:
    """Return the decision that a request makes; raises InputError where the rows do not allow it."""
    count = len(reviewed.aligned.at(request.level).rows)
    if not request.rows or any(not 0 <= row < count for row in request.rows):
        raise _refusal("there is no such row", "choose a row of the text")
    rows = tuple(sorted(set(request.rows)))
    if request.kind is Kind.ACCEPT or request.kind in MARKS:
        return _mark(reviewed, request, rows)
    if request.kind in (Kind.DIVIDE, Kind.JOIN):
        return _resegment(reviewed, request, rows[0])
    before, after = _BUILDERS[request.kind](reviewed, request, rows)
    left = tuple(_in_order(reviewed, row, request.level) for row in after if any(cell for _, cell in row))
    return Decision(request.id, request.kind, tuple(before), left, level=request.level)


def _in_order(reviewed: Reviewed, anchor: Anchor, level: Level) -> Anchor:
    """Return a row whose cells are in the order of the text."""
    ids = reviewed.units[level]
    return tuple(
        (language, tuple(sorted(cell, key=ids[k].index)) if len(cell) > 1 else cell)
        for k, (language, cell) in enumerate(anchor)
    )


def _refusal(what: str, remedy: str) -> InputError:
    return InputError("correction", what, remedy)


def _mark(reviewed: Reviewed, request: Request, rows: Sequence[int]) -> Decision:
    if request.kind is Kind.COMMENT and not request.note.strip():
        raise _refusal("the comment is empty", "write something")
    anchors = tuple(anchor_of(reviewed, row, request.level) for row in rows)
    after = anchors if request.kind is Kind.ACCEPT else ()
    return Decision(request.id, request.kind, anchors, after, note=request.note.strip(), level=request.level)


Made = tuple[list[Anchor], list[Anchor]]


def _merge(reviewed: Reviewed, request: Request, rows: Sequence[int]) -> Made:
    if len(rows) < 2 or rows[-1] - rows[0] != len(rows) - 1:
        raise _refusal("only neighbouring rows can be merged", "choose two rows or more that follow each other")
    before = [anchor_of(reviewed, row, request.level) for row in rows]
    cells = [tuple(unit for anchor in before for unit in anchor[k][1]) for k in range(len(before[0]))]
    return before, [_anchor(reviewed, cells)]


def _split(reviewed: Reviewed, request: Request, rows: Sequence[int]) -> Made:
    """Split where the column says; the other editions at the boundary nearest to the same share of characters."""
    column, before = _column(reviewed, request), anchor_of(reviewed, rows[0], request.level)
    cell = before[column][1]
    if not 0 < request.at < len(cell):
        unit = "turn" if request.level is Level.TURN else "segment"
        raise _refusal(f"a row is split between two {unit}s of a cell", f"choose a cell of several {unit}s")
    share = _shares(reviewed, column, rows[0], request.level)[request.at]
    upper: Cells = []
    lower: Cells = []
    for k, (_, units) in enumerate(before):
        cut = request.at if k == column else _nearest(_shares(reviewed, k, rows[0], request.level), share)
        upper.append(units[:cut])
        lower.append(units[cut:])
    return [before], [_anchor(reviewed, upper), _anchor(reviewed, lower)]


def _shares(reviewed: Reviewed, column: int, row: int, level: Level) -> list[float]:
    """Return the share of a cell's characters that stands before each boundary, from 0 to 1."""
    edition = reviewed.aligned.transcript.editions[column]
    lengths = [len(edition.text(level, (unit,))) for unit in reviewed.aligned.at(level).rows[row].cells[column]]
    whole = sum(lengths) or 1
    return [total / whole for total in accumulate(lengths, initial=0)]


def _nearest(shares: Sequence[float], share: float) -> int:
    """Return the inner boundary nearest to a share; a cell of one segment stays in the first part."""
    if len(shares) <= 2:
        return 1
    return min(range(1, len(shares) - 1), key=lambda cut: abs(shares[cut] - share))


def _move(reviewed: Reviewed, request: Request, rows: Sequence[int]) -> Made:
    """Move the segment at the edge of a cell into the row above or below."""
    column, here = _column(reviewed, request), rows[0]
    there = here + (1 if request.by > 0 else -1)
    if not 0 <= there < len(reviewed.aligned.at(request.level).rows):
        raise _refusal("there is no row to move it to", "unlink the cell instead")
    source, target = anchor_of(reviewed, here, request.level), anchor_of(reviewed, there, request.level)
    cell = source[column][1]
    if not cell:
        raise _refusal("there is nothing in this cell", "choose a cell with text")
    unit = cell[-1] if request.by > 0 else cell[0]
    left = _with(source, column, tuple(u for u in cell if u != unit))
    joined = (unit, *target[column][1]) if request.by > 0 else (*target[column][1], unit)
    pair = [(source, left), (target, _with(target, column, joined))]
    pair = pair if here < there else pair[::-1]
    return [old for old, _ in pair], [new for _, new in pair]


def _unlink(reviewed: Reviewed, request: Request, rows: Sequence[int]) -> Made:
    column, before = _column(reviewed, request), anchor_of(reviewed, rows[0], request.level)
    cell = before[column][1]
    if not cell or sum(bool(units) for _, units in before) < 2:
        raise _refusal("this cell stands alone already", "link it to another row, or choose another cell")
    alone: Cells = [cell if k == column else () for k in range(len(before))]
    return [before], [_with(before, column, ()), _anchor(reviewed, alone)]


def _link(reviewed: Reviewed, request: Request, rows: Sequence[int]) -> Made:
    """Put the cell of one row into another: rows are given as (from, to) by ``by``: 1 downwards, -1 upwards."""
    if len(rows) != 2:
        raise _refusal("a cell is linked to one other row", "choose the cell, then the row")
    column = _column(reviewed, request)
    first, second = rows if request.by > 0 else rows[::-1]
    source, target = anchor_of(reviewed, first, request.level), anchor_of(reviewed, second, request.level)
    if not source[column][1]:
        raise _refusal("there is nothing in this cell", "choose a cell with text")
    changed = [
        (source, _with(source, column, ())),
        (target, _with(target, column, (*target[column][1], *source[column][1]))),
    ]
    changed = changed if first < second else changed[::-1]
    return [old for old, _ in changed], [new for _, new in changed]


def _resegment(reviewed: Reviewed, request: Request, row: int) -> Decision:
    if request.level is Level.TURN:
        raise _refusal("a turn stands as it is printed", "divide and join sentences; merge and split rows of turns")
    column, before = _column(reviewed, request), anchor_of(reviewed, row)
    cell = before[column][1]
    if not 0 <= request.at < len(cell):
        raise _refusal("there is no such segment", "choose a segment of the cell")
    place = reviewed.aligned.segments.rows[row].cells[column][request.at]
    edition = reviewed.aligned.transcript.editions[column]
    segments: tuple[str, ...] = (cell[request.at],)
    if request.kind is Kind.DIVIDE:
        text = edition.segments[place].text
        if not (text[: request.offset].strip() and text[request.offset :].strip()):
            raise _refusal("a segment is divided inside its text", "put the cursor between two words")
    else:
        turns = edition.segment_turns()
        if place + 1 >= len(turns) or turns[place] != turns[place + 1]:
            raise _refusal("the turn ends here", "join segments of one turn only")
        segments = (cell[request.at], reviewed.ids[column][place + 1])
    return Decision(
        request.id, request.kind, (before,), (), language=request.language, segments=segments, offset=request.offset
    )


def _column(reviewed: Reviewed, request: Request) -> int:
    languages = reviewed.aligned.transcript.languages
    if request.language not in languages:
        raise _refusal(f'there is no edition in "{request.language}"', "choose a column of the text")
    return languages.index(request.language)


def _anchor(reviewed: Reviewed, cells: Sequence[tuple[str, ...]]) -> Anchor:
    return tuple(zip(reviewed.aligned.transcript.languages, cells, strict=True))


def _with(anchor: Anchor, column: int, cell: tuple[str, ...]) -> Anchor:
    return tuple((language, cell if k == column else units) for k, (language, units) in enumerate(anchor))


_BUILDERS: dict[Kind, Callable[[Reviewed, Request, Sequence[int]], Made]] = {
    Kind.MERGE: _merge,
    Kind.SPLIT: _split,
    Kind.MOVE: _move,
    Kind.UNLINK: _unlink,
    Kind.LINK: _link,
}
