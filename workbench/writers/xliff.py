"""XLIFF 1.2 and 2.1, for CAT tools: a ``<file>`` a transcript, a unit a row, of two languages.

After the OASIS standards "XLIFF Version 1.2" (2008) and "XLIFF Version 2.1" (2018). The first language is
the source; rows without text in it are no units: they are left out and reported. Not held: titles, dates,
evidence; confidence to four places; control characters; pairs of other languages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.interchange import legal
from workbench.language import text_direction
from workbench.model import Status
from workbench.writers import xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workbench.writers.corpus import Corpus, Document, Record, Report

_BATCH = 256
_STATES_1 = {
    Status.AUTO: "needs-review-translation",
    Status.ACCEPTED: "signed-off",
    Status.CORRECTED: "translated",
    Status.FLAGGED: "needs-review-adaptation",
}
_STATES_2 = {
    Status.AUTO: "translated",
    Status.ACCEPTED: "final",
    Status.CORRECTED: "reviewed",
    Status.FLAGGED: "initial",
}


def write_xliff12(corpus: Corpus, report: Report) -> Iterator[bytes]:
    """Yield an XLIFF 1.2 document; facts stand in a ``<context-group>`` of each unit."""
    source, target = corpus.columns
    yield f'{xml.DECLARATION}<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">\n'.encode()
    for document in corpus.documents():
        about = {
            "original": legal(document.name, report.counts),
            "source-language": source,
            "target-language": target,
            "datatype": "plaintext",
        }
        yield f"  {xml.tag('file', about)}<body>\n".encode()
        yield from _units(document, report, _unit_12)
        yield b"  </body></file>\n"
    yield b"</xliff>\n"


def write_xliff21(corpus: Corpus, report: Report) -> Iterator[bytes]:
    """Yield an XLIFF 2.1 document; facts stand in the metadata module, the status also in ``subState``."""
    source, target = corpus.columns
    root = {
        "xmlns": "urn:oasis:names:tc:xliff:document:2.0",
        "xmlns:mda": "urn:oasis:names:tc:xliff:metadata:2.0",
        "version": "2.1",
        "srcLang": source,
        "trgLang": target,
    }
    yield f"{xml.DECLARATION}{xml.tag('xliff', root)}\n".encode()
    for number, document in enumerate(corpus.documents(), start=1):
        about = {"id": f"f{number}", "original": legal(document.name, report.counts)}
        about |= {"srcDir": text_direction(source), "trgDir": text_direction(target)}
        yield f"  {xml.tag('file', about)}\n".encode()
        empty = True
        for data in _units(document, report, _unit_21):
            empty = empty and not data
            yield data
        yield b'    <group id="none"/>\n  </file>\n' if empty else b"  </file>\n"  # a file must not be empty
    yield b"</xliff>\n"


def _units(document: Document, report: Report, write: Callable[[Document, Record, Report], str]) -> Iterator[bytes]:
    """Yield the units of a document in batches."""
    batch: list[str] = []
    for record in document.records():
        if not record.cells[0]:
            report.counts["rows left out of a pair, which have no text in its source language"] += 1
            continue
        batch.append(write(document, record, report))
        if len(batch) == _BATCH:
            yield "".join(batch).encode()
            batch = []
    yield "".join(batch).encode()


def _facts(document: Document, record: Record, report: Report) -> dict[str, str]:
    facts = {
        "row": str(record.number),
        "turn-row": str(record.row.turn_row),
        "role": str(record.row.role),
        "status": str(record.row.status),
        "confidence": f"{record.confidence:.4f}",
    }
    for k, side in enumerate(("source", "target")):
        if record.cells[k]:
            facts[f"{side}-units"] = document.note(record, k)
            speaker = document.legal_speaker(record, k, report)
            if speaker:
                facts[f"{side}-speaker"] = speaker
    return facts


def _unit_12(document: Document, record: Record, report: Report) -> str:
    texts = document.legal_texts(record, report)
    status = record.row.status
    approved = "yes" if status is Status.ACCEPTED else "no"
    parts = [
        xml.tag("trans-unit", {"id": f"{record.level}-{record.number}", "approved": approved, "xml:space": "preserve"}),
        xml.element("source", texts[0]),
    ]
    if record.cells[1]:
        parts.append(xml.element("target", texts[1], {"state": _STATES_1[status]}))
    if document.selection.metadata:
        facts = _facts(document, record, report)
        inner = "".join(xml.element("context", value, {"context-type": f"x-{name}"}) for name, value in facts.items())
        parts.append(f'<context-group name="workbench" purpose="information">{inner}</context-group>')
    return f"    {''.join(parts)}</trans-unit>\n"


def _unit_21(document: Document, record: Record, report: Report) -> str:
    texts = document.legal_texts(record, report)
    status = record.row.status
    parts = [xml.tag("unit", {"id": f"{record.level}-{record.number}", "xml:space": "preserve"})]
    if document.selection.metadata:
        facts = _facts(document, record, report)
        inner = "".join(xml.element("mda:meta", value, {"type": name}) for name, value in facts.items())
        parts.append(f'<mda:metadata><mda:metaGroup category="workbench">{inner}</mda:metaGroup></mda:metadata>')
    state = {"state": _STATES_2[status], "subState": f"workbench:{status}"} if record.cells[1] else {}
    parts.append(f"{xml.tag('segment', state)}{xml.element('source', texts[0])}")
    if record.cells[1]:
        parts.append(xml.element("target", texts[1]))
    return f"    {''.join(parts)}</segment></unit>\n"
