"""Sentences that stand in a row by their place only."""

from __future__ import annotations

import numpy as np

from workbench.align.content import Units
from workbench.align.strangers import Vocabulary, sifted, vocabulary


def edition(*sentences: str) -> Vocabulary:
    """Return the vocabulary of made-up sentences: of each letter, forty concepts."""
    keys = tuple(frozenset(f"c{letter}{k}" for letter in sentence for k in range(40)) for sentence in sentences)
    size = np.array([40.0 * len(sentence) for sentence in sentences])
    return vocabulary(Units(keys, size, size))


FILLER = "mnopqrstuvwxyz"
WHOLE = ("a", "b", "c", *FILLER)


def test_right_rows_stay_as_they_are() -> None:
    """Rows of texts that say the same lose nothing."""
    rows = [((0,), (0,), (0,)), ((1, 2), (1, 2), (1, 2))]
    assert sifted(rows, [edition(*WHOLE)] * 3) == rows


def test_two_editions_do_not_settle_it() -> None:
    """With two editions rows are returned as they are, whatever they hold."""
    rows = [((0, 1), (5,))]
    assert sifted(rows, [edition(*WHOLE)] * 2) == rows


def test_what_one_edition_leaves_out_is_taken_out() -> None:
    """What three editions say and the fourth lacks here does not stay joined with its neighbour in that one."""
    short = edition("a", *FILLER, "b")
    rows = [((0, 1), (0, 1), (0, 1), (0,))]
    assert sifted(rows, [*[edition(*WHOLE)] * 3, short]) == [((0,), (0,), (0,), (0,)), ((1,), (1,), (1,), ())]


def test_what_one_edition_joins_stays_joined() -> None:
    """Two sentences that the fourth edition tells in one stay in its row."""
    joined = edition("ab", "c", *FILLER)
    rows = [((0, 1), (0, 1), (0, 1), (0,))]
    assert sifted(rows, [*[edition(*WHOLE)] * 3, joined]) == rows


def test_what_one_edition_adds_is_taken_out() -> None:
    """A passage that only one edition has here does not stay in a row by its place."""
    longer = edition("a", "b", "c", *FILLER)
    others = edition("a", "c", *FILLER, "b")
    rows = [((0,), (0,), (0,), (0, 1)), ((1,), (1,), (1,), (2,))]
    assert sifted(rows, [others] * 3 + [longer]) == [
        ((0,), (0,), (0,), (0,)),
        ((), (), (), (1,)),
        ((1,), (1,), (1,), (2,)),
    ]
