"""What was understood of an upload, and corrections of it, before anything is stored."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from workbench.store import load_transcript


def script(root: str, page: str) -> None:
    """Draw the part of the upload page that shows what was understood, and add with its corrections."""
    from pathlib import Path  # noqa: PLC0415 — the script stands alone

    import streamlit as st  # noqa: PLC0415 — the script stands alone

    from workbench import workflow  # noqa: PLC0415 — the script stands alone
    from workbench.views import understood  # noqa: PLC0415 — the script stands alone

    files = [("page.txt", page.encode())]
    overrules = understood.draw(files, None, generation=0)
    if st.button("Add"):
        workflow.add(Path(root), "harbour", files, options=workflow.AddOptions(overrules=overrules))


@pytest.fixture
def drawn(root: Path, page: str) -> AppTest:
    """Return the page as first drawn."""
    return AppTest.from_function(script, kwargs={"root": str(root), "page": page}, default_timeout=20).run()


def test_what_was_understood_is_shown(drawn: AppTest) -> None:
    """Reader, encoding, language and what was left out stand on the page, and nothing is stored."""
    assert not drawn.exception
    assert any("Read as text, utf-8; the text looks like English" in t.value for t in drawn.text)
    assert any("Left out" in t.value for t in drawn.text)


def test_corrections_are_stored(drawn: AppTest, root: Path) -> None:
    """A role and a label corrected on the page count in the stored edition."""
    drawn.session_state["roles_0_en-GB_"] = {
        "edited_rows": {0: {"Role": "statement"}},
        "added_rows": [],
        "deleted_rows": [],
    }
    drawn.button[0].click().run()
    assert not drawn.exception
    assert [str(t.role) for t in load_transcript(root, "harbour").editions[0].turns][:2] == ["statement", "answer"]
