"""Map: the whole alignment at a glance; every mark leads to its place in the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from workbench import workflow
from workbench.errors import WorkbenchError
from workbench.model import AlignedTranscript, Role, Status
from workbench.views import parallel, parts, words
from workbench.workflow import DOUBTFUL

_ROLES = tuple(Role)
_STATUS = tuple(Status)


def page() -> Any:
    """Return the page, for the navigation and for other pages to lead to."""
    return st.Page(draw, title="Map", url_path="map")


def draw() -> None:
    """Draw the map of the transcript that the address names, else of the one read last."""
    parts.heading("Map")
    root = workflow.root_folder()
    ready = [item for item in workflow.status(root) if item.aligned]
    first = parts.chosen(ready)
    if first is None:
        parts.tell_nothing_aligned()
        return
    name, pair = _choices(ready, first)
    item = next(one for one in ready if one.name == name)
    try:
        data = _data(root, name, pair, f"{root.resolve()} {item.changed} {item.version}")
    except WorkbenchError as error:
        parts.problem(error)
        return
    result = _element()(key="map", data=data, on_go_change=parts.ignore)
    if isinstance(result.go, (int, float)):
        st.switch_page(parallel.page(), query_params={"transcript": name, "row": str(int(result.go) + 1)})


def _choices(ready: Sequence[workflow.TranscriptStatus], first: str) -> tuple[str, tuple[str, str]]:
    left, right = st.columns([3, 2], gap="large")
    with left:
        item = parts.pick(ready, first, key="map_transcript")
    tags = tuple(sorted(item.languages, key=lambda tag: tag != workflow.PIVOT))
    known = words.language_names(tags)
    pairs = [(a, b) for n, a in enumerate(tags) for b in tags[n + 1 :]]
    with right:
        pair = st.selectbox(
            "Languages of the dot plot",
            pairs,
            format_func=lambda p: f"{known[p[0]]} and {known[p[1]]}",
            key=f"map_{item.name}",
        )
    return item.name, pair


@cache
def _element() -> Callable[..., Any]:
    return st.components.v2.component(
        "workbench_map",
        html='<div class="atlas"></div>',
        css=parts.asset("palette.css", "map.css"),
        js=parts.asset("map.js"),
    )


@st.cache_data(max_entries=16, show_spinner="Drawing the map …")
def _data(_root: Path, name: str, pair: tuple[str, str], changed: str) -> dict[str, Any]:  # noqa: ARG001 — part of the cache's key
    aligned = workflow.load(_root, name)
    rows = aligned.segments.rows
    editions = aligned.transcript.editions
    known = words.language_names(aligned.transcript.languages)
    return {
        "doubtful": DOUBTFUL,
        "languages": [known[edition.language] for edition in editions],
        "confidence": [round(row.score.confidence, 3) for row in rows],
        "status": [_STATUS.index(row.status) for row in rows],
        "turns": _turns(aligned),
        "plot": _plot(aligned, pair, [known[tag] for tag in pair]),
        "coverage": [
            [
                len(edition.segments),
                sum(not row.cells[k] for row in rows),
                sum(len(row.present) == 1 for row in rows if row.cells[k]),
            ]
            for k, edition in enumerate(editions)
        ],
    }


def _turns(aligned: AlignedTranscript) -> dict[str, Any]:
    """Return the turns of each edition as (start, end, row of turns, role), and the first segment row of each row."""
    alignment = aligned.turns
    first: dict[int, int] = {}
    for number, row in enumerate(aligned.segments.rows):
        first.setdefault(row.turn_row, number)
    crossing = alignment.crossing()
    homes = [alignment.row_of(k) for k in range(len(alignment.languages))]
    return {
        "editions": [
            [[turn.start, turn.end, homes[k][turn.index], _ROLES.index(turn.role)] for turn in edition.turns]
            for k, edition in enumerate(aligned.transcript.editions)
        ],
        "rows": [first.get(number, 0) for number in range(len(alignment.rows))],
        "crossing": sorted(crossing),
        "gaps": [number for number, row in enumerate(alignment.rows) if len(row.present) < len(row.cells)],
    }


def _plot(aligned: AlignedTranscript, pair: tuple[str, str], names: Sequence[str]) -> dict[str, Any]:
    """Return likeness of segments as dots, and the rows as a path, for two editions."""
    left, right = (aligned.segments.column(tag) for tag in pair)
    path = [
        [number, row.cells[left][0], row.cells[left][-1] + 1, row.cells[right][0], row.cells[right][-1] + 1]
        for number, row in enumerate(aligned.segments.rows)
        if row.cells[left] and row.cells[right]
    ]
    sizes = [aligned.segments.sizes[left], aligned.segments.sizes[right]]
    return {"names": list(names), "sizes": sizes, "dots": workflow.likeness(aligned, *pair), "path": path}
