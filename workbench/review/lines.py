"""Rows of one level that can be changed, while decisions are replayed: a list of lines that know their neighbours."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from workbench.model import Alignment, Row, Status
from workbench.review.decisions import MARKS, Anchor, Belief, Decision, Kind

Known = list[tuple[str, ...] | None]
"""A row's units by edition; None where the decision says nothing that can be used."""


@dataclass(slots=True, eq=False)
class Line:
    """A row on the board: unit ids by edition, and its neighbours.

    ``seen`` is the row as it was made last, with its key; it is made anew where ``fresh`` says that something changed.
    """

    cells: list[tuple[str, ...]]
    row: Row
    flagged: bool = False
    untouched: bool = False
    touched: list[Decision] = field(default_factory=list)
    belief: Belief | None = None
    before: Line | None = None
    after: Line | None = None
    seen: Row | None = None
    key: str = ""

    def stale(self) -> None:
        """Say that the row is another now."""
        self.untouched, self.seen, self.key = False, None, ""


class Lines:
    """The lines of a level, in order; each unit of each edition stands in one."""

    def __init__(self, alignment: Alignment, ids: Sequence[Sequence[str]]) -> None:
        """Take the rows of an alignment, and the stable ids of its editions' units."""
        self.languages = alignment.languages
        self.ids = [list(column) for column in ids]
        self.places = [{unit: n for n, unit in enumerate(column)} for column in self.ids]
        self.home: list[dict[str, Line]] = [{} for _ in self.languages]
        self.head = Line([], Row(((0,),)))
        last = self.head
        for row in alignment.rows:
            cells = [tuple([column[unit] for unit in cell]) for column, cell in zip(self.ids, row.cells, strict=True)]
            last = self.insert(Line(cells, row, untouched=True), last)

    def insert(self, line: Line, before: Line) -> Line:
        """Put a line after another, and its units under it."""
        line.before, line.after = before, before.after
        if before.after:
            before.after.before = line
        before.after = line
        self.house(line)
        return line

    def house(self, line: Line) -> None:
        """Say of each unit of a line that it stands there."""
        for home, cell in zip(self.home, line.cells, strict=True):
            for unit in cell:
                home[unit] = line

    def __iter__(self) -> Iterator[Line]:
        """Yield the lines in order."""
        line = self.head.after
        while line:
            yield line
            line = line.after

    def order(self, lines: Iterable[Line]) -> None:
        """Put all lines into an order."""
        last = self.head
        for line in lines:
            last.after, line.before = line, last
            last = line
        last.after = None

    def known(self, anchor: Anchor) -> Known:
        """Return what of a row still stands in the text."""
        cells = dict(anchor)
        found: Known = []
        for k, language in enumerate(self.languages):
            cell = cells.get(language)
            here = cell is not None and all(unit in self.places[k] for unit in cell)
            found.append(cell if here else None)
        return found

    def best(self, known: Known, taken: Sequence[Line] = ()) -> Line | None:
        """Return the line that most of a row stands in, apart from those taken."""
        count = Counter(self.home[k][unit] for k, cell in enumerate(known) for unit in cell or ())
        return next((line for line, _ in count.most_common() if not any(line is other for other in taken)), None)

    def mark(self, decision: Decision) -> bool:
        """Flag rows or comment on them, wherever most of their text stands; False where one is gone."""
        lines = [self.best(self.known(anchor)) for anchor in decision.before]
        for line in lines:
            if line is None or decision in line.touched:
                continue
            line.touched.append(decision)
            line.stale()
            if decision.kind in (Kind.FLAG, Kind.UNFLAG):
                line.flagged = decision.kind is Kind.FLAG
        return None not in lines

    def stands(self, anchors: Sequence[Anchor]) -> bool:
        """Tell whether all of some rows stand just as they are given."""
        for anchor in anchors:
            known = self.known(anchor)
            line = self.best(known)
            if line is None or any(cell is None or set(cell) != set(line.cells[k]) for k, cell in enumerate(known)):
                return False
        return True

    def impose(self, decision: Decision) -> bool:
        """Make rows as a decision leaves them; False where some of it could not be carried over."""
        rows = [self.known(anchor) for anchor in decision.after]
        whole = [all(cell is not None for cell in self._asked(a, r)) for a, r in zip(decision.after, rows, strict=True)]
        usable = [known for a, known in zip(decision.after, rows, strict=True) if _is_usable(a, known)]
        hosts: list[Line | None] = []
        for known in usable:
            hosts.append(self.best(known, [host for host in hosts if host]))
        last, orphans = self._clear(usable, hosts)
        settled = []
        for known, host in zip(usable, hosts, strict=True):
            line = host or self.insert(Line([()] * len(known), last.row), last)
            self._settle(line, known, decision)
            settled.append(line)
            last = line
        for line in list(self._near(usable)):
            self.drop_if_empty(line)
        for line in settled[:1]:
            line.touched[:0] = [mark for mark in orphans if mark not in line.touched]
        return all(whole) and len(usable) == len(rows)

    def _asked(self, anchor: Anchor, known: Known) -> list[tuple[str, ...] | None]:
        cells = dict(anchor)
        return [cell for language, cell in zip(self.languages, known, strict=True) if language in cells]

    def _clear(self, rows: Sequence[Known], hosts: Sequence[Line | None]) -> tuple[Line, list[Decision]]:
        """Take the units of rows from where they stand.

        Returns the line that comes before a row without host, and what was said of lines that are gone.
        """
        first: Line | None = None
        touched: dict[int, Line] = {}
        for known in rows:
            for k, cell in enumerate(known):
                for unit in cell or ():
                    line = self.home[k][unit]
                    first = first or line
                    touched[id(line)] = line
                    self.take(line, k, unit)
        orphans: list[Decision] = []
        for line in touched.values():
            if not any(line is host for host in hosts):
                line.row = without_status(line.row)
                orphans += [] if any(line.cells) else [mark for mark in line.touched if mark.kind in MARKS]
                self.drop_if_empty(line, keep=first)
        return next((host for host in hosts if host), first or self.head), orphans

    def take(self, line: Line, column: int, unit: str) -> None:
        """Take a unit out of a line."""
        line.stale()
        line.cells[column] = tuple(u for u in line.cells[column] if u != unit)

    def _settle(self, line: Line, known: Known, decision: Decision) -> None:
        """Make a line the row that was decided; what it held besides goes into a line of its own."""
        line.stale()
        rest = [() if cell is None else line.cells[k] for k, cell in enumerate(known)]
        if any(rest):
            self.insert(Line(rest, without_status(line.row)), line)
        line.cells = [line.cells[k] if cell is None else self.ordered(k, cell) for k, cell in enumerate(known)]
        self.house(line)
        accepted = decision.kind is Kind.ACCEPT
        kept = accepted and line.row.status is Status.CORRECTED
        line.row = replace(line.row, status=Status.ACCEPTED if accepted and not kept else Status.CORRECTED)
        line.flagged = line.flagged and not accepted
        line.touched.append(decision)

    def ordered(self, column: int, units: Iterable[str]) -> tuple[str, ...]:
        """Return units of an edition in the order of its text."""
        return tuple(sorted(set(units), key=self.places[column].__getitem__))

    def _near(self, rows: Sequence[Known]) -> Iterator[Line]:
        """Yield the lines around some rows, each maybe more than once."""
        for known in rows:
            for k, cell in enumerate(known):
                for unit in (cell or ())[:1]:
                    line = self.home[k][unit]
                    yield from (one for one in (line.before, line.after) if one and one is not self.head)

    def drop_if_empty(self, line: Line, keep: Line | None = None) -> None:
        """Take a line out that holds nothing any more."""
        if any(line.cells) or line is keep or line.before is None:
            return
        line.before.after = line.after
        if line.after:
            line.after.before = line.before
        line.before = None

    def believe(self, beliefs: Iterable[Belief]) -> None:
        """Say how sure rows are, where they stand just as they were judged."""
        for belief in beliefs:
            if self.stands([belief.anchor]):
                line = self.best(self.known(belief.anchor))
                if line is not None:
                    line.belief = belief
                    line.stale()

    def key(self, line: Line) -> str:
        """Return a row's name, another whenever the row, or what was decided of it, is another."""
        if not line.key:
            cells = "|".join([",".join(cell) for cell in line.cells])
            stamp = f"{cells}|{','.join([d.id for d in line.touched])}"
            line.key = hashlib.blake2b(stamp.encode(), digest_size=9).hexdigest()
        return line.key

    def rewrite(self, column: int, span: tuple[int, int], fresh: Sequence[str]) -> None:
        """Put other units in the place of some, in one edition."""
        self.ids[column][span[0] : span[1]] = fresh
        self.places[column] = {unit: n for n, unit in enumerate(self.ids[column])}
        for line in self:
            line.untouched, line.seen = False, None


def without_status(row: Row) -> Row:
    """Return a row that nobody has said anything of."""
    return replace(row, status=Status.AUTO)


def _is_usable(anchor: Anchor, known: Known) -> bool:
    """Tell whether enough of a row still stands: two editions, or all that it had where it had one."""
    asked = sum(bool(cell) for _, cell in anchor)
    here = sum(bool(cell) for cell in known)
    return here >= min(2, asked) and here > 0
