"""How well a bead's confidence tells right beads from wrong, and the constants it is made with.

    python tests/benchmarks/calibration.py [GOLD]

The beads of Text+Berg, of the ten PUD pairs, of the bundled transcripts (two editions as plain texts) and of the told
texts of ``tests/cases/told`` in drawn pairs of nine languages, whole and corrupted, with and without the shipped
lexicon. A fold is a whole text with all its pairs; each is judged by what the other folds teach, all folds weighing the
same. Two told texts teach nothing and are judged all the same. Prints expected calibration error and AUROC by fold, and
the coefficients of all folds that teach: `workbench.align.confidence._COEFFICIENTS`.

Of the transcripts those rows are left out that join several segments in both languages, since a pair of languages may
be aligned finer than all five; and one transcript whose exchanges cross, which plain texts cannot show.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import told
from accuracy import Document, documents
from calibrate import area, error

from workbench import store
from workbench.align import confidence
from workbench.align.bilingual import Options, best_beads, estimate
from workbench.align.prepare import prepare

ROOT = Path(__file__).resolve().parents[2]
Floats = NDArray[np.float64]
TRANSCRIPTS = ("northern-grid-conference", "river-panel")
WITHHELD = ("council", "mill")
PAIRS, COPIES = 6, 3


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


def told_texts() -> Iterator[Document]:
    """Yield drawn pairs of each told text's languages, whole and corrupted by lot."""
    draw = random.Random(11)  # noqa: S311 — reproducible, not secret
    for name in told.names():
        text = told.read(name)
        pairs = list(combinations(text.languages, 2))
        for languages in draw.sample(pairs, min(PAIRS, len(pairs))):
            for seed in range(COPIES):
                version = told.noisy(text, seed, languages) if seed else text
                left, right = map(tuple, told.texts(version, languages))
                gold = sorted((x, y) for x, y in told.plain_gold(version, languages))
                yield Document(name, languages, left, right, gold)


def judged(fold: str, document: Document, *, lexicon: bool) -> Judged:
    """Return the beads of a document as they are found, and which are right."""
    sides = prepare(document.left, document.languages[0]), prepare(document.right, document.languages[1])
    spans = np.array([[0, sides[0].size, 0, sides[1].size]])
    made = estimate(sides, spans, Options(lexicon=lexicon))
    beads = best_beads(made, sides, spans)
    common = [confidence.shared(sides, one.cells) for one in beads]
    features = confidence.design(beads, sides, common)
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


def main() -> None:
    """Print the table and the coefficients."""
    gold = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "gold"
    named = [("text-berg" if d.name == "text-berg" else "pud", d) for d in documents(gold)]
    named += [(d.name, d) for source in (transcripts(), told_texts()) for d in source]
    parts = [judged(fold, d, lexicon=lexicon) for lexicon in (True, False) for fold, d in named]
    folds = list(dict.fromkeys(p.fold for p in parts))
    for lexicon in (True, False):
        print("with lexicon" if lexicon else "without")
        results = []
        for fold in folds:
            beta = fitted([p for p in parts if p.fold != fold and p.fold not in WITHHELD])
            here = [p for p in parts if p.fold == fold and p.lexicon == lexicon]
            x, right, raw = (
                np.concatenate([getattr(p, name) for p in here]) for name in ("features", "right", "posterior")
            )
            results.append((1.0 / (1.0 + np.exp(-x @ beta)), right, raw))
            show(fold + (" (teaches nothing)" if fold in WITHHELD else ""), *results[-1])
        show("all", *(np.concatenate([one[k] for one in results]) for k in range(3)))
    print(np.round(fitted([p for p in parts if p.fold not in WITHHELD]), 3).tolist())


def show(name: str, sure: Floats, right: Floats, raw: Floats) -> None:
    """Print the figures of a fold, and those of the posterior itself."""
    figures = [
        f"ECE {error(some, right, np.ones(len(right))):.3f}  AUROC {area(some, right):.3f}" for some in (sure, raw)
    ]
    print(f"  {name:26s} beads {len(right):5d}  right {right.mean():.3f}  {figures[0]}  (posterior: {figures[1]})")


if __name__ == "__main__":
    main()
