"""JSON-lines rows, as ``export --format jsonl`` writes them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from workbench.errors import InputError, UnreadableFile
from workbench.imports.facts import cell_units, found_row
from workbench.imports.rows import Found, FoundCorpus
from workbench.interchange import Unit
from workbench.language import canonical
from workbench.model import Level

Source = tuple[str, bytes]
_FACTS = ("level", "row", "turn_row", "role", "status", "confidence", "transcript")


def read_jsonl(files: Sequence[Source]) -> FoundCorpus:
    """Return the rows of JSON-lines files; raises InputError with file and line."""
    rows: list[Found] = []
    for where, data in files:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise UnreadableFile(where, "not UTF-8", "save it as UTF-8") from None
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                rows.append(_row(line, f"{where}:{number}"))
    languages = tuple(dict.fromkeys(language for row in rows for language in row.cells))
    return FoundCorpus(rows, languages)


def _row(line: str, where: str) -> Found:
    try:
        value = json.loads(line)
        facts = {name: str(value[name]) for name in _FACTS if value.get(name) is not None}
        facts["pairs"] = " ".join(f"{pair}={share}" for pair, share in value.get("pairs", {}).items())
        notes = value.get("units", {})
        level = facts.get("level", "segment")
        cells = {canonical(tag, where=where): (cell, notes.get(tag)) for tag, cell in value["cells"].items()}
        units = {tag: _units(cell, note, level, where) for tag, (cell, note) in cells.items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        raise InputError(
            where, "this line is no row", 'a row is {"cells": {"en-GB": {"segments": [0], "text": "…"}}}'
        ) from None
    joined = frozenset(tag for tag, (cell, note) in cells.items() if not note and len(cell.get("segments") or ()) > 1)
    return replace(found_row(units, facts, where=where), joined=joined if level == Level.SEGMENT else frozenset())


def _units(cell: Mapping[str, Any], note: Mapping[str, str] | None, level: str, where: str) -> tuple[Unit, ...]:
    """Return a cell's units; without a note the cell is one, at the first of its places."""
    text = str(cell["text"])
    if note:
        return cell_units(text, str(note.get("note", "")), str(note.get("speaker", "")), where=where)
    places = cell.get("segments") or []
    if not places and not text:
        return ()
    index = int(places[0]) if places else None
    return (Unit(text, index, index if level == Level.TURN else None),)
