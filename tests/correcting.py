"""Correcting a transcript of a test's own in headless Chromium, and a long one to measure with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from browsing import read, visible_row

from workbench import derived, journal, store, workflow
from workbench.model import AlignedTranscript, Alignment, Level, Row, Score

ENTER, ESCAPE, TAB, DOWN, RIGHT, LEFT, SHIFT = "\ue007", "\ue00c", "\ue004", "\ue015", "\ue014", "\ue012", "\ue008"
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
