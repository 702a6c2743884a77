"""What a writer is given: rows of one or both levels, in some of the languages, and where to report losses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from workbench.interchange import ROLE_LETTERS, is_legal, join_labels, legal, one_line
from workbench.model import AlignedTranscript, Edition, Level, Role, Row, Status

Piece = tuple[str, bytes]
"""A path within an export, with ``/`` (empty for a format of one file), and the next bytes of that file."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What of aligned transcripts is written.

    ``languages`` gives order and choice (empty: all, pivot first); rows whose
    confidence is below ``min_confidence`` (0..1), or whose status or role is not among
    ``statuses`` and ``roles`` (empty: all), are left out. ``metadata`` adds what is needed to read
    everything back; ``guard`` puts an apostrophe before what a spreadsheet would take for a formula.
    """

    levels: tuple[Level, ...] = (Level.SEGMENT,)
    languages: tuple[str, ...] = ()
    min_confidence: float = 0.0
    statuses: tuple[Status, ...] = ()
    roles: tuple[Role, ...] = ()
    metadata: bool = True
    guard: bool = True

    @property
    def finest(self) -> Level:
        """The level that formats of one level hold: segments, unless turns alone are selected."""
        return Level.SEGMENT if Level.SEGMENT in self.levels else Level.TURN

    def admits(self, row: Row, confidence: float) -> bool:
        """Tell whether a row is written."""
        return (
            confidence >= self.min_confidence
            and (not self.statuses or row.status in self.statuses)
            and (not self.roles or row.role in self.roles)
        )


class Record(NamedTuple):
    """A row as selected: cells by column; ``pairs`` hold confidence by columns ``(i, j)``, i < j."""

    level: Level
    number: int
    row: Row
    cells: tuple[tuple[int, ...], ...]
    confidence: float
    pairs: dict[tuple[int, int], float]


class Side(NamedTuple):
    """What is written of an edition's units, worked out once: texts, unit notes, labels and turns by unit."""

    texts: list[str]
    stems: list[str]
    marks: list[str]
    turns: list[int]
    labels: list[str]


@dataclass(frozen=True)
class Document:
    """One aligned transcript as far as it is selected; ``columns`` are the languages written, some maybe not in it."""

    aligned: AlignedTranscript
    columns: tuple[str, ...]
    selection: Selection = Selection()

    @property
    def name(self) -> str:
        """The transcript's name."""
        return self.aligned.transcript.name

    @cached_property
    def editions(self) -> tuple[Edition | None, ...]:
        """The editions by column; None where the transcript has none in the language."""
        here = {edition.language: edition for edition in self.aligned.transcript.editions}
        return tuple(here.get(language) for language in self.columns)

    @cached_property
    def sides(self) -> dict[Level, tuple[Side | None, ...]]:
        """What is written of each edition's units, by level and column."""
        return {
            level: tuple(_side(edition, level) if edition else None for edition in self.editions)
            for level in self.selection.levels
        }

    def turn_of(self, column: int, segment: int) -> int:
        """Return the turn that a segment of a column's edition stands in."""
        side = self.sides[Level.SEGMENT][column]
        return side.turns[segment] if side else -1

    def records(self) -> Iterator[Record]:
        """Yield the rows that are to be written, with their numbers in the whole alignment."""
        for level in self.selection.levels:
            yield from self.records_of(level)

    def records_of(self, level: Level) -> Iterator[Record]:
        """Yield the rows of one level that are to be written."""
        alignment = self.aligned.at(level)
        whole = alignment.languages == self.columns
        order = [alignment.languages.index(c) if c in alignment.languages else None for c in self.columns]
        place = {column: k for k, column in enumerate(order) if column is not None}
        two_of_many = len(place) == 2 < len(alignment.languages)
        admits, all_in = self.selection.admits, self.selection == Selection(self.selection.levels)
        for number, row in enumerate(alignment.rows):
            cells, pairs = row.cells, dict(row.pairs) if not whole else row.pairs
            if not whole:
                cells = tuple(row.cells[c] if c is not None else () for c in order)
                if not any(cells):
                    continue
                pairs = {
                    (min(place[i], place[j]), max(place[i], place[j])): value
                    for (i, j), value in row.pairs.items()
                    if i in place and j in place
                }
            confidence = row.score.confidence
            if two_of_many and pairs:
                confidence = next(iter(pairs.values()))
            if all_in or admits(row, confidence):
                yield Record(level, number, row, cells, confidence, pairs)  # type: ignore[arg-type]

    def text(self, record: Record, column: int) -> str:
        """Return the text of a record's cell, as printed, units joined by single spaces."""
        return self.texts(record)[column]

    def texts(self, record: Record) -> list[str]:
        """Return the texts of a record's cells by column."""
        return [
            ("" if not cell or side is None else side.texts[cell[0]])
            if len(cell) < 2 or side is None
            else " ".join([side.texts[i] for i in cell])
            for cell, side in zip(record.cells, self.sides[record.level], strict=True)
        ]

    @cached_property
    def clean(self) -> bool:
        """Whether all that is written of the editions is legal in XML; told for the document at once."""
        sides = [side for level in self.sides.values() for side in level if side]
        return all(is_legal("".join(side.texts)) and is_legal("".join(set(side.labels))) for side in sides)

    def legal_texts(self, record: Record, report: Report) -> list[str]:
        """Return the texts of a record's cells, with what XML forbids replaced and reported."""
        texts = self.texts(record)
        return texts if self.clean else [legal(text, report.counts) for text in texts]

    def legal_speaker(self, record: Record, column: int, report: Report) -> str:
        """Return the labels of a cell, with what XML forbids replaced and reported."""
        speaker = self.speaker(record, column)
        return speaker if self.clean else legal(speaker, report.counts)

    def lines(self, record: Record, report: Report) -> list[str]:
        """Return the texts of a record's cells, each on one line, what had to be replaced reported."""
        return [text if text.isprintable() else one_line(text, report.counts) for text in self.texts(record)]

    def note(self, record: Record, column: int) -> str:
        """Return the unit note of a record's cell (see :mod:`workbench.interchange`)."""
        side = self.sides[record.level][column]
        cell = record.cells[column]
        if not cell or side is None:
            return ""
        if len(cell) == 1:
            return side.stems[cell[0]] + "0" + side.marks[cell[0]]
        notes, start = [], 0
        for i in cell:
            notes.append(f"{side.stems[i]}{start}{side.marks[i]}")
            start += len(side.texts[i]) + 1
        return " ".join(notes)

    def speaker(self, record: Record, column: int) -> str:
        """Return the labels of the turns that a record's cell stands in, joined."""
        side = self.sides[record.level][column]
        cell = record.cells[column]
        if not cell or side is None:
            return ""
        if len(cell) == 1:
            return side.labels[cell[0]]
        seen = {side.turns[i]: side.labels[i] for i in cell}
        return " | ".join(seen.values())


