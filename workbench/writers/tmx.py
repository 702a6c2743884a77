"""TMX 1.4b, for translation memories: all languages of a row in one ``<tu>``.

After "TMX 1.4b Specification" (LISA OSCAR, 2005). Rows with text in one language only
are no translation units: they are left out and reported.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from lxml import etree

from workbench.model import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.writers.corpus import Corpus, Record, Report

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2


def write_tmx(corpus: Corpus, report: Report) -> Iterator[bytes]:
    """Yield the document in pieces: the head, a ``<tu>`` a row, the end."""
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
    yield b"  " + etree.tostring(_header(corpus), encoding="UTF-8", xml_declaration=False) + b"\n  <body>\n"
    for record in corpus.records():
        if sum(map(bool, record.cells)) < 2:
            report.counts["rows left out, which have text in one language only"] += 1
            continue
        yield (b"    " + etree.tostring(_unit(corpus, record, report), encoding="UTF-8", xml_declaration=False) + b"\n")
    yield b"  </body>\n</tmx>\n"


def _header(corpus: Corpus) -> etree._Element:
    sentences = corpus.selection.levels == (Level.SEGMENT,)
    pivot = corpus.aligned.pivot
    header = etree.Element(
        "header",
        {
            "creationtool": "workbench",
            "creationtoolversion": "1",
            "segtype": "sentence" if sentences else "block",
            "o-tmf": "workbench",
            "adminlang": "en",
            "srclang": pivot if pivot in corpus.columns else "*all*",
            "datatype": "plaintext",
        },
    )
    date = corpus.editions[0].date
    if date:
        time = date if isinstance(date, datetime) else datetime(date.year, date.month, date.day)  # noqa: DTZ001
        header.set("creationdate", time.strftime("%Y%m%dT%H%M%SZ"))
    return header


def _unit(corpus: Corpus, record: Record, report: Report) -> etree._Element:
    unit = etree.Element("tu", tuid=f"{record.level}-{record.number}")
    facts = {
        "transcript": corpus.name,
        "row": str(record.number),
        "turn-row": str(record.row.turn_row),
        "role": str(record.row.role),
        "status": str(record.row.status),
        "confidence": f"{record.confidence:.4f}",
    }
    for name, value in facts.items():
        etree.SubElement(unit, "prop", type=f"x-{name}").text = value
    for column, language in enumerate(corpus.columns):
        if record.cells[column]:
            variant = etree.SubElement(unit, "tuv", {_LANG: language})
            etree.SubElement(variant, "seg").text = _legal(corpus.text(record, column), report)
    return unit


def _legal(text: str, report: Report) -> str:
    """Return the text with the characters XML cannot hold replaced by U+FFFD."""
    legal, count = _ILLEGAL.subn("\ufffd", text)
    if count:
        report.counts["control characters replaced, which XML cannot hold"] += count
    return legal
