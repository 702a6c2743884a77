"""Working a dashboard in headless Chromium: serve it, open windows, press keys, read what is shown."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
PATIENCE = 60.0
SWITCHES = (
    "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking "
    "--disable-component-update --disable-sync --no-first-run --window-size=1440,900"
)
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


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def serve(root: Path, port: int) -> subprocess.Popen[bytes]:
    """Start the dashboard over a root folder, and wait until it answers."""
    command = [sys.executable, "-m", "streamlit", "run", str(REPOSITORY / "workbench" / "views" / "server.py")]
    command += ["--server.headless", "true", "--server.address", "127.0.0.1", "--server.port", str(port)]
    server = subprocess.Popen(command, cwd=REPOSITORY, env={**os.environ, "WORKBENCH_ROOT": str(root)})
    until(lambda: answers(f"http://127.0.0.1:{port}/_stcore/health"), "the server answers")
    return server


def window() -> Any:
    """Start headless Chromium; nothing is downloaded."""
    browser, driver = shutil.which("chromium") or shutil.which("google-chrome"), shutil.which("chromedriver")
    if not browser or not driver:
        skip("Chromium or its driver is not installed; on Debian: apt-get install chromium chromium-driver")
    webdriver = pytest.importorskip("selenium.webdriver")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for switch in SWITCHES.split():
        options.add_argument(switch)
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=driver))
