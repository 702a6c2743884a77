"""Strict and lax figures, against counts made by hand."""

from __future__ import annotations

import pytest

from workbench.errors import InputError
from workbench.evaluate import Answer, Bead, Counts, compare_beads, evaluate
from workbench.readers.links import read_answers

GOLD: list[Bead] = [((0,), (0,)), ((1,), (1, 2)), ((2,), ()), ((3, 4), (3,))]


def test_the_gold_itself_is_perfect() -> None:
    """An answer that is the gold has every figure at 1."""
    figures = compare_beads(GOLD, GOLD)
    assert figures.figures() == figures.figures(lax=True)
    assert figures.figures().f1 == 1.0


def test_counts_by_hand() -> None:
    """One-sided beads count for precision only; a shared link counts as lax."""
    answer: list[Bead] = [((0,), (0,)), ((1,), (1,)), ((2,), (2,)), ((3, 4), (3,))]
    assert compare_beads(answer, GOLD) == Counts(2, 3, 4, 2, 3, 3)
    assert compare_beads(answer, GOLD).figures().f1 == pytest.approx(2 * (2 / 4) * (2 / 3) / (2 / 4 + 2 / 3))


def test_nothing_answered() -> None:
    """An empty answer scores nothing and divides by nothing."""
    assert compare_beads([], GOLD).figures().f1 == 0.0


def test_ladder_and_beads_say_the_same() -> None:
    """A hunalign ladder and bead lines of one alignment are equal, up to where one-sided beads are written."""
    ladder = read_answers("0\t0\t0\n1\t1\t0.5\n2\t3\t0.3\n3\t3\t-0.3\n5\t4\t1\n", where="x.ladder")["segment"]
    beads = read_answers("[0]:[0]\n[1]:[1,2]\n[2]:[]\n[3,4]:[3]:0.25\n", where="x.beads")["segment"]
    assert ladder.pairs == beads.pairs == {("left", "right"): tuple(GOLD)}


def test_languages_of_a_bead_file_come_from_its_name() -> None:
    """de-fr.beads is matched with rows in de-DE and fr-FR, whichever comes first."""
    gold = read_answers("[0]:[0]\n[1]:[1,2]\n", where="some/where/de-fr.beads")["segment"]
    rows = ({"fr-FR": (0,), "de-DE": (0,)}, {"fr-FR": (1, 2), "de-DE": (1,)})
    assert evaluate(Answer(("fr-FR", "de-DE"), rows), gold).total.figures().f1 == 1.0


def test_whole_rows_need_every_cell() -> None:
    """A row with one wrong cell is wrong as a whole, though two of its pairs are right."""
    gold = Answer(("de", "en", "fr"), ({"de": (0,), "en": (0,), "fr": (0,)}, {"de": (1,), "en": (1,), "fr": (1,)}))
    answer = Answer(("de", "en", "fr"), ({"de": (0,), "en": (0,), "fr": (0,)}, {"de": (1,), "en": (1,)}, {"fr": (1,)}))
    found = evaluate(answer, gold)
    assert found.rows == Counts(1, 1, 3, 1, 1, 2)
    assert found.pairs["de", "en"].figures().f1 == 1.0
    assert found.pairs["de", "fr"].figures().recall == 0.5


def test_gold_pairs_stand_before_rows() -> None:
    """A JSON gold file's own pairs are used, as they can be finer than its rows."""
    text = '{"rows": [{"de": [0, 1], "en": [0, 1]}], "pairs": {"de-en": [[[0], [0]], [[1], [1]]]}}'
    gold = read_answers(text, where="gold.json")["segment"]
    answer = Answer(("de", "en"), ({"de": (0,), "en": (0,)}, {"de": (1,), "en": (1,)}))
    assert evaluate(answer, gold).total.figures().f1 == 1.0


def test_rows_are_held_against_rows() -> None:
    """Rows over three languages are compared with the gold's rows, which one joining edition makes coarser."""
    text = (
        '{"rows": [{"de": [0, 1], "en": [0, 1], "fr": [0]}],'
        ' "pairs": {"de-en": [[[0], [0]], [[1], [1]]], "de-fr": [[[0, 1], [0]]], "en-fr": [[[0, 1], [0]]]}}'
    )
    gold = read_answers(text, where="gold.json")["segment"]
    answer = Answer(("de", "en", "fr"), ({"de": (0, 1), "en": (0, 1), "fr": (0,)},))
    assert evaluate(answer, gold).total.figures().f1 == 1.0


@pytest.mark.parametrize("text", ["", "hello\nworld", "[0]:[0]\nnonsense", "3\t4\n1\t1", '{"cells": 3}', "{}"])
def test_what_is_no_alignment_is_refused(text: str) -> None:
    """Each unusable file gives one error that names it."""
    with pytest.raises(InputError, match="file"):
        read_answers(text, where="file")


def test_no_common_language_is_refused() -> None:
    """Alignments of other languages cannot be compared."""
    with pytest.raises(InputError, match="same editions"):
        evaluate(Answer(("de", "en")), Answer(("fr", "ru")))
