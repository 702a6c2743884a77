"""Reviews over what is stored: an alignment with its decisions, and the next decision made safe.

A decision is checked against the rows as they stand and appended in one transaction, so of two people who
change the same row the second is told, and what they asked for is kept in the journal as refused.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

from workbench import derived, journal, store
from workbench.errors import Conflict, InputError
from workbench.journal import Entry
from workbench.model import AlignedTranscript, Alignment, Edition, Level, Row, Status, Transcript
from workbench.review import (
    Decision,
    Kind,
    Request,
    Reviewed,
    anchor_of,
    decide,
    effective,
    next_redo,
    next_undo,
    replay,
)
from workbench.review.decisions import overlapping

Cells = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Review:
    """An alignment as reviewed: ``base`` without decisions, ``now`` with them, ``log`` all of them.

    ``version`` is the number of the last line of the journal about it; ``keys`` name the segment rows as they
    stand: a key changes whenever the row, or what was decided of it, does; ``ids`` are those of ``base``.
    """

    base: AlignedTranscript
    now: Reviewed
    log: tuple[Decision, ...]
    version: int
    keys: tuple[str, ...]
    ids: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks for, with the rows named by their keys; ``target`` is not needed for undo and redo."""

    request: Request
    keys: tuple[str, ...]


def load(root: Path, name: str) -> Review | None:
    """Return a transcript's alignment with its decisions; None where there is no alignment of these editions."""
    base = derived.load_alignment(root, store.load_transcript(root, name))
    return None if base is None else over(root, base)


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


def fixed_rows(root: Path, transcript: Transcript) -> dict[Cells, float]:
    """Return the rows that people have confirmed in all editions, with a confidence, in the editions' own segments.

    Rows with an edition that is new, or whose text has changed, are not among them: the aligner finds what stands
    there. Rows that share a segment, since a person divided it, count as one.
    """
    log = effective(line.decision for line in journal.read(root, transcript.name) if not line.refused)
    if not log:
        return {}
    alone = _unaligned(transcript)
    now = replay(alone, log)
    said = {anchor for decision in log for anchor in decision.after}
    sides = [_spread(new, old) for new, old in zip(now.aligned.transcript.editions, transcript.editions, strict=True)]
    groups: list[list[set[int]]] = []
    for number, row in enumerate(now.aligned.segments.rows):
        if now.touched[number] and anchor_of(now, number) in said:
            group = [{u for unit in cell for u in sides[k][unit]} for k, cell in enumerate(row.cells)]
            for other in [g for g in groups if any(a & b for a, b in zip(g, group, strict=True))]:
                group = [a | b for a, b in zip(group, other, strict=True)]
                groups.remove(other)
            groups.append(group)
    return {tuple(tuple(sorted(cell)) for cell in group): 1.0 for group in groups}


def _unaligned(transcript: Transcript) -> AlignedTranscript:
    """Return a transcript in which every unit is a row of its own."""
    made = []
    for level in Level:
        sizes = tuple(edition.size(level) for edition in transcript.editions)
        rows = tuple(
            Row(tuple((unit,) if k == column else () for k in range(len(sizes))))
            for column, size in enumerate(sizes)
            for unit in range(size)
        )
        made.append(Alignment(transcript.languages, sizes, level, rows))
    return AlignedTranscript(transcript, made[0], made[1], transcript.languages[0])


def _spread(new: Edition, old: Edition) -> list[range]:
    """Return, for each segment of an edition that people have divided or joined, the original segments it is of."""
    ends = list(accumulate(_letters(segment.text) for segment in old.segments))
    found = []
    here = 0
    for segment in new.segments:
        there = here + _letters(segment.text)
        found.append(range(bisect_right(ends, here), bisect_left(ends, there) + 1))
        here = there
    return found


def _letters(text: str) -> int:
    return sum(not character.isspace() for character in text)


def over(root: Path, base: AlignedTranscript, known: Review | None = None) -> Review:
    """Return an alignment with the decisions about its transcript; ``known`` is returned if nothing is new."""
    name = base.transcript.name
    if known is not None and known.base is base and not journal.read(root, name, after=known.version):
        return known
    return _review(base, journal.read(root, name), known)


def frozen(base: AlignedTranscript) -> Review:
    """Return an alignment to be read only, without what anybody has decided."""
    return _review(base, [])


def _review(base: AlignedTranscript, lines: Sequence[Entry], known: Review | None = None) -> Review:
    log = tuple(line.decision for line in lines if not line.refused)
    same = known is not None and known.base is base
    ids = known.ids if same and known else tuple(edition.stable_ids() for edition in base.transcript.editions)
    now = replay(base, effective(log), ids=ids)
    return Review(base, now, log, lines[-1].number if lines else 0, _keys(now), ids)


def ask(root: Path, base: AlignedTranscript, asked: Asked, *, who: str, known: Review | None = None) -> Review:
    """Store what a person decides and return the alignment as it stands then.

    Asking twice with one id is asking once. Raises Conflict where somebody else changed a row since it
    was shown, and InputError where the rows do not allow it; the journal keeps what was refused.
    """
    name = base.transcript.name
    with journal.writing(root) as connection:
        lines = journal.entries(connection, name)
        fresh = known is not None and known.base is base and known.version == (lines[-1].number if lines else 0)
        review = known if fresh and known else _review(base, lines, known)
        if any(line.decision.id == asked.request.id for line in lines):
            return review
        try:
            decision = replace(_decision(review, asked, who), who=who, at=datetime.now(UTC))
        except (Conflict, InputError) as error:
            refused = Decision(asked.request.id, asked.request.kind, who=who, note=asked.request.note)
            journal.append(connection, name, refused, refused=str(error))
            connection.commit()
            raise
        line = journal.append(connection, name, decision)
    return _review(base, [*lines, line], review)


def _decision(review: Review, asked: Asked, who: str) -> Decision:
    request = asked.request
    if request.kind in (Kind.UNDO, Kind.REDO):
        return _back_or_forth(review, request, who)
    place = {key: row for row, key in enumerate(review.keys)}
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
    target = next_undo(review.log, who) if undo else next_redo(review.log, who)
    if target is None:
        raise InputError("correction", f"there is nothing to {request.kind}", "correct something first")
    later = overlapping(review.log, target) if undo else _since(review.log, target)
    if later is not None:
        raise Conflict(
            "correction", f"{later.who or 'somebody'} has changed these rows since", "correct them as they are now"
        )
    return Decision(request.id, request.kind, target=target.id)


def _since(log: Sequence[Decision], target: Decision) -> Decision | None:
    """Return a decision of somebody else's made since, about what is to be redone."""
    place = next(k for k, d in enumerate(log) if d.id == target.id)
    return overlapping([target, *effective(log[place + 1 :])], target)


def _keys(now: Reviewed) -> tuple[str, ...]:
    keys = []
    for row, touched in zip(now.aligned.segments.rows, now.touched, strict=True):
        cells = "|".join(",".join(now.ids[k][unit] for unit in cell) for k, cell in enumerate(row.cells))
        stamp = f"{cells}|{touched[-1].id if touched else ''}"
        keys.append(hashlib.blake2b(stamp.encode(), digest_size=9).hexdigest())
    return tuple(keys)
