"""Decisions as values, and the log they make: append-only, undo and redo are decisions too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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

Anchor = tuple[tuple[str, tuple[str, ...]], ...]
"""A row by its text: for each language, the stable ids of its segments, maybe none."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that a person decided.

    ``before`` are the rows as the person saw them, ``after`` as they left them. ``language``, ``segments`` and
    ``offset`` (characters) say what a divided or joined segment was; ``target`` is the decision that
    an undo or a redo is about. ``id`` is unique; ``at`` has a time zone.
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
    target: str = ""


def effective(log: Iterable[Decision]) -> list[Decision]:
    """Return the decisions that hold, in the order in which they came to hold."""
    known: dict[str, Decision] = {}
    held: dict[str, Decision] = {}
    for decision in log:
        if decision.kind is Kind.UNDO:
            held.pop(decision.target, None)
        elif decision.kind is Kind.REDO:
            if decision.target in known:
                held.setdefault(decision.target, known[decision.target])
        else:
            known[decision.id] = held[decision.id] = decision
    return list(held.values())


def next_undo(log: Sequence[Decision], who: str) -> Decision | None:
    """Return the decision that an undo by a person takes back: their latest that holds; None for none."""
    return next((d for d in reversed(effective(log)) if d.who == who), None)


def next_redo(log: Sequence[Decision], who: str) -> Decision | None:
    """Return the decision that a redo by a person brings back; None once they have decided something new."""
    undone: list[str] = []
    for decision in log:
        if decision.who != who:
            continue
        if decision.kind is Kind.UNDO:
            undone.append(decision.target)
        elif decision.kind is Kind.REDO:
            if decision.target in undone:
                undone.remove(decision.target)
        else:
            undone.clear()
    return next((d for d in log if undone and d.id == undone[-1]), None)


def overlapping(log: Sequence[Decision], decision: Decision) -> Decision | None:
    """Return a decision that came to hold later, and is about some of the same segments; None for none."""
    held = effective(log)
    place = next((k for k, d in enumerate(held) if d.id == decision.id), -1)
    mine = _segments(decision)
    return next((d for d in held[place + 1 :] if mine & _segments(d)), None)


def _segments(decision: Decision) -> set[tuple[str, str]]:
    rows = (*decision.before, *decision.after)
    found = {(language, segment) for row in rows for language, cell in row for segment in cell}
    return found | {(decision.language, segment) for segment in decision.segments}
