"""Reading XML safely: no entities, no network; where a text stands among inline elements, its translatable part."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from lxml import etree

from workbench.errors import UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Iterator

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ID = "{http://www.w3.org/XML/1998/namespace}id"
_CODES = {"bpt", "ept", "ph", "it", "ut", "x", "bx", "ex", "sc", "ec", "cp", "note"}
"""Inline elements of TMX and XLIFF whose content is code of another format, not text."""


def parse(data: bytes, *, where: str) -> etree._Element:
    """Return the root of a document; raises UnreadableFile with the line where it is not well-formed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _broken(error, where) from None


def elements(data: bytes, *, where: str) -> Iterator[tuple[str, etree._Element]]:
    """Yield ``start`` and ``end`` of every element, so that large documents need not stand in memory whole."""
    events = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        yield from events
    except etree.XMLSyntaxError as error:
        raise _broken(error, where) from None


def _broken(error: etree.XMLSyntaxError, where: str) -> UnreadableFile:
    line = error.lineno or 1
    message = (error.msg or "damaged").split(", line")[0]
    return UnreadableFile(f"{where}:{line}", f"not well-formed XML ({message})", "mend the file, or export it anew")


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace; empty for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """Return the children of a name, in any namespace."""
    return [child for child in element if local(child) == name]


def content(element: etree._Element) -> str:
    """Return the text in an element, without that of inline codes."""
    parts = [element.text or ""]
    for child in element:
        if local(child) and local(child) not in _CODES:
            parts.append(content(child))
        elif local(child) == "cp":
            parts.append(_code_point(child))
        else:
            parts += [content(sub) for sub in children(child, "sub")]
        parts.append(child.tail or "")
    return "".join(parts)


def _code_point(element: etree._Element) -> str:
    """Return the character of XLIFF 2's ``<cp hex="0007"/>``, which XML itself cannot hold."""
    try:
        return chr(int(element.get("hex", ""), 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def whole(element: etree._Element) -> str:
    """Return all the text in an element."""
    return "".join(str(part) for part in element.itertext())
