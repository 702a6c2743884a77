"""Corpora as other programs write them are read; what cannot be is refused in one line that names the place."""

from __future__ import annotations

import gzip

import pytest

from workbench.errors import WorkbenchError
from workbench.imports import read_corpus
from workbench.model import AlignedTranscript, Level, Status

Texts = list[tuple[str, ...]]


def texts(aligned: AlignedTranscript) -> Texts:
    """Return the text of each segment row."""
    editions = aligned.transcript.editions
    return [
        tuple(e.text(Level.SEGMENT, cell) for e, cell in zip(editions, row.cells, strict=True))
        for row in aligned.segments.rows
    ]


TMX = """<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx11.dtd"><tmx version="1.1">
<header creationtool="cat" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="EN-GB" datatype="html"/>
<body><tu><note>first</note><tuv lang="EN-GB"><seg>The <bpt i="1">&lt;b&gt;</bpt>bridge<ept i="1">&lt;/b&gt;</ept> opens.</seg></tuv>
<tuv lang="DE"><seg>Die <hi>Brücke</hi> öffnet.</seg></tuv></tu>
<tu><tuv lang="EN-GB"><seg>Tomorrow.</seg></tuv><tuv lang="DE"><seg>Morgen.</seg></tuv></tu></body></tmx>"""
XLIFF = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a.html" source-language="en"
 target-language="ru-RU" datatype="html"><body><group><trans-unit id="1"><source>Tea <g id="1">now</g><x id="2"/>.</source>
<target state="translated">Чай <g id="1">сейчас</g>.</target><alt-trans><source>No</source><target>Нет</target></alt-trans>
</trans-unit></group><trans-unit id="2"><source>Later.</source></trans-unit></body></file></xliff>"""
XLIFF2 = """<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="fr"><file id="f">
<unit id="u1"><segment><source>One.</source><target>Un.</target></segment><ignorable><source> </source></ignorable>
<segment subState="workbench:accepted" state="final"><source>T<pc id="1">w</pc>o<cp hex="0007"/>.</source><target>Deux.</target></segment></unit>
</file></xliff>"""
CES = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" "">
<cesAlign version="1.0"><linkGrp targType="s" toDoc="fr/a.xml.gz" fromDoc="en/a.xml.gz">
<link xtargets="1 2;1" id="SL0" certainty="-0.37"/><link certainty="0.5" xtargets=";2" id="SL1"/></linkGrp></cesAlign>"""
CES_EN = '<text><p><s id="1"><w>Good</w><w>day</w></s><s id="2"><w>Hello</w></s></p></text>'
CES_FR = '<text><p><s id="1">Bonjour, salut.</s></p><p><s id="2">Fin.</s></p></text>'
JSONL = '{"cells": {"en": {"segments": [0, 1], "text": "a b"}, "de": {"segments": [0], "text": "c"}}}\n'

READ = {
    "tmx with inline codes": (
        [("m.tmx", TMX.encode())], [("The bridge opens.", "Die Brücke öffnet."), ("Tomorrow.", "Morgen.")]),
    "tmx in utf-16": ([("m.tmx", TMX.replace('"1.0"?', '"1.0" encoding="utf-16"?').encode("utf-16"))], 2),
    "xliff with inline codes": ([("a.xlf", XLIFF.encode())], [("Tea now.", "Чай сейчас."), ("Later.", "")]),
    "xliff 2 with segments": ([("a.xlf", XLIFF2.encode())], [("One.", "Un."), ("Two\x07.", "Deux.")]),
    "csv of a German Excel": ([("a.csv", 'id;de-DE;en-GB\r\n1;a, b;c\r\n2;"d\n;e";f\r\n'.encode("utf-8-sig"))],
                              [("a, b", "c"), ("d\n;e", "f")]),
    "tsv": ([("a.tsv", b"en\tfr\na\tb\n\tc\n")], [("a", "b"), ("", "c")]),
    "moses": ([("c.en-fr.fr", b"un\ndeux\n"), ("c.en-fr.en", b"one\ntwo\n")], [("one", "un"), ("two", "deux")]),
    "moses of three": ([("n.en", b"a\n\n"), ("n.fr", b"b\nx\n"), ("n.de", b"c\ny\n")], 2),
    "xces with words": ([("x/en-fr.xml.gz", gzip.compress(CES.encode())), ("x/xml/en/a.xml", CES_EN.encode()),
                         ("x/xml/fr/a.xml", CES_FR.encode())], [("Good day Hello", "Bonjour, salut."), ("", "Fin.")]),
    "jsonl of the contract": ([("a.jsonl", JSONL.encode())], [("a b", "c")]),
}  # fmt: skip


