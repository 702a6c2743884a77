"""Bytes to editions: one module per format, one registry.

:func:`read_edition` tells the format by content and name, never by name alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from workbench.model import Edition, Provenance
from workbench.readers.blocks import Page, read_text
from workbench.readers.decode import decode
from workbench.readers.edition import is_edition_file, parse_edition
from workbench.readers.html import declared_charset, looks_like_html, read_html
from workbench.readers.page import build_edition

__all__ = ["READERS", "Reader", "read_edition"]


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: its name, the file suffixes it is used with, and text -> page."""

    name: str
    suffixes: tuple[str, ...]
    read: Callable[..., Page]


READERS = (
    Reader("html", (".html", ".htm", ".xhtml"), read_html),
    Reader("text", (".txt", ".text", ".md", ".markdown", ""), read_text),
)


def read_edition(data: bytes, *, where: str, language: str | None = None, verify: bool = True) -> Edition:
    """Return the edition that a file's bytes hold.

    ``where`` names the file in errors and in the provenance; ``language`` is a
    declared BCP 47 tag, which is held against the text unless ``verify`` is off
    (as for a file that was verified before). Raises UnreadableFile, NoTurns or UnknownLanguage.
    """
    if is_edition_file(data):
        return parse_edition(data, where=where)
    text, encoding = decode(data, where=where, declared=declared_charset(data))
    html, plain = READERS
    reader = html if looks_like_html(text) else plain
    page = reader.read(text, where=where)
    provenance = Provenance(where, hashlib.sha256(data).hexdigest(), encoding, reader.name)
    return build_edition(page, provenance, language=language, verify=verify)
