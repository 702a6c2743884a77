"""The SARIF report keeps to SARIF 2.1.0.

``tests/schemas/sarif-2.1.0.json`` is the standard's schema, byte for byte as the npm package ``@microsoft/jest-sarif``
1.0.0-beta.0 (MIT) ships it; no package of Python's registry has it.
"""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from small import rows_of

from workbench.findings import Finding, Severity, Span
from workbench.reports import Report, compare
from workbench.reports.sarif import write_sarif

SCHEMA = json.loads((Path(__file__).parents[1] / "schemas" / "sarif-2.1.0.json").read_text("utf-8"))
ROWS = [{"en-GB": "It took 85 days.", "de-DE": "Es dauerte 58 Tage."}]


def _report(messages: list[str], severity: Severity, last: list[str] | None) -> Report:
    spans = {"en-GB": (Span(0, 8, 10, "85"),), "de-DE": (Span(0, 11, 13, "58"),)}
    findings = tuple(
        Finding(f"number-{n}", "number", severity, 0, 0, ("de-DE", "en-GB"), None, message, spans)
        for n, message in enumerate(messages)
    )
    return Report(rows_of(ROWS, name="a talk, 2nd"), findings, {}, compare(findings, last))


def _faults(document: object) -> list[str]:
    return [error.message for error in Draft4Validator(SCHEMA).iter_errors(document)]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.text(st.characters(codec="utf-8"), min_size=1), max_size=3),
    st.sampled_from(Severity),
    st.none() | st.lists(st.sampled_from(["number-0", "number-7"])),
)
def test_valid(messages: list[str], severity: Severity, last: list[str] | None) -> None:
    """Whatever is found, on the first run and on later ones, the report is valid."""
    assert _faults(json.loads(write_sarif(_report(messages, severity, last)))) == []


def test_the_schema_can_fail() -> None:
    """A result without its message, or with an unknown level, is not valid."""
    document = json.loads(write_sarif(_report(["wrong"], Severity.ERROR, None)))
    document["runs"][0]["results"][0]["level"] = "fatal"
    assert _faults(document)
    del document["runs"][0]["results"][0]["level"], document["runs"][0]["results"][0]["message"]
    assert _faults(document)


def test_a_location_is_a_file() -> None:
    """A location names the edition's file as a URI reference."""
    document = json.loads(write_sarif(_report(["wrong"], Severity.ERROR, None)))
    place = document["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "corpora/a%20talk%2C%202nd/en-GB.txt"
