"""Rows as JSON lines, the workbench's own contract: one object a row, UTF-8.

Beside the contract's keys a row has ``units``, with metadata: what the cells' units were,
so that the transcript can be read back. Not held: titles, dates, evidence; confidence to four places.
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
    """Yield a line a row.

    Lone surrogates, which UTF-8 cannot hold, become U+FFFD and are reported; the line breaks that
    JSON allows in a text (U+0085, U+2028, U+2029) are escaped, so that a line is a row to every reader.
    """
    for document in corpus.documents():
        batch: list[str] = []
        for record in document.records():
            batch.append(_encode(_row(document, record)))
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
    found: dict[str, Any] = {
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
    if document.selection.metadata:
        found["units"] = {
            language: {"note": document.note(record, k), "speaker": document.speaker(record, k)}
            for k, language in enumerate(columns)
            if record.cells[k]
        }
    return found
