"""What people decided, kept for good: ``alignments/reviews.sqlite``, append-only.

One table, one line a decision, in the order in which they came; the number of a line is the version that a
transcript's reviews have reached. Through SQLAlchemy Core, so that a team's PostgreSQL serves as
well (``WORKBENCH_DATABASE`` names another database). SQLite writes ahead and syncs before it answers.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import WorkbenchError
from workbench.model import Level, Score
from workbench.review import Anchor, Belief, Decision, Kind

if TYPE_CHECKING:
    import sqlalchemy as sa


@cache
def _decisions() -> sa.Table:
    """Return the one table."""
    import sqlalchemy as sa  # noqa: PLC0415 — slow to load, and not needed where nothing was decided yet

    return sa.Table(
        "decisions",
        sa.MetaData(),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(64), nullable=False, unique=True),
        sa.Column("transcript", sa.String(255), nullable=False, index=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("who", sa.String(255), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("refused", sa.Text, nullable=False, default=""),
        sa.Column("data", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )


_EVIDENCE = ("length", "lexical", "cognate", "numbers", "position", "role")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the journal: its number, the decision, and why it was refused (empty: it was not)."""

    number: int
    decision: Decision
    refused: str = ""


def path(root: Path) -> Path:
    """Return where the reviews of a root folder are kept."""
    return root / "alignments" / "reviews.sqlite"


def read(root: Path, transcript: str, *, after: int = 0) -> list[Entry]:
    """Return the lines of a transcript after a number, oldest first; none where nothing was decided yet."""
    if not is_there(root):
        return []
    columns = _decisions().c
    query = _decisions().select().where(columns.transcript == transcript, columns.number > after)
    with _connection(root) as connection:
        return [_entry(row) for row in connection.execute(query.order_by(columns.number)).mappings()]


def version(root: Path, transcript: str) -> int:
    """Return the number of a transcript's last line; 0 where nothing was decided yet."""
    if not is_there(root):
        return 0
    import sqlalchemy as sa  # noqa: PLC0415

    columns = _decisions().c
    query = sa.select(sa.func.max(columns.number)).where(columns.transcript == transcript)
    with _connection(root) as connection:
        return int(connection.execute(query).scalar() or 0)


@contextmanager
def reading(root: Path) -> Iterator[sa.Connection]:
    """Open the journal's database to read; whoever keeps other decisions in it reads them so."""
    with _connection(root) as connection:
        yield connection


@contextmanager
def writing(root: Path) -> Iterator[sa.Connection]:
    """Open the journal for one reader and writer at a time; what is appended is safe when the block ends."""
    path(root).parent.mkdir(parents=True, exist_ok=True)
    with _connection(root) as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection
        connection.commit()


def entries(connection: sa.Connection, transcript: str, *, after: int = 0) -> list[Entry]:
    """Return the lines of a transcript after a number, as a writer sees them."""
    columns = _decisions().c
    query = _decisions().select().where(columns.transcript == transcript, columns.number > after)
    return [_entry(row) for row in connection.execute(query.order_by(columns.number)).mappings()]


def has(connection: sa.Connection, ident: str) -> bool:
    """Tell whether a decision of an id was stored or refused already."""
    return connection.execute(_decisions().select().where(_decisions().c.id == ident)).first() is not None


def append(connection: sa.Connection, transcript: str, decision: Decision, *, refused: str = "") -> Entry:
    """Append a decision, stamped with the time where it has none; return its line."""
    at = decision.at or datetime.now(UTC)
    values = {
        "id": decision.id,
        "transcript": transcript,
        "kind": str(decision.kind),
        "who": decision.who,
        "at": at.isoformat(timespec="milliseconds"),
        "refused": refused,
        "data": json.dumps(_data(decision), ensure_ascii=False, separators=(",", ":")),
    }
    table = _decisions()
    result = connection.execute(table.insert().values(values))
    row = connection.execute(
        table.select().where(table.c.number == result.inserted_primary_key[0])  # type: ignore[index]
    )
    return _entry(row.mappings().one())


