"""The dashboard in headless Chromium: open it, pick a transcript, read aligned text in five languages."""

from __future__ import annotations

from typing import Any

import pytest
from browsing import FIND_SHADOW, ask, press, read, until, visible_row

pytestmark = pytest.mark.browser


def test_a_transcript_is_picked_and_read_in_five_languages(chromium: Any, address: str) -> None:
    """From the library, one click opens aligned text in five languages, each marked with its own."""
    chromium.get(address)
    button = "[data-press='open:hamburg-briefing']"
    until(lambda: ask(chromium, button, f'(root.querySelector("{button}").click(), true)'), "the library")
    cells = dict(read(chromium, visible_row(0)))
    assert set(cells) == {"de-DE", "en-GB", "es-ES", "fr-FR", "ru-RU"}
    assert "президентов" in cells["ru-RU"]
    assert "presidents" in cells["en-GB"]
    until(lambda: "transcript=hamburg-briefing" in chromium.current_url, "the address names the transcript")


def test_keys_go_to_a_row_hide_a_language_and_change_the_level(chromium: Any, address: str) -> None:
    """Keyboard alone: g goes to a row, a digit hides a language, l changes to turns, the address follows."""
    chromium.get(f"{address}/parallel?transcript=hamburg-briefing")
    read(chromium, "true")
    press(chromium, "g", "4", "0", "\ue007")
    read(chromium, "root.querySelector('.row.active')?.dataset.row === '39'")
    press(chromium, "2")
    assert len(read(chromium, visible_row(39))) == 4
    press(chromium, "l")
    read(chromium, "root.querySelector('[data-level=turn]').getAttribute('aria-pressed') === 'true'")
    until(lambda: "level=turn" in chromium.current_url, "the address names the level")


def test_search_marks_what_it_finds_and_ignores_case_and_accents(chromium: Any, address: str) -> None:
    """Hits are counted and marked as printed."""
    chromium.get(f"{address}/parallel?transcript=hamburg-briefing")
    read(chromium, "true")
    press(chromium, "/", *"souveraineté".replace("é", "e").upper())
    marked = read(chromium, "[...root.querySelectorAll('mark')].map((mark) => mark.textContent)")
    assert "souveraineté" in marked
    assert "row" in read(chromium, "root.querySelector('.found').textContent")


def test_a_deep_link_opens_the_row_and_the_languages_it_names(chromium: Any, address: str) -> None:
    """An address opens its row in its languages, in their order."""
    chromium.get(f"{address}/parallel?transcript=river-panel&languages=ru-RU,en-GB&row=60")
    cells = read(chromium, visible_row(59))
    assert [language for language, _ in cells] == ["ru-RU", "en-GB"]


def test_a_filter_that_nothing_passes_says_so(chromium: Any, address: str) -> None:
    """An empty view has a sentence and a way back."""
    chromium.get(f"{address}/parallel?transcript=hamburg-briefing&max=0")
    assert read(chromium, "!root.querySelector('.nothing').hidden")
    read(chromium, "(root.querySelector('.reset').click(), true)")
    assert read(chromium, visible_row(0))


def test_hostile_text_stands_as_printed_and_runs_nothing(chromium: Any, address: str) -> None:
    """Markup, formulas and direction marks in a text are text; right-to-left cells run so."""
    chromium.get(f"{address}/parallel?transcript=hostile&level=turn")
    (tag, question), (other, _) = read(chromium, visible_row(0))
    assert (tag, other) == ("en-GB", "ar-EG")
    assert "<script>window.hurt = 1</script>" in question
    answer = dict(read(chromium, visible_row(1)))["en-GB"]
    assert "**12 June**" in answer
    assert "$40$" in answer
    assert read(chromium, "root.querySelector('.text[lang=ar-EG]').dir") == "rtl"
    assert chromium.execute_script("return window.hurt") is None


def test_a_row_is_explained_on_demand(chromium: Any, address: str) -> None:
    """Moving to a row tells its figure in words, as does pointing at its bar."""
    chromium.get(f"{address}/parallel?transcript=hamburg-briefing")
    read(chromium, "true")
    press(chromium, "\ue015")
    assert "confidence" in read(
        chromium, "root.querySelector('.row.active') && root.querySelector('.status').textContent"
    )
    point = "root.querySelector('.gutter').dispatchEvent(new PointerEvent('pointerover', {bubbles: true}))"
    read(chromium, point)
    assert "Confidence" in read(chromium, "root.querySelector('.why:not([hidden])')?.textContent")


