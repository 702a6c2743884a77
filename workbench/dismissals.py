"""Findings that a person has dismissed, with reason and name: the store's part for them, append-only.

They stand in ``alignments/reviews.sqlite`` (or the database that WORKBENCH_DATABASE names, through SQLAlchemy Core)
by the finding's stable id, so a finding stays dismissed after a new alignment. Restoring is another entry.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, create_engine, insert, select
from sqlalchemy.exc import SQLAlchemyError

from workbench.errors import WorkbenchError

_METADATA = MetaData()
_TABLE = Table(
    "finding_decisions",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("transcript", String(200), nullable=False, index=True),
    Column("finding", String(80), nullable=False),
    Column("action", String(20), nullable=False),
    Column("reason", String(2000), nullable=False),
    Column("who", String(200), nullable=False),
    Column("at", String(40), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Dismissal:
    """Who dismissed a finding, when (ISO 8601, UTC) and why."""

    finding: str
    reason: str
    who: str
    at: str


def dismiss(root: Path, transcript: str, finding: str, *, reason: str, who: str) -> None:
    """Record that a finding is dismissed; raises WorkbenchError where the database cannot be written."""
    _record(root, transcript, finding, "dismiss", reason, who)


def restore(root: Path, transcript: str, finding: str, *, reason: str = "", who: str = "") -> None:
    """Record that a finding counts again."""
    _record(root, transcript, finding, "restore", reason, who)


def dismissed(root: Path, transcript: str) -> dict[str, Dismissal]:
    """Return the findings of a transcript that are dismissed now, by id; empty where nothing was ever decided."""
    if not os.environ.get("WORKBENCH_DATABASE") and not _path(root).is_file():
        return {}
    found: dict[str, Dismissal] = {}
    with _connection(root) as connection:
        query = select(_TABLE).where(_TABLE.c.transcript == transcript).order_by(_TABLE.c.id)
        for row in connection.execute(query):
            if row.action == "dismiss":
                found[row.finding] = Dismissal(row.finding, row.reason, row.who, row.at)
            else:
                found.pop(row.finding, None)
    return found


def _path(root: Path) -> Path:
    return root / "alignments" / "reviews.sqlite"


def _record(root: Path, transcript: str, finding: str, action: str, reason: str, who: str) -> None:  # noqa: PLR0913, PLR0917 — a record's fields
    values = {
        "transcript": transcript, "finding": finding, "action": action, "reason": reason, "who": who,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }  # fmt: skip
    with _connection(root) as connection:
        connection.execute(insert(_TABLE).values(**values))


@contextmanager
def _connection(root: Path) -> Iterator[Connection]:
    url = os.environ.get("WORKBENCH_DATABASE")
    try:
        if not url:
            _path(root).parent.mkdir(parents=True, exist_ok=True)
            url = f"sqlite:///{_path(root)}"
        engine = create_engine(url)
        try:
            with engine.begin() as connection:
                if engine.dialect.name == "sqlite":
                    connection.exec_driver_sql("PRAGMA journal_mode=WAL")
                _METADATA.create_all(connection)
                yield connection
        finally:
            engine.dispose()
    except (SQLAlchemyError, OSError) as error:
        where = str(_path(root))
        raise WorkbenchError(
            where, f"the store of decisions fails ({type(error).__name__})", "see that the file can be written"
        ) from None
