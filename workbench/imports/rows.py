"""Rows as an exchange format carries them, and how they become a transcript with its alignment.

Readers yield :class:`Found` rows; :func:`assemble` makes editions of their units, and rows over them. Where a
format does not say: rows stand in the file's order, a row is believed (confidence 1), turns follow the rows'
``turn_row``, and without that an edition is one turn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby

from workbench.errors import InputError
from workbench.imports.partition import Indexed, alignment, completed, connected
from workbench.interchange import Unit
from workbench.model import AlignedTranscript, Edition, Level, Role, Segment, Status, Transcript, Turn


@dataclass(frozen=True, slots=True)
class Found:
    """A row as read: units by language, and the facts that the format carries (None where it does not say).

    Rows of the same ``key`` (a unit's id in several bilingual files) are one. ``pairs`` are keyed by languages.
    ``joined`` are the languages whose one unit is several segments, which the format does not keep apart.
    """

    cells: Mapping[str, tuple[Unit, ...]]
    level: Level = Level.SEGMENT
    turn_row: int | None = None
    role: Role | None = None
    status: Status | None = None
    confidence: float | None = None
    pairs: Mapping[tuple[str, str], float] = field(default_factory=dict)
    key: str | None = None
    transcript: str = ""
    number: int | None = None
    joined: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FoundCorpus:
    """What a reader makes of files: rows, languages in order where the format says, titles and dates."""

    rows: Sequence[Found]
    languages: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, datetime | date] = field(default_factory=dict)
    pivot: str | None = None


def assemble(name: str, corpus: FoundCorpus, *, where: str, only: str | None = None) -> AlignedTranscript:
    """Return the transcript that rows make, with its alignment at both levels.

    Raises InputError where there are fewer than two languages, several transcripts and
    none chosen by ``only``, or a unit stands in two rows.
    """
    rows = merged(_one_transcript(corpus.rows, only, where))
    languages = _languages(corpus, rows)
    if len(languages) < 2:
        raise InputError(where, f"text in {len(languages)} language(s)", "give a corpus of two or more languages")
    turn_rows = [row for row in rows if row.level is Level.TURN]
    rows = [row for row in rows if row.level is Level.SEGMENT]
    if not rows:
        rows = turn_rows = _turns_as_units(turn_rows)
    built = {language: _build(language, rows, where) for language in languages}
    editions = tuple(
        replace(built[tag].edition, title=corpus.titles.get(tag, ""), date=corpus.dates.get(tag)) for tag in languages
    )
    return align_editions(name, editions, *_indexed(rows, turn_rows, built, languages), where=where)


def align_editions(
    name: str,
    editions: tuple[Edition, ...],
    turns: Sequence[Indexed] | None,
    segments: Sequence[Indexed],
    *,
    where: str,
) -> AlignedTranscript:
    """Return editions with rows over their units; units in no row stand alone, at confidence 0.

    Without turn rows, turns whose segments stand in the same turn row, or share a row, are one row.
    """
    turns = completed(editions, Level.TURN, turns if turns is not None else connected(editions, segments), where)
    numbers = {row.number: k for k, row in enumerate(turns) if row.number is not None}
    holder = {(k, i): n for n, row in enumerate(turns) for k, cell in enumerate(row.cells) for i in cell}
    in_turns = [edition.segment_turns() for edition in editions]

    def turn_row(row: Indexed) -> int:
        if row.turn_row in numbers:
            return numbers[row.turn_row]
        column = next(k for k, cell in enumerate(row.cells) if cell)
        return holder[column, in_turns[column][row.cells[column][0]]]

    segments = [replace(row, turn_row=turn_row(row)) for row in completed(editions, Level.SEGMENT, segments, where)]
    turns = [replace(row, turn_row=k) for k, row in enumerate(turns)]
    levels = (alignment(editions, Level.TURN, turns), alignment(editions, Level.SEGMENT, segments))
    return AlignedTranscript(Transcript(name, editions), *levels, editions[0].language)


def merged(rows: Iterable[Found]) -> list[Found]:
    """Return rows with those of the same key drawn together; the confidence is then the least of them."""
    found: dict[object, Found] = {}
    for place, row in enumerate(rows):
        key: object = (row.level, row.key) if row.key is not None else place
        if key not in found:
            found[key] = row
            continue
        first = found[key]
        known = [c for c in (first.confidence, row.confidence) if c is not None]
        found[key] = replace(
            first,
            cells={**first.cells, **row.cells, **first.cells},
            pairs={**first.pairs, **row.pairs},
            confidence=min(known) if known else None,
        )
    return list(found.values())


def _one_transcript(rows: Sequence[Found], only: str | None, where: str) -> list[Found]:
    names = list(dict.fromkeys(row.transcript for row in rows))
    if only is not None:
        if only not in names:
            raise InputError("--only", f'{where} holds no transcript "{only}"', f"choose of {', '.join(names)}")
        names = [only]
    if not names:
        raise InputError(where, "no row in it", "give a corpus that holds rows")
    if len(names) > 1:
        listed = ", ".join(names[:5]) + (", …" if len(names) > 5 else "")
        raise InputError(where, f"it holds {len(names)} transcripts ({listed})", "choose one with --only NAME")
    return [row for row in rows if row.transcript == names[0]]


def _languages(corpus: FoundCorpus, rows: Sequence[Found]) -> tuple[str, ...]:
    """Return the languages that have text, the pivot first where the format names one."""
    here = dict.fromkeys(language for row in rows for language, cell in row.cells.items() if cell)
    ordered = [tag for tag in corpus.languages if tag in here] + [tag for tag in here if tag not in corpus.languages]
    return tuple(sorted(ordered, key=lambda tag: tag != corpus.pivot))


def _turns_as_units(rows: Sequence[Found]) -> list[Found]:
    """Return rows of turns, where a file has no others, with every unit a turn of its own."""
    count = Counter[str]()
    found = []
    for row in rows:
        cells = {}
        for language, units in row.cells.items():
            first = count[language]
            count[language] += len(units)
            cells[language] = tuple(
                u if u.turn is not None else u._replace(turn=first + k) for k, u in enumerate(units)
            )
        found.append(replace(row, cells=cells))
    return found


@dataclass(frozen=True, slots=True)
class _Built:
    """An edition, and by row the new indices of its units; ``turns`` maps the turns' numbers as read."""

    edition: Edition
    cells: Mapping[int, tuple[int, ...]]
    turns: Mapping[int, int]


def _build(language: str, rows: Sequence[Found], where: str) -> _Built:
    placed = [(k, unit, row) for k, row in enumerate(rows) for unit in row.cells.get(language, ())]
    if all(unit.place is not None for _, unit, _ in placed):
        indices = [unit.place for _, unit, _ in placed]
        if len(set(indices)) != len(indices):
            twice = next(i for i in indices if indices.count(i) > 1)
            raise InputError(where, f"{language}: unit {twice} stands in two rows", "mend the file, or export it anew")
        placed.sort(key=lambda item: item[1].place or 0)
    cells: dict[int, list[int]] = {}
    for index, (k, _, _) in enumerate(placed):
        cells.setdefault(k, []).append(index)
    turns, numbers = _turns([(unit, row) for _, unit, row in placed])
    segments = tuple(Segment(i, unit.text) for i, (_, unit, _) in enumerate(placed))
    edition = Edition(language, turns, segments, notes=_notes(sum(language in row.joined for row in rows)))
    return _Built(edition, {k: tuple(sorted(cell)) for k, cell in cells.items()}, numbers)


def _notes(joined: int) -> tuple[str, ...]:
    """Return what the format could not carry, for the reader of the edition."""
    if not joined:
        return ()
    rows = "1 row holds" if joined == 1 else f"{joined} rows hold"
    return (f"{rows} several sentences, read as one segment each; jsonl-units would keep them apart",)


def _turns(units: Sequence[tuple[Unit, Found]]) -> tuple[tuple[Turn, ...], dict[int, int]]:
    """Return the turns of an edition's units, by what is known of them, and the new number of each turn as read."""
    known = all(unit.turn is not None for unit, _ in units)
    in_rows = all(row.turn_row is not None for _, row in units)
    turns: list[Turn] = []
    numbers: dict[int, int] = {}

    def of(item: tuple[int, tuple[Unit, Found]]) -> int | None:
        unit, row = item[1]
        return unit.turn if known else row.turn_row if in_rows else None

    for number, group in groupby(enumerate(units), key=of):
        members = list(group)
        unit, row = members[0][1]
        role = unit.role or row.role if known or in_rows else None
        start, end = members[0][0], members[-1][0] + 1
        breaks = tuple(i for i, (u, _) in members[1:] if u.paragraph)
        if known and number is not None:
            numbers.setdefault(number, len(turns))
        turns.append(Turn(len(turns), role or Role.STATEMENT, unit.label, start, end, breaks))
    return tuple(turns), numbers


def _indexed(
    rows: Sequence[Found], turn_rows: Sequence[Found], built: Mapping[str, _Built], languages: Sequence[str]
) -> tuple[list[Indexed] | None, list[Indexed]]:
    """Return turn rows (None where the file has none beside segment rows) and segment rows, by new indices."""
    segments = []
    for k, row in enumerate(rows):
        cells = tuple(built[tag].cells.get(k, ()) for tag in languages)
        if any(cells):
            segments.append(_facts(row, cells, languages))
    if not turn_rows:
        return None, segments
    if turn_rows is rows:
        numbered = [replace(row, number=k, turn_row=k) for k, row in enumerate(segments)]
        return numbered, numbered
    turns = []
    for k, row in enumerate(turn_rows):
        cells = tuple(_new_turns(row.cells.get(tag, ()), built[tag].turns) for tag in languages)
        if any(cells):
            turns.append(replace(_facts(row, cells, languages), number=row.number if row.number is not None else k))
    return turns, segments


def _new_turns(units: Sequence[Unit], turns: Mapping[int, int]) -> tuple[int, ...]:
    """Return the new numbers of the turns of a turn row's cell; those of which no segment was read fall away."""
    numbers = (unit.turn if unit.turn is not None else unit.place for unit in units)
    return tuple(sorted({turns[number] for number in numbers if number is not None and number in turns}))


def _facts(row: Found, cells: tuple[tuple[int, ...], ...], languages: Sequence[str]) -> Indexed:
    place = {tag: k for k, tag in enumerate(languages)}
    pairs = {
        (min(place[a], place[b]), max(place[a], place[b])): value
        for (a, b), value in row.pairs.items()
        if a in place and b in place
    }
    return Indexed(
        cells,
        1.0 if row.confidence is None else row.confidence,
        pairs,
        row.turn_row,
        row.role or Role.STATEMENT,
        row.status or Status.AUTO,
        row.number,
    )
