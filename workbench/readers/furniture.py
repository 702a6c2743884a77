"""What moves about a page's text: menus, sharing, legal notices. Left out, and said so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.readers import labels as labelling
from workbench.readers.blocks import Dropped

if TYPE_CHECKING:
    from workbench.readers.blocks import Block

SENTENCE_END = re.compile(r"[.!?…。！？؟।:;][\"»”’“)\]\s\u00a0]*$")
SHORT = 5
"""Words up to which a paragraph that ends no sentence may be furniture."""

_STAMP = re.compile(r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?")
_LONGEST_TAIL = 400  # paragraphs
_KNOWN = "a known phrase of page furniture"


def trim(blocks: Sequence[Block]) -> tuple[list[Block], list[Dropped]]:
    """Return the paragraphs up to the last that is speech, and those left out after it.

    Short paragraphs at the end that end no sentence are furniture, and so is
    everything short from a known phrase of furniture on. What a file's structure marks as speech stays.
    """
    end = len(blocks)
    while end > max(1, len(blocks) - _LONGEST_TAIL) and _trailing(blocks[end - 1]):
        end -= 1
    tail = range(max(1, end - 12), end)
    known = next((i for i in tail if _free(blocks[i]) and labelling.is_furniture(blocks[i].text)), None)
    if known is not None and all(len(b.text.split()) <= 12 for b in blocks[known:end]):
        end = known
    dropped = [Dropped(b.text, _trailing(b) or "it follows " + _KNOWN) for b in blocks[end:]]
    return list(blocks[:end]), dropped


def _free(block: Block) -> bool:
    """Tell whether a paragraph is not held by structure, as a labelled cell or a pinned segment is."""
    return block.label is None and block.pinned is None


def _trailing(block: Block) -> str:
    """Return why a paragraph at the end of a page is furniture; empty if it is none."""
    if not _free(block):
        return ""
    if block.link:
        return "nothing but links at the end of the page"
    if block.heading:
        return "a heading with nothing after it"
    if labelling.is_furniture(block.text):
        return _KNOWN
    short = len(block.text.split()) <= SHORT and len(block.text) <= 60
    if short and not SENTENCE_END.search(block.text) and not re.search(r"[:\uff1a]", block.text):
        return "short and no sentence, at the end of the page"
    return ""


def within(spoken: Sequence[labelling.Labelled]) -> tuple[list[labelling.Labelled], list[Dropped]]:
    """Return the paragraphs of the turns without what is furniture between them, and that."""
    kept, dropped = [], []
    for paragraph in spoken:
        block = paragraph.block
        free = block is not None and _free(block) and not paragraph.starts
        if block and free and _STAMP.fullmatch(block.text):
            dropped.append(Dropped(block.text, "a time stamp"))
        elif block and free and _between(block):
            dropped.append(Dropped(block.text, "between the turns: " + _KNOWN))
        else:
            kept.append(paragraph)
    return kept, dropped


def _between(block: Block) -> bool:
    known = len(block.text.split()) <= SHORT and not SENTENCE_END.search(block.text)
    return known and labelling.is_furniture(block.text)
