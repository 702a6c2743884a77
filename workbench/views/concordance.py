"""Concordance: a word or phrase in all aligned transcripts, in context, with what stands beside it."""

from __future__ import annotations

from itertools import islice
from typing import Any

import streamlit as st

from workbench import workflow
from workbench.errors import WorkbenchError
from workbench.views import parallel, parts, words

_MOST = 300
_AROUND = 42  # characters on each side of a hit


def page() -> Any:
    """Return the page, for the navigation and for other pages to lead to."""
    return st.Page(draw, title="Concordance", url_path="concordance")


def draw() -> None:
    """Draw what is looked for, and the hits."""
    parts.heading("Concordance")
    root = workflow.root_folder()
    ready = [item for item in workflow.status(root) if item.aligned]
    if not ready:
        parts.tell_nothing_aligned()
        return
    pattern, language, beside, regex = _question(ready)
    if not pattern.strip():
        parts.notice("Type a word or a phrase.", remedy="Case is ignored. Press a hit to open it in its text.")
        return
    try:
        found = list(islice(workflow.search(root, pattern, regex=regex, language=language), _MOST + 1))
    except WorkbenchError as error:
        parts.problem(error)
        return
    if not found:
        parts.notice("Nothing found.", remedy="Try a shorter word, or every language.", key="nothing")
        return
    more = len(found) > _MOST
    st.caption(f"The first {_MOST} hits" if more else words.count(len(found), "hit"))
    _hits(found[:_MOST], beside)


def _question(ready: list[workflow.TranscriptStatus]) -> tuple[str, str | None, str, bool]:
    tags = sorted({tag for item in ready for tag in item.languages}, key=lambda tag: (tag != workflow.PIVOT, tag))
    known = words.language_names(tags)
    with st.container(horizontal=True, vertical_alignment="bottom", key="question"):
        pattern = st.text_input("Look for", value=st.query_params.get("q", ""), key="look_for")
        language = st.selectbox(
            "in", [None, *tags], format_func=lambda tag: known[tag] if tag else "every language", width=190
        )
        beside = st.selectbox(
            "beside it", tags, index=min(1, len(tags) - 1), format_func=lambda tag: known[tag], key="beside", width=190
        )
        regex = st.toggle("Regular expression", key="as_regex", width="content")
    if pattern.strip():
        st.query_params["q"] = pattern
    return pattern, language, beside, regex


def _context(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a hit, cut between words."""
    before, after = text[:start], text[end:]
    if len(before) > _AROUND:
        before = "… " + before[-_AROUND:].partition(" ")[2]
    if len(after) > _AROUND:
        after = after[:_AROUND].rpartition(" ")[0] + " …"
    return before, after


def _hits(found: list[Any], beside: str) -> None:
    columns = (
        {"key": "left", "label": "", "kind": "before"},
        {"key": "hit", "label": "Hit", "kind": "hit"},
        {"key": "right", "label": "", "kind": "after"},
        {"key": "beside", "label": words.language_name(beside), "kind": "text"},
        {"key": "place", "label": "Transcript, row", "kind": "text"},
    )
    rows = []
    for number, hit in enumerate(found):
        text = hit.texts[hit.language]
        other = next((t for tag, t in hit.texts.items() if tag == beside and tag != hit.language), "")
        tongue = {"lang": hit.language, "dir": words.direction(hit.language)}
        before, after = _context(text, hit.start, hit.end)
        rows.append(
            {
                "id": str(number),
                "left": {"text": before, **tongue},
                "hit": {"text": text[hit.start : hit.end], **tongue},
                "right": {"text": after, **tongue},
                "beside": {"text": other, "lang": beside, "dir": words.direction(beside)},
                "place": f"{hit.transcript}, {hit.row + 1}",
            }
        )
    pressed = parts.sheet(columns, rows, key="hits", label="Hits")
    _, _, chosen = (pressed or "").partition(":")
    if chosen.isdigit() and int(chosen) < len(found):
        hit = found[int(chosen)]
        query = hit.texts[hit.language][hit.start : hit.end]
        st.switch_page(
            parallel.page(), query_params={"transcript": hit.transcript, "row": str(hit.row + 1), "q": query}
        )
