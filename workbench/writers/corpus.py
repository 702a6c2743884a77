"""What a writer is given: rows of one or both levels, in some of the languages, and where to report losses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from workbench.model import AlignedTranscript, Edition, Level, Row


@dataclass(frozen=True, slots=True)
class Selection:
    """What of an aligned transcript is written.

    ``languages`` gives order and choice (empty: all, pivot first); rows whose
    confidence is below ``min_confidence`` (0..1) are left out.
    """

    levels: tuple[Level, ...] = (Level.SEGMENT,)
    languages: tuple[str, ...] = ()
    min_confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Corpus:
    """An aligned transcript, as far as it is selected."""

    aligned: AlignedTranscript
    selection: Selection = Selection()

    @property
    def name(self) -> str:
        """The transcript's name."""
        return self.aligned.transcript.name

    @property
    def columns(self) -> tuple[str, ...]:
        """The languages in the order they are written."""
        return self.selection.languages or self.aligned.transcript.languages

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The editions in the order they are written."""
        return tuple(self.aligned.transcript.edition(language) for language in self.columns)

    def records(self) -> Iterator[Record]:
        """Yield the rows that are to be written, with their numbers in the whole alignment."""
        for level in self.selection.levels:
            alignment = self.aligned.at(level)
            order = [alignment.column(language) for language in self.columns]
            place = {column: k for k, column in enumerate(order)}
            for number, row in enumerate(alignment.rows):
                cells = tuple(row.cells[c] for c in order)
                if not any(cells):
                    continue
                pairs = {
                    (place[i], place[j]): value for (i, j), value in row.pairs.items() if i in place and j in place
                }
                confidence = row.score.confidence
                if len(order) == 2 < len(alignment.languages):
                    confidence = next(iter(pairs.values()), confidence)
                if confidence >= self.selection.min_confidence:
                    yield Record(level, number, row, cells, confidence, pairs)

    def text(self, record: Record, column: int) -> str:
        """Return the text of a record's cell, as printed, units joined by single spaces."""
        return self.editions[column].text(record.level, record.cells[column])


@dataclass(frozen=True, slots=True)
class Record:
    """A row as selected: cells by column; ``pairs`` hold confidence by columns ``(i, j)``."""

    level: Level
    number: int
    row: Row
    cells: tuple[tuple[int, ...], ...]
    confidence: float
    pairs: dict[tuple[int, int], float]


@dataclass(slots=True)
class Report:
    """What a writer had to leave out or replace, counted by kind in words."""

    counts: Counter[str] = field(default_factory=Counter)

    def lines(self) -> list[str]:
        """Return a line a kind: ``3 control characters replaced``."""
        return [f"{count} {what}" for what, count in sorted(self.counts.items())]


Write = Callable[[Corpus, Report], Iterator[bytes]]
