"""Round figures: what says that a number is no more than near, and which numbers it may stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.quantities import agree, find_quantities
from workbench.rounding import hedge, rounds_to

SAME = [
    ("a profit of 4.9 billion kroner", "en", "ein Gewinn von knapp fünf Milliarden Kronen", "de"),
    ("61 people", "en", "más de 60 personas", "es"),
    ("117 bateaux", "fr", "почти 120 судов", "ru"),
    ("from 12 million to 6", "en", "von zwölf auf sechs Millionen", "de"),
    ("um vier Uhr", "de", "уже пятый час", "ru"),
    ("at ten past two", "en", "в десять минут третьего", "ru"),
]
OTHER = [
    ("4.9 billion", "en", "knapp vier Milliarden", "de"),
    ("4.9 billion", "en", "fünf Milliarden", "de"),
    ("59 people", "en", "más de 60 personas", "es"),
    ("120 bateaux", "fr", "около 130 судов", "ru"),
]


@pytest.mark.parametrize(("left", "one", "right", "two"), SAME)
def test_round_figures_agree(left: str, one: str, right: str, two: str) -> None:
    """What is said to be near agrees with the number that it is near to; each quantity finds its like."""
    theirs = find_quantities(right, two)
    assert find_quantities(left, one)
    assert any(agree(mine, other) for mine in find_quantities(left, one) for other in theirs)


@pytest.mark.parametrize(("left", "one", "right", "two"), OTHER)
def test_other_figures_do_not(left: str, one: str, right: str, two: str) -> None:
    """Without a word for it, on the wrong side, or too far off, a number is another one."""
    assert not any(agree(a, b) for a in find_quantities(left, one) for b in find_quantities(right, two))


def test_words_that_hedge() -> None:
    """A word before the number tells the side; languages without a table have none."""
    assert hedge("nearly 5", 7, "en") == "under"
    assert hedge("plus de 5", 8, "fr") == "over"
    assert hedge("etwa 5", 5, "de") == "about"
    assert hedge("nearly 5", 7, "xx") == hedge("5", 0, "en") == ""


@given(st.floats(1, 1e9), st.sampled_from(["about", "under", "over"]))
def test_no_number_is_its_own_round_figure(value: float, about: str) -> None:
    """A number is not rounded to itself, and a round figure is near."""
    assert not rounds_to(value, value, about)
    figure = float(f"{value:.0e}")
    assert not rounds_to(value, figure, about) or abs(figure - value) <= 0.06 * value
