"""Bilingual formats: Moses, hunalign's ladder and Vecalign's beads, and how a format of two languages writes many.

The first language is the source of every pair; with two languages a format of one file a pair is one file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.model import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workbench.writers.corpus import Corpus, Document, Piece, Record, Report, Write, WriteFolder

_BATCH = 1024


def by_pair(write: Write, suffix: str) -> WriteFolder:
    """Return a writer of a file a pair of languages, out of one of two languages."""

    def write_pairs(corpus: Corpus, report: Report) -> Iterator[Piece]:
        for pair in corpus.pairs():
            path = "" if len(corpus.columns) == 2 else f"{pair.name}.{'-'.join(pair.columns)}{suffix}"
            for data in write(pair, report):
                yield path, data

    return write_pairs


def write_moses(corpus: Corpus, report: Report) -> Iterator[Piece]:
    """Yield two files a pair, line by line the same; with metadata also ``.ids`` and ``.scores``, as OPUS has them.

    Rows without text on a side are left out and reported; tabs, line breaks and control characters are
    replaced and reported. Only with metadata can several pairs be read back as rows of many languages.
    Not held: units within a cell, turns, roles, status.
    """
    for pair in corpus.pairs():
        stem = f"{corpus.name}.{'-'.join(pair.columns)}"
        suffixes = [*pair.columns, "ids", "scores"] if corpus.selection.metadata else pair.columns
        waiting: list[list[str]] = [[] for _ in suffixes]
        for suffix in suffixes:
            yield f"{stem}.{suffix}", b""
        for document in pair.documents():
            for record in document.records():
                texts = document.lines(record, report)
                if not (texts[0].strip() and texts[1].strip()):
                    report.counts["rows left out of a pair, which have no text on one of its sides"] += 1
                    continue
                for lines, text in zip(waiting, [*texts, *_ids(document, record)], strict=False):
                    lines.append(text)
                if len(waiting[0]) == _BATCH:
                    yield from _flush(stem, suffixes, waiting)
        yield from _flush(stem, suffixes, waiting)


def _ids(document: Document, record: Record) -> tuple[str, str]:
    """Return the ids of a row, as in the ``.ids`` files of OPUS, and its confidence."""
    names = (f"{language}/{document.name}.xml.gz" for language in document.columns)
    letter = "u" if record.level is Level.TURN else "s"
    units = (" ".join(f"{letter}{i}" for i in cell) for cell in record.cells)
    return "\t".join((*names, *units)), f"{record.confidence:.4f}"


def _flush(stem: str, suffixes: list[str] | tuple[str, ...], waiting: list[list[str]]) -> Iterator[Piece]:
    for suffix, lines in zip(suffixes, waiting, strict=True):
        if lines:
            yield f"{stem}.{suffix}", ("\n".join(lines) + "\n").encode()
            lines.clear()


def by_pair_and_document(write: Callable[[Document, Report], Iterator[str]], suffix: str) -> WriteFolder:
    """Return a writer of a file a pair and transcript, for formats that hold the numbers of one document's units."""

    def write_each(corpus: Corpus, report: Report) -> Iterator[Piece]:
        single = len(corpus.columns) == 2 and len(corpus.names) == 1
        for pair in corpus.pairs():
            for document in pair.documents():
                path = "" if single else f"{document.name}.{'-'.join(pair.columns)}{suffix}"
                yield path, "".join(write(document, report)).encode()

    return write_each


def write_beads(document: Document, report: Report) -> Iterator[str]:
    """Yield Vecalign's lines ``[0,1]:[2]:0.0300``: units counted from 0, and a cost, which is 1 - confidence."""
    del report
    for record in document.records_of(document.selection.finest):
        left, right = (",".join(map(str, cell)) for cell in record.cells)
        cost = f":{1 - record.confidence:.4f}" if document.selection.metadata else ""
        yield f"[{left}]:[{right}]{cost}\n"


def write_ladder(document: Document, report: Report) -> Iterator[str]:
    """Yield hunalign's ladder: the units before each rung on both sides, and the confidence of what follows it.

    A ladder ascends on both sides: rows that cross are drawn together into one, and reported.
    """
    here, confidence, drawn = (0, 0), 1.0, 0
    ends, counts = [0, 0], [0, 0]
    for cells, sure in _without_gaps(document):
        confidence = min(confidence, sure)
        drawn += 1
        for side, cell in enumerate(cells):
            counts[side] += len(cell)
            ends[side] = max([ends[side], *(i + 1 for i in cell)])
        if counts == ends:  # everything before the rung has come, and nothing after it
            if drawn > 1:
                report.counts["rows drawn together, as a ladder cannot cross"] += drawn
            yield f"{here[0]}\t{here[1]}\t{confidence:.4f}\n"
            here, confidence, drawn = (ends[0], ends[1]), 1.0, 0
    yield f"{here[0]}\t{here[1]}\t0\n"


_Bead = tuple[tuple[tuple[int, ...], ...], float]


def _without_gaps(document: Document) -> list[_Bead]:
    """Return the cells of the rows, with their confidence; a unit whose row is left out stands alone, at 0."""
    level = document.selection.finest
    beads: list[_Bead] = [(record.cells, record.confidence) for record in document.records_of(level)]
    for side, edition in enumerate(document.editions):
        here = {i for cells, _ in beads for i in cells[side]}
        for unit in range(edition.size(level) if edition else 0):
            if unit not in here:
                alone = ((unit,), ()) if side == 0 else ((), (unit,))
                place = next((n for n, (cells, _) in enumerate(beads) if max(cells[side], default=-1) > unit), None)
                beads.insert(len(beads) if place is None else place, (alone, 0.0))
    return beads
