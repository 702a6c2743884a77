"""How fast editions load: MB/s for each format, and many small pages through the command line.

Run as ``python tests/benchmarks/loading.py [--pages 1000]``; prints tables in Markdown.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[n]) for n in (1, 2)]

import page_samples as samples  # noqa: E402

from workbench.adding import explain  # noqa: E402

REPOSITORY = Path(__file__).resolve().parents[2]
TIMES = 300  # exchanges in a file: about 150 kB of text


def large() -> dict[str, bytes]:
    """Return a long edition in each format."""
    samples.EXCHANGE = samples.EXCHANGE * TIMES
    for name in ("GERMAN", "ENGLISH", "SPEAKERS", "ROLES"):
        setattr(samples, name, getattr(samples, name) * TIMES)
    pages = {n: d for n, d in samples.samples().items() if n not in ("page.pdf", "pages.zip")}
    lines = [f"{who}: {said}" for who, said in samples.EXCHANGE[:24]]
    return pages | {"page.pdf": samples.pdf(lines)}


def per_format() -> None:
    """Print MB/s of the file and of the text in it, the best of three readings."""
    print("| format | file kB | text kB | s | MB/s of file | MB/s of text |\n| --- | --- | --- | --- | --- | --- |")
    for name, data in large().items():
        best = float("inf")
        for _ in range(3):
            started = time.perf_counter()
            readings = explain([(name, data)])
            best = min(best, time.perf_counter() - started)
        text = sum(len(s.text.encode()) for r in readings for s in r.edition.segments)
        print(
            f"| {name} | {len(data) / 1e3:.0f} | {text / 1e3:.0f} | {best:.3f} | {len(data) / 1e6 / best:.2f} | {text / 1e6 / best:.2f} |"
        )


def many_pages(count: int) -> None:
    """Print how long it takes to add many pages of about 10 kB, five editions a transcript, on the command line."""
    with tempfile.TemporaryDirectory() as name:
        folder, size = Path(name) / "in", 0
        sources = sorted((REPOSITORY / "corpora" / "hamburg-briefing").glob("*.txt"))
        for k in range(count // len(sources)):
            (folder / f"day{k:05}").mkdir(parents=True)
            for source in sources:
                data = source.read_bytes().replace(b"22:24", f"{k % 24:02}:{k % 60:02}".encode())
                (folder / f"day{k:05}" / f"page-{source.stem}.txt").write_bytes(data)
                size += len(data)
        started = time.perf_counter()
        command = [sys.executable, "-m", "workbench", "--root", name, "add", "press", str(folder), "--each"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=REPOSITORY)
        seconds = time.perf_counter() - started
        print(
            f"\n{count} pages, {size / count / 1e3:.1f} kB each: {seconds:.1f} s, {1e3 * seconds / count:.1f} ms a page, {os.cpu_count()} cores"
        )


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    options = parser.parse_args()
    per_format()
    many_pages(options.pages)


if __name__ == "__main__":
    main()
