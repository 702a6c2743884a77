"""What is written is read back: read(write(x)) = x, up to what the format is documented not to hold."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.aligned import aligned_transcripts, hostile
from workbench.imports import read_corpus
from workbench.interchange import BROKEN, GUARDED, REPLACED, SURROGATES
from workbench.model import AlignedTranscript, Alignment, Level
from workbench.writers import FORMATS, Corpus, Report, Selection

BOTH = Selection((Level.TURN, Level.SEGMENT))
BY_NAME = {f.name: f for f in FORMATS}
LONG = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def export(aligned: AlignedTranscript, name: str, selection: Selection = BOTH) -> tuple[dict[str, bytes], Report]:
    """Return the files of an export, and its report."""
    report, files = Report(), {}
    for path, data in BY_NAME[name].pieces(Corpus.of(aligned, selection), report):
        place = path or f"sample{BY_NAME[name].suffix}"
        files[place] = files.get(place, b"") + data
    return files, report


def back(aligned: AlignedTranscript, name: str, selection: Selection = BOTH) -> AlignedTranscript:
    """Return what is read of what is written."""
    return read_corpus("sample", list(export(aligned, name, selection)[0].items()), format=name)


def facts(alignment: Alignment, *, pairs: bool = True) -> list[Any]:
    """Return the rows of an alignment with all that formats with metadata hold."""
    return [
        (
            row.cells,
            round(row.score.confidence, 4),
            {k: round(v, 4) for k, v in row.pairs.items()} if pairs else None,
            row.turn_row,
            row.role,
            row.status,
        )
        for row in alignment.rows
    ]


def texts(aligned: AlignedTranscript) -> list[Any]:
    """Return the editions as far as every format with metadata holds them."""
    return [(e.language, e.turns, e.segments) for e in aligned.transcript.editions]


@pytest.mark.parametrize("name", ["jsonl-units", "tsv", "csv", "xlsx"])
@given(aligned=aligned_transcripts())
@LONG
def test_rows_hold_everything(name: str, aligned: AlignedTranscript) -> None:
    """Formats of rows give back turns, labels, paragraphs, rows of both levels, confidence, pairs and status."""
    found = back(aligned, name)
    assert texts(found) == texts(aligned)
    assert facts(found.segments) == facts(aligned.segments)
    assert facts(found.turns) == facts(aligned.turns)


@given(aligned=aligned_transcripts())
@LONG
def test_tei_holds_everything_but_pairs(aligned: AlignedTranscript) -> None:
    """TEI gives back all but the confidence of pairs."""
    found = back(aligned, "tei")
    assert texts(found) == texts(aligned)
    assert facts(found.segments, pairs=False) == facts(aligned.segments, pairs=False)
    assert facts(found.turns, pairs=False) == facts(aligned.turns, pairs=False)


@given(aligned=aligned_transcripts(languages=2))
@LONG
def test_xces_holds_two_languages(aligned: AlignedTranscript) -> None:
    """XCES gives back the documents and the segment rows of two languages; turn rows follow from them."""
    found = back(aligned, "xces")
    assert texts(found) == texts(aligned)
    assert facts(found.segments, pairs=False) == facts(aligned.segments, pairs=False)


@given(aligned=aligned_transcripts())
@LONG
def test_xces_holds_rows_with_the_first_language(aligned: AlignedTranscript) -> None:
    """Of many languages, XCES gives back every row that has text in the first of them."""
    found = back(aligned, "xces", Selection())
    assert texts(found) == texts(aligned)
    cells = {row.cells for row in found.segments.rows}
    assert all(row.cells in cells for row in aligned.segments.rows if row.cells[0])


@given(aligned=aligned_transcripts())
@LONG
def test_tmx_holds_rows_of_two_languages_or_more(aligned: AlignedTranscript) -> None:
    """TMX gives back the texts and facts of every row that has two languages, and reports the others."""
    files, report = export(aligned, "tmx", Selection())
    kept = [row for row in aligned.segments.rows if len(row.present) > 1]
    assert sum(report.counts.values()) == len(aligned.segments.rows) - len(kept)
    if kept:
        found = read_corpus("sample", list(files.items()))
        assert contents(found, found.segments.rows) == contents(aligned, kept)


@pytest.mark.parametrize("name", ["xliff12", "xliff21"])
@given(aligned=aligned_transcripts())
@LONG
def test_xliff_holds_rows_with_a_source(name: str, aligned: AlignedTranscript) -> None:
    """XLIFF gives back every row that has text in the source language, of all pairs together."""
    kept = [row for row in aligned.segments.rows if row.cells[0]]
    present = {k for row in kept for k in row.present}
    if len(present) > 1:
        found = back(aligned, name, Selection())
        here = [[part for part in parts if part] for parts in contents(found, found.segments.rows, scores=False)]
        assert here == [[part for part in parts if part] for parts in contents(aligned, kept, scores=False)]


@given(aligned=aligned_transcripts())
@LONG
def test_moses_holds_texts(aligned: AlignedTranscript) -> None:
    """Moses gives back the text of each row that has the first language and another, and nothing is invented."""
    kept = [
        row
        for row in aligned.segments.rows
        if row.cells[0] and aligned.transcript.editions[0].text(Level.SEGMENT, row.cells[0]).strip()
    ]
    others = [
        [e.text(Level.SEGMENT, cell) for e, cell in zip(aligned.transcript.editions, row.cells, strict=True)]
        for row in kept
    ]
    expected = sorted([t for t in texts if t.strip()] for texts in others if sum(bool(t.strip()) for t in texts) > 1)
    if expected:
        found = back(aligned, "moses", Selection())
        rows = [
            [e.text(Level.SEGMENT, c) for e, c in zip(found.transcript.editions, row.cells, strict=True) if c]
            for row in found.segments.rows
        ]
        assert sorted(rows) == expected


def contents(aligned: AlignedTranscript, rows: Any, *, scores: bool = True) -> list[list[Any]]:
    """Return rows by what is in them: the texts of every unit by language, and the facts."""
    found = []
    for row in rows:
        cells = [
            (e.language, [e.segments[i].text for i in cell]) if cell else None
            for e, cell in zip(aligned.transcript.editions, row.cells, strict=True)
        ]
        found.append(
            [*[c for c in cells if c], row.role, row.status, round(row.score.confidence, 4) if scores else None]
        )
    return found


@pytest.mark.parametrize("name", [f.name for f in FORMATS if f.reads])
@given(aligned=aligned_transcripts(texts=hostile, languages=2))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_hostile_text_is_kept_or_reported(name: str, aligned: AlignedTranscript) -> None:
    """Any text gives a file that is read back; the text is the same, or what had to be replaced is reported."""
    files, report = export(aligned, name, Selection())
    assert all(data.decode("utf-8") is not None for path, data in files.items() if not path.endswith(".xlsx"))
    kept = [
        row
        for row in aligned.segments.rows
        if len(row.present) > 1
        and all(e.text(Level.SEGMENT, c).strip() for e, c in zip(aligned.transcript.editions, row.cells, strict=True))
    ]
    if not kept:
        return
    found = read_corpus("sample", list(files.items()), format=name)
    pieces = {s.text for e in found.transcript.editions for s in e.segments}
    replaced = report.counts[REPLACED] + report.counts[BROKEN] + report.counts[SURROGATES]
    for row in kept:
        for edition, cell in zip(aligned.transcript.editions, row.cells, strict=True):
            wanted = (
                [edition.segments[i].text for i in cell]
                if name not in {"jsonl", "moses"}
                else [edition.text(Level.SEGMENT, cell)]
            )
            assert replaced or all(text in pieces for text in wanted)
            assert {len(text) for text in wanted} <= {len(text) for text in pieces}
    assert report.counts[GUARDED] == 0 or name in {"tsv", "csv"}


@pytest.mark.parametrize("name", [f.name for f in FORMATS])
@given(aligned=aligned_transcripts(texts=hostile), data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_same_input_same_bytes(name: str, aligned: AlignedTranscript, data: st.DataObject) -> None:
    """Any selection of any text gives an export, and gives it the same way twice."""
    metadata, level = (
        data.draw(st.booleans()),
        data.draw(st.sampled_from([(Level.TURN,), (Level.SEGMENT,), BOTH.levels])),
    )
    selection = Selection(level, metadata=metadata, min_confidence=data.draw(st.sampled_from([0.0, 0.5])))
    assert export(aligned, name, selection)[0] == export(aligned, name, selection)[0]
