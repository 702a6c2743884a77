"""Language tags, names and detection."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import UnknownLanguage
from workbench.language import (
    canonical,
    detect,
    display_name,
    dominant_script,
    is_tag,
    language_named,
    month_names,
    primary,
    sample,
    text_direction,
)  # fmt: skip

CASES = json.loads((Path(__file__).parent / "cases" / "encodings.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("given_tag", "tag"),
    [
        ("en_gb", "en-GB"),
        ("DE-de", "de-DE"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("sr_Latn", "sr-Latn"),
        ("es-419", "es-419"),
        ("ru", "ru"),
    ],
)
def test_tags_have_one_case(given_tag: str, tag: str) -> None:
    """A tag comes down to its usual case, and is its own canonical form."""
    assert canonical(given_tag) == tag
    assert canonical(tag) == tag


@pytest.mark.parametrize("tag", ["", "x", "xx", "english", "de-XX", "de DE", "12", "q-GB"])
def test_what_is_no_tag(tag: str) -> None:
    """An unknown tag is refused with an example of one."""
    assert not is_tag(tag)
    with pytest.raises(UnknownLanguage, match="de-DE"):
        canonical(tag)


@given(st.text(max_size=30))
def test_any_text_is_a_tag_or_not(text: str) -> None:
    """No text makes the parser fail, and what is a tag stays one."""
    if is_tag(text):
        assert canonical(canonical(text)) == canonical(text)


@pytest.mark.parametrize("case", CASES, ids=[c["language"] for c in CASES])
def test_detection(case: dict[str, str]) -> None:
    """A few sentences are enough to tell a language, and the answer is the same each time."""
    found = detect(case["text"])
    assert found is not None
    assert found == detect(case["text"])
    if case["language"] not in ("is", "uk", "bg"):  # no profile, or too close for so short a text
        assert found.language == case["language"]


def test_detection_of_nothing() -> None:
    """Without letters there is no language."""
    assert detect("12 – 34 …") is None
    assert detect("") is None


def test_scripts_tell_languages() -> None:
    """A script that one language writes in tells it."""
    assert detect("Πώς πήγε η συνάντηση;") == detect("Η πόλη πληρώνει.")
    assert dominant_script("Привет, world and мир") in ("CYRILLIC", "LATIN")
    assert dominant_script("会議はどうでしたか") == "HIRAGANA"


@given(st.text(min_size=0, max_size=9000))
def test_samples_are_short(text: str) -> None:
    """A sample of a text is never much longer than asked for, and a short text is its own sample."""
    assert len(sample(text)) <= 1600
    if len(text) <= 1500:
        assert sample(text) == text


def test_names_and_months() -> None:
    """Languages are known by name, months by every form that CLDR has."""
    assert language_named("German") == language_named("deutsch") == "de-DE"
    assert language_named("Table") is None
    assert month_names("ru")["июля"] == month_names("ru")["июль"] == 7
    assert month_names("xx") == {}
    assert display_name("de-DE") == "Deutsch"
    assert primary("zh-Hant") == "zh"


def test_direction() -> None:
    """Arabic and Hebrew run from right to left; a script in the tag decides."""
    assert text_direction("ar") == text_direction("he-IL") == "rtl"
    assert text_direction("en-GB") == text_direction("az-Latn") == "ltr"
