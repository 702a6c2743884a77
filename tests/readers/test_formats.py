"""Every form that an edition comes in gives the same turns and segments."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from page_samples import EXCHANGE, SEGMENTS, TITLE, docx, page, pdf, samples, tei, text, zipped

from workbench.adding import explain
from workbench.errors import NoTurns, UnreadableFile
from workbench.model import Role
from workbench.readers import read, read_edition

PAGES = [name for name in samples() if name.startswith(("page.", "list.", "table.html", "utf16"))]
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "transcript" / "en-GB.txt"


@pytest.mark.parametrize("name", PAGES)
def test_every_format_gives_the_same_exchange(name: str) -> None:
    """Title, date, roles, speakers and segments are the same, whatever the format."""
    edition = explain([(name, samples()[name])])[0].edition
    assert [s.text for s in edition.segments] == SEGMENTS
    assert [t.role for t in edition.turns] == [Role.QUESTION, Role.ANSWER] * 3
    assert [t.speaker for t in edition.turns] == [who for who, _ in EXCHANGE]
    assert edition.language == "en-GB"
    assert edition.title == TITLE
    day = edition.date
    assert (day.date() if isinstance(day, datetime) else day) == date(2024, 5, 3)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("".join(f"<p><b>{w}</b> {s}</p>" for w, s in EXCHANGE), id="bold without a colon"),
        pytest.param("".join(f"<b>{w}:</b> {s}<br><br>" for w, s in EXCHANGE), id="runs of br"),
        pytest.param(
            "".join(f"<div class='t'><div class='s'>{w}</div><div>{s}</div></div>" for w, s in EXCHANGE),
            id="a div a turn",
        ),
        pytest.param(
            "<form>" + "".join(f"<p>{w}: {s}</p>" for w, s in EXCHANGE) + "<input></form>", id="all in a form"
        ),
        pytest.param(
            "<table><tr><td><a href=1>News</a></td><td>"
            + "".join(f"<p>{w}: {s}</p>" for w, s in EXCHANGE)
            + "</td></tr></table>",
            id="a table for the layout",
        ),
    ],
)
def test_pages_are_built_in_many_ways(body: str) -> None:
    """Labels are found in whatever elements a page puts them."""
    edition = read_edition(page(body).encode(), where="page.html")
    assert [s.text for s in edition.segments] == SEGMENTS
    assert [t.label for t in edition.turns] == [who for who, _ in EXCHANGE]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            "".join(
                f"<p><strong>{q}</strong></p><p>{a}</p>"
                for (_, q), (_, a) in zip(EXCHANGE[::2], EXCHANGE[1::2], strict=True)
            ),
            id="bold",
        ),
        pytest.param(
            "".join(f"<h3>{q}</h3><p>{a}</p>" for (_, q), (_, a) in zip(EXCHANGE[::2], EXCHANGE[1::2], strict=True)),
            id="headings",
        ),
        pytest.param(
            "".join(
                f"<div class='question'>{q}</div><div class='answer'>{a}</div>"
                for (_, q), (_, a) in zip(EXCHANGE[::2], EXCHANGE[1::2], strict=True)
            ),
            id="classes",
        ),
        pytest.param(
            "".join(f"<p>{q}</p><p>{a}</p>" for (_, q), (_, a) in zip(EXCHANGE[::2], EXCHANGE[1::2], strict=True)),
            id="question marks",
        ),
    ],
)
def test_interviews_without_labels(body: str) -> None:
    """Typography and question marks tell questions from answers where no label does, with less confidence."""
    reading = read([page(body).encode()], where="page.html")
    assert [t.role for t in reading.edition.turns] == [Role.QUESTION, Role.ANSWER] * 3
    assert [s.text for s in reading.edition.segments] == SEGMENTS
    assert all(t.confidence <= 0.9 for t in reading.turns)


@pytest.mark.parametrize(
    "pattern",
    ["{0}: {1}", "{0}\n{1}", "{2}: {1}", "{2}\n\n{1}", "[00:01:10] {0}: {1}", "**{0}:** {1}", "{0} – {1}"],
)
def test_labels_in_text(pattern: str) -> None:
    """A label ends in a colon, stands on its own line, in capitals, after a time stamp, in bold, before a dash."""
    lines = [pattern.format(who, said, who.upper()) for who, said in EXCHANGE]
    edition = read_edition((TITLE + "\n\n" + "\n\n".join(lines)).encode(), where="x.txt")
    assert [t.label.casefold() for t in edition.turns] == [who.casefold() for who, _ in EXCHANGE]
    assert [s.text for s in edition.segments] == SEGMENTS


def test_dashes_begin_turns() -> None:
    """Paragraphs that open with a dash are turns, and those that ask are questions."""
    lines = [f"— {said}" for _, said in EXCHANGE]
    edition = read_edition((TITLE + "\n\n" + "\n\n".join(lines)).encode(), where="x.txt")
    assert [t.role for t in edition.turns] == [Role.QUESTION, Role.ANSWER] * 3
    assert [s.text for s in edition.segments] == SEGMENTS


def test_stage_directions_are_segments_of_their_own() -> None:
    """A remark in brackets after a sentence stands apart from the speech, inside its turn."""
    said = (
        text()
        .replace("it allows it.", "it allows it. (Laughter.)")
        .replace("not fixed yet.", "not fixed yet. (Applause.)")
    )
    edition = read_edition(said.encode(), where="x.txt")
    assert edition.segments[-1].text == "(Applause.)"
    assert edition.segments[-2].text == "The date is not fixed yet."


def test_furniture_is_left_out_and_named() -> None:
    """What a page has around its text is in no turn, and every piece is listed with a reason."""
    reading = read([samples()["page.html"]], where="page.html")
    said = " ".join(s.text for s in reading.edition.segments)
    assert not any(word in said for word in ("cookies", "Home", "Share", "rights", "var x"))
    assert {"We use cookies. OK", "Share on all networks", "All rights reserved"} <= {d.text for d in reading.dropped}
    assert all(d.reason for d in reading.dropped)


def test_word_tables_of_two_columns() -> None:
    """In a Word table the first column names who says the second."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    rows = "".join(
        f"<w:tr><w:tc><w:p><w:r><w:t>{who}</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>{said}</w:t></w:r></w:p></w:tc></w:tr>"
        for who, said in EXCHANGE
    )
    data = zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document xmlns:w='{w}'><w:body><w:tbl>{rows}</w:tbl></w:body></w:document>",
        }
    )
    edition = read_edition(data, where="x.docx")
    assert [t.label for t in edition.turns] == [who for who, _ in EXCHANGE]
    assert [s.text for s in edition.segments] == SEGMENTS


