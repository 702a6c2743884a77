"""What adding an edition costs and gives, beside aligning everything anew: bundled transcripts, each edition left out.

    python tests/benchmarks/adding.py

Strict F1 over all pairs of languages and of whole rows; time as a ratio to a new alignment, best of three.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from workbench import derived, store, workflow
from workbench.align.around import align_more
from workbench.align.joint import align_transcript
from workbench.evaluate import Answer, Counts
from workbench.model import Alignment
from workbench.readers.links import read_answers

REPOSITORY = Path(__file__).resolve().parents[2]

Both = tuple[Alignment, Alignment]


def best(run: Callable[[], Both]) -> tuple[Both, float]:
    """Return a call's result and its best time of three, in seconds."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        found = run()
        times.append(time.perf_counter() - start)
    return found, min(times)


def figures(found: Both, gold: dict[str, Answer]) -> str:
    """Return strict F1 of turns and segments, over pairs and of whole rows."""
    parts = []
    for alignment in found:
        score = workflow.evaluate_rows(alignment, gold[str(alignment.level)])
        parts.append(f"{score.total.figures().f1:.4f} {(score.rows or Counts()).figures().f1:.4f}")
    return "  ".join(parts)


def main() -> None:
    """Print the table."""
    print("transcript, edition added: turns pairs, rows; segments pairs, rows; time as a share of a new alignment")
    for name in store.transcript_names(REPOSITORY):
        transcript = derived.pivot_first(store.load_transcript(REPOSITORY, name), workflow.PIVOT)
        gold: dict[str, Answer] = {}
        for level in ("turn", "segment"):
            text = (REPOSITORY / "tests" / "gold" / f"{name}.{level}s.jsonl").read_text("utf-8")
            gold |= read_answers(text, where=name)
        whole, anew = best(lambda t=transcript: align_transcript(t.editions))
        print(f"{name} anew: {figures(whole, gold)}  {anew:.2f} s")
        for added in transcript.editions[1:]:
            rest = tuple(e for e in transcript.editions if e is not added)
            before = align_transcript(rest)
            found, took = best(lambda t=transcript, b=before: align_more(t.editions, b, {}))
            print(f"{name} {added.language}: {figures(found, gold)}  {took / anew:.2f}")


if __name__ == "__main__":
    main()
