"""Rows out of links: consensus, components, order, confidence."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from workbench.align.lattice import hear
from workbench.align.rows import beliefs, components, consensus, in_order, pairs_of, witness

SIZES = st.lists(st.integers(1, 5), min_size=3, max_size=4)


def random_links(sizes: list[int], seed: int) -> dict[tuple[int, int], np.ndarray]:
    """Return link matrices with rows that sum to at most about one."""
    rng = np.random.default_rng(seed)
    return {(x, y): rng.random((sizes[x], sizes[y])) ** 3 for x, y in pairs_of(len(sizes))}


def test_a_link_that_all_others_make_is_restored() -> None:
    """Two units that both stand with the same unit of a third edition belong together."""
    one = np.eye(2)
    links = {
        (0, 1): np.array([[1.0, 0.0], [0.0, 0.2]]),
        (0, 2): one,
        (1, 2): one,
        (0, 3): one,
        (1, 3): one,
        (2, 3): one,
    }
    assert consensus(links)[0, 1][1, 1] > 0.5


def test_an_edition_that_lacks_the_passage_is_no_witness() -> None:
    """What two editions share and the third lacks keeps its link."""
    links = {(0, 1): np.eye(2), (0, 2): np.array([[1.0], [0.0]]), (1, 2): np.array([[1.0], [0.0]])}
    assert consensus(links)[0, 1][1, 1] == 1.0


def test_an_edition_that_joins_both_cannot_tell_them_apart() -> None:
    """A unit that holds two units of both editions says nothing of which belongs to which."""
    joined = np.ones((2, 1))
    links = {(0, 1): np.eye(2), (0, 2): joined, (1, 2): joined}
    heard = consensus(links)[0, 1]
    assert heard[0, 0] == 1.0
    assert heard[0, 1] == 0.0


@given(SIZES, st.integers(0, 1000), st.floats(0.1, 0.9))
def test_components_hold_every_unit_once(sizes: list[int], seed: int, threshold: float) -> None:
    """Whatever the links, the rows partition the units of every edition, and order keeps them all."""
    rows = components(sizes, random_links(sizes, seed), threshold)
    for edition, size in enumerate(sizes):
        assert sorted(i for row in rows for i in row[edition]) == list(range(size))
    for pivot in range(len(sizes)):
        order = in_order(rows, pivot)
        assert sorted(order) == list(range(len(rows)))
        firsts = [rows[n][pivot][0] for n in order if rows[n][pivot]]
        assert firsts == sorted(firsts)


@given(SIZES, st.integers(0, 1000))
def test_confidence_is_a_share(sizes: list[int], seed: int) -> None:
    """The confidence of any pair of cells is in 0..1."""
    links = random_links(sizes, seed)
    rows = components(sizes, links)
    for row, sure in zip(rows, beliefs(links, rows), strict=True):
        assert sorted(sure) == [(x, y) for x, y in pairs_of(len(sizes)) if row[x] or row[y]]
        assert all(0.0 <= value <= 1.0 for value in sure.values())


def test_rows_without_the_pivot_stand_after_their_neighbours() -> None:
    """A row that the pivot lacks follows the row of the unit before it."""
    rows = [((0,), (0,)), ((1,), (2,)), ((), (1,)), ((), (3,))]
    assert in_order(rows, 0) == [0, 2, 1, 3]


@given(st.lists(st.integers(1, 4), min_size=3, max_size=3), st.integers(0, 1000))
def test_the_compiled_witness_says_what_the_plain_one_says(sizes: list[int], seed: int) -> None:
    """The kernel over flat blocks gives support and knowledge of :func:`witness`, where no unit stands for several."""
    links = random_links(sizes, seed)
    for pair, matrix in links.items():
        links[pair] = matrix / max(1.0, matrix.sum(axis=0).max(), matrix.sum(axis=1).max())
    starts = np.array([0, 10**6])
    left = (links[0, 2].ravel(), starts, False)
    right = (links[1, 2].ravel(), starts, True)
    counts = np.array([[sizes[0], sizes[2], sizes[1]]])
    heard = hear(counts, left, right, 0.05)
    support, known = witness(links, 0, 1, 2)
    assert np.allclose(heard[0], support.ravel(), atol=1e-5)
    assert np.allclose(heard[1], known.ravel(), atol=1e-5)
