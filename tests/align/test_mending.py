"""What crosses, moved, or stands inside a bead without belonging to it."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.align.bilingual import Bitext, align_blocks, align_pair
from workbench.align.ends import ratios, sentence_ends
from workbench.align.kernels import MOVES, NULLS
from workbench.align.prepare import prepare

ENGLISH = (
    "The minister opened the conference in Paris on 14 March.",
    "She thanked the journalists for their questions about the energy crisis.",
    "The price of gas has doubled since the beginning of the war.",
    "Our government will help families and small companies this winter.",
    "The hospital needs more doctors and nurses.",
    "Everything must be approved by the parliament before it is published.",
    "Only personal reports are free.",
    "The schools will be opened again in September.",
    "Farmers expect a poor harvest because of the drought.",
    "We thank you for your attention.",
)
GERMAN = (
    "Die Ministerin eröffnete die Konferenz am 14. März in Paris.",
    "Sie dankte den Journalisten für ihre Fragen zur Energiekrise.",
    "Der Preis für Gas hat sich seit dem Beginn des Krieges verdoppelt.",
    "Unsere Regierung wird in diesem Winter Familien und kleinen Unternehmen helfen.",
    "Das Krankenhaus braucht mehr Ärzte und Krankenschwestern.",
    "Alles muss vom Parlament genehmigt werden, bevor es veröffentlicht wird.",
    "Nur persönliche Berichte sind frei.",
    "Die Schulen werden im September wieder geöffnet.",
    "Die Bauern erwarten wegen der Dürre eine schlechte Ernte.",
    "Wir danken Ihnen für Ihre Aufmerksamkeit.",
)


def cells(bitext: Bitext) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Return the beads' cells."""
    return [(bead.left, bead.right) for bead in bitext.beads]


def test_sentences_that_changed_places_cross() -> None:
    """Two neighbours in the other order are paired across each other."""
    swapped = (*GERMAN[:5], GERMAN[6], GERMAN[5], *GERMAN[7:])
    made = cells(align_pair(ENGLISH, swapped, languages=("en", "de")))
    assert ((5,), (6,)) in made
    assert ((6,), (5,)) in made


def test_moved_sentence_is_found() -> None:
    """A sentence that stands some sentences later on one side is paired all the same."""
    moved = (*GERMAN[:2], *GERMAN[3:7], GERMAN[2], *GERMAN[7:])
    made = cells(align_pair(ENGLISH, moved, languages=("en", "de")))
    assert ((2,), (6,)) in made
    assert ((3,), (2,)) in made


def test_moved_sentences_stay_in_their_block() -> None:
    """Nothing is paired across the border of two blocks."""
    one, two = align_blocks(
        [(ENGLISH[:5], GERMAN[1:5]), (ENGLISH[5:], (*GERMAN[5:], GERMAN[0]))], languages=("en", "de")
    )
    assert ((0,), ()) in cells(one)
    assert ((), (5,)) in cells(two)


def test_debris_inside_a_sentence_stands_alone() -> None:
    """A page number's remains between the halves of a sentence are no part of its bead."""
    half = GERMAN[3].index("Familien")
    broken = (*GERMAN[:3], GERMAN[3][:half].strip(), '* 7 "', GERMAN[3][half:], *GERMAN[4:])
    made = cells(align_pair(ENGLISH, broken, languages=("en", "de")))
    assert ((3,), (3, 5)) in made
    assert ((), (4,)) in made


def test_added_sentence_inside_a_bead_stands_alone() -> None:
    """A sentence that was put between the halves of another is no part of it."""
    half = GERMAN[3].index("Familien")
    added = "Hinter dem Hügel spielten zwei Katzen fröhlich mit einem alten Fußball im Regen."
    broken = (*GERMAN[:3], GERMAN[3][:half].strip(), added, GERMAN[3][half:], *GERMAN[4:])
    made = cells(align_pair(ENGLISH, broken, languages=("en", "de")))
    assert ((3,), (3, 5)) in made
    assert ((), (4,)) in made


def test_rest_of_a_sentence_is_found_over_an_added_one() -> None:
    """The same holds where the left text has the added sentence: it stands alone, and every segment somewhere."""
    half = ENGLISH[3].index("and small")
    added = "Behind the hill two cats played happily with an old football in the rain."
    broken = (*ENGLISH[:3], ENGLISH[3][:half].strip(), added, ENGLISH[3][half:], *ENGLISH[4:])
    made = cells(align_pair(broken, GERMAN, languages=("en", "de")))
    assert ((4,), ()) in made
    assert sorted(i for left, _ in made for i in left) == list(range(len(broken)))


@pytest.mark.parametrize("text", ["C ) .", "296-309 ) ."])
def test_rest_of_a_sentence_is_no_debris(text: str) -> None:
    """What closes a bracket or holds an initial goes on with a sentence that was cut; noise does not."""
    assert not prepare((GERMAN[0] + " ( S.", text), "de").odd[1]
    assert prepare((GERMAN[0], '7 / " ;'), "de").odd[1]


def test_ends_of_sentences_that_agree_speak_for_a_bead() -> None:
    """Equal numbers of ends count for a bead, unequal ones against it; one-sided beads have none."""
    one = NULLS  # the one-to-one bead
    table = ratios(np.full(20, one), np.array([0] * 19 + [1]), np.ones(20), (np.array([0, 1, 2]), np.array([1, 2, 0])))
    assert table.shape[0] == len(MOVES)
    assert table[one, 0] > 0.0 > table[one, 1]
    assert not table[:NULLS].any()
    assert sentence_ends("He came. She left.") == 2
