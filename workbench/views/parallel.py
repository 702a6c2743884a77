"""Parallel text: every edition of a transcript side by side, row by row, with how sure each row is.

One element draws it (assets/parallel.*); texts travel once, and searching, filtering and moving
about happen in the browser.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from workbench import workflow
from workbench.errors import WorkbenchError
from workbench.views import desks, links, noticed, parts, payload

_KEY, _INBOX = "parallel_text", "inbox"
SCRIPTS = (
    "model", "explain", "faults", "rows", "window", "map", "view", "review", "drawer", "outbox", "light", "book", "bar",
    "keys",
    "main",
)  # fmt: skip
"""The element's scripts in the order in which they make one module."""


def page() -> Any:
    """Return the page, for the navigation and for other pages to lead to."""
    return st.Page(draw, title="Parallel text", url_path="parallel")


@cache
def _element() -> Callable[..., Any]:
    return st.components.v2.component(
        "workbench_parallel",
        html=parts.asset("parallel.html"),
        css=parts.asset("palette.css", "parallel.css"),
        js=parts.asset("common.js", *(f"parallel/{name}.js" for name in SCRIPTS)),
    )


def draw() -> None:
    """Draw the transcript that the address names, else the one read last, else the first."""
    show("read")


def show(mode: str) -> None:
    """Draw the element to read in (``read``), or to work through what needs a person (``queue``)."""
    root = workflow.root_folder()
    ready = [item for item in workflow.status(root, figures=False) if item.aligned or item.stale]
    name = parts.chosen(ready)
    if name is None:
        _nothing_yet(st.query_params.get("transcript", ""))
        return
    if parts.missing(ready):
        parts.tell_missing()
    try:
        item = next(one for one in ready if one.name == name)
        desk = desks.at(text(root, item), shown=mode if _KEY in st.session_state else "")
        for asked in st.session_state.pop(_INBOX, []):
            desks.take(desk, asked)
    except WorkbenchError as error:
        parts.problem(error)
        return
    link = links.read(st.query_params.to_dict(), desk.review.now.aligned)
    under_way = not item.stale and noticed.look_again(root, item, desk.review)
    seen = noticed.packed({} if item.stale else noticed.line(root, item, desk.review))
    content, news = desks.news(desk)
    choices = [(one.name, one.title) for one in ready]
    message = payload.message(content, link, choices, news | {"mode": mode}, noticed=desks.noticed(desk, seen))
    if item.stale:
        parts.notice(
            "The editions have changed since this was aligned.",
            remedy="What was aligned then can be read here. Align again in the library to correct the new text.",
            key="stale",
        )
    with st.container(key="parallel"):
        _mount(message, name)
    if under_way:
        _wait(root, item.name)


@st.fragment(run_every=1.0)
def _wait(root: Path, name: str) -> None:
    """Look every second whether the checks are done; then the page shows what they found."""
    if not noticed.under_way(root, name):
        st.rerun()


def _mount(message: bytes, name: str) -> None:
    make = _element()
    result = make(
        key=_KEY, data=message, on_open_change=parts.ignore, on_decide_change=_receive, on_finding_change=parts.ignore
    )
    if isinstance(result.finding, str):
        from workbench.views import findings  # noqa: PLC0415 — the two pages lead to each other

        st.switch_page(findings.page(), query_params={"transcript": name, "finding": result.finding})
    if isinstance(result.open, str):
        parts.remember(result.open)
        st.query_params.from_dict({"transcript": result.open})
        st.rerun()


def _receive() -> None:
    """Put what the browser asks for where the next run finds it."""
    st.session_state.setdefault(_INBOX, []).append(st.session_state[_KEY].decide)


def text(root: Path, item: workflow.TranscriptStatus) -> desks.Text:
    """Return a transcript's rows, shared by all readers: as they were aligned, even where the editions changed."""
    return _text(root, item.name, f"{root.resolve()} {item.changed}", item.stale)


@st.cache_resource(max_entries=8, show_spinner=False)
def _text(_root: Path, name: str, stamp: str, stale: bool) -> desks.Text:  # noqa: ARG001, FBT001 — the cache's key
    base = workflow.load_stale(_root, name) if stale else workflow.load_base(_root, name)
    return desks.Text(_root, base, stale=stale)


def _nothing_yet(asked: str) -> None:
    parts.heading("Parallel text")
    if asked:
        parts.tell_missing()
    parts.tell_nothing_aligned()
