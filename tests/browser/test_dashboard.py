"""The dashboard in headless Chromium: open it, pick a transcript, read aligned text in five languages."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from workbench import workflow

pytestmark = pytest.mark.browser
REPOSITORY = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60.0
SWITCHES = (
    "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking "
    "--disable-component-update --disable-sync --no-first-run --window-size=1440,900"
)
HOSTILE = """3 May 202418:05

<b>Answers</b> **on** $x$ the harbour

Question: <script>window.hurt = 1</script> When will it open? <img src=x onerror="window.hurt = 2">

Minister: On **12 June** at [9 am](javascript:alert(1)). It costs $40$ million. \u202eReversed\u202c text.

Question: Is that enough?

Minister: We think it is.
"""
ARABIC = """3 مايو 2024

إجابات الوزيرة عن الميناء

سؤال: متى سيفتح الميناء؟

الوزيرة: في 12 يونيو الساعة 9. التكلفة 40 مليون. نص معكوس.

سؤال: هل هذا يكفي؟

الوزيرة: نعتقد ذلك.
"""
FIND_SHADOW = """
const roots = [...document.querySelectorAll("*")].map((node) => node.shadowRoot);
const root = roots.find((root) => root && root.querySelector(arguments[0]));
"""


def skip(reason: str) -> None:
    """Skip and say why; on the project's own machines a missing browser is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    print(f"skipped: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="module")
def shelf(bundled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a root folder with the bundled transcripts and a hostile one, aligned."""
    root = tmp_path_factory.mktemp("shelf") / "root"
    shutil.copytree(bundled, root)
    workflow.add(root, "hostile", [("en-GB.txt", HOSTILE.encode()), ("ar-EG.txt", ARABIC.encode())])
    workflow.align(root, "hostile")
    return root


@pytest.fixture(scope="module")
def address(shelf: Path) -> Iterator[str]:
    """Serve the dashboard on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(REPOSITORY / "streamlit_app.py")]
    command += ["--server.headless", "true", "--server.address", "127.0.0.1", "--server.port", str(port)]
    server = subprocess.Popen(command, cwd=REPOSITORY, env={**os.environ, "WORKBENCH_ROOT": str(shelf)})
    until(lambda: answers(f"http://127.0.0.1:{port}/_stcore/health"), "the server answers")
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(timeout=20)


def answers(url: str) -> bool:
    """Tell whether a server answers."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 — our own address
            return bool(response.status == 200)
    except OSError:
        return False


def until(holds: Callable[[], Any], what: str) -> Any:
    """Wait until something holds, and return it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = holds()
        if found:
            return found
        time.sleep(0.1)
    return pytest.fail(f"waited {PATIENCE:.0f} s in vain: {what}")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Start headless Chromium; nothing is downloaded."""
    browser, driver = shutil.which("chromium") or shutil.which("google-chrome"), shutil.which("chromedriver")
    if not browser or not driver:
        skip("Chromium or its driver is not installed; on Debian: apt-get install chromium chromium-driver")
    webdriver = pytest.importorskip("selenium.webdriver")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for switch in SWITCHES.split():
        options.add_argument(switch)
    service = webdriver.ChromeService(executable_path=driver)
    window = webdriver.Chrome(options=options, service=service)
    yield window
    window.quit()


def ask(window: Any, selector: str, script: str) -> Any:
    """Evaluate a script over ``root``, the shadow root that holds a selector; None while there is none."""
    return window.execute_script(f"{FIND_SHADOW} return root ? ({script}) : null;", selector)


def read(window: Any, script: str) -> Any:
    """Evaluate a script over the parallel text once it is painted, until it gives something."""
    painted = '.parallel[data-state="ready"]'
    return until(lambda: ask(window, painted, script), script)


def press(window: Any, *keys: str) -> None:
    """Press keys, as a reader does who has not clicked anywhere."""
    from selenium.webdriver.common.action_chains import ActionChains  # noqa: PLC0415 — only where Chromium is

    for key in keys:
        ActionChains(window).send_keys(key).perform()


def visible_row(row: int) -> str:
    """Return a script that gives a row's cells as a list of language and text."""
    return f"[...root.querySelectorAll('[data-row=\"{row}\"] .text')].map((cell) => [cell.lang, cell.textContent])"


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
