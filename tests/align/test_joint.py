"""The calls that align whole transcripts and plain texts."""

from __future__ import annotations

import pytest
from exchanges import EXCHANGES, edition, sentences, straight
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.align.ends import sentence_ends
from workbench.align.joint import add_edition, align_texts, align_transcript, pair_beads
from workbench.model import Alignment, Level, Role

LANGUAGES = ("en", "de", "ru")
LINES = {tag: [line for told in EXCHANGES for part in told[tag] for line in sentences(part)] for tag in LANGUAGES}


def cells(alignment: Alignment) -> list[tuple[tuple[int, ...], ...]]:
    """Return the rows' cells."""
    return [row.cells for row in alignment.rows]


def test_segments_lie_inside_their_rows_of_turns() -> None:
    """Every segment row lies in the turn row it names, with that row's role."""
    editions = [edition(tag, straight()) for tag in LANGUAGES]
    turns, segments = align_transcript(editions)
    for row in segments.rows:
        above = turns.rows[row.turn_row]
        assert row.role is above.role
        for k, cell in enumerate(row.cells):
            assert {editions[k].segment_turns()[i] for i in cell} <= set(above.cells[k])


def test_sentences_said_alike_align_one_to_one() -> None:
    """The sentences of the exchanges align one to one in three languages."""
    found = align_transcript([edition(tag, straight()) for tag in LANGUAGES])[1]
    same = [row for row in cells(found) if len(row[0]) == 1]
    assert len(same) >= 0.9 * len(LINES["en"])


def test_rows_follow_the_pivot() -> None:
    """The pivot's segments ascend; an unknown pivot is a KeyError; editions keep their order."""
    editions = [edition(tag, straight()) for tag in LANGUAGES]
    turns, segments = align_transcript(editions, pivot="ru")
    assert turns.languages == segments.languages == LANGUAGES
    firsts = [row.cells[2][0] for row in segments.rows if row.cells[2]]
    assert firsts == sorted(firsts)
    with pytest.raises(KeyError):
        align_transcript(editions, pivot="fr")


def test_progress_runs_from_nothing_to_all() -> None:
    """The share told never falls and ends at 1."""
    told: list[float] = []
    align_transcript([edition("en", straight(2)), edition("de", straight(2))], progress=lambda p, _: told.append(p))
    assert told == sorted(told)
    assert told[0] == 0.0
    assert told[-1] == 1.0


def test_a_joined_line_and_a_missing_one() -> None:
    """Two lines that one text joins are one row; a line that one text lacks has an empty cell."""
    texts = [list(LINES[tag]) for tag in LANGUAGES]
    texts[1][3:5] = [" ".join(texts[1][3:5])]
    del texts[2][12]
    found = cells(align_texts(texts, languages=LANGUAGES))
    assert ((3, 4), (3,), (3, 4)) in found
    assert ((12,), (11,), ()) in found


def test_a_text_aligns_with_itself_line_by_line() -> None:
    """Identical texts align one to one, three of them as two."""
    text = LINES["en"]
    for copies in (2, 3):
        found = cells(align_texts([text] * copies, languages=["en", "de", "fr"][:copies]))
        assert found == [((k,),) * copies for k in range(len(text))]


def test_the_same_input_gives_the_same_rows() -> None:
    """Aligning twice gives equal alignments."""
    texts = [LINES[tag] for tag in LANGUAGES]
    assert align_texts(texts, languages=LANGUAGES) == align_texts(texts, languages=LANGUAGES)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(st.sampled_from(LINES["en"] + ["", "…", "123"]), max_size=6), min_size=2, max_size=4))
def test_any_texts_are_partitioned(texts: list[list[str]]) -> None:
    """Whatever the texts, empty ones included, every line stands in one row with confidences in 0..1."""
    found = align_texts(texts, languages=["en", "de", "fr", "ru"][: len(texts)])
    assert found.sizes == tuple(map(len, texts))
    for row in found.rows:
        assert all(0.0 <= value <= 1.0 for value in row.pairs.values())


def test_pairs_have_beads_of_their_own() -> None:
    """The beads of each pair partition both texts."""
    texts = [LINES[tag] for tag in LANGUAGES]
    for (x, y), beads in pair_beads(texts, languages=LANGUAGES).items():
        for side, text in enumerate((texts[x], texts[y])):
            assert sorted(i for bead in beads for i in bead[side]) == list(range(len(text)))


def test_an_edition_is_added_to_what_is_aligned() -> None:
    """One more edition joins the rows there are; these stay together, and the result is that of one call."""
    editions = [edition(tag, straight()) for tag in LANGUAGES]
    turns, segments = add_edition(editions[:2], align_transcript(editions[:2]), editions[2])
    assert cells(turns) == [((k,), (k,), (k,)) for k in range(20)]
    assert segments.languages == LANGUAGES
    whole = cells(align_transcript(editions)[1])
    assert len(set(cells(segments)) & set(whole)) >= 0.9 * len(whole)


def test_turn_level_knows_its_evidence() -> None:
    """Rows carry confidence and evidence, the role's among them."""
    turns, _ = align_transcript([edition(tag, straight()) for tag in LANGUAGES])
    assert turns.level is Level.TURN
    for row in turns.rows:
        assert row.score.role == 1.0
        assert row.score.confidence > 0.5
    assert {row.role for row in turns.rows} == {Role.QUESTION, Role.ANSWER}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("We went home.", 1),
        ("We went home. It rained.", 2),
        ("„Ja“, sagte er. „Gut.“", 2),
        ("Mr Smith met Dr. Jones at 3. p.m. yesterday,", 0),
        ("Am 3. Mai kam J. Weber.", 1),
        ("Почему? Потому что.", 2),
        ("你好。再见。", 2),
        ("", 0),
    ],
)
def test_sentence_ends_are_counted(text: str, count: int) -> None:
    """Marks end sentences; initials, ordinals and halves of sentences do not count."""
    assert sentence_ends(text) == count
