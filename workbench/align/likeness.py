"""Which segments of two editions are alike, whatever the rows say: the dots of a dot plot."""

from __future__ import annotations

from workbench.align.content import units_of
from workbench.model import AlignedTranscript


def likeness(aligned: AlignedTranscript, left: str, right: str) -> list[tuple[int, int, float]]:
    """Return pairs of segments of two editions that share rare names, numbers or known words, with a weight each.

    Both 0-based; the weight is the sum, over what they share, of 1 through the number of pairs that share it.
    """
    places: list[dict[str, list[int]]] = []
    for tag in (left, right):
        texts = tuple(segment.text for segment in aligned.transcript.edition(tag).segments)
        index: dict[str, list[int]] = {}
        for unit, keys in enumerate(units_of(texts, tag, [(i, i + 1) for i in range(len(texts))]).keys):
            for key in keys:
                index.setdefault(key, []).append(unit)
        places.append(index)
    found: dict[tuple[int, int], float] = {}
    for key in places[0].keys() & places[1].keys():
        ours, theirs = places[0][key], places[1][key]
        if len(ours) * len(theirs) <= 25:
            for i in ours:
                for j in theirs:
                    found[i, j] = found.get((i, j), 0.0) + 1.0 / (len(ours) * len(theirs))
    return [(i, j, round(weight, 2)) for (i, j), weight in sorted(found.items()) if weight >= 0.1][:20_000]
