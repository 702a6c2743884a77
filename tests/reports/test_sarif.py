"""The SARIF report keeps to SARIF 2.1.0.

``tests/schemas/sarif-2.1.0.json`` is the standard's schema, byte for byte as the npm package ``@microsoft/jest-sarif``
1.0.0-beta.0 (MIT) ships it; no package of Python's registry has it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from small import rows_of

from workbench.findings import Finding, Severity, Span
from workbench.reports import Report, compare
from workbench.reports.lines import Lines
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


def test_a_location_has_line_and_column() -> None:
    """Where the edition's file is text, the characters of a finding stand at their line and column, however wrapped."""
    report = _report(["wrong"], Severity.ERROR, None)
    page = "A talk\n\n  It took\n85\u00a0days.\n"
    document = json.loads(write_sarif(replace(report, sources={"en-GB": ("english.txt", page)})))
    assert _faults(document) == []
    result = document["runs"][0]["results"][0]
    places = [place["physicalLocation"] for place in (*result["locations"], *result["relatedLocations"])]
    (english,) = (p for p in places if p["artifactLocation"]["uri"].endswith("english.txt"))
    wanted = {"startLine": 4, "startColumn": 1, "endLine": 4, "endColumn": 3}
    assert {key: english["region"][key] for key in wanted} == wanted
    (german,) = (p for p in places if p != english)
    assert german["region"]["startLine"] == 1
    assert "endLine" not in german["region"]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("ab \n\u00a0c.", min_size=1, max_size=12), min_size=1, max_size=6), st.data())
def test_a_region_holds_the_text(sentences: list[str], data: st.DataObject) -> None:
    """What stands at a region of the file is what the span says, but for spaces."""
    page = "\n".join(sentences)
    number = data.draw(st.integers(0, len(sentences) - 1))
    segment = " ".join(sentences[number].split())
    start = data.draw(st.integers(0, len(segment)))
    end = data.draw(st.integers(start, len(segment)))
    lines = Lines(page, [" ".join(s.split()) for s in sentences])
    place = lines.region(Span(number, start, end, segment[start:end]))
    if place is None:
        assert not segment[start:end].split()
        return
    starts = [0, *(at + 1 for at, c in enumerate(page) if c == "\n")]
    first = starts[place.start_line - 1] + place.start_column - 1
    last = starts[place.end_line - 1] + place.end_column - 1
    assert "".join(page[first:last].split()) == "".join(segment[start:end].split())
