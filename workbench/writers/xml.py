"""XML without a tree: text and attributes escaped after XML 1.0, for writers that stream millions of rows.

Nothing reaches a document but through :func:`text`, :func:`attribute` or :func:`element`; a property
test holds what they write against lxml's reading of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


REFERENCES = {b"&": b"&amp;", b"<": b"&lt;", b">": b"&gt;", b"\r": b"&#13;"}
"""What stands for the signs of markup in character data, the ampersand first."""


def text(value: str) -> str:
    """Return a legal text (see :func:`workbench.interchange.legal`) as character data.

    A carriage return is written as a reference, since a parser would read it as a line feed.
    """
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def attribute(value: str) -> str:
    """Return a legal text as an attribute's value, quotes around it; white space is kept by references."""
    escaped = text(value).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return f'"{escaped}"'


def tag(name: str, attributes: Mapping[str, str] | None = None, *, empty: bool = False) -> str:
    """Return a start tag, or an empty element's; the attributes in their order."""
    inner = "".join(f" {key}={attribute(value)}" for key, value in (attributes or {}).items())
    return f"<{name}{inner}{'/' if empty else ''}>"


def element(name: str, content: str, attributes: Mapping[str, str] | None = None) -> str:
    """Return an element that holds a legal text."""
    return f"{tag(name, attributes)}{text(content)}</{name}>"
