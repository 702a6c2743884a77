"""The values of the domain: editions, turns, segments, rows, alignments.

All are frozen dataclasses that check their own invariants and nothing else;
algorithms live elsewhere. Indices are 0-based, spans are half-open.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from workbench.order import longest_increasing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Role(StrEnum):
    """What a turn does in the exchange."""

    QUESTION = "question"
    ANSWER = "answer"
    STATEMENT = "statement"


class Level(StrEnum):
    """The unit that an alignment's rows are made of."""

    TURN = "turn"
    SEGMENT = "segment"


class Status(StrEnum):
    """What a person has said of a row; apart from how sure the aligner is."""

    AUTO = "auto"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    FLAGGED = "flagged"


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence or sentence-like unit.

    ``index`` is its 0-based place in the edition, ``text`` is as printed
    (white space folded, nothing else changed).
    """

    index: int
    text: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's uninterrupted contribution.

    ``start`` and ``end`` are a half-open span of segment indices; ``paragraphs``
    are the segment indices at which a new paragraph begins (the turn's first
    segment left out). ``label`` is the speaker label as printed, without its
    colon; empty where the page prints none. ``speaker`` is the one form that the
    edition's labels of that speaker come down to.
    """

    index: int
    role: Role
    label: str
    start: int
    end: int
    paragraphs: tuple[int, ...] = ()
    speaker: str = ""

    def __post_init__(self) -> None:
        """Check that the span is one."""
        if not 0 <= self.start <= self.end:
            msg = f"turn {self.index}: span {self.start}:{self.end} is not half-open"
            raise ValueError(msg)

    @property
    def segments(self) -> range:
        """The indices of the turn's segments."""
        return range(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an edition came from: file name, SHA-256 of its bytes, encoding, reader.

    ``repairs`` are the steps by which garbled characters were mended, to be replayed in order.
    """

    file: str
    digest: str
    encoding: str
    reader: str = "text"
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """One language version of a transcript.

    ``language`` is a BCP 47 tag. Turns cover the segments in order, without gap or overlap.
    ``notes`` is what the reader wants the user to know (a language that does not
    look like the declared one, an assumed encoding), one sentence each.
    """

    language: str
    turns: tuple[Turn, ...]
    segments: tuple[Segment, ...]
    title: str = ""
    date: datetime | date | None = None
    listed: tuple[str, ...] = ()
    provenance: Provenance | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check that indices run from 0 and that turns cover the segments."""
        if any(s.index != i for i, s in enumerate(self.segments)):
            msg = f"{self.language}: segment indices must run 0, 1, 2, …"
            raise ValueError(msg)
        here = 0
        for i, turn in enumerate(self.turns):
            if turn.index != i or turn.start != here:
                msg = f"{self.language}: turn {i} does not follow turn {i - 1}"
                raise ValueError(msg)
            here = turn.end
        if here != len(self.segments):
            msg = f"{self.language}: turns end at segment {here} of {len(self.segments)}"
            raise ValueError(msg)

    def turn_text(self, index: int) -> str:
        """Return a turn's segments joined by single spaces."""
        return " ".join(self.segments[i].text for i in self.turns[index].segments)

    def text(self, level: Level, indices: Iterable[int]) -> str:
        """Return the text of some units of a level, joined by single spaces."""
        if level is Level.TURN:
            return " ".join(self.turn_text(i) for i in indices)
        return " ".join(self.segments[i].text for i in indices)

    def size(self, level: Level) -> int:
        """Return how many units of a level the edition has."""
        return len(self.turns) if level is Level.TURN else len(self.segments)

    def segment_turns(self) -> tuple[int, ...]:
        """Return, for each segment, the index of the turn it stands in."""
        return tuple(t.index for t in self.turns for _ in t.segments)

    def stable_ids(self) -> tuple[str, ...]:
        """Return an id per segment: a digest of language and text, and its occurrence number.

        The id does not depend on the segment's place, so a decision about it
        survives a corrected edition and a new alignment.
        """
        seen: Counter[str] = Counter()
        ids = []
        for segment in self.segments:
            key = f"{self.language}\x00{segment.text}".encode("utf-8", "surrogatepass")
            stem = hashlib.sha256(key).hexdigest()[:16]
            ids.append(f"{stem}-{seen[stem]}")
            seen[stem] += 1
        return tuple(ids)


@dataclass(frozen=True, slots=True)
class Transcript:
    """One event in several editions, by name; at most one edition a language."""

    name: str
    editions: tuple[Edition, ...]

    def __post_init__(self) -> None:
        """Check that no language stands twice."""
        languages = [e.language for e in self.editions]
        if len(set(languages)) != len(languages):
            msg = f"{self.name}: a language stands twice in {languages}"
            raise ValueError(msg)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the editions, in order."""
        return tuple(e.language for e in self.editions)

    def edition(self, language: str) -> Edition:
        """Return the edition in a language; KeyError if there is none."""
        for edition in self.editions:
            if edition.language == language:
                return edition
        raise KeyError(language)


@dataclass(frozen=True, slots=True)
class Score:
    """How sure a row is, and why.

    ``confidence`` is a calibrated probability in 0..1 that the row is right.
    The evidence is each 0..1, or None where it does not apply: likeness of
    ``length``, ``lexical`` translation support, ``cognate`` and name matches,
    agreement of ``numbers``, of ``position`` in the text and of speaker ``role``.
    """

    confidence: float = 0.0
    length: float | None = None
    lexical: float | None = None
    cognate: float | None = None
    numbers: float | None = None
    position: float | None = None
    role: float | None = None

    def __post_init__(self) -> None:
        """Check that every part is a share."""
        for name in ("confidence", *self.evidence()):
            value = getattr(self, name)
            if value is not None and not 0.0 <= value <= 1.0:
                msg = f"{name} must be in 0..1, not {value}"
                raise ValueError(msg)

    def evidence(self) -> dict[str, float]:
        """Return the evidence that applies, by name."""
        names = ("length", "lexical", "cognate", "numbers", "position", "role")
        values = {name: getattr(self, name) for name in names}
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Row:
    """What says the same thing in every edition.

    ``cells`` holds, for each edition of the alignment in order, a tuple of
    ascending unit indices, maybe empty, maybe with gaps (a merged exchange). ``pairs`` holds the
    confidence of single pairs of editions, by their positions ``(i, j)``, i < j.
    ``turn_row`` is the row of the turn-level alignment it lies in.
    """

    cells: tuple[tuple[int, ...], ...]
    score: Score = field(default_factory=Score)
    pairs: Mapping[tuple[int, int], float] = field(default_factory=dict)
    turn_row: int = 0
    role: Role = Role.STATEMENT
    status: Status = Status.AUTO

    def __post_init__(self) -> None:
        """Check that something stands in the row, each cell in ascending order."""
        if not any(self.cells):
            msg = "a row must hold at least one unit"
            raise ValueError(msg)
        for cell in self.cells:
            if any(a >= b for a, b in pairwise(cell)):
                msg = f"indices of a cell must ascend: {cell}"
                raise ValueError(msg)

    @property
    def present(self) -> tuple[int, ...]:
        """The positions of the editions that have something in this row."""
        return tuple(i for i, cell in enumerate(self.cells) if cell)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Rows over two or more editions, at one level.

    Every unit of every edition (``sizes[k]`` of them) stands in exactly one
    row; this is checked on construction. Monotone order is not required.
    """

    languages: tuple[str, ...]
    sizes: tuple[int, ...]
    level: Level
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        """Check that the rows partition the units of every edition."""
        if len(self.languages) != len(self.sizes):
            msg = "one size for each language"
            raise ValueError(msg)
        cells = [row.cells for row in self.rows]
        if any(len(row) != len(self.languages) for row in cells):
            msg = "every row needs one cell for each language"
            raise ValueError(msg)
        for k, (language, size) in enumerate(zip(self.languages, self.sizes, strict=True)):
            units = sorted([i for row in cells for i in row[k]])
            if units != list(range(size)):
                msg = f"{language}: rows must hold each of {size} units exactly once"
                raise ValueError(msg)

    def column(self, language: str) -> int:
        """Return the position of a language; KeyError if it is not here."""
        try:
            return self.languages.index(language)
        except ValueError:
            raise KeyError(language) from None

    def row_of(self, column: int) -> tuple[int, ...]:
        """Return, for each unit of an edition, the row it stands in."""
        rows = [0] * self.sizes[column]
        for number, row in enumerate(self.rows):
            for unit in row.cells[column]:
                rows[unit] = number
        return tuple(rows)

    def select(self, languages: Sequence[str]) -> Alignment:
        """Return the alignment of some of the editions, in the order asked for.

        Rows that are empty in all of them fall away. KeyError if a language is not here.
        """
        columns = [self.column(language) for language in languages]
        place = {column: k for k, column in enumerate(columns)}
        rows = []
        for row in self.rows:
            cells = tuple(row.cells[c] for c in columns)
            if any(cells):
                pairs = {
                    (min(place[i], place[j]), max(place[i], place[j])): value
                    for (i, j), value in row.pairs.items()
                    if i in place and j in place
                }
                rows.append(replace(row, cells=cells, pairs=pairs))
        sizes = tuple(self.sizes[c] for c in columns)
        return Alignment(tuple(languages), sizes, self.level, tuple(rows))

    def project(self, left: str, right: str) -> Alignment:
        """Return the bilingual alignment of two of the editions."""
        return self.select((left, right))

    def crossing(self) -> frozenset[int]:
        """Return the numbers of the rows that stand out of order in some edition.

        For each edition, the rows outside a longest increasing run of first
        indices cross; so few rows as possible are named.
        """
        crossed: set[int] = set()
        for column in range(len(self.languages)):
            filled = [(n, row.cells[column]) for n, row in enumerate(self.rows) if row.cells[column]]
            kept = longest_increasing([cell[0] for _, cell in filled])
            crossed.update(n for k, (n, _) in enumerate(filled) if k not in kept)
        return frozenset(crossed)

    @property
    def monotone(self) -> bool:
        """Whether rows run in the order of every edition, without crossing or gap."""
        for column in range(len(self.languages)):
            units = [i for row in self.rows for i in row.cells[column]]
            if units != sorted(units):
                return False
        return True


@dataclass(frozen=True, slots=True)
class AlignedTranscript:
    """A transcript with its alignment at both levels.

    The editions of both alignments are the transcript's, in its order with the pivot first.
    """

    transcript: Transcript
    turns: Alignment
    segments: Alignment
    pivot: str

    def __post_init__(self) -> None:
        """Check that text and alignments speak of the same units."""
        for alignment in (self.turns, self.segments):
            sizes = tuple(e.size(alignment.level) for e in self.transcript.editions)
            if alignment.languages != self.transcript.languages or alignment.sizes != sizes:
                msg = f"{self.transcript.name}: the {alignment.level} alignment is of other texts"
                raise ValueError(msg)

    def at(self, level: Level) -> Alignment:
        """Return the alignment of a level."""
        return self.turns if level is Level.TURN else self.segments


_NAME = re.compile(r"[^\W_][\w.-]*", re.UNICODE)


def valid_name(name: str) -> bool:
    """Tell whether a transcript's name can be a folder's: letters, digits, ``. _ -``, no path."""
    return bool(_NAME.fullmatch(name)) and ".." not in name and not name.endswith(".")


def common_role(editions: Sequence[Edition], cells: Sequence[Sequence[int]]) -> Role:
    """Return the role that most turns of a row of turns have; of several, the first that says something."""
    count = Counter(edition.turns[i].role for edition, cell in zip(editions, cells, strict=True) for i in cell)
    return max(Role, key=lambda role: (count[role], role is not Role.STATEMENT))
