"""One small exchange in every format that is read, made here so that no binary file is needed."""

from __future__ import annotations

import zipfile
from io import BytesIO

import openpyxl

TITLE = "Answers on the new ferry, Lisbon, 3 May 2024"
EXCHANGE = (
    ("Question", "What did the ministers agree on today?"),
    ("Ana Costa", "We agreed on three points. The first is about trade, the second about ferries."),
    ("Question", "Who will pay for the new ferry, and when does it sail?"),
    ("Ana Costa", "The city pays for it. It sails on 4 May, if the weather allows it."),
    ("Question", "Will the talks go on in spring?"),
    ("Ana Costa", "Yes, we shall meet again in March. The date is not fixed yet."),
)
SEGMENTS = [
    "What did the ministers agree on today?",
    "We agreed on three points.",
    "The first is about trade, the second about ferries.",
    "Who will pay for the new ferry, and when does it sail?",
    "The city pays for it.",
    "It sails on 4 May, if the weather allows it.",
    "Will the talks go on in spring?",
    "Yes, we shall meet again in March.",
    "The date is not fixed yet.",
]
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def text() -> str:
    """Return the exchange as copied text."""
    turns = "\n\n".join(f"{who}: {said}" for who, said in EXCHANGE)
    return f"3 May 202418:05\n\n{TITLE}\n\n  • de-DE1 en-GB1\n\n{turns}\n\nAdditional materials\n"


def page(body: str, *, language: str = "en") -> str:
    """Return a saved page around some turns, with what moves about them."""
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{TITLE} – The Port</title>'
        '<script>var x = "<p>Question: no?</p>";</script></head><body><div class="cookie-note">We use cookies. <a href="#">OK</a></div>'
        '<nav><a href="/">Home</a> <a href="/news">News</a></nav>'
        f'<h1>{TITLE}</h1><div>3 May 2024, 18:05</div>{body}<div class="share">Share on all networks</div>'
        "<footer>All rights reserved</footer></body></html>"
    )


def bold() -> str:
    """Return the exchange as paragraphs with bold labels."""
    return page("".join(f"<p><b>{who}:</b> {said}</p>" for who, said in EXCHANGE))


def zipped(files: dict[str, bytes | str]) -> bytes:
    """Return a ZIP of some files."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(paragraphs: list[str] | None = None) -> bytes:
    """Return the exchange as a Word document, labels in bold."""
    if paragraphs is None:
        runs = [f"<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:t>{TITLE}</w:t></w:r></w:p>"]
        runs += [
            f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{who}:</w:t></w:r><w:r><w:t xml:space='preserve'> {said}</w:t></w:r></w:p>"
            for who, said in EXCHANGE
        ]
    else:
        runs = [f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in paragraphs]
    body = f"<w:document xmlns:w='{_W}'><w:body>{''.join(runs)}</w:body></w:document>"
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": body})


def odt() -> bytes:
    """Return the exchange as an OpenDocument text."""
    turns = "".join(f"<text:p>{who}: {said}</text:p>" for who, said in EXCHANGE)
    content = (
        f"<office:document-content xmlns:office='{_ODF}:office:1.0' xmlns:text='{_ODF}:text:1.0'><office:body><office:text>"
        f"<text:h>{TITLE}</text:h>{turns}</office:text></office:body></office:document-content>"
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return out.getvalue()


def pdf(lines: list[str] | None = None) -> bytes:
    """Return the exchange as a PDF of one page, a turn a line, an empty line between turns."""
    shown = lines or [TITLE, *(f"{who}: {said}" for who, said in EXCHANGE)]
    commands = "".join(f"({_escaped(line)}) Tj 0 -28 Td " for line in shown)
    stream = f"BT /F1 9 Tf 50 780 Td {commands}ET".encode("latin-1")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj%sendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(out),
    )


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def tei() -> str:
    """Return the exchange as TEI utterances."""
    turns = "".join(f'<u who="#{who.split()[0].lower()}"><p>{said}</p></u>' for who, said in EXCHANGE)
    return (
        f'<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>{TITLE}</title>'
        '</titleStmt><sourceDesc><p><date when="2024-05-03"/></p></sourceDesc></fileDesc><profileDesc><particDesc><listPerson>'
        '<person xml:id="ana"><persName>Ana Costa</persName></person><person xml:id="question"><persName>Question</persName></person>'
        f'</listPerson></particDesc></profileDesc></teiHeader><text xml:lang="en-GB"><body>{turns}</body></text></TEI>'
    )


def mhtml() -> bytes:
    """Return the exchange as a web archive, as a browser saves a page in one file."""
    body = bold().replace("=", "=3D")
    return (
        "From: <Saved by a browser>\r\nSubject: page\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="--b"\r\n\r\n'
        "----b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        f"{body}\r\n----b--\r\n"
    ).encode()


GERMAN = [
    "Was haben die Minister heute vereinbart?",
    "Wir haben drei Punkte vereinbart.",
    "",
    "Wer bezahlt?",
    "Die Stadt bezahlt.",
]
ENGLISH = [
    "What did the ministers agree on?",
    "We agreed on three points.",
    "There is more.",
    "Who pays?",
    "The city pays.",
]
SPEAKERS = ["Q", "Costa", "Costa", "Q", "Costa"]
ROLES = ["question", "answer", "answer", "question", "answer"]


def tsv() -> str:
    """Return two editions as a table, with speaker and role."""
    lines = ["speaker\trole\tde-DE\ten-GB"]
    lines += ["\t".join(row) for row in zip(SPEAKERS, ROLES, GERMAN, ENGLISH, strict=True)]
    return "\n".join(lines) + "\n"


def xlsx() -> bytes:
    """Return the same table as a workbook."""
    book = openpyxl.Workbook()
    for line in tsv().splitlines():
        book.active.append(line.split("\t"))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def samples() -> dict[str, bytes]:
    """Return a small good file of every format, by a name for it."""
    return {
        "page.txt": text().encode(),
        "page.md": text().replace("Question:", "**Question:**").encode(),
        "page.html": bold().encode(),
        "list.html": page("<dl>" + "".join(f"<dt>{w}</dt><dd>{s}</dd>" for w, s in EXCHANGE) + "</dl>").encode(),
        "table.html": page(
            "<table>" + "".join(f"<tr><td>{w}</td><td>{s}</td></tr>" for w, s in EXCHANGE) + "</table>"
        ).encode(),
        "page.mhtml": mhtml(),
        "utf16.txt": text().encode("utf-16"),
        "page.docx": docx(),
        "page.odt": odt(),
        "page.pdf": pdf(),
        "page.xml": tei().encode(),
        "table.tsv": tsv().encode(),
        "table.csv": tsv().replace("\t", ",").encode(),
        "table.xlsx": xlsx(),
        "pages.zip": zipped({"en-GB.txt": text()}),
    }
