"""Alignments as files, for evaluation: JSONL rows, hunalign's ladder, ``[0,1]:[2]`` beads, gold in JSON."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any

from workbench.errors import InputError
from workbench.evaluate import Answer, Bead

_BEAD = re.compile(r"\[([\d,\s]*)\]\s*:\s*\[([\d,\s]*)\](?:\s*:\s*[-+.\deE]+)?")
_RUNG = re.compile(r"(\d+)\s+(\d+)(?:\s+[-+.\deEnainf]+)?")
_PAIR_NAME = re.compile(r"(?:^|[._/\\])([a-z]{2,3}(?:-[A-Z]{2})?)[-_]([a-z]{2,3}(?:-[A-Z]{2})?)(?:\.|$)")
_REMEDY = "give JSON lines (export --format jsonl), a hunalign ladder, or lines such as [0,1]:[2]"


def read_answers(text: str, *, where: str) -> dict[str, Answer]:
    """Return the alignments of a file by level (``segment``, ``turn``; bilingual formats hold segments).

    Raises InputError, with the line, where the file is none of the formats or breaks one.
    """
    head = text.lstrip("\ufeff \t\r\n")
    if head.startswith("{"):
        whole = _json_object(text)
        if whole is not None and ("pairs" in whole or "rows" in whole) and "cells" not in whole:
            return {"segment": _gold(whole, where)}
        return _jsonl(text, where)
    if head.startswith("["):
        return {"segment": _bilingual(_beads(text, where), where)}
    if _RUNG.match(head):
        return {"segment": _bilingual(_ladder(text, where), where)}
    raise InputError(where, "no alignment found in it", _REMEDY)


def _json_object(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _gold(value: dict[str, Any], where: str) -> Answer:
    """Return a gold file of rows ``{language: [units]}`` and pairs ``{"de-en": [[units], [units]]}``."""
    try:
        rows = tuple({lang: tuple(units) for lang, units in row.items()} for row in value.get("rows", []))
        pairs = {
            tuple(name.split("-", 1)): tuple((tuple(a), tuple(b)) for a, b in beads)
            for name, beads in value.get("pairs", {}).items()
        }
    except (TypeError, ValueError, AttributeError) as error:
        raise InputError(where, f"not a gold file of rows and pairs ({error})", _REMEDY) from None
    languages = dict.fromkeys([lang for row in rows for lang in row] + [lang for pair in pairs for lang in pair])
    return Answer(tuple(languages), rows, pairs or None)


def _jsonl(text: str, where: str) -> dict[str, Answer]:
    rows: dict[str, list[dict[str, tuple[int, ...]]]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
            cells = {lang: tuple(int(i) for i in cell["segments"]) for lang, cell in value["cells"].items()}
            rows.setdefault(str(value.get("level", "segment")), []).append(cells)
        except (ValueError, TypeError, KeyError, AttributeError):
            raise InputError(
                f"{where}:{number}", "this line is no row", 'a row is {"cells": {"en-GB": {"segments": [0]}}}'
            ) from None
    if not rows:
        raise InputError(where, "no row in it", _REMEDY)
    return {
        level: Answer(tuple(dict.fromkeys(lang for row in found for lang in row)), tuple(found))
        for level, found in rows.items()
    }


def _bilingual(beads: list[Bead], where: str) -> Answer:
    """Return beads as an answer, in the languages that the file's name gives (``de-fr.beads``), if any."""
    name = _PAIR_NAME.search(where)
    left, right = (name[1], name[2]) if name else ("left", "right")
    return Answer((left, right), (), {(left, right): tuple(beads)})


def _beads(text: str, where: str) -> list[Bead]:
    beads = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        match = _BEAD.fullmatch(line.strip())
        if not match:
            raise InputError(f"{where}:{number}", "this line is no bead", "write [0,1]:[2], units counted from 0")
        left, right = (tuple(int(i) for i in side.split(",") if i.strip()) for side in match.groups())
        beads.append((left, right))
    return beads


def _ladder(text: str, where: str) -> list[Bead]:
    """Return the beads between the rungs of a ladder; the last rung holds the sizes."""
    rungs = [(0, 0)]
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        match = _RUNG.fullmatch(line.strip())
        rung = (int(match[1]), int(match[2])) if match else (-1, -1)
        if rung[0] < rungs[-1][0] or rung[1] < rungs[-1][1]:
            raise InputError(f"{where}:{number}", "this line is no rung", "a rung is two ascending numbers and a score")
        rungs.append(rung)
    return [(tuple(range(a, c)), tuple(range(b, d))) for (a, b), (c, d) in pairwise(rungs) if (a, b) != (c, d)]
