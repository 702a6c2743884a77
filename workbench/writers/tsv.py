"""Tab-separated values for spreadsheets: a header, then a line a row and a column a language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.writers.corpus import Corpus, Report

_BREAKS = re.compile(r"[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_FORMULA = ("=", "+", "-", "@")


def write_tsv(corpus: Corpus, report: Report) -> Iterator[bytes]:
    """Yield lines ended by a line feed, UTF-8, no quoting.

    Tabs and line breaks in a text become spaces, and a text that a spreadsheet
    would take for a formula gets an apostrophe before it; both are reported.
    """
    yield _line(["level", "row", "turn_row", "role", "status", "confidence", *corpus.columns])
    for record in corpus.records():
        facts = [record.level, record.number, record.row.turn_row, record.row.role, record.row.status]
        texts = [_cell(corpus.text(record, k), report) for k in range(len(corpus.columns))]
        yield _line([*map(str, facts), f"{record.confidence:.4f}", *texts])


def _cell(text: str, report: Report) -> str:
    plain, breaks = _BREAKS.subn(" ", text)
    if breaks:
        report.counts["tabs and line breaks replaced by spaces"] += breaks
    if plain.startswith(_FORMULA):
        report.counts["cells guarded by an apostrophe, as spreadsheets would take them for formulas"] += 1
        plain = "'" + plain
    return plain


def _line(cells: list[str]) -> bytes:
    return ("\t".join(cells) + "\n").encode("utf-8", "replace")
