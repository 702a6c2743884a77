"""Damaged, cut off, protected, huge, nested and hostile files give one line, in bounded time and memory."""

from __future__ import annotations

import resource
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from page_samples import bold, docx, odt, pdf, samples, tei, text, tsv, xlsx, zipped

from workbench import cli
from workbench.adding import explain
from workbench.errors import WorkbenchError

SEEDS = sorted((Path(__file__).parent.parent / "fuzz" / "seeds").glob("*"))
LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {chr(98 + k)} '{f'&{chr(97 + k)};' * 10}'>" for k in range(9))
    + "]>"
)


def refused(name: str, data: bytes) -> str:
    """Return the one line that a file is refused with."""
    with pytest.raises(WorkbenchError) as caught:
        explain([(name, data)])
    line = str(caught.value)
    assert "\n" not in line
    assert line.count(";") >= 1
    return line


def documented(name: str, data: bytes) -> bool:
    """Tell whether a file is read, or refused in one line; any other exception comes through."""
    try:
        explain([(name, data)])
    except WorkbenchError as error:
        return "\n" not in str(error)
    return True


def bomb(name: str, size: int = 300 * 1024 * 1024) -> bytes:
    """Return a ZIP with a member that unpacks to ``size`` zero bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open(name, "w", force_zip64=True) as member:
            for _ in range(size // (1 << 20)):
                member.write(bytes(1 << 20))
    return out.getvalue()


def protected(data: bytes) -> bytes:
    """Return a ZIP whose members say that they are encrypted."""
    marked = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = marked.find(signature)
        while at >= 0:
            marked[at + offset] |= 1
            at = marked.find(signature, at + 4)
    return bytes(marked)


CASES = {
    "docx cut off": ("x.docx", docx()[: len(docx()) // 2]),
    "docx without a document": ("x.docx", zipped({"[Content_Types].xml": "<Types/>", "word/other.xml": "<x/>"})),
    "docx of broken XML": ("x.docx", zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:p"})),
    "docx with a password": ("x.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)),
    "docx with encrypted members": ("x.docx", protected(docx())),
    "docx bomb": ("x.docx", bomb("word/document.xml")),
    "docx with entities": (
        "x.docx",
        zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": LAUGHS + "<x>&j;</x>"}),
    ),
    "odt cut off": ("x.odt", odt()[: len(odt()) // 2]),
    "odt of broken XML": ("x.odt", odt().replace(b"</office:body>", b"</office:bod>>")),
    "pdf cut off": ("x.pdf", pdf()[:200]),
    "pdf of nothing": ("x.pdf", b"%PDF-1.7\n"),
    "xlsx cut off": ("x.xlsx", xlsx()[: len(xlsx()) // 2]),
    "xlsx without sheets": ("x.xlsx", zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"})),
    "xlsx bomb": ("x.xlsx", bomb("xl/worksheets/sheet1.xml")),
    "tei cut off": ("x.xml", tei()[:700].encode()),
    "tei with entities": ("x.xml", (LAUGHS + tei().split("?>", 1)[1]).encode()),
    "tei with an outside entity": (
        "x.xml",
        (
            "<!DOCTYPE TEI [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + tei().split("?>", 1)[1].replace("three", "&x;")
        ).encode(),
    ),
    "tei nested deeply": ("x.xml", ("<TEI>" + "<div>" * 100_000 + "x").encode()),
    "table of an open quote": ("x.csv", b'de-DE,en-GB\n"a,b\n'),
    "html of scripts": ("x.html", b"<html><body><script>Question: x</script></body></html>"),
    "zip cut off": ("x.zip", zipped({"en.txt": text() * 50})[:300]),
    "zip of nothing": ("x.zip", zipped({"picture.png": "x"})),
    "zip bomb": ("x.zip", bomb("en.txt")),
    "zips in zips": ("x.zip", zipped({"a.zip": zipped({"b.zip": zipped({"c.zip": zipped({"en.txt": text()})})})})),
    "zip of too many": ("x.zip", zipped({f"{k}.txt": "" for k in range(5_001)})),
    "XML of another kind": ("x.xml", b"<?xml version='1.0'?><tmx version='1.4'><body>Question: so?</body></tmx>"),
    "rich text": ("x.rtf", b"{\\rtf1 Question: x}"),
    "a picture": ("x.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9),
    "nothing": ("x.txt", b""),
    "a text too large": ("x.txt", b"Question: so?\n\n" * 3_000_000),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_files_are_refused_in_one_line(case: str) -> None:
    """Each kind of bad file is refused with where, what and what to do, within half a gigabyte more memory."""
    name, data = CASES[case]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    line = refused(name, data)
    assert line.startswith(name)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 512 * 1024


def test_the_line_of_broken_xml_is_named() -> None:
    """A fault in XML is told with its line."""
    assert refused("x.xml", b"<TEI>\n<text>\n<u>a</text></TEI>").startswith("x.xml:3:")


def test_the_command_line_exits_with_2_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Unusable input: one line on standard error, exit status 2, no file."""
    bad = tmp_path / "bad.docx"
    bad.write_bytes(docx()[:300])
    assert cli.run(["--root", str(tmp_path), "add", "x", str(bad)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "corpora").exists()


def test_deep_nesting_is_read() -> None:
    """A page nested 5,000 deep is read, or refused, without a crash."""
    deep = "<div>" * 5_000 + bold().split("<body>")[1]
    assert documented("x.html", f"<html><body>{deep}".encode())


@pytest.mark.parametrize("name", samples())
def test_a_file_cut_anywhere_raises_only_what_is_documented(name: str) -> None:
    """Cut off at thirty places, a file is read or refused."""
    data = samples()[name]
    for k in range(30):
        assert documented(name, data[: k * len(data) // 30])


@pytest.mark.parametrize("seed", SEEDS, ids=[s.name for s in SEEDS])
def test_what_once_broke_a_reader(seed: Path) -> None:
    """Files that a fuzz run found are read or refused."""
    assert documented(seed.name.split("-", 1)[1], seed.read_bytes())


def test_a_table_is_read_with_any_separator() -> None:
    """Tabs, commas and semicolons all part cells."""
    for separator in ("\t", ",", ";"):
        readings = explain([("x.csv", tsv().replace("\t", separator).encode())])
        assert [r.edition.language for r in readings] == ["de-DE", "en-GB"]
