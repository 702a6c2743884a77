"""The desk in headless Chromium: turns, history, accepting many, reasons in words, widths, print, names by a proxy."""

from __future__ import annotations

import base64
import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from browsing import ask, press, read, until, visible_row
from correcting import ENTER, LEFT, RIGHT, Desk, cells, open_row, stored

from workbench import journal, workflow
from workbench.model import Level, Status

pytestmark = pytest.mark.browser


def facts(chromium: Any) -> str:
    """Return the line of facts above the text."""
    return str(read(chromium, "root.querySelector('.facts').textContent"))


def test_turns_are_merged_split_unlinked_and_undone_by_keyboard(chromium: Any, desk: Desk) -> None:
    """At the level of turns the same keys do the same; the sentences inside follow, and undo brings all back."""
    before = workflow.load(desk.root, desk.name)
    open_row(chromium, f"{desk.address}&level=turn", 4)
    first = cells(chromium, 4)
    press(chromium, "m")
    until(lambda: cells(chromium, 4)["en-GB"] != first["en-GB"], "merged")
    assert len(workflow.load(desk.root, desk.name).turns.rows) == len(before.turns.rows) - 1
    press(chromium, "s")
    until(lambda: cells(chromium, 4) == first, "split again")
    press(chromium, "x")
    until(lambda: desk.decided()[-1] == "unlink", "unlinked")
    stored(chromium)
    now = workflow.load(desk.root, desk.name)
    assert len(now.turns.rows) == len(before.turns.rows) + 1
    homes = [now.turns.row_of(k) for k in range(len(now.turns.sizes))]
    of_turn = [edition.segment_turns() for edition in now.transcript.editions]
    for row in now.segments.rows:
        assert {homes[k][of_turn[k][u]] for k, cell in enumerate(row.cells) for u in cell} == {row.turn_row}
    press(chromium, "d")
    assert "stands as it is printed" in read(chromium, "root.querySelector('.said').textContent")
    press(chromium, "f", "u", "u", "u", "u")
    until(lambda: desk.decided().count("undo") == 4, "undone")
    stored(chromium)
    assert cells(chromium, 4) == first
    assert workflow.load(desk.root, desk.name).segments == before.segments
    assert workflow.load(desk.root, desk.name).turns == before.turns


def test_the_drawer_tells_what_was_decided_and_goes_back_to_a_point(chromium: Any, desk: Desk) -> None:
    """History of the row and of the transcript: what, by whom, when; one press undoes back to a point."""
    open_row(chromium, desk.address, 3, "Ada")
    press(chromium, "f")
    press(chromium, "m")
    press(chromium, "f")
    until(lambda: desk.decided() == ["flag", "merge", "unflag"], "three decisions")
    stored(chromium)
    press(chromium, "h")
    row = read(chromium, "root.querySelector('.drawer .page').textContent")
    assert "Row 4" in row
    assert re.search(r"merged by Ada, \d+ \w+ \d{4}, \d\d:\d\d", row)
    read(chromium, "(root.querySelector('[data-side=all]').click(), true)")
    whole = until(
        lambda: read(chromium, "[...root.querySelectorAll('.deeds li')].map((one) => one.textContent)"), "the log"
    )
    assert [one.split(" by ")[0] for one in whole] == ["unflagged", "merged", "flagged"]
    read(chromium, "([...root.querySelectorAll('.deeds li')][1].querySelector('.small:last-child').click(), true)")
    until(lambda: desk.decided()[-1] == "undo", "undone to the flag")
    stored(chromium)
    review = workflow.load(desk.root, desk.name)
    assert review.segments.rows[3].status is Status.FLAGGED
    assert journal.read(desk.root, desk.name)[-1].decision.targets == tuple(
        line.decision.id for line in journal.read(desk.root, desk.name)[1:3]
    )
    gone = until(lambda: read(chromium, "[...root.querySelectorAll('.deeds .undone')].length"), "told as undone")
    assert gone == 2
    press(chromium, "U")
    until(lambda: desk.decided()[-1] == "redo", "one redo")
    stored(chromium)
    press(chromium, "h")
    assert read(chromium, "root.querySelector('.drawer').hidden")


