"""Saved web pages: what a reader would see as paragraphs, without what moves about them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree
from lxml import html as lxml_html

from workbench.errors import UnreadableFile
from workbench.readers.blocks import Block, Page
from workbench.sentences import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

_SKIPPED = {
    "script", "style", "noscript", "template", "nav", "aside", "footer", "form", "button", "select",
    "textarea", "svg", "iframe", "object", "video", "audio", "canvas", "dialog", "head",
}  # fmt: skip
_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var", "wbr",
}  # fmt: skip
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def declared_charset(data: bytes) -> str | None:
    """Return the encoding an HTML file declares in its first kilobytes, if any."""
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii") if found else None


def looks_like_html(text: str) -> bool:
    """Tell whether a text is an HTML page, whatever its file is called."""
    head = text[:4096].lstrip("\ufeff \t\r\n").lower()
    return head.startswith(("<!doctype html", "<html", "<?xml")) or bool(re.search(r"<(?:body|p|div|br)\b", head))


def read_html(text: str, *, where: str) -> Page:
    """Read a saved page. Blocks follow the page's order; ``<br>`` ends a paragraph as a block does."""
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    body = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", ""))
    try:
        root = lxml_html.document_fromstring(body, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(where, "the page cannot be parsed", "save it again as HTML or as text") from error
    page = _Paragraphs()
    page.walk(root)
    page.end()
    blocks = _within_main_heading(page.blocks)
    title = root.findtext(".//title")
    return Page(tuple(blocks), root.get("lang") or root.get("xml:lang"), fold(title) if title else None)


def _within_main_heading(blocks: list[Block]) -> list[Block]:
    """Drop the link-only blocks before the first heading, and all at the end: they are menus."""
    heading = next((i for i, b in enumerate(blocks) if b.heading), 0)
    kept = [b for i, b in enumerate(blocks) if not (b.link and i < heading)]
    while kept and kept[-1].link:
        kept.pop()
    return kept


class _Paragraphs:
    """Gathers running text until a block element ends it."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._text: list[str] = []
        self._linked = 0

    def end(self, *, heading: bool = False) -> None:
        text = fold("".join(self._text))
        if text:
            plain = len("".join("".join(self._text).split()))
            self.blocks.append(Block(text, heading, link=self._linked >= plain))
        self._text, self._linked = [], 0

    def walk(self, root: etree._Element) -> None:
        """Visit the tree in page order without recursion, so that no nesting is too deep."""
        linked = 0
        for event, element in _events(root):
            tag = str(element.tag)
            if event == "end" and tag not in _INLINE:
                self.end(heading=tag in _HEADINGS)
            if event == "start" and tag not in _INLINE:
                self.end()
            if tag == "a":
                linked += 1 if event == "start" else -1
            piece = element.text if event == "start" else element.tail
            if piece:
                self._text.append(piece)
                self._linked += len("".join(piece.split())) if linked else 0


def _events(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Yield start and end of each element that a reader sees; of a skipped one only what follows it."""
    stack: list[tuple[str, etree._Element]] = [("start", root)]
    while stack:
        event, element = stack.pop()
        if event == "end":
            yield event, element
            continue
        if _skipped(element):
            if element.tail:
                holder = etree.Element("span")
                holder.tail = element.tail
                yield "end", holder
            continue
        yield event, element
        stack.append(("end", element))
        stack.extend(("start", child) for child in reversed(element))


def _skipped(element: etree._Element) -> bool:
    if not isinstance(element.tag, str) or element.tag in _SKIPPED:
        return True
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))
