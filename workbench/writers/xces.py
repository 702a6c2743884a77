"""OPUS XCES: a document a language (``raw/en-GB/NAME.xml``) and links a pair (``xml/en-GB-de-DE.xml``).

After the corpora of OPUS (opus.nlpl.eu): a ``<link xtargets="s1 s2;s1">`` names the source's sentences first, as
``fromDoc`` does; both documents' names stand in full, since readers disagree about the sides, and end in ``.gz``
as in OPUS, whose tools take that off to find a document (raw: not cut into words). Links hold one
level: turns where turns alone are selected. Not held: titles, dates, evidence, pairs of other languages; rows
without text in the first language fall apart by language; confidence to four places; control characters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.interchange import legal
from workbench.model import Level
from workbench.writers import xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.model import Edition
    from workbench.writers.corpus import Corpus, Document, Piece, Report


def write_xces(corpus: Corpus, report: Report) -> Iterator[Piece]:
    """Yield the documents of all languages, then the links of each pair with the first language."""
    for document in corpus.documents():
        for edition in document.editions:
            if edition:
                path = f"raw/{edition.language}/{document.name}.xml"
                yield path, "".join(_document(edition, corpus, report)).encode()
    for pair in corpus.pairs():
        path = f"xml/{'-'.join(pair.columns)}.xml"
        yield path, f'{xml.DECLARATION}<cesAlign version="1.0">\n'.encode()
        for document in pair.documents():
            yield path, "".join(_links(document)).encode()
        yield path, b"</cesAlign>\n"


def _document(edition: Edition, corpus: Corpus, report: Report) -> Iterator[str]:
    yield f"{xml.DECLARATION}{xml.tag('text', {'xml:lang': edition.language})}\n"
    for turn in edition.turns:
        about = {"id": f"u{turn.index}"}
        if corpus.selection.metadata:
            about["role"] = str(turn.role)
            if turn.label:
                about["speaker"] = legal(turn.label, report.counts)
        yield f"  {xml.tag('turn', about)}\n  <p>\n"
        for i in turn.segments:
            if i in turn.paragraphs:
                yield "  </p>\n  <p>\n"
            yield f"    {xml.element('s', legal(edition.segments[i].text, report.counts), {'id': f's{i}'})}\n"
        yield "  </p>\n  </turn>\n"
    yield "</text>\n"


def _links(document: Document) -> Iterator[str]:
    level = document.selection.finest
    letter = "s" if level is Level.SEGMENT else "u"
    if not all(document.editions):
        return
    source, target = (f"{language}/{document.name}.xml.gz" for language in document.columns)
    group = {"targType": letter, "fromDoc": source, "toDoc": target}
    yield f"  {xml.tag('linkGrp', group)}\n"
    for record in document.records_of(level):
        sides = (" ".join(f"{letter}{i}" for i in cell) for cell in record.cells)
        about = {"id": f"SL{record.number}", "xtargets": ";".join(sides)}
        if document.selection.metadata:
            row = record.row
            about |= {"certainty": f"{record.confidence:.4f}", "status": str(row.status), "role": str(row.role)}
            about["turnrow"] = str(row.turn_row)
        yield f"    {xml.tag('link', about, empty=True)}\n"
    yield "  </linkGrp>\n"
