"""What every reader makes of its file first: paragraphs, with what is known of each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.errors import UnreadableFile
from workbench.sentences import fold

_HARD_WRAP = (45, 110)  # characters a line, as mail programs and printers wrap
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+")
_EMPHASIS = re.compile(r"^\s*(?:>\s+)?(\*\*\*|\*\*|__|\*|_)(?=\S)(.{1,120}?)(?<=\S)\1(?!\w)")
_ALL_EMPHASIS = re.compile(r"^\s*(?:>\s+)?(\*\*\*|\*\*|__|\*|_)(?=\S)(?P<text>(?:(?!\1).)+)(?<=\S)\1\s*$")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}$")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a page.

    ``heading`` and ``link`` say that it is a heading, or nothing but links; ``strong`` that all of it
    is set in bold or italics, ``lead`` what is at its start; ``label`` is the speaker
    that the file's structure names, ``role`` the role it gives (a word of ``labels.toml``);
    ``pinned`` are the sentences where the file says which they are; ``row`` is its row in a table.
    """

    text: str
    heading: bool = False
    link: bool = False
    strong: bool = False
    lead: str = ""
    label: str | None = None
    role: str | None = None
    pinned: tuple[str, ...] | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A text that a reader left out, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page's paragraphs in order, with the language, title and date it declares of itself.

    ``dropped`` is what the reader left out; ``notes`` are what a user should know of the reading.
    """

    blocks: tuple[Block, ...]
    language: str | None = None
    title: str | None = None
    date: str | None = None
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[str, ...] = ()


def read_text(text: str, *, where: str) -> Page:
    """Read plain text or Markdown: a line is a paragraph, unless the lines were wrapped to a width."""
    chunks = [
        [line for line in chunk.splitlines() if line.strip()]
        for chunk in re.split(r"\n[ \t]*\n", re.sub(r"\r\n?|\u2028|\u2029|\x85", "\n", text))
    ]
    if _wrapped(chunks):
        chunks = [[" ".join(chunk)] for chunk in chunks]
    lines = [line for chunk in chunks for line in chunk if not _RULE.match(line)]
    if any(_HEADING.match(line) or _EMPHASIS.match(line) for line in lines):  # Markdown: its escapes are signs as well
        lines = [_ESCAPED.sub(r"\1", line) for line in lines]
    blocks = [_block(line) for line in lines if fold(line)]
    if not blocks:
        raise UnreadableFile(where, "the file is empty", "save the page again and add that")
    return Page(tuple(blocks))


def read_pinned(text: str, *, where: str) -> Page:
    """Read a text whose segments are pinned: a line is a segment, an empty line ends a paragraph."""
    blocks = []
    for chunk in re.split(r"\n[ \t]*\n", re.sub(r"\r\n?|\u2028|\u2029|\x85", "\n", text)):
        lines = tuple(folded for line in chunk.split("\n") if (folded := fold(line)))
        if lines:
            blocks.append(Block(" ".join(lines), pinned=lines))
    if not blocks:
        raise UnreadableFile(where, "the file is empty", "write one segment a line")
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
    heading = _HEADING.match(line)
    if heading:
        return Block(fold(line[heading.end() :].rstrip("# ").strip("*_")), heading=True)
    whole = _ALL_EMPHASIS.match(line)
    if whole:
        return Block(fold(whole["text"]), strong=True, lead=fold(whole["text"]))
    lead = _EMPHASIS.match(line)
    if lead:
        return Block(fold(lead[2] + line[lead.end() :]), lead=fold(lead[2]))
    return Block(fold(line))
