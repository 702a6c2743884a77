"""The dashboard: page set-up and navigation; the pages are in workbench/views.

Run it with ``workbench app`` or ``streamlit run streamlit_app.py``.
"""

import streamlit as st

from workbench.views import export, library, parallel, parts, queue


def main() -> None:
    """Set the page up and run the one that the address names."""
    st.set_page_config(page_title="Alignment workbench", layout="wide", initial_sidebar_state="collapsed")
    parts.look()
    parts.run(st.navigation([library.page(), parallel.page(), queue.page(), export.page()], position="top"))


main()
