"""The report as SARIF 2.1.0 (OASIS, 27 March 2020): what editors and code hosts show as annotations."""

from __future__ import annotations

import json
from posixpath import splitext
from typing import Any
from urllib.parse import quote

from workbench.findings import Finding, Severity, Span
from workbench.reports.summary import Report

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def write_sarif(report: Report) -> bytes:
    """Return the findings as one run: a rule for each check, a location for each span.

    A location names the edition's file and, because segments are sentences of a page and no lines, gives the
    segment as a logical location; ``properties`` hold the offsets.
    """
    rules = list(dict.fromkeys(f.check for f in report.findings))
    run = {
        "tool": {
            "driver": {
                "name": "workbench",
                "rules": [{"id": r, "shortDescription": {"text": f"{r} differs between editions"}} for r in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(report, finding, rules) for finding in report.findings],
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _result(report: Report, finding: Finding, rules: list[str]) -> dict[str, Any]:
    state = (
        {}
        if report.comparison.first
        else {"baselineState": "new" if finding.id in report.comparison.new else "unchanged"}
    )
    return {
        "ruleId": finding.check,
        "ruleIndex": rules.index(finding.check),
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": _locations(report, finding)[:1],
        "relatedLocations": [{"id": n} | place for n, place in enumerate(_locations(report, finding)[1:], start=1)],
        "partialFingerprints": {"workbench/v1": finding.id},
        "properties": {k: v for k, v in finding.as_json().items() if k in ("row", "turn_row", "odd_one_out", "spans")},
        **state,
    }


def _locations(report: Report, finding: Finding) -> list[dict[str, Any]]:
    found = []
    for language, spans in finding.spans.items():
        origin = report.aligned.transcript.edition(language).provenance
        suffix = splitext(origin.file)[1] if origin else ""
        uri = quote(f"corpora/{report.aligned.transcript.name}/{language}{suffix or '.txt'}")
        found += [_location(uri, language, span) for span in spans]
    return found


def _location(uri: str, language: str, span: Span) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri},
            "region": {"snippet": {"text": span.text}, "startLine": 1},
        },
        "logicalLocations": [{"fullyQualifiedName": f"{language}/segment/{span.segment}", "kind": "segment"}],
        "message": {"text": f"{language}: {span.text}"},
    }
