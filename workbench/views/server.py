"""The dashboard as a server: the page script, and what is made ready while a reader's browser is still opening.

``workbench app`` runs it. ``streamlit run streamlit_app.py`` serves the same pages, and makes ready when the first is
asked for.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread

import streamlit as st

_LOG = logging.getLogger(__name__)
_SCRIPT = Path(__file__).resolve().parent.parent.parent / "streamlit_app.py"


def make_ready() -> None:
    """Import what the pages need, read the transcripts, and load what corrected rows are judged by."""
    try:
        from workbench import workflow  # noqa: PLC0415 — in a thread of its own, while the server answers already
        from workbench.views import concordance, export, library, map, parallel, queue  # noqa: A004, F401, PLC0415

        shelf = workflow.status(workflow.root_folder(), figures=False)
        workflow.prepare_judging({tag for item in shelf for tag in item.languages})
    except Exception:  # noqa: BLE001 — the page that meets the same fault tells it in words
        _LOG.exception("making ready failed")


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[None]:
    Thread(target=make_ready, daemon=True).start()
    yield


app = st.App(_SCRIPT, lifespan=_lifespan)
