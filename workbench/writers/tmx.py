"""TMX 1.4b, for translation memories: all languages of a row in one ``<tu>``.

After "TMX 1.4b Specification" (LISA OSCAR, 2005). Rows with text in one language only
are no translation units: they are left out and reported. Also not held: titles, evidence;
confidence to four places; control characters.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING

from workbench.interchange import format_pairs, legal, legal_bytes
from workbench.model import Level, Role, Status
from workbench.writers import xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workbench.writers.corpus import Corpus, Document, Record, Report

_BATCH = 256


def write_tmx(corpus: Corpus, report: Report) -> Iterator[bytes]:
    """Yield the document in pieces: the head, a ``<tu>`` a row, the end."""
    yield f'{xml.DECLARATION}<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'.encode()
    languages = xml.element("prop", " ".join(corpus.columns), {"type": "x-languages"})
    yield f"  {xml.tag('header', _header(corpus))}{languages}</header>\n  <body>\n".encode()
    for document in corpus.documents():
        for level in corpus.selection.levels:
            units = _units(document, level, report, many=len(corpus.names) != 1)
            while batch := list(islice(units, _BATCH)):
                yield b"".join(batch)
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


def _units(document: Document, level: Level, report: Report, *, many: bool) -> Iterator[bytes]:
    """Yield the ``<tu>`` of each row of a level, in parts; what is the same in many of them is made once, as bytes."""
    name = legal(document.name, report.counts)
    prefix = xml.attribute(f"{name}." if many else "")[1:-1] + level
    facts = _facts_writer(document, name) if document.selection.metadata else None
    variants = [_Variants(document, level, column, report) for column in range(len(document.columns))]
    legal_texts = all(variant.clean for variant in variants)
    for record in document.records_of(level):
        cells = record.cells
        if len(cells) - cells.count(()) < 2:
            report.counts["rows left out, which have text in one language only"] += 1
            continue
        if not legal_texts:
            document.legal_texts(record, report)  # counts what is replaced in this row
        parts = [f'    <tu tuid="{prefix}-{record.number}">{facts(record) if facts else ""}'.encode()]
        for variant, cell in zip(variants, cells, strict=True):
            if len(cell) == 1:
                parts += (variant.heads[cell[0]], variant.texts[cell[0]], b"</seg></tuv>")
            elif cell:
                parts += (variant.head(record), b" ".join([variant.texts[i] for i in cell]), b"</seg></tuv>")
        parts.append(b"</tu>\n")
        yield b"".join(parts)


class _Variants:
    """The ``<tuv>`` of an edition's units: what stands before the text, and the text, by unit."""

    def __init__(self, document: Document, level: Level, column: int, report: Report) -> None:
        self.document, self.column = document, column
        self.start = f"<tuv xml:lang={xml.attribute(document.columns[column])}>"
        side = document.sides[level][column]
        escaped = _escaped_at_once(side.texts) if side else []
        self.clean = escaped is not None
        self.texts = escaped or [xml.text(legal(text, Counter())).encode() for text in (side.texts if side else ())]
        if side is None or not document.selection.metadata:
            self.heads = [f"{self.start}<seg>".encode()] * len(self.texts)
            return
        for label in dict.fromkeys(side.labels):
            legal(label, report.counts)
        starts = {label: self.start + self._speaker(label) + '<prop type="x-units">' for label in set(side.labels)}
        heads = [
            f"{starts[label]}{stem}0{mark}</prop><seg>"
            for label, stem, mark in zip(side.labels, side.stems, side.marks, strict=True)
        ]
        self.heads = "\0".join(heads).encode().split(b"\0")

    def head(self, record: Record) -> bytes:
        """Return what stands before the text of a cell of several units."""
        if not self.document.selection.metadata:
            return f"{self.start}<seg>".encode()
        speaker = self._speaker(self.document.speaker(record, self.column))
        note = self.document.note(record, self.column)
        return f'{self.start}{speaker}<prop type="x-units">{note}</prop><seg>'.encode()

    @staticmethod
    def _speaker(label: str) -> str:
        return xml.element("prop", legal(label, Counter()), {"type": "x-speaker"}) if label else ""


def _escaped_at_once(texts: list[str]) -> list[bytes] | None:
    """Return texts as character data, all at once with NUL between them; None where one holds what XML forbids."""
    data = legal_bytes("\0".join(texts), controls=max(0, len(texts) - 1))
    if data is None:
        return None
    for sign, reference in xml.REFERENCES.items():
        data = data.replace(sign, reference)
    return data.split(b"\0") if texts else []


def _facts_writer(document: Document, name: str) -> Callable[[Record], str]:
    """Return a writer of the props of a row."""
    columns = document.columns
    every = [(i, j) for i in range(len(columns)) for j in range(i + 1, len(columns))]
    every.sort(key=lambda pair: sorted((columns[pair[0]], columns[pair[1]])))
    names = ["|".join(sorted((columns[i], columns[j]))).replace("%", "%%") for i, j in every]
    pattern = xml.text(" ".join(f"{pair}=%.4f" for pair in names))
    take = itemgetter(*every) if len(every) > 1 else lambda pairs: tuple(pairs[pair] for pair in every)
    start = f'<prop type="x-transcript">{xml.text(name)}</prop><prop type="x-row">'
    said = {  # formatting an enumeration's member takes longer than all the rest of a row's facts
        (role, status): f'</prop><prop type="x-role">{role}</prop><prop type="x-status">{status}</prop>'
        for role in Role
        for status in Status
    }

    def write(record: Record) -> str:
        row, pairs = record.row, record.pairs
        if len(pairs) == len(every):
            shown = pattern % take(pairs)
        else:
            shown = xml.text(format_pairs((columns[i], columns[j], value) for (i, j), value in pairs.items()))
        return (
            f'{start}{record.number}</prop><prop type="x-turn-row">{row.turn_row}{said[row.role, row.status]}'
            f'<prop type="x-confidence">{record.confidence:.4f}</prop>'
            f'<prop type="x-pairs">{shown}</prop>'
        )

    return write
