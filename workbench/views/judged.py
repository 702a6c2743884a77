"""Findings as the pages show them: what the elements are given, and what becomes of what people decide of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import streamlit as st

from workbench import checking, dismissals
from workbench.checking import Checked
from workbench.dismissals import Action, Dismissal
from workbench.errors import WorkbenchError
from workbench.findings import Finding, Span
from workbench.model import AlignedTranscript, Edition
from workbench.views import desks, words
from workbench.views.marks import units

_LONGEST = 2000  # characters of a reason


@dataclass(slots=True)
class Heard:
    """What a session's requests about a transcript's findings came to, for the browser to hear."""

    stored: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def heard(name: str) -> Heard:
    """Return what this session has asked about a transcript."""
    known: dict[str, Heard] = st.session_state.setdefault("heard", {})
    return known.setdefault(name, Heard())


def take(root: Path, name: str, sent: object) -> None:
    """Store what the browser asks of a transcript's findings; what is refused is told with the reason."""
    if not isinstance(sent, str):
        return
    try:
        told = json.loads(sent)
        who = desks.name(str(told.get("who", "")))
        requests = [_request(one) for one in told["asked"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        return  # not from our element
    if told.get("transcript") != name:
        return
    so_far = heard(name)
    done = {*so_far.stored, *(ident for ident, _ in so_far.refused)}
    for ident, wanted, seen in requests:
        if ident in done:
            continue
        try:
            _decide(root, name, wanted, who=who, seen=seen)
            so_far.stored.append(ident)
        except WorkbenchError as error:
            so_far.refused.append((ident, f"{error.what[:1].upper()}{error.what[1:]}: {error.remedy}."))


def _request(one: Mapping[str, Any]) -> tuple[str, Dismissal, int]:
    action = Action(one["kind"])
    reason = " ".join(str(one.get("reason", "")).split())[:_LONGEST]
    wanted = Dismissal(str(one["finding"])[:80], reason, "", "", action)
    return str(one["id"])[:64], wanted, int(one.get("seen", 0))


def _decide(root: Path, name: str, wanted: Dismissal, *, who: str, seen: int) -> None:
    if wanted.action is Action.RESTORE:
        dismissals.restore(root, name, wanted.finding, who=who, seen=seen)
        return
    if not wanted.reason:
        raise WorkbenchError("finding", "no reason given", "say in a word why it is no fault")
    checking.dismiss(root, name, wanted.finding, reason=wanted.reason, who=who, seen=seen)


def news(name: str) -> dict[str, Any]:
    """Return what the browser is told of its requests."""
    so_far = heard(name)
    return {"stored": so_far.stored[-200:], "refused": so_far.refused[-50:], "given": desks.given()}


def content(checked: Checked, entries: Sequence[Dismissal]) -> dict[str, Any]:
    """Return all findings of a transcript as the findings page's element takes them, and the texts they are about.

    Editions are named by their column; places are in UTF-16 units, as a browser counts. ``entries`` are all that
    people decided of the findings, oldest first.
    """
    aligned = checked.report.aligned
    editions = aligned.transcript.editions
    names = words.language_names(aligned.transcript.languages)
    found = sorted((*checked.report.findings, *checked.dismissed), key=lambda f: (f.row, -f.severity.rank, f.check))
    fresh = checked.report.comparison.new
    first = checked.report.comparison.first
    told = [_told(f, aligned) | {"age": "" if first else "new" if f.id in fresh else "still"} for f in found]
    gone = [_told(f, aligned, lost=True) | {"age": "gone"} for f in checked.gone]
    return {
        "languages": [
            {"tag": e.language, "name": names[e.language], "dir": words.direction(e.language)} for e in editions
        ],
        "texts": _texts(aligned, told),
        "findings": told + gone,
        "history": _history(entries),
        "rows": len(aligned.segments.rows),
        "first": first,
    }


def _told(finding: Finding, aligned: AlignedTranscript, *, lost: bool = False) -> dict[str, Any]:
    """Return a finding as plain values; one that is ``lost`` has no places any more."""
    column = {tag: k for k, tag in enumerate(aligned.transcript.languages)}
    editions = aligned.transcript.editions
    rows = aligned.segments.rows
    return {
        "id": finding.id,
        "check": finding.check,
        "severity": str(finding.severity),
        "row": finding.row,
        "odd": column.get(finding.odd_one_out or "", -1),
        "languages": [column[tag] for tag in finding.languages if tag in column],
        "message": finding.message,
        "expected": finding.expected,
        "found": finding.found,
        "evidence": [[column[tag], said] for tag, said in finding.evidence.items() if tag in column],
        "cells": [list(cell) for cell in rows[finding.row].cells] if 0 <= finding.row < len(rows) and not lost else [],
        "spans": []
        if lost
        else [
            [column[tag], *place(span, editions[column[tag]])] for tag, spans in finding.spans.items() for span in spans
        ],
    }


def place(span: Span, edition: Edition) -> tuple[int, int, int]:
    """Return a span as segment and half-open UTF-16 units."""
    text = edition.segments[span.segment].text
    return span.segment, units(text, span.start), units(text, span.end)


def _texts(aligned: AlignedTranscript, told: Iterable[Mapping[str, Any]]) -> list[dict[int, str]]:
    """Return, by edition, the segments that the findings' rows and spans name."""
    wanted: list[set[int]] = [set() for _ in aligned.transcript.editions]
    for one in told:
        for k, cell in enumerate(one["cells"]):
            wanted[k].update(cell)
        for k, segment, *_ in one["spans"]:
            wanted[k].add(segment)
    return [
        {n: edition.segments[n].text for n in sorted(wanted[k])}
        for k, edition in enumerate(aligned.transcript.editions)
    ]


def _history(entries: Iterable[Dismissal]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        told = {"action": str(entry.action), "who": entry.who, "day": _day(entry.at), "reason": entry.reason}
        found.setdefault(entry.finding, []).append(told | {"number": entry.number})
    return found


def _day(at: str) -> str:
    return words.day(words.moment(at))
