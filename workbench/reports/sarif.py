"""The report as SARIF 2.1.0 (OASIS, 27 March 2020): what editors and code hosts show as annotations."""

from __future__ import annotations

import json
from posixpath import splitext
from typing import Any
from urllib.parse import quote

from workbench.findings import Finding, Severity, Span
from workbench.reports.lines import Lines, Region
from workbench.reports.summary import Report

_Sources = dict[str, tuple[str, Lines | None]]
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def write_sarif(report: Report) -> bytes:
    """Return the findings as one run: a rule for each check, a location for each span.

    A location names the edition's file, with line and column where that is text in which the sentence is found (else
    line 1, as viewers ask for one), and gives the segment as a logical location; ``properties`` hold the offsets.
    """
    lines = _sources(report)
    rules = list(dict.fromkeys(f.check for f in report.findings))
    run = {
        "tool": {
            "driver": {
                "name": "workbench",
                "rules": [{"id": r, "shortDescription": {"text": f"{r} differs between editions"}} for r in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(report, finding, rules, lines) for finding in report.findings],
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _result(report: Report, finding: Finding, rules: list[str], lines: _Sources) -> dict[str, Any]:
    state = (
        {}
        if report.comparison.first
        else {"baselineState": "new" if finding.id in report.comparison.new else "unchanged"}
    )
    places = _locations(report, finding, lines)
    return {
        "ruleId": finding.check,
        "ruleIndex": rules.index(finding.check),
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": places[:1],
        "relatedLocations": [{"id": n} | place for n, place in enumerate(places[1:], start=1)],
        "partialFingerprints": {"workbench/v1": finding.id},
        "properties": {k: v for k, v in finding.as_json().items() if k in ("row", "turn_row", "odd_one_out", "spans")},
        **state,
    }


def _locations(report: Report, finding: Finding, lines: _Sources) -> list[dict[str, Any]]:
    found = []
    for language, spans in finding.spans.items():
        source, places = lines[language]
        uri = quote(f"corpora/{report.aligned.transcript.name}/{source}")
        found += [_location(uri, language, span, places.region(span) if places else None) for span in spans]
    return found


def _location(uri: str, language: str, span: Span, place: Region | None) -> dict[str, Any]:
    region: dict[str, Any] = {"snippet": {"text": span.text}, "startLine": place.start_line if place else 1}
    if place:
        region |= {"startColumn": place.start_column, "endLine": place.end_line, "endColumn": place.end_column}
    return {
        "physicalLocation": {"artifactLocation": {"uri": uri}, "region": region},
        "logicalLocations": [{"fullyQualifiedName": f"{language}/segment/{span.segment}", "kind": "segment"}],
        "message": {"text": f"{language}: {span.text}"},
    }


def _sources(report: Report) -> _Sources:
    """Return, by language, the file of the edition and its lines where it is text."""
    found: _Sources = {}
    for edition in report.aligned.transcript.editions:
        suffix = splitext(edition.provenance.file)[1] if edition.provenance else ""
        name, text = report.sources.get(edition.language, (f"{edition.language}{suffix or '.txt'}", ""))
        found[edition.language] = name, Lines(text, [s.text for s in edition.segments]) if text else None
    return found
