"""Tables for spreadsheets: TSV, and CSV after RFC 4180; a header, then a line a row and a column a language.

With metadata, columns of facts stand before the texts and columns for reading back after them;
without, there are the texts alone. Not held: titles, dates, evidence; confidence to four places; control
characters; in TSV also tabs and line breaks.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from workbench.interchange import format_pairs, guard, legal, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.writers.corpus import Corpus, Document, Record, Report

FACTS = ("level", "row", "turn_row", "role", "status", "confidence")
_BATCH = 256


def header(corpus: Corpus) -> list[str]:
    """Return the names of the columns."""
    if not corpus.selection.metadata:
        return list(corpus.columns)
    back = [f"{language} {what}" for language in corpus.columns for what in ("units", "speaker")]
    return [*FACTS, *corpus.columns, "transcript", "pairs", *back]


def facts(record: Record) -> list[str]:
    """Return what stands before the texts of a row."""
    row = record.row
    confidence = f"{record.confidence:.4f}"
    return [str(record.level), str(record.number), str(row.turn_row), str(row.role), str(row.status), confidence]


def reading_back(document: Document, record: Record) -> list[str]:
    """Return what stands after the texts of a row, for reading it back."""
    columns = document.columns
    pairs = format_pairs((columns[i], columns[j], value) for (i, j), value in record.pairs.items())
    back = [f(record, k) for k in range(len(columns)) for f in (document.note, document.speaker)]
    return [document.name, pairs, *back]


def write_tsv(corpus: Corpus, report: Report) -> Iterator[bytes]:
    """Yield lines ended by a line feed, UTF-8, no quoting.

    Tabs and line breaks in a text become spaces, and a text that a spreadsheet
    would take for a formula gets an apostrophe before it, unless the selection turns that off; both are reported.
    """
    yield ("\t".join(header(corpus)) + "\n").encode()
    metadata = corpus.selection.metadata
    for document in corpus.documents():
        for record in document.records():
            texts = document.lines(record, report)
            before = facts(record) if metadata else []
            after = _lines(reading_back(document, record), report) if metadata else []
            line = "\t".join([*before, *_guarded(corpus, texts, report), *_guarded(corpus, after, report)])
            yield (line + "\n").encode()


def write_csv(corpus: Corpus, report: Report) -> Iterator[bytes]:
    """Yield lines ended by CR LF, UTF-8 with a byte-order mark (without it Excel takes it for another encoding).

    Commas, quotes and line breaks are quoted; formulas are guarded as in TSV.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(header(corpus))
    metadata = corpus.selection.metadata
    mark = "\ufeff"
    for document in corpus.documents():
        for number, record in enumerate(document.records()):
            before = facts(record) if metadata else []
            after = [legal(cell, report.counts) for cell in reading_back(document, record)] if metadata else []
            texts = document.legal_texts(record, report)
            writer.writerow([*before, *_guarded(corpus, texts, report), *_guarded(corpus, after, report)])
            if number % _BATCH == 0:
                yield (mark + buffer.getvalue()).encode()
                mark = ""
                buffer.seek(0)
                buffer.truncate()
    yield (mark + buffer.getvalue()).encode()


def _lines(cells: list[str], report: Report) -> list[str]:
    return [cell if cell.isprintable() else one_line(cell, report.counts) for cell in cells]


def _guarded(corpus: Corpus, cells: list[str], report: Report) -> list[str]:
    return [guard(cell, report.counts) for cell in cells] if corpus.selection.guard else cells
