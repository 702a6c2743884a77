"""An aligned transcript as the compact bytes that the parallel text is drawn from.

Columns rather than records: one list a language, one list a kind of evidence, so that
10,000 rows in five languages parse in the browser in a few hundredths of a second. Confidences
and evidence are whole thousandths. The first line is a small header; the text follows.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import accumulate, combinations, pairwise
from typing import Any

from workbench.model import AlignedTranscript, Alignment, Edition, Level, Role, Row, Score, Status
from workbench.review import Decision
from workbench.reviewing import Review
from workbench.views import words
from workbench.views.links import Link
from workbench.workflow import DOUBTFUL

_ROLES = tuple(Role)
_STATUS = tuple(Status)
_NO_SCORE = Score()
_EVIDENCE = ("length", "lexical", "cognate", "numbers", "position", "role")


def packed(review: Review) -> bytes:
    """Return a transcript's content as JSON, with what people have decided of it, deflated (RFC 1950)."""
    whole = content(review.now.aligned)
    for level in Level:
        whole["levels"][level.value] |= _reviewed(review, level, (0, len(review.now.names[level])))
    return zlib.compress(_json(whole), 1)


def crossings(aligned: AlignedTranscript, level: Level) -> list[list[int]]:
    """Return, for each edition, the rows of a level whose cell stands out of that edition's order."""
    alignment = aligned.at(level)
    return [_crossing(alignment, k) for k in range(len(alignment.languages))]


def patch(before: Review, after: Review) -> dict[str, Any] | None:
    """Return what turns one state of a transcript into a later one; None where nothing differs.

    By level, ``hunks`` are replacements in the order of the text: the first row replaced, how many are, and the
    rows that take their place, column by column. Marks of crossing come whole where they differ, since they name
    rows by number; so do turns, and which each row lies in, where rows of turns differ.
    """
    found = {level.value: part for level in Level if (part := _patch(before, after, level))}
    if Level.TURN.value in found:
        aligned = after.now.aligned
        found["turns"] = _turns(aligned)
        found["places"] = {name: _columns(aligned, Level.SEGMENT)[name] for name in ("turn", "role")}
    return found or None


def rows_in(change: Mapping[str, Any]) -> int:
    """Return how many rows a patch brings."""
    return sum(len(rows["keys"]) for level in Level for _, _, rows in change.get(level.value, {}).get("hunks", ()))


def _patch(before: Review, after: Review, level: Level) -> dict[str, Any] | None:
    found = _hunks(before.now.names[level], after.now.names[level])
    if not found:
        return None
    aligned = after.now.aligned
    rows = [
        [start, end - start, _level(aligned, level, span) | _reviewed(after, level, span)]
        for (start, end), span in found
    ]
    marks = crossings(aligned, level)
    return {"hunks": rows} | ({} if marks == crossings(before.now.aligned, level) else {"crossing": marks})


Span = tuple[int, int]


def _hunks(old: Sequence[str], new: Sequence[str]) -> list[tuple[Span, Span]]:
    """Return half-open spans of old rows, each with the span of new ones in its place.

    A row is another if its key is; the rows beside such rows are taken along, since their confidence hangs on them.
    """
    if old == new:
        return []
    place = {key: n for n, key in enumerate(old)}
    found: list[tuple[Span, Span]] = []
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and old[i] == new[j]:
            i, j = i + 1, j + 1
            continue
        there = next((n for n in range(j, len(new)) if place.get(new[n], -1) >= i), len(new))
        here = place[new[there]] if there < len(new) else len(old)
        wide = (max(0, i - 1), min(len(old), here + 1)), (max(0, j - 1), min(len(new), there + 1))
        if found and wide[0][0] <= found[-1][0][1]:
            first = found.pop()
            wide = (first[0][0], wide[0][1]), (first[1][0], wide[1][1])
        found.append(wide)
        i, j = here, there
    return found


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _reviewed(review: Review, level: Level, span: Span) -> dict[str, Any]:
    """Status and name of some rows, and what people have done and said of each."""
    now = review.now
    here = slice(*span)
    return {
        "status": [_STATUS.index(row.status) for row in now.aligned.at(level).rows[here]],
        "keys": list(now.names[level][here]),
        "history": [[deed(d) for d in touched] or None for touched in now.marks[level][here]],
    }


def deed(decision: Decision) -> list[str]:
    """Return what was decided, by whom, when (ISO 8601), the note, and the decision's id."""
    at = decision.at.isoformat(timespec="seconds") if decision.at else ""
    return [decision.kind.value, decision.who, at, decision.note, decision.id]


def content(aligned: AlignedTranscript) -> dict[str, Any]:
    """Return the whole transcript, as plain values; nothing of what a link asks to see of it."""
    editions = aligned.transcript.editions
    head = next((e for e in editions if e.language == aligned.pivot), editions[0])
    names = words.language_names(aligned.transcript.languages)
    return {
        "name": aligned.transcript.name,
        "title": head.title or aligned.transcript.name,
        "date": words.day(head.date),
        "pivot": aligned.pivot,
        "doubtful": _thousandths(DOUBTFUL),
        "languages": [_language(e, names[e.language]) for e in editions],
        "turns": _turns(aligned),
        "levels": {level.value: _level(aligned, level) | {"crossing": crossings(aligned, level)} for level in Level},
    }


