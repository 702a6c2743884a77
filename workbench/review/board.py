"""Replaying decisions over an alignment: rows are imposed where their text still stands.

A decision names units, not row numbers, so it can be replayed over a new alignment, a corrected edition or
one edition more. A row that it confirms takes its units from wherever they stand now; an edition
that the decision does not know, or whose text is gone, keeps what the aligner gave. Where turns are put together
otherwise, the rows of segments inside them follow.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from workbench.model import AlignedTranscript, Alignment, Edition, Level, Row, Score, Segment, Status, common_role
from workbench.review.decisions import CONFIRMING, CORRECTING, MARKS, Anchor, Decision, Kind
from workbench.review.lines import Line, Lines, without_status

Ids = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An alignment with the decisions applied.

    By level, ``ids`` are the stable ids of each edition's units, ``touched`` the decisions about each row, oldest
    first, ``keys`` the rows' names, which change with the row and with what is decided of it; ``lost`` are the
    decisions that could not be carried over, or not in full.
    """

    aligned: AlignedTranscript
    units: dict[Level, Ids]
    marks: dict[Level, tuple[tuple[Decision, ...], ...]]
    names: dict[Level, tuple[str, ...]]
    lost: tuple[Decision, ...] = ()

    @property
    def ids(self) -> Ids:
        """Stable ids of the segments."""
        return self.units[Level.SEGMENT]

    @property
    def touched(self) -> tuple[tuple[Decision, ...], ...]:
        """Decisions about each row of segments."""
        return self.marks[Level.SEGMENT]


def replay(aligned: AlignedTranscript, decisions: Iterable[Decision], *, ids: Ids | None = None) -> Reviewed:
    """Return the alignment with the decisions applied in order; those undone must not be among them.

    ``ids`` are the stable ids of the editions' segments, where they are known already.
    """
    board = Board(aligned, ids=ids)
    for decision in decisions:
        board.apply(decision)
    return board.result()


def anchor_of(reviewed: Reviewed, row: int, level: Level = Level.SEGMENT) -> Anchor:
    """Return a row by its text."""
    cells = reviewed.aligned.at(level).rows[row].cells
    languages, ids = reviewed.aligned.transcript.languages, reviewed.units[level]
    return tuple((language, tuple(ids[k][unit] for unit in cells[k])) for k, language in enumerate(languages))


