"""Accuracy and speed, as Markdown tables: ``make bench`` (or ``make bench ARGS="--quick"``).

Every size runs in a process of its own, so that peak memory is its own. Where hunalign is on the PATH it
runs beside, in the same run; other machines are no comparison.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from synthetic import parallel

from workbench import derived, store, workflow
from workbench.align.bilingual import align_pair
from workbench.align.joint import align_transcript
from workbench.evaluate import Counts, compare_beads
from workbench.model import Level
from workbench.readers.links import read_answers

REPOSITORY = Path(__file__).resolve().parents[2]
GOLD = REPOSITORY / "tests" / "gold"


def main() -> None:
    """Run the parts that are asked for and print their tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out the large texts")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(one_size(options.one)))
        return
    bundled()
    transcript_speed()
    shell()
    sizes([1_000, 6_700] if options.quick else [5_000, 6_700, 20_000, 100_000])


def bundled() -> None:
    """Print strict F1 on the bundled transcripts, by level and language pair."""
    print("\n### Bundled transcripts, strict F1\n")
    header: list[str] = []
    lines = []
    for name in store.transcript_names(REPOSITORY):
        transcript = derived.pivot_first(store.load_transcript(REPOSITORY, name), workflow.PIVOT)
        turns, segments = align_transcript(transcript.editions)
        for alignment in (turns, segments):
            gold = read_answers((GOLD / f"{name}.{alignment.level}s.jsonl").read_text("utf-8"), where=name)
            found = workflow.evaluate_rows(alignment, gold[str(alignment.level)])
            header = ["-".join(part[:2] for part in pair) for pair in found.pairs]
            rows = found.rows or Counts()
            figures = [c.figures().f1 for c in (*found.pairs.values(), found.total, rows)]
            lines.append([f"{name}, {alignment.level}s", *(f"{value:.3f}" for value in figures)])
    table(["", *header, "all pairs", "whole rows"], lines)


def transcript_speed() -> None:
    """Print how long the five editions of the bundled briefing take inside a running process."""
    transcript = store.load_transcript(REPOSITORY, "hamburg-briefing")
    align_transcript(transcript.editions)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        align_transcript(transcript.editions)
        times.append(time.perf_counter() - start)
    sentences = max(e.size(Level.SEGMENT) for e in transcript.editions)
    print(f"\nFive editions of {sentences} sentences, warm, in process: {min(times):.2f} s (best of 5)")


def shell() -> None:
    """Print how long ``workbench align`` takes from the shell."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(REPOSITORY / "corpora", Path(folder) / "corpora")
        command = [sys.executable, "-m", "workbench", "--root", folder, "align", "hamburg-briefing"]
        kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}  # as where it is installed
        kept["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "bytecode")
        times = []
        for _ in range(4):
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, cwd=REPOSITORY, env=kept)
            times.append(time.perf_counter() - start)
    print(f"The same from the shell, `workbench align hamburg-briefing`: {min(times):.2f} s (best of 4)")


def sizes(numbers: list[int]) -> None:
    """Print time, memory and accuracy by size, each in a process of its own, beside hunalign."""
    print("\n### Two texts of so many sentences each (synthetic, en-de)\n")
    lines = []
    for number in numbers:
        run = [sys.executable, __file__, "--one", str(number)]
        found = json.loads(subprocess.run(run, check=True, capture_output=True, text=True, cwd=REPOSITORY).stdout)
        peer = hunalign(number)
        lines.append(
            [
                f"{number:,}",
                f"{found['seconds']:.1f}",
                f"{1e6 * found['seconds'] / number:.0f}",
                f"{found['megabytes']:.0f}",
                f"{found['f1']:.3f}",
                *(peer or ["–", "–"]),
            ]
        )
    table(["sentences", "s", "µs a sentence", "peak MB", "strict F1", "hunalign -realign s", "its strict F1"], lines)


def one_size(number: int) -> dict[str, float]:
    """Return seconds, peak memory and strict F1 of one size; a small text has warmed the kernels first."""
    small, _ = parallel(100, seed=2)
    align_pair(*small, languages=("en", "de"))
    (left, right), gold = parallel(number)
    start = time.perf_counter()
    found = align_pair(left, right, languages=("en", "de"))
    seconds = time.perf_counter() - start
    beads = [(b.left, b.right) for b in found.beads]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "megabytes": peak, "f1": compare_beads(beads, gold).figures().f1}


def hunalign(number: int) -> list[str] | None:
    """Return hunalign's seconds and strict F1 on the same texts, if it is installed and the size is one it can hold."""
    program = shutil.which("hunalign")
    if not program or number > 20_000:
        return None
    (left, right), gold = parallel(number)
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("empty.dic", "left.txt", "right.txt")]
        for path, lines in zip(paths, ([], left, right), strict=True):
            path.write_text("".join(line + "\n" for line in lines), "utf-8")
        start = time.perf_counter()
        run = subprocess.run([program, "-realign", *map(str, paths)], check=True, capture_output=True, text=True)
        seconds = time.perf_counter() - start
    answer = read_answers(run.stdout, where="hunalign")["segment"].beads("left", "right")
    return [f"{seconds:.1f}", f"{compare_beads(answer, gold).figures().f1:.3f}"]


def table(header: list[str], lines: list[list[str]]) -> None:
    """Print a Markdown table."""
    for line in (header, ["---"] * len(header), *lines):
        print("| " + " | ".join(line) + " |")


if __name__ == "__main__":
    main()
