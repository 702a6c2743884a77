"""Decisions as values, and the log they make: append-only, undo and redo are decisions too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from workbench.model import Level, Score


class Kind(StrEnum):
    """What was decided."""

    ACCEPT = "accept"
    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"
    LINK = "link"
    UNLINK = "unlink"
    DIVIDE = "divide"
    JOIN = "join"
    FLAG = "flag"
    UNFLAG = "unflag"
    COMMENT = "comment"
    UNDO = "undo"
    REDO = "redo"


CONFIRMING = frozenset({Kind.ACCEPT, Kind.MERGE, Kind.SPLIT, Kind.MOVE, Kind.LINK, Kind.UNLINK})
"""Decisions that say what rows are: what they leave behind is confirmed."""

CORRECTING = CONFIRMING - {Kind.ACCEPT}
"""Decisions that make other rows of what was there."""

MARKS = frozenset({Kind.FLAG, Kind.UNFLAG, Kind.COMMENT})
"""Decisions that say something of rows and leave them as they are."""

Anchor = tuple[tuple[str, tuple[str, ...]], ...]
"""A row by its text: for each language, the stable ids of its units, maybe none."""


@dataclass(frozen=True, slots=True)
class Belief:
    """How sure a row was found to be that a decision left: its score, and pairs of languages with a confidence."""

    anchor: Anchor
    score: Score
    pairs: tuple[tuple[str, str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that a person decided.

    ``before`` are the rows of a ``level`` as the person saw them, ``after`` as they left them. ``language``,
    ``segments`` and ``offset`` (characters) say what a divided or joined segment was; ``targets`` are the decisions
    that an undo or a redo is about, oldest first. ``under`` are the rows of segments that were aligned anew inside
    turns that were put together otherwise, in order; ``beliefs`` are how sure the changed rows were found to be.
    ``id`` is unique; ``at`` has a time zone.
    """

    id: str
    kind: Kind
    before: tuple[Anchor, ...] = ()
    after: tuple[Anchor, ...] = ()
    who: str = ""
    at: datetime | None = None
    note: str = ""
    language: str = ""
    segments: tuple[str, ...] = ()
    offset: int = 0
    targets: tuple[str, ...] = ()
    level: Level = Level.SEGMENT
    under: tuple[Anchor, ...] = ()
    beliefs: tuple[Belief, ...] = ()


def effective(log: Iterable[Decision]) -> list[Decision]:
    """Return the decisions that hold, in the order in which they came to hold."""
    known: dict[str, Decision] = {}
    held: dict[str, Decision] = {}
    for decision in log:
        if decision.kind is Kind.UNDO:
            for target in decision.targets:
                held.pop(target, None)
        elif decision.kind is Kind.REDO:
            for target in decision.targets:
                if target in known:
                    held.setdefault(target, known[target])
        else:
            known[decision.id] = held[decision.id] = decision
    return list(held.values())


def next_undo(log: Sequence[Decision], who: str) -> Decision | None:
    """Return the decision that an undo by a person takes back: their latest that holds; None for none."""
    return next((d for d in reversed(effective(log)) if d.who == who), None)


def undo_since(log: Sequence[Decision], who: str, ident: str) -> tuple[Decision, ...]:
    """Return a person's decisions that hold, from one of them on, oldest first; none where it does not hold."""
    held = effective(log)
    place = next((k for k, d in enumerate(held) if d.id == ident and d.who == who), len(held))
    return tuple(d for d in held[place:] if d.who == who)


def next_redo(log: Sequence[Decision], who: str) -> tuple[str, ...]:
    """Return what a redo by a person brings back, as one undo took it; none once they have decided something new."""
    undone: list[tuple[str, ...]] = []
    for decision in log:
        if decision.who != who:
            continue
        if decision.kind is Kind.UNDO:
            undone.append(decision.targets)
        elif decision.kind is Kind.REDO:
            if decision.targets in undone:
                undone.remove(decision.targets)
        else:
            undone.clear()
    return undone[-1] if undone else ()


def overlapping(
    held: Sequence[Decision], decision: Decision, *, apart_from: frozenset[str] = frozenset()
) -> Decision | None:
    """Return a decision of those that hold, later than one of them and about some of the same units; None for none.

    ``apart_from`` are the ids of decisions that do not count.
    """
    place = next((k for k, d in enumerate(held) if d.id == decision.id), -1)
    mine = _units(decision)
    return next((d for d in held[place + 1 :] if d.id not in apart_from and mine & _units(d)), None)


def _units(decision: Decision) -> set[tuple[str, str]]:
    rows = (*decision.before, *decision.after, *decision.under)
    found = {(language, unit) for row in rows for language, cell in row for unit in cell}
    return found | {(decision.language, unit) for unit in decision.segments}
