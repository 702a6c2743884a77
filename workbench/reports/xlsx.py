"""The report as an Excel workbook: a sheet of findings and a sheet of counts. Strings are written as strings."""

from __future__ import annotations

import io
from typing import Any

from workbench.reports.summary import Report, summary
from workbench.text import printable

_LIMIT = 32_767  # characters that a cell holds


def write_xlsx(report: Report) -> bytes:
    """Return the findings as a workbook; a text longer than a cell holds ends with a note that says so."""
    from xlsxwriter import Workbook  # noqa: PLC0415 — for this report only

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(buffer, options) as book:
        _findings(book, report)
        _counts(book, report)
    return buffer.getvalue()


def _findings(book: Any, report: Report) -> None:
    languages = report.aligned.transcript.languages
    sheet = book.add_worksheet("findings")
    titles = [
        "id",
        "check",
        "severity",
        "row",
        "turn row",
        "odd one out",
        "message",
        "expected",
        "found",
        "new",
        *languages,
    ]
    _line(sheet, 0, titles, book.add_format({"bold": True}))
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for number, finding in enumerate(report.findings, start=1):
        texts = [" … ".join(s.text for s in finding.spans.get(tag, ())) for tag in languages]
        values = [
            finding.id, finding.check, str(finding.severity), finding.row + 1, finding.turn_row + 1,
            finding.odd_one_out or "",
            finding.message, finding.expected, finding.found,
            "new" if finding.id in report.comparison.new else "", *texts,
        ]  # fmt: skip
        _line(sheet, number, values, wrap)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(report.findings)), len(titles) - 1)
    sheet.set_column(0, 5, 14)
    sheet.set_column(6, 6, 60)
    sheet.set_column(7, len(titles) - 1, 30)


def _counts(book: Any, report: Report) -> None:
    by_check, by_language = summary(report.findings)
    languages = [*report.aligned.transcript.languages, ""]
    sheet = book.add_worksheet("summary")
    _line(sheet, 0, ["check", "error", "warning", "info", *(tag or "divided" for tag in languages)], None)
    for number, check in enumerate(dict.fromkeys(check for check, _ in by_check), start=1):
        counts = [by_check[check, s] for s in ("error", "warning", "info")] + [by_language[t, check] for t in languages]
        _line(sheet, number, [check, *counts], None)


def _line(sheet: Any, row: int, values: list[Any], style: Any) -> None:
    for column, value in enumerate(values):
        if isinstance(value, str):
            text = printable(value)
            if len(text) > _LIMIT:
                text = text[: _LIMIT - 40] + " … (cut here: a cell holds no more)"
            sheet.write_string(row, column, text, style)
        else:
            sheet.write_number(row, column, value, style)
