"""The whole app: a fault never reaches a reader as a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from workbench import workflow

APP = str(Path(__file__).resolve().parent.parent.parent / "streamlit_app.py")


def test_the_app_opens_on_the_library(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    """An empty root gives the library with its first steps."""
    monkeypatch.setenv("WORKBENCH_ROOT", str(root))
    app = AppTest.from_file(APP, default_timeout=60).run()
    assert not app.exception
    assert app.title[0].value == "Library"


def test_a_fault_of_the_program_is_told_in_words(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    """Where the program itself fails, there is a sentence and a way out, and no traceback."""

    def fail(_root: Path) -> list[workflow.TranscriptStatus]:
        raise ZeroDivisionError

    monkeypatch.setenv("WORKBENCH_ROOT", str(root))
    monkeypatch.setattr(workflow, "status", fail)
    app = AppTest.from_file(APP, default_timeout=60).run()
    assert not app.exception
    assert "went wrong" in app.text[0].value