def _side(edition: Edition, level: Level) -> Side:
    turns = range(len(edition.turns)) if level is Level.TURN else edition.segment_turns()
    breaks = {start for turn in edition.turns for start in turn.paragraphs} if level is Level.SEGMENT else set()
    texts = (
        [edition.turn_text(i) for i in turns] if level is Level.TURN else [segment.text for segment in edition.segments]
    )
    letters = [f"{turn.index}{ROLE_LETTERS[turn.role]}" for turn in edition.turns]
    labels = [join_labels([turn.label]) for turn in edition.turns]
    return Side(
        texts,
        [f"{i}/{letters[t]}/" for i, t in enumerate(turns)],
        ["¶" if i in breaks else "" for i in range(len(texts))],
        list(turns),
        [labels[t] for t in turns],
    )


@dataclass(frozen=True, slots=True)
class Corpus:
    """One or many aligned transcripts as selected: ``load`` yields them anew each time it is called.

    ``columns`` are the languages in the order they are written, the first of them the source of
    bilingual formats; ``date`` is the transcript's, where there is one only.
    """

    name: str
    columns: tuple[str, ...]
    load: Callable[[], Iterable[AlignedTranscript]]
    selection: Selection = Selection()
    date: datetime | date | None = None
    names: tuple[str, ...] = ()

    @classmethod
    def of(cls, aligned: AlignedTranscript, selection: Selection | None = None) -> Corpus:
        """Return the corpus of one transcript."""
        selection = selection or Selection()
        transcript = aligned.transcript
        columns = selection.languages or transcript.languages
        when = next((e.date for e in transcript.editions if e.date), None)
        return cls(transcript.name, columns, lambda: (aligned,), selection, when, (transcript.name,))

    def documents(self) -> Iterator[Document]:
        """Yield the transcripts, one in memory at a time."""
        for aligned in self.load():
            yield Document(aligned, self.columns, self.selection)

    def pairs(self) -> Iterator[Corpus]:
        """Yield a corpus of two languages for each language after the first."""
        for other in self.columns[1:]:
            yield replace(self, columns=(self.columns[0], other))


@dataclass(slots=True)
class Report:
    """What a writer had to leave out or replace, counted by kind in words."""

    counts: Counter[str] = field(default_factory=Counter)

    def lines(self) -> list[str]:
        """Return a line a kind: ``3 control characters replaced``."""
        return [f"{count} {what}" for what, count in sorted(self.counts.items())]


Write = Callable[[Corpus, Report], Iterator[bytes]]
WriteFolder = Callable[[Corpus, Report], Iterator[Piece]]
