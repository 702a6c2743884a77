"""Export: the aligned corpus as a file, with a look at what will be in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from workbench import workflow
from workbench.errors import WorkbenchError
from workbench.model import Level, Role, Status
from workbench.views import parts, words
from workbench.workflow import Selection, TranscriptStatus

_LEVELS = {Level.SEGMENT: "Sentences", Level.TURN: "Turns"}
_PREVIEW = 1500  # characters are enough to see what a file looks like


@dataclass(frozen=True, slots=True)
class _File:
    """An export made: its bytes, what they are, and what was replaced or left out on the way."""

    data: bytes
    notes: tuple[str, ...]
    suffix: str
    media_type: str
    beginning: str


def page() -> Any:
    """Return the page, for the navigation and for other pages to lead to."""
    return st.Page(draw, title="Export", url_path="export")


def draw() -> None:
    """Draw the choices, and the file that they make."""
    parts.heading("Export")
    root = workflow.root_folder()
    ready = [item for item in workflow.status(root) if item.aligned]
    first = parts.chosen(ready)
    if first is None:
        parts.tell_nothing_aligned()
        return
    if parts.missing(ready):
        parts.tell_missing()
    left, right = st.columns([2, 3], gap="large")
    with left:
        item = parts.pick(ready, first, key="export_transcript")
        chosen = _format()
        try:
            languages = _languages(root, item.name, _stamp(item))
        except WorkbenchError as error:
            parts.problem(error)
            return
        selection = _selection(item.name, languages)
    with right:
        _file(item, chosen, selection)


def _format() -> Any:
    labels = {f.name: words.plain(f.label) for f in workflow.FORMATS}
    name = st.radio("Format", list(labels), format_func=lambda n: labels[n], key="export_format")
    return next(f for f in workflow.FORMATS if f.name == name)


@st.cache_data(max_entries=64, show_spinner=False)
def _languages(_root: Path, name: str, changed: str) -> tuple[str, ...]:  # noqa: ARG001 — part of the cache's key
    """Return the languages with the pivot first, as the file has them unless another order is chosen."""
    return workflow.load(_root, name).transcript.languages


def _selection(name: str, languages: Sequence[str]) -> Selection:
    level = st.segmented_control(
        "One row is one of these", list(_LEVELS), default=Level.SEGMENT, format_func=lambda v: _LEVELS[v], required=True
    )
    names = words.language_names(languages)
    chosen = st.multiselect(
        "Languages, in the order of the file",
        languages,
        default=languages,
        format_func=lambda tag: names[tag],
        key=f"export_languages_{name}",
    )
    least = st.slider("Leave out rows less sure than, per cent", 0, 100, 0, key="export_least")
    roles = st.multiselect(
        "Only these roles", list(Role), format_func=lambda r: r.value.capitalize(), key="export_roles"
    )
    statuses = st.multiselect(
        "Only rows that are", list(Status), format_func=lambda s: s.value.capitalize(), key="export_statuses"
    )
    metadata = st.toggle("With what is needed to read it back", value=True, key="export_metadata")
    return Selection((level or Level.SEGMENT,), tuple(chosen), least / 100, tuple(statuses), tuple(roles), metadata)


def _stamp(item: TranscriptStatus) -> str:
    """Return what changes whenever the file would."""
    return f"{workflow.root_folder().resolve()} {item.changed} {item.version}"


def _file(item: TranscriptStatus, chosen: Any, selection: Selection) -> None:
    if len(selection.languages) < 2:
        parts.notice(
            "A parallel corpus needs two languages or more.", remedy="Choose another language.", key="languages"
        )
        return
    try:
        made = _made(workflow.root_folder(), item.name, chosen.name, selection, _stamp(item))
    except WorkbenchError as error:
        parts.problem(error)
        return
    st.download_button(
        f"Download {chosen.name.upper()}, {words.size(len(made.data))}",
        made.data,
        file_name=f"{item.name}.{selection.levels[0].value}{made.suffix}",
        mime=made.media_type,
        type="primary",
        on_click="ignore",
    )
    for n, note in enumerate(made.notes):
        parts.notice(note, key=f"report-{n}")
    if made.beginning:
        st.caption("Files in it" if made.suffix == ".zip" else "How the file begins")
        st.code(made.beginning, language=None, wrap_lines=True)


@st.cache_data(max_entries=16, show_spinner="Writing the file …")
def _made(_root: Path, name: str, form: str, selection: Selection, changed: str) -> _File:  # noqa: ARG001 — part of the cache's key
    exported = workflow.export(_root, name, format=form, selection=selection)
    data = b"".join(exported.chunks)
    return _File(data, tuple(exported.report.lines()), exported.suffix, exported.media_type, _beginning(data))


def _beginning(data: bytes) -> str:
    """Return what a file begins with, the names of an archive's files, or nothing for other binary files."""
    if data.startswith(b"PK"):
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
        return "" if "[Content_Types].xml" in names else "\n".join(names)
    return "" if b"\x00" in data[:_PREVIEW] else data[: 4 * _PREVIEW].decode("utf-8", "replace")[:_PREVIEW]
