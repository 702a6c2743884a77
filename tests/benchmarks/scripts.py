"""The pair aligner against lengths alone, on texts of our own in languages that the shipped lexicon lacks.

    python tests/benchmarks/scripts.py [--seeds N] [--only NAME] [--pairs en-el,zh-ja] [--parts]

Strict F1 by pair over the plain texts of ``tests/cases/told`` and over ``--seeds`` copies of each from which
passages are left out and sentences joined by lot. Lengths alone: the same dynamic programme, its lengths (Gale & Church
1993), priors of beads and gaps, re-estimated as always; nothing else (`told.lengths_alone`).
``--parts`` takes one kind of evidence away at a time. Counts are pooled over the texts.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import fmean

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import told  # noqa: E402

from workbench.align.bilingual import Options, align_pair  # noqa: E402
from workbench.align.features import Weights  # noqa: E402
from workbench.evaluate import Counts, compare_beads  # noqa: E402

Beads = list[tuple[tuple[int, ...], ...]]
Case = tuple[tuple[str, str], list[list[str]], Beads]

FOREIGN = ("el", "tr", "zh", "ja", "ar", "he", "ko", "hu")
TEXTS = ("night-train", "well", "council")


def whole(case: Case) -> Beads:
    """Return the aligner's beads, with all its evidence."""
    languages, texts, _ = case
    return [(b.left, b.right) for b in align_pair(*texts, languages=languages).beads]


def lengths_alone(case: Case) -> Beads:
    """Return the beads that lengths and priors alone suggest."""
    return told.lengths_alone(case[1], case[0])


def without(**weights: float) -> Callable[[Case], Beads]:
    """Return an aligner that lacks some evidence."""
    options = Options(weights=replace(Weights(), **weights))

    def aligner(case: Case) -> Beads:
        return [(b.left, b.right) for b in align_pair(*case[1], languages=case[0], options=options).beads]

    return aligner


PARTS: dict[str, Callable[[Case], Beads]] = {
    "- words": without(words=0.0),
    "- boundaries": without(merge=0.0, both=0.0, merge_alone=0.0),
    "- edges": without(edge=0.0),
    "- stops": without(stops=0.0),
}


def pairs() -> Iterator[tuple[str, str]]:
    """Yield English with each language, and some pairs without it."""
    yield from (("en", tag) for tag in FOREIGN)
    yield from (("el", "tr"), ("zh", "ja"), ("ar", "he"), ("ja", "ko"), ("ko", "hu"), ("tr", "zh"))


def cases(names: list[str], languages: tuple[str, str], seeds: range) -> Iterator[Case]:
    """Yield the texts, or seeded corruptions of them, with their gold."""
    for name in names:
        text = told.read(name)
        for one in [told.noisy(text, seed, languages) for seed in seeds] or [text]:
            yield languages, told.texts(one, languages), sorted(told.plain_gold(one, languages))


def f1(aligner: Callable[[Case], Beads], some: list[Case]) -> float:
    """Return strict F1 over pooled counts."""
    return sum((compare_beads(aligner(case), case[2]) for case in some), Counts()).figures().f1


def main() -> None:
    """Print a line a pair, then the means."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--only", default=",".join(TEXTS))
    parser.add_argument("--pairs", default="")
    parser.add_argument("--parts", action="store_true")
    args = parser.parse_args()
    chosen = [(a, b) for a, b in (pair.split("-") for pair in args.pairs.split(",") if pair)] or list(pairs())
    aligners = {"lengths": lengths_alone, "whole": whole} | (PARTS if args.parts else {})
    sets = {"as written": range(0), "corrupted": range(args.seeds)}
    print("pair   " + "".join(f" | {name:10s} " + " ".join(f"{a:>13s}" for a in aligners) for name in sets))
    rows = []
    for languages in chosen:
        made = {name: list(cases(args.only.split(","), languages, seeds)) for name, seeds in sets.items()}
        rows.append([f1(aligner, some) for some in made.values() for aligner in aligners.values()])
        print("-".join(languages).ljust(7), _line(rows[-1], len(aligners)), flush=True)
    print("mean   ", _line([fmean(column) for column in zip(*rows, strict=True)], len(aligners)))


def _line(values: list[float], size: int) -> str:
    """Return figures in the columns of the table."""
    parts = [values[k : k + size] for k in range(0, len(values), size)]
    return "".join(f"| {'':10s} " + " ".join(f"{value:13.3f}" for value in part) + " " for part in parts)


if __name__ == "__main__":
    main()
