"""Turns of several editions: missing, added, merged, split, moved, mislabelled."""

from __future__ import annotations

from itertools import pairwise

import pytest
import told
from exchanges import ANSWER, QUESTION, Said, edition, gold, straight

from workbench.align.bilingual import Options
from workbench.align.joint import align_transcript
from workbench.model import Edition, Role, Turn

LANGUAGES = ("en", "de", "ru")


def rows_of(*told: list[Said], bare: bool = False) -> list[tuple[tuple[int, ...], ...]]:
    """Return the turn rows found, in order."""
    editions = [edition(tag, turns, bare=bare) for tag, turns in zip(LANGUAGES, told, strict=False)]
    return [row.cells for row in align_transcript(editions)[0].rows]


def without(turns: list[Said], *numbers: int) -> list[Said]:
    """Return turns less those of some exchanges."""
    return [turn for turn in turns if turn.items[0][0] not in numbers]


def merged(turns: list[Said], number: int, form: str) -> list[Said]:
    """Return turns with exchange ``number`` and the next told in another form."""
    at = turns.index(Said(QUESTION, ((number, QUESTION),)))
    q1, a1, q2, a2 = turns[at : at + 4]
    both = Said(QUESTION, q1.items + q2.items), Said(ANSWER, a1.items + a2.items)
    told = {
        "merged": [*both],
        "stacked": [q1, q2, a1, a2],
        "questions": [both[0], a1, a2],
        "answers": [q1, q2, both[1]],
    }
    return turns[:at] + told[form] + turns[at + 4 :]


def moved(turns: list[Said], number: int, to: int) -> list[Said]:
    """Return turns with one exchange moved to stand as the exchange ``to``."""
    block = turns[2 * number : 2 * number + 2]
    rest = turns[: 2 * number] + turns[2 * number + 2 :]
    return rest[: 2 * to] + block + rest[2 * to :]


def relabelled(language: str, turns: list[Said], index: int, role: Role) -> Edition:
    """Return an edition in which one turn has another role."""
    right = edition(language, turns)
    wrong = [
        Turn(turn.index, role if turn.index == index else turn.role, turn.label, turn.start, turn.end)
        for turn in right.turns
    ]
    return Edition(language, tuple(wrong), right.segments)


@pytest.mark.parametrize("count", [1, 3, 10])
def test_editions_with_the_same_turns_align_one_to_one(count: int) -> None:
    """Where nothing is missing, row k holds turn k of every edition, short answers included."""
    told = straight(count)
    assert rows_of(told, told, told) == [((k,), (k,), (k,)) for k in range(2 * count)]


@pytest.mark.parametrize("number", [0, 2, 4, 9])
def test_a_missing_exchange_leaves_empty_cells(number: int) -> None:
    """An exchange that one edition lacks has rows of its own, with nothing in that edition's cell."""
    told = [straight(), without(straight(), number), straight()]
    assert set(rows_of(*told)) == gold(told)


@pytest.mark.parametrize("number", [1, 5, 8])
def test_what_the_pivot_lacks_meets_in_one_row(number: int) -> None:
    """An exchange that is in two editions but not in the pivot stands in one row of both, where its neighbours are."""
    told = [without(straight(), number), straight(), straight()]
    rows = rows_of(*told)
    assert set(rows) == gold(told)
    place = rows.index(((), (2 * number,), (2 * number,)))
    assert rows[place - 1] == ((2 * number - 1,),) * 3


@pytest.mark.parametrize("form", ["merged", "stacked", "questions", "answers"])
@pytest.mark.parametrize("number", [0, 5, 7])
def test_exchanges_told_in_another_form_align_question_to_question(form: str, number: int) -> None:
    """Two exchanges told as one, or questions before answers, align part by part though they cross."""
    told = [straight(), merged(straight(), number, form), straight()]
    assert set(rows_of(*told)) == gold(told)


