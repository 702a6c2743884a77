"""Confirmed rows stay, and cut the text between them."""

from __future__ import annotations

from pathlib import Path

import pytest
import told
from hypothesis import given
from hypothesis import strategies as st

from workbench import store, workflow
from workbench.align import joint
from workbench.align.around import align_around, align_more, cut
from workbench.align.bilingual import estimate
from workbench.align.joint import align_transcript
from workbench.model import Level


@st.composite
def blocks(draw: st.DrawFn) -> tuple[tuple[tuple[int, ...], ...], list[tuple[tuple[int, ...], ...]]]:
    """Draw a block of two or three editions, and rows fixed in it that share no segment."""
    sizes = [draw(st.integers(0, 8)) for _ in range(draw(st.integers(2, 3)))]
    rows: list[list[list[int]]] = [[[] for _ in sizes] for _ in range(4)]
    for k, size in enumerate(sizes):
        for unit in range(size):
            where = draw(st.integers(0, 7))
            if where < 4:
                rows[where][k].append(unit)
    fixed = [tuple(tuple(cell) for cell in row) for row in rows if any(row)]
    return tuple(tuple(range(size)) for size in sizes), fixed


@given(blocks())
def test_pieces_and_fixed_rows_are_the_whole_block(drawn: tuple) -> None:  # type: ignore[type-arg]
    """No segment is lost or doubled, whatever is fixed."""
    block, fixed = drawn
    for k, cell in enumerate(block):
        assert sorted(unit for row in (*cut(block, fixed), *fixed) for unit in row[k]) == list(cell)


def test_a_fixed_row_in_order_cuts_the_block() -> None:
    """What stands before it in every edition is aligned apart from what stands after it."""
    assert cut(((0, 1, 2, 3), (0, 1, 2)), [((1,), (1,))]) == [((0,), (0,)), ((2, 3), (2,))]


def test_a_fixed_row_that_lacks_an_edition_is_taken_out_but_cuts_nothing() -> None:
    """An omission says nothing of where the others are to be cut."""
    assert cut(((0, 1, 2), (0, 1)), [((1,), ())]) == [((0, 2), (0, 1))]


def test_wrong_rows_that_are_confirmed_stay(bundled: Path) -> None:
    """Rows joined by hand stand in the new alignment; every segment still stands once."""
    editions = store.load_transcript(bundled, "river-panel").editions
    old = workflow.load(bundled, "river-panel").segments
    order = [old.column(edition.language) for edition in editions]
    fixed = [tuple((*old.rows[10].cells[k], *old.rows[11].cells[k]) for k in order)]
    turns, segments = align_around(editions, dict.fromkeys(fixed, 0.4), pivot="en-GB")
    assert fixed[0] in [row.cells for row in segments.rows]
    assert next(row.score.confidence for row in segments.rows if row.cells == fixed[0]) == 0.4
    assert segments.level is Level.SEGMENT
    assert turns.level is Level.TURN


def test_an_edition_more_leaves_the_rows_together_and_keeps_the_order() -> None:
    """Each row of the editions aligned before lies in one row; editions come in the order asked for."""
    text = told.read("ferry")
    layouts = {**told.shuffled(text, 3), "pl": told.merged(told.straight(text), "2")}
    editions = [told.edition(text, *one) for one in layouts.items()]
    before = align_transcript([editions[0], editions[2]])
    fixed = {((4, 5), (4,)): 1.0}
    turns, segments = align_more(editions, before, fixed)
    assert turns.languages == segments.languages == ("en", "it", "pl")
    for old in [row.cells for row in before[1].rows if not {4, 5} & {*row.cells[0]} and 4 not in row.cells[1]] + [
        *fixed
    ]:
        assert sum(bool({*row.cells[0]} & {*old[0]} or {*row.cells[2]} & {*old[1]}) for row in segments.rows) == 1
    found = {row.cells for row in turns.rows}
    gold = told.gold(text, layouts)[0]
    assert len(found & gold) >= 0.8 * len(gold)


def test_an_edition_more_costs_only_its_own_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only pairs with the new edition are compared, at both levels; a changed edition counts as new."""
    text = told.read("hospital")
    editions = [told.edition(text, tag, told.straight(text)) for tag in ("de", "cs", "hu")]
    before = align_transcript(editions[:2])
    compared = []
    monkeypatch.setattr(joint, "estimate", lambda sides, *rest: compared.append(sides) or estimate(sides, *rest))
    align_more(editions, before, {})
    assert [(a.language, b.language) for a, b in compared] == [("de", "hu"), ("cs", "hu")]
