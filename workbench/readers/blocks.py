"""What every reader makes of its file first: paragraphs, with what is known of each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.errors import UnreadableFile
from workbench.sentences import fold

_HARD_WRAP = (45, 110)  # characters a line, as mail programs and printers wrap


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a page: its text, and whether it is a heading or nothing but links."""

    text: str
    heading: bool = False
    link: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page's paragraphs in order, with the language and title it declares of itself."""

    blocks: tuple[Block, ...]
    language: str | None = None
    title: str | None = None


def read_text(text: str, *, where: str) -> Page:
    """Read plain text or Markdown: a line is a paragraph, unless the lines were wrapped to a width."""
    chunks = [
        [line for line in chunk.splitlines() if line.strip()]
        for chunk in re.split(r"\n[ \t]*\n", re.sub(r"\r\n?|\u2028|\u2029|\x85", "\n", text))
    ]
    if _wrapped(chunks):
        chunks = [[" ".join(chunk)] for chunk in chunks]
    lines = [line for chunk in chunks for line in chunk]
    blocks = [_block(line) for line in lines if fold(line)]
    if not blocks:
        raise UnreadableFile(where, "the file is empty", "save the page again and add that")
    return Page(tuple(blocks))


def _wrapped(chunks: list[list[str]]) -> bool:
    """Tell whether lines were broken at a width: most that another follows are about as long as the longest."""
    inner = [len(line) for chunk in chunks for line in chunk[:-1]]
    if len(inner) < 3 or len(inner) < len(chunks):
        return False
    low, high = _HARD_WRAP
    return max(inner) <= high and sum(length >= low for length in inner) > 0.8 * len(inner)


def _block(line: str) -> Block:
    """Return a line as a block; Markdown's heading and emphasis signs are taken off."""
    heading = re.match(r"\s{0,3}#{1,6}\s+", line)
    if heading:
        return Block(fold(line[heading.end() :].rstrip("# ")), heading=True)
    bare = re.sub(r"^\s*(?:>\s+)?(\*\*|__)(.{1,120}?)\1", r"\2", line)
    return Block(fold(bare))
