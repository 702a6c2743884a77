"""The report for the terminal, and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from workbench.findings import Severity, Span
from workbench.reports.summary import Report, summary

_WIDTH = 160  # characters of context that fit a terminal's line or two


def write_json(report: Report) -> bytes:
    """Return the findings as a JSON list, UTF-8."""
    return (json.dumps([f.as_json() for f in report.findings], ensure_ascii=False, indent=1) + "\n").encode()


def write_text(report: Report) -> bytes:
    """Return the findings as lines for a terminal, with the places marked [so], and a summary."""
    return ("\n".join(_lines(report)) + "\n").encode()


def _lines(report: Report) -> Iterator[str]:
    editions = {e.language: e for e in report.aligned.transcript.editions}
    for finding in report.findings:
        new = " (new)" if finding.id in report.comparison.new else ""
        yield f"row {finding.row + 1}  {finding.severity}  {finding.check}{new}: {finding.message}"
        for language, spans in finding.spans.items():
            if spans:
                yield f"    {language}  {_marked(editions[language].segments[spans[0].segment].text, spans)}"
        yield f"    id {finding.id}"
    yield from _summary(report)


def _marked(text: str, spans: tuple[Span, ...]) -> str:
    """Return a segment with the spans in it in brackets, cut around the first."""
    here = [s for s in spans if s.segment == spans[0].segment]
    whole = len(here) == 1 and here[0].start == 0 and here[0].end == len(text)
    if not whole:
        for span in reversed(here):
            text = f"{text[: span.start]}[{text[span.start : span.end]}]{text[span.end :]}"
    if len(text) <= _WIDTH:
        return text
    start = max(0, min(here[0].start - _WIDTH // 2, len(text) - _WIDTH))
    return f"{'…' if start else ''}{text[start : start + _WIDTH]}{'…' if start + _WIDTH < len(text) else ''}"


def _summary(report: Report) -> Iterator[str]:
    by_check, by_language = summary(report.findings)
    counts = {s: sum(n for (_, sev), n in by_check.items() if sev == s) for s in reversed(Severity)}
    yield f"{report.aligned.transcript.name}: " + ", ".join(f"{n} {s}" for s, n in counts.items())
    for check in dict.fromkeys(check for check, _ in by_check):
        parts = ", ".join(f"{by_check[check, s]} {s}" for s in reversed(Severity) if by_check[check, s])
        odd = ", ".join(
            f"{tag} {by_language[tag, check]}" for tag in report.aligned.transcript.languages if by_language[tag, check]
        )
        yield f"  {check:13} {parts}{f'  ({odd})' if odd else ''}"
    if report.dismissed:
        yield f"  {len(report.dismissed)} dismissed"
    if not report.comparison.first:
        c = report.comparison
        yield f"  since the last run: {len(c.new)} new, {len(c.gone)} gone, {len(c.still)} still there"
