"""Wording: names, dates, counts, and text that Markdown must not touch."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from workbench.views import words


def test_languages_have_english_names() -> None:
    """A tag's language is named; an unknown one stays a tag; two of one language keep their tags."""
    assert words.language_name("de-DE") == "German"
    assert words.language_name("zz") == "zz"
    names = words.language_names(["pt-PT", "pt-BR", "ru-RU"])
    assert names == {"pt-PT": "Portuguese (pt-PT)", "pt-BR": "Portuguese (pt-BR)", "ru-RU": "Russian"}
    assert words.short_tags(["pt-PT", "pt-BR", "ru-RU"]) == ["pt-PT", "pt-BR", "ru"]


@pytest.mark.parametrize(("tag", "direction"), [("ar-EG", "rtl"), ("he", "rtl"), ("ru-RU", "ltr"), ("zz", "ltr")])
def test_direction_follows_the_language(tag: str, direction: str) -> None:
    """Right-to-left languages are known; everything else runs left to right."""
    assert words.direction(tag) == direction


def test_dates_are_words() -> None:
    """Day, month, year, and the time where there is one."""
    assert words.day(date(2017, 7, 7)) == "7 July 2017"
    assert words.day(datetime(2017, 7, 7, 22, 24)) == "7 July 2017, 22:24"  # noqa: DTZ001 — as printed, no zone
    assert words.day(None) == ""


def test_figures_and_lists_read_as_sentences() -> None:
    """Counts take their noun's number, spreads a dash, lists an and."""
    assert words.count(1, "row") == "1 row"
    assert words.count(2000, "row") == "2,000 rows"
    assert words.spread([32, 30]) == "30–32"
    assert words.spread([]) == ""
    assert words.listed(["German", "English", "Russian"]) == "German, English and Russian"
    assert words.listed([]) == ""
    assert words.size(12_345) == "12 kB"


def test_plain_text_survives_markdown() -> None:
    """What Markdown would act on is escaped, line breaks are folded."""
    assert words.plain("a*b* $x$\n[c](d)") == r"a\*b\* \$x\$ \[c\]\(d\)"


def test_a_name_is_suggested_from_title_and_date() -> None:
    """The suggestion is a valid folder name in any script."""
    assert (
        words.suggested_name("Réponses: du «ministre» à la presse", date(2024, 5, 3))
        == "2024-05-03-réponses-du-ministre-à"
    )
    assert words.suggested_name("", None) == ""
