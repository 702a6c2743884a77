"""The report as one HTML page: self-contained, printable, built of elements (nothing is pasted in as markup)."""

from __future__ import annotations

from itertools import groupby

from lxml import etree

from workbench.findings import Finding, Span
from workbench.language import text_direction
from workbench.reports.summary import Report, summary
from workbench.text import printable

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  color: #1c1e21; background: #fff }
h1 { font-size: 1.5rem } table { border-collapse: collapse; width: 100% }
td, th { text-align: start; vertical-align: top; padding: .25rem .6rem; border-bottom: 1px solid #ddd }
section { break-inside: avoid; border: 1px solid #ccd; border-inline-start-width: .4rem;
  border-radius: .3rem; margin: 1rem 0; padding: .6rem .9rem }
section.error { border-inline-start-color: #b00020 } section.warning { border-inline-start-color: #b26a00 }
section.info { border-inline-start-color: #35629b } mark { background: #ffe08a; padding: 0 .1em }
.odd { font-weight: 600 } .meta { color: #555; font-size: .85rem } .n { text-align: end }
@media print { body { margin: 0; max-width: none } }
"""


def write_html(report: Report) -> bytes:
    """Return the findings as a page, by row, with the places marked in every edition."""
    name = report.aligned.transcript.name
    root = etree.Element("html", lang="en")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "meta", charset="utf-8")
    etree.SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    _add(head, "title", f"Findings: {name}")
    _add(head, "style", _STYLE)
    body = etree.SubElement(root, "body")
    _add(body, "h1", f"Findings: {name}")
    _overview(body, report)
    for finding in report.findings:
        _section(body, report, finding)
    page: bytes = etree.tostring(root, encoding="utf-8", method="html", doctype="<!DOCTYPE html>")
    return page


def _add(parent: etree._Element, tag: str, text: str, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, tag, {k.rstrip("_"): v for k, v in attributes.items()})
    element.text = printable(text)
    return element


def _overview(body: etree._Element, report: Report) -> None:
    by_check, by_language = summary(report.findings)
    languages = [*report.aligned.transcript.languages, ""]
    table = etree.SubElement(body, "table")
    head = etree.SubElement(table, "tr")
    _add(head, "th", "check")
    for title in ("error", "warning", "info", *(tag or "divided" for tag in languages)):
        _add(head, "th", title, class_="n")
    for check in dict.fromkeys(check for check, _ in by_check):
        line = etree.SubElement(table, "tr")
        _add(line, "td", check)
        counts = [by_check[check, s] for s in ("error", "warning", "info")] + [by_language[t, check] for t in languages]
        for count in counts:
            _add(line, "td", str(count or ""), class_="n")
    if not report.comparison.first:
        c = report.comparison
        _add(body, "p", f"Since the last run: {len(c.new)} new, {len(c.gone)} gone, {len(c.still)} still there.")
    if report.dismissed:
        _add(body, "p", f"{len(report.dismissed)} dismissed findings are not shown.")


def _section(body: etree._Element, report: Report, finding: Finding) -> None:
    section = etree.SubElement(body, "section", {"class": str(finding.severity), "id": finding.id})
    _add(section, "div", finding.message)
    table = etree.SubElement(section, "table")
    for language, spans in finding.spans.items():
        odd = {"class": "odd"} if language == finding.odd_one_out else {}
        line = etree.SubElement(table, "tr", odd)
        _add(line, "td", language)
        cell = etree.SubElement(line, "td", lang=language, dir=text_direction(language))
        segments = report.aligned.transcript.edition(language).segments
        for segment, group in groupby(spans, key=lambda s: s.segment):
            _marked(cell, segments[segment].text, list(group))
    new = ", new" if finding.id in report.comparison.new else ""
    place = f"row {finding.row + 1}, turn row {finding.turn_row + 1}"
    meta = f"{finding.severity}, {finding.check}, {place}{new} · {finding.id}"
    _add(section, "div", meta, class_="meta")


def _marked(cell: etree._Element, text: str, spans: list[Span]) -> None:
    """Append a segment to a cell, with its spans in <mark>."""
    line, here, last = etree.SubElement(cell, "div"), 0, None
    for span in sorted(spans, key=lambda s: s.start):
        between = printable(text[here : max(here, span.start)])
        if last is None:
            line.text = between
        else:
            last.tail = between
        last = _add(line, "mark", text[max(here, span.start) : span.end])
        here = max(here, span.end)
    rest = printable(text[here:])
    if last is None:
        line.text = rest
    else:
        last.tail = rest
