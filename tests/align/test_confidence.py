"""Confidence: what it is made of, and what must make it fall."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from workbench.align.bilingual import align_pair
from workbench.align.confidence import _ROUND, _about, shared
from workbench.align.prepare import prepare

LEFT = [
    "The harbour was closed on Monday because of the storm.",
    "The council spent 45 million on the new bridge.",
    "Nobody knows yet when the ferries will sail again.",
    "The minister will travel to the coast next week.",
]
RIGHT = [
    "Der Hafen war am Montag wegen des Sturms geschlossen.",
    "Der Rat gab 45 Millionen für die neue Brücke aus.",
    "Niemand weiß bisher, wann die Fähren wieder fahren.",
    "Der Minister wird nächste Woche an die Küste reisen.",
]


def test_numbers_that_disagree_are_doubted() -> None:
    """A bead whose numbers differ is believed less than the same bead with the same number."""
    other = [line.replace("45", "45 von 87") for line in RIGHT]
    agreeing, differing = (align_pair(LEFT, right, languages=("en", "de")).beads[1] for right in (RIGHT, other))
    assert (agreeing.left, agreeing.right) == (differing.left, differing.right) == ((1,), (1,))
    assert differing.confidence < agreeing.confidence


@given(st.lists(st.floats(-8, 8), min_size=1, max_size=30))
def test_beads_about(values: list[float]) -> None:
    """What the beads about a bead say is their mean, without its own; a bead by itself stands for them."""
    odds = np.array(values)
    for n, found in enumerate(_about(odds)):
        beside = values[max(0, n - _ROUND) : n] + values[n + 1 : n + _ROUND + 1] or [values[n]]
        assert np.isclose(found, np.mean(beside), atol=1e-9)


def test_nothing_to_compare() -> None:
    """Cells without numbers or long words, and cells of one side, have no shares."""
    sides = prepare(("Yes.",), "en"), prepare(("Ja.",), "de")
    assert shared(sides, ((0,), (0,))) == (None, None)
    assert shared(sides, ((0,), ())) == (None, None)
