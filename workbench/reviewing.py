"""Reviews over what is stored: an alignment with its decisions, and the next decision made safe.

A decision is checked against the rows as they stand and appended in one transaction, so of two people who
change the same row the second is told, and what they asked for is kept in the journal as refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from threading import RLock

from workbench import derived, journal, rejudging, store
from workbench.errors import Conflict, InputError
from workbench.journal import Entry
from workbench.model import AlignedTranscript, Level, Status
from workbench.review import (
    CORRECTING,
    Board,
    Decision,
    Kind,
    Request,
    Reviewed,
    decide,
    effective,
    next_redo,
    next_undo,
    overlapping,
    undo_since,
)


@dataclass(frozen=True, slots=True)
class Review:
    """An alignment as reviewed: ``base`` without decisions, ``now`` with them, ``log`` all of them.

    ``version`` is the number of the last line of the journal about it.
    """

    base: AlignedTranscript
    now: Reviewed
    log: tuple[Decision, ...]
    version: int

    @property
    def keys(self) -> tuple[str, ...]:
        """The names of the rows of segments."""
        return self.now.names[Level.SEGMENT]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks for, with the rows named by their keys, which undo and redo do not need."""

    request: Request
    keys: tuple[str, ...]


class Bench:
    """The rows of one alignment while people work on them: all who read it may share a bench, from any thread."""

    def __init__(self, root: Path, base: AlignedTranscript, *, frozen: bool = False) -> None:
        """Take an alignment as the aligner left it; ``frozen``: it is to be read only, without decisions."""
        self.root, self.frozen = root, frozen
        self._lock = RLock()
        self._ids = tuple(edition.stable_ids() for edition in base.transcript.editions)
        self._board: Board | None = Board(base, ids=self._ids)
        self._applied: list[str] = []
        self.review = Review(base, self._board.result(), (), 0)

    @property
    def name(self) -> str:
        """The transcript's name."""
        return self.review.base.transcript.name

    def now(self) -> Review:
        """Return the alignment with all that anybody has decided of it so far."""
        with self._lock:
            if not self.frozen:
                self._hear(journal.read(self.root, self.name, after=self.review.version))
            return self.review

    def ask(self, asked: Asked, *, who: str) -> Review:
        """Store what a person decides and return the alignment as it stands then.

        Asking twice with one id is asking once. Raises Conflict where somebody else changed a row since it
        was shown, and InputError where the rows do not allow it; the journal keeps what was refused.
        """
        with self._lock:
            try:
                with journal.writing(self.root) as connection:
                    self._hear(journal.entries(connection, self.name, after=self.review.version))
                    if journal.has(connection, asked.request.id):
                        return self.review
                    try:
                        decision = self._decided(asked, who)
                    except (Conflict, InputError) as error:
                        refused = Decision(asked.request.id, asked.request.kind, who=who, note=asked.request.note)
                        journal.append(connection, self.name, refused, refused=str(error))
                        connection.commit()
                        raise
                    line = journal.append(connection, self.name, decision)
            except BaseException:
                self._board = None  # it may have gone ahead of what is stored: made anew when it is needed
                raise
            self._hear([line])
            return self.review

    def _hear(self, lines: Sequence[Entry]) -> None:
        """Take over lines of the journal."""
        if not lines:
            return
        log = (*self.review.log, *(line.decision for line in lines if not line.refused))
        now = self.review.now if len(log) == len(self.review.log) else self._shown(effective(log))
        self.review = Review(self.review.base, now, log, lines[-1].number)

    def _shown(self, held: Sequence[Decision]) -> Reviewed:
        """Return the rows with the decisions that hold, from the board as it is where these only go on from there."""
        ids = [decision.id for decision in held]
        board = self._board
        if board is None or ids[: len(self._applied)] != self._applied:
            board, self._applied = Board(self.review.base, ids=self._ids), []
        for decision in held[len(self._applied) :]:
            board.apply(decision)
        self._board, self._applied = board, ids
        return board.result()

    def _decided(self, asked: Asked, who: str) -> Decision:
        decision = replace(_decision(self.review, asked, who), who=who, at=datetime.now(UTC))
        if decision.level is Level.TURN and decision.kind in CORRECTING:
            decision = rejudging.with_rows_inside(self.root, self.review.now, decision)
        if decision.kind in CORRECTING or decision.kind in (Kind.DIVIDE, Kind.JOIN):
            after = self._shown([*effective(self.review.log), decision])
            decision = rejudging.with_beliefs(self.review.now, after, decision)
            if self._board is not None:
                self._board.believe(decision)
        return decision


