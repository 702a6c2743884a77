"""The HTML book in headless Chromium: editions scroll together, apart when switched off, and texts run no code."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.aligned import HOSTILE
from workbench import workflow
from workbench.model import AlignedTranscript, Alignment, Edition, Level, Role, Row, Score, Segment, Transcript, Turn
from workbench.writers import FORMATS, Corpus, Report

pytestmark = pytest.mark.browser
SWITCHES = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --window-size=1200,800"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Start a browser, or skip (fail on the project's own machines)."""
    driver, browser = shutil.which("chromedriver"), shutil.which("chromium") or shutil.which("google-chrome")
    if not driver or not browser:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium with its driver")
        pytest.skip("no Chromium with its driver")
    from selenium import webdriver  # noqa: PLC0415

    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for switch in SWITCHES.split():
        options.add_argument(switch)
    window = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    yield window
    window.quit()


def shown(window: Any) -> list[int]:
    """Return the row at the top of each edition."""
    time.sleep(0.4)
    return list(window.execute_script("return panes.map(firstShown)"))


def test_editions_scroll_together_unless_switched_off(chromium: Any, bundled: Path, tmp_path: Path) -> None:
    """Scrolling one brings the others to the same row; switched off, the others stay; a click brings them back."""
    page = tmp_path / "book.html"
    workflow.save(page, workflow.export(bundled, "river-panel", format="html"))
    chromium.get(page.as_uri())
    chromium.execute_script("panes[0].scrollTop = 3000")
    first = shown(chromium)
    assert first[0] > 10
    assert max(first) - min(first) <= 1
    chromium.execute_script("together.click(); panes[1].scrollTop = 0")
    assert shown(chromium)[1] < 2 < shown(chromium)[0]
    chromium.execute_script("panes[1].scrollTop = panes[1].rows[60].offsetTop - 200; panes[1].rows[60].click()")
    time.sleep(0.4)
    tops = chromium.execute_script(
        "return Array.from(document.querySelectorAll('.here')).map((row) => row.getBoundingClientRect().top)"
    )
    assert len(tops) == 5
    assert max(tops) - min(tops) < 3


def test_hostile_text_is_text(chromium: Any, tmp_path: Path) -> None:
    """No text of any edition becomes markup or code."""
    texts = [*HOSTILE, "<script>window.hurt = 1</script>", "<img src=x onerror='window.hurt = 2'>", "</style></script>"]
    segments = tuple(Segment(i, text) for i, text in enumerate(texts))
    label = "</b><script>window.hurt = 3</script>"
    editions = tuple(
        Edition(tag, (Turn(0, Role.ANSWER, label, 0, len(texts)),), segments, title=label) for tag in ("en-GB", "ar")
    )
    tags = ("en-GB", "ar")
    rows = tuple(Row(((i,), (i,)), Score(0.5)) for i in range(len(texts)))
    levels = (
        Alignment(tags, (1, 1), Level.TURN, (Row(((0,), (0,))),)),
        Alignment(tags, (len(texts), len(texts)), Level.SEGMENT, rows),
    )
    corpus = Corpus.of(AlignedTranscript(Transcript("x", editions), *levels, "en-GB"))
    page = tmp_path / "book.html"
    form = next(f for f in FORMATS if f.name == "html")
    page.write_bytes(b"".join(data for _, data in form.pieces(corpus, Report())))
    chromium.get(page.as_uri())
    assert chromium.execute_script("return window.hurt") is None
    assert chromium.execute_script("return document.scripts.length") == 1
    assert chromium.execute_script("return document.images.length") == 0
    assert chromium.execute_script("return panes[1].rows[18].textContent") == chromium.execute_script(
        "return panes[0].rows[18].textContent"
    )
    assert chromium.execute_script("return panes[1].dir") == "rtl"
