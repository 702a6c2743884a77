"""What people decide about rows: decisions as values, replayed over any alignment of the same text."""

from __future__ import annotations

from workbench.review.board import Board, Reviewed, anchor_of, replay, turn_ids
from workbench.review.decisions import (
    CONFIRMING,
    CORRECTING,
    MARKS,
    Anchor,
    Belief,
    Decision,
    Kind,
    effective,
    next_redo,
    next_undo,
    overlapping,
    undo_since,
)
from workbench.review.operations import Request, decide

__all__ = [
    "CONFIRMING", "CORRECTING", "MARKS", "Anchor", "Belief", "Board", "Decision", "Kind", "Request", "Reviewed",
    "anchor_of", "decide", "effective", "next_redo", "next_undo", "overlapping", "replay", "turn_ids", "undo_since",
]  # fmt: skip
