"""Parallel texts of any length, made from the shipped lexicon, with joined, split and dropped sentences.

They are no language: they measure time and memory, and that an aligner does not lose its way.
"""

from __future__ import annotations

import csv
import random
from importlib.resources import files

Texts = tuple[list[str], list[str]]
Beads = list[tuple[tuple[int, ...], tuple[int, ...]]]


def words(left: str, right: str) -> list[tuple[str, str]]:
    """Return the lexicon's single words of two languages, in its order."""
    text = (files("workbench") / "data" / "lexicon.tsv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t")
    pairs = ((row[left].split("|")[0], row[right].split("|")[0]) for row in rows)
    return [(a, b) for a, b in pairs if " " not in a + b]


def parallel(sentences: int, *, left: str = "en", right: str = "de", seed: int = 1) -> tuple[Texts, Beads]:
    """Return two texts of about so many sentences a side, and the beads that are right."""
    draw = random.Random(seed)  # noqa: S311 — reproducible, not secret
    pairs = words(left, right)
    weights = [1 / (rank + 5) for rank in range(len(pairs))]
    texts: Texts = ([], [])
    beads: Beads = []
    while len(texts[0]) < sentences:
        shape = draw.choices([(1, 1), (1, 2), (2, 1), (1, 0), (0, 1), (2, 2)], [84, 5, 5, 2, 2, 2])[0]
        content = draw.choices(pairs, weights, k=draw.randint(6, 24) * max(shape))
        if draw.random() < 0.2:
            number = str(draw.randint(2, 9999))
            content.insert(draw.randrange(len(content)), (number, number))
        spans = []
        for side, parts in enumerate(shape):
            said = [pair[side] for pair in content if draw.random() < 0.85]
            if side:
                draw.shuffle(said)
            start = len(texts[side])
            texts[side].extend(_cut(said or ["—"], parts))
            spans.append(tuple(range(start, len(texts[side]))))
        beads.append((spans[0], spans[1]))
    return texts, beads


def _cut(said: list[str], parts: int) -> list[str]:
    """Return words as so many sentences."""
    size = max(1, -(-len(said) // parts)) if parts else 1
    chunks = [said[k * size : (k + 1) * size] or ["so"] for k in range(parts)]
    return [" ".join(chunk).capitalize() + "." for chunk in chunks]
