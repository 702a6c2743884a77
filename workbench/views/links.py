"""Deep links: what an address asks the parallel text to show, checked against what there is.

An address can be typed, shortened or years old; whatever in it does not hold is dropped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.model import AlignedTranscript, Level, Role

ONLY = ("omission", "crossing", "open", "doubtful", "flagged", "comments", "reviewed", "hits", "finding")
"""Kinds of rows that a filter can be narrowed to."""

READINGS = ("table", "book", "single")
"""Ways of reading."""


@dataclass(frozen=True, slots=True)
class Link:
    """What to show: ``row`` is 1-based, ``least`` and ``most`` are confidences in per cent."""

    level: Level
    languages: tuple[str, ...]
    row: int | None = None
    roles: tuple[Role, ...] = tuple(Role)
    least: int = 0
    most: int = 100
    only: str = ""
    query: str = ""
    view: str = ""


def wanted(params: Mapping[str, str], names: Sequence[str]) -> str | None:
    """Return the transcript that an address names, if there is one of that name."""
    name = params.get("transcript", "")
    return name if name in names else None


def read(params: Mapping[str, str], aligned: AlignedTranscript) -> Link:
    """Return what an address asks for, without what the transcript does not have."""
    level = Level.TURN if params.get("level") == Level.TURN else Level.SEGMENT
    known = aligned.transcript.languages
    languages = tuple(dict.fromkeys(t for t in _items(params, "languages") if t in known))
    least, most = _percent(params, "min", 0), _percent(params, "max", 100)
    if least > most:
        least, most = 0, 100
    roles = tuple(role for role in Role if role in _items(params, "role"))
    only = params.get("only", "")
    return Link(
        level=level,
        languages=languages or known,
        row=_row(params, len(aligned.at(level).rows)),
        roles=roles or tuple(Role),
        least=least,
        most=most,
        only=only if only in ONLY else "",
        query=" ".join(params.get("q", "").split())[:200],
        view=params["view"] if params.get("view") in READINGS else "",
    )


def _items(params: Mapping[str, str], key: str) -> list[str]:
    return [item.strip() for item in params.get(key, "").split(",") if item.strip()]


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _percent(params: Mapping[str, str], key: str, default: int) -> int:
    value = _whole(params.get(key, ""))
    return value if value is not None and value <= 100 else default


def _row(params: Mapping[str, str], rows: int) -> int | None:
    value = _whole(params.get("row", ""))
    return value if value is not None and 1 <= value <= rows else None
