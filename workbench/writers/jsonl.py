"""Rows as JSON lines, the workbench's own contract: one object a row, UTF-8.

``jsonl`` has the contract's keys and no other; ``jsonl-units`` adds ``units``: what the cells' units were,
so that the transcript can be read back whole. Not held: titles, dates, evidence; confidence to four places.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from workbench.interchange import encodable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.writers.corpus import Corpus, Document, Record, Report

_BATCH = 256
_encode = json.JSONEncoder(ensure_ascii=False).encode
_SPLITTERS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029", "\x7f": "\\u007f"}


def write_jsonl(corpus: Corpus, report: Report) -> Iterator[bytes]:
    """Yield a line a row, after the contract."""
    yield from _rows(corpus, report, units=False)


def write_jsonl_units(corpus: Corpus, report: Report) -> Iterator[bytes]:
    """Yield a line a row, with what each unit of its cells was."""
    yield from _rows(corpus, report, units=True)


def _rows(corpus: Corpus, report: Report, *, units: bool) -> Iterator[bytes]:
    """Yield a line a row.

    Lone surrogates, which UTF-8 cannot hold, become U+FFFD and are reported; the line breaks that
    JSON allows in a text (U+0085, U+2028, U+2029) are escaped, so that a line is a row to every reader.
    """
    for document in corpus.documents():
        batch: list[str] = []
        for record in document.records():
            row = _row(document, record)
            if units:
                row["units"] = _units(document, record)
            batch.append(_encode(row))
            if len(batch) == _BATCH:
                yield _lines(batch, report)
                batch = []
        if batch:
            yield _lines(batch, report)


def _lines(batch: list[str], report: Report) -> bytes:
    text = "\n".join(batch)
    for sign, escape in _SPLITTERS.items():
        text = text.replace(sign, escape)
    try:
        return text.encode() + b"\n"
    except UnicodeEncodeError:
        return encodable(text, report.counts).encode() + b"\n"


def _row(document: Document, record: Record) -> dict[str, Any]:
    """Return a row as the contract has it; pairs are named with the two tags in alphabetical order."""
    columns = document.columns
    row = record.row
    pairs = {
        f"{columns[i]}|{columns[j]}" if columns[i] < columns[j] else f"{columns[j]}|{columns[i]}": round(value, 4)
        for (i, j), value in record.pairs.items()
    }
    return {
        "transcript": document.name,
        "level": str(record.level),
        "row": record.number,
        "turn_row": row.turn_row,
        "role": str(row.role),
        "status": str(row.status),
        "confidence": round(record.confidence, 4),
        "pairs": dict(sorted(pairs.items())),
        "cells": {
            language: {"segments": list(cell), "text": text}
            for language, cell, text in zip(columns, record.cells, document.texts(record), strict=True)
        },
    }


def _units(document: Document, record: Record) -> dict[str, Any]:
    """Return what the units of a row were, by language: their note and their speaker."""
    return {
        language: {"note": document.note(record, k), "speaker": document.speaker(record, k)}
        for k, language in enumerate(document.columns)
        if record.cells[k]
    }
