"""Forward–backward over a lattice of moves, with a gap state: the kernel, and no model.

A *move* takes a step of (a, b) units on both sides. Kernels know nothing of texts: they are given
the log score of every move at every place.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
NONE = -1e30
"""Log score of what cannot happen."""


@njit(cache=True)  # pragma: no cover
def _add(a: float, b: float) -> float:
    """Return log(exp(a) + exp(b))."""
    if a < b:
        a, b = b, a
    return a if b <= NONE / 2 else a + np.log1p(np.exp(b - a))


@njit(cache=True)  # pragma: no cover
def move_posteriors(  # noqa: PLR0912, C901
    scores: Matrix, steps: NDArray[np.int64], gaps: Matrix
) -> tuple[Matrix, float]:
    """Return the posterior probability of every move at every place, and the log total.

    ``scores[k, i, j]`` is the log score of move k where i and j units lie behind it; a move with
    a zero in its step is a gap. ``gaps`` holds the logs of going (from, to) state, 0 matched and
    1 in a gap. Shape of the result: that of ``scores``.
    """
    count, rows, columns = scores.shape
    ahead = np.full((2, rows, columns), NONE)
    behind = np.full((2, rows, columns), NONE)
    ahead[0, 0, 0] = 0.0
    for i in range(rows):
        for j in range(columns):
            for k in range(count):
                a, b = i - steps[k, 0], j - steps[k, 1]
                if a < 0 or b < 0 or scores[k, a, b] <= NONE / 2:
                    continue
                to = 1 if steps[k, 0] == 0 or steps[k, 1] == 0 else 0
                for state in range(2):
                    if ahead[state, a, b] > NONE / 2:
                        value = ahead[state, a, b] + gaps[state, to] + scores[k, a, b]
                        ahead[to, i, j] = _add(ahead[to, i, j], value)
    behind[:, rows - 1, columns - 1] = 0.0
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            for k in range(count):
                a, b = i + steps[k, 0], j + steps[k, 1]
                if a >= rows or b >= columns or scores[k, i, j] <= NONE / 2:
                    continue
                to = 1 if steps[k, 0] == 0 or steps[k, 1] == 0 else 0
                for state in range(2):
                    value = behind[to, a, b] + gaps[state, to] + scores[k, i, j]
                    behind[state, i, j] = _add(behind[state, i, j], value)
    total = behind[0, 0, 0]
    posterior = np.zeros(scores.shape)
    for k in range(count):
        to = 1 if steps[k, 0] == 0 or steps[k, 1] == 0 else 0
        for i in range(rows - steps[k, 0]):
            for j in range(columns - steps[k, 1]):
                if scores[k, i, j] <= NONE / 2:
                    continue
                here = NONE
                for state in range(2):
                    if ahead[state, i, j] > NONE / 2:
                        here = _add(here, ahead[state, i, j] + gaps[state, to])
                posterior[k, i, j] = np.exp(
                    here + scores[k, i, j] + behind[to, i + steps[k, 0], j + steps[k, 1]] - total
                )
    return posterior, total
