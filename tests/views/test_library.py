"""The library: what it lists, and the way from files to an aligned transcript."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from workbench import checking, runs, workflow
from workbench.findings import Severity

FRENCH = (
    "3 mai 202418:05\n\nRéponses de la ministre sur le port, Lisbonne, 3 mai 2024\n\n"
    "Question : Madame la Ministre, quand le port ouvrira-t-il ? Et qui paie ?\n\n"
    "Ministre : Le 12 juin à 9 h. La ville paie 40 millions d’euros.\n\n"
    "Le reste vient de l’autorité portuaire.\n\n"
    "Question : Est-ce assez ?\n\nMinistre : Nous le pensons.\n"
)


def test_an_empty_library_says_what_to_do_first(visit: Callable[..., Any], root: Path) -> None:
    """With nothing stored, the page explains the first steps and offers the upload."""
    page = visit("library", root)
    assert "Add and align" in page.app.markdown[0].value
    assert len(page.app.file_uploader) == 1


def test_a_line_tells_what_a_transcript_holds(visit: Callable[..., Any], bundled: Path) -> None:
    """Each bundled transcript has one line, with its counts and a way to open it."""
    rows = {row["id"]: row for row in visit("library", bundled).rows()}
    here = rows["hamburg-briefing"]
    assert here["editions"] == "de en es fr ru"
    assert here["turns"] == "32"
    assert here["state"] == "Aligned"
    assert here["title"]["opens"]
    assert [action["name"] for action in here["actions"]] == ["export", "open"]


def test_a_damaged_transcript_is_told_in_words(visit: Callable[..., Any], root: Path) -> None:
    """A file that cannot be read shows as such, beside the others, without a traceback."""
    folder = root / "corpora" / "damaged"
    folder.mkdir(parents=True)
    (folder / "de-DE.txt").write_bytes(b"")
    (row,) = visit("library", root).rows()
    assert row["state"] == "Cannot be read"
    assert "empty" in row["title"]["sub"]
    assert not row["actions"]


def test_what_was_understood_is_shown_before_anything_is_stored(
    visit: Callable[..., Any], root: Path, page: str
) -> None:
    """Files are read and shown; the root stays empty until the button is pressed."""
    library = visit("library", root)
    library.app.file_uploader[0].set_value(
        [("en-GB.txt", page.encode(), "text/plain"), ("fr.txt", FRENCH.encode(), "text/plain")]
    ).run()
    english, french = library.rows()
    assert english["language"] == "English (en-GB)"
    assert french["language"] == "French (fr-FR)"
    assert french["turns"] == "2 questions, 2 answers"
    assert "Ministre (2)" in french["speakers"]
    assert not workflow.transcript_names(root)


def test_files_are_added_and_aligned(visit: Callable[..., Any], root: Path, page: str) -> None:
    """One press stores the editions under the suggested name and aligns them."""
    library = visit("library", root)
    library.app.file_uploader[0].set_value(
        [("en-GB.txt", page.encode(), "text/plain"), ("fr.txt", FRENCH.encode(), "text/plain")]
    ).run()
    library.press("add_and_align")
    (item,) = workflow.status(root)
    assert item.name == "2024-05-03-the-minister-s-answers"
    assert item.aligned
    assert "is added and aligned" in library.text()


def test_a_bad_file_is_named_and_keeps_the_rest_out(visit: Callable[..., Any], root: Path, page: str) -> None:
    """An unusable file shows where, what and the way out; there is nothing to press."""
    library = visit("library", root)
    library.app.file_uploader[0].set_value(
        [("en-GB.txt", page.encode(), "text/plain"), ("*odd*.txt", b"", "text/plain")]
    ).run()
    assert "*odd*.txt" in library.text()
    assert "empty" in library.text()
    assert not [button for button in library.app.button if button.key == "add_and_align"]


def test_two_files_in_one_language_are_refused(visit: Callable[..., Any], root: Path, page: str) -> None:
    """The same language twice is told before anything is stored."""
    library = visit("library", root)
    library.app.file_uploader[0].set_value(
        [("a.txt", page.encode(), "text/plain"), ("b.txt", page.encode(), "text/plain")]
    ).run()
    assert "second edition" in library.text()
    assert not workflow.transcript_names(root)


def test_a_name_that_is_a_path_is_refused(visit: Callable[..., Any], root: Path, page: str) -> None:
    """A name that could leave the folder offers nothing to press."""
    library = visit("library", root)
    library.app.file_uploader[0].set_value([("en-GB.txt", page.encode(), "text/plain")]).run()
    library.app.text_input(key="upload_name_0").set_value("../up").run()
    assert "cannot be used" in library.text()
    assert not [button for button in library.app.button if button.key == "add_only"]


def test_an_edition_is_replaced_only_when_that_is_asked_for(visit: Callable[..., Any], root: Path, page: str) -> None:
    """Where the language is here already, the button waits for the tick."""
    workflow.add(root, "harbour", [("en-GB.txt", page.encode())])
    changed = page.replace("40 million", "41 million")
    library = visit("library", root)
    library.app.file_uploader[0].set_value([("en-GB.txt", changed.encode(), "text/plain")]).run()
    library.app.text_input(key="upload_name_0").set_value("harbour").run()
    assert library.app.button(key="add_only").disabled
    library.app.checkbox(key="replace").check().run()
    library.press("add_only")
    assert "harbour is added" in library.text()
    assert "41 million" in next((root / "corpora" / "harbour").glob("en-GB*")).read_text(encoding="utf-8")


def test_one_edition_alone_can_be_added_but_not_aligned(visit: Callable[..., Any], root: Path, page: str) -> None:
    """With one language there is no button that would fail."""
    library = visit("library", root)
    library.app.file_uploader[0].set_value([("en-GB.txt", page.encode(), "text/plain")]).run()
    assert "cannot be aligned" in " ".join(element.value for element in library.app.markdown)
    assert [button.key for button in library.app.button] == ["add_only"]


def test_findings_are_told_and_lead_to_their_page(visit: Callable[..., Any], bundled: Path, root: Path) -> None:
    """Before the checks have run, the way to run them; after, what they found and nobody has dismissed."""
    shutil.copytree(bundled, root, dirs_exist_ok=True)
    runs.path(root, "river-panel").unlink(missing_ok=True)
    row = next(r for r in visit("library", root).rows() if r["id"] == "river-panel")
    assert row["findings"] == {"text": "check", "action": "findings"}
    found = checking.check(root, "river-panel").report.findings
    errors = [f for f in found if f.severity is Severity.ERROR]
    row = next(r for r in visit("library", root).rows() if r["id"] == "river-panel")
    assert row["findings"]["text"].startswith(f"{len(errors)} error")
    checking.dismiss(root, "river-panel", errors[0].id, reason="as printed", who="Ada")
    row = next(r for r in visit("library", root).rows() if r["id"] == "river-panel")
    assert row["findings"]["text"].startswith(f"{len(errors) - 1} error")
