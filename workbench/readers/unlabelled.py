"""Interviews without labels: dashes, bold or headed questions, and question marks tell the turns apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from workbench.readers.labels import Labelled

if TYPE_CHECKING:
    from workbench.readers.blocks import Block

_DASH = re.compile(r"[–—―-][\s\u00a0]*(?=\S)")
_ASKS = re.compile(r"[?？؟][\W]*$")
_GREEK = re.compile(r"[\u0370-\u03ff].*[;;]\W*$")
_LONGEST_QUESTION = 150  # words


def split_unlabelled(blocks: Sequence[Block]) -> list[Labelled] | None:
    """Return the paragraphs with turns told by roles, dashes, typography or question marks; None if none does."""
    for attempt in (_by_role, _by_dash, _by_type, _by_marks):
        found = attempt(blocks)
        if found is not None:
            return found
    return None


def _by_role(blocks: Sequence[Block]) -> list[Labelled] | None:
    """Take the roles that the page's own structure names (classes such as ``question``)."""
    if not {"question", "answer"} <= {b.role for b in blocks}:
        return None
    result: list[Labelled] = []
    last: str | None = None
    for block in blocks:
        starts = block.role is not None and block.role != last
        last = block.role or last
        result.append(Labelled("", block.text, starts, "the page's structure", 0.9, last if starts else None, block))
    return result


def _by_dash(blocks: Sequence[Block]) -> list[Labelled] | None:
    """Begin a turn at each paragraph that opens with a dash, if most of the text stands in such turns."""
    dashed = [bool(_DASH.match(b.text)) and len(b.text.split()) > 1 for b in blocks]
    first = next((i for i, d in enumerate(dashed) if d), None)
    if first is None or sum(dashed) < 3 or sum(dashed) < 0.5 * (len(blocks) - first):
        return None
    if not any(_asks(b.text) for b, d in zip(blocks, dashed, strict=True) if d):
        return None
    result: list[Labelled] = []
    for block, dash in zip(blocks, dashed, strict=True):
        text = _DASH.sub("", block.text, count=1) if dash else block.text
        role = ("question" if _asks(text) else "answer") if dash else None
        result.append(Labelled("", text, dash, "a dash before it", 0.75, role, block))
    return result


def _by_type(blocks: Sequence[Block]) -> list[Labelled] | None:
    """Take paragraphs set apart in bold, italics or as headings for questions, if most of them ask."""
    heads = [b for b in blocks if b.heading]
    apart = [b.strong or (b.heading and (len(heads) > 2 or _asks(b.text))) for b in blocks]
    asking = [a and _asks(b.text) for a, b in zip(apart, blocks, strict=True)]
    if sum(asking) < 2 or sum(asking) < 0.5 * sum(apart):
        return None
    first = asking.index(True)
    last = max(i for i, a in enumerate(apart) if a)
    closing = last if last == len(blocks) - 1 and not asking[last] else len(blocks)  # a word about the speaker
    found = _alternate(blocks[:closing], lambda i: i >= first and apart[i], "bold type or a heading", 0.85)
    return found + [Labelled("", b.text, True, "set apart at the end", 0.7, "statement", b) for b in blocks[closing:]]


def _by_marks(blocks: Sequence[Block]) -> list[Labelled] | None:
    """Take whole paragraphs that end in a question mark for questions, if answers stand between them."""
    asks = [_asks(b.text) and len(b.text.split()) <= _LONGEST_QUESTION and not b.link for b in blocks]
    if sum(asks) < 2:
        return None
    first = asks.index(True)
    runs = sum(asks[i] and i + 1 < len(asks) and not asks[i + 1] for i in range(first, len(asks)))
    if runs < 2 or sum(asks) > 0.7 * (len(blocks) - first):
        return None
    return _alternate(blocks, lambda i: asks[i], "a question mark at its end", 0.6)


def _alternate(blocks: Sequence[Block], question: Callable[[int], bool], how: str, sure: float) -> list[Labelled]:
    """Return turns that change whenever questions begin or end; paragraphs before the first question start none."""
    result: list[Labelled] = []
    last: str | None = None
    for i, block in enumerate(blocks):
        role = "question" if question(i) else "answer" if last else None
        starts = role is not None and role != last
        last = role
        result.append(Labelled("", block.text, starts, how, sure, role if starts else None, block))
    return result


def _asks(text: str) -> bool:
    return bool(_ASKS.search(text) or _GREEK.search(text))
