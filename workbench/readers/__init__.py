"""Bytes to editions: one module per format, one registry.

:func:`read` tells the format by content and name, never by name alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from workbench.errors import UnreadableFile
from workbench.model import Edition, Provenance
from workbench.readers import decode as decoding
from workbench.readers import mojibake
from workbench.readers.archives import (
    is_docx,
    is_odt,
    is_old_office,
    is_xlsx,
    is_zip,
)  # fmt: skip
from workbench.readers.blocks import Page, read_pinned, read_text
from workbench.readers.decode import decode
from workbench.readers.docx import read_docx, read_odt
from workbench.readers.edition import is_edition_file, parse_edition
from workbench.readers.grid import column
from workbench.readers.html import declared_charset, html_of_mhtml, is_mhtml, looks_like_html, read_html
from workbench.readers.page import build
from workbench.readers.pdf import is_pdf, read_pdf
from workbench.readers.reading import NOTHING, Dropped, Overrules, Reading, TurnReading, overrules_from
from workbench.readers.sheets import looks_like_table, read_table
from workbench.readers.tei import looks_like_tei, read_tei

__all__ = [
    "NOTHING", "READERS", "Dropped", "Overrules", "Reader", "Reading", "TurnReading", "column", "format_of",
    "looks_like_table", "overrules_from", "read", "read_edition", "read_table", "suffix_of",
]  # fmt: skip

_LARGEST_TEXT = 8 * 1024 * 1024  # bytes of text: more is no page (a day of speech is about 1 MB)
_MOST_PARAGRAPHS = 100_000


@dataclass(frozen=True, slots=True)
class Reader:
    """A format of one edition: its name, its file suffixes, and bytes -> (page, encoding, repairs)."""

    name: str
    suffixes: tuple[str, ...]
    is_it: Callable[[bytes], bool]
    read: Callable[[bytes, str], tuple[Page, str, tuple[str, ...]]]


def _binary(read_page: Callable[..., Page], encoding: str) -> Callable[[bytes, str], tuple[Page, str, tuple[str, ...]]]:
    def read_it(data: bytes, where: str) -> tuple[Page, str, tuple[str, ...]]:
        return read_page(data, where=where), encoding, ()

    return read_it


def _text(data: bytes, where: str) -> tuple[Page, str, tuple[str, ...]]:
    text, encoding, repairs = _decoded(data, where)
    return read_text(text, where=where), encoding, repairs


def _html(data: bytes, where: str) -> tuple[Page, str, tuple[str, ...]]:
    charset = None
    if is_mhtml(data):
        data, charset = html_of_mhtml(data, where=where)
    text, encoding, repairs = _decoded(data, where, charset)
    return read_html(text, where=where), encoding, repairs


def _decoded(data: bytes, where: str, charset: str | None = None) -> tuple[str, str, tuple[str, ...]]:
    if len(data) > _LARGEST_TEXT:
        raise UnreadableFile(where, "a text of more than 8 MB", "give the page of one transcript")
    text, encoding = decode(data, where=where, declared=charset or declared_charset(data))
    text, repairs = mojibake.mend(text)
    return text, encoding, repairs


def _is_html(data: bytes) -> bool:
    head = data[:8192]
    plain = head.decode("utf-8", "replace") if b"\x00" not in head else _try_decode(data)
    return is_mhtml(data) or looks_like_html(plain)


def _try_decode(data: bytes) -> str:
    try:
        return decode(data[:16384], where="")[0]
    except UnreadableFile:
        return ""


READERS = (
    Reader("pdf", (".pdf",), is_pdf, _binary(read_pdf, "pdf")),
    Reader("docx", (".docx", ".docm"), is_docx, _binary(read_docx, "utf-8")),
    Reader("odt", (".odt", ".fodt"), is_odt, _binary(read_odt, "utf-8")),
    Reader("tei", (".xml", ".tei"), looks_like_tei, _binary(read_tei, "utf-8")),
    Reader("html", (".html", ".htm", ".xhtml", ".mhtml", ".mht"), _is_html, _html),
    Reader("text", (".txt", ".text", ".md", ".markdown", ""), lambda _: True, _text),
)


def format_of(data: bytes) -> Reader:
    """Return the reader of a file's format, by its content."""
    return next(reader for reader in READERS if reader.is_it(data))