def message(
    packed_text: bytes,
    link: Link,
    choices: Sequence[tuple[str, str]],
    news: Mapping[str, Any],
    *,
    noticed: tuple[str, bytes] = ("", b""),
) -> bytes:
    """Return header, what the checks noticed, and packed content; both may be empty where the browser has them.

    The header says what to show first and which transcripts there are to choose from: ``choices`` are pairs of name and
    title; ``news`` is what the session's decisions came to; ``noticed`` is one line with its digest.
    """
    header = {"noticed": noticed[0], "link": asdict(link), "choices": [list(choice) for choice in choices], **news}
    return b"\n".join((_json(header), noticed[1], packed_text))


def _language(edition: Edition, name: str) -> dict[str, str]:
    tag = edition.language
    return {
        "tag": tag,
        "name": name,
        "dir": words.direction(tag),
        "title": edition.title,
    }


def _turns(aligned: AlignedTranscript) -> dict[str, Any]:
    """Role of each row of turns, and the labels printed there in each language."""
    rows = aligned.turns.rows
    return {
        "role": [_ROLES.index(row.role) for row in rows],
        "labels": [
            [_labels(edition, row.cells[k]) for row in rows] for k, edition in enumerate(aligned.transcript.editions)
        ],
    }


def _labels(edition: Edition, cell: Sequence[int]) -> str | None:
    """Labels of a cell of turns as printed; None where the edition has no such turn."""
    if not cell:
        return None
    return " · ".join(dict.fromkeys(edition.turns[i].label for i in cell if edition.turns[i].label))


def _level(aligned: AlignedTranscript, level: Level, span: Span | None = None) -> dict[str, Any]:
    """Rows of a level, or those of a half-open span of it, as columns."""
    alignment = aligned.at(level)
    rows = alignment.rows[slice(*span)] if span else alignment.rows
    editions = aligned.transcript.editions
    return {
        "text": [[_cell(edition, level, row.cells[k]) for row in rows] for k, edition in enumerate(editions)],
        "joints": [_joints(editions, row) for row in rows] if level is Level.TURN else [],
        "confidence": [_thousandths(row.score.confidence) for row in rows],
        "evidence": {name: [_part(row, name) for row in rows] for name in _EVIDENCE},
        "pairs": _pairs(alignment, rows),
        **_columns(aligned, level, span),
    }


def _columns(aligned: AlignedTranscript, level: Level, span: Span | None = None) -> dict[str, list[int]]:
    """Role of each row, and the row of turns that it lies in."""
    rows = aligned.at(level).rows
    start, end = span or (0, len(rows))
    return {
        "role": [_ROLES.index(row.role) for row in rows[start:end]],
        "turn": list(range(start, end)) if level is Level.TURN else [row.turn_row for row in rows[start:end]],
    }


def _joints(editions: Sequence[Edition], row: Row) -> dict[int, list[int]] | None:
    """For each cell of several turns, the paragraphs with which turns after the first begin; None for none."""
    found = {}
    for k, cell in enumerate(row.cells):
        if len(cell) > 1:
            ends = accumulate(len(_paragraphs(editions[k], turn)) for turn in cell[:-1])
            found[k] = list(ends)
    return found or None


def _cell(edition: Edition, level: Level, units: Sequence[int]) -> str | list[str] | None:
    """Segments of a cell, or the paragraphs of its turns; None where it is empty."""
    if level is Level.SEGMENT:
        parts = [edition.segments[i].text for i in units]
    else:
        parts = [text for i in units for text in _paragraphs(edition, i)]
    if not parts:
        return "" if units else None
    return parts[0] if len(parts) == 1 else parts


def _paragraphs(edition: Edition, turn: int) -> list[str]:
    span = edition.turns[turn]
    edges = [span.start, *span.paragraphs, span.end]
    return [" ".join(s.text for s in edition.segments[start:end]) for start, end in pairwise(edges) if start < end]


def _thousandths(value: float) -> int:
    return round(value * 1000)


def _part(row: Row, name: str) -> int | None:
    value: float | None = getattr(row.score, name)
    return None if value is None else _thousandths(value)


def _pairs(alignment: Alignment, rows: Sequence[Row]) -> list[list[Any]]:
    """For each pair of editions: both columns, and the pair's confidence row by row."""
    known = combinations(range(len(alignment.languages)), 2)
    return [[left, right, [_pair(row, (left, right)) for row in rows]] for left, right in known]


def _pair(row: Row, pair: tuple[int, int]) -> int | None:
    value = row.pairs.get(pair)
    return None if value is None else _thousandths(value)


def _crossing(alignment: Alignment, column: int) -> list[int]:
    """Rows whose cell in one edition stands out of that edition's order."""
    filled = [(n, row.cells[column]) for n, row in enumerate(alignment.rows) if row.cells[column]]
    if all(one[0] < other[0] for (_, one), (_, other) in pairwise(filled)):
        return []
    rows = tuple(Row((cell,), _NO_SCORE) for _, cell in filled)
    alone = Alignment((alignment.languages[column],), (alignment.sizes[column],), alignment.level, rows)
    return sorted(filled[k][0] for k in alone.crossing())
