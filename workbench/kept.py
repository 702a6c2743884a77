"""Editions as they were understood, kept so that the pages of a long transcript are not read anew at every start.

::

    alignments/read/<transcript>.json    derived: delete it and the pages are read again

A kept edition stands only as long as neither the files that it was read from nor this program have changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from workbench.atomic import write_whole
from workbench.model import Edition, Provenance, Role, Segment, Turn

LEAST = 200_000
"""Bytes of a transcript's files from which on it is kept: shorter ones are read at once."""

_TURN = [field.name for field in fields(Turn)]

Seen = Sequence[tuple[str, int, int]]
"""Name, time of change (ns) and size (bytes) of each file."""


def load(path: Path, seen: Seen) -> tuple[Edition, ...] | None:
    """Return the editions that were kept of some files; None where there are none, or something has changed since."""
    if sum(size for _, _, size in seen) < LEAST:
        return None
    try:
        found = json.loads(path.read_bytes())
        return tuple(map(_edition, found["editions"])) if found["stamp"] == _stamp(seen) else None
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None  # derived: as good as not there


def save(path: Path, seen: Seen, editions: Sequence[Edition]) -> None:
    """Keep the editions read from some files, where these are long; a disk that refuses is let be."""
    if sum(size for _, _, size in seen) < LEAST:
        return
    document = {"stamp": _stamp(seen), "editions": [_values(edition) for edition in editions]}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, [json.dumps(document, separators=(",", ":")).encode()])
    except OSError:
        return  # a root that may only be read: the pages are read again


def _stamp(seen: Seen) -> str:
    return hashlib.sha256(f"{_program()} {list(seen)}".encode()).hexdigest()


@cache
def _program() -> str:
    """Return what changes with this program: its files, their sizes and times of change."""
    package = Path(__file__).resolve().parent
    files = sorted(p for p in package.rglob("*") if p.suffix in {".py", ".toml", ".tsv"})
    about = [(p.relative_to(package).as_posix(), p.stat().st_size, p.stat().st_mtime_ns) for p in files]
    return hashlib.sha256(repr(about).encode()).hexdigest()


def _values(edition: Edition) -> dict[str, Any]:
    return {
        "language": edition.language,
        "title": edition.title,
        "date": edition.date.isoformat() if edition.date else "",
        "listed": edition.listed,
        "notes": edition.notes,
        "origin": asdict(edition.provenance) if edition.provenance else None,
        "turns": [[getattr(turn, name) for name in _TURN] for turn in edition.turns],
        "texts": [segment.text for segment in edition.segments],
    }


def _edition(values: dict[str, Any]) -> Edition:
    origin = values["origin"]
    return Edition(
        values["language"],
        tuple(map(_turn, values["turns"])),
        tuple(Segment(n, text) for n, text in enumerate(values["texts"])),
        values["title"],
        _moment(values["date"]),
        tuple(values["listed"]),
        Provenance(**origin | {"repairs": tuple(origin["repairs"])}) if origin else None,
        tuple(values["notes"]),
    )


def _turn(values: Sequence[Any]) -> Turn:
    about = dict(zip(_TURN, values, strict=True))
    return Turn(**about | {"role": Role(about["role"]), "paragraphs": tuple(about["paragraphs"])})


def _moment(text: str) -> datetime | date | None:
    if not text:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