@pytest.mark.parametrize("width", [1440, 800])
def test_no_text_is_cut_off_at_the_side(chromium: Any, address: str, width: int) -> None:
    """Wide or narrow, every column is inside the window."""
    chromium.set_window_size(width, 900)
    chromium.get(f"{address}/parallel?transcript=hamburg-briefing")
    right = read(
        chromium, "Math.max(...[...root.querySelectorAll('.text')].map((t) => t.getBoundingClientRect().right))"
    )
    assert right <= chromium.execute_script("return window.innerWidth")
    chromium.set_window_size(1440, 900)


def test_pointing_at_a_number_lights_it_in_the_other_columns(chromium: Any, address: str) -> None:
    """Numbers are the same whatever their separators; a number that another edition has otherwise stays dark."""
    chromium.get(f"{address}/parallel?transcript=river-panel&row=8")
    read(chromium, "root.querySelector('.row.active') !== null")
    lit = "(CSS.highlights.get('workbench-lit') ? [...CSS.highlights.get('workbench-lit')].map(String) : [])"
    point = (
        "(() => { const walk = document.createTreeWalker(root.querySelector('[data-row=\"7\"] .text'), NodeFilter.SHOW_TEXT);"
        " let node = walk.nextNode(); while (!node.data.includes('34.8')) node = walk.nextNode();"
        " const range = new Range(); const at = node.data.indexOf('34.8');"
        " range.setStart(node, at); range.setEnd(node, at + 2); const box = range.getBoundingClientRect();"
        " node.parentElement.dispatchEvent(new PointerEvent('pointermove',"
        " {bubbles: true, clientX: box.x + 4, clientY: box.y + box.height / 2})); return true; })()"
    )
    read(chromium, point)
    found = until(lambda: read(chromium, f"{lit}.length ? {lit} : null"), "lit")
    assert set(found) == {"34.8", "34,8"}


def test_pointing_at_a_word_lights_its_counterparts(chromium: Any, address: str) -> None:
    """A word of the dictionary lights what translates it in every other column."""
    chromium.get(f"{address}/parallel?transcript=northern-grid-conference&row=12")
    read(chromium, "root.querySelector('.row.active') !== null")
    point = (
        "(() => { const text = root.querySelector('[data-row=\"11\"] .text');"
        " const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT); let node = walk.nextNode();"
        " while (node && !node.data.includes('countries')) node = walk.nextNode(); if (!node) return null;"
        " const range = new Range(); const at = node.data.indexOf('countries');"
        " range.setStart(node, at); range.setEnd(node, at + 2); const box = range.getBoundingClientRect();"
        " node.parentElement.dispatchEvent(new PointerEvent('pointermove',"
        " {bubbles: true, clientX: box.x + 4 + Math.random(), clientY: box.y + box.height / 2})); return true; })()"
    )
    forget = "root.querySelector('.spacer').dispatchEvent(new PointerEvent('pointerleave'))"
    lit = "(CSS.highlights.get('workbench-lit') ? [...CSS.highlights.get('workbench-lit')].map(String) : [])"

    def pointed() -> list[str]:
        chromium.execute_script(f"{FIND_SHADOW} {forget}", ".parallel")
        read(chromium, point)
        found: list[str] = chromium.execute_async_script(
            f"const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done({lit})));"
        )
        return found

    found = until(lambda: pointed() or None, "lit")
    assert set(found) == {"countries", "Ländern", "países", "pays", "стран"}


def test_a_book_is_an_address_and_a_page_to_keep(chromium: Any, address: str) -> None:
    """The way of reading is in the address; the saved page holds the text as text."""
    chromium.get(f"{address}/parallel?transcript=hostile&view=book")
    assert read(chromium, "root.querySelector('.parallel').dataset.reading") == "book"
    chromium.execute_script(
        "window.kept = null; URL.createObjectURL = (blob) => { blob.text().then((t) => { window.kept = t; }); return '#'; };"
    )
    press(chromium, "S")
    kept = until(lambda: chromium.execute_script("return window.kept"), "a page to keep")
    assert "<script>" not in kept
    assert "&lt;script&gt;" in kept
    assert 'dir="rtl"' in kept
    press(chromium, "v")
    until(lambda: "view=single" in chromium.current_url, "one column")


def test_the_map_leads_into_the_text(chromium: Any, address: str) -> None:
    """Pressing a mark on the map opens its row."""
    chromium.get(f"{address}/map?transcript=river-panel")
    mark = "rect[data-row='59']"
    script = f'(root.querySelector("{mark}").dispatchEvent(new MouseEvent("click", {{bubbles: true}})), true)'
    until(lambda: ask(chromium, mark, script), "the map")
    until(lambda: "row=60" in chromium.current_url, "the row")
    assert read(chromium, "root.querySelector('.row.active').dataset.row") == "59"
