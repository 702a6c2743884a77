"""Findings that a person has dismissed, with reason and name: the store's part for them, append-only.

They stand in the journal's database by the finding's stable id, so a finding stays dismissed after a new alignment.
Restoring is another entry. Entries are checked and appended in one transaction: of two people who
decide at once both are kept, and who would undo what they have not seen is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Column, Connection, Integer, MetaData, RowMapping, String, Table, func, insert, select
from sqlalchemy.schema import CreateIndex, CreateTable

from workbench import journal
from workbench.errors import Conflict

_TABLE = Table(
    "finding_decisions",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("transcript", String(200), nullable=False, index=True),
    Column("finding", String(80), nullable=False),
    Column("action", String(20), nullable=False),
    Column("reason", String(2000), nullable=False),
    Column("who", String(200), nullable=False),
    Column("at", String(40), nullable=False),
)


class Action(StrEnum):
    """What a person does with a finding: dismiss it, or let it count again."""

    DISMISS = "dismiss"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Dismissal:
    """An entry: who dismissed or restored a finding, when (ISO 8601, UTC) and why; ``number`` counts entries."""

    finding: str
    reason: str
    who: str
    at: str
    action: Action = Action.DISMISS
    number: int = 0


def dismiss(root: Path, transcript: str, finding: str, *, reason: str, who: str, seen: int | None = None) -> None:  # noqa: PLR0913 — an entry's fields
    """Record that a finding is dismissed; asking twice for the same is asking once.

    ``seen`` is the number of the finding's last entry that the person has seen (0: none). Raises Conflict where
    somebody has restored it since, and WorkbenchError where the database cannot be written.
    """
    _record(root, transcript, Dismissal(finding, reason, who, "", Action.DISMISS), seen)


def restore(  # noqa: PLR0913 — an entry's fields
    root: Path, transcript: str, finding: str, *, reason: str = "", who: str = "", seen: int | None = None
) -> None:
    """Record that a finding counts again; Conflict where somebody has dismissed it anew since ``seen``."""
    _record(root, transcript, Dismissal(finding, reason, who, "", Action.RESTORE), seen)


def dismissed(root: Path, transcript: str) -> dict[str, Dismissal]:
    """Return the findings of a transcript that are dismissed now, by id; empty where nothing was ever decided."""
    last = {entry.finding: entry for entry in history(root, transcript)}
    return {finding: entry for finding, entry in last.items() if entry.action is Action.DISMISS}


def history(root: Path, transcript: str) -> list[Dismissal]:
    """Return all that was decided of a transcript's findings, oldest first."""
    if not journal.is_there(root):
        return []
    with journal.reading(root) as connection:
        _prepare(connection)
        query = select(_TABLE).where(_TABLE.c.transcript == transcript).order_by(_TABLE.c.id)
        return [_entry(row) for row in connection.execute(query).mappings()]


def version(root: Path, transcript: str) -> int:
    """Return the number of the last entry about a transcript; 0 where there is none."""
    if not journal.is_there(root):
        return 0
    with journal.reading(root) as connection:
        _prepare(connection)
        query = select(func.max(_TABLE.c.id)).where(_TABLE.c.transcript == transcript)
        return int(connection.execute(query).scalar() or 0)


def _record(root: Path, transcript: str, wanted: Dismissal, seen: int | None) -> None:
    with _writing(root) as connection:
        query = select(_TABLE).where(_TABLE.c.transcript == transcript, _TABLE.c.finding == wanted.finding)
        row = connection.execute(query.order_by(_TABLE.c.id.desc()).limit(1)).mappings().first()
        last = _entry(row) if row else Dismissal(wanted.finding, "", "", "", Action.RESTORE)
        if last.action is wanted.action and (wanted.action is Action.RESTORE or _same(last, wanted)):
            return
        if seen is not None and last.number > seen and last.action is not wanted.action:
            done = "dismissed" if last.action is Action.DISMISS else "restored"
            raise Conflict("finding", f"{last.who or 'somebody'} {done} it meanwhile", "look at it, and decide again")
        values = {
            "transcript": transcript, "finding": wanted.finding, "action": str(wanted.action),
            "reason": wanted.reason[:2000], "who": wanted.who[:200],
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
        }  # fmt: skip
        connection.execute(insert(_TABLE).values(**values))


def _same(one: Dismissal, other: Dismissal) -> bool:
    return (one.reason, one.who) == (other.reason, other.who)


def _entry(row: RowMapping) -> Dismissal:
    return Dismissal(row["finding"], row["reason"], row["who"], row["at"], Action(row["action"]), row["id"])


@contextmanager
def _writing(root: Path) -> Iterator[Connection]:
    with journal.writing(root) as connection:
        _prepare(connection)
        yield connection


def _prepare(connection: Connection) -> None:
    """Make the table where it is not there; where it is, this touches nothing and waits for nobody."""
    connection.execute(CreateTable(_TABLE, if_not_exists=True))
    for index in _TABLE.indexes:
        connection.execute(CreateIndex(index, if_not_exists=True))
