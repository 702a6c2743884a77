"""PDF with text, read by PDFium: lines from the page, paragraphs from the distances between them.

A paragraph ends where the gap to the next line is larger than within paragraphs, where a line is indented,
or where a line stops short and the next begins with a capital. Lines that recur at the top or
bottom of most pages (running heads) and page numbers are left out. Words divided at a line's end
by a hyphen are put together.
"""

from __future__ import annotations

import re
import statistics
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from workbench.errors import UnreadableFile
from workbench.readers.blocks import Block, Dropped, Page
from workbench.sentences import fold

_MOST_PAGES = 2_000
_MOST_CHARACTERS = 20_000_000
_LOCK = threading.Lock()  # PDFium keeps state of its own and is not safe for threads
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:page|seite|página|стр\.?)?\s*\d{1,4}(?:\s*(?:/|of|von|de|sur|из)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE
)
_WEB_EDGE = re.compile(r"\S*https?://\S+.*|file://.*|\d{1,2}[./]\d{1,2}[./]\d{2,4},\s\d{1,2}:\d{2}.*", re.IGNORECASE)
_STOPS = re.compile(r"[.!?…:\uff1a;。！？][\"»”’)\]]*$")
_PREFIX = re.compile(r"[^\W\d_a-z][^:\uff1a.!?]{0,40}?\s?[:\uff1a](?=\s|$)")
_BOLD = 600  # font weight


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    left: float
    right: float
    top: float
    size: float
    lead: str  # what of its beginning is bold
    page: int


def is_pdf(data: bytes) -> bool:
    """Tell whether a file is a PDF."""
    return b"%PDF-" in data[:1024]


def read_pdf(data: bytes, *, where: str) -> Page:
    """Read a PDF; raises UnreadableFile for one that is damaged, protected, or without text (a scan)."""
    import pypdfium2  # noqa: PLC0415 — a compiled library that other formats do not need

    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise UnreadableFile(where, "the PDF is protected by a password", "save it without one") from None
            raise UnreadableFile(where, "the PDF is damaged or cut off", "print or save it again") from None
        try:
            if len(document) > _MOST_PAGES:
                raise UnreadableFile(where, f"a PDF of {len(document)} pages", "give the pages of one transcript")
            title = document.get_metadata_value("Title")
            lines = _lines(document, where)
        finally:
            document.close()
    if not lines:
        raise UnreadableFile(
            where, "the PDF has no text, only pictures of it", "run text recognition (OCR) on it first"
        )
    kept, dropped = _without_running_heads(lines)
    return Page(tuple(_paragraphs(kept)), title=fold(title) if title else None, dropped=tuple(dropped))


def _lines(document: Any, where: str) -> list[_Line]:
    import pypdfium2  # noqa: PLC0415

    lines: list[_Line] = []
    characters = 0
    for number in range(len(document)):
        try:
            page = document[number]
            text_page = page.get_textpage()
        except pypdfium2.PdfiumError as error:
            raise UnreadableFile(
                f"{where}:{number + 1}", "this page of the PDF is damaged", "print or save it again"
            ) from error
        characters += text_page.count_chars()
        if characters > _MOST_CHARACTERS:
            raise UnreadableFile(where, "more than 20 million characters", "give the pages of one transcript")
        lines += _page_lines(text_page, number)
        text_page.close()
        page.close()
    return lines


