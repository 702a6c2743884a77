"""TEI P5: each edition a ``<text>`` of ``<u who>`` with ``<s xml:id>``, rows as links in ``<standOff>``.

After the TEI Guidelines (P5, chapters 8 "Transcriptions of Speech" and 16 "Linking"). The editions stand whole;
what a selection leaves out is the links. A row of one unit is a ``<ptr>``, since a ``<link>`` joins two or more.
Not held: evidence, confidence of pairs, notes, lists of editions; confidence to four places; control characters.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.interchange import legal
from workbench.model import Level, Role
from workbench.writers import xml
from workbench.writers.corpus import Selection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.model import Edition
    from workbench.writers.corpus import Corpus, Document, Record, Report

_NAMESPACE = "http://www.tei-c.org/ns/1.0"
_LETTER = {Level.TURN: "u", Level.SEGMENT: "s"}


def write_tei(corpus: Corpus, report: Report) -> Iterator[bytes]:
    """Yield a ``<TEI>`` document, or a ``<teiCorpus>`` of several transcripts."""
    yield xml.DECLARATION.encode()
    if len(corpus.names) == 1:
        for document in corpus.documents():
            yield from _document(document, "", report)
        return
    root = xml.tag("teiCorpus", {"xmlns": _NAMESPACE})
    yield f"{root}\n{''.join(_file_description(corpus.name, [], report))}</teiHeader>\n".encode()
    for number, document in enumerate(corpus.documents(), start=1):
        yield from _document(document, f"t{number}.", report)
    yield b"</teiCorpus>\n"


def _document(document: Document, prefix: str, report: Report) -> Iterator[bytes]:
    editions = [edition for edition in document.editions if edition]
    yield f"{xml.tag('TEI', {'xmlns': _NAMESPACE})}\n".encode()
    yield "".join(_header(document.name, editions, prefix, report)).encode()
    yield "".join(_standoff(document, prefix)).encode()
    yield b"  <text>\n    <group>\n"
    for edition in editions:
        yield "".join(_text(edition, prefix, report)).encode()
    yield b"    </group>\n  </text>\n</TEI>\n"


def _file_description(name: str, editions: list[Edition], report: Report) -> Iterator[str]:
    yield "  <teiHeader>\n    <fileDesc>\n      <titleStmt>\n"
    yield f"        {xml.element('title', legal(name, report.counts), {'type': 'main'})}\n"
    for edition in editions:
        if edition.title:
            about = {"type": "edition", "xml:lang": edition.language}
            yield f"        {xml.element('title', legal(edition.title, report.counts), about)}\n"
    yield "      </titleStmt>\n      <publicationStmt><p>Made with workbench; see the editions for their sources.</p>"
    yield "</publicationStmt>\n      <sourceDesc>\n"
    files = [f"{e.language}: {e.provenance.file}" for e in editions if e.provenance] or ["Aligned transcripts."]
    for file in files:
        yield f"        {xml.element('p', legal(file, report.counts))}\n"
    yield "      </sourceDesc>\n    </fileDesc>\n"


def _header(name: str, editions: list[Edition], prefix: str, report: Report) -> Iterator[str]:
    yield from _file_description(name, editions, report)
    yield "    <profileDesc>\n"
    dated = [edition for edition in editions if edition.date]
    if dated:
        yield "      <creation>"
        for edition in dated:
            about = {"xml:lang": edition.language, "when": edition.date.isoformat() if edition.date else ""}
            yield xml.tag("date", about, empty=True)
        yield "</creation>\n"
    yield "      <langUsage>\n"
    for edition in editions:
        yield f"        {xml.tag('language', {'ident': edition.language}, empty=True)}\n"
    yield "      </langUsage>\n"
    people = [(e, k, label) for e in editions for k, label in enumerate(_labels(e)) if label]
    if people:
        yield "      <particDesc>\n        <listPerson>\n"
        for edition, k, label in people:
            about = {"xml:id": f"{prefix}{edition.language}.p{k}", "xml:lang": edition.language}
            person = xml.element("persName", legal(label, report.counts))
            yield f"          {xml.tag('person', about)}{person}</person>\n"
        yield "        </listPerson>\n      </particDesc>\n"
    yield "    </profileDesc>\n  </teiHeader>\n"


def _labels(edition: Edition) -> list[str]:
    return list(dict.fromkeys(turn.label for turn in edition.turns))


def _standoff(document: Document, prefix: str) -> Iterator[str]:
    """Yield the roles and the rows; with metadata turn rows stand whole, since segment rows refer to them."""
    selection = document.selection
    yield '  <standOff>\n    <interpGrp type="role">\n'
    for role in Role:
        yield f"      {xml.element('interp', str(role), {'xml:id': f'{prefix}{role}'})}\n"
    yield "    </interpGrp>\n"
    whole = replace(document, selection=Selection(metadata=selection.metadata)) if selection.metadata else document
    turns: list[Record] = []
    if selection.metadata or Level.TURN in selection.levels:
        turns = list(whole.records_of(Level.TURN))
        yield from _links("turn", [_link(document, record, prefix, frozenset()) for record in turns])
    if Level.SEGMENT in selection.levels:
        known = frozenset(record.number for record in turns)
        rows = document.records_of(Level.SEGMENT)
        yield from _links("segment", [_link(document, record, prefix, known) for record in rows])
    yield "  </standOff>\n"


def _links(kind: str, links: list[str]) -> Iterator[str]:
    if links:
        yield f'    <linkGrp type="{kind}">\n'
        yield from links
        yield "    </linkGrp>\n"


def _link(document: Document, record: Record, prefix: str, turns: frozenset[int]) -> str:
    letter = _LETTER[record.level]
    cells = zip(document.columns, record.cells, strict=True)
    targets = [f"#{prefix}{language}.{letter}{i}" for language, cell in cells for i in cell]
    about = {"xml:id": f"{prefix}{record.level}-row.{record.number}", "n": str(record.number)}
    if document.selection.metadata:
        about |= {"type": "alignment", "subtype": str(record.row.status), "ana": f"#{prefix}{record.row.role}"}
        about["cert"] = f"{record.confidence:.4f}"
        if record.row.turn_row in turns:
            about["corresp"] = f"#{prefix}turn-row.{record.row.turn_row}"
    about["target"] = " ".join(targets)
    return f"      {xml.tag('link' if len(targets) > 1 else 'ptr', about, empty=True)}\n"


def _text(edition: Edition, prefix: str, report: Report) -> Iterator[str]:
    stem = f"{prefix}{edition.language}"
    people = {label: k for k, label in enumerate(_labels(edition))}
    yield f"      {xml.tag('text', {'xml:id': stem, 'xml:lang': edition.language})}\n        <body>\n          <div>\n"
    for turn in edition.turns:
        about = {"xml:id": f"{stem}.u{turn.index}"}
        if turn.label:
            about["who"] = f"#{stem}.p{people[turn.label]}"
        about["ana"] = f"#{prefix}{turn.role}"
        yield f"            {xml.tag('u', about)}\n"
        for i in turn.segments:
            if i in turn.paragraphs:
                yield '              <milestone unit="paragraph"/>\n'
            text = legal(edition.segments[i].text, report.counts)
            yield f"              {xml.element('s', text, {'xml:id': f'{stem}.s{i}'})}\n"
        yield "            </u>\n"
    yield "          </div>\n        </body>\n      </text>\n"
