"""Rows over the units of editions, so that each unit stands in exactly one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workbench.errors import InputError
from workbench.model import Alignment, Edition, Level, Role, Row, Score, Status


@dataclass(frozen=True, slots=True)
class Indexed:
    """A row by indices of units, before it is known that the rows partition them."""

    cells: tuple[tuple[int, ...], ...]
    confidence: float = 1.0
    pairs: Mapping[tuple[int, int], float] = field(default_factory=dict)
    turn_row: int | None = None
    role: Role = Role.STATEMENT
    status: Status = Status.AUTO
    number: int | None = None

    def row(self) -> Row:
        """Return the row that it is."""
        return Row(self.cells, Score(self.confidence), dict(self.pairs), self.turn_row or 0, self.role, self.status)


def alignment(editions: Sequence[Edition], level: Level, rows: Sequence[Indexed]) -> Alignment:
    """Return rows as an alignment of the editions."""
    sizes = tuple(edition.size(level) for edition in editions)
    return Alignment(tuple(e.language for e in editions), sizes, level, tuple(row.row() for row in rows))


def completed(editions: Sequence[Edition], level: Level, rows: Sequence[Indexed], where: str) -> list[Indexed]:
    """Return rows that hold every unit; a unit in none of those given stands alone, at confidence 0.

    Raises InputError where a unit stands in two rows, or is not there.
    """
    sizes = tuple(edition.size(level) for edition in editions)
    full = list(rows)
    for column, edition in enumerate(editions):
        units = [i for row in rows for i in row.cells[column]]
        strange = next((i for i in units if i >= sizes[column]), None)
        if strange is not None or len(set(units)) != len(units):
            what = f"unit {strange} is not there" if strange is not None else "a unit stands in two rows"
            raise InputError(where, f"{edition.language}: {what}", "mend the file, or export it anew")
        here = set(units)
        for unit in range(sizes[column]):
            if unit not in here:
                _insert(full, column, unit, _alone(editions, column, unit, level))
    return full


def _insert(rows: list[Indexed], column: int, unit: int, alone: Indexed) -> None:
    """Put a row before the first that holds a later unit of the edition."""
    place = next((n for n, row in enumerate(rows) if max(row.cells[column], default=-1) > unit), len(rows))
    rows.insert(place, alone)


def _alone(editions: Sequence[Edition], column: int, unit: int, level: Level) -> Indexed:
    edition = editions[column]
    turn = unit if level is Level.TURN else edition.segment_turns()[unit]
    cells = tuple((unit,) if k == column else () for k in range(len(editions)))
    return Indexed(cells, 0.0, role=edition.turns[turn].role)


def connected(editions: Sequence[Edition], rows: Sequence[Indexed]) -> list[Indexed]:
    """Return turn rows made of segment rows: turns that share a row, or whose rows name one turn row, are one.

    ``number`` is the turn row that the segment rows name, else the place of the turn row.
    """
    turns = [edition.segment_turns() for edition in editions]
    parent: dict[object, object] = {}

    def root(node: object) -> object:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    stated: dict[tuple[int, int], int] = {}
    for place, row in enumerate(rows):
        here: object = ("row", place)
        for column, cell in enumerate(row.cells):
            for turn in sorted({turns[column][i] for i in cell}):
                if row.turn_row is None:
                    parent[root((column, turn))] = root(here)
                else:
                    stated.setdefault((column, turn), row.turn_row)
    for (column, turn), number in stated.items():
        parent[root((column, turn))] = root(("turn row", number))
    return _turn_rows(editions, rows, [[root((k, t.index)) for t in e.turns] for k, e in enumerate(editions)], turns)


def _turn_rows(
    editions: Sequence[Edition], rows: Sequence[Indexed], roots: list[list[object]], turns: list[tuple[int, ...]]
) -> list[Indexed]:
    """Return a turn row for each group of turns, in the order in which segment rows come to them."""
    members: dict[object, list[list[int]]] = {}
    confidences: dict[object, list[float]] = {}
    numbers: dict[object, int | None] = {}
    for row in rows:
        for column, cell in enumerate(row.cells):
            for i in cell:
                group = roots[column][turns[column][i]]
                members.setdefault(group, [[] for _ in editions])
                numbers.setdefault(group, row.turn_row)
                confidences.setdefault(group, []).append(row.confidence)
    for column, groups in enumerate(roots):
        for turn, group in enumerate(groups):
            members.setdefault(group, [[] for _ in editions])[column].append(turn)
    found = []
    for place, (group, cells) in enumerate(members.items()):
        role = next(editions[k].turns[cell[0]].role for k, cell in enumerate(cells) if cell)
        known = confidences.get(group, [0.0])
        number = numbers.get(group)
        mean = min(1.0, sum(known) / len(known))
        found.append(Indexed(tuple(map(tuple, cells)), mean, {}, role=role, number=place if number is None else number))
    return sorted(found, key=lambda row: row.number or 0)
