"""Long texts in several editions: cut where every edition agrees, so that time and memory grow with length only."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.align.bilingual import Bitext, Options, align_pair
from workbench.align.rows import Cells

Texts = Sequence[Sequence[str]]

LONG = 1500
"""Segments of the longest text from which on texts are cut."""
_PIECE = 150
_SURE = 0.9


def is_long(texts: Texts) -> bool:
    """Whether some texts are too long to be held side by side whole."""
    return max(map(len, texts), default=0) > LONG


def cut(texts: Texts, languages: Sequence[str], options: Options) -> list[Cells]:
    """Return blocks of texts that correspond, of about 150 segments each where all can be cut.

    Every text is aligned with the longest; a cut runs between two beads that are sure (posterior .9) and one to one
    in all of these alignments.
    """
    hub = max(range(len(texts)), key=lambda k: (len(texts[k]), -k))
    places = {
        k: _sure_cuts(align_pair(texts[hub], text, languages=(languages[hub], languages[k]), options=options))
        for k, text in enumerate(texts)
        if k != hub and text
    }
    shared = sorted(set.intersection(*(set(one) for one in places.values()))) if places else []
    ends: list[int] = []
    for place in shared:
        if place - (ends[-1] if ends else 0) >= _PIECE and len(texts[hub]) - place >= _PIECE // 2:
            ends.append(place)
    borders = {k: [0, *(one[place] for place in ends), len(texts[k])] for k, one in places.items()}
    borders[hub] = [0, *ends, len(texts[hub])]
    empty = [0] * (len(ends) + 2)
    return [
        tuple(tuple(range(borders.get(k, empty)[n], borders.get(k, empty)[n + 1])) for k in range(len(texts)))
        for n in range(len(ends) + 1)
    ]


def _sure_cuts(bitext: Bitext) -> dict[int, int]:
    """Return the places on the right by those on the left between two sure one-to-one beads."""
    sure = np.array([b.posterior > _SURE and len(b.left) == 1 == len(b.right) for b in bitext.beads], bool)
    return {
        b.left[0] + 1: b.right[0] + 1 for b, one, two in zip(bitext.beads, sure, sure[1:], strict=False) if one and two
    }
