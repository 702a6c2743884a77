"""How long ``workbench check`` takes over a long transcript, by the clock and in processor time.

    python tests/benchmarks/checking.py [--rows 100000] [--languages en-GB,de-DE] [--runs 1] [--beside CHECKOUT] [--each]

The transcript (``varied.py``) is stored in a folder of its own and checked from the shell, as a user would: reading,
checks in as many processes as there are cores, the report. ``--beside`` checks the very same with the package of another
checkout, turn about, so that a ratio of the two means something on a busy machine; ``--each`` prints, instead, the
seconds of each family of checks in one process.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from findings import ROOT
from varied import LANGUAGES, distinct, varied

from workbench import derived
from workbench.checks import CHECKS, Material
from workbench.checks.sections import sections
from workbench.model import AlignedTranscript
from workbench.readers.edition import edition_bytes, parse_edition


@dataclass(frozen=True)
class Time:
    """Seconds by the clock and of the processor, all processes together; their greatest memory at once, in MB."""

    clock: float
    processor: float
    memory: float
    findings: int


def main() -> None:
    """Build, check and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("--runs", type=int, default=1, help="how often; the best counts")
    parser.add_argument("--beside", type=Path, help="the root of another checkout to time in turn")
    parser.add_argument("--each", action="store_true", help="seconds by family of checks, in this process")
    options = parser.parse_args()
    aligned = varied(options.rows, options.languages.split(","))
    print(f"{len(aligned.segments.rows):,} rows")
    for tag, (said, unlike, running, words) in distinct(aligned).items():
        share = f"{100 * unlike / said:.1f} % of them different"
        print(f"{tag}: {said:,} sentences, {share}; {running:,} words, {words:,} different")
    if options.each:
        each(aligned)
        return
    roots = [ROOT, *([options.beside.resolve()] if options.beside else [])]
    with tempfile.TemporaryDirectory() as folder:
        stored(Path(folder), aligned)
        del aligned
        times = [[timed(root, Path(folder)) for root in roots] for _ in range(options.runs)]
    best = [min(found, key=lambda t: t.processor) for found in zip(*times, strict=True)]
    for root, time_ in zip(roots, best, strict=True):
        figures = f"{time_.clock:.1f} s, {time_.processor:.1f} s of the processor, {time_.memory:.0f} MB"
        print(f"{'this checkout' if root == ROOT else 'the other'}: {figures}; {time_.findings:,} findings")
    if len(best) > 1:
        print(f"processor time against the other: {best[0].processor / best[1].processor:.2f}")


def stored(folder: Path, aligned: AlignedTranscript) -> None:
    """Store a transcript with its alignment, as an import does."""
    data = {edition.language: edition_bytes(edition) for edition in aligned.transcript.editions}
    editions = [parse_edition(one, where=tag) for tag, one in data.items()]
    order = sorted(editions, key=lambda e: (e.language != aligned.pivot, f"{e.language}.jsonl"))
    tags = [edition.language for edition in order]
    whole = type(aligned.transcript)(aligned.transcript.name, tuple(order))
    rows = aligned.turns.select(tags), aligned.segments.select(tags)
    derived.save_imported(folder, AlignedTranscript(whole, *rows, aligned.pivot), data, [])


def timed(root: Path, folder: Path) -> Time:
    """Check the stored transcript with the package of a checkout."""
    (folder / "alignments" / "long.findings.json").unlink(missing_ok=True)
    report = folder / "report.json"
    command = [sys.executable, "-m", "workbench", "--root", str(folder), "check", "long"]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(
        [*command, "--format", "json", "--output", str(report)], cwd=root, env={**os.environ, "PYTHONPATH": str(root)}
    )
    peak = [0.0]
    watch = threading.Thread(target=_watched, args=(process, peak))
    watch.start()
    process.wait()
    watch.join()
    clock, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Time(clock, spent, peak[0], len(json.loads(report.read_text("utf-8"))))


def _watched(process: subprocess.Popen, peak: list[float]) -> None:
    """Note the greatest memory of a process and its children at once (Linux), by what they share in parts."""
    while process.poll() is None:
        sizes = []
        for pid in _family(process.pid):
            try:
                lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
            except OSError:  # ended meanwhile, or another system
                continue
            sizes += [int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")]
        peak[0] = max(peak[0], sum(sizes))
        time.sleep(0.5)


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def each(aligned: AlignedTranscript) -> None:
    """Print the processor seconds of each family of checks, section by section or over the whole."""
    spent = dict.fromkeys((check.names for check in CHECKS), 0.0)
    whole, parts = Material(aligned), [Material(section.aligned) for section in sections(aligned)]
    for check in CHECKS:
        for material in [whole] if check.whole else parts:
            start = time.process_time()
            sum(1 for _ in check.find(material))
            spent[check.names] += time.process_time() - start
    for names, seconds in spent.items():
        print(f"{'/'.join(names):24} {seconds:7.2f} s")
    print(f"{'all':24} {sum(spent.values()):7.2f} s")


if __name__ == "__main__":
    main()
