"""The dashboard: page set-up and navigation; the pages are in workbench/views.

Run it with ``workbench app`` or ``streamlit run streamlit_app.py``.
"""

import streamlit as st

from workbench.views import concordance, export, findings, library, map, parallel, parts, queue  # noqa: A004 — a page's name


def main() -> None:
    """Set the page up and run the one that the address names."""
    st.set_page_config(page_title="Alignment workbench", layout="wide", initial_sidebar_state="collapsed")
    parts.look()
    pages = (library, parallel, queue, findings, map, concordance, export)
    parts.run(st.navigation([one.page() for one in pages], position="top"))


main()