@pytest.mark.parametrize("case", READ)
def test_other_programs_files_are_read(case: str) -> None:
    """Texts are found row by row, without the codes of other formats, in the source's order of languages."""
    files, expected = READ[case]
    found = texts(read_corpus("x", files))
    assert len(found) == expected if isinstance(expected, int) else found == expected


def test_what_is_not_said_is_believed() -> None:
    """Rows without a confidence are believed, and none has been decided on."""
    rows = read_corpus("x", [("m.tmx", TMX.encode())]).segments.rows
    assert {(row.score.confidence, row.status) for row in rows} == {(1.0, Status.AUTO)}
    second = read_corpus("x", [("a.xlf", XLIFF2.encode())]).segments.rows[1]
    assert second.status is Status.ACCEPTED


REFUSED = {
    "broken xml": ([("m.tmx", b"<tmx version='1.4'>\n<body>\n<tu></body></tmx>")], r"^m\.tmx:3: not well-formed"),
    "one language": ([("m.tmx", TMX.replace("DE", "EN-GB").encode())], "text in 1 language"),
    "unknown language": ([("m.tmx", TMX.replace('"DE"', '"QQQ"').encode())], r"^m\.tmx:3: unknown language"),
    "moses of two lengths": ([("c.en", b"a\nb\n"), ("c.fr", b"a\n")], r"^c: files of different length \(en: 2, fr: 1\)"),
    "moses of one": ([("c.en", b"a\n")], "no two files"),
    "no language columns": ([("a.csv", b"name,age\nx,1\n")], r"^a\.csv:1: no two language columns"),
    "too many cells": ([("a.tsv", b"en\tfr\na\tb\tc\n")], r"^a\.tsv:2: 3 cells"),
    "confidence of 2": ([("a.csv", b"row,status,confidence,en,fr\n0,auto,2,a,b\n")], r"^a\.csv:2: .*no share"),
    "unknown status": ([("a.csv", b"row,status,en,fr\n0,done,a,b\n")], r"^a\.csv:2: .*done"),
    "missing document": ([("l.xml", CES.encode()), ("en/a.xml", CES_EN.encode())], r'^l\.xml: .*"fr/a\.xml\.gz" is not among'),
    "missing sentence": ([("l.xml", CES.replace(";2", ";9").encode()), ("en/a.xml", CES_EN.encode()), ("fr/a.xml", CES_FR.encode())],
                         r"^l\.xml:3: fr has no sentence '9'"),
    "no row": ([("a.jsonl", b'{"cells": 3}\n')], r"^a\.jsonl:1: this line is no row"),
    "no workbook": ([("a.xlsx", b"PK\x03\x04junk")], r"^a\.xlsx: no workbook"),
    "nothing known": ([("a.b1", b"\x01\x02")], r"^a\.b1: the format is not recognised"),
    "not utf-8": ([("a.tsv", b"en\tfr\n\xff\tb\n")], r"^a\.tsv: not UTF-8"),
    "units that do not fit": ([("a.tsv", b"row\tstatus\ten\tfr\ten units\n0\tauto\ta\tb\t0/0q/0 1/0q/90\n")], r"^a\.tsv:2: the units noted"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_by_place(case: str) -> None:
    """The error is of the workbench's kind, on one line, with file and line first."""
    files, message = REFUSED[case]
    with pytest.raises(WorkbenchError, match=message) as raised:
        read_corpus("x", files)
    assert "\n" not in str(raised.value)


def _bomb() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE tmx [<!ENTITY e0 "ha">{entities}<!ENTITY f SYSTEM "file:///etc/passwd">]>'.encode()


def test_entities_are_not_expanded() -> None:
    """Neither a document's own entities nor files of this machine come into a text."""
    body = (
        TMX[TMX.index("<tmx") :]
        .replace("<seg>Tomorrow.</seg>", "<seg>&f;</seg>")
        .replace("<seg>Morgen.</seg>", "<seg>&e9;</seg>")
    )
    data = _bomb() + body.encode()
    try:
        found = texts(read_corpus("x", [("m.tmx", data)]))
    except WorkbenchError:
        return
    assert all(len(text) < 100 and "root:" not in text for row in found for text in row)