def test_accepting_all_that_is_sure_asks_how_many_and_leaves_lonely_rows(chromium: Any, desk: Desk) -> None:
    """Rows of one edition only are omissions to be looked at; the rest is one decision, and one undo."""
    open_row(chromium, desk.address, 6)
    press(chromium, "x")
    stored(chromium)
    rows = workflow.load(desk.root, desk.name).segments.rows
    sure = [n for n, row in enumerate(rows) if row.status is Status.AUTO and row.score.confidence >= 0.95]
    press(chromium, "A")
    count = str(read(chromium, "root.querySelector('.sure[open] .many').textContent"))
    assert int(re.sub(r"\D", "", count.split(" row", maxsplit=1)[0])) == sum(len(rows[n].present) > 1 for n in sure)
    press(chromium, ENTER)
    until(lambda: desk.decided()[-1] == "accept", "accepted")
    stored(chromium)
    now = workflow.load(desk.root, desk.name).segments.rows
    assert all(now[n].status is Status.ACCEPTED for n in sure if len(rows[n].present) > 1)
    assert all(now[n].status is not Status.ACCEPTED for n in range(len(now)) if len(now[n].present) == 1)
    press(chromium, "u")
    until(lambda: desk.decided()[-1] == "undo", "one undo")
    stored(chromium)
    assert workflow.load(desk.root, desk.name).segments.rows == rows


def test_the_reason_counts_names_and_numbers(chromium: Any, desk: Desk) -> None:
    """What speaks for a row is told in words, with the names and numbers that all its cells share."""
    found = []
    for row in range(12):
        open_row(chromium, desk.address, row)
        found.append(str(read(chromium, "root.querySelector('.status').textContent")))
    assert any(
        re.search(r"(one|two|three|four) (name|number)s?( and (one|two|three) numbers?)? match(es)?;", one)
        for one in found
    )
    rows = workflow.load(desk.root, desk.name)
    english = rows.transcript.languages.index("en-GB")
    without = next(
        n for n in range(12)
        if not re.search(r"\d", rows.transcript.editions[english].text(Level.SEGMENT, rows.segments.rows[n].cells[english]))
    )  # fmt: skip
    assert not re.search(r"number\w* match", found[without])


def widths(chromium: Any) -> list[float]:
    """Return the widths of the columns' heads."""
    return list(read(chromium, "[...root.querySelectorAll('.head')].map((head) => head.getBoundingClientRect().width)"))


def test_columns_are_resized_by_keyboard_and_by_mouse(chromium: Any, desk: Desk) -> None:
    """Arrows on the edge of a column, or dragging it, give it room from its neighbour; pressed twice, all are equal."""
    from selenium.webdriver.common.action_chains import ActionChains  # noqa: PLC0415 — only where Chromium is

    open_row(chromium, desk.address, 0)
    even = widths(chromium)
    read(chromium, "(root.querySelector('.grip').focus(), true)")
    press(chromium, RIGHT, RIGHT)
    wider = widths(chromium)
    assert wider[0] > even[0] + 20
    assert abs(sum(wider) - sum(even)) < 2
    press(chromium, LEFT, LEFT)
    assert abs(widths(chromium)[0] - even[0]) < 2
    grip = read(chromium, "root.querySelector('.grip')")
    ActionChains(chromium).click_and_hold(grip).move_by_offset(80, 0).release().perform()
    dragged = widths(chromium)
    assert 60 < dragged[0] - even[0] < 100
    ActionChains(chromium).double_click(read(chromium, "root.querySelector('.grip')")).perform()
    assert abs(widths(chromium)[0] - even[0]) < 2


def test_the_printed_page_is_a_book(chromium: Any, desk: Desk, tmp_path: Path) -> None:
    """What is printed holds every row in facing columns, in a serif face, with the head on every sheet and no buttons."""
    pdfium = pytest.importorskip("pypdfium2")
    open_row(chromium, desk.address, 0)
    chromium.execute_script(
        "window.kept = null; URL.createObjectURL = (blob) => { blob.text().then((t) => { window.kept = t; }); return '#'; };"
    )
    press(chromium, "S")
    page = tmp_path / "book.html"
    page.write_text(until(lambda: chromium.execute_script("return window.kept"), "a page"), encoding="utf-8")
    chromium.get(page.as_uri())
    printed = chromium.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
    book = pdfium.PdfDocument(base64.b64decode(printed["data"]))
    width, height = book[0].get_size()
    assert (round(width), round(height)) == (842, 595)
    texts = [book[n].get_textpage().get_text_bounded() for n in range(len(book))]
    assert len(texts) > 3
    for text in texts:
        assert "English" in text
        assert "Russian" in text
    whole = re.sub(r"\W+", "", " ".join(texts).replace("\u00ad", ""))
    aligned = workflow.load(desk.root, desk.name)
    for edition in aligned.transcript.editions:
        last = re.findall(r"\w+", edition.segments[-1].text)[-1]
        assert last in whole
    assert "Accept" not in " ".join(texts)
    assert "serif" in chromium.execute_script("return getComputedStyle(document.body).fontFamily")
    breaks = "return [...document.querySelectorAll('tr')].every((row) => getComputedStyle(row).breakInside === 'avoid')"
    assert chromium.execute_script(breaks)


