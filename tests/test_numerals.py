"""Numbers in digits and words by value (cases in tests/cases/quantities.json)."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.numerals import find_numerals, parse_digits
from workbench.running import roman

CASES = json.loads((Path(__file__).parent / "cases" / "quantities.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[c["label"] for c in CASES])
def test_values(case: dict) -> None:
    """A number has its value, whatever the locale and spelling."""
    found = [n.value for n in find_numerals(case["text"], case["language"]) if n.kind != "loose"]
    assert found == pytest.approx(case["values"])


@given(st.integers(0, 999_999_999))
def test_grouping_round_trips(number: int) -> None:
    """A whole number grouped as its language groups is read back."""
    printed = f"{number:,}"
    assert parse_digits(printed, "en-GB") == number
    assert parse_digits(printed.replace(",", "."), "de-DE") == number
    assert parse_digits(printed.replace(",", "\u202f"), "fr-FR") == number
    assert parse_digits(printed.replace(",", "\u00a0"), "ru-RU") == number


@given(st.text(max_size=80), st.sampled_from(["de-DE", "en-GB", "es-ES", "fr-FR", "ru-RU", "nl-NL", "ja-JP"]))
def test_places_are_in_order_and_inside(text: str, language: str) -> None:
    """Whatever the text, numbers stand in order, inside it and apart."""
    found = find_numerals(text, language)
    assert all(0 <= n.start < n.end <= len(text) for n in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_roman() -> None:
    """Roman numerals are read, other words are none."""
    assert (roman("XIX"), roman("IV"), roman("MIX"), roman("Hello"), roman("")) == (19, 4, 1009, None, None)
