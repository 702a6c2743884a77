"""Correcting in headless Chromium: by keyboard alone, two at once, and through a server that is killed."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from browsing import free_port, press, read, serve, until, visible_row, window

from workbench import journal, workflow
from workbench.model import Status

pytestmark = pytest.mark.browser
ENTER, DOWN, SHIFT = "\ue007", "\ue015", "\ue008"
STORED = "root.querySelector('.saving').textContent.startsWith('All decisions')"
NAME = "river-panel"


@dataclass(frozen=True, slots=True)
class Desk:
    """A transcript that nobody has reviewed: its root folder, its name, and the address that shows it."""

    root: Path
    name: str
    address: str

    def decided(self) -> list[str]:
        """Return the kinds of all decisions in the journal."""
        return [line.decision.kind.value for line in journal.read(self.root, self.name)]


@pytest.fixture
def desk(shelf: Path, address: str, request: pytest.FixtureRequest) -> Desk:
    """Return a transcript of this test's own."""
    name = re.sub(r"\W", "-", request.node.name)[:60]
    shutil.copytree(shelf / "corpora" / NAME, shelf / "corpora" / name)
    shutil.copy(shelf / "alignments" / f"{NAME}.parquet", shelf / "alignments" / f"{name}.parquet")
    return Desk(shelf, name, f"{address}/parallel?transcript={name}")


def open_row(chromium: Any, address: str, row: int, who: str = "") -> None:
    """Open a row, with its first column at hand."""
    chromium.get(f"{address}&row={row + 1}")
    read(chromium, "root.querySelector('.row.active') !== null")
    if who:
        read(chromium, f"(root.querySelector('.who').value = {json.dumps(who)}, true)")


def cells(chromium: Any, row: int) -> dict[str, str]:
    """Return the texts of a row by language."""
    return dict(read(chromium, visible_row(row)))


def stored(chromium: Any) -> None:
    """Wait until the page says that all decisions are stored."""
    read(chromium, STORED)


def test_a_row_is_merged_split_and_undone_by_keyboard(chromium: Any, desk: Desk) -> None:
    """Each key changes the row at hand at once, keeps the place, and undo brings everything back."""
    root, address, name = desk.root, desk.address, desk.name
    before = workflow.load(root, name)
    open_row(chromium, address, 4)
    first, second = cells(chromium, 4), cells(chromium, 5)
    press(chromium, "m")
    until(lambda: cells(chromium, 4)["en-GB"] == f"{first['en-GB']} {second['en-GB']}", "merged")
    press(chromium, "s")
    until(lambda: cells(chromium, 4) == first, "split again")
    press(chromium, "]", "[", "x", "u", "u", "u", "u", "u")
    until(lambda: desk.decided().count("undo") == 5, "undone")
    stored(chromium)
    assert cells(chromium, 4) == first
    assert read(chromium, "root.querySelector('.row.active').dataset.row") == "4"
    assert workflow.load(root, name).segments == before.segments


def test_keys_pressed_faster_than_the_server_answers_are_all_carried_out(chromium: Any, desk: Desk) -> None:
    """Typing ahead loses nothing and hits the rows that were meant."""
    root, address, name = desk.root, desk.address, desk.name
    open_row(chromium, address, 10)
    count = len(workflow.load(root, name).segments.rows)
    press(chromium, "mmm")
    until(lambda: len(workflow.load(root, name).segments.rows) == count - 3, "three merges")
    press(chromium, "uuuUU")
    until(lambda: desk.decided()[-5:] == ["undo", "undo", "undo", "redo", "redo"], "three undone, two redone")
    assert len(workflow.load(root, name).segments.rows) == count - 2


def test_accepting_goes_on_to_the_next_and_is_exported(chromium: Any, desk: Desk) -> None:
    """Enter accepts; A accepts all that is sure; status is in the export, confidence as it was."""
    root, address, name = desk.root, desk.address, desk.name
    open_row(chromium, address, 2, "Ada")
    press(chromium, ENTER)
    stored(chromium)
    row = workflow.load(root, name).segments.rows[2]
    assert row.status is Status.ACCEPTED
    (line,) = journal.read(root, name)
    assert line.decision.who == "Ada"
    press(chromium, "A")
    asked = until(lambda: read(chromium, "root.querySelector('.sure[open] .count')?.textContent"), "asked first")
    assert "rows at 0.95 or above?" in asked
    press(chromium, ENTER)
    until(
        lambda: (next(one for one in workflow.status(root) if one.name == name).reviewed or 0) > 50, "all the sure ones"
    )


def test_a_comment_and_a_flag_stand_on_the_row(chromium: Any, desk: Desk) -> None:
    """The key f flags, c opens a box to write in; both are told with the name."""
    root, address, name = desk.root, desk.address, desk.name
    open_row(chromium, address, 3, "Ada")
    press(chromium, "f")
    until(lambda: desk.decided() == ["flag"], "flagged")
    stored(chromium)
    press(chromium, "c")
    press(chromium, *"<b>why?</b>")
    read(chromium, "(root.querySelector('.talk form').requestSubmit(), true)")
    until(lambda: desk.decided() == ["flag", "comment"], "commented")
    until(lambda: "<b>why?</b>" in read(chromium, "root.querySelector('.status').textContent"), "told")
    assert workflow.load(root, name).segments.rows[3].status is Status.FLAGGED


