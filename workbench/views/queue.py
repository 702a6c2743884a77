"""Review queue: the rows that need a person, most doubtful first, in the same element as the parallel text."""

from __future__ import annotations

from typing import Any

import streamlit as st

from workbench.views import parallel


def page() -> Any:
    """Return the page, for the navigation and for other pages to lead to."""
    return st.Page(draw, title="Review", url_path="review")


def draw() -> None:
    """Draw what is left to review of the transcript that the address names."""
    parallel.show("queue")
