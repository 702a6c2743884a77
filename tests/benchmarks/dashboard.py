"""Times of the dashboard in headless Chromium over 10,000 rows in five languages.

Run from the repository root: ``PYTHONPATH=.:tests python tests/benchmarks/dashboard.py``
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from browsing import free_port, press, read, serve, visible_row, window
from correcting import make_long

WATCH = (
    "const done = arguments[arguments.length - 1];"
    "const root = [...document.querySelectorAll('*')].map((n) => n.shadowRoot)"
    ".find((r) => r && r.querySelector('.parallel'));"
    "const start = performance.now();"
    "const key = (k) => root.querySelector('.parallel').dispatchEvent(new KeyboardEvent('keydown',"
    " {key: k, bubbles: true, composed: true}));"
    "const until = (f) => { const t = () => f() ? done(Math.round(performance.now() - start))"
    " : setTimeout(t, 1); t(); };"
)
WAYS = {
    "to the end": "key('End'); until(() => root.querySelector('[data-row=\"9999\"]'));",
    "accept, and on": "key('Enter'); until(() => root.querySelector('.sign.accepted'));",
    "accepted, stored": "until(() => root.querySelector('.saving').textContent.startsWith('All'));",
    "merge, rows changed": "const f = root.querySelector('.facts').textContent; key('M');"
    " until(() => root.querySelector('.facts').textContent !== f);",
    "filter": "const s = root.querySelector('[name=only]'); s.value = 'reviewed';"
    " s.dispatchEvent(new Event('input', {bubbles: true}));"
    " until(() => root.querySelector('.left').textContent.includes(' of '));",
}


def main() -> None:
    """Print first paint, a jump, a filter, a merge and an acceptance, in milliseconds."""
    root = Path(tempfile.mkdtemp())
    make_long(root, 10_000)
    port = free_port()
    server = serve(root, port)
    chromium = window()
    try:
        for _ in range(5):  # from the second time on the server has read the text
            started = time.perf_counter()
            chromium.get(f"http://127.0.0.1:{port}/parallel?transcript=long&row=5000")
            read(chromium, visible_row(4999))
            print(f"address to text on screen: {1000 * (time.perf_counter() - started):.0f} ms")
        print("parse and first paint:", read(chromium, "root.querySelector('.parallel').dataset.painted"), "ms")
        for name, script in WAYS.items():
            print(f"{name}: {chromium.execute_async_script(WATCH + script)} ms")
            print("  bytes received last:", read(chromium, "root.querySelector('.parallel').dataset.received"))
        times = [chromium.execute_async_script(WATCH + WAYS["merge, rows changed"]) for _ in range(5)]
        print("five more merges:", times, "ms")
        press(chromium, "u")
    finally:
        chromium.quit()
        server.terminate()
        server.wait(timeout=20)


if __name__ == "__main__":
    main()
