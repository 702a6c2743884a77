"""What people decide about rows: decisions as values, replayed over any alignment of the same text."""

from __future__ import annotations

from workbench.review.board import Reviewed, anchor_of, replay
from workbench.review.decisions import CONFIRMING, Anchor, Decision, Kind, effective, next_redo, next_undo
from workbench.review.operations import Request, decide

__all__ = [
    "CONFIRMING", "Anchor", "Decision", "Kind", "Request", "Reviewed", "anchor_of", "decide", "effective",
    "next_redo", "next_undo", "replay",
]  # fmt: skip
