"""How far lonely segments are believed."""

from __future__ import annotations

from workbench.align.coverage import coverage, tempered
from workbench.model import Alignment, Level, Row, Score


def rows_of(*cells: tuple[tuple[int, ...], tuple[int, ...]]) -> tuple[Row, ...]:
    """Return sure rows."""
    return tuple(Row(c, Score(0.9), {(0, 1): 0.9}) for c in cells)


def test_lonely_rows_of_strangers_are_not_believed() -> None:
    """Where nothing corresponds, no row is sure."""
    lonely = Alignment(("en", "fr"), (2, 2), Level.SEGMENT, rows_of(((0,), ()), ((1,), ()), ((), (0,)), ((), (1,))))
    assert coverage(lonely) == (0.0, 0.0)
    assert all(row.score.confidence == 0.0 for row in tempered(lonely).rows)


def test_a_summary_is_covered() -> None:
    """A short edition that corresponds wholly leaves the long one's other rows as sure as they were."""
    long = Alignment(("en", "fr"), (9, 1), Level.SEGMENT, rows_of(((0,), (0,)), *((((i,), ())) for i in range(1, 9))))
    assert coverage(long) == (0.9, 0.9)
    assert tempered(long) is long
