"""A session's desk: requests become decisions once, patches give the rows as they stand."""

from __future__ import annotations

import json
import shutil
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import workflow
from workbench.model import Level
from workbench.review import Decision, Kind
from workbench.views import desks, payload
from workbench.views.desks import Desk, Text

NAME = "river-panel"


@pytest.fixture
def desk(bundled: Path, root: Path) -> Desk:
    """Return a desk over a copy of a bundled transcript."""
    shutil.copytree(bundled, root, dirs_exist_ok=True)
    text = Text(root, workflow.load_base(root, NAME))
    return Desk(text, text.bench.now())


def sent(desk: Desk, *requests: tuple[str, str, int], level: Level = Level.SEGMENT, **more: Any) -> str:
    """Return what the browser sends: (id, kind, row) each."""
    keys = desk.review.now.names[level]
    asked = [{"id": i, "kind": kind, "level": level, "keys": [keys[row]], **more} for i, kind, row in requests]
    shown = [desk.text.mark, desk.review.version]
    return json.dumps({"transcript": NAME, "who": "Ada", "has": shown, "asked": asked})


def test_what_the_browser_asks_is_stored_once(desk: Desk) -> None:
    """The same request twice is one decision; the news says that it is stored."""
    text = sent(desk, ("a", "unlink", 3), language="de-DE")
    desks.take(desk, text)
    desks.take(desk, text)
    assert desks.news(desk)[1]["stored"] == ["a"]
    assert len(desk.review.log) == 1


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"asked": [{"id": 1, "kind": "burn"}]}', None, 7])
def test_what_is_not_from_the_element_is_let_pass(desk: Desk, text: object) -> None:
    """Odd messages change nothing and raise nothing."""
    desks.take(desk, text)
    assert not desk.review.log


def content(packed: bytes) -> dict[str, Any]:
    """Return packed content as plain values."""
    found: dict[str, Any] = json.loads(zlib.decompress(packed))
    return found


def spliced(column: list[Any], hunks: list[Any], *path: Any) -> list[Any]:
    """Return a column with the rows of some hunks in their places, as the element does it."""
    made, done = [], 0
    for start, gone, rows in hunks:
        for step in path:
            rows = rows[step]  # noqa: PLW2901 — one step further in
        made += [*column[done:start], *rows]
        done = start + gone
    return [*made, *column[done:]]


@pytest.mark.parametrize("level", list(Level))
def test_a_patch_makes_the_old_rows_into_the_new(desk: Desk, level: Level) -> None:
    """Cutting the hunks into the columns that the browser has gives the columns of the state now."""
    packed, _ = desks.news(desk)
    before = content(packed)["levels"]
    desks.take(
        desk, sent(desk, ("a", "unlink", 3), ("b", "accept", 15), ("c", "flag", 9), level=level, language="de-DE")
    )
    more, told = desks.news(desk)
    assert not more
    change = json.loads(json.dumps(told["patch"]))
    now = content(payload.packed(desk.review))["levels"]
    for one in Level:
        old, fresh, hunks = before[one], now[one], change.get(one, {}).get("hunks", [])
        if one is Level.SEGMENT and "places" in change:
            old = old | change["places"]
            for name in ("turn", "role"):
                assert old[name] == fresh[name]
        for name in ("keys", "status", "confidence", "history"):
            assert spliced(old[name], hunks, name) == fresh[name]
        for k in range(5):
            assert spliced(old["text"][k], hunks, "text", k) == fresh["text"][k]
        for name in old["evidence"]:
            assert spliced(old["evidence"][name], hunks, "evidence", name) == fresh["evidence"][name]
        assert change.get(one, {}).get("crossing", old["crossing"]) == fresh["crossing"]
    assert len(change[level]["hunks"]) == 3


@settings(deadline=None)
@given(st.data())
def test_hunks_make_any_rows_into_any_others(data: st.DataObject) -> None:
    """Whatever rows are gone, new or moved, cutting the spans in gives the new rows."""
    names = st.lists(st.integers(0, 30).map(str), unique=True, max_size=20)
    old, new = data.draw(names), data.draw(names)
    hunks = [[start, end - start, new[slice(*span)]] for (start, end), span in payload._hunks(old, new)]
    assert spliced(old, hunks) == new


def test_a_browser_that_shows_another_state_is_sent_the_whole_text(desk: Desk) -> None:
    """Versions that do not meet, and those of another server, are answered with everything."""
    desks.news(desk)
    before = desk.review
    desks.take(desk, sent(desk, ("a", "accept", 3)))
    assert desks.news(desk)[0] == b""
    desks.take(desk, sent(desk).replace(desk.text.mark, "another"))
    packed, told = desks.news(desk)
    assert told["from"] == [desk.text.mark, before.version]
    assert content(packed)["levels"]["segment"]["keys"] == list(before.keys)
    assert told["patch"]["segment"]["hunks"]


def test_the_log_tells_what_was_decided_and_what_holds(desk: Desk) -> None:
    """The latest first, with name, moment and note; what was undone is told as such."""
    desks.take(desk, sent(desk, ("a", "comment", 3), note="Is it so?"))
    desks.take(desk, sent(desk, ("b", "accept", 4)))
    desks.take(
        desk, json.dumps({"transcript": NAME, "who": "Ada", "asked": [{"id": "c", "kind": "undo"}], "log": True})
    )
    told = desks.news(desk)[1]["log"]
    assert [(one[0], one[1], one[3], one[5]) for one in told] == [
        ("accept", "Ada", "", False),
        ("comment", "Ada", "Is it so?", True),
    ]
    assert told[1][7:] == [3, "segment"]
    assert "log" not in desks.news(desk)[1]


def test_a_refusal_is_told_in_words(desk: Desk) -> None:
    """A row that cannot be corrected so is told with the reason."""
    desks.take(desk, sent(desk, ("a", "split", 0), language="en-GB"))
    ((ident, why),) = desks.news(desk)[1]["refused"]
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


@pytest.mark.parametrize(
    ("configured", "sent_by_proxy", "expected"),
    [
        ("", {"X-Forwarded-User": "Mallory"}, "Ada"),
        ("X-Forwarded-User", {"X-Forwarded-User": "  ben  "}, "ben"),
        ("X-Forwarded-User, X-Auth-Request-Email", {"X-Auth-Request-Email": "c@example.org"}, "c@example.org"),
        ("X-Forwarded-User", {}, "Ada"),
    ],
)
def test_the_proxy_names_who_decides_where_its_header_is_configured(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, configured: str, sent_by_proxy: dict[str, str], expected: str
) -> None:
    """A header counts only where the server was told of it; then it is stored with each decision."""

    class Context:
        headers = sent_by_proxy

    monkeypatch.setenv("WORKBENCH_USER_HEADER", configured)
    monkeypatch.setattr(desks.st, "context", Context)
    desks.take(desk, sent(desk, ("a", "flag", 3)))
    assert desk.review.log[-1].who == expected
