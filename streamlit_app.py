"""The dashboard: page set-up and navigation; the pages are in workbench/views.

Run it with ``workbench app`` or ``streamlit run streamlit_app.py``.
"""

import streamlit as st

from workbench.views import concordance, export, findings, library, map, parallel, parts, queue, terms  # noqa: A004


def main() -> None:
    """Set the page up and run the one that the address names."""
    st.set_page_config(page_title="Alignment workbench", layout="wide", initial_sidebar_state="collapsed")
    parts.look()
    pages = (library, parallel, queue, findings, map, concordance, terms, export)
    every = [*(one.page() for one in pages), library.again()]
    parts.run(st.navigation(every, position="top"))


main()
