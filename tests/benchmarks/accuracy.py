"""Strict and lax precision, recall and F1 of the pair aligner on the development data.

    python tests/benchmarks/accuracy.py [GOLD] [--bare]

GOLD defaults to ../shared/gold. Scored as Vecalign does: precision over every bead of
the answer, recall over gold beads with both sides. ``--bare`` leaves out the lexicon.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from workbench.align.bilingual import Bitext, Options, align_pair

Beads = list[tuple[tuple[int, ...], tuple[int, ...]]]


@dataclass(frozen=True, slots=True)
class Document:
    """Two texts and how a person aligned them."""

    name: str
    languages: tuple[str, str]
    left: tuple[str, ...]
    right: tuple[str, ...]
    gold: Beads


def _lines(path: Path) -> tuple[str, ...]:
    return tuple(path.read_text("utf-8").removesuffix("\n").split("\n"))


def documents(gold: Path) -> Iterator[Document]:
    """Yield Text+Berg and the ten PUD pairs."""
    folder = gold / "text-berg-dev"
    beads = []
    for line in _lines(folder / "de-fr.beads"):
        a, b = (tuple(map(int, re.findall(r"\d+", part))) for part in line.split(":"))
        beads.append((a, b))
    yield Document("text-berg", ("de", "fr"), _lines(folder / "de.txt"), _lines(folder / "fr.txt"), beads)
    folder = gold / "pud-dev"
    data = json.loads((folder / "gold.json").read_text("utf-8"))
    for pair in sorted(data["pairs"]):
        a, b = pair.split("-")
        beads = [(tuple(x), tuple(y)) for x, y in data["pairs"][pair]]
        yield Document(pair, (a, b), _lines(folder / f"{a}.txt"), _lines(folder / f"{b}.txt"), beads)


def answer(bitext: Bitext) -> Beads:
    """Return beads as tuples of indices."""
    return [(b.left, b.right) for b in bitext.beads]


def _right(test: Beads, gold: Beads) -> tuple[int, int, int]:
    """Return how many beads of ``test`` there are, how many are strictly and laxly right."""
    known = set(gold)
    link = {(i, j) for a, b in gold for i in a for j in b}
    strict = sum(1 for bead in test if bead in known)
    lax = sum(1 for a, b in test if (a, b) in known or any((i, j) in link for i in a for j in b))
    return len(test), strict, lax


def figures(test: Beads, gold: Beads) -> dict[str, float]:
    """Return strict and lax precision, recall and F1."""
    n, strict, lax = _right(test, gold)
    m, strict_r, lax_r = _right([x for x in gold if x[0] and x[1]], [x for x in test if x[0] and x[1]])
    out = {}
    for name, p, r in (("strict", strict / n, strict_r / m), ("lax", lax / n, lax_r / m)):
        out |= {f"{name} P": p, f"{name} R": r, f"{name} F1": 2 * p * r / (p + r) if p + r else 0.0}
    return out


def main() -> None:
    """Print the table."""
    names = [a for a in sys.argv[1:] if not a.startswith("-")]
    gold = Path(names[0]) if names else Path(__file__).resolve().parents[3] / "shared" / "gold"
    options = Options(lexicon="--bare" not in sys.argv)
    total = []
    for d in documents(gold):
        start = time.perf_counter()
        made = align_pair(d.left, d.right, languages=d.languages, options=options)
        took = time.perf_counter() - start
        f = figures(answer(made), d.gold)
        total.append(f["strict F1"])
        print(d.name.ljust(10), *(f"{k} {v:.3f}" for k, v in f.items()), f"{took:.2f} s")
    pud = total[1:]
    print(f"text-berg {total[0]:.4f}  pud mean {sum(pud) / len(pud):.4f}  worst {min(pud):.4f}")


if __name__ == "__main__":
    main()
