"""Findings in headless Chromium: from finding to text and back, dismissing and undoing by keyboard, hostile text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browsing import ask, press, read, until, window

from workbench import checking, dismissals

pytestmark = pytest.mark.browser
NAME = "northern-grid-conference"
ENTER, DOWN, ESCAPE = "\ue007", "\ue015", "\ue00c"


def look(chromium: Any, script: str) -> Any:
    """Evaluate a script over the findings once they are there, until it gives something."""
    return until(lambda: ask(chromium, '.findings[data-state="ready"]', script), script)


def shown(chromium: Any) -> str:
    """Return the id of the finding in view, or that the summary is."""
    return str(look(chromium, "root.querySelector('.detail').dataset.shows"))


def test_from_a_finding_to_its_row_and_back(chromium: Any, address: str) -> None:
    """By keyboard alone: next, open in the parallel text, and back in the browser to the same finding."""
    chromium.get(f"{address}/findings?transcript={NAME}&check=number&severity=error")
    assert shown(chromium) == "summary"
    press(chromium, "n", DOWN)
    chosen = until(lambda: shown(chromium) if shown(chromium) != "summary" else None, "a finding")
    row = look(chromium, "root.querySelector('.line[aria-selected=true] .place').textContent")
    assert look(chromium, "root.querySelector('tr.odd mark.odd')")
    press(chromium, ENTER)
    read(chromium, "root.querySelector('.row.active') !== null")
    number = int(row.removeprefix("row "))
    assert read(chromium, "root.querySelector('.row.active').dataset.row") == str(number - 1)
    chromium.back()
    until(lambda: "/findings" in chromium.current_url, "back")
    until(lambda: shown(chromium) == chosen, "the same finding")


def test_dismiss_and_undo_by_keyboard(chromium: Any, address: str, shelf: Path) -> None:
    """d, a reason, Enter: stored with name and reason, the next one follows; u takes it back."""
    chromium.get(f"{address}/findings?transcript={NAME}&check=date")
    look(chromium, "true")
    press(chromium, "n")
    chosen = until(lambda: shown(chromium) if shown(chromium) != "summary" else None, "a finding")
    before = look(chromium, "root.querySelector('.left').textContent")
    press(chromium, "d", *"moved", ENTER)
    until(lambda: chosen in dismissals.dismissed(shelf, NAME), "stored")
    assert dismissals.dismissed(shelf, NAME)[chosen].reason == "moved"
    look(chromium, "root.querySelector('.saving').textContent === 'All decisions are stored'")
    assert shown(chromium) not in {chosen, "summary"}
    assert look(chromium, "root.querySelector('.left').textContent") != before
    press(chromium, "u")
    until(lambda: chosen not in dismissals.dismissed(shelf, NAME), "taken back")
    until(lambda: shown(chromium) == chosen, "in view again")
    assert [entry.who for entry in dismissals.history(shelf, NAME) if entry.finding == chosen] == ["somebody"] * 2
    assert chosen in {f.id for f in checking.check(shelf, NAME).report.findings}


def test_who_decides_on_what_another_has_changed_is_told(chromium: Any, address: str, shelf: Path) -> None:
    """Two people on one finding: the second is told, and what the first decided stands."""
    chosen = next(f for f in checking.check(shelf, NAME).report.findings if f.check == "role").id
    checking.dismiss(shelf, NAME, chosen, reason="as agreed", who="Ada")
    chromium.get(f"{address}/findings?transcript={NAME}&finding={chosen}")
    until(lambda: shown(chromium) == chosen, "the finding")
    checking.restore(shelf, NAME, chosen, who="Ada")
    checking.dismiss(shelf, NAME, chosen, reason="after all", who="Ada")
    press(chromium, "r")
    assert "meanwhile" in look(
        chromium, "!root.querySelector('.said').hidden && root.querySelector('.said').textContent"
    )
    assert dismissals.dismissed(shelf, NAME)[chosen].reason == "after all"
    checking.restore(shelf, NAME, chosen, who="Ada")


def test_two_windows_dismiss_at_once(chromium: Any, address: str, shelf: Path) -> None:
    """Two sessions, the same finding, the same moment: both decisions are kept."""
    chosen = next(f for f in checking.check(shelf, NAME).report.findings if f.check == "merged").id
    other = window()
    try:
        for one in (chromium, other):
            one.get(f"{address}/findings?transcript={NAME}&finding={chosen}")
        for one in (chromium, other):
            until(lambda one=one: shown(one) == chosen, "the finding")
        press(chromium, "d", *"first", ENTER)
        press(other, "d", *"second", ENTER)
        until(lambda: len([e for e in dismissals.history(shelf, NAME) if e.finding == chosen]) == 2, "both")
    finally:
        other.quit()
    reasons = {entry.reason for entry in dismissals.history(shelf, NAME) if entry.finding == chosen}
    assert reasons == {"first", "second"}


def test_hostile_text_in_findings_is_text(chromium: Any, address: str, shelf: Path) -> None:
    """Markup, formulas and direction marks stand as printed in the list, in the passages and in a reason."""
    found = next(f for f in checking.check(shelf, "slips").report.findings if f.check in {"number", "date"})
    chromium.get(f"{address}/findings?transcript=slips&finding={found.id}")
    until(lambda: shown(chromium) == found.id, "the finding")
    text = look(chromium, "root.querySelector('.passages').textContent")
    assert "**" in text
    press(chromium, "d", *"<img src=x onerror='window.hurt=3'>**no**", ENTER)
    until(lambda: found.id in dismissals.dismissed(shelf, "slips"), "stored")
    chromium.get(f"{address}/findings?transcript=slips&finding={found.id}")
    until(lambda: shown(chromium) == found.id, "the finding, dismissed")
    assert "<img src=x" in look(chromium, "root.querySelector('.deeds').textContent")
    assert look(chromium, "root.querySelectorAll('.detail img, .detail script').length === 0")
    assert chromium.execute_script("return window.hurt") is None


def test_the_parallel_text_underlines_what_was_noticed(chromium: Any, address: str) -> None:
    """The wrong number is underlined as the odd one, its row has a figure, and the message is told on demand."""
    chromium.get(f"{address}/parallel?transcript={NAME}&only=finding&row=5")
    assert read(chromium, "root.querySelector('[data-row=\"4\"] [lang=fr-FR] .fault.odd.error')?.textContent") == "58"
    assert read(chromium, "root.querySelector('[data-row=\"4\"] .count')?.textContent")
    point = "root.querySelector('.fault.odd.error').dispatchEvent(new PointerEvent('pointerover', {bubbles: true}))"
    read(chromium, point)
    assert "58" in read(chromium, "root.querySelector('.why:not([hidden])')?.textContent")
    assert "58" in read(chromium, "root.querySelector('.status').textContent")
    press(chromium, ">")
    until(lambda: read(chromium, "root.querySelector('.row.active').dataset.row") != "4", "the next finding")
    press(chromium, "<")
    until(lambda: read(chromium, "root.querySelector('.row.active').dataset.row") == "4", "and back")
    press(chromium, "e")
    until(lambda: "/findings" in chromium.current_url, "the finding's page")
    assert shown(chromium).startswith(("number", "term"))


def test_findings_are_a_reason_to_review(chromium: Any, address: str) -> None:
    """The queue counts rows with errors and warnings, and shows them alone when asked."""
    chromium.get(f"{address}/review?transcript={NAME}")
    label = "[...root.querySelectorAll('.reasons button')].find((b) => /^finding [1-9]/.test(b.textContent))"
    read(chromium, f"{label} && ({label}.click(), true)")
    assert read(
        chromium, "[...root.querySelectorAll('.row')].every((row) => row.querySelector('.count.error, .count.warning'))"
    )


def test_a_thousand_findings_stay_quick(chromium: Any, address: str) -> None:
    """However many there are, only the lines in view are in the page."""
    chromium.get(f"{address}/findings?transcript={NAME}")
    assert shown(chromium) == "summary"
    assert look(chromium, "root.querySelectorAll('.line').length < 40 && root.querySelector('.left').textContent")
    press(chromium, "\ue010")
    last = look(chromium, "root.querySelector('.line[aria-selected=true]')?.getAttribute('aria-posinset')")
    assert int(last) == int(look(chromium, "root.querySelector('.left').textContent.match(/[0-9]+/)[0]"))
