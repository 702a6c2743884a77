"""Correcting in headless Chromium: by keyboard alone, two at once, and through a server that is killed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from browsing import free_port, press, read, serve, until, visible_row, window
from correcting import ENTER, NAME, Desk, cells, make_long, open_row, stored

from workbench import journal, workflow
from workbench.model import Status

pytestmark = pytest.mark.browser


def test_a_row_is_merged_split_and_undone_by_keyboard(chromium: Any, desk: Desk) -> None:
    """Each key changes the row at hand at once, keeps the place, and undo brings everything back."""
    root, address, name = desk.root, desk.address, desk.name
    before = workflow.load(root, name)
    open_row(chromium, address, 4)
    first, second = cells(chromium, 4), cells(chromium, 5)
    press(chromium, "m")
    until(lambda: cells(chromium, 4)["en-GB"] == f"{first['en-GB']} {second['en-GB']}", "merged")
    press(chromium, "s")
    until(lambda: cells(chromium, 4) == first, "split again")
    press(chromium, "]", "[", "x", "u", "u", "u", "u", "u")
    until(lambda: desk.decided().count("undo") == 5, "undone")
    stored(chromium)
    assert cells(chromium, 4) == first
    assert read(chromium, "root.querySelector('.row.active').dataset.row") == "4"
    assert workflow.load(root, name).segments == before.segments


def test_keys_pressed_faster_than_the_server_answers_are_all_carried_out(chromium: Any, desk: Desk) -> None:
    """Typing ahead loses nothing and hits the rows that were meant."""
    root, address, name = desk.root, desk.address, desk.name
    open_row(chromium, address, 10)
    count = len(workflow.load(root, name).segments.rows)
    press(chromium, "mmm")
    until(lambda: len(workflow.load(root, name).segments.rows) == count - 3, "three merges")
    press(chromium, "uuuUU")
    until(lambda: desk.decided()[-5:] == ["undo", "undo", "undo", "redo", "redo"], "three undone, two redone")
    assert len(workflow.load(root, name).segments.rows) == count - 2


def test_accepting_goes_on_to_the_next_and_is_exported(chromium: Any, desk: Desk) -> None:
    """Enter accepts; A accepts all that is sure; status is in the export, confidence as it was."""
    root, address, name = desk.root, desk.address, desk.name
    open_row(chromium, address, 2, "Ada")
    press(chromium, ENTER)
    stored(chromium)
    row = workflow.load(root, name).segments.rows[2]
    assert row.status is Status.ACCEPTED
    (line,) = journal.read(root, name)
    assert line.decision.who == "Ada"
    press(chromium, "A")
    asked = until(lambda: read(chromium, "root.querySelector('.sure[open] .many')?.textContent"), "asked first")
    assert "rows at 0.95 or above?" in asked
    press(chromium, ENTER)
    until(
        lambda: (next(one for one in workflow.status(root) if one.name == name).reviewed or 0) > 50, "all the sure ones"
    )


def test_a_comment_and_a_flag_stand_on_the_row(chromium: Any, desk: Desk) -> None:
    """The key f flags, c opens a box to write in; both are told with the name."""
    root, address, name = desk.root, desk.address, desk.name
    open_row(chromium, address, 3, "Ada")
    press(chromium, "f")
    until(lambda: desk.decided() == ["flag"], "flagged")
    stored(chromium)
    press(chromium, "c")
    press(chromium, *"<b>why?</b>")
    read(chromium, "(root.querySelector('.talk form').requestSubmit(), true)")
    until(lambda: desk.decided() == ["flag", "comment"], "commented")
    until(lambda: "<b>why?</b>" in read(chromium, "root.querySelector('.status').textContent"), "told")
    assert workflow.load(root, name).segments.rows[3].status is Status.FLAGGED


def test_of_two_who_change_one_row_the_second_is_told(chromium: Any, desk: Desk) -> None:
    """Two windows show the same row; the later change is refused with the other's name, and the rows are fresh."""
    root, address, name = desk.root, desk.address, desk.name
    first = chromium.current_window_handle
    open_row(chromium, address, 20, "Ada")
    chromium.switch_to.new_window("window")
    open_row(chromium, address, 20, "Ben")
    chromium.switch_to.window(first)
    press(chromium, "m")
    stored(chromium)
    chromium.switch_to.window(next(one for one in chromium.window_handles if one != first))
    press(chromium, "x")
    said = until(lambda: read(chromium, "root.querySelector('.said').textContent"), "told")
    assert "changed by Ada" in said
    merged = workflow.load(root, name).segments.rows[20].cells
    assert len(merged[0]) == 2
    assert [bool(line.refused) for line in journal.read(root, name)] == [False, True]
    chromium.close()
    chromium.switch_to.window(first)
    assert cells(chromium, 20)["en-GB"]


def test_the_queue_holds_what_needs_a_person_and_empties(chromium: Any, desk: Desk) -> None:
    """Flagged and crossing rows are in the queue with their reasons; accepting takes them out."""
    address = desk.address
    open_row(chromium, address, 3)
    press(chromium, "f")
    stored(chromium)
    chromium.get(address.replace("/parallel", "/review"))
    read(chromium, "root.querySelector('.row.active') !== null")
    assert read(chromium, "root.querySelector('.row.active').dataset.row") == "3"
    counts = read(chromium, "[...root.querySelectorAll('.reasons button')].map((b) => b.textContent)")
    assert "flagged 1" in counts
    press(chromium, ENTER)
    until(lambda: "flagged 0" in read(chromium, "root.querySelector('.reasons').textContent"), "one less")


def test_a_server_killed_in_the_middle_of_work_loses_nothing(bundled: Path, tmp_path: Path) -> None:
    """After kill -9, what was stored is there, what was asked meanwhile is kept in the browser and stored afterwards."""
    root = tmp_path / "root"
    shutil.copytree(bundled, root)
    port = free_port()
    server = serve(root, port)
    own = window()
    try:
        open_row(own, f"http://127.0.0.1:{port}/parallel?transcript={NAME}", 6)
        press(own, "m")
        stored(own)
        server.kill()
        server.wait(timeout=20)
        press(own, ENTER)
        waits = "root.querySelector('.saving').textContent.includes('not stored yet')"
        until(lambda: read(own, waits), "the decision waits in the browser, and says so")
        server = serve(root, port)
        until(lambda: Desk(root, NAME, "").decided() == ["merge", "accept"], "stored after the server is back")
        stored(own)
        assert Desk(root, NAME, "").decided() == ["merge", "accept"]  # once each
    finally:
        own.quit()
        server.kill()


def test_ten_thousand_rows_are_read_and_corrected(chromium: Any, tmp_path: Path) -> None:
    """A text of 10,000 rows in five columns opens, jumps to its end, and takes a correction there; little travels."""
    make_long(tmp_path, 10_000)
    port = free_port()
    server = serve(tmp_path, port)
    try:
        chromium.get(f"http://127.0.0.1:{port}/parallel?transcript=long&row=9990")
        read(chromium, visible_row(9989))
        assert read(chromium, "root.querySelectorAll('.row').length") < 200
        press(chromium, "m")
        until(lambda: "9,999 rows" in read(chromium, "root.querySelector('.facts').textContent"), "merged")
        assert read(chromium, "root.querySelector('.parallel').dataset.received < 60000")
        assert journal.read(tmp_path, "long")[-1].decision.kind.value == "merge"
    finally:
        server.kill()
        chromium.get("about:blank")
