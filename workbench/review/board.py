"""Replaying decisions over an alignment: rows are imposed where their text still stands.

A decision names segments, not row numbers, so it can be replayed over a new alignment, a corrected edition or
one edition more. A row that it confirms takes its segments from wherever they stand now; an edition
that the decision does not know, or whose text is gone, keeps what the aligner gave.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from workbench.model import AlignedTranscript, Alignment, Edition, Level, Row, Score, Segment, Status, Turn
from workbench.review.decisions import CONFIRMING, Anchor, Decision, Kind

Known = list[tuple[str, ...] | None]
"""A row's segments by edition; None where the decision says nothing that can be used."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An alignment with the decisions applied.

    ``ids`` are the stable ids of each edition's segments, ``touched`` the decisions about each segment row, oldest
    first; ``lost`` are the decisions that could not be carried over, or not in full.
    """

    aligned: AlignedTranscript
    ids: tuple[tuple[str, ...], ...]
    touched: tuple[tuple[Decision, ...], ...]
    lost: tuple[Decision, ...] = ()


@dataclass(slots=True, eq=False)
class _Line:
    """A row on the board: segment ids by edition, and its neighbours."""

    cells: list[tuple[str, ...]]
    row: Row
    flagged: bool = False
    untouched: bool = False
    touched: list[Decision] = field(default_factory=list)
    before: _Line | None = None
    after: _Line | None = None


def replay(
    aligned: AlignedTranscript, decisions: Iterable[Decision], *, ids: tuple[tuple[str, ...], ...] | None = None
) -> Reviewed:
    """Return the alignment with the decisions applied in order; those undone must not be among them.

    ``ids`` are the stable ids of the editions' segments, where they are known already.
    """
    board = _Board(aligned, ids or tuple(edition.stable_ids() for edition in aligned.transcript.editions))
    lost = tuple(decision for decision in decisions if not board.apply(decision))
    return board.result(lost)


def anchor_of(reviewed: Reviewed, row: int) -> Anchor:
    """Return a segment row by its text."""
    cells = reviewed.aligned.segments.rows[row].cells
    languages = reviewed.aligned.transcript.languages
    return tuple((language, tuple(reviewed.ids[k][unit] for unit in cells[k])) for k, language in enumerate(languages))


class _Board:
    """Rows that can be changed, while decisions are replayed."""

    def __init__(self, aligned: AlignedTranscript, ids: tuple[tuple[str, ...], ...]) -> None:
        self.aligned = aligned
        self.languages = aligned.transcript.languages
        self.ids = [list(column) for column in ids]
        self.resegmented = False
        self.places = [{unit: n for n, unit in enumerate(ids)} for ids in self.ids]
        self.editions = list(aligned.transcript.editions)
        self.home: list[dict[str, _Line]] = [{} for _ in self.languages]
        self.head = _Line([], Row(((0,),)))
        last = self.head
        for row in aligned.segments.rows:
            cells = [tuple(self.ids[k][unit] for unit in cell) for k, cell in enumerate(row.cells)]
            last = self.insert(_Line(cells, row, untouched=True), last)

    def insert(self, line: _Line, before: _Line) -> _Line:
        line.before, line.after = before, before.after
        if before.after:
            before.after.before = line
        before.after = line
        self.house(line)
        return line

    def house(self, line: _Line) -> None:
        for k, cell in enumerate(line.cells):
            for unit in cell:
                self.home[k][unit] = line

    def lines(self) -> Iterator[_Line]:
        line = self.head.after
        while line:
            yield line
            line = line.after

    def apply(self, decision: Decision) -> bool:
        """Apply a decision; False where some of it could not be carried over."""
        if decision.kind in CONFIRMING:
            return self.impose(decision)
        if decision.kind is Kind.DIVIDE:
            return self.divide(decision)
        if decision.kind is Kind.JOIN:
            return self.join(decision)
        return self.mark(decision)

    def mark(self, decision: Decision) -> bool:
        """Flag rows or comment on them, wherever most of their text stands; False where one is gone."""
        lines = [self.best(self.known(anchor), ()) for anchor in decision.before]
        for line in lines:
            if line is None or decision in line.touched:
                continue
            line.touched.append(decision)
            line.untouched = False
            if decision.kind in (Kind.FLAG, Kind.UNFLAG):
                line.flagged = decision.kind is Kind.FLAG
        return None not in lines

    def known(self, anchor: Anchor) -> Known:
        """Return what of a row still stands in the text."""
        cells = dict(anchor)
        found: Known = []
        for k, language in enumerate(self.languages):
            cell = cells.get(language)
            here = cell is not None and all(unit in self.places[k] for unit in cell)
            found.append(cell if here else None)
        return found

    def best(self, known: Known, taken: Sequence[_Line]) -> _Line | None:
        """Return the line that most of a row stands in, apart from those taken."""
        count = Counter(self.home[k][unit] for k, cell in enumerate(known) for unit in cell or ())
        return next((line for line, _ in count.most_common() if not any(line is other for other in taken)), None)

    def impose(self, decision: Decision) -> bool:
        rows = [self.known(anchor) for anchor in decision.after]
        whole = [all(cell is not None for cell in self._asked(a, r)) for a, r in zip(decision.after, rows, strict=True)]
        usable = [known for a, known in zip(decision.after, rows, strict=True) if _is_usable(a, known)]
        hosts: list[_Line | None] = []
        for known in usable:
            hosts.append(self.best(known, [host for host in hosts if host]))
        last = self.clear(usable, hosts)
        for known, host in zip(usable, hosts, strict=True):
            line = host or self.insert(_Line([()] * len(known), last.row), last)
            self.settle(line, known, decision)
            last = line
        for line in list(self.near(usable)):
            self.drop_if_empty(line)
        return all(whole) and len(usable) == len(rows)

    def _asked(self, anchor: Anchor, known: Known) -> list[tuple[str, ...] | None]:
        cells = dict(anchor)
        return [cell for language, cell in zip(self.languages, known, strict=True) if language in cells]

    def clear(self, rows: Sequence[Known], hosts: Sequence[_Line | None]) -> _Line:
        """Take the segments of rows from where they stand; return the line that comes before a row without host."""
        first: _Line | None = None
        touched: dict[int, _Line] = {}
        for known in rows:
            for k, cell in enumerate(known):
                for unit in cell or ():
                    line = self.home[k][unit]
                    first = first or line
                    touched[id(line)] = line
                    line.untouched = False
                    line.cells[k] = tuple(u for u in line.cells[k] if u != unit)
        for line in touched.values():
            if not any(line is host for host in hosts):
                line.row = _without_status(line.row)
                self.drop_if_empty(line, keep=first)
        return next((host for host in hosts if host), first or self.head)

    def settle(self, line: _Line, known: Known, decision: Decision) -> None:
        """Make a line the row that was decided; what it held besides goes into a line of its own."""
        line.untouched = False
        rest = [() if cell is None else line.cells[k] for k, cell in enumerate(known)]
        if any(rest):
            self.insert(_Line(rest, _without_status(line.row)), line)
        line.cells = [line.cells[k] if cell is None else self.ordered(k, cell) for k, cell in enumerate(known)]
        self.house(line)
        accepted = decision.kind is Kind.ACCEPT
        kept = accepted and line.row.status is Status.CORRECTED
        line.row = replace(line.row, status=Status.ACCEPTED if accepted and not kept else Status.CORRECTED)
        line.flagged = line.flagged and not accepted
        line.touched.append(decision)

    def ordered(self, column: int, units: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(set(units), key=self.places[column].__getitem__))

    def near(self, rows: Sequence[Known]) -> Iterator[_Line]:
        """Yield the lines around some rows, each maybe more than once."""
        for known in rows:
            for k, cell in enumerate(known):
                for unit in (cell or ())[:1]:
                    line = self.home[k][unit]
                    yield from (one for one in (line.before, line.after) if one and one is not self.head)

    def drop_if_empty(self, line: _Line, keep: _Line | None = None) -> None:
        if any(line.cells) or line is keep or line.before is None:
            return
        line.before.after = line.after
        if line.after:
            line.after.before = line.before
        line.before = None

    def divide(self, decision: Decision) -> bool:
        """Cut one segment in two at a character; both stay in its row."""
        k, unit = self.column(decision.language), decision.segments[0]
        if k < 0 or unit not in self.places[k]:
            return False
        place = self.places[k][unit]
        text = self.editions[k].segments[place].text
        parts = [text[: decision.offset].strip(), text[decision.offset :].strip()]
        if not all(parts):
            return False
        fresh = tuple(derived(unit, str(decision.offset), str(n)) for n in range(2))
        line = self.home[k].pop(unit)
        self.rewrite(k, (place, place + 1), list(zip(fresh, parts, strict=True)))
        line.cells[k] = tuple(new for old in line.cells[k] for new in (fresh if old == unit else (old,)))
        self.changed(line, decision)
        return True

    def join(self, decision: Decision) -> bool:
        """Make one segment of neighbours in a turn; it stands in the row of the first."""
        k, units = self.column(decision.language), decision.segments
        if k < 0 or any(unit not in self.places[k] for unit in units):
            return False
        places = [self.places[k][unit] for unit in units]
        turns = self.editions[k].segment_turns()
        if places != list(range(places[0], places[0] + len(places))) or len({turns[p] for p in places}) != 1:
            return False
        fresh = derived(*units)
        line = self.home[k][units[0]]
        text = " ".join(self.editions[k].segments[p].text for p in places)
        for unit in units:
            other = self.home[k].pop(unit)
            other.cells[k] = tuple(u for u in other.cells[k] if u != unit)
            self.drop_if_empty(other, keep=line)
        self.rewrite(k, (places[0], places[-1] + 1), [(fresh, text)])
        line.cells[k] = self.ordered(k, (*line.cells[k], fresh))
        self.changed(line, decision)
        return True

    def changed(self, line: _Line, decision: Decision) -> None:
        self.house(line)
        line.row = replace(line.row, status=Status.CORRECTED)
        line.touched.append(decision)

    def column(self, language: str) -> int:
        return self.languages.index(language) if language in self.languages else -1

    def rewrite(self, column: int, span: tuple[int, int], fresh: Sequence[tuple[str, str]]) -> None:
        """Put other segments in the place of some, in one edition."""
        self.resegmented = True
        self.ids[column][span[0] : span[1]] = [unit for unit, _ in fresh]
        self.places[column] = {unit: n for n, unit in enumerate(self.ids[column])}
        self.editions[column] = _resegmented(self.editions[column], span, [text for _, text in fresh])

    def result(self, lost: tuple[Decision, ...]) -> Reviewed:
        lines = [line for line in self.lines() if any(line.cells)]
        rows = tuple(self.row(line) for line in lines)
        old = self.aligned
        transcript = replace(old.transcript, editions=tuple(self.editions))
        sizes = tuple(len(ids) for ids in self.ids)
        segments = Alignment(self.languages, sizes, Level.SEGMENT, rows)
        aligned = AlignedTranscript(transcript, old.turns, segments, old.pivot)
        return Reviewed(aligned, tuple(map(tuple, self.ids)), tuple(tuple(line.touched) for line in lines), lost)

    def row(self, line: _Line) -> Row:
        if line.untouched and not self.resegmented:
            return line.row
        cells = tuple(tuple(sorted(self.places[k][unit] for unit in cell)) for k, cell in enumerate(line.cells))
        status = Status.FLAGGED if line.flagged else line.row.status
        if cells == line.row.cells and status is line.row.status:
            return line.row
        if tuple(map(bool, cells)) == tuple(map(bool, line.row.cells)) and status is not Status.CORRECTED:
            return replace(line.row, cells=cells, status=status)
        pairs = {(i, j): value for (i, j), value in line.row.pairs.items() if cells[i] or cells[j]}
        return replace(line.row, cells=cells, status=status, pairs=pairs, score=Score(line.row.score.confidence))


def derived(*parts: str) -> str:
    """Return the stable id of a segment that a person made of others."""
    return "~" + hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:16]


def _without_status(row: Row) -> Row:
    return replace(row, status=Status.AUTO)


def _is_usable(anchor: Anchor, known: Known) -> bool:
    """Tell whether enough of a row still stands: two editions, or all that it had where it had one."""
    asked = sum(bool(cell) for _, cell in anchor)
    here = sum(bool(cell) for cell in known)
    return here >= min(2, asked) and here > 0


def _resegmented(edition: Edition, span: tuple[int, int], texts: Sequence[str]) -> Edition:
    """Return an edition with some segments of one turn replaced."""
    kept = [segment.text for segment in edition.segments]
    kept[span[0] : span[1]] = texts
    more = len(texts) - (span[1] - span[0])

    def shift(place: int) -> int:
        if place >= span[1]:
            return place + more
        return min(place, span[0])

    turns = tuple(
        Turn(
            turn.index,
            turn.role,
            turn.label,
            shift(turn.start),
            shift(turn.end),
            tuple(sorted({shift(p) for p in turn.paragraphs} - {shift(turn.start)})),
        )
        for turn in edition.turns
    )
    return replace(edition, turns=turns, segments=tuple(Segment(n, text) for n, text in enumerate(kept)))
