"""Names, numbers and dates that a careless translator changes are found, and the texts without them are left in peace."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from small import rows_of as aligned

from workbench.checks import run_checks
from workbench.consonants import apart
from workbench.findings import Severity

TEXTS = json.loads((Path(__file__).parents[1] / "cases" / "planted.json").read_text("utf-8"))
LEAST = {"name": 0.8, "number": 0.8, "date": 0.8}
"""Share of the faults that must be found; several are planted at once, so that some hide others."""
_APART = 4  # rows between two faults of a round


def rounds(faults: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return every fifth of the faults, in groups whose rows are some rows apart."""
    out: list[list[dict[str, Any]]] = []
    for fault in faults[::5]:
        group = next((g for g in out if all(abs(f["row"] - fault["row"]) >= _APART for f in g)), None)
        if group is None:
            out.append([fault])
        else:
            group.append(fault)
    return out


@pytest.mark.parametrize("name", TEXTS)
def test_faultless(name: str) -> None:
    """Free translation is neither error nor warning."""
    assert [f.message for f in run_checks(aligned(TEXTS[name]["rows"])) if f.severity is not Severity.INFO] == []


def test_planted() -> None:
    """Most faults are found by the right check, in the right edition and row."""
    planted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for text in TEXTS.values():
        for group in rounds(text["faults"]):
            rows = [dict(row) for row in text["rows"]]
            for fault in group:
                cell = rows[fault["row"]]
                cell[fault["edition"]] = cell[fault["edition"]].replace(fault["find"], fault["replace"], 1)
            told = {(f.row, f.check, f.odd_one_out) for f in run_checks(aligned(rows))}
            for fault in group:
                planted[fault["check"]] += 1
                found[fault["check"]] += (fault["row"], fault["check"], fault["edition"]) in told
    assert {check: share for check in LEAST if (share := found[check] / planted[check]) < LEAST[check]} == {}


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Siobhan", "Шивон", True),
        ("Cheikhoun", "Шейхун", True),
        ("Jaca", "Хаке", True),
        ("Knott", "Нотт", True),
        ("Rostock", "Ростове", False),
        ("Iran", "Irak", False),
        ("Lavrov", "Рябков", False),
    ],
)
def test_consonants(left: str, right: str, *, same: bool) -> None:
    """Consonants tell a name in another script or spelling from another name."""
    assert (apart(left, right) <= 0.32) is same