def _data(decision: Decision) -> dict[str, Any]:
    same = decision.kind is Kind.ACCEPT and decision.before == decision.after
    data: dict[str, Any] = {
        "level": "turn" if decision.level is Level.TURN else "",
        "before": [] if same else [dict(anchor) for anchor in decision.before],
        "after": [dict(anchor) for anchor in decision.after],
        "under": [dict(anchor) for anchor in decision.under],
        "beliefs": [_belief_data(belief) for belief in decision.beliefs],
        "note": decision.note,
        "language": decision.language,
        "segments": list(decision.segments),
        "offset": decision.offset,
        "targets": list(decision.targets),
    }
    return {key: value for key, value in data.items() if value}


def _belief_data(belief: Belief) -> list[Any]:
    """Return a row's anchor, its confidence and evidence, and the confidence of its pairs."""
    score = belief.score
    numbers = [score.confidence, *(getattr(score, name) for name in _EVIDENCE)]
    return [
        dict(belief.anchor),
        [_short(number) for number in numbers],
        [[a, b, _short(c)] for a, b, c in belief.pairs],
    ]


def _short(number: float | None) -> float | None:
    return None if number is None else round(number, 4)


def _belief(data: Sequence[Any]) -> Belief:
    anchor, numbers, pairs = data
    return Belief(_anchors([anchor])[0], Score(*numbers), tuple((a, b, sure) for a, b, sure in pairs))


def _entry(row: Any) -> Entry:
    data = json.loads(row["data"])
    kind = Kind(row["kind"])
    after = _anchors(data.get("after", ()))
    before = _anchors(data.get("before", ()))
    decision = Decision(
        id=row["id"],
        kind=kind,
        before=before or (after if kind is Kind.ACCEPT else ()),
        after=after,
        who=row["who"],
        at=datetime.fromisoformat(row["at"]),
        note=data.get("note", ""),
        language=data.get("language", ""),
        segments=tuple(data.get("segments", ())),
        offset=data.get("offset", 0),
        targets=tuple(data.get("targets", [data["target"]] if "target" in data else ())),  # one, as it once was written
        level=Level(data.get("level", "segment")),
        under=_anchors(data.get("under", ())),
        beliefs=tuple(map(_belief, data.get("beliefs", ()))),
    )
    return Entry(row["number"], decision, row["refused"])


def _anchors(rows: Sequence[dict[str, list[str]]]) -> tuple[Anchor, ...]:
    return tuple(tuple((language, tuple(cell)) for language, cell in row.items()) for row in rows)


def is_there(root: Path) -> bool:
    """Tell whether anything can have been decided under a root folder."""
    return bool(os.environ.get("WORKBENCH_DATABASE")) or path(root).is_file()


@contextmanager
def _connection(root: Path) -> Iterator[sa.Connection]:
    import sqlalchemy as sa  # noqa: PLC0415

    try:
        url = os.environ.get("WORKBENCH_DATABASE") or f"sqlite:///{path(root).resolve()}"
        with _engine(url, str(path(root).resolve())).connect() as connection:
            yield connection
    except sa.exc.SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        remedy = "see that the disk has room and that the file may be written; what was decided before is kept"
        raise WorkbenchError(str(path(root)), f"the reviews cannot be read or written ({reason})", remedy) from None


def _write_ahead(connection: Any) -> None:
    """Switch a database to writing ahead; SQLite does not wait here by itself while another does the same."""
    for attempt in range(200):
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if attempt == 199:
                raise
            time.sleep(0.05)
        else:
            return


@cache
def _engine(url: str, _place: str) -> sa.Engine:
    import sqlalchemy as sa  # noqa: PLC0415

    engine = sa.create_engine(url, connect_args={"timeout": 20} if url.startswith("sqlite") else {})
    if engine.dialect.name == "sqlite":

        @sa.event.listens_for(engine, "connect")
        def _prepare(connection: Any, _record: Any) -> None:
            connection.isolation_level = None  # transactions are begun by hand, so that they lock at once
            _write_ahead(connection)
            connection.execute("PRAGMA synchronous=FULL")

    with engine.begin() as connection:
        connection.execute(sa.schema.CreateTable(_decisions(), if_not_exists=True))
        for index in _decisions().indexes:
            connection.execute(sa.schema.CreateIndex(index, if_not_exists=True))
    return engine
