"""The moves of the turn aligner: one to one, splits, gaps, and exchanges told in another order.

Press conferences are told in exchanges, and editions tell two or three of them differently:
*interleaved* (Q1 A1 Q2 A2), *stacked* (Q1 Q2 A1 A2), *merged* (Q12 A12), or merged on one side of the
exchange only (Q12 A1 A2; Q1 Q2 A12). A move between an interleaved and another form holds crossing
cells; all other combinations are chains of simpler moves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Cell = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Move:
    """A step over some units of both sides and how they pair off.

    ``step`` counts the units consumed, ``cells`` holds the offsets that stand together,
    ``cost`` is the negative log prior.
    """

    step: tuple[int, int]
    cells: tuple[Cell, ...]
    cost: float

    @property
    def is_gap(self) -> bool:
        """Whether one side of the move is empty."""
        return 0 in self.step


def _forms(count: int) -> dict[str, list[int]]:
    """Return, for each way to tell some exchanges, the place of Q1 … Qn A1 … An."""
    each = range(count)
    return {
        "interleaved": [2 * k for k in each] + [2 * k + 1 for k in each],
        "stacked": list(each) + [count + k for k in each],
        "merged": [0] * count + [1] * count,
        "questions merged": [0] * count + [1 + k for k in each],
        "answers merged": list(each) + [count] * count,
    }


def _cells(left: list[int], right: list[int]) -> tuple[Cell, ...]:
    """Return the cells in which places of both sides that hold the same item stand."""
    cells: list[tuple[set[int], set[int]]] = []
    for a, b in zip(left, right, strict=True):
        touched = [cell for cell in cells if a in cell[0] or b in cell[1]]
        cells = [cell for cell in cells if cell not in touched]
        joined: tuple[set[int], set[int]] = ({a}, {b})
        for cell in touched:
            joined = (joined[0] | cell[0], joined[1] | cell[1])
        cells.append(joined)
    return tuple(sorted((tuple(sorted(a)), tuple(sorted(b))) for a, b in cells))


def _exchanges(count: int, cost: float) -> list[Move]:
    """Return the moves between interleaved exchanges and every other form, both ways round."""
    forms = _forms(count)
    straight = forms.pop("interleaved")
    moves = []
    for form in forms.values():
        for left, right in ((straight, form), (form, straight)):
            step = (max(left) + 1, max(right) + 1)
            moves.append(Move(step, _cells(left, right), cost))
    return moves


ONE_TO_ONE = Move((1, 1), (((0,), (0,)),), 0.0)
GAPS = (Move((1, 0), (), 0.0), Move((0, 1), (), 0.0))
SPLITS = tuple(
    Move(step, ((tuple(range(step[0])), tuple(range(step[1]))),), cost)
    for step, cost in (((1, 2), 3.0), ((2, 1), 3.0), ((1, 3), 5.0), ((3, 1), 5.0))
)
SWAPS = (
    Move((3, 3), (((0,), (2,)), ((1,), (1,)), ((2,), (0,))), 7.0),
    Move((4, 4), (((0,), (2,)), ((1,), (3,)), ((2,), (0,)), ((3,), (1,))), 7.0),
)
"""Two answers (or questions) of neighbouring exchanges swapped, and two neighbouring exchanges."""
TURN_MOVES = (ONE_TO_ONE, *GAPS, *SPLITS, *_exchanges(2, 4.0), *_exchanges(3, 5.0), *SWAPS)
"""Every move of the turn aligner."""


def steps_of(moves: tuple[Move, ...]) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Return the steps of some moves as an array (moves, 2)."""
    return np.array([move.step for move in moves], dtype=np.int64)