def test_decisions_that_could_not_be_carried_over_are_listed(chromium: Any, desk: Desk) -> None:
    """After an edition was changed and aligned again, what is gone is told, the rest stands."""
    open_row(chromium, desk.address, 2, "Ada")
    press(chromium, ENTER, "c")
    press(chromium, *"Mind the date.")
    read(chromium, "(root.querySelector('.talk form').requestSubmit(), true)")
    until(lambda: desk.decided() == ["accept", "comment"], "two decisions")
    stored(chromium)
    with sqlite3.connect(journal.path(desk.root)) as raw:
        (data,) = raw.execute(
            "select data from decisions where transcript = ? and kind = 'accept'", [desk.name]
        ).fetchone()
        old = json.loads(data)
        old["after"][0]["en-GB"] = ["0000000000000000-0"]
        old["before"] = old["after"]
        raw.execute(
            "update decisions set data = ? where transcript = ? and kind = 'accept'", [json.dumps(old), desk.name]
        )
    workflow.align(desk.root, desk.name)
    chromium.get(desk.address)
    until(
        lambda: (
            "1 decision not carried over"
            in read(chromium, "root.querySelector('.gone:not([hidden])')?.textContent ?? ''")
        ),
        "told",
    )
    read(chromium, "(root.querySelector('.gone').click(), true)")
    page = until(lambda: read(chromium, "root.querySelector('.deeds.lost')?.textContent"), "listed")
    assert "accepted by Ada" in page


def test_pace_and_progress_are_told_for_each_reviewer(chromium: Any, desk: Desk) -> None:
    """The queue says who has reviewed how many rows, in all and in the last hour, and how many are left."""
    open_row(chromium, desk.address, 2, "Ada")
    press(chromium, ENTER, ENTER)
    until(lambda: desk.decided() == ["accept", "accept"], "two accepted")
    stored(chromium)
    assert "2 reviewed" in facts(chromium)
    chromium.get(desk.address.replace("/parallel", "/review"))
    pace = read(chromium, "root.querySelector('.pace')?.textContent")
    assert "Ada 2 (2 this hour)" in pace
    assert ask(chromium, ".parallel", "root.querySelector('.doubtful').textContent")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_at_800_pixels_everything_is_in_reach(chromium: Any, desk: Desk, theme: str) -> None:
    """No button of the desk or the head is outside the window, in either theme; a row is read and corrected."""
    chromium.set_window_size(800, 900)
    chromium.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": theme}]}
    )
    try:
        open_row(chromium, desk.address, 2, "Ada")
        outside = (
            "[...root.querySelectorAll('button, select, input')].filter((one) => one.offsetParent &&"
            " (one.getBoundingClientRect().right > window.innerWidth + 1 || one.getBoundingClientRect().left < -1))"
            ".map((one) => one.outerHTML)"
        )
        assert read(chromium, f"({outside}).length === 0 || ({outside})") is True
        dark = "getComputedStyle(root.querySelector('.parallel')).backgroundColor"
        assert (sum(map(int, re.findall(r"\d+", str(read(chromium, dark)))[:3])) < 200) == (theme == "dark")
        assert read(chromium, "root.querySelector('.scroller').clientHeight > 250")
        press(chromium, "h")
        assert read(chromium, "root.querySelector('.drawer').getBoundingClientRect().right <= window.innerWidth")
        press(chromium, "h", "m")
        until(lambda: desk.decided() == ["merge"], "merged")
        stored(chromium)
        assert read(chromium, visible_row(2))
    finally:
        chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
        chromium.set_window_size(1440, 900)


def test_a_column_that_runs_from_right_to_left_does_so_throughout(chromium: Any, address: str) -> None:
    """Head, labels, text and omissions of an Arabic edition begin at the right; its cells are corrected like any other."""
    chromium.get(f"{address}/parallel?transcript=hostile&row=3")
    read(chromium, "root.querySelector('.row.active') !== null")
    sides = read(
        chromium,
        "['.head[dir=rtl]', '.label[dir=rtl]', '.text[dir=rtl]', '.cell.empty[dir=rtl]']"
        ".map((one) => getComputedStyle(root.querySelector(one)).direction)",
    )
    assert sides == ["rtl"] * 4
    far = (
        "(() => { const cell = root.querySelector('.cell.empty[dir=rtl]').getBoundingClientRect();"
        " const word = root.querySelector('.cell.empty[dir=rtl] .omitted').getBoundingClientRect();"
        " return cell.right - word.right < 40; })()"
    )
    assert read(chromium, far)
    press(chromium, RIGHT)
    assert read(chromium, "root.querySelector('.cell.here').dataset.tag") == "Arabic"
