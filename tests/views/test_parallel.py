"""The parallel text: what the element is given, and which address shows what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from workbench import workflow
from workbench.model import Level
from workbench.views import payload


def test_without_a_transcript_the_page_says_what_to_do(visit: Callable[..., Any], root: Path) -> None:
    """Nothing aligned: a sentence and the way out, no empty table."""
    page = visit("parallel", root)
    assert "Nothing is aligned yet." in page.text()
    assert not page.given("workbench_parallel")


def test_an_unknown_transcript_in_the_address_is_told(visit: Callable[..., Any], bundled: Path) -> None:
    """An address that names nothing here is told so, and the first transcript is shown."""
    page = visit("parallel", bundled, transcript="../etc")
    assert "not here" in page.text()
    assert page.parallel()[1]["name"] == "hamburg-briefing"


def test_the_element_gets_every_row_in_every_language(visit: Callable[..., Any], bundled: Path) -> None:
    """Texts, confidences and roles are there for each row of both levels."""
    _, content = visit("parallel", bundled, transcript="river-panel").parallel()
    aligned = workflow.load(bundled, "river-panel")
    assert [language["tag"] for language in content["languages"]] == list(aligned.transcript.languages)
    for level in Level:
        given, rows = content["levels"][level.value], aligned.at(level).rows
        assert len(given["confidence"]) == len(given["role"]) == len(given["turn"]) == len(rows)
        assert [len(column) for column in given["text"]] == [len(rows)] * 5


def test_a_cell_without_text_is_none_and_one_of_several_segments_a_list(bundled: Path) -> None:
    """Omissions can be told from empty text, and segments from each other."""
    aligned = workflow.load(bundled, "northern-grid-conference")
    columns = payload.content(aligned)["levels"]["segment"]["text"]
    for k, edition in enumerate(aligned.transcript.editions):
        for row, cell in zip(aligned.segments.rows, columns[k], strict=True):
            parts = [] if cell is None else [cell] if isinstance(cell, str) else cell
            assert parts == [edition.segments[i].text for i in row.cells[k]]


def test_crossing_rows_are_marked_in_the_edition_that_crosses(bundled: Path) -> None:
    """The columns' marks together are the alignment's crossing rows."""
    aligned = workflow.load(bundled, "northern-grid-conference")
    marks = payload.content(aligned)["levels"]["turn"]["crossing"]
    assert set().union(*marks) == aligned.turns.crossing()


def test_an_address_opens_row_languages_level_and_filter(visit: Callable[..., Any], bundled: Path) -> None:
    """What the address asks for is handed to the element."""
    page = visit(
        "parallel", bundled, transcript="hamburg-briefing", languages="ru-RU,de-DE", row="7", level="turn",
        role="answer", min="50", max="90", only="omission", q="Сирия",
    )  # fmt: skip
    link = page.parallel()[0]["link"]
    assert link["languages"] == ["ru-RU", "de-DE"]
    assert (link["row"], link["level"], link["roles"]) == (7, "turn", ["answer"])
    assert (link["least"], link["most"], link["only"], link["query"]) == (50, 90, "omission", "Сирия")


def test_what_does_not_hold_in_an_address_is_dropped(visit: Callable[..., Any], bundled: Path) -> None:
    """Unknown languages, rows out of range, odd numbers and levels leave the usual view."""
    page = visit(
        "parallel", bundled, transcript="hamburg-briefing", languages="xx,<b>", row="999999", level="word",
        role="nobody", min="900", max="-3", only="x",
    )  # fmt: skip
    link = page.parallel()[0]["link"]
    assert len(link["languages"]) == 5
    assert (link["row"], link["level"], len(link["roles"])) == (None, "segment", 3)
    assert (link["least"], link["most"], link["only"]) == (0, 100, "")


def test_a_stale_alignment_can_be_read_with_a_notice(visit: Callable[..., Any], root: Path, page: str) -> None:
    """After an edition was replaced, the old rows are shown as they were, and the page says so."""
    german = page.replace("Question", "Frage")
    workflow.add(root, "x", [("en-GB.txt", page.encode()), ("de-DE.txt", german.encode())])
    before = workflow.align(root, "x")
    workflow.add(root, "x", [("en-GB.txt", page.replace("40", "41").encode())], replace=True)
    shown = visit("parallel", root, transcript="x")
    assert "have changed since" in shown.text()
    column = shown.parallel()[1]["levels"]["segment"]["text"][0]
    texts = [before.transcript.editions[0].text(Level.SEGMENT, row.cells[0]) for row in before.segments.rows]
    assert column == [text or None for text in texts]
    assert shown.parallel()[0]["stale"]
