"""What word order adds to a bead's score."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.align import lexicon
from workbench.align.prepare import prepare
from workbench.align.wordorder import NEAR, STEPS, nearness, order_gains

WORDS = ("berlin", "madrid", "lisbon", "warsaw", "vienna", "prague", "athens", "dublin")


def gains(left: str, right: str, beads: list[tuple[int, int, int, int]]) -> list[float]:
    """Return the gains of beads of two texts whose segments are parted by ``|``; equal words translate each other."""
    sides = prepare(tuple(left.split("|")), "en"), prepare(tuple(right.split("|")), "nl")
    words = lexicon.untaught(lexicon.prior_entries(*sides), *sides)
    found = order_gains(
        np.array(beads, np.int64), lexicon.tokens(sides[0]), lexicon.tokens(sides[1]), words.forward, words.backward
    )
    return [float(x) for x in found]


def test_same_order_gains_and_the_reverse_loses() -> None:
    """Words in the same places speak for a bead, the same words the other way round against it."""
    said = " ".join(WORDS)
    (same,) = gains(said, said, [(0, 1, 0, 1)])
    (back,) = gains(said, " ".join(reversed(WORDS)), [(0, 1, 0, 1)])
    assert same > 1.0
    assert back < 0.0


def test_a_sentence_too_many_moves_the_words() -> None:
    """A bead with a stranger in it gains less than the bead without."""
    said = " ".join(WORDS)
    alone, both = gains(said, said + "|oslo rome cairo paris", [(0, 1, 0, 1), (0, 1, 0, 2)])
    assert alone > both


@given(st.permutations(WORDS))
def test_sides_weigh_alike(order: list[str]) -> None:
    """A bead gains the same whichever side is called left."""
    ours, theirs = " ".join(WORDS), " ".join(order)
    assert gains(ours, theirs, [(0, 1, 0, 1)]) == pytest.approx(gains(theirs, ours, [(0, 1, 0, 1)]))


def test_distances_weigh_one_on_average() -> None:
    """Over all pairs of places the weights come to one, and the nearer weighs the more."""
    share = 2.0 * (1.0 - np.arange(STEPS + 1) / STEPS)
    assert np.trapezoid(share * nearness(), dx=1.0 / STEPS) == pytest.approx(1.0, abs=0.01)
    assert (np.diff(NEAR) < 0).all()


def test_nothing_is_gained_where_nothing_is_said() -> None:
    """A segment without words gains nothing, and is no error."""
    assert gains("|berlin", "berlin|", [(0, 1, 0, 1), (1, 2, 1, 2)]) == [0.0, 0.0]
