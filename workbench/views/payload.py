"""An aligned transcript as the compact bytes that the parallel text is drawn from.

Columns rather than records: one list a language, one list a kind of evidence, so that
10,000 rows in five languages parse in the browser in a few hundredths of a second. Confidences
and evidence are whole thousandths. The first line is a small header; the text follows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Any

from workbench.model import AlignedTranscript, Alignment, Edition, Level, Role, Row, Score, Status
from workbench.reviewing import Review
from workbench.views import words
from workbench.views.links import Link
from workbench.workflow import DOUBTFUL

_ROLES = tuple(Role)
_STATUS = tuple(Status)
_NO_SCORE = Score()
_EVIDENCE = ("length", "lexical", "cognate", "numbers", "position", "role")


def body(review: Review) -> bytes:
    """Return a transcript's content as JSON, with what people have decided of it."""
    aligned = review.now.aligned
    whole = content(aligned)
    whole["levels"][Level.SEGMENT.value] |= _reviewed(review, 0, len(review.keys))
    return _json(whole)


def patch(before: Review, after: Review) -> dict[str, Any] | None:
    """Return what turns the segment rows of one state into those of a later one; None where nothing differs.

    ``at`` and ``remove`` say which rows are replaced, ``rows`` holds those that take their place, column by
    column. Marks of crossing and notes come whole, since they name rows by number.
    """
    old, new = before.keys, after.keys
    if old == new:
        return None
    start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    tail = 0
    while tail < min(len(old), len(new)) - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    end = len(new) - tail
    aligned = after.now.aligned
    part = _level(aligned, Level.SEGMENT, (start, end)) | _reviewed(after, start, end)
    return {"at": start, "remove": len(old) - tail - start, "rows": part}


@lru_cache(maxsize=16)
def _digest(packed: bytes) -> str:
    """Return a name for a content; hashing is remembered with the bytes, which Python hashes once."""
    return hashlib.sha256(packed).hexdigest()[:16]


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _reviewed(review: Review, start: int, end: int) -> dict[str, Any]:
    """Status and name of some rows, and of all rows what people have done and said."""
    rows = review.now.aligned.segments.rows
    return {
        "status": [_STATUS.index(row.status) for row in rows[start:end]],
        "keys": list(review.keys[start:end]),
        "history": {
            number: [[d.kind.value, d.who, words.day(d.at), d.note] for d in touched]
            for number, touched in enumerate(review.now.touched)
            if touched
        },
    }


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
        "levels": {level.value: _level(aligned, level) for level in Level},
    }


def message(
    packed: bytes,
    link: Link,
    choices: Sequence[tuple[str, str]],
    news: Mapping[str, Any],
    *,
    noticed: bytes = b"{}",
) -> bytes:
    """Return header, what the checks noticed, and packed content, a line each.

    The header says what to show first and which transcripts there are to choose from: ``choices`` are pairs of name and
    title; ``news`` is what the session's decisions came to.
    """
    header = {
        "digest": _digest(packed),
        "noticed": _digest(noticed),
        "link": asdict(link),
        "choices": [list(choice) for choice in choices],
        **news,
    }
    return b"\n".join((_json(header), noticed, packed))


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


def _level(aligned: AlignedTranscript, level: Level, span: tuple[int, int] | None = None) -> dict[str, Any]:
    """Rows of a level, or those of a half-open span of it, as columns; marks of crossing are of all rows."""
    alignment = aligned.at(level)
    rows = alignment.rows[slice(*span)] if span else alignment.rows
    return {
        "text": [
            [_cell(edition, level, row.cells[k]) for row in rows]
            for k, edition in enumerate(aligned.transcript.editions)
        ],
        "confidence": [_thousandths(row.score.confidence) for row in rows],
        "evidence": {name: [_part(row, name) for row in rows] for name in _EVIDENCE},
        "pairs": _pairs(alignment, rows),
        "role": [_ROLES.index(row.role) for row in rows],
        "turn": list(range(len(rows))) if level is Level.TURN else [row.turn_row for row in rows],
        "crossing": [_crossing(alignment, k) for k in range(len(alignment.languages))],
    }


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
