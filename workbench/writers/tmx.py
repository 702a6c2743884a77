"""TMX 1.4b, for translation memories: all languages of a row in one ``<tu>``.

After "TMX 1.4b Specification" (LISA OSCAR, 2005). Rows with text in one language only
are no translation units: they are left out and reported. Also not held: titles, evidence;
confidence to four places; control characters.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from workbench.interchange import format_pairs, legal
from workbench.model import Level
from workbench.writers import xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.writers.corpus import Corpus, Document, Record, Report

_BATCH = 256


def write_tmx(corpus: Corpus, report: Report) -> Iterator[bytes]:
    """Yield the document in pieces: the head, a ``<tu>`` a row, the end."""
    head = xml.tag("header", _header(corpus), empty=True)
    yield f'{xml.DECLARATION}<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n  {head}\n  <body>\n'.encode()
    many = len(corpus.names) != 1
    for document in corpus.documents():
        batch: list[str] = []
        write = _unit_writer(corpus, document, report, many=many)
        for record in document.records():
            if len(record.cells) - record.cells.count(()) < 2:
                report.counts["rows left out, which have text in one language only"] += 1
                continue
            batch.append(write(record))
            if len(batch) == _BATCH:
                yield "".join(batch).encode()
                batch = []
        yield "".join(batch).encode()
    yield b"  </body>\n</tmx>\n"


def _header(corpus: Corpus) -> dict[str, str]:
    sentences = corpus.selection.levels == (Level.SEGMENT,)
    header = {
        "creationtool": "workbench",
        "creationtoolversion": "1",
        "segtype": "sentence" if sentences else "block",
        "o-tmf": "workbench",
        "adminlang": "en",
        "srclang": corpus.columns[0],
        "datatype": "plaintext",
    }
    if corpus.date:
        time = corpus.date
        time = time if isinstance(time, datetime) else datetime(time.year, time.month, time.day)  # noqa: DTZ001
        header["creationdate"] = time.strftime("%Y%m%dT%H%M%SZ")
    return header


class _unit_writer:  # noqa: N801 — a function with what it needs worked out beforehand
    """Write the ``<tu>`` of a record; the parts that do not change are made once a document."""

    def __init__(self, corpus: Corpus, document: Document, report: Report, *, many: bool) -> None:
        self.document, self.report = document, report
        self.metadata = corpus.selection.metadata
        name = legal(document.name, report.counts)
        self.prefix = xml.attribute(f"{name}." if many else "")[1:-1]
        self.transcript = "<prop type=\"x-transcript\">" + xml.text(name) + "</prop>"
        self.variants = [f"<tuv xml:lang={xml.attribute(language)}>" for language in corpus.columns]
        self.columns = corpus.columns
        columns = range(len(corpus.columns))
        all_pairs = sorted((sorted((corpus.columns[i], corpus.columns[j])), (i, j)) for i in columns for j in columns[i + 1 :])
        self.all_pairs = [pair for _, pair in all_pairs]
        names = " ".join(f"{a}|{b}=%.4f".replace("%.4f", "\0") for (a, b), _ in all_pairs)
        self.pairs = xml.text(names.replace("%", "%%").replace("\0", "%.4f")) if columns else ""

    def __call__(self, record: Record) -> str:
        document, report = self.document, self.report
        row = record.row
        parts = [f'    <tu tuid="{self.prefix}{record.level}-{record.number}">']
        if self.metadata:
            parts.append(
                f'{self.transcript}<prop type="x-row">{record.number}</prop><prop type="x-turn-row">{row.turn_row}</prop>'
                f'<prop type="x-role">{row.role}</prop><prop type="x-status">{row.status}</prop>'
                f'<prop type="x-confidence">{record.confidence:.4f}</prop>'
            )
            if record.pairs:
                parts.append(f'<prop type="x-pairs">{self._pairs(record)}</prop>')
        for k, (variant, cell, text) in enumerate(
            zip(self.variants, record.cells, document.legal_texts(record, report), strict=True)
        ):
            if not cell:
                continue
            parts.append(variant)
            if self.metadata:
                speaker = document.legal_speaker(record, k, report)
                if speaker:
                    parts.append(f'<prop type="x-speaker">{xml.text(speaker)}</prop>')
                parts.append(f'<prop type="x-units">{document.note(record, k)}</prop>')
            parts.append(f"<seg>{xml.text(text)}</seg></tuv>")
        parts.append("</tu>\n")
        return "".join(parts)

    def _pairs(self, record: Record) -> str:
        pairs = record.pairs
        if len(pairs) == len(self.all_pairs):
            return self.pairs % tuple([pairs[pair] for pair in self.all_pairs])
        columns = self.columns
        return xml.text(format_pairs((columns[i], columns[j], value) for (i, j), value in pairs.items()))
