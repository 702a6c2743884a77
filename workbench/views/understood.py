"""What was understood of files that are about to be added: turns, labels, what was left out; roles can be corrected.

Corpus text is drawn in data tables only, which show it as text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from workbench import workflow
from workbench.model import Role
from workbench.views import words
from workbench.workflow import AddOptions, Overrules, Reading, Source

_KINDS = ("question", "answer", "moderator", "speaker", "text")


def draw(files: Sequence[Source], language: str | None, *, generation: int) -> dict[str, Overrules]:
    """Show how each edition was understood, and return what the reader corrects, by language.

    ``generation`` counts the uploads of this session, so that corrections of one do not reach the next.
    """
    overrules: dict[str, Overrules] = {}
    for reading in workflow.explain(files, options=AddOptions(language=language)):
        tag = reading.edition.language
        with st.expander(f"How {words.language_name(tag)} ({tag}) was understood: check speakers and roles"):
            _facts(reading)
            labels = _labels(reading, f"labels_{generation}_{tag}")
            shown = reading
            if labels:
                said = {tag: Overrules(labels=labels)}
                again = workflow.explain(files, options=AddOptions(language=language, overrules=said))
                shown = next(r for r in again if r.edition.language == tag)
            roles = _roles(shown, f"roles_{generation}_{tag}_{'|'.join(f'{k}={v}' for k, v in labels.items())}")
            _dropped(reading)
        if labels or roles:
            overrules[tag] = Overrules(labels=labels, roles=roles)
    return overrules


def _facts(reading: Reading) -> None:
    found = reading.detection
    looks = f"; the text looks like {words.language_name(found.language)} ({found.probability:.0%})" if found else ""
    origin = reading.edition.provenance
    st.text(f"Read as {origin.reader if origin else 'text'}, {reading.encoding}{looks}.")
    if reading.repairs:
        st.text(f"Garbled characters were mended in {words.count(len(reading.repairs), 'line')}.")


def _labels(reading: Reading, key: str) -> dict[str, str]:
    """Ask what each label is; return those that the reader changed."""
    speakers = dict.fromkeys(turn.label for turn in reading.turns if turn.label)
    rows = [{"Label": label, "What it is": workflow.label_kind(label)} for label in speakers]
    if not rows:
        return {}
    st.data_editor(
        rows,
        key=key,
        disabled=["Label"],
        hide_index=True,
        column_config={"What it is": st.column_config.SelectboxColumn(options=_KINDS, required=True)},
    )
    return {rows[n]["Label"]: str(new["What it is"]) for n, new in _edits(key, len(rows)) if new.get("What it is")}


def _roles(reading: Reading, key: str) -> dict[int, Role]:
    """Show the turns with role and confidence; return the roles that the reader changed."""
    rows = [
        {
            "Turn": turn.index + 1,
            "Label": turn.label or "(none)",
            "Speaker": turn.speaker,
            "Role": str(turn.role),
            "Sure": turn.confidence,
            "Text": turn.text,
            "Why": turn.why,
        }
        for turn in reading.turns
    ]
    st.data_editor(
        rows,
        key=key,
        disabled=[name for name in rows[0] if name != "Role"] if rows else True,
        hide_index=True,
        column_config={
            "Role": st.column_config.SelectboxColumn(options=[str(role) for role in Role], required=True),
            "Sure": st.column_config.NumberColumn(format="percent"),
        },
    )
    return {n: Role(str(new["Role"])) for n, new in _edits(key, len(rows)) if str(new.get("Role")) in list(Role)}


def _edits(key: str, size: int) -> list[tuple[int, Mapping[str, Any]]]:
    """Return the rows of a table that the reader has changed, with what was changed."""
    edited = st.session_state.get(key, {}).get("edited_rows", {})
    return [(int(row), values) for row, values in edited.items() if int(row) < size]


def _dropped(reading: Reading) -> None:
    if reading.dropped:
        st.text("Left out of the text:")
        st.dataframe([{"Text": d.text, "Why": d.reason} for d in reading.dropped], hide_index=True)
