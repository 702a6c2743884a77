"""The export page: the bytes it offers are those of the workflow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from workbench import workflow


def test_without_a_transcript_the_page_says_what_to_do(visit: Callable[..., Any], root: Path) -> None:
    """Nothing aligned: a sentence and the way out."""
    assert "Nothing is aligned yet." in visit("export", root).text()


def test_the_file_offered_is_that_of_the_workflow(visit: Callable[..., Any], bundled: Path) -> None:
    """What the page shows of a file is how the command line's file begins."""
    page = visit("export", bundled, transcript="river-panel")
    page.app.radio(key="export_format").set_value("tsv").run()
    chunks = workflow.export(bundled, "river-panel", format="tsv").chunks
    assert b"".join(chunks).decode().startswith(page.app.code[0].value)
    assert len(page.app.get("download_button")) == 1


def test_one_language_alone_is_no_parallel_corpus(visit: Callable[..., Any], bundled: Path) -> None:
    """With one language chosen there is a sentence in place of the button."""
    page = visit("export", bundled, transcript="river-panel")
    page.app.multiselect[0].set_value(["de-DE"]).run()
    assert "two languages or more" in page.text()
    assert not page.app.get("download_button")