def turn_ids(edition: Edition) -> tuple[str, ...]:
    """Return a stable id per turn: a digest of language and letters, however cut into segments, and its occurrence."""
    seen: Counter[str] = Counter()
    ids = []
    for turn in edition.turns:
        text = "".join("".join(edition.segments[i].text for i in turn.segments).split())
        stem = hashlib.sha256(f"{edition.language}\x00{text}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
        ids.append(f"{stem}-t{seen[stem]}")
        seen[stem] += 1
    return tuple(ids)


class Board:
    """Rows of both levels that can be changed, decision by decision."""

    def __init__(self, aligned: AlignedTranscript, *, ids: Ids | None = None) -> None:
        """Take an alignment as the aligner left it; ``ids`` are its segments' stable ids where they are known."""
        self.aligned = aligned
        self.languages = aligned.transcript.languages
        self.editions = list(aligned.transcript.editions)
        self.segments = Lines(aligned.segments, ids or tuple(edition.stable_ids() for edition in self.editions))
        self.turns = Lines(aligned.turns, tuple(turn_ids(edition) for edition in self.editions))
        self.regrouped = False
        self.lost: list[Decision] = []

    def lines(self, level: Level) -> Lines:
        """Return the lines of a level."""
        return self.turns if level is Level.TURN else self.segments

    def apply(self, decision: Decision) -> bool:
        """Apply a decision; False where some of it could not be carried over."""
        done = self._apply(decision)
        self.believe(decision)
        if not done:
            self.lost.append(decision)
        return done

    def believe(self, decision: Decision) -> None:
        """Say how sure the rows are that a decision made, where they stand as it left them."""
        for lines in (self.turns, self.segments):
            lines.believe(decision.beliefs)

    def _apply(self, decision: Decision) -> bool:
        lines = self.lines(decision.level)
        if decision.kind in MARKS:
            return lines.mark(decision)
        if decision.kind is Kind.DIVIDE:
            return self._divide(decision)
        if decision.kind is Kind.JOIN:
            return self._join(decision)
        if decision.kind not in CONFIRMING:
            return False
        follows = decision.level is Level.TURN and decision.kind in CORRECTING and not lines.stands(decision.after)
        whole = lines.impose(decision)
        if follows:
            self._regroup(decision)
        return whole

    def _regroup(self, decision: Decision) -> None:
        """Let the rows of segments follow their turns: those laid under the decision, then whatever spans two rows."""
        self.regrouped = True
        laid = [line for anchor in decision.under if (line := self._lay(anchor))]
        homes = self._homes()
        order = {id(line): n for n, line in enumerate(self.turns)}
        found: list[tuple[int, Line]] = []
        for line in [*laid, *(one for one in self.segments if any(one.cells))]:
            found += [(order[id(home)], part) for home, part in self._parted(line, homes)]
        self.segments.order(line for _, line in sorted(found, key=lambda pair: pair[0]))

    def _lay(self, anchor: Anchor) -> Line | None:
        """Return a line that holds a row of segments: the one that does, taken out of its place, or a new one."""
        lines = self.segments
        known = lines.known(anchor)
        if not any(known):
            return None
        line = lines.best(known)
        if lines.stands([anchor]) and line is not None:
            _unchain(line)
            return line
        cells: list[tuple[str, ...]] = []
        marks: list[Decision] = []
        for k, cell in enumerate(known):
            for unit in cell or ():
                donor = lines.home[k][unit]
                lines.take(donor, k, unit)
                if not any(donor.cells):
                    marks += [mark for mark in donor.touched if mark.kind in MARKS]
                    lines.drop_if_empty(donor)
            cells.append(lines.ordered(k, cell or ()))
        marks = list(dict.fromkeys(marks))
        flags = [mark.kind is Kind.FLAG for mark in marks if mark.kind is not Kind.COMMENT]
        row = without_status(line.row if line else Row(((0,),)))
        fresh = Line(cells, row, flagged=bool(flags) and flags[-1], touched=marks)
        lines.house(fresh)
        return fresh

    def _homes(self) -> list[list[Line]]:
        """Return, for each segment of each edition, the line that its turn stands in."""
        turns = self.turns
        return [
            [turns.home[k][turns.ids[k][turn]] for turn in edition.segment_turns()]
            for k, edition in enumerate(self.editions)
        ]

    def _parted(self, line: Line, homes: Sequence[Sequence[Line]]) -> list[tuple[Line, Line]]:
        """Return a line of segments cut by the lines that their turns stand in, each with that line."""
        lines = self.segments
        where = [[(homes[k][lines.places[k][unit]], unit) for unit in cell] for k, cell in enumerate(line.cells)]
        found = list({id(home): home for cell in where for home, _ in cell}.values())
        if len(found) == 1:
            return [(found[0], line)]
        parts = []
        for home in found:
            cells = [tuple(unit for at, unit in cell if at is home) for cell in where]
            marks = [mark for mark in line.touched if mark.kind in MARKS]
            part = Line(cells, without_status(line.row), flagged=line.flagged, touched=marks)
            lines.house(part)
            parts.append((home, part))
        return parts

    def _divide(self, decision: Decision) -> bool:
        """Cut one segment in two at a character; both stay in its row."""
        lines, k, unit = self.segments, self._column(decision.language), decision.segments[0]
        if k < 0 or unit not in lines.places[k]:
            return False
        place = lines.places[k][unit]
        text = self.editions[k].segments[place].text
        parts = [text[: decision.offset].strip(), text[decision.offset :].strip()]
        if not all(parts):
            return False
        fresh = tuple(derived(unit, str(decision.offset), str(n)) for n in range(2))
        line = lines.home[k].pop(unit)
        self._rewrite(k, (place, place + 1), list(zip(fresh, parts, strict=True)))
        line.cells[k] = tuple(new for old in line.cells[k] for new in (fresh if old == unit else (old,)))
        self._changed(line, decision)
        return True

    def _join(self, decision: Decision) -> bool:
        """Make one segment of neighbours in a turn; it stands in the row of the first."""
        lines, k, units = self.segments, self._column(decision.language), decision.segments
        if k < 0 or any(unit not in lines.places[k] for unit in units):
            return False
        places = [lines.places[k][unit] for unit in units]
        turns = self.editions[k].segment_turns()
        if places != list(range(places[0], places[0] + len(places))) or len({turns[p] for p in places}) != 1:
            return False
        fresh = derived(*units)
        line = lines.home[k][units[0]]
        text = " ".join(self.editions[k].segments[p].text for p in places)
        for unit in units:
            other = lines.home[k].pop(unit)
            lines.take(other, k, unit)
            lines.drop_if_empty(other, keep=line)
        self._rewrite(k, (places[0], places[-1] + 1), [(fresh, text)])
        line.cells[k] = lines.ordered(k, (*line.cells[k], fresh))
        self._changed(line, decision)
        return True

    def _changed(self, line: Line, decision: Decision) -> None:
        self.segments.house(line)
        line.stale()
        line.row = replace(line.row, status=Status.CORRECTED)
        line.touched.append(decision)

    def _column(self, language: str) -> int:
        return self.languages.index(language) if language in self.languages else -1

    def _rewrite(self, column: int, span: tuple[int, int], fresh: Sequence[tuple[str, str]]) -> None:
        self.segments.rewrite(column, span, [unit for unit, _ in fresh])
        self.editions[column] = _resegmented(self.editions[column], span, [text for _, text in fresh])

    def result(self) -> Reviewed:
        """Return the alignment as it stands now; the board can be changed further."""
        old = self.aligned
        transcript = replace(old.transcript, editions=tuple(self.editions))
        lines = {Level.TURN: self.turns, Level.SEGMENT: self.segments}
        filled = {level: [line for line in one if any(line.cells)] for level, one in lines.items()}
        rows = {level: self._rows(level, filled[level]) for level in lines}
        turns, segments = (
            Alignment(self.languages, tuple(map(len, lines[level].ids)), level, tuple(rows[level])) for level in lines
        )
        return Reviewed(
            AlignedTranscript(transcript, turns, segments, old.pivot),
            {level: tuple(map(tuple, one.ids)) for level, one in lines.items()},
            {level: tuple([tuple(line.touched) for line in filled[level]]) for level in lines},
            {level: tuple([one.key(line) for line in filled[level]]) for level, one in lines.items()},
            tuple(self.lost),
        )

    def _rows(self, level: Level, filled: Sequence[Line]) -> list[Row]:
        lines = self.lines(level)
        rows = [line.seen or self._row(line, lines) for line in filled]
        if self.regrouped:
            rows = self._numbered(rows) if level is Level.SEGMENT else self._roles(rows)
        return _eased(rows) if level is Level.SEGMENT else rows

    def _numbered(self, rows: Sequence[Row]) -> list[Row]:
        """Return rows of segments with the number and the role of the row of turns that each stands in."""
        turns = [line for line in self.turns if any(line.cells)]
        number = {id(line): n for n, line in enumerate(turns)}
        roles = [row.role for row in self._roles([line.seen or self._row(line, self.turns) for line in turns])]
        homes = self._homes()
        found = []
        for row in rows:
            k = row.present[0]
            place = number[id(homes[k][row.cells[k][0]])]
            same = (row.turn_row, row.role) == (place, roles[place])
            found.append(row if same else replace(row, turn_row=place, role=roles[place]))
        return found

    def _roles(self, rows: Sequence[Row]) -> list[Row]:
        """Return rows of turns, numbered, each with the role that most of its turns have."""
        found = []
        for number, row in enumerate(rows):
            found.append(replace(row, turn_row=number, role=common_role(self.editions, row.cells)))
        return found

    def _row(self, line: Line, lines: Lines) -> Row:
        """Return a line as a row, with the score that belongs to what stands in it."""
        line.seen = line.row if line.untouched else self._made(line, lines)
        return line.seen

    def _made(self, line: Line, lines: Lines) -> Row:
        cells = tuple(tuple(sorted([lines.places[k][unit] for unit in cell])) for k, cell in enumerate(line.cells))
        status = Status.FLAGGED if line.flagged else line.row.status
        belief = line.belief
        if belief is not None and belief.anchor == tuple(zip(self.languages, line.cells, strict=True)):
            place = {language: k for k, language in enumerate(self.languages)}
            pairs = {(place[a], place[b]): sure for a, b, sure in belief.pairs}
            return replace(line.row, cells=cells, status=status, pairs=pairs, score=belief.score)
        if cells == line.row.cells and status is line.row.status:
            return line.row
        if tuple(map(bool, cells)) == tuple(map(bool, line.row.cells)) and status is not Status.CORRECTED:
            return replace(line.row, cells=cells, status=status)
        pairs = {(i, j): value for (i, j), value in line.row.pairs.items() if cells[i] or cells[j]}
        return replace(line.row, cells=cells, status=status, pairs=pairs, score=Score(line.row.score.confidence))


def _eased(rows: list[Row]) -> list[Row]:
    """Return rows of which those beside a corrected one are surer: half the doubt of each is about that edge.

    A wrong row has a wrong neighbour, so of the doubt about a row one half belongs to either edge; an edge that a
    person has drawn is not in doubt.
    """
    drawn = [n for n, row in enumerate(rows) if row.status is Status.CORRECTED]
    found = list(rows)
    for n in drawn:
        for m in (n - 1, n + 1):
            row = found[m] if 0 <= m < len(rows) else None
            if row and row.status is Status.AUTO and row.turn_row == rows[n].turn_row:
                found[m] = replace(row, score=replace(row.score, confidence=(1 + row.score.confidence) / 2))
    return found


def _unchain(line: Line) -> None:
    """Take a line out of its place, with all that it holds."""
    if line.before:
        line.before.after = line.after
    if line.after:
        line.after.before = line.before
    line.before = line.after = None


def derived(*parts: str) -> str:
    """Return the stable id of a segment that a person made of others."""
    return "~" + hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:16]


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
        replace(
            turn,
            start=shift(turn.start),
            end=shift(turn.end),
            paragraphs=tuple(sorted({shift(p) for p in turn.paragraphs} - {shift(turn.start)})),
        )
        for turn in edition.turns
    )
    return replace(edition, turns=turns, segments=tuple(Segment(n, text) for n, text in enumerate(kept)))
