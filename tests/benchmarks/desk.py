"""Processor time of the server, and bytes sent, for a text of 10,000 rows in five languages; no browser is needed.

Run from the repository root: ``PYTHONPATH=.:tests python tests/benchmarks/desk.py``. Times are those of the process,
so that a busy machine changes them little.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CORRECTIONS = 9


def opening(root: Path) -> None:
    """Print what it takes to have the first bytes ready, and then what each of some merges takes."""
    started = time.process_time()
    from workbench import workflow  # noqa: PLC0415 — importing is part of what is measured
    from workbench.views import desks, links, payload  # noqa: PLC0415

    workflow.status(root, figures=False)
    text = desks.Text(root, workflow.load_base(root, "long"))
    desk = desks.Desk(text, text.bench.now())

    def message() -> bytes:
        content, news = desks.news(desk)
        return payload.message(content, links.read({}, desk.review.now.aligned), [], news)

    first = message()
    print(f"start to first bytes: {time.process_time() - started:.2f} s, {len(first):,} bytes")
    times, sizes = [], []
    for n in range(CORRECTIONS):
        keys = desk.review.keys[9000 - 20 * n :][:2]
        asked = [{"id": f"merge{n}", "kind": "merge", "keys": keys}]
        told = {"transcript": "long", "who": "Ada", "has": [text.mark, desk.review.version], "asked": asked}
        started = time.process_time()
        desks.take(desk, json.dumps(told))
        sizes.append(len(message()))
        times.append(time.process_time() - started)
    print(f"a merge: {statistics.median(times):.3f} s (the first {times[0]:.3f}), {max(sizes):,} bytes")


def main() -> None:
    """Make the text, then open it in a process that has read nothing yet, twice: the second finds what was kept."""
    if len(sys.argv) > 1:
        opening(Path(sys.argv[1]))
        return
    from correcting import make_long  # noqa: PLC0415 — with the browser's driver, which the opening does not need

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_long(root, 10_000)
        for name in ("pages read", "pages kept"):
            if name == "pages read":
                (root / "alignments" / "read" / "long.json").unlink()
            print(name, flush=True)
            subprocess.run([sys.executable, __file__, str(root)], check=True)
            for path in (root / "alignments").glob("reviews.sqlite*"):
                path.unlink()


if __name__ == "__main__":
    main()
