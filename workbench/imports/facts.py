"""The facts of a row as exchange formats write them: words and numbers, read with what to do where they are wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.errors import InputError
from workbench.imports.rows import Found
from workbench.interchange import Unit, cut, parse_pairs
from workbench.model import Level, Role, Status


def found_row(cells: Mapping[str, tuple[Unit, ...]], facts: Mapping[str, str], *, where: str) -> Found:
    """Return a row of cells and the facts ``level``, ``row``, ``turn_row``, ``role``, ``status``, ``confidence``,
    ``pairs`` and ``transcript``, as far as they are given; raises InputError for one that cannot be read.
    """  # noqa: D205 — one sentence
    try:
        return Found(
            cells,
            Level(facts["level"]) if facts.get("level") else Level.SEGMENT,
            _whole(facts.get("turn_row")),
            Role(facts["role"]) if facts.get("role") else None,
            Status(facts["status"]) if facts.get("status") else None,
            _share(facts.get("confidence")),
            {pair: _share(value) or 0.0 for pair, value in parse_pairs(facts.get("pairs", "")).items()},
            facts.get("key") or None,
            facts.get("transcript", ""),
            _whole(facts.get("row")),
        )
    except ValueError as error:
        raise InputError(where, f"a fact of this row cannot be read ({error})", "mend it, or leave it out") from None


def cell_units(text: str, note: str, speaker: str, *, where: str) -> tuple[Unit, ...]:
    """Return the units of a cell; raises InputError where its note does not fit its text (someone edited it).

    An edited text whose units were one is taken as it stands.
    """
    try:
        return cut(text, note, speaker)
    except ValueError as error:
        raise InputError(where, f"the units noted do not fit the text ({error})", "leave the note out") from None


def _whole(value: Any) -> int | None:
    return None if value in (None, "") else int(float(value))


def _share(value: Any) -> float | None:
    if value in (None, ""):
        return None
    number = float(value)
    if not 0.0 <= number <= 1.0:
        msg = f"{value} is no share from 0 to 1"
        raise ValueError(msg)
    return number