def suffix_of(reader: str) -> str:
    """Return the suffix that files of a reader are stored with."""
    if reader == "edition":  # an imported edition: never added as a file, so not among the readers
        return ".jsonl"
    return next((r.suffixes[0] for r in READERS if r.name == reader), ".txt")


def read_edition(data: bytes, *, where: str, language: str | None = None, verify: bool = True) -> Edition:
    """Return the edition that a file's bytes hold; see :func:`read`."""
    return read([data], where=where, language=language, verify=verify).edition


def read(
    parts: Sequence[bytes],
    *,
    where: str,
    language: str | None = None,
    verify: bool = True,
    overrules: Overrules = NOTHING,
) -> Reading:
    """Return the edition that a file's bytes hold (or several files' that are one), with how it was understood.

    ``where`` names the file in errors and in the provenance; ``language`` is a
    declared BCP 47 tag, which is held against the text unless ``verify`` is off
    (as for a file that was verified before). Raises UnreadableFile, NoTurns or UnknownLanguage.
    """
    if len(parts) == 1 and is_edition_file(parts[0]):
        return Reading(parse_edition(parts[0], where=where), ())
    found = [_page(data, where, lines=overrules.segmentation == "lines") for data in parts]
    repairs = tuple(mend for part in found for mend in part.repairs)
    encodings = tuple(dict.fromkeys(part.encoding for part in found))
    digest = hashlib.sha256(b"".join(parts)).hexdigest()
    provenance = Provenance(where, digest, " ".join(encodings), found[0].reader, repairs)
    page = _joined([part.page for part in found])
    if sum(len(block.text) for block in page.blocks) > _LARGEST_TEXT or len(page.blocks) > _MOST_PARAGRAPHS:
        raise UnreadableFile(where, "more than 8 MB of text or 100,000 paragraphs", "give the page of one transcript")
    notes = [f"read as {e}, which nothing in the file names" for e in encodings if decoding.assumed(e) and e != "pdf"]
    if repairs:
        notes.append(mojibake.summary(repairs))
    page = replace(page, notes=(*page.notes, *notes))
    return build(page, provenance, language=language, verify=verify, overrules=overrules)


@dataclass(frozen=True, slots=True)
class _Part:
    """A file of an edition as it was read: its page, its encoding, what was mended in it, and its reader's name."""

    page: Page
    encoding: str
    repairs: tuple[str, ...]
    reader: str


def _page(data: bytes, where: str, *, lines: bool) -> _Part:
    """Return what a file holds; with ``lines``, each line is a segment."""
    _refuse(data, where)
    if lines:
        text, encoding, mended = _decoded(data, where)
        return _Part(read_pinned(text, where=where), encoding, mended, "lines")
    reader = format_of(data)
    return _Part(*reader.read(data, where), reader.name)


def _joined(pages: Sequence[Page]) -> Page:
    """Return several pages as one: the head of the first, the paragraphs of all."""
    first = pages[0]
    return replace(
        first,
        blocks=tuple(block for page in pages for block in page.blocks),
        language=next((p.language for p in pages if p.language), None),
        title=next((p.title for p in pages if p.title), None),
        date=next((p.date for p in pages if p.date), None),
        dropped=tuple(d for page in pages for d in page.dropped),
        notes=tuple(dict.fromkeys(n for page in pages for n in page.notes)),
    )


def _refuse(data: bytes, where: str) -> None:
    """Raise UnreadableFile, with the way out, for formats that are known and not read."""
    if is_old_office(data):
        raise UnreadableFile(
            where, "a password-protected or old binary office file", "save it as DOCX or XLSX without a password"
        )
    if is_xlsx(data):
        raise UnreadableFile(where, "a workbook holds several editions", "add it by itself, a language a column")
    if is_zip(data) and not (is_docx(data) or is_odt(data)):
        raise UnreadableFile(where, "this archive is no document", "add the ZIP by itself: each file in it is read")
    head = data[:200].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
    if head.startswith((b"<?xml", b"<tmx", b"<xliff")) and format_of(data).name == "text":
        raise UnreadableFile(where, "an XML format that is not read here", "add TEI, HTML, text, or a table of columns")
    if data[:5].lower() == b"{\\rtf":
        raise UnreadableFile(where, "rich text (RTF) is not read", "save it as DOCX, HTML or text")
