"""Texts told in languages that the shipped lexicon lacks: turns that moved, and sentences, against length alone."""

from __future__ import annotations

from itertools import combinations
from statistics import fmean

import pytest
import told

from workbench.align.joint import align_texts, align_transcript
from workbench.evaluate import Counts, compare_beads

FOREIGN = ("el", "tr", "zh", "ja", "ar", "he", "ko", "hu")
PLAIN = ("night-train", "well", "council")


def turns_right(name: str, seeds: int, size: int) -> float:
    """Return the share of right rows of turns (F1) over drawn layouts of all choices of so many editions."""
    right = made = wanted = 0
    text = told.read(name)
    for languages in combinations(text.languages, size):
        for seed in range(seeds):
            drawn = told.shuffled(text, seed)
            layouts = {tag: drawn[tag] for tag in languages}
            gold = told.gold(text, layouts)[0]
            turns, _ = align_transcript([told.edition(text, *one) for one in layouts.items()])
            rows = {row.cells for row in turns.rows}
            right, made, wanted = right + len(rows & gold), made + len(rows), wanted + len(gold)
    return 2 * right / (made + wanted)


@pytest.mark.parametrize("name", ["ferry", "hospital"])
def test_what_one_edition_lacks_and_another_moves_is_found(name: str) -> None:
    """An exchange that only two editions hold, at different places, meets in one row without any lexicon."""
    assert turns_right(name, 10, 3) >= 0.9
    assert turns_right(name, 6, 2) >= 0.88


@pytest.mark.parametrize("name", ["ferry", "hospital", "archive", "observatory"])
def test_straight_editions_align_turn_by_turn(name: str) -> None:
    """Where no edition leaves anything out or moves it, every turn stands with its counterparts."""
    text = told.read(name)
    layouts = {tag: told.straight(text) for tag in text.languages}
    turns, segments = align_transcript([told.edition(text, *one) for one in layouts.items()])
    gold = told.gold(text, layouts)
    assert {row.cells for row in turns.rows} == gold[0]
    assert {row.cells for row in segments.rows} >= {cells for cells in gold[1] if all(len(cell) == 1 for cell in cells)}


def test_two_things_told_apart() -> None:
    """The data's own rows: a sentence that one language joins or splits makes a row with what it stands for."""
    text = told.read("night-train")
    gold = told.plain_gold(text, ("en", "el"))
    assert ((3,), (3, 4)) in gold
    assert ((22, 23), (24,)) in gold
    assert ((16,), ()) in told.plain_gold(text, ("en", "ko"))


def figures(languages: tuple[str, str], seeds: int) -> tuple[float, float]:
    """Return the strict F1 of the whole aligner and of lengths alone, over texts, or drawn corruptions of them."""
    whole = lengths = Counts()
    for name in PLAIN:
        text = told.read(name)
        for one in [told.noisy(text, seed, languages) for seed in range(seeds)] or [text]:
            texts, gold = told.texts(one, languages), sorted(told.plain_gold(one, languages))
            rows = [row.cells for row in align_texts(texts, languages=languages).rows]
            whole += compare_beads(rows, gold)
            lengths += compare_beads(told.lengths_alone(texts, languages), gold)
    return whole.figures().f1, lengths.figures().f1


@pytest.mark.parametrize("language", FOREIGN)
def test_other_scripts_are_never_worse_than_length_alone(language: str) -> None:
    """English against each language: straight texts align at least as well, those with passages left out better."""
    whole, lengths = figures(("en", language), 0)
    assert whole >= lengths
    whole, lengths = figures(("en", language), 2)
    assert whole > lengths + 0.05


@pytest.mark.parametrize("languages", [("zh", "ja"), ("el", "tr"), ("ar", "he"), ("ko", "hu"), ("ja", "ko")])
def test_pairs_without_english_gain_from_words(languages: tuple[str, str]) -> None:
    """The same holds of pairs that are no one's lexicon's."""
    whole, lengths = figures(languages, 0)
    assert whole >= lengths
    whole, lengths = figures(languages, 2)
    assert whole > lengths + 0.05


@pytest.mark.parametrize(("languages", "least"), [(("en", "hu"), 0.87), (("en", "nl"), 0.93), (("hu", "nl"), 0.78)])
def test_a_story_without_lexicon(languages: tuple[str, str], least: float) -> None:
    """A short story in languages that no lexicon is shipped for, as told and with passages left out."""
    text = told.read("mill")
    found = []
    for one in [text, *(told.noisy(text, seed, languages) for seed in range(8))]:
        rows = [row.cells for row in align_texts(told.texts(one, languages), languages=languages).rows]
        found.append(compare_beads(rows, sorted(told.plain_gold(one, languages))).figures().f1)
    assert fmean(found) >= least