def test_word_deletions_do_not_count() -> None:
    """Tracked deletions are no text, insertions are."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = (
        f"<w:document xmlns:w='{w}'><w:body><w:p><w:r><w:t>Question: Is it </w:t></w:r><w:del><w:r><w:delText>not </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>really so?</w:t></w:r></w:ins></w:p><w:p><w:r><w:t>Ana Costa: It is so, we have seen it.</w:t></w:r></w:p></w:body></w:document>"
    )
    edition = read_edition(
        zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": body}), where="x.docx", language="en-GB"
    )
    assert edition.segments[0].text == "Is it really so?"


def test_pdf_words_and_page_numbers() -> None:
    """Lines of a paragraph are joined, a page number is left out."""
    lines = [TITLE, *(f"{who}: {said}" for who, said in EXCHANGE), "- 1 -"]
    reading = read([pdf(lines)], where="x.pdf")
    assert [s.text for s in reading.edition.segments] == SEGMENTS
    assert "- 1 -" in {d.text for d in reading.dropped}


def test_tei_segments_are_pinned() -> None:
    """``<s>`` elements are the segments, whatever a splitter would make of them."""
    data = (
        tei()
        .replace("<p>We agreed on three points. The", "<p><s>We agreed on three points. The")
        .replace("ferries.</p>", "ferries.</s></p>")
    )
    edition = read_edition(data.encode(), where="x.xml")
    assert edition.segments[1].text == "We agreed on three points. The first is about trade, the second about ferries."


def test_a_text_without_turns_is_refused() -> None:
    """A speech without labels or questions is no exchange, and the error says what a turn is."""
    with pytest.raises(NoTurns, match="turns begin with a label"):
        read_edition(b"A speech\n\nLadies and gentlemen, this is long.\n\nIt has no turn in it.", where="x.txt")


def test_a_scan_is_refused() -> None:
    """A PDF without text asks for text recognition."""
    with pytest.raises(UnreadableFile, match="OCR"):
        read_edition(pdf([" "]), where="x.pdf")


def test_docx_paragraphs_without_bold() -> None:
    """Labels in plain Word paragraphs are found by their colons."""
    edition = read_edition(docx([TITLE, *(f"{w}: {s}" for w, s in EXCHANGE)]), where="x.docx")
    assert [s.text for s in edition.segments] == SEGMENTS


@pytest.mark.skipif(not SHARED.is_file(), reason="the page is not here")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "html"])
def test_the_page_itself(encoding: str) -> None:
    """The page that a reader copies gives 16 questions and 16 answers in turn, in every encoding."""
    copied = SHARED.read_text("utf-8")
    data = (
        copied.encode(encoding)
        if encoding != "html"
        else page("".join(f"<p>{line}</p>" for line in copied.splitlines() if line.strip())).encode()
    )
    edition = read_edition(data, where="page")
    assert [t.role for t in edition.turns] == [Role.QUESTION, Role.ANSWER] * 16
    assert len(edition.listed) == 5
    if encoding != "html":
        assert edition.date == datetime(2017, 7, 7, 22, 24)  # noqa: DTZ001 — no zone is printed
        assert edition.title.startswith("Foreign Minister")
    assert not any("settings" in s.text.lower() or "materials" in s.text.lower() for s in edition.segments)
