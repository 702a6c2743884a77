"""Cleaning, tokens, numbers and compounds."""

from __future__ import annotations

import pytest

from workbench import text
from workbench.align import dictionary


@pytest.mark.parametrize(
    ("written", "plain"),
    [("8.848", "8848"), ("8,848", "8848"), ("8847,60", "8847.6"), ("0.125", "0.125"), ("5", "5")],
)
def test_numbers_have_one_spelling(written: str, plain: str) -> None:
    """A number is compared in one spelling whatever its locale."""
    assert text.plain_number(written) == plain


def test_counters_are_stripped_where_most_have_one() -> None:
    """Line numbers go; the number that opens one sentence among many stays."""
    assert text.strip_counters([f"{k}. Wort" for k in range(9)]) == ["Wort"] * 9
    assert text.strip_counters(["14. Mai", "Ja", "Nein", "Gut", "Nun"])[0] == "14. Mai"


def test_scripts_without_spaces_become_pieces() -> None:
    """Han is read as characters and bigrams, kana and Latin in runs, Thai as bigrams."""
    assert text.pieces("世界杯") == ["世", "界", "杯", "世界", "界杯"]
    assert text.pieces("学生がマルタに") == ["学", "生", "学生", "が", "マルタ", "に"]
    assert text.pieces("ไทย") == ["ไท", "ทย"]
    assert text.pieces("world") == ["world"]


def test_syllables_of_hangul_are_stems() -> None:
    """Korean words lose the particles that follow their first two syllables."""
    assert text.stem("열차는", "ko") == text.stem("열차", "ko") == "열차"


def test_compounds_split_in_known_parts() -> None:
    """A compound splits where its parts are known, a listed word stays whole."""
    known = {"energie": 2.0, "politik": 3.0}
    assert text.split_compound("energiepolitik", known) == ("energie", "politik")
    assert text.split_compound("energiepolitik", known, {"energiepolitik": 1.0}) == ("energiepolitik",)


def test_lexicon_is_whole() -> None:
    """The shipped lexicon has five full columns and three thousand concepts or more."""
    columns = dictionary.shipped()
    assert set(columns) == {"en", "de", "es", "fr", "ru"}
    assert len(columns["en"]) >= 3000
    assert all(cell.strip() for column in columns.values() for cell in column)


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "ru"])
def test_stems_are_the_lexicons(language: str) -> None:
    """The shipped stems are those of the shipped lexicon; `make stems` writes them."""
    known = dictionary.lexicon_index(language)
    assert isinstance(known, dictionary.Stems)
    assert known.lines == dictionary.stem_lines(language)


def test_stems_are_found() -> None:
    """A stem, a word of a longer name and a word family give their concepts as the index made of the cells does."""
    made = dictionary.index(dictionary.shipped()["fr"], "fr")
    known = dictionary.lexicon_index("fr")
    for key in ("maison", "maiso*", "est", "parle*", "nosuchstem", "zzzzz*"):
        assert dict(known.get(key, ())) == pytest.approx(dict(made.get(key, ())))
