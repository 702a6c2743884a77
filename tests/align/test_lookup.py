"""The compiled sums of what turns' keys say are the formula in plain words."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.align.lookup import Lookup, Rows, content_ratios

SHAPES = ((0,), (0, 1), (0, 2), (0, 1, 2))


def listed(matrix: np.ndarray) -> Rows:
    """Return the columns that are set, row by row."""
    rows = [np.flatnonzero(row) for row in matrix]
    return Rows(np.cumsum([0, *map(len, rows)]), np.concatenate([np.zeros(0, np.int64), *rows]).astype(np.int64))


def plainly(
    texts: tuple[Lookup, np.ndarray, np.ndarray], hit: np.ndarray, unit: int, other: int, shape: tuple[int, ...]
) -> float:
    """Return Σ log((h + (1−h)b)/b) over the keys found and Σ log(1−h) over those not, b = 1 − exp(−ρl)."""
    look, own, found = texts
    taken = [other + offset for offset in shape if other + offset < len(found)]
    length = sum(float(look.tokens[v]) for v in taken)
    total = 0.0
    for key in np.flatnonzero(own[unit]):
        rate = float(hit[look.kinds[key]])
        if any(found[v, key] for v in taken):
            chance = 1.0 - math.exp(-float(look.frequency[key]) * length - 1e-6)
            total += math.log((rate + (1.0 - rate) * chance) / chance)
        else:
            total += math.log(1.0 - rate)
    return total


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_ratios_are_the_formula(data: st.DataObject) -> None:
    """Each unit, each unit of the other edition, each way to take neighbours together."""
    units, others, keys = (data.draw(st.integers(1, most)) for most in (4, 5, 6))
    bits = st.lists(st.sampled_from([0.0, 1.0]), min_size=keys, max_size=keys)
    own, found = (np.array(data.draw(st.lists(bits, min_size=n, max_size=n))) for n in (units, others))
    kinds = np.array(data.draw(st.lists(st.integers(0, 2), min_size=keys, max_size=keys)))
    tokens = np.array(data.draw(st.lists(st.integers(1, 40).map(float), min_size=others, max_size=others)))
    hit = np.array(data.draw(st.lists(st.floats(0.02, 0.95), min_size=3, max_size=3)))
    look = Lookup(listed(own.T), listed(found), kinds, units, tokens, found.sum(axis=0) / tokens.sum())
    for shape, ratios in content_ratios(look, hit, SHAPES).items():
        assert ratios.shape == (units, others)
        for unit in range(units):
            for other in range(others):
                assert math.isclose(
                    ratios[unit, other], plainly((look, own, found), hit, unit, other, shape), abs_tol=1e-9
                )
