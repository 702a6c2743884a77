"""A session's desk: requests become decisions once, patches give the rows as they stand."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from workbench import reviewing, workflow
from workbench.review import Decision, Kind
from workbench.views import desks, payload
from workbench.views.desks import Desk

NAME = "river-panel"


@pytest.fixture
def desk(bundled: Path, root: Path) -> Desk:
    """Return a desk over a copy of a bundled transcript."""
    shutil.copytree(bundled, root, dirs_exist_ok=True)
    review = reviewing.over(root, workflow.load_base(root, NAME))
    return Desk(review, payload.body(review), review)


def sent(desk: Desk, *requests: tuple[str, str, int], who: str = "Ada", **more: Any) -> str:
    """Return what the browser sends: (id, kind, row) each."""
    asked = [{"id": i, "kind": kind, "keys": [desk.review.keys[row]], **more} for i, kind, row in requests]
    return json.dumps({"transcript": NAME, "who": who, "asked": asked})


def test_what_the_browser_asks_is_stored_once(desk: Desk, root: Path) -> None:
    """The same request twice is one decision; the news says that it is stored."""
    text = sent(desk, ("a", "unlink", 3), language="de-DE")
    desks.take(root, desk, text)
    desks.take(root, desk, text)
    assert desks.news(desk)["stored"] == ["a"]
    assert len(desk.review.log) == 1


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"asked": [{"id": 1, "kind": "burn"}]}', None, 7])
def test_what_is_not_from_the_element_is_let_pass(desk: Desk, root: Path, text: object) -> None:
    """Odd messages change nothing and raise nothing."""
    desks.take(root, desk, text)
    assert not desk.review.log


def test_a_patch_makes_the_old_rows_into_the_new(desk: Desk, root: Path) -> None:
    """Cutting the patch into the columns sent gives the columns of the state now."""
    before = json.loads(desk.packed)["levels"]["segment"]
    desks.take(root, desk, sent(desk, ("a", "unlink", 30), ("b", "accept", 40), language="de-DE"))
    change = json.loads(json.dumps(desks.news(desk)["patch"]))
    now = json.loads(payload.body(desk.review))["levels"]["segment"]
    at, end = change["at"], change["at"] + change["remove"]
    for name in ("keys", "status", "confidence", "turn", "role"):
        assert [*before[name][:at], *change["rows"][name], *before[name][end:]] == now[name]
    for old, fresh, wanted in zip(before["text"], change["rows"]["text"], now["text"], strict=True):
        assert [*old[:at], *fresh, *old[end:]] == wanted
    assert change["rows"]["history"] == now["history"]


def test_a_refusal_is_told_in_words(desk: Desk, root: Path) -> None:
    """A row that cannot be corrected so is told with the reason."""
    desks.take(root, desk, sent(desk, ("a", "split", 0), language="en-GB"))
    ((ident, why),) = desks.news(desk)["refused"]
    assert ident == "a"
    assert "split" in why


def test_pace_counts_rows_and_the_last_hour() -> None:
    """Each reviewer has what they decided in all and lately."""
    now = datetime(2026, 5, 3, 12, tzinfo=UTC)
    row = (("en-GB", ("x-0",)),)
    log = (
        Decision("a", Kind.ACCEPT, (row,), (row, row), "Ada", now - timedelta(hours=3)),
        Decision("b", Kind.ACCEPT, (row,), (row,), "Ada", now),
        Decision("c", Kind.FLAG, (row,), (), "Ben", now),
    )
    assert desks.pace(log, now) == [("Ada", 3, 1)]
