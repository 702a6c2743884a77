"""Reviews in the store: every decision is safe at once, two people are told of each other, and nothing is lost."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from pathlib import Path

import pytest

from workbench import journal, reviewing, workflow
from workbench.errors import Conflict, InputError
from workbench.model import Level, Status
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


def of_turns(review: Review, ident: str, kind: Kind, *rows: int) -> Asked:
    """Return a request about rows of turns as a review shows them."""
    keys = tuple(review.now.names[Level.TURN][row] for row in rows)
    return Asked(Request(ident, kind, (), level=Level.TURN), keys)


def test_sentences_inside_turns_put_together_otherwise_are_aligned_anew(bundled: Path, root: Path) -> None:
    """Merged turns are aligned inside around confirmed rows; undo brings everything back, a new alignment keeps it."""
    shutil.copytree(bundled, root, dirs_exist_ok=True)
    bench = reviewing.Bench(root, workflow.load_base(root, "river-panel"))
    before = bench.now()
    inside = [n for n, row in enumerate(before.now.aligned.segments.rows) if row.turn_row == 3]
    kept = before.now.aligned.segments.rows[inside[0]].cells
    bench.ask(Asked(Request("a", Kind.ACCEPT, ()), (before.keys[inside[0]],)), who="Ada")
    merged = bench.ask(of_turns(bench.review, "b", Kind.MERGE, 3, 4), who="Ada")
    turns, segments = merged.now.aligned.turns, merged.now.aligned.segments
    assert len(turns.rows) == len(before.now.aligned.turns.rows) - 1
    assert turns.rows[3].status is Status.CORRECTED
    assert 0 < turns.rows[3].score.confidence < 1
    assert next(row for row in segments.rows if row.cells == kept).status is Status.ACCEPTED
    assert all(row.turn_row < len(turns.rows) for row in segments.rows)
    again = reviewing.over(root, merged.base)
    assert again.now.aligned == merged.now.aligned
    assert again.now.names == merged.now.names
    workflow.align(root, "river-panel")
    fresh = workflow.load_base(root, "river-panel")
    assert turns.rows[3].cells in [row.cells for row in fresh.turns.rows]
    assert kept in [row.cells for row in fresh.segments.rows]
    undone = bench.ask(Asked(Request("c", Kind.UNDO, ()), ()), who="Ada")
    assert undone.now.aligned.turns == before.now.aligned.turns


def test_a_corrected_row_is_judged_anew_and_its_neighbours_are_surer(harbour: Path) -> None:
    """Confidence and evidence are of what stands in the row now; status stays apart; half a neighbour's doubt is gone."""
    seen = here(harbour)
    merged = ask(harbour, seen, "a", Kind.MERGE, 1, 2)
    old, new = seen.now.aligned.segments.rows, merged.now.aligned.segments.rows
    assert new[1].status is Status.CORRECTED
    assert new[1].score.length is not None
    assert new[1].score.confidence not in {0.0, old[1].score.confidence}
    assert set(new[1].pairs) == {(0, 1)}
    for before, after in ((old[0], new[0]), (old[3], new[2])):
        same = before.turn_row == new[1].turn_row
        doubt = (1 - before.score.confidence) / (2 if same else 1)
        assert after.score.confidence == pytest.approx(1 - doubt)
        assert after.status is Status.AUTO


def test_an_undo_goes_back_to_a_point_as_one_step(harbour: Path) -> None:
    """All of a person's own decisions from one on are undone at once; one redo brings them back."""
    review = here(harbour)
    for n, ident in enumerate("abc"):
        review = ask(harbour, review, ident, Kind.FLAG, n)
    review = ask(harbour, review, "x", Kind.FLAG, 4, who="Ben")
    back = reviewing.ask(harbour, review.base, Asked(Request("d", Kind.UNDO, (), since="b"), ()), who="Ada")
    assert [bool(touched) for touched in back.now.touched[:5]] == [True, False, False, False, True]
    forth = reviewing.ask(harbour, review.base, Asked(Request("e", Kind.REDO, ()), ()), who="Ada")
    assert forth.keys == review.keys
    with pytest.raises(InputError, match="nothing to undo"):
        reviewing.ask(harbour, review.base, Asked(Request("f", Kind.UNDO, (), since="x"), ()), who="Ada")


def test_a_journal_of_an_earlier_version_is_read(harbour: Path) -> None:
    """An undo that was written with one target is an undo of it."""
    ask(harbour, here(harbour), "a", Kind.FLAG, 0)
    ask(harbour, here(harbour), "b", Kind.UNDO)
    with sqlite3.connect(journal.path(harbour)) as raw:
        raw.execute("""update decisions set data = '{"target":"a"}' where id = 'b'""")
    assert not here(harbour).now.touched[0]
