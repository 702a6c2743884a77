"""Rows as JSON lines, the workbench's own contract: one object a row, UTF-8."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.writers.corpus import Corpus, Record, Report


def write_jsonl(corpus: Corpus, report: Report) -> Iterator[bytes]:
    """Yield a line a row; lone surrogates, which UTF-8 cannot hold, become U+FFFD and are reported."""
    for record in corpus.records():
        line = json.dumps(_row(corpus, record), ensure_ascii=False)
        data = line.encode("utf-8", "surrogatepass")
        if any("\ud800" <= c <= "\udfff" for c in line):
            report.counts["lone surrogates replaced"] += sum("\ud800" <= c <= "\udfff" for c in line)
            data = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in line).encode()
        yield data + b"\n"


def _row(corpus: Corpus, record: Record) -> dict[str, Any]:
    """Return a row as the contract has it; pairs are named with the two tags in alphabetical order."""
    columns = corpus.columns
    pairs = {"|".join(sorted((columns[i], columns[j]))): round(value, 4) for (i, j), value in record.pairs.items()}
    cells = {
        language: {"segments": list(record.cells[k]), "text": corpus.text(record, k)}
        for k, language in enumerate(columns)
    }
    return {
        "transcript": corpus.name,
        "level": str(record.level),
        "row": record.number,
        "turn_row": record.row.turn_row,
        "role": str(record.row.role),
        "status": str(record.row.status),
        "confidence": round(record.confidence, 4),
        "pairs": dict(sorted(pairs.items())),
        "cells": cells,
    }
