"""Sentences: hard cases in five languages, and laws."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sentencex
from hypothesis import given
from hypothesis import strategies as st

from workbench.sentences import fold, sentences

FOLDER = Path(__file__).parent / "cases"
LANGUAGES = ("de", "en", "es", "fr", "ru")
NOT_CASES = ("comment", "language")


def hard_cases(language: str) -> tuple[str, list[list[str]]]:
    """Return the tag and the paragraphs of a language's file, each as its sentences."""
    table = json.loads((FOLDER / f"sentences.{language}.json").read_text("utf-8"))
    return table["language"], [p.split("|") for key, ps in table.items() if key not in NOT_CASES for p in ps]


@pytest.mark.parametrize("language", LANGUAGES)
def test_hard_sentences(language: str) -> None:
    """At least 99 of 100 of two hundred hard sentences and more are found, and more than by sentencex alone."""
    tag, paragraphs = hard_cases(language)
    total = sum(map(len, paragraphs))
    assert total >= 200
    right = sum(len([s for s in p if s in sentences(" ".join(p), tag)]) for p in paragraphs)
    plain = sum(
        len([s for s in p if s in [x.strip() for x in sentencex.segment(language, " ".join(p))]]) for p in paragraphs
    )
    assert right >= 0.99 * total
    assert right > plain


@pytest.mark.parametrize("language", ["de-DE", "en-GB", "es-ES", "fr-FR", "ru-RU", "pl", "ja", "ar", "xx"])
@given(text=st.text(max_size=120))
def test_nothing_is_lost(language: str, text: str) -> None:
    """Joined, the sentences have every character of the text but white space."""

    def bare(s: str) -> str:
        return "".join(s.split()).replace("\ufeff", "").replace("\u00a0", "")

    assert bare("".join(sentences(text, language))) == bare(fold(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_is_one_sentence(language: str) -> None:
    """A sentence by itself is not divided further."""
    tag, paragraphs = hard_cases(language)
    divided = [s for p in paragraphs for s in p if sentences(s, tag) != [s]]
    assert len(divided) <= 3


def test_no_break_spaces_stay_as_printed() -> None:
    """Runs of white space become one space; a no-break space is text."""
    assert sentences("Il  vient\n à 12\u00a0h. Bien\u202f!", "fr-FR") == ["Il vient à 12\u00a0h.", "Bien\u202f!"]


@pytest.mark.parametrize(
    ("language", "paragraph"),
    [
        ("it-IT", "Il treno parte ogni sei ore.|Consente inoltre di viaggiare.|Resta due ore.|Domani si parte."),
        ("it-IT", "Poi va via.|Siamo in tre.|Era molti anni fa.|Il dott. Rossi lo ha.|La città.|E l'art. Due tace."),
        ("pt-PT", "Fala a sra. Silva com o sr. Costa.|Depois vai para casa.|Amanhã volta."),
        ("pl-PL", "Mieszka na ul. Długiej w domu.|Tak mówi.|Prof. Nowak czeka."),
    ],
)
def test_whole_words_end_sentences(language: str, paragraph: str) -> None:
    """Where a language has no list of ours, a word that ends in a vowel is no abbreviation; one cut off is."""
    assert sentences(paragraph.replace("|", " "), language) == paragraph.split("|")
