"""Strict F1 of the pair aligner over many documents: parts, corrupted copies, told texts, transcripts.

    python tests/benchmarks/broad.py [GOLD] [--sets NAME,NAME] [--each]

A change to the aligner is judged by all sets together, each with and without the shipped lexicon, so that it is not
chosen for one document. GOLD (default ``../shared/gold``) may be missing; the sets made of it are then left out.
Beads are added up over the documents of a set, as the field does. Corruptions are drawn with fixed seeds: sentences
joined, split at a comma, left out one by one and in passages, and letters mistaken as by a scanner. ``--each`` prints
every document.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import told
from accuracy import Beads, Document, answer, documents
from calibration import transcripts

from workbench.align.bilingual import Options, align_pair

ROOT = Path(__file__).resolve().parents[2]
_COMMA = re.compile(r"(?<=\w[,;:]) (?=\w)")
_MISTAKEN = {"e": "c", "n": "u", "l": "i", "i": "l", "t": "l", "h": "b", "s": "a", "m": "rn", "ü": "u", "é": "e"}
PLAIN, FREE = ("night-train", "mill"), ("archive", "ferry", "hospital", "observatory")


def part(document: Document, first: int, last: int) -> Document:
    """Return a document of the gold beads ``first:last``, in order of the left text, and what lies between them."""
    order = sorted(document.gold, key=lambda bead: (bead[0] or (-1,), bead[1]))
    both = [bead for bead in order if bead[0] and bead[1]]
    start, end = both[first], both[min(last, len(both)) - 1]
    spans = [(start[side][0], end[side][-1] + 1) for side in (0, 1)]
    gold: Beads = []
    for bead in document.gold:
        inside = [all(lo <= k < hi for k in cell) for cell, (lo, hi) in zip(bead, spans, strict=True)]
        if all(inside):
            gold.append(tuple(tuple(k - lo for k in cell) for cell, (lo, _) in zip(bead, spans, strict=True)))  # type: ignore[arg-type]
    texts = [text[lo:hi] for text, (lo, hi) in zip((document.left, document.right), spans, strict=True)]
    return replace(document, left=tuple(texts[0]), right=tuple(texts[1]), gold=gold)


def parts(document: Document, size: int) -> Iterator[Document]:
    """Yield a document in parts of about ``size`` beads."""
    count = sum(1 for bead in document.gold if bead[0] and bead[1])
    number = max(1, round(count / size))
    cuts = [count * k // number for k in range(number + 1)]
    for low, high in pairwise(cuts):
        yield part(document, low, high)


def corrupted(document: Document, seed: int, *, noise: float = 0.0) -> Document:
    """Return a document with sentences joined, split and left out by lot, and ``noise`` of the letters mistaken."""
    draw = random.Random(f"{document.name} {seed}")  # noqa: S311 — reproducible, not secret
    owner: list[dict[int, int]] = [{}, {}]
    for number, bead in enumerate(document.gold):
        for side in (0, 1):
            owner[side] |= dict.fromkeys(bead[side], number)
    made: list[list[tuple[str, set[int]]]] = []
    for side, text in enumerate((document.left, document.right)):
        made.append(_side(text, owner[side], draw, noise))
    groups: list[set[int]] = []
    for _, names in (*made[0], *made[1]):
        touched = [group for group in groups if group & names]
        groups = [group for group in groups if not group & names] + [names.union(*touched)]
    gold: Beads = []
    for group in groups:
        cells = [tuple(k for k, (_, names) in enumerate(side) if names & group) for side in made]
        if all(cells):
            gold.append((cells[0], cells[1]))
        else:
            gold += [((k,), ()) for k in cells[0]] + [((), (k,)) for k in cells[1]]
    left, right = (tuple(text for text, _ in side) for side in made)
    return replace(document, left=left, right=right, gold=gold)


def _side(text: Sequence[str], owner: dict[int, int], draw: random.Random, noise: float) -> list[tuple[str, set[int]]]:
    """Return a side's new segments, each with the beads that it is of."""
    lost: set[int] = set()
    for _ in range(round(len(text) / 120) or 1):
        start = draw.randrange(len(text))
        lost |= set(range(start, start + draw.randint(2, 6)))
    out: list[tuple[str, set[int]]] = []
    for k, sentence in enumerate(text):
        lot = draw.random()
        said = _scanned(sentence, draw, noise)
        name = {owner.get(k, -1 - k)}
        places = [m.start() for m in _COMMA.finditer(said) if 0.25 < m.start() / len(said) < 0.75]
        if k in lost or lot < 0.02:
            continue
        if lot < 0.07 and out and k - 1 not in lost:
            before, names = out[-1]
            out[-1] = f"{before} {said}", names | name
        elif lot < 0.11 and places:
            at = draw.choice(places)
            out += [(said[:at], name), (said[at + 1 :], name)]
        else:
            out.append((said, name))
    return out


