"""Findings: where the editions disagree, in which the fault most likely lies, and what people say of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import streamlit as st

from workbench import checking, dismissals, workflow
from workbench.checking import Checked
from workbench.errors import WorkbenchError
from workbench.model import AlignedTranscript
from workbench.reports import REPORTS
from workbench.views import judged, noticed, parallel, parts, words
from workbench.workflow import TranscriptStatus

_PAUSE = 0.3  # seconds
_KEY, _INBOX = "findings_list", "findings_inbox"
_MEDIA = {
    "text": "text/plain",
    "json": "application/json",
    "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "sarif": "application/sarif+json",
}
_ASKED = ("finding", "check", "severity", "edition", "state", "order")
SCRIPTS = ("model", "list", "detail", "asking", "main")
"""The element's scripts in the order in which they make one module."""


def page() -> Any:
    """Return the page, for the navigation and for other pages to lead to."""
    return st.Page(draw, title="Findings", url_path="findings")


@cache
def _element() -> Callable[..., Any]:
    return st.components.v2.component(
        "workbench_findings",
        html=parts.asset("findings/findings.html"),
        css=parts.asset("palette.css", "findings/findings.css"),
        js=parts.asset("common.js", *(f"findings/{name}.js" for name in SCRIPTS)),
    )


def draw() -> None:
    """Check the transcript that the address names, else the one read last, and draw what is found."""
    root = workflow.root_folder()
    ready = [item for item in workflow.status(root, figures=False) if item.aligned]
    name = parts.chosen(ready)
    if name is None:
        parts.heading("Findings")
        parts.tell_nothing_aligned()
        return
    if parts.missing(ready):
        parts.tell_missing()
    try:
        for sent in st.session_state.pop(_INBOX, []):
            judged.take(root, name, sent)
        item = next(one for one in ready if one.name == name)
        checked = _checked(root, item)
        entries = dismissals.history(root, name)
    except WorkbenchError as error:
        parts.heading("Findings")
        parts.problem(error)
        return
    with st.container(key="findings"):
        _downloads(root, name, checked)
        _mount(ready, name, judged.content(checked, entries))


def _checked(root: Path, item: TranscriptStatus) -> Checked:
    """Return the checked transcript, under a progress bar where the checks have to run."""
    bar = st.empty()

    def show(share: float, doing: str) -> None:
        bar.progress(min(1.0, max(0.0, share)), text=f"Checking {words.plain(item.name)}: {words.plain(doing)}")

    aligned = reviewed(root, item)
    noticed.check_apart(root, item, aligned)
    while noticed.under_way(root, item.name):  # a large text, or one that the parallel text has asked for already
        bar.progress(0.0, text=f"Checking {words.plain(item.name)}, {words.count(len(aligned.segments.rows), 'row')}")
        time.sleep(_PAUSE)
    try:
        return checking.check(root, item.name, aligned=aligned, progress=show)
    finally:
        bar.empty()


def reviewed(root: Path, item: TranscriptStatus) -> AlignedTranscript:
    """Return an aligned transcript as people have corrected it."""
    return parallel.text(root, item).bench.now().now.aligned


def _downloads(root: Path, name: str, checked: Checked) -> None:
    """Draw a button for each kind of report; a report is written when it is asked for."""
    with st.container(key="reports", horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        chosen, _ = checking.profile(root, name)
        off = [check for check, severity in chosen.severity.items() if severity == "off"]
        said = [f"{words.listed(off)} switched off" if off else ""]
        said += [words.count(len(chosen.suppress), "suppression") if chosen.suppress else ""]
        said = [part for part in said if part]
        st.caption(
            f"By checks.toml: {words.plain(', '.join(said))}. Save the report as" if said else "Save the report as"
        )
        for kind in REPORTS:
            st.download_button(
                kind.name.upper() if kind.name != "text" else "Text",
                partial(kind.write, checked.report),
                file_name=f"{name}.findings{kind.suffix}",
                mime=_MEDIA[kind.name],
                key=f"report_{kind.name}",
                on_click="ignore",
                type="tertiary",
                help=f"Save what is found as {kind.name}",
            )


def _mount(ready: Sequence[TranscriptStatus], name: str, content: Mapping[str, Any]) -> None:
    asked = {key: st.query_params.get(key, "") for key in _ASKED}
    data = {
        "transcript": name,
        "choices": [[item.name, item.title] for item in ready],
        "link": asked,
        **judged.news(name),
        **content,
    }
    result = _element()(
        key=_KEY, data=data, on_open_change=parts.ignore, on_pick_change=parts.ignore, on_decide_change=_receive
    )
    if isinstance(result.pick, str) and result.pick in {item.name for item in ready}:
        parts.remember(result.pick)
        st.query_params.from_dict({"transcript": result.pick})
        st.rerun()
    if isinstance(result.open, str):
        row = next((f["row"] for f in content["findings"] if f["id"] == result.open), -1)
        where = {"row": str(row + 1)} if row >= 0 else {}
        st.switch_page(parallel.page(), query_params={"transcript": name, **where})


def _receive() -> None:
    """Put what the browser asks for where the next run finds it."""
    st.session_state.setdefault(_INBOX, []).append(st.session_state[_KEY].decide)
