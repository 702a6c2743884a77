"""Terms: how each edition renders what recurs, the inconsistent first, and whether a glossary is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from workbench import checking, glossaries, workflow
from workbench.errors import WorkbenchError
from workbench.model import AlignedTranscript
from workbench.renderings import Kept, Place, Rendering, Term, glossary_kept, recurring_terms
from workbench.views import findings, noticed, parallel, parts, words
from workbench.views.marks import units
from workbench.workflow import TranscriptStatus

_STEP = 100  # terms shown at a time
_FORM = """
The first line of a table names the language of each column (`en-GB`, `de-DE`, …); each line after it is a concept.
Several renderings stand with `|` between them; one that begins with `!` is forbidden. In TBX, deprecated terms are.
"""


def page() -> Any:
    """Return the page, for the navigation and for other pages to lead to."""
    return st.Page(draw, title="Terms", url_path="terms")


@cache
def _element() -> Callable[..., Any]:
    return st.components.v2.component(
        "workbench_terms",
        html='<div class="terms"></div>',
        css=parts.asset("palette.css", "terms/terms.css"),
        js=parts.asset("common.js", "terms/terms.js"),
    )


def draw() -> None:
    """Draw the terms of the transcript that the address names, else of the one read last."""
    parts.heading("Terms")
    root = workflow.root_folder()
    ready = [item for item in workflow.status(root, figures=False) if item.aligned]
    first = parts.chosen(ready)
    if first is None:
        parts.tell_nothing_aligned()
        return
    if parts.missing(ready):
        parts.tell_missing()
    item = parts.pick(ready, first, key="terms_transcript")
    recurring, glossary = st.tabs(["Recurring terms", "Glossary"])
    try:
        aligned = findings.reviewed(root, item)
        with recurring:
            _recurring(root, item, aligned)
        with glossary:
            _glossary(root, item, aligned)
    except WorkbenchError as error:
        parts.problem(error)


def _recurring(root: Path, item: TranscriptStatus, aligned: AlignedTranscript) -> None:
    found = _terms(root, item, aligned)
    if not found:
        parts.notice("No term recurs in this text.", remedy="A term is shown when it stands in three rows or more.")
        return
    look, only = st.columns([3, 2], vertical_alignment="bottom")
    pattern = look.text_input("Look for a term", value=st.query_params.get("q", ""), key="look_for_term")
    several = only.toggle("Only those rendered in several ways", key="only_several")
    wanted = " ".join(pattern.casefold().split())
    kept = [t for t in found if (not several or t.inconsistent) and (not wanted or _has(t, wanted))]
    varied = sum(bool(t.inconsistent) for t in found)
    st.caption(
        f"{words.count(len(found), 'term')} found without a glossary, {varied:,} rendered in several ways by an "
        "edition: those come first. Press a rendering for all its places."
    )
    if not kept:
        parts.notice("No term passes.", remedy="Look for a shorter word, or show all.", key="no_term")
        return
    _table(item.name, "Recurring terms", [_told(t) for t in kept], aligned, key="terms_recurring")


def _has(term: Term, wanted: str) -> bool:
    return any(wanted in one.text.casefold() for said in term.renderings.values() for one in said)


def _terms(root: Path, item: TranscriptStatus, aligned: AlignedTranscript) -> list[Term]:
    """Return the terms of a text, looked for once while its rows stay as they are."""
    held = st.session_state.get("terms")
    if held is None or held[0] is not aligned:
        with st.spinner("Looking for terms …"):
            held = aligned, recurring_terms(aligned, noticed.counterparts(root, item, aligned))
        st.session_state["terms"] = held
    found: list[Term] = held[1]
    return found


def _told(term: Term) -> dict[str, Any]:
    return {
        "cells": {k: [(one, "") for one in said] for k, said in term.renderings.items()},
        "lacking": term.lacking,
        "varies": bool(term.inconsistent),
    }


def _told_kept(kept: Kept) -> dict[str, Any]:
    columns = sorted({*kept.required, *kept.forbidden})
    return {
        "cells": {
            k: [(one, "required") for one in kept.required.get(k, ())]
            + [(one, "forbidden") for one in kept.forbidden.get(k, ())]
            for k in columns
        },
        "lacking": kept.lacking,
        "varies": any(kept.lacking.values()) or _breached(kept),
        "breached": _breached(kept),
    }


def _breached(kept: Kept) -> bool:
    return any(one.places for said in kept.forbidden.values() for one in said)


def _table(name: str, label: str, terms: Sequence[Mapping[str, Any]], aligned: AlignedTranscript, *, key: str) -> None:
    """Draw terms as a table, and lead to the row that is pressed."""
    most = st.session_state.get(f"{key}_most", _STEP)
    shown = terms[:most]
    editions = aligned.transcript.editions
    names = words.language_names(aligned.transcript.languages)
    data = {
        "label": label,
        "languages": [
            {"tag": e.language, "name": names[e.language], "dir": words.direction(e.language)} for e in editions
        ],
        "texts": _texts(shown, aligned),
        "terms": [_packed(term, aligned) for term in shown],
        "all": len(terms),
        "step": _STEP,
    }
    result = _element()(key=key, data=data, on_open_change=parts.ignore, on_more_change=parts.ignore)
    if isinstance(result.more, (int, float)):
        st.session_state[f"{key}_most"] = int(result.more)
        st.rerun()
    if isinstance(result.open, (int, float)):
        st.switch_page(parallel.page(), query_params={"transcript": name, "row": str(int(result.open) + 1)})


def _texts(terms: Iterable[Mapping[str, Any]], aligned: AlignedTranscript) -> list[dict[int, str]]:
    wanted: list[set[int]] = [set() for _ in aligned.transcript.editions]
    for term in terms:
        for k, said in term["cells"].items():
            wanted[k].update(place.segment for one, _ in said for place in one.places)
    return [
        {n: edition.segments[n].text for n in sorted(wanted[k])}
        for k, edition in enumerate(aligned.transcript.editions)
    ]


def _packed(term: Mapping[str, Any], aligned: AlignedTranscript) -> dict[str, Any]:
    cells: Mapping[int, Sequence[tuple[Rendering, str]]] = term["cells"]

    def place(k: int, at: Place) -> list[int]:
        text = aligned.transcript.editions[k].segments[at.segment].text
        return [at.row, at.segment, units(text, at.start), units(text, at.end)]

    return {
        "id": "|".join(f"{k}:{said[0][0].text}" for k, said in cells.items() if said),
        "cells": {
            k: [[one.text, [place(k, at) for at in one.places], kind] for one, kind in said]
            for k, said in cells.items()
        },
        "lacking": {k: list(rows) for k, rows in term["lacking"].items()},
        "varies": term["varies"],
    }


def _glossary(root: Path, item: TranscriptStatus, aligned: AlignedTranscript) -> None:
    """Draw the glossary in force, what becomes of it in the text, and the way to bring one."""
    path = checking.glossary_file(root, item.name)
    own = glossaries.unnamed(root / "corpora" / item.name)
    if path is None:
        parts.notice("There is no glossary for this transcript.", remedy="Add one below: TSV, CSV or TBX.", key="none")
    else:
        _in_force(root, item, aligned, path)
    if path is not None and path != own and path.parent == root / "corpora" / item.name:
        parts.notice(
            "checks.toml names this glossary.",
            remedy="To use another, name it there, or take the line out.",
            key="named",
        )
        return
    _bring(root, item.name)
    if path is not None and path == own and st.button("Remove the glossary", key="drop_glossary"):
        glossaries.drop(root, item.name)
        st.rerun()


def _in_force(root: Path, item: TranscriptStatus, aligned: AlignedTranscript, path: Path) -> None:
    _, glossary = checking.profile(root, item.name)
    kept = [_told_kept(one) for one in glossary_kept(aligned, glossary)]
    faulty = sum(bool(one["varies"]) for one in kept)
    told = "in all places" if not faulty else f"not everywhere for {words.count(faulty, 'of them', 'of them')}"
    where, look = st.columns([3, 1], vertical_alignment="center")
    where.caption(f"{words.plain(path.name)}: {words.count(len(kept), 'concept')}, kept {told}. Struck out: forbidden.")
    if look.button("See the findings", key="glossary_findings", type="tertiary"):
        st.switch_page(findings.page(), query_params={"transcript": item.name, "check": "term"})
    shown = sorted((one for one in kept if one["cells"]), key=lambda one: (not one["breached"], not one["varies"]))
    if shown:
        _table(item.name, "The glossary in this text", shown, aligned, key="terms_glossary")
    else:
        parts.notice("The glossary has no column in a language of this transcript.", key="no_column")


def _bring(root: Path, name: str) -> None:
    generation = st.session_state.setdefault("glossary_generation", 0)
    file = st.file_uploader(
        "A glossary for this transcript",
        type=["tsv", "csv", "tbx", "xml"],
        key=f"glossary_file_{generation}",
        help=_FORM,
    )
    if file is None:
        return
    try:
        glossaries.keep(root, name, file.name, file.getvalue())
    except WorkbenchError as error:
        parts.problem(error, key="glossary")
        return
    st.session_state["glossary_generation"] += 1
    st.rerun()