def test_of_two_who_change_one_row_the_second_is_told(chromium: Any, desk: Desk) -> None:
    """Two windows show the same row; the later change is refused with the other's name, and the rows are fresh."""
    root, address, name = desk.root, desk.address, desk.name
    first = chromium.current_window_handle
    open_row(chromium, address, 20, "Ada")
    chromium.switch_to.new_window("window")
    open_row(chromium, address, 20, "Ben")
    chromium.switch_to.window(first)
    press(chromium, "m")
    stored(chromium)
    chromium.switch_to.window(next(one for one in chromium.window_handles if one != first))
    press(chromium, "x")
    said = until(lambda: read(chromium, "root.querySelector('.said').textContent"), "told")
    assert "changed by Ada" in said
    merged = workflow.load(root, name).segments.rows[20].cells
    assert len(merged[0]) == 2
    assert [bool(line.refused) for line in journal.read(root, name)] == [False, True]
    chromium.close()
    chromium.switch_to.window(first)
    assert cells(chromium, 20)["en-GB"]


def test_the_queue_holds_what_needs_a_person_and_empties(chromium: Any, desk: Desk) -> None:
    """Flagged and crossing rows are in the queue with their reasons; accepting takes them out."""
    address = desk.address
    open_row(chromium, address, 3)
    press(chromium, "f")
    stored(chromium)
    chromium.get(address.replace("/parallel", "/review"))
    read(chromium, "root.querySelector('.row.active') !== null")
    assert read(chromium, "root.querySelector('.row.active').dataset.row") == "3"
    counts = read(chromium, "[...root.querySelectorAll('.reasons button')].map((b) => b.textContent)")
    assert "flagged 1" in counts
    press(chromium, ENTER)
    until(lambda: "flagged 0" in read(chromium, "root.querySelector('.reasons').textContent"), "one less")


def test_a_server_killed_in_the_middle_of_work_loses_nothing(bundled: Path, tmp_path: Path) -> None:
    """After kill -9, what was stored is there, what was asked meanwhile is kept in the browser and stored afterwards."""
    root = tmp_path / "root"
    shutil.copytree(bundled, root)
    port = free_port()
    server = serve(root, port)
    own = window()
    try:
        open_row(own, f"http://127.0.0.1:{port}/parallel?transcript={NAME}", 6)
        press(own, "m")
        stored(own)
        server.kill()
        server.wait(timeout=20)
        press(own, ENTER)
        waits = "root.querySelector('.saving').textContent.includes('not stored yet')"
        until(lambda: read(own, waits), "the decision waits in the browser, and says so")
        server = serve(root, port)
        until(lambda: Desk(root, NAME, "").decided() == ["merge", "accept"], "stored after the server is back")
        stored(own)
    finally:
        own.quit()
        server.kill()


def test_ten_thousand_rows_are_read_and_corrected(chromium: Any, tmp_path: Path) -> None:
    """A text of 10,000 rows in five columns opens, jumps to its end, and takes a correction there; little travels."""
    make_long(tmp_path, 10_000)
    port = free_port()
    server = serve(tmp_path, port)
    try:
        chromium.get(f"http://127.0.0.1:{port}/parallel?transcript=long&row=9990")
        read(chromium, visible_row(9989))
        assert read(chromium, "root.querySelectorAll('.row').length") < 200
        press(chromium, "m")
        until(lambda: "9,999 rows" in read(chromium, "root.querySelector('.facts').textContent"), "merged")
        assert read(chromium, "root.querySelector('.parallel').dataset.received < 60000")
        assert journal.read(tmp_path, "long")[-1].decision.kind.value == "merge"
    finally:
        server.kill()
        chromium.get("about:blank")


LONG = {
    "en-GB": ("Question", "A long crossing", "Ferry {} leaves the old harbour with {} lorries and a doctor on board."),
    "de-DE": (
        "Frage",
        "Eine lange Überfahrt",
        "Die Fähre {} verlässt den alten Hafen mit {} Lastwagen und einem Arzt an Bord.",
    ),
    "es-ES": (
        "Pregunta",
        "Una larga travesía",
        "El transbordador {} sale del viejo puerto con {} camiones y un médico a bordo.",
    ),
    "fr-FR": (
        "Question",
        "Une longue traversée",
        "Le bac {} quitte le vieux port avec {} camions et un médecin à bord.",
    ),
    "ru-RU": ("Вопрос", "Долгая переправа", "Паром {} покидает старую гавань с {} грузовиками и врачом на борту."),
}


def make_long(root: Path, rows: int) -> None:
    """Store a transcript of many rows in five languages, aligned one to one without an aligner."""
    from workbench import derived, store  # noqa: PLC0415
    from workbench.model import AlignedTranscript, Alignment, Level, Row, Score  # noqa: PLC0415

    tags = tuple(LONG)
    sources = []
    for tag, (question, title, sentence) in LONG.items():
        lines = [
            f"{question if n % 2 == 0 else 'Orlova'}: "
            + " ".join(sentence.format(n * 10 + k, k + 2) for k in range(10))
            for n in range(rows // 10)
        ]
        sources.append((f"{tag}.txt", "\n\n".join(["3 May 2024", title, *lines]).encode()))
    workflow.add(root, "long", sources)
    transcript = derived.pivot_first(store.load_transcript(root, "long"), "en-GB")
    made = []
    for level in Level:
        sizes = tuple(edition.size(level) for edition in transcript.editions)
        of_turn = transcript.editions[0].segment_turns()
        each = [
            Row(tuple((n,) for _ in tags), Score(0.9), turn_row=n if level is Level.TURN else of_turn[n])
            for n in range(sizes[0])
        ]
        made.append(Alignment(transcript.languages, sizes, level, tuple(each)))
    derived.save_alignment(root, AlignedTranscript(transcript, made[0], made[1], "en-GB"))
