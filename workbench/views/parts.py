"""What the pages share: the look, notices, transcripts to choose from, the sheet.

Nothing here or on any page hands a corpus's text to Markdown or HTML: text goes through
``st.text``, through a component's ``textContent``, or through :func:`words.plain`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import streamlit as st

from workbench import workflow
from workbench.errors import WorkbenchError
from workbench.views import links, words
from workbench.workflow import TranscriptStatus

_LOG = logging.getLogger(__name__)
_ASSETS = files("workbench.views") / "assets"


@cache
def asset(*names: str) -> str:
    """Return the text of some packaged files, one after the other."""
    return "\n".join((_ASSETS / name).read_text(encoding="utf-8") for name in names)


def look() -> None:
    """Dress Streamlit's own frame in the workbench's look."""
    st.html(f"<style>{asset('look.css')}</style>")


def run(page: Any) -> None:
    """Run a page; a fault of the program's own is told in words, and in full in the server's log."""
    try:
        page.run()
    except WorkbenchError as error:
        problem(error, key="page")
    except Exception:  # noqa: BLE001 — the last resort: whatever it is, a reader gets a sentence and a way out
        _LOG.exception("a page failed")
        notice(
            "Something went wrong in the workbench itself.",
            remedy="Load the page again. If it happens again, report it with what the server printed.",
            key="page",
        )


def heading(title: str, lead: str = "") -> None:
    """Draw a page's title, and a sentence under it. Both are the program's own words."""
    st.title(title, anchor=False)
    if lead:
        st.markdown(lead)


def problem(error: WorkbenchError, *, key: str = "problem") -> None:
    """Show an error in words: what is wrong, where, and the way out."""
    notice(f"{_sentence(error.what)}", error.where, _sentence(_remedy(error.remedy)), key=key)


_REMEDIES = (
    (r".*workbench (align|status).*", "align it in the library"),
    (r".*workbench add.*", "add another edition in the library"),
    (r".*--replace.*", "tick that the new one takes the place of the old"),
    (r".*--language.*", "name its language below the files"),
    (r".*--regex.*", "mend it, or switch regular expressions off"),
)


def _remedy(text: str) -> str:
    """Return a way out as the pages have it, where the command line's is another."""
    return next((ours for theirs, ours in _REMEDIES if re.fullmatch(theirs, text)), text)


def notice(what: str, where: str = "", remedy: str = "", *, key: str = "notice") -> None:
    """Show that something needs the user's attention, as plain text."""
    with st.container(key=f"notice-{key}"):
        st.text(what)
        for line in (where, remedy):
            if line:
                st.text(line)


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def chosen(ready: Sequence[TranscriptStatus]) -> str | None:
    """Return the transcript to show: the address's, else the one read last, else the first; None for none."""
    names = [item.name for item in ready]
    name = links.wanted(st.query_params.to_dict(), names)
    last = st.session_state.get("transcript")
    name = name or (last if last in names else next(iter(names), None))
    if name:
        remember(name)
    return name


def missing(ready: Sequence[TranscriptStatus]) -> bool:
    """Tell whether the address names a transcript that cannot be shown."""
    asked = "transcript" in st.query_params
    return asked and links.wanted(st.query_params.to_dict(), [item.name for item in ready]) is None


def tell_missing() -> None:
    """Say that the transcript in the address cannot be shown, and the way out."""
    notice(
        "The address names a transcript that is not here, or not aligned.",
        st.query_params.get("transcript", ""),
        "Look for it in the library, and align it there.",
        key="missing",
    )


def tell_nothing_aligned() -> None:
    """Say that there is no alignment to show yet, and the way to one."""
    notice("Nothing is aligned yet.", remedy="Add the editions of a transcript in the library, then align them.")


def pick(ready: Sequence[TranscriptStatus], first: str, *, key: str) -> TranscriptStatus:
    """Draw the choice of a transcript, ``first`` chosen, and return the one that is chosen now."""
    titles = {item.name: item.title or item.name for item in ready}
    names = list(titles)
    name = st.selectbox("Transcript", names, index=names.index(first), format_func=lambda n: titles[n], key=key)
    remember(name)
    return next(item for item in ready if item.name == name)


def remember(name: str) -> None:
    """Keep, for this session, which transcript was read last."""
    st.session_state["transcript"] = name


def align_with_progress(name: str) -> None:
    """Align a transcript under a progress bar; raises what the workflow raises."""
    bar = st.progress(0.0, text=f"Aligning {words.plain(name)} …")

    def show(share: float, doing: str) -> None:
        bar.progress(min(1.0, max(0.0, share)), text=f"Aligning {words.plain(name)}: {words.plain(doing)}")

    try:
        workflow.align(workflow.root_folder(), name, progress=show)
    finally:
        bar.empty()


@cache
def _sheet_component() -> Callable[..., Any]:
    return st.components.v2.component(
        "workbench_sheet",
        html='<div class="sheet"></div>',
        css=asset("sheet.css"),
        js=asset("common.js", "sheet.js"),
    )


def sheet(
    columns: Sequence[Mapping[str, str]],
    rows: Sequence[Mapping[str, Any]],
    *,
    key: str,
    label: str,
    on_press: Callable[[], None] | None = None,
) -> str | None:
    """Draw a table as a printed page would have it, and return the button pressed, if any.

    A column is ``{"key", "label", "kind"}``; kind is ``text``, ``figure``, ``title`` (text with a second
    line under it, opens the row), ``share`` (a share of 1 with its bar) or ``actions``. A pressed
    button is told as ``action:row``.
    """
    make = _sheet_component()
    result = make(
        key=key,
        data={"label": label, "columns": list(columns), "rows": list(rows)},
        on_press_change=on_press or ignore,
    )
    pressed = result.press
    return pressed if isinstance(pressed, str) else None


def ignore() -> None:
    """Let a trigger pass; the page reads it as a value."""
