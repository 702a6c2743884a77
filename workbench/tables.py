"""Alignments as Polars frames and back; the names of columns live here and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

import polars as pl

from workbench.model import (
    AlignedTranscript,
    Alignment,
    Edition,
    Level,
    Role,
    Row,
    Score,
    Segment,
    Status,
    Transcript,
    Turn,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.align.memory import Memory

_EVIDENCE = ("length", "lexical", "cognate", "numbers", "position", "role_agreement")
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "level": pl.String,
    "row": pl.Int32,
    "turn_row": pl.Int32,
    "role": pl.String,
    "status": pl.String,
    "confidence": pl.Float64,
    **dict.fromkeys(_EVIDENCE, pl.Float64),
    "pairs": pl.List(pl.Struct({"left": pl.String, "right": pl.String, "confidence": pl.Float64})),
    "cells": pl.List(
        pl.Struct({"language": pl.String, "units": pl.List(pl.Int32), "text": pl.String}),
    ),
}


def rows_frame(aligned: AlignedTranscript) -> pl.DataFrame:
    """Return the rows of both levels, one a line.

    Columns: level, row, turn_row, role, status, confidence and the evidence (0..1 or null), ``pairs``
    (confidence by two languages) and ``cells`` (language, 0-based units, text) in the order of the editions.
    """
    records = [
        _record(aligned, alignment, number, row)
        for alignment in (aligned.turns, aligned.segments)
        for number, row in enumerate(alignment.rows)
    ]
    return pl.DataFrame(records, schema=_SCHEMA, orient="row")


def _record(aligned: AlignedTranscript, alignment: Alignment, number: int, row: Row) -> dict[str, object]:
    languages = alignment.languages
    score = row.score
    evidence = (score.length, score.lexical, score.cognate, score.numbers, score.position, score.role)
    return {
        "level": str(alignment.level),
        "row": number,
        "turn_row": row.turn_row,
        "role": str(row.role),
        "status": str(row.status),
        "confidence": score.confidence,
        **dict(zip(_EVIDENCE, evidence, strict=True)),
        "pairs": [
            {"left": languages[i], "right": languages[j], "confidence": value}
            for (i, j), value in sorted(row.pairs.items())
        ],
        "cells": [
            {"language": language, "units": list(cell), "text": edition.text(alignment.level, cell)}
            for language, cell, edition in zip(languages, row.cells, aligned.transcript.editions, strict=True)
        ],
    }


_MEMORY = {
    "first": pl.String,
    "second": pl.String,
    "left": pl.String,
    "right": pl.String,
    "count": pl.Float64,
}


def memory_frame(taught: Mapping[tuple[str, str], Memory]) -> pl.DataFrame:
    """Return memories by language pair, a line a pair of stems: two languages, two stems, expected count."""
    columns: dict[str, list[object]] = {name: [] for name in _MEMORY}
    for (first, second), memory in sorted(taught.items()):
        columns["first"] += [first] * len(memory.left)
        columns["second"] += [second] * len(memory.left)
        columns["left"] += memory.left
        columns["right"] += memory.right
        columns["count"] += memory.count.tolist()
    return pl.DataFrame(columns, schema=_MEMORY)


def memories_from_frame(frame: pl.DataFrame) -> dict[tuple[str, str], Memory]:
    """Return what :func:`memory_frame` wrote; counts of a pair of stems that stands twice are added up."""
    from workbench.align.memory import Memory  # noqa: PLC0415 — with compiled kernels, which a list of files does not need

    total = frame.group_by("first", "second", "left", "right").agg(pl.col("count").sum())
    found = {}
    for (first, second), part in total.sort("first", "second", "left", "right").group_by(
        ["first", "second"], maintain_order=True
    ):
        found[str(first), str(second)] = Memory(
            tuple(part["left"].to_list()), tuple(part["right"].to_list()), part["count"].to_numpy()
        )
    return found


def aligned_from_frame(frame: pl.DataFrame, transcript: Transcript, pivot: str) -> AlignedTranscript:
    """Return the alignment that :func:`rows_frame` wrote, over the editions of the transcript."""
    rows: dict[Level, list[Row]] = {Level.TURN: [], Level.SEGMENT: []}
    place = {language: k for k, language in enumerate(transcript.languages)}
    for record in frame.iter_rows(named=True):
        evidence = [record[name] for name in _EVIDENCE]
        rows[Level(record["level"])].append(
            Row(
                tuple(tuple(cell["units"]) for cell in record["cells"]),
                Score(record["confidence"], *evidence),
                {(place[p["left"]], place[p["right"]]): p["confidence"] for p in record["pairs"]},
                record["turn_row"],
                Role(record["role"]),
                Status(record["status"]),
            )
        )
    turns, segments = (
        Alignment(transcript.languages, tuple(e.size(level) for e in transcript.editions), level, tuple(rows[level]))
        for level in (Level.TURN, Level.SEGMENT)
    )
    return AlignedTranscript(transcript, turns, segments, pivot)


def aligned_from_texts(frame: pl.DataFrame, name: str, pivot: str) -> AlignedTranscript:
    """Return a stored alignment by the texts that it holds, for reading where the editions have changed since.

    Each cell is one segment; turns have their roles but no labels. ValueError where the frame holds no rows.
    """
    records = list(frame.filter(pl.col("level") == str(Level.SEGMENT)).iter_rows(named=True))
    if not records:
        raise ValueError("no rows")
    languages = tuple(cell["language"] for cell in records[0]["cells"])
    editions: list[Edition] = []
    units: list[dict[int, int]] = []
    turns: list[dict[int, list[int]]] = []
    for k, language in enumerate(languages):
        filled = [(record["cells"][k]["units"], n) for n, record in enumerate(records) if record["cells"][k]["units"]]
        order = [n for _, n in sorted(filled)]
        edition, homes = _edition_of(language, [records[n] for n in order], k)
        editions.append(edition)
        units.append({n: place for place, n in enumerate(order)})
        turns.append(homes)
    rows = tuple(_row_of(record, [(u[n],) if n in u else () for u in units]) for n, record in enumerate(records))
    roles = {record["turn_row"]: Role(record["role"]) for record in records}
    known = {number: k for k, number in enumerate(roles)}
    turn_rows = tuple(
        Row(tuple(tuple(homes.get(number, ())) for homes in turns), Score(1.0), turn_row=known[number], role=role)
        for number, role in roles.items()
    )
    rows = tuple(replace(row, turn_row=known[row.turn_row]) for row in rows)
    segments = Alignment(languages, tuple(len(e.segments) for e in editions), Level.SEGMENT, rows)
    whole = Alignment(languages, tuple(len(e.turns) for e in editions), Level.TURN, turn_rows)
    return AlignedTranscript(Transcript(name, tuple(editions)), whole, segments, pivot)


def _edition_of(language: str, records: list[dict[str, Any]], column: int) -> tuple[Edition, dict[int, list[int]]]:
    """Return an edition with a segment a record, and the turns of each row of turns."""
    turns: list[Turn] = []
    homes: dict[int, list[int]] = {}
    start = 0
    for number, run in groupby(records, key=lambda record: int(record["turn_row"])):
        end = start + len(list(run))
        homes.setdefault(number, []).append(len(turns))
        turns.append(Turn(len(turns), Role(records[start]["role"]), "", start, end))
        start = end
    texts = (record["cells"][column]["text"] for record in records)
    return Edition(language, tuple(turns), tuple(Segment(n, text) for n, text in enumerate(texts))), homes


def _row_of(record: dict[str, Any], cells: list[tuple[int, ...]]) -> Row:
    place = {cell["language"]: k for k, cell in enumerate(record["cells"])}
    pairs = {(place[p["left"]], place[p["right"]]): p["confidence"] for p in record["pairs"]}
    score = Score(record["confidence"], *(record[name] for name in _EVIDENCE))
    return Row(tuple(cells), score, pairs, record["turn_row"], Role(record["role"]), Status(record["status"]))
