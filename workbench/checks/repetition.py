"""Repetition: the same sentence translated differently, and different ones translated the same."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator

from workbench.checks.material import Fault, Material
from workbench.findings import Severity
from workbench.text import clean

_SHORT = 4  # sentences of fewer words recur by chance


def check_repetition(material: Material) -> Iterator[Fault]:
    """Yield sentences that recur word for word in the other editions and are rendered in two ways in one.

    Catches: one edition that varies what all others repeat; and one that repeats what all others vary.
    Forgives: sentences of fewer than four words, other roles (a question repeated as an answer). All are info.
    Cannot see: sentences that are nearly the same.
    """
    keys: dict[tuple[int, str], list[int]] = defaultdict(list)
    texts = []
    for row in range(len(material.rows)):
        cells = {k: " ".join(clean(material.cell_text(row, k)).casefold().split()) for k in material.present(row)}
        texts.append(cells)
        for k, text in cells.items():
            if len(text.split()) >= _SHORT:
                keys[k, text].append(row)
    seen: set[tuple[int, int, int]] = set()
    for rows in keys.values():
        for first, second in itertools.pairwise(rows):
            yield from _compare(material, texts, (first, second), seen)


def _compare(
    material: Material, texts: list[dict[int, str]], rows: tuple[int, int], seen: set[tuple[int, int, int]]
) -> Iterator[Fault]:
    first, second = rows
    both = [k for k in texts[first] if k in texts[second]]
    if len(both) < 2 or material.rows[first].role is not material.rows[second].role:
        return
    same = [k for k in both if texts[first][k] == texts[second][k]]
    other = [k for k in both if k not in same]
    if len(other) == 1 and len(same) >= 2:
        k, what = other[0], "renders in two ways what the others repeat"
    elif len(same) == 1 and len(other) >= 2:
        k, what = same[0], "repeats a sentence where the others have two different ones"
    else:
        return
    if (k, first, second) in seen:
        return
    seen.add((k, first, second))
    places = {k: [*material.whole(k, material.cells[first][k]), *material.whole(k, material.cells[second][k])]}
    message = f"{material.languages[k]} {what}: {material.cell_text(first, k)} | {material.cell_text(second, k)}"
    earlier, later = material.cell_text(first, k), material.cell_text(second, k)
    yield Fault("repetition", Severity.INFO, second, k, message, places, earlier, later, (what,))
