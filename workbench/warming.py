"""The first alignment on a machine: the kernels are compiled once, by two processes at a time, and kept.

Numba compiles one function at a time in a process, so the modules of kernels are parted between processes;
each aligns a few sentences with the other's kernels left as Python (:mod:`workbench.align.compiled`).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

from workbench.model import Edition, Role, Segment, Turn

PARTS = (
    ("workbench.align.kernels", "workbench.align.counting", "workbench.align.wordorder"),
    ("workbench.align.between", "workbench.align.confidence", "workbench.align.lattice", "workbench.align.paths"),
)
"""Modules that every alignment needs, in parts that take about as long to compile."""

MODULES = tuple(module for part in PARTS for module in part)
"""All of them."""
NOTICE = "compiling the aligner, once on this machine"
_PATIENCE = 120.0  # seconds that the helpers get; then this process compiles for itself


def warm(tell: Callable[[float, str], None] | None) -> None:
    """Compile and keep the aligner's kernels where this machine has not done so yet; say so through ``tell``.

    Whatever goes wrong with the helpers, the aligner then compiles for itself.
    """
    from workbench.align import compiled, joint  # noqa: F401, PLC0415 — slow to import

    if not compiled.cold(MODULES):
        return
    if tell:
        tell(0.0, NOTICE)
    if compiled.keeps():
        started = [helper(part) for part in PARTS]
        for process in started:
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()


def helper(part: tuple[str, ...]) -> subprocess.Popen[bytes]:
    """Start a process that compiles the kernels of one part."""
    others = ",".join(module for module in MODULES if module not in part)
    environment = dict(os.environ, WORKBENCH_INTERPRETED=others)
    command = [sys.executable, "-m", "workbench.warming"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 — ourselves


_EXAMPLE = {
    "en": "How many people came?|About 300 came on Monday. Most of them stayed.|And the cost?|It was 2 million euros.",
    "de": "Wie viele Menschen kamen?|Etwa 300 kamen am Montag. Die meisten blieben.|Und die Kosten?|2 Millionen Euro.",
    "fr": "Combien de gens sont venus ?|Environ 300 sont venus lundi. La plupart sont restés.|Et le coût ?|2 millions.",
}


def rehearse() -> None:
    """Align a few sentences in three languages, so that every kernel is called with the types it always gets."""
    from workbench.align.joint import align_texts, align_transcript  # noqa: PLC0415

    editions = [_edition(language, text) for language, text in _EXAMPLE.items()]
    align_transcript(editions)
    align_texts([[s.text for s in e.segments] for e in editions[:2]], languages=[e.language for e in editions[:2]])


def _edition(language: str, text: str) -> Edition:
    """Return an edition of turns (question, answer, ...) parted by ``|``, segments by a full stop and space."""
    segments: list[Segment] = []
    turns = []
    for number, turn in enumerate(text.split("|")):
        start = len(segments)
        segments += [Segment(start + k, sentence) for k, sentence in enumerate(turn.split(". "))]
        turns.append(Turn(number, Role.ANSWER if number % 2 else Role.QUESTION, "", start, len(segments)))
    return Edition(language, tuple(turns), tuple(segments))


if __name__ == "__main__":
    rehearse()