def _page_lines(text_page: Any, number: int) -> list[_Line]:
    """Return the lines of a page: characters between the line ends that PDFium finds, with their boxes."""
    import pypdfium2.raw as raw  # noqa: PLC0415, PLR0402

    text = text_page.get_text_range(errors="replace") if text_page.count_chars() else ""
    lines, start = [], 0
    for piece in re.split(r"(?<=\n)", text):
        bare = piece.rstrip("\r\n")
        if bare.strip():
            first = start + len(bare) - len(bare.lstrip())
            last = start + len(bare.rstrip()) - 1
            boxes = [text_page.get_charbox(i) for i in (first, last)]
            middle = [text_page.get_charbox(i, loose=True) for i in range(first, last + 1, max(1, (last - first) // 6))]
            size = raw.FPDFText_GetFontSize(text_page, first)
            lines.append(
                _Line(
                    bare.strip().replace("\ufffe", "-").replace("\x02", "-"),
                    boxes[0][0],
                    boxes[1][2],
                    statistics.median(b[3] for b in middle),
                    round(float(size), 1),
                    _lead(text_page, bare, first, raw),
                    number,
                )
            )
        start += len(piece)
    return lines


def _lead(text_page: Any, line: str, first: int, raw: Any) -> str:
    """Return what of a line's beginning is set in bold."""
    weight = raw.FPDFText_GetFontWeight
    bare = line.lstrip()
    if weight(text_page, first) < _BOLD:
        return ""
    for k, character in enumerate(bare):
        if not character.isspace() and weight(text_page, first + k) < _BOLD:
            return bare[:k].strip()
    return bare.strip()


def _without_running_heads(lines: Sequence[_Line]) -> tuple[list[_Line], list[Dropped]]:
    """Return the lines without page numbers and what recurs at the edge of most pages, and that."""
    pages = {line.page for line in lines}
    edges: dict[int, list[_Line]] = {}
    for number in pages:
        here = [line for line in lines if line.page == number]
        ordered = sorted(here, key=lambda line: -line.top)
        edges[number] = [*ordered[:2], *ordered[-2:]]
    repeated = Counter(_key(line) for here in edges.values() for line in {_key(x): x for x in here}.values())
    kept, dropped = [], []
    for line in lines:
        edge = any(line is e for e in edges[line.page])
        if edge and len(pages) > 2 and repeated[_key(line)] > 0.5 * len(pages):
            dropped.append(Dropped(line.text, "a running head: it recurs at the edge of most pages"))
        elif edge and (_PAGE_NUMBER.fullmatch(line.text) or _WEB_EDGE.fullmatch(line.text)):
            dropped.append(Dropped(line.text, "a page number or address at the edge of a page"))
        else:
            kept.append(line)
    return kept, dropped


def _key(line: _Line) -> str:
    return re.sub(r"\d+", "0", line.text)


def _paragraphs(lines: Sequence[_Line]) -> list[Block]:
    """Return the lines joined to paragraphs."""
    if not lines:
        return []
    body = statistics.median(line.size for line in lines)
    pitches = [
        (a.top - b.top) * body / a.size
        for a, b in pairwise(lines)
        if a.page == b.page and a.top > b.top and a.size == b.size and a.size > 0
    ]
    pitch = _usual(pitches)
    right = max(line.right for line in lines)
    left = _usual([line.left for line in lines], tolerance=2.0)
    labels = Counter(match.group() for line in lines if (match := _PREFIX.match(line.text)))
    groups: list[list[_Line]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        prefix = _PREFIX.match(line.text)
        labelled = bool(prefix and labels[prefix.group()] > 1)
        scaled = pitch * (line.size / body if body else 1.0)
        large = line.size > 1.15 * body
        if last is None or labelled or _parted(last, line, scaled, (left, right) if not large else None):
            groups.append([line])
        else:
            groups[-1].append(line)
    return [_block(group, body) for group in groups]


def _usual(values: Sequence[float], tolerance: float = 0.5) -> float:
    """Return the commonest of some distances, rounded; 0 of none."""
    if not values:
        return 0.0
    return Counter(round(v / tolerance) for v in values).most_common(1)[0][0] * tolerance


def _parted(last: _Line, line: _Line, pitch: float, margins: tuple[float, float] | None) -> bool:
    """Tell whether a paragraph begins between two lines; ``margins`` are None for headings, which may be centred."""
    if abs(last.size - line.size) > 0.11 * max(last.size, line.size) or (
        line.lead and not last.lead and len(line.lead) > 2
    ):
        return True
    if margins is None:
        return last.page != line.page or last.top - line.top > 1.35 * pitch
    left, right = margins
    if line.text[0].islower() and not _STOPS.search(last.text):
        return False
    short = last.right < left + 0.80 * (right - left)
    ends = bool(_STOPS.search(last.text))
    if last.page != line.page or line.top > last.top:
        return ends and (short or line.left > left + 4)
    gap = last.top - line.top
    if pitch and gap > 1.35 * pitch:
        return True
    return (line.left > left + 8 and line.left > last.left + 4) or (short and ends)


def _block(lines: Sequence[_Line], body: float) -> Block:
    text, lead = "", ""
    whole = all(line.lead == line.text for line in lines)
    for line in lines:
        if re.search(r"[^\W\d_]-$", text) and line.text[:1].islower():
            text = text[:-1] + line.text
        else:
            text = f"{text} {line.text}" if text else line.text
    if lines[0].lead:
        lead = text if whole else fold(lines[0].lead)
    text = fold(text)
    heading = lines[0].size > 1.15 * body and len(text) < 300
    return Block(text, heading, strong=whole and not heading, lead=lead if text.startswith(lead) else "")
