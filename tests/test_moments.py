"""Dates and times by value (cases in tests/cases/moments.json)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.moments import find_moments
from workbench.numerals import find_numerals
from workbench.quantities import agree, find_quantities

CASES = json.loads((Path(__file__).parent / "cases" / "moments.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[c["label"] for c in CASES])
def test_moments(case: dict) -> None:
    """A date or time has its value, whatever the language's way to print it."""
    text, language = case["text"], case["language"]
    found = find_moments(text, language, find_numerals(text, language))
    assert [[m.kind, list(m.value)] for m in found] == case["found"]


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (("two weeks", "en-GB"), ("14 Tage", "de-DE"), True),
        (("1.4 billion pounds", "en-GB"), ("1.400 millones de libras", "es-ES"), True),
        (("half of them", "en-GB"), ("50 %", "de-DE"), True),
        (("in the 1970s", "en-GB"), ("los años 70", "es-ES"), True),
        (("at 5 pm", "en-GB"), ("um 17 Uhr", "de-DE"), True),
        (("at 5 am", "en-GB"), ("um 17 Uhr", "de-DE"), False),
        (("9 July 2017", "en-GB"), ("9 июля", "ru-RU"), True),
        (("9 July 2017", "en-GB"), ("9 июля 2018 года", "ru-RU"), False),
        (("85%", "en-GB"), ("58 %", "fr-FR"), False),
    ],
)
def test_agreement(left: tuple[str, str], right: tuple[str, str], same: bool) -> None:
    """Quantities agree when one reading of each is the same."""
    one, other = find_quantities(*left)[0], find_quantities(*right)[0]
    assert agree(one, other) is same
    assert agree(other, one) is same


@given(
    st.text(alphabet="0123456789.,:/-–  apmuhrMaijulyдекабря12 Uhr", max_size=40),
    st.sampled_from(["de-DE", "en-GB", "fr-FR", "ru-RU"]),
)
def test_any_text_is_read(text: str, language: str) -> None:
    """No text is refused, and every place lies inside it."""
    assert all(0 <= q.start < q.end <= len(text) for q in find_quantities(text, language))
