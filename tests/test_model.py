"""The laws of editions, rows and alignments."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import edition

from workbench.model import Alignment, Edition, Level, Role, Row, Score, Segment, Transcript, Turn, valid_name


@st.composite
def alignments(draw: st.DrawFn) -> Alignment:
    """Draw an alignment of two to four editions whose rows may cross and have gaps."""
    languages = ("de-DE", "en-GB", "fr-FR", "ru-RU")[: draw(st.integers(2, 4))]
    sizes = tuple(draw(st.integers(1, 8)) for _ in languages)
    number = draw(st.integers(1, 6))
    cells: list[list[list[int]]] = [[[] for _ in languages] for _ in range(number)]
    for column, size in enumerate(sizes):
        for unit in range(size):
            cells[draw(st.integers(0, number - 1))][column].append(unit)
    rows = tuple(Row(tuple(tuple(c) for c in row)) for row in cells if any(row))
    return Alignment(languages, sizes, Level.SEGMENT, rows)


@given(alignments())
def test_rows_partition(alignment: Alignment) -> None:
    """Every unit of every edition stands in exactly one row, and row_of finds it there."""
    for column, size in enumerate(alignment.sizes):
        rows = alignment.row_of(column)
        assert len(rows) == size
        assert all(unit in alignment.rows[row].cells[column] for unit, row in enumerate(rows))


@given(alignments())
def test_projection_partitions(alignment: Alignment) -> None:
    """A projection keeps every unit of its two editions, and swapping them swaps the cells."""
    left, right = alignment.languages[:2]
    forth, back = alignment.project(left, right), alignment.project(right, left)
    assert forth.sizes == alignment.sizes[:2]
    assert [row.cells for row in forth.rows] == [row.cells[::-1] for row in back.rows]


@given(alignments(), st.randoms(use_true_random=False))
def test_selection_in_any_order(alignment: Alignment, random: object) -> None:
    """Selecting all editions in another order and back gives the same rows."""
    order = list(alignment.languages)
    random.shuffle(order)  # type: ignore[attr-defined]
    assert alignment.select(order).select(alignment.languages).rows == alignment.rows


@given(alignments())
def test_monotone_means_no_crossing(alignment: Alignment) -> None:
    """A monotone alignment has no crossing row."""
    if alignment.monotone:
        assert not alignment.crossing()


def test_crossing_names_the_moved_row() -> None:
    """Of four rows, only the one that moved crosses."""
    rows = [Row(((0,), (3,))), Row(((1,), (0,))), Row(((2,), (1,))), Row(((3,), (2,)))]
    alignment = Alignment(("de", "en"), (4, 4), Level.TURN, tuple(rows))
    assert alignment.crossing() == {0}
    assert not alignment.monotone


@pytest.mark.parametrize(
    "rows",
    [
        [Row(((0,), (0,)))],
        [Row(((0,), (0,))), Row(((1,), (0,)))],
        [Row(((0, 1, 2), (0,)))],
        [Row(((0, 1),))],
    ],
)
def test_a_wrong_partition_is_refused(rows: list[Row]) -> None:
    """A unit left out, standing twice or beyond the end, or a missing cell, is no alignment."""
    with pytest.raises(ValueError, match="row"):
        Alignment(("de", "en"), (2, 1), Level.SEGMENT, tuple(rows))


def test_rows_check_themselves() -> None:
    """A row holds something, in ascending order; a score is a share."""
    with pytest.raises(ValueError, match="at least one"):
        Row(((), ()))
    with pytest.raises(ValueError, match="ascend"):
        Row(((1, 0), ()))
    with pytest.raises(ValueError, match="must be in"):
        Score(1.5)


def test_turns_cover_the_segments() -> None:
    """Turns that leave a gap are no edition."""
    with pytest.raises(ValueError, match="turns end"):
        Edition("en", (Turn(0, Role.ANSWER, "A", 0, 1),), (Segment(0, "x"), Segment(1, "y")))


def test_stable_ids_survive_a_new_place() -> None:
    """A segment's id does not depend on where it stands, and repeated text is told apart by occurrence."""
    before = edition("en", (Role.ANSWER, "A", ["Yes.", "No.", "Yes."]))
    after = edition("en", (Role.ANSWER, "A", ["Well.", "Yes.", "No.", "Yes."]))
    assert before.stable_ids() == after.stable_ids()[1:]
    assert len(set(before.stable_ids())) == 3
    assert edition("de", (Role.ANSWER, "A", ["Yes."])).stable_ids()[0] != before.stable_ids()[0]


def test_one_edition_a_language() -> None:
    """A transcript refuses a second edition in one language."""
    one = edition("en", (Role.ANSWER, "A", ["Yes."]))
    with pytest.raises(ValueError, match="twice"):
        Transcript("x", (one, one))


@pytest.mark.parametrize("name", ["", "..", ".hidden", "a/b", "a\\b", "a b", "/etc", "x..y", "a\n", "con."])
def test_a_path_is_no_name(name: str) -> None:
    """A transcript's name cannot be or hide a path."""
    assert not valid_name(name)


@pytest.mark.parametrize("name", ["hamburg-briefing", "g20.2017_07", "Брифинг", "9"])
def test_names_in_any_alphabet(name: str) -> None:
    """Letters of any alphabet, digits and joining signs make a name."""
    assert valid_name(name)
