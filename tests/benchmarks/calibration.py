"""How well a bead's confidence tells right beads from wrong, and the constants it is made with.

    python tests/benchmarks/calibration.py [GOLD]

The beads of Text+Berg, of the ten PUD pairs and of the bundled transcripts (two editions as plain texts), with
and without the shipped lexicon. A fold is a whole text with all its pairs; each is judged by what the other folds
teach, all folds weighing the same. Prints expected calibration error and AUROC by fold, and the coefficients of all
folds together: `workbench.align.confidence._COEFFICIENTS`.

Of the transcripts those rows are left out that join several segments in both languages, since a pair of languages may be
aligned finer than all five; and one transcript whose exchanges cross, which plain texts cannot show.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from accuracy import Document, documents

from workbench import store
from workbench.align import confidence
from workbench.align.bilingual import Options, best_beads, estimate
from workbench.align.prepare import prepare

ROOT = Path(__file__).resolve().parents[2]
Floats = NDArray[np.float64]
TRANSCRIPTS = ("northern-grid-conference", "river-panel")


@dataclass(frozen=True, slots=True)
class Judged:
    """Beads of a document: the fold, with the lexicon or without, features, which are right, posteriors."""

    fold: str
    lexicon: bool
    features: Floats
    right: Floats
    posterior: Floats


def transcripts() -> Iterator[Document]:
    """Yield each two editions of the bundled transcripts, with the rows' projection as gold."""
    for name in TRANSCRIPTS:
        editions = {edition.language: edition for edition in store.load_transcript(ROOT, name).editions}
        rows = [
            json.loads(line) for line in (ROOT / f"tests/gold/{name}.segments.jsonl").read_text("utf-8").splitlines()
        ]
        for a, b in combinations(sorted(editions), 2):
            gold = [tuple(tuple(row["cells"].get(tag, {}).get("segments", ())) for tag in (a, b)) for row in rows]
            texts = [tuple(segment.text for segment in editions[tag].segments) for tag in (a, b)]
            yield Document(name, (a, b), texts[0], texts[1], [(x, y) for x, y in gold if x or y])


def judged(fold: str, document: Document, *, lexicon: bool) -> Judged:
    """Return the beads of a document as they are found, and which are right."""
    sides = prepare(document.left, document.languages[0]), prepare(document.right, document.languages[1])
    spans = np.array([[0, sides[0].size, 0, sides[1].size]])
    made = estimate(sides, spans, Options(lexicon=lexicon))
    beads = best_beads(made, sides, spans)
    features = confidence.design(beads, sides)
    known = set(document.gold)
    vague = [bead for bead in known if fold in TRANSCRIPTS and len(bead[0]) > 1 and len(bead[1]) > 1]
    held = [{i for bead in vague for i in bead[side]} for side in (0, 1)]
    clear = np.array([held[0].isdisjoint(one.cells[0]) and held[1].isdisjoint(one.cells[1]) for one in beads])
    right = np.array([one.cells in known for one in beads], np.float64)
    posterior = np.array([one.posterior for one in beads])
    return Judged(fold, lexicon, features[clear].astype(np.float64), right[clear], posterior[clear])


def fitted(parts: list[Judged]) -> Floats:
    """Return ridge logistic coefficients (Newton; ridge 1, constant free), folds weighing the same."""
    sizes = {fold: sum(len(p.right) for p in parts if p.fold == fold) for fold in {p.fold for p in parts}}
    x, y = np.concatenate([p.features for p in parts]), np.concatenate([p.right for p in parts])
    weight = np.concatenate([np.full(len(p.right), 1000.0 / sizes[p.fold]) for p in parts])
    beta, ridge = np.zeros(x.shape[1]), np.eye(x.shape[1])
    ridge[0, 0] = 0.0
    for _ in range(40):
        q = 1.0 / (1.0 + np.exp(-x @ beta))
        slope = x.T @ (weight * (y - q)) - ridge @ beta
        beta = beta + np.clip(np.linalg.solve((x * (weight * q * (1 - q))[:, None]).T @ x + ridge, slope), -2.0, 2.0)
    return beta


def error(sure: Floats, right: Floats, bins: int = 10) -> float:
    """Return the expected calibration error over bins of equal width."""
    place = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [(place == k).mean() * abs(sure[place == k].mean() - right[place == k].mean()) for k in np.unique(place)]
    return float(sum(gaps))


def auroc(sure: Floats, right: Floats) -> float:
    """Return the chance that a right bead is surer than a wrong one, ties counting half."""
    _, inverse, counts = np.unique(sure, return_inverse=True, return_counts=True)
    rank = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    yes, no = right.sum(), len(right) - right.sum()
    return float((rank[right == 1].sum() - yes * (yes + 1) / 2) / (yes * no)) if yes and no else float("nan")


def main() -> None:
    """Print the table and the coefficients."""
    gold = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "gold"
    named = [("text-berg" if d.name == "text-berg" else "pud", d) for d in documents(gold)]
    named += [(d.name, d) for d in transcripts()]
    parts = [judged(fold, d, lexicon=lexicon) for lexicon in (True, False) for fold, d in named]
    folds = list(dict.fromkeys(p.fold for p in parts))
    for lexicon in (True, False):
        told = []
        for fold in folds:
            beta = fitted([p for p in parts if p.fold != fold])
            here = [p for p in parts if p.fold == fold and p.lexicon == lexicon]
            x, right, raw = (
                np.concatenate([getattr(p, name) for p in here]) for name in ("features", "right", "posterior")
            )
            told.append((fold, 1.0 / (1.0 + np.exp(-x @ beta)), right, raw))
        told.append(("all", *(np.concatenate([one[k] for one in told]) for k in (1, 2, 3))))
        print("with lexicon" if lexicon else "without")
        for fold, sure, right, raw in told:
            print(
                f"  {fold:26s} beads {len(right):5d}  right {right.mean():.3f}  ECE {error(sure, right):.3f}  AUROC {auroc(sure, right):.3f}"
                f"  (posterior: {error(raw, right):.3f}  {auroc(raw, right):.3f})"
            )
    print(np.round(fitted(parts), 3).tolist())


if __name__ == "__main__":
    main()