def _scanned(sentence: str, draw: random.Random, noise: float) -> str:
    """Return a sentence with some letters mistaken."""
    if not noise:
        return sentence
    return "".join(_MISTAKEN.get(c, c) if draw.random() < noise else c for c in sentence)


def told_pairs(names: Iterable[str], seeds: int) -> Iterator[Document]:
    """Yield each two languages of told texts, as they are and with sentences left out and joined."""
    for name in names:
        if not (told.FOLDER / f"{name}.txt").exists():
            continue
        text = told.read(name)
        for languages in combinations(text.languages, 2):
            for one in [text, *(told.noisy(text, seed, languages) for seed in range(seeds))]:
                left, right = (tuple(side) for side in told.texts(one, languages))
                gold = [(cells[0], cells[1]) for cells in told.plain_gold(one, languages)]
                yield Document(f"{name} {'-'.join(languages)}", languages, left, right, gold)


def sets(gold: Path) -> Iterator[tuple[str, list[Document]]]:
    """Yield the sets by name."""
    if gold.exists():
        berg, *pud = documents(gold)
        yield "pud", pud
        yield "pud drawn", [corrupted(d, seed) for d in pud for seed in range(2)]
        yield "pud short", [corrupted(p, k) for d in pud for k, p in enumerate(parts(d, 60))]
        yield "berg drawn", [corrupted(berg, seed) for seed in range(4)]
        yield "berg scanned", [corrupted(berg, seed, noise=0.03) for seed in range(4)]
        yield "berg parts", [p for size in (130, 100) for p in parts(berg, size)]
        yield "berg", [berg]
    yield "told", list(told_pairs(PLAIN, 1))
    yield "told talks", list(told_pairs(FREE, 1))
    yield "transcripts", [corrupted(d, 0) for d in transcripts()]


def counts(test: Beads, gold: Beads) -> tuple[int, int, int, int]:
    """Return how many beads were made, how many of them are right, how many there are to find, how many were found."""
    both = [bead for bead in gold if bead[0] and bead[1]]
    return len(test), len(set(test) & set(gold)), len(both), len(set(test) & set(both))


def f1(made: int, right: int, wanted: int, found: int) -> float:
    """Return the strict F1."""
    p, r = right / max(1, made), found / max(1, wanted)
    return 2 * p * r / (p + r) if p + r else 0.0


def main() -> None:
    """Print the table."""
    arguments = sys.argv[1:]
    chosen = arguments[arguments.index("--sets") + 1].split(",") if "--sets" in arguments else []
    rest = [a for a in arguments if not a.startswith("-") and a.split(",") != chosen]
    means = [0.0, 0.0]
    number = 0
    for name, some in sets(Path(rest[0]) if rest else ROOT.parent / "shared" / "gold"):
        if chosen and name not in chosen:
            continue
        line = []
        for k, lexicon in enumerate((True, False)):
            totals = [0, 0, 0, 0]
            for d in some:
                made = answer(align_pair(d.left, d.right, languages=d.languages, options=Options(lexicon=lexicon)))
                here = counts(made, d.gold)
                totals = [a + b for a, b in zip(totals, here, strict=True)]
                if "--each" in arguments:
                    print(f"  {d.name:24} {'with' if lexicon else 'bare'} {f1(*here):.4f}")
            line.append(f1(*totals))
            means[k] += line[-1]
        number += 1
        print(f"{name:14} {len(some):4} documents   {line[0]:.4f}   without lexicon {line[1]:.4f}", flush=True)
    print(f"{'mean':14} {'':14}   {means[0] / number:.4f}   without lexicon {means[1] / number:.4f}")


if __name__ == "__main__":
    main()
