"""Adding a transcript: files in, what was understood of each, a name, then align."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from workbench import workflow
from workbench.errors import WorkbenchError
from workbench.model import Edition, valid_name
from workbench.views import parallel, parts, understood, words
from workbench.workflow import AddOptions, Source, TranscriptStatus

_COLUMNS = (
    {"key": "file", "label": "File", "kind": "title"},
    {"key": "language", "label": "Language", "kind": "nowrap"},
    {"key": "date", "label": "Date", "kind": "nowrap"},
    {"key": "turns", "label": "Turns", "kind": "text"},
    {"key": "speakers", "label": "Speakers", "kind": "text"},
    {"key": "segments", "label": "Sentences", "kind": "figure"},
    {"key": "notes", "label": "Notes", "kind": "text"},
)


def draw(root: Path, found: Sequence[TranscriptStatus]) -> None:
    """Draw the form that adds a transcript or editions to one; nothing is stored until its button is pressed."""
    st.header("Add a transcript", anchor=False)
    _tell_what_was_added()
    generation = st.session_state.setdefault("upload_generation", 0)
    uploads = st.file_uploader(
        "Files of one transcript: text, HTML, Word, PDF, TEI, a table with a column a language, or a ZIP of such",
        accept_multiple_files=True,
        key=f"upload_{generation}",
    )
    files = [(upload.name, upload.getvalue()) for upload in uploads]
    if not files:
        return
    st.session_state.pop("added", None)
    language = _declared() if len(files) == 1 else None
    editions = _understood(files, language)
    if editions is not None:
        how = AddOptions(language=language, overrules=understood.draw(files, language, generation=generation))
        _name_and_add(root, {item.name: item for item in found}, files, editions, how)


def _tell_what_was_added() -> None:
    added = st.session_state.get("added")
    if not added:
        return
    parts.notice(added["what"], key="added")
    if added["aligned"] and st.button("Read it", key="read_added"):
        del st.session_state["added"]
        st.switch_page(parallel.page(), query_params={"transcript": added["name"]})


def _declared() -> str | None:
    tag = st.text_input(
        "Language, if it is not the one that the file or its name tells",
        placeholder="for example de-DE",
        key="upload_language",
    )
    return tag.strip() or None


def _understood(files: Sequence[Source], language: str | None) -> list[Edition] | None:
    """Show what each file was read as; None where something keeps them from being added."""
    editions: list[Edition] = []
    errors: list[WorkbenchError] = []
    for file in files:
        try:
            editions += workflow.preview([file], language=language)
        except WorkbenchError as error:
            errors.append(error)
    if editions:
        parts.sheet(
            _COLUMNS, [_row(n, e) for n, e in enumerate(editions)], key="understood", label="What was understood"
        )
    if not errors:
        try:
            workflow.preview(files, language=language)
        except WorkbenchError as error:
            errors.append(error)
    for n, fault in enumerate(errors):
        parts.problem(fault, key=f"file-{n}")
    if errors:
        st.markdown("Nothing is added while a file cannot be used. Take it out of the list above, or replace it.")
    return None if errors else editions


def _row(number: int, edition: Edition) -> dict[str, Any]:
    roles = workflow.role_counts(edition)
    return {
        "id": str(number),
        "file": {"text": edition.title or "No title found", "sub": _file(edition)},
        "language": f"{words.language_name(edition.language)} ({edition.language})",
        "date": words.day(edition.date) or "none found",
        "turns": ", ".join(words.count(n, role.value) for role, n in roles.items() if n),
        "speakers": _speakers(edition),
        "segments": f"{len(edition.segments):,}",
        "notes": list(edition.notes),
    }


def _file(edition: Edition) -> str:
    return edition.provenance.file if edition.provenance else ""


def _speakers(edition: Edition) -> str:
    labels = Counter(turn.label for turn in edition.turns if turn.label)
    known = [f"{label} ({n})" for label, n in labels.most_common(6)]
    more = len(labels) - len(known)
    return ", ".join([*known, f"and {more} more"] if more > 0 else known)


def _name_and_add(
    root: Path,
    found: Mapping[str, TranscriptStatus],
    files: Sequence[Source],
    editions: Sequence[Edition],
    how: AddOptions,
) -> None:
    name = _name(editions)
    if name is None:
        return
    here = found[name].languages if name in found else ()
    new = [edition.language for edition in editions]
    both = [tag for tag in new if tag in here]
    replace = bool(both) and _may_replace(name, both)
    enough = len({*here, *new}) > 1
    if not enough:
        st.markdown("One edition alone cannot be aligned. Add another language with it, or later under the same name.")
    with st.container(horizontal=True):
        wait = bool(both) and not replace
        align = enough and st.button("Add and align", type="primary", key="add_and_align", disabled=wait)
        only = st.button("Add only", key="add_only", disabled=wait)
    if align or only:
        _add(root, name, files, dataclasses.replace(how, replace=replace), then_align=align)


def _name(editions: Sequence[Edition]) -> str | None:
    """Ask for the transcript's name; None while it is one that cannot be used."""
    head = next((e for e in editions if e.language == workflow.PIVOT), editions[0])
    name = st.text_input(
        "Name of the transcript (a folder is named after it)",
        value=words.suggested_name(head.title, head.date),
        key=f"upload_name_{st.session_state['upload_generation']}",
    ).strip()
    if valid_name(name):
        return name
    remedy = "Use letters, digits, dots, hyphens and underscores."
    parts.notice("This name cannot be used.", remedy=remedy, key="name")
    return None


def _may_replace(name: str, tags: Sequence[str]) -> bool:
    languages = words.listed(words.language_names(tags).values())
    return st.checkbox(f"{words.plain(name)} already has {languages}. Put the new in place of the old.", key="replace")


def _add(root: Path, name: str, files: Sequence[Source], how: AddOptions, *, then_align: bool) -> None:
    try:
        workflow.add(root, name, files, options=how)
        if then_align:
            parts.align_with_progress(name)
    except WorkbenchError as error:
        parts.problem(error, key="add")
        return
    done = "added and aligned" if then_align else "added"
    st.session_state["added"] = {"name": name, "aligned": then_align, "what": f"{name} is {done}."}
    st.session_state["upload_generation"] += 1
    st.rerun()
