"""What stands before the first turn: date line, title, the list of editions, maybe an opening word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.language import canonical, is_tag
from workbench.readers.blocks import Dropped
from workbench.readers.dates import find_date, parse_date_line
from workbench.readers.furniture import SENTENCE_END, SHORT
from workbench.readers.labels import is_furniture

if TYPE_CHECKING:
    from datetime import date, datetime

    from workbench.readers.blocks import Block, Page

_LISTED = re.compile(r"([a-z]{2,3}[-_][A-Z]{2})\d*")


@dataclass(slots=True)
class Head:
    """What stands before the first turn."""

    title: str = ""
    date: datetime | date | None = None
    speech: list[Block] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)


def edition_list(text: str) -> tuple[str, ...]:
    """Return the tags of a line that is a list of editions (``de-DE1 en-GB1``), else nothing."""
    tags = [t for t in _LISTED.findall(text) if is_tag(t)]
    rest = re.sub(r"[\W\d_]+", "", _LISTED.sub("", text))
    return tuple(dict.fromkeys(canonical(t) for t in tags)) if tags and not rest else ()


def read_head(blocks: Sequence[Block], language: str, page: Page) -> Head:
    """Return what stands before the first label; sentences after the title are speech without a label."""
    head = Head()
    free: list[Block] = []
    for block in blocks:
        found = parse_date_line(block.text, language)
        if found and head.date is None:
            head.date = found
        elif not edition_list(block.text):
            free.append(block)
    title = _title(free, page.title)
    head.title = free[title].text if title is not None else (page.title or "")
    for i, block in enumerate(free):
        if title is not None and i > title and _is_speech(block):
            head.speech.append(block)
        elif i != title:
            again = "it repeats the title"
            why = again if block.text == head.title else "before the first turn, neither title nor date nor a sentence"
            head.dropped.append(Dropped(block.text, why))
    if head.date is None and page.date:
        head.date = parse_date_line(page.date, language)
    if head.date is None:
        head.date = find_date(head.title, language)
    return head


def _is_speech(block: Block) -> bool:
    sentence = bool(SENTENCE_END.search(block.text)) and len(block.text.split()) > SHORT
    return sentence and not block.link and not block.heading


def _title(blocks: Sequence[Block], declared: str | None) -> int | None:
    """Return which paragraph is the title: a heading, else what the page calls itself, else the first that could be."""
    free = [i for i, b in enumerate(blocks) if not b.link and not is_furniture(b.text)]
    headings = [i for i in free if blocks[i].heading]
    if headings:
        same = [i for i in headings if declared and (blocks[i].text in declared or declared in blocks[i].text)]
        return (same or headings)[0]
    named = [i for i in free if declared and len(blocks[i].text.split()) > 2 and blocks[i].text in declared]
    long = [i for i in free if len(blocks[i].text.split()) > 3]
    if named:
        return named[0]
    # A menu copied with the page is short lines; a title among them is the first line of more words.
    return (long if len(free) > 3 and long else free or [None])[0]  # type: ignore[list-item]