@pytest.mark.parametrize("form", ["merged", "stacked"])
def test_other_forms_are_found_between_two_editions(form: str) -> None:
    """The same holds for two editions alone."""
    told = [straight(), merged(straight(), 5, form)]
    assert set(rows_of(*told)) == gold(told)


def test_a_split_answer_stands_in_one_row() -> None:
    """An answer that goes on under a second label is one row with the whole answer."""
    whole = edition("en", straight())
    turns = []
    for turn in whole.turns:
        cuts = [turn.start, turn.start + 1, turn.end] if turn.index == 7 else [turn.start, turn.end]
        for start, end in pairwise(cuts):
            turns.append(Turn(len(turns), turn.role, turn.label, start, end))
    split = Edition("en", tuple(turns), whole.segments)
    rows = align_transcript([split, edition("de", straight()), edition("ru", straight())])[0].rows
    assert [row.cells for row in rows if 7 in row.cells[1]] == [((7, 8), (7,), (7,))]
    assert len(rows) == 20


@pytest.mark.parametrize(("number", "to"), [(1, 6), (8, 0), (0, 9)])
def test_a_moved_exchange_is_found(number: int, to: int) -> None:
    """An exchange that stands elsewhere, ten turns away and more, is one row with its counterparts, and crosses."""
    told = [straight(), straight(), moved(straight(), number, to)]
    rows = align_transcript([edition(tag, turns) for tag, turns in zip(LANGUAGES, told, strict=True)])[0]
    assert {row.cells for row in rows.rows} == gold(told)
    assert not rows.monotone


@pytest.mark.parametrize("index", [3, 10, 13])
def test_a_mislabelled_turn_aligns_by_its_content(index: int) -> None:
    """A turn with the wrong role still stands with its counterparts, and the row has the role of most."""
    wrong = Role.QUESTION if index % 2 else Role.ANSWER
    editions = [edition("en", straight()), relabelled("de", straight(), index, wrong), edition("ru", straight())]
    rows = align_transcript(editions)[0].rows
    assert [row.cells for row in rows] == [((k,), (k,), (k,)) for k in range(20)]
    assert rows[index].role is (Role.ANSWER if index % 2 else Role.QUESTION)


def test_pages_without_roles_align_by_content_and_order() -> None:
    """Where every turn is a statement without a label, an exchange may still be missing or moved."""
    told = [straight(), without(straight(), 3), moved(straight(), 1, 7)]
    assert set(rows_of(*told, bare=True)) == gold(told)


def test_an_edition_that_is_a_summary_keeps_what_it_has() -> None:
    """A much shorter edition aligns where it has something."""
    told = [straight(), without(straight(), 0, 2, 3, 4, 6, 8, 9), straight()]
    assert set(rows_of(*told)) == gold(told)


def test_empty_editions_and_single_turns() -> None:
    """An edition without turns, or with one, is no error."""
    none = Edition("de", (), ())
    rows = align_transcript([edition("en", straight(1)), none])[0].rows
    assert [row.cells for row in rows] == [((0,), ()), ((1,), ())]
    rows = align_transcript([edition("en", straight(3)), edition("ru", straight(3)[:1])])[0].rows
    assert rows[0].cells == ((0,), (0,))


@pytest.mark.parametrize("turns", range(1, 7))
@pytest.mark.parametrize("others", range(1, 7))
def test_few_turns_align(turns: int, others: int) -> None:
    """Transcripts shorter than any pattern of exchanges are aligned, with the lexicon and without."""
    text = told.read("ferry")
    editions = [told.edition(text, tag, told.straight(text)[:n]) for tag, n in (("en", turns), ("el", others))]
    for lexicon in (True, False):
        found = align_transcript(editions, options=Options(lexicon=lexicon))[0]
        assert found.sizes == tuple(len(edition.turns) for edition in editions)
        assert all(0.0 <= row.score.confidence <= 1.0 for row in found.rows)
