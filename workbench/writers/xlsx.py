"""XLSX, for Excel and LibreOffice: strings are written as strings, so that no text becomes a formula.

A cell holds 32,767 UTF-16 units: a longer text goes on in a further line of the same row, numbered in the column
``part``, and is reported. The sheet holds 1,048,576 lines: more is refused. Not held: what CSV does not hold.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

from workbench.errors import InputError
from workbench.interchange import legal
from workbench.writers.table import facts, header, reading_back

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.writers.corpus import Corpus, Report

CELL = 32_767
_LINES = 1_048_576
_WIDE = 60
_NUMBERS = {"row", "turn_row", "confidence", "part"}


def write_xlsx(corpus: Corpus, report: Report) -> Iterator[bytes]:
    """Yield a workbook of one sheet, header frozen, texts wrapped; InputError where there are too many lines."""
    import xlsxwriter  # noqa: PLC0415 — needed for this format only

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True, "strings_to_urls": False, "in_memory": False})
    book.set_properties(
        {"created": _created(corpus), "author": "workbench", "title": legal(corpus.name, report.counts)}
    )
    sheet = book.add_worksheet("rows")
    names = header(corpus)
    if corpus.selection.metadata:
        names.append("part")
    _lay_out(book, sheet, names, corpus)
    here = 1
    for cells in _lines(corpus, report):
        if here >= _LINES:
            raise InputError(
                corpus.name, "more rows than a sheet holds (1,048,576)", "export csv, or fewer transcripts"
            )
        for column, cell in enumerate(cells):
            if names[column] in _NUMBERS:
                sheet.write_number(here, column, float(cell))
            elif cell:
                sheet.write_string(here, column, cell)
        here += 1
    if here > 1:
        sheet.autofilter(0, 0, here - 1, len(names) - 1)
    book.close()
    yield buffer.getvalue()


def _created(corpus: Corpus) -> datetime:
    """Return the transcript's date, which stands for the time of writing: same input, same bytes."""
    when = corpus.date
    return datetime(when.year, when.month, when.day) if when else datetime(1980, 1, 1)  # noqa: DTZ001


def _lay_out(book: Any, sheet: Any, names: list[str], corpus: Corpus) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    top = book.add_format({"valign": "top"})
    bold = book.add_format({"bold": True, "bottom": 1})
    for column, name in enumerate(names):
        text = name in corpus.columns
        back = corpus.selection.metadata and column >= len(names) - 3 - 2 * len(corpus.columns)
        sheet.set_column(column, column, _WIDE if text else 10, wrapped if text else top, {"hidden": back})
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, bold)
    sheet.freeze_panes(1, 0)


def _lines(corpus: Corpus, report: Report) -> Iterator[list[str]]:
    """Yield the cells of each line; a row whose texts are too long for a cell takes several."""
    metadata = corpus.selection.metadata
    for document in corpus.documents():
        for record in document.records():
            before = facts(record) if metadata else []
            after = [legal(cell, report.counts) for cell in reading_back(document, record)] if metadata else []
            cells = [split(cell) for cell in [*before, *document.legal_texts(record, report), *after]]
            height = max(map(len, cells))
            if height > 1:
                report.counts["rows that take several lines, as a cell holds 32,767 characters"] += 1
            for part in range(height):
                line = [pieces[part] if part < len(pieces) else "" for pieces in cells]
                if metadata:
                    line[: len(before)] = before
                    line.append(str(part))
                yield line


def split(text: str) -> list[str]:
    """Return a text in parts that a cell holds."""
    if len(text) <= CELL and (len(text) * 2 <= CELL or len(text.encode("utf-16-le")) <= 2 * CELL):
        return [text]
    size = CELL // 2 if not text.isascii() else CELL
    return [text[i : i + size] for i in range(0, len(text), size)]
