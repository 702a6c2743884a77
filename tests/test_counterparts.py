"""Counterparts: words of different editions that say the same."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from workbench.align.memory import Memory
from workbench.counterparts import WORD, counterparts

LANGUAGES = ("en-GB", "de-DE", "fr-FR", "ru-RU")
TEXTS = (
    ["The electricity of the countries is natural gas from Germany."],
    ["Der Strom der Länder ist Erdgas aus Deutschland."],
    ["L’électricité des pays est du gaz naturel d’Allemagne."],
    ["Электроэнергия стран – природный газ из Германии."],
)


def test_words_of_the_lexicon_are_counterparts_in_any_inflection() -> None:
    """A word is joined to what translates it, whatever its ending, its article or its case."""
    found = counterparts(TEXTS, LANGUAGES, {})
    assert found.shared(0, "electricity", 2, "L’électricité")
    assert found.shared(0, "Countries", 3, "стран")
    assert found.shared(1, "STROM", 3, "электроэнергия")
    assert not found.shared(0, "electricity", 1, "Länder")


def test_names_are_counterparts_by_cldr() -> None:
    """A country is joined across languages, declined or elided."""
    found = counterparts(TEXTS, LANGUAGES, {})
    assert found.shared(0, "Germany", 1, "Deutschland")
    assert found.shared(0, "Germany", 2, "d’Allemagne")
    assert found.shared(1, "Deutschland", 3, "Германии")


def test_learned_pairs_are_counterparts_where_they_are_worth_believing() -> None:
    """A pair that was seen often joins two words; one that was seen once, or beside many others, does not."""
    memory = Memory(("zirkel", "zirkel", "quark"), ("gromble", "snark", "fnord"), np.array([9.0, 1.0, 0.5]))
    texts = (["gromble snark fnord"], ["Zirkel Quark"])
    found = counterparts(texts, ("en-GB", "de-DE"), {("de", "en"): memory})
    assert not found.shared(0, "snark", 1, "Zirkel")
    assert not found.shared(0, "fnord", 1, "Quark")
    by_stem = Memory(("zirkel",), ("grombl",), np.array([9.0]))
    assert counterparts(texts, ("en-GB", "de-DE"), {("de", "en"): by_stem}).shared(0, "gromble", 1, "zirkel")


@given(st.lists(st.text(max_size=40), max_size=4), st.lists(st.text(max_size=40), max_size=4))
def test_being_counterparts_goes_both_ways(left: list[str], right: list[str]) -> None:
    """Whatever the text: if one word is the other's counterpart, the other is its."""
    found = counterparts((left, right), ("en-GB", "de-DE"), {})
    for one in {w for text in left for w in WORD.findall(text)}:
        for other in {w for text in right for w in WORD.findall(text)}:
            assert found.shared(0, one, 1, other) == found.shared(1, other, 0, one)
