"""Ends of sentences as evidence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.align.ends import ratios, sentence_ends
from workbench.align.features import Weights, for_want_of_words
from workbench.align.kernels import MOVES, NULLS
from workbench.align.prepare import prepare_anew

ONE, TWO_TO_ONE = NULLS, [tuple(m) for m in MOVES.tolist()].index((2, 1))


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("هل وصل؟ نعم.", 2),
        ("क्या? हाँ।", 2),
        ("火车到了。谁也没说话！", 2),
        ("It came. Nobody spoke.", 2),
        ("and then", 0),
    ],
)
def test_ends_are_seen_in_many_scripts(text: str, ends: int) -> None:
    """Full stops and question marks of other scripts end a sentence."""
    assert sentence_ends(text) == ends


def test_greek_asks_with_a_semicolon() -> None:
    """A Greek question ends as any other does, and a Greek semicolon is no other language's."""
    greek, english, german = (
        prepare_anew((text,), tag)
        for text, tag in (("Τι; Τίποτα.", "el"), ("What? Nothing.", "en"), ("Eins; Zwei.", "de"))
    )
    assert greek.stops[0] == english.stops[0] == 2
    assert german.stops[0] == 1
    assert "?" in greek.stems


def test_digits_of_any_script_are_one() -> None:
    """Numbers in Arabic-Indic, Devanagari and full-width digits are the numbers that they are."""
    stems = [
        prepare_anew((text,), tag).stems[0] for text, tag in (("٥٠", "ar"), ("५०", "hi"), ("５０", "ja"), ("50", "en"))
    ]
    assert set(stems) == {"50"}


def test_what_the_move_implies_is_no_evidence() -> None:
    """Where all but a few segments are sentences, two against one differ by one as a matter of course."""
    stops = np.append(np.ones(99, np.int64), 2), np.append(np.ones(99, np.int64), 0)
    move, apart = np.array([ONE, TWO_TO_ONE]), np.array([0, 1])
    table = ratios(move, apart, np.array([90.0, 8.0]), stops)
    assert abs(table[TWO_TO_ONE, 1]) < 0.2
    assert table[TWO_TO_ONE, 0] > table[TWO_TO_ONE, 1] + 0.2
    assert table[ONE, 1] < table[ONE, 0] - 0.2


@given(st.floats(0.0, 1.0), st.integers(1, 10**5))
def test_lengths_make_up_for_words(known: float, size: int) -> None:
    """The fewer words are known and the fewer segments there are to learn from, the more lengths weigh."""
    weights = Weights()
    made = for_want_of_words(weights, known, size).length
    assert weights.length <= made <= 2.6 * weights.length
    assert made >= for_want_of_words(weights, min(1.0, known + 0.1), size).length
    assert made >= for_want_of_words(weights, known, 2 * size).length
