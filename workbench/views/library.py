"""Library: the transcripts there are, what each holds, and the way in for new ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from workbench import checking, workflow
from workbench.errors import WorkbenchError
from workbench.findings import Severity
from workbench.views import export, findings, parallel, parts, upload, words
from workbench.workflow import TranscriptStatus

_COLUMNS = (
    {"key": "title", "label": "Transcript", "kind": "title"},
    {"key": "date", "label": "Date", "kind": "nowrap"},
    {"key": "editions", "label": "Editions", "kind": "nowrap"},
    {"key": "turns", "label": "Turns", "kind": "figure"},
    {"key": "segments", "label": "Sentences", "kind": "figure"},
    {"key": "rows", "label": "Rows", "kind": "figure"},
    {"key": "confidence", "label": "Mean confidence", "kind": "share"},
    {"key": "doubtful", "label": "Doubtful", "kind": "figure"},
    {"key": "findings", "label": "Findings", "kind": "link"},
    {"key": "reviewed", "label": "Reviewed", "kind": "figure"},
    {"key": "state", "label": "State", "kind": "nowrap"},
    {"key": "actions", "label": "", "kind": "actions"},
)
_FIRST_STEPS = """
A transcript is one event, such as a press conference, published in several languages.

1. Save the page of each language as a text or HTML file.
2. Add the files of one transcript below, all at once.
3. Look at what was understood, give the transcript a name, and press **Add and align**.
"""


def page() -> Any:
    """Return the page, for the navigation and for other pages to lead to."""
    return st.Page(draw, title="Library", default=True)


def again() -> Any:
    """Return the page under its own name: the first page of all has the bare address."""
    return st.Page(_home, title="Library", url_path="library", visibility="hidden")


def _home() -> None:
    """Lead to the library."""
    st.switch_page(page())


def draw() -> None:
    """Draw the list of transcripts and the form that adds one."""
    root = workflow.root_folder()
    found = workflow.status(root)
    if found:
        parts.heading("Library")
        _list(found)
    else:
        parts.heading("Library", _FIRST_STEPS)
    upload.draw(root, found)


def _list(found: Sequence[TranscriptStatus]) -> None:
    pressed = parts.sheet(_COLUMNS, [_row(item) for item in found], key="library_list", label="Transcripts")
    action, _, name = (pressed or "").partition(":")
    if name not in {item.name for item in found}:
        return
    if action == "open":
        parts.remember(name)
        st.switch_page(parallel.page(), query_params={"transcript": name})
    elif action == "export":
        parts.remember(name)
        st.switch_page(export.page(), query_params={"transcript": name})
    elif action == "findings":
        parts.remember(name)
        st.switch_page(findings.page(), query_params={"transcript": name})
    elif action == "align":
        _align(name)


def _align(name: str) -> None:
    try:
        parts.align_with_progress(name)
    except WorkbenchError as error:
        parts.problem(error)
        return
    st.rerun()


def _row(item: TranscriptStatus) -> dict[str, Any]:
    return {
        "id": item.name,
        "spoken": item.title or item.name,
        "title": {
            "text": item.title or item.name,
            "sub": item.problem or (item.name if item.title else ""),
            "opens": item.aligned or item.stale,
        },
        "date": words.day(item.date and date(item.date.year, item.date.month, item.date.day)),
        "editions": " ".join(words.short_tags(item.languages)),
        "turns": words.spread(item.turns.values()),
        "segments": words.spread(item.segments.values()),
        "rows": f"{item.rows:,}" if item.rows is not None else "",
        "confidence": item.mean_confidence,
        "doubtful": f"{item.doubtful:,}" if item.doubtful is not None else "",
        "findings": _findings(item),
        "reviewed": f"{100 * (item.reviewed or 0) // item.rows} %" if item.rows else "",
        "state": _state(item),
        "actions": _actions(item),
    }


def _findings(item: TranscriptStatus) -> dict[str, str] | None:
    """Return what the last run of the checks found and nobody has dismissed, as the way to it."""
    if not item.aligned:
        return None
    known = checking.open_findings(workflow.root_folder(), item.name)
    if known is None:
        return {"text": "check", "action": "findings"}
    grave = [words.count(known[s], s.value) for s in (Severity.ERROR, Severity.WARNING) if known[s]]
    return {"text": ", ".join(grave) or "none grave", "action": "findings"}


def _state(item: TranscriptStatus) -> str:
    if item.problem:
        return "Cannot be read"
    if item.stale:
        return "Editions changed since"
    if item.aligned:
        return "Aligned"
    return "Not aligned" if len(item.languages) > 1 else "One edition only"


def _actions(item: TranscriptStatus) -> list[dict[str, Any]]:
    if item.aligned:
        return [
            {"name": "export", "label": "Export"},
            {"name": "open", "label": "Read", "main": True},
        ]
    if item.problem or len(item.languages) < 2:
        return []
    return [{"name": "align", "label": "Align again" if item.stale else "Align", "main": True}]
