"""Reviews in the store: every decision is safe at once, two people are told of each other, and nothing is lost."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from workbench import journal, reviewing, workflow
from workbench.errors import Conflict, InputError
from workbench.model import Status
from workbench.review import Kind, Request
from workbench.reviewing import Asked, Review


@pytest.fixture
def harbour(root: Path, page: str) -> Path:
    """Return a root with one aligned transcript in two editions."""
    german = page.replace("Question", "Frage")
    workflow.add(root, "x", [("en-GB.txt", page.encode()), ("de-DE.txt", german.encode())])
    workflow.align(root, "x")
    return root


def here(root: Path) -> Review:
    """Return the review as it stands."""
    review = reviewing.load(root, "x")
    assert review is not None
    return review


def ask(root: Path, review: Review, ident: str, kind: Kind, *rows: int, who: str = "Ada") -> Review:
    """Ask for something about rows as a review shows them."""
    keys = tuple(review.keys[row] for row in rows)
    return reviewing.ask(root, review.base, Asked(Request(ident, kind, (), note=f"{who}’s word on it"), keys), who=who)


def test_a_decision_is_stored_the_moment_it_is_made(harbour: Path) -> None:
    """Another process reads it at once, with who and when."""
    ask(harbour, here(harbour), "a", Kind.ACCEPT, 0)
    assert here(harbour).now.aligned.segments.rows[0].status is Status.ACCEPTED
    with sqlite3.connect(journal.path(harbour)) as raw:
        ((who, at),) = raw.execute("select who, at from decisions").fetchall()
        assert raw.execute("pragma journal_mode").fetchone() == ("wal",)
    assert who == "Ada"
    assert at.endswith("+00:00")


def test_the_second_who_changes_a_row_is_told_and_nothing_is_lost(harbour: Path) -> None:
    """The later of two is refused with the other's name; both are in the journal."""
    seen = here(harbour)
    ask(harbour, seen, "a", Kind.MERGE, 0, 1, who="Ada")
    with pytest.raises(Conflict, match="changed by Ada"):
        ask(harbour, seen, "b", Kind.COMMENT, 1, who="Ben")
    first, second = journal.read(harbour, "x")
    assert (first.refused, second.decision.note) == ("", "Ben’s word on it")
    assert "Ada" in second.refused


def test_asking_twice_is_asking_once(harbour: Path) -> None:
    """A browser that did not hear the answer may send the same again."""
    seen = here(harbour)
    once = ask(harbour, seen, "a", Kind.MERGE, 0, 1)
    again = ask(harbour, seen, "a", Kind.MERGE, 0, 1)
    assert again.keys == once.keys
    assert len(journal.read(harbour, "x")) == 1


def test_undo_and_redo_are_decisions_too(harbour: Path) -> None:
    """What is undone is gone, what is redone is back, and the journal holds all of it."""
    seen = here(harbour)
    merged = ask(harbour, seen, "a", Kind.MERGE, 0, 1)
    undone = ask(harbour, merged, "b", Kind.UNDO)
    assert undone.keys == seen.keys
    assert ask(harbour, undone, "c", Kind.REDO).keys == merged.keys
    with pytest.raises(InputError, match="nothing to undo"):
        ask(harbour, merged, "d", Kind.UNDO, who="Ben")
    assert len(journal.read(harbour, "x")) == 4


def test_nobody_undoes_what_another_has_built_upon(harbour: Path) -> None:
    """An undo under somebody's later decision is refused with the name."""
    merged = ask(harbour, here(harbour), "a", Kind.MERGE, 0, 1, who="Ada")
    ask(harbour, merged, "b", Kind.ACCEPT, 0, who="Ben")
    with pytest.raises(Conflict, match="Ben"):
        ask(harbour, merged, "c", Kind.UNDO, who="Ada")


def test_many_write_at_once_and_every_decision_is_kept(harbour: Path) -> None:
    """Threads that decide at the same time queue up; who is refused looks again; none is lost, none fails."""

    def work(name: str) -> None:
        for n in range(4):
            for attempt in range(200):
                try:
                    ask(harbour, here(harbour), f"{name}{n}-{attempt}", Kind.COMMENT, 0, who=name)
                    break
                except Conflict:
                    continue

    threads = [threading.Thread(target=work, args=(name,)) for name in "pqr"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(here(harbour).log) == 12


def test_decisions_are_exported_and_survive_a_new_alignment(harbour: Path) -> None:
    """Status is in the export; after aligning again, confirmed rows stand as they were confirmed."""
    merged = ask(harbour, here(harbour), "a", Kind.MERGE, 1, 2)
    cells = merged.now.aligned.segments.rows[1].cells
    assert workflow.load(harbour, "x").segments.rows[1].status is Status.CORRECTED
    data = b"".join(workflow.export(harbour, "x", format="jsonl").chunks).decode()
    assert data.count('"status": "corrected"') == 1
    workflow.align(harbour, "x")
    assert cells in [row.cells for row in here(harbour).base.segments.rows]
    assert workflow.load(harbour, "x").segments.rows[1].cells == cells


def test_an_edition_more_leaves_what_stands(harbour: Path, page: str) -> None:
    """An edition that joins is aligned with the rest: confirmed rows and the aligner's stay as they were."""
    merged = ask(harbour, here(harbour), "a", Kind.MERGE, 1, 2)
    before = merged.now.aligned.segments
    workflow.add(harbour, "x", [("fr-FR.txt", page.replace("Minister:", "Ministre :").encode())])
    after = workflow.align(harbour, "x").segments
    assert after.languages == ("en-GB", "de-DE", "fr-FR")
    kept = {row.cells for row in after.select(before.languages).rows}
    assert kept == {row.cells for row in before.rows}
    assert [row.status for row in after.rows if row.cells[0] == before.rows[1].cells[0]] == [Status.CORRECTED]
    whole = workflow.align(harbour, "x", anew=True).segments
    assert before.rows[1].cells[0] in [row.cells[0] for row in whole.rows]


def test_the_status_line_counts_what_was_reviewed(harbour: Path) -> None:
    """The library's figures follow the decisions."""
    ask(harbour, here(harbour), "a", Kind.ACCEPT, 0, 1)
    (item,) = workflow.status(harbour)
    assert item.reviewed == 2
