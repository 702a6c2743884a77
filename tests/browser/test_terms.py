"""Terms in headless Chromium: a rendering opens its places, a place opens its row; what is hostile stays text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browsing import ask, read, until

from workbench import glossaries

pytestmark = pytest.mark.browser
NAME = "northern-grid-conference"
TABLE = "en-GB\tde-DE\n<script>window.hurt = 1</script>price cap\t!Preisdeckel|<img src=x onerror='window.hurt = 2'>\n"


def look(chromium: Any, script: str) -> Any:
    """Evaluate a script over the terms once they are there, until it gives something."""
    return until(lambda: ask(chromium, ".terms table", script), script)


def test_a_rendering_opens_its_places_and_a_place_its_row(chromium: Any, address: str) -> None:
    """From a rendering to all its places, from a place to the row in the parallel text."""
    chromium.get(f"{address}/terms?transcript={NAME}&q=preisdeckel")
    button = "[...root.querySelectorAll('.rendering button')].find((b) => b.textContent.startsWith('Preisdeckel'))"
    look(chromium, f"{button} && ({button}.click(), true)")
    assert look(chromium, "root.querySelectorAll('.places li').length") >= 4
    assert "Preisdeckel" in look(chromium, "root.querySelector('.places mark').textContent")
    row = look(chromium, "root.querySelector('.places .row').textContent")
    look(chromium, "(root.querySelector('.places .row').click(), true)")
    until(lambda: f"row={row}" in chromium.current_url, "the row")
    assert read(chromium, "root.querySelector('.row.active').dataset.row") == str(int(row) - 1)


def test_a_hostile_glossary_is_text(chromium: Any, address: str, shelf: Path) -> None:
    """Markup in a glossary's cells stands as printed, and runs nothing."""
    glossaries.keep(shelf, "river-panel", "g.tsv", TABLE.encode())
    try:
        chromium.get(f"{address}/terms?transcript=river-panel")
        tab = "return [...document.querySelectorAll('[role=tab]')].find((t) => t.textContent === 'Glossary')"
        until(lambda: chromium.execute_script(tab), "the tab").click()
        shown = "[...root.querySelectorAll('.said')].some((s) => s.textContent.startsWith('<script>'))"
        until(lambda: ask(chromium, ".terms .required", shown), "the glossary")
        assert not ask(chromium, ".terms .required", "root.querySelector('.terms img, .terms script')")
        assert chromium.execute_script("return window.hurt") is None
    finally:
        glossaries.drop(shelf, "river-panel")
