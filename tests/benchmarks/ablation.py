"""What each part of the pair aligner contributes, on the development data.

    python tests/benchmarks/ablation.py [GOLD]

One line a part taken away: strict F1 of Text+Berg and the mean and the worst of the ten PUD pairs.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from accuracy import answer, documents, figures

from workbench.align import bilingual, features, kernels, lexicon, wordorder
from workbench.align.bilingual import Options, align_pair
from workbench.align.counting import Entries
from workbench.align.features import Weights
from workbench.align.kernels import Cells, Floats, Table, Tokens

NONE = Entries(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))


def run(name: str, gold: Path, options: Options) -> None:
    """Print a line of the table."""
    f = [
        figures(answer(align_pair(d.left, d.right, languages=d.languages, options=options)), d.gold)["strict F1"]
        for d in documents(gold)
    ]
    print(f"{name:34s} text-berg {f[0]:.3f}  pud mean {np.mean(f[1:]):.3f}  worst {min(f[1:]):.3f}", flush=True)


_FILL = kernels.fill_ratios


def _all_in(a: Tokens, b: Tokens, table: Table, cells: Cells, swap: bool) -> Floats:
    """Fill in ratios with nothing left out."""
    nowhere = np.full(len(table.at_a), -1, np.int64)
    return _FILL(a, b, table._replace(at_a=nowhere), cells, swap)


def main() -> None:
    """Print the table."""
    gold = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[3] / "shared" / "gold"
    run("full", gold, Options())
    for words, rest in (("with", Options()), ("without", Options(lexicon=False))):
        if words == "without":
            run("- shipped lexicon and names", gold, rest)
        for name, value in (
            ("words", {"words": 0.0}), ("lengths", {"length": 0.0}), ("boundaries", {"merge": 0.0, "both": 0.0}),
            ("edges", {"edge": 0.0}), ("debris", {"debris": 0.0}), ("joined one-sided", {"merge_alone": -9.0}),
            ("ends of sentences", {"stops": 0.0}),
        ):  # fmt: skip
            if words == "with":
                run(f"- {name}", gold, replace(rest, weights=Weights(**value)))
        with patch.object(bilingual, "mended", lambda _k, found, _s: list(found)):
            run(f"- what crosses, moved, stands inside, {words} lexicon", gold, rest)
        with patch.object(wordorder, "order_gains", lambda beads, *_: np.zeros(len(beads))):
            run(f"- word order of beads, {words} lexicon", gold, rest)
        with patch.object(features, "for_want_of_words", lambda weights, *_: weights):
            run(f"- lengths for want of words, {words} lexicon", gold, rest)
        with patch.object(lexicon, "IMAGINED", 0.0):
            run(f"- imagined tokens, {words} lexicon", gold, rest)
        run(f"- learning (one pass), {words} lexicon", gold, replace(rest, passes=1))
        with patch.object(lexicon, "_cognates", lambda _a, _b: NONE):
            run(f"- cognates, {words} lexicon", gold, rest)
        with (
            patch.object(kernels, "leave_out", lambda *_: None),
            patch.object(kernels, "fill_ratios", _all_in),
        ):
            run(f"- leave-one-out, {words} lexicon", gold, rest)
    with patch.object(features, "gap_scores", lambda _m: np.log([0.5, 0.5, 0.5, 0.5])):
        run("- gap state", gold, Options())


if __name__ == "__main__":
    main()
