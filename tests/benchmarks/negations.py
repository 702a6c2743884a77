"""Recall of the negation check on rows written by hand, and what it makes of faultless paraphrases of them.

    python tests/benchmarks/negations.py [--half dev|kept|all] [--show]

A row (``tests/cases/negations.json``) stands in five languages; ``faults`` turn an affirmation or a denial round in one
of them (language, what is replaced, by what), ``twins`` say the same in other words. Each is checked alone. Half of the
rows, by a hash of their ids, is kept aside for reporting.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from workbench.checks import Fault, Material  # noqa: E402
from workbench.checks.negation import check_negation  # noqa: E402
from workbench.findings import Severity  # noqa: E402
from workbench.model import (  # noqa: E402
    AlignedTranscript,
    Alignment,
    Edition,
    Level,
    Role,
    Row,
    Score,
    Segment,
    Transcript,
    Turn,
)

TAGS = {"en": "en-GB", "de": "de-DE", "es": "es-ES", "fr": "fr-FR", "ru": "ru-RU"}
CASES = ROOT / "tests" / "cases" / "negations.json"


def checked(texts: dict[str, str]) -> list[Fault]:
    """Return what the check finds in one row."""
    editions = tuple(
        Edition(TAGS[t], (Turn(0, Role.STATEMENT, "", 0, 1),), (Segment(0, text),)) for t, text in texts.items()
    )
    tags, one = tuple(e.language for e in editions), (1,) * len(editions)
    row = (Row(((0,),) * len(editions), Score(1.0)),)
    levels = [Alignment(tags, one, level, row) for level in (Level.TURN, Level.SEGMENT)]
    return list(check_negation(Material(AlignedTranscript(Transcript("row", editions), *levels, tags[0]))))


def outcomes(case: dict[str, Any]) -> Iterator[tuple[str, str, str, list[Fault]]]:
    """Yield what is found in a row as it is, with each fault and with each twin: kind, language, text, findings."""
    texts = {t: case[t] for t in TAGS}
    yield "rows", "", "", checked(texts)
    for kind in ("faults", "twins"):
        for tag, old, new in case[kind]:
            text = case[tag].replace(old, new, 1)
            yield kind, tag, text, checked({**texts, tag: text})


def half_of(case: dict[str, Any]) -> str:
    """Return the half a row belongs to."""
    return "kept" if hashlib.sha256(case["id"].encode()).digest()[0] % 2 else "dev"


def tally(half: str, *, show: bool = False) -> Counter[str]:
    """Return how many rows, faults and twins there are, and of how many of each is said what."""
    counts: Counter[str] = Counter()
    for case in json.loads(CASES.read_text("utf-8")):
        for kind, tag, text, found in outcomes(case) if half in ("all", half_of(case)) else ():
            said = [f for f in found if kind != "faults" or (f.odd is not None and list(TAGS)[f.odd] == tag)]
            worst = max((f.severity for f in said), key=lambda s: s.rank, default=None)
            counts[kind] += 1
            counts[f"{kind} {worst}"] += worst is not None
            if show and (worst is None) == (kind == "faults"):
                print(kind, worst, case["id"], tag, text, *(f.message for f in said), sep=" | ")
    return counts


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("dev", "kept", "all"), default="dev")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    counts = tally(options.half, show=options.show)
    for kind in ("faults", "twins", "rows"):
        said = ", ".join(f"{counts[f'{kind} {s}']} {s}" for s in (Severity.WARNING, Severity.INFO))
        print(f"{kind}: {counts[kind]}, of which {said}")


if __name__ == "__main__":
    main()