def _decision(review: Review, asked: Asked, who: str) -> Decision:
    request = asked.request
    if request.kind in (Kind.UNDO, Kind.REDO):
        return _back_or_forth(review, request, who)
    place = {key: row for row, key in enumerate(review.now.names[request.level])}
    gone = [key for key in asked.keys if key not in place]
    if gone:
        raise _changed(review, asked, who)
    return decide(review.now, replace(request, rows=tuple(place[key] for key in asked.keys)))


def _changed(review: Review, asked: Asked, who: str) -> Conflict:
    other = next((d.who for d in reversed(review.log) if d.who != who), "")
    by = f" by {other}" if other else ""
    what = "the row" if len(asked.keys) == 1 else "one of the rows"
    return Conflict("correction", f"{what} was changed{by} meanwhile", "look at it as it is now, and decide again")


def _back_or_forth(review: Review, request: Request, who: str) -> Decision:
    undo = request.kind is Kind.UNDO
    targets = _undone(review.log, who, request.since) if undo else next_redo(review.log, who)
    if not targets:
        raise InputError("correction", f"there is nothing to {request.kind}", "correct something first")
    own = frozenset(targets)
    for ident in targets:
        held = effective(review.log) if undo else _since(review.log, ident)
        target = next(d for d in (*held, *review.log) if d.id == ident)
        later = overlapping(held, target, apart_from=own)
        if later is not None:
            raise Conflict(
                "correction", f"{later.who or 'somebody'} has changed these rows since", "correct them as they are now"
            )
    return Decision(request.id, request.kind, targets=targets)


def _undone(log: Sequence[Decision], who: str, since: str) -> tuple[str, ...]:
    """Return what an undo takes back, oldest first: a person's latest decision, or all from one on."""
    if since:
        return tuple(decision.id for decision in undo_since(log, who, since))
    last = next_undo(log, who)
    return (last.id,) if last else ()


def _since(log: Sequence[Decision], ident: str) -> list[Decision]:
    """Return a decision that was undone, and what came to hold since it was made."""
    place = next(k for k, d in enumerate(log) if d.id == ident)
    return [log[place], *(d for d in effective(log[place + 1 :]) if d.id != ident)]


def load(root: Path, name: str) -> Review | None:
    """Return a transcript's alignment with its decisions; None where there is no alignment of these editions."""
    base = derived.load_alignment(root, store.load_transcript(root, name))
    return None if base is None else over(root, base)


def over(root: Path, base: AlignedTranscript) -> Review:
    """Return an alignment with the decisions about its transcript."""
    return Bench(root, base).now()


def ask(root: Path, base: AlignedTranscript, asked: Asked, *, who: str) -> Review:
    """Store what a person decides, as :meth:`Bench.ask`, at a bench of one's own."""
    bench = Bench(root, base)
    bench.now()
    return bench.ask(asked, who=who)


@dataclass(frozen=True, slots=True)
class Tally:
    """Figures of the segment rows: how many, mean confidence (0..1), and what people have said of them."""

    rows: int
    mean: float
    doubtful: int
    reviewed: int = 0
    flagged: int = 0


def tally(root: Path, name: str, doubtful: float) -> Tally:
    """Return the figures of a stored alignment; rows that a person has confirmed are not ``doubtful`` any more."""
    stored = derived.stamp(root, name)
    if stored is None:
        return Tally(0, 0.0, 0)
    version = journal.version(root, name)
    if not version:
        return Tally(stored.rows, stored.mean, stored.doubtful)
    return _tally(root.resolve(), name, doubtful, (version, derived.alignment_path(root, name).stat().st_mtime_ns))


@lru_cache(maxsize=256)
def _tally(root: Path, name: str, doubtful: float, _seen: tuple[int, int]) -> Tally:
    review = load(root, name)
    if review is None:
        return Tally(0, 0.0, 0)
    rows = review.now.aligned.segments.rows
    count = Counter(row.status for row in rows)
    unsure = sum(row.score.confidence < doubtful and row.status is Status.AUTO for row in rows)
    mean = sum(row.score.confidence for row in rows) / max(1, len(rows))
    done = count[Status.ACCEPTED] + count[Status.CORRECTED]
    return Tally(len(rows), mean, unsure, done, count[Status.FLAGGED])
