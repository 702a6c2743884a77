"""Numerals of Chinese, Japanese and Korean."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.align.numerals import numeral, spelt_out

CASES = json.loads((Path(__file__).parents[1] / "cases" / "numerals.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_numerals_become_digits(case: dict[str, object]) -> None:
    """The numbers of a text are its values and what others say before a word for thousand or million."""
    assert re.findall(r"[\d.]+", spelt_out(str(case["text"]))) == case["numbers"]


@given(st.integers(10, 10**12))
def test_a_number_written_in_ten_thousands_is_read(value: int) -> None:
    """Whatever is counted by 10⁴ and 10⁸ in digits comes back."""
    high, rest = divmod(value, 10**8)
    middle, low = divmod(rest, 10**4)
    written = "".join(f"{part}{mark}" for part, mark in ((high, "億"), (middle, "万"), (low, "")) if part)
    assert written.isdigit() or numeral(written) == value


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    """No text is too odd, and what holds no numeral stays as it is."""
    assert isinstance(spelt_out(text), str)
    assert spelt_out("a 12 b") == "a 12 b"
