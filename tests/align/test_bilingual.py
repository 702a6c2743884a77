"""The laws of the pair aligner, on texts made here."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.align.bilingual import Bitext, Options, align_blocks, align_pair, similarity_matrix
from workbench.align.memory import Memory

ENGLISH = (
    "The minister arrived in Paris on 14 March.",
    "She spoke about energy and security for two hours.",
    "Nobody asked a question.",
    "The war has lasted since 2014, and the economy suffers.",
    "We shall continue our work with the United Nations.",
    "Thank you very much for your attention.",
)
GERMAN = (
    "Die Ministerin traf am 14. März in Paris ein.",
    "Sie sprach zwei Stunden lang über Energie und Sicherheit.",
    "Niemand stellte eine Frage.",
    "Der Krieg dauert seit 2014 an.",
    "Die Wirtschaft leidet.",
    "Wir werden unsere Arbeit mit den Vereinten Nationen fortsetzen.",
    "Vielen Dank für Ihre Aufmerksamkeit.",
)


def partitions(bitext: Bitext, left: int, right: int) -> bool:
    """Tell whether the beads hold every segment once."""
    a = sorted(i for bead in bitext.beads for i in bead.left)
    b = sorted(j for bead in bitext.beads for j in bead.right)
    return a == list(range(left)) and b == list(range(right))


def cells(bitext: Bitext) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Return the beads' cells."""
    return [(bead.left, bead.right) for bead in bitext.beads]


def test_translation_is_found() -> None:
    """A split sentence and its neighbours align as a reader would align them."""
    made = align_pair(ENGLISH, GERMAN, languages=("en", "de"))
    assert ((3,), (3, 4)) in cells(made)
    assert ((5,), (6,)) in cells(made)


def test_text_aligns_with_itself() -> None:
    """A text and itself align one to one."""
    made = align_pair(ENGLISH, ENGLISH, languages=("en", "en"))
    assert cells(made) == [((k,), (k,)) for k in range(len(ENGLISH))]


def test_swapping_sides_swaps_beads() -> None:
    """The alignment does not depend on which side is called left."""
    one = align_pair(ENGLISH, GERMAN, languages=("en", "de"))
    other = align_pair(GERMAN, ENGLISH, languages=("de", "en"))
    pairs = {(a, b) for a, b in cells(one) if a and b}
    assert pairs == {(a, b) for b, a in cells(other) if a and b}


def test_deterministic() -> None:
    """The same input gives the same output, to the last digit."""
    one, two = (align_pair(ENGLISH, GERMAN, languages=("en", "de")) for _ in range(2))
    assert one.beads == two.beads


def test_blocks_are_not_crossed() -> None:
    """Beads stay inside their block, and an empty side makes one-sided beads."""
    made = align_blocks(
        [(ENGLISH[:3], GERMAN[:3]), ((), ("Zusatz.",)), (ENGLISH[3:], GERMAN[3:]), ((), ())],
        languages=("en", "de"),
    )
    sizes = [(3, 3), (0, 1), (3, 4), (0, 0)]
    assert all(partitions(b, *size) for b, size in zip(made, sizes, strict=True))


@pytest.mark.parametrize(("left", "right"), [((), ()), (ENGLISH, ()), ((), GERMAN)])
def test_empty_sides(left: tuple[str, ...], right: tuple[str, ...]) -> None:
    """An empty side leaves the other's segments alone."""
    assert partitions(align_pair(left, right, languages=("en", "de")), len(left), len(right))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("One line.",), tuple(f"Zeile {k}." for k in range(3000))),
        (ENGLISH, tuple(reversed(GERMAN))),
        (("\x00\x01", "", "  ", "a" * 100_000), ("word " * 20_000, "\u202e", "...")),
        (("",) * 5, ("",) * 4),
    ],
)
def test_bad_input(left: tuple[str, ...], right: tuple[str, ...]) -> None:
    """Strange input is aligned somehow, without a crash."""
    assert partitions(align_pair(left, right, languages=("en", "de")), len(left), len(right))


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("zh", ("部长三月十四日抵达巴黎。", "她谈到能源与安全。", "没有人提问。")),
        ("ar", ("وصلت الوزيرة إلى باريس في 14 مارس.", "تحدثت عن الطاقة والأمن.", "لم يسأل أحد.")),
        (
            "el",
            ("Η υπουργός έφτασε στο Παρίσι στις 14 Μαρτίου.", "Μίλησε για ενέργεια.", "Κανείς δεν ρώτησε."),
        ),
    ],
)
def test_other_scripts(language: str, texts: tuple[str, ...]) -> None:
    """Any script is read and aligned one to one where lengths and order say so."""
    made = align_pair(ENGLISH[:3], texts, languages=("en", language))
    assert cells(made) == [((k,), (k,)) for k in range(3)]


def test_unrelated_texts_are_doubted() -> None:
    """Texts that have nothing in common are aligned with less confidence than a translation."""
    unrelated = ("Kochen Sie die Nudeln.", "Salz hinzufügen!", "Guten Appetit wünscht Ihnen unser Haus.")
    doubt = align_pair(ENGLISH, unrelated, languages=("en", "de"))
    trust = align_pair(ENGLISH, GERMAN, languages=("en", "de"))
    mean = [np.mean([b.confidence for b in made.beads if b.left and b.right] or [0])
            for made in (doubt, trust)]  # fmt: skip
    assert mean[0] < mean[1]


def test_similarity_finds_the_translation() -> None:
    """The similarity of a translation exceeds that of any other text."""
    matrix = similarity_matrix(ENGLISH[:3], GERMAN[:3], languages=("en", "de"))
    assert matrix.shape == (3, 3)
    assert (matrix.argmax(axis=1) == np.arange(3)).all()


def test_memory_is_used_and_grows() -> None:
    """What one alignment learned can be given to the next and comes out greater."""
    first = align_pair(ENGLISH, GERMAN, languages=("en", "de"))
    second = align_pair(ENGLISH, GERMAN, languages=("en", "de"), options=Options(memory=first.learned))
    total = first.learned.plus(second.learned)
    assert isinstance(total, Memory)
    assert total.count.sum() >= first.learned.count.sum()
    assert total.flipped().flipped().left == total.left


def test_dictionary_counts() -> None:
    """A user's entry makes its words evidence."""
    left, right = ("Zork blim.", "Quux frob."), ("Alpha beta.", "Gamma delta.")
    plain = similarity_matrix(left, right, languages=("xx", "yy"))
    told = similarity_matrix(left, right, languages=("xx", "yy"), options=Options(dictionary=(("zork", "gamma"),)))
    assert told[0, 1] > plain[0, 1]


WORDS = st.lists(st.sampled_from(["rot", "blau", "12", "Berlin", "x", ".", "世界", "—"]), max_size=6).map(" ".join)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, max_size=9), st.lists(WORDS, max_size=9))
def test_beads_partition(left: list[str], right: list[str]) -> None:
    """Whatever the texts, each segment stands in exactly one bead, with shares in 0..1."""
    made = align_pair(left, right, languages=("de", "nl"))
    assert partitions(made, len(left), len(right))
    assert all(0.0 <= b.posterior <= 1.0 and 0.0 <= b.confidence <= 1.0 for b in made.beads)
    assert all(a or b for a, b in cells(made))
