"""Every XML export is valid by its standard: TMX 1.4b, XLIFF 1.2 and 2.1, TEI P5.

The DTD and the grammars under ``tests/schemas`` are set down from the standards' text: no package ships the originals.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.aligned import aligned_transcripts, hostile
from workbench.model import AlignedTranscript, Level
from workbench.writers import FORMATS, Corpus, Report, Selection, xml

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"
BY_NAME = {f.name: f for f in FORMATS}
BOTH = (Level.TURN, Level.SEGMENT)


def schema(name: str) -> etree.DTD | etree.RelaxNG:
    """Return the rules of a format."""
    if name == "tmx":
        return etree.DTD(io.BytesIO((SCHEMAS / "tmx14.dtd").read_bytes()))
    return etree.RelaxNG(etree.parse(SCHEMAS / f"{name}.rng"))


def documents(corpus: Corpus, name: str) -> dict[str, bytes]:
    """Return the files of an export."""
    files: dict[str, bytes] = {}
    for path, data in BY_NAME[name].pieces(corpus, Report()):
        files[path] = files.get(path, b"") + data
    return files


@pytest.mark.parametrize("name", ["tmx", "xliff12", "xliff21", "tei"])
@given(aligned=aligned_transcripts(texts=hostile), metadata=st.booleans(), many=st.booleans())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_valid_by_the_standard(name: str, aligned: AlignedTranscript, *, metadata: bool, many: bool) -> None:
    """Whatever the texts are, the export is valid, of one transcript and of several."""
    selection = Selection(BOTH, metadata=metadata)
    corpus = Corpus.of(aligned, selection)
    if many:
        corpus = Corpus("corpus", corpus.columns, lambda: (aligned, aligned), selection, None, ("sample", "sample"))
        if name == "tmx":
            return  # ids are by the transcript's name, and these two have the same
    rules = schema(name)
    for data in documents(corpus, name).values():
        assert rules.validate(etree.fromstring(data)), rules.error_log.last_error


@pytest.mark.parametrize("name", ["xliff12", "xliff21", "tei", "tmx"])
@given(aligned=aligned_transcripts(texts=hostile))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_identifiers_are_unique(name: str, aligned: AlignedTranscript) -> None:
    """No two units of a file have the same id."""
    attribute = {"tei": "{http://www.w3.org/XML/1998/namespace}id", "tmx": "tuid"}.get(name, "id")
    for data in documents(Corpus.of(aligned, Selection(BOTH)), name).values():
        ids = [e.get(attribute) for e in etree.fromstring(data).iter() if e.get(attribute)]
        assert len(ids) == len(set(ids))


@given(aligned=aligned_transcripts())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_tei_pointers_point_at_something(aligned: AlignedTranscript) -> None:
    """Every pointer in a TEI export has its target in the file."""
    root = etree.fromstring(documents(Corpus.of(aligned, Selection(min_confidence=0.5)), "tei")[""])
    ids = {e.get("{http://www.w3.org/XML/1998/namespace}id") for e in root.iter()}
    for element in root.iter():
        for name in ("target", "who", "ana", "corresp"):
            for pointer in element.get(name, "").split():
                assert pointer.startswith("#")
                assert pointer[1:] in ids


@given(content=hostile)
def test_xml_is_escaped_as_lxml_reads_it(content: str) -> None:
    """Text and attributes, once legal, are read back by another program as they were."""
    from collections import Counter  # noqa: PLC0415

    from workbench.interchange import legal  # noqa: PLC0415

    value = legal(content, Counter())
    element = etree.fromstring(xml.element("e", value, {"a": value}))
    assert element.text == value
    assert element.get("a") == value


def test_the_rules_refuse_what_the_standards_refuse() -> None:
    """The rules are no rubber stamp: known faults of other programs are refused."""
    unit = b"<unit><segment><source>a</source></segment></unit>"  # a unit without an id, as one peer writes it
    start = b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en"><file id="f">'
    assert not schema("xliff21").validate(etree.fromstring(start + unit + b"</file></xliff>"))
    assert not schema("tmx").validate(etree.fromstring(b'<tmx version="1.4"><body/></tmx>'))
    start12 = (
        b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"><file original="a" datatype="plaintext">'
    )
    assert not schema("xliff12").validate(etree.fromstring(start12 + b"<body/></file></xliff>"))
    assert not schema("tei").validate(etree.fromstring(b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text/></TEI>'))
