"""Findings -> bytes: one module per kind of report, one registry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workbench.reports.html import write_html
from workbench.reports.plain import write_json, write_text
from workbench.reports.sarif import write_sarif
from workbench.reports.summary import Comparison, Report, compare, summary
from workbench.reports.xlsx import write_xlsx

__all__ = ["REPORTS", "Comparison", "Kind", "Report", "compare", "summary"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of report: its name, its files' suffix, the function that writes it, and if it names lines of files."""

    name: str
    suffix: str
    write: Callable[[Report], bytes]
    by_line: bool = False


REPORTS = (
    Kind("text", ".txt", write_text),
    Kind("json", ".json", write_json),
    Kind("html", ".html", write_html),
    Kind("xlsx", ".xlsx", write_xlsx),
    Kind("sarif", ".sarif", write_sarif, by_line=True),
)
"""Every kind of report, the default first."""
