"""Adding: archives, folders, joined files, tables, and what a person overruled."""

from __future__ import annotations

import re
import tomllib
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from page_samples import EXCHANGE, SEGMENTS, TITLE, samples, text, tsv, zipped

from workbench import adding, cli, store, workflow
from workbench.adding import AddOptions
from workbench.errors import Conflict, InputError, UnreadableFile
from workbench.model import Level, Role
from workbench.readers import Overrules

GERMAN = "Frage: Was haben die Minister heute vereinbart?\n\nAna Costa: Wir haben drei Punkte vereinbart.\n\nFrage: Wer bezahlt das?\n\nAna Costa: Die Stadt bezahlt alles."


def facts(root: Path, name: str = "ferry") -> str:
    """Return a transcript's transcript.toml."""
    return (root / "corpora" / name / "transcript.toml").read_text("utf-8")


def change(root: Path, old: str, new: str) -> None:
    """Change transcript.toml as a person would, at the first place."""
    path = root / "corpora" / "ferry" / "transcript.toml"
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


@pytest.mark.parametrize("name", [n for n in samples() if not n.startswith(("table.", "pages"))] + ["table.html"])
def test_what_is_stored_loads_as_it_was_understood(tmp_path: Path, name: str) -> None:
    """An edition of any format is kept byte for byte and read again the same."""
    data = samples()[name]
    added = workflow.add(tmp_path, "ferry", [(name, data)])
    loaded = store.load_transcript(tmp_path, "ferry").editions
    assert [e.segments for e in added] == [e.segments for e in loaded]
    assert [e.turns for e in added] == [e.turns for e in loaded]
    assert loaded[0].title == TITLE
    files = [p for p in (tmp_path / "corpora" / "ferry").iterdir() if p.suffix != ".toml"]
    assert [p.read_bytes() for p in files] == [data]


def test_a_zip_of_editions_is_one_command(tmp_path: Path) -> None:
    """Each file of a ZIP is an edition; what a system puts beside them is passed over."""
    data = zipped(
        {
            "a/en.txt": text(),
            "a/de-DE.txt": GERMAN,
            "__MACOSX/a/._en.txt": "x",
            "a/.DS_Store": "x",
            "a/page_files/x.html": "<p>x",
        }
    )
    added = workflow.add(tmp_path, "ferry", [("pages.zip", data)])
    assert {e.language for e in added} == {"en-GB", "de-DE"}


def test_a_zip_of_documents_is_no_document(tmp_path: Path) -> None:
    """A ZIP that holds Word files and workbooks, packed as they are, is opened as an archive."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.docx", samples()["page.docx"])
        archive.writestr("de.txt", GERMAN)
    added = workflow.add(tmp_path, "ferry", [("kit.zip", out.getvalue())])
    assert [e.language for e in added] == ["en-GB", "de-DE"]


def test_a_folder_of_editions_is_one_command(tmp_path: Path) -> None:
    """A folder is read with the folders in it."""
    folder = tmp_path / "in" / "deep"
    folder.mkdir(parents=True)
    (folder / "one.txt").write_text(text())
    (folder.parent / "two.txt").write_text(GERMAN)
    (folder.parent / "picture.png").write_bytes(b"\x89PNG")
    assert cli.run(["--root", str(tmp_path), "add", "ferry", str(tmp_path / "in")]) == 0
    assert store.load_transcript(tmp_path, "ferry").languages == ("de-DE", "en-GB")


def test_folders_of_folders(tmp_path: Path) -> None:
    """With --each every folder becomes a transcript of its own."""
    for day in ("mon", "tue"):
        (tmp_path / "in" / day).mkdir(parents=True)
        (tmp_path / "in" / day / "page.txt").write_text(text())
    assert cli.run(["--root", str(tmp_path), "add", "ferry", str(tmp_path / "in"), "--each"]) == 0
    assert store.transcript_names(tmp_path) == ["ferry-mon", "ferry-tue"]


def test_files_of_one_language_join(tmp_path: Path) -> None:
    """Several files are one edition, in their order, and are kept as they are; the second may begin without a head."""
    parts = text().split("\n\n")
    first, second = "\n\n".join(parts[:6]), "\n\n".join(parts[6:])
    files = [("en-1.txt", first.encode()), ("en-2.txt", second.encode())]
    with pytest.raises(Conflict, match="--join"):
        workflow.add(tmp_path, "ferry", files)
    added = workflow.add(tmp_path, "ferry", files, options=AddOptions(join=True))
    assert [s.text for s in added[0].segments] == SEGMENTS
    loaded = store.load_transcript(tmp_path, "ferry").editions[0]
    assert loaded.segments == added[0].segments
    assert (tmp_path / "corpora" / "ferry" / "en-GB.part1.txt").read_bytes() == first.encode()


@pytest.mark.parametrize("name", ["table.tsv", "table.csv", "table.xlsx"])
def test_a_table_gives_editions_and_an_alignment(tmp_path: Path, name: str) -> None:
    """A column a language is an edition each, and the rows are the alignment to start from."""
    workflow.add(tmp_path, "ferry", [(name, samples()[name])])
    aligned = workflow.load(tmp_path, "ferry")
    assert aligned.transcript.languages == ("en-GB", "de-DE")
    assert [row.cells for row in aligned.segments.rows] == [
        ((0,), (0,)),
        ((1,), (1,)),
        ((2,), ()),
        ((3,), (2,)),
        ((4,), (3,)),
    ]
    assert [row.cells for row in aligned.turns.rows] == [((k,), (k,)) for k in range(4)]
    assert [row.role for row in aligned.turns.rows] == [Role.QUESTION, Role.ANSWER] * 2


def test_our_own_tables_come_back(tmp_path: Path) -> None:
    """What is exported as TSV and added again has the same texts and rows."""
    workflow.add(tmp_path, "ferry", [("table.tsv", tsv().encode())])
    out = b"".join(workflow.export(tmp_path, "ferry", format="tsv").chunks)
    workflow.add(tmp_path, "again", [("export.tsv", out)])
    before, after = workflow.load(tmp_path, "ferry"), workflow.load(tmp_path, "again")
    assert [e.text(Level.SEGMENT, range(len(e.segments))) for e in before.transcript.editions] == [
        e.text(Level.SEGMENT, range(len(e.segments))) for e in after.transcript.editions
    ]
    assert [r.cells for r in before.segments.rows] == [r.cells for r in after.segments.rows]


@pytest.mark.parametrize(
    ("data", "match"),
    [
        ("id\tname\n1\tx\n", "no turn|no column"),
        ("de-DE\ten-GB\n", "no row|no turn"),
        ("de-DE\tde-DE\na\tb\n", "two columns"),
        ("de-DE\ten-GB\na\tb\tc\td\n", "cells under"),
    ],
)
def test_tables_that_cannot_be_used(data: str, match: str) -> None:
    """A table without languages, rows or order gives one line."""
    with pytest.raises(InputError, match=match):
        adding.explain([("x.tsv", data.encode())])


def test_lines_pin_the_segmentation(tmp_path: Path) -> None:
    """One segment a line stays one segment, when it is added and when it is loaded."""
    pinned = "Question: Is it so? Or is it not?\n\nCosta: It is. It really is.\nAnd that is all.\n\nQuestion: Why?\n\nCosta: Because."
    want = ["Is it so? Or is it not?", "It is. It really is.", "And that is all.", "Why?", "Because."]
    added = workflow.add(tmp_path, "ferry", [("en.txt", pinned.encode())], options=AddOptions(lines=True))
    assert [s.text for s in added[0].segments] == want
    assert [s.text for s in store.load_transcript(tmp_path, "ferry").editions[0].segments] == want
    again = workflow.add(tmp_path, "ferry", [("en.txt", pinned.encode())], replace=True)
    assert [s.text for s in again[0].segments] == want


def test_what_a_person_overrules_counts_and_stays(tmp_path: Path) -> None:
    """Title, date, labels and turns changed in transcript.toml count at once and after a second add."""
    files = [("page.txt", text().encode())]
    workflow.add(tmp_path, "ferry", files)
    change(tmp_path, f'title = "{TITLE}"', 'title = "My own title"')
    change(tmp_path, "date = 2024-05-03 18:05:00", "date = 2024-05-04 09:00:00")
    change(tmp_path, '"Ana Costa" = "speaker"', '"Ana Costa" = "moderator"')
    for again in (False, True):
        if again:
            workflow.add(tmp_path, "ferry", [("page.txt", text().replace("three", "four").encode())], replace=True)
        edition = store.load_transcript(tmp_path, "ferry").editions[0]
        assert edition.title == "My own title"
        assert edition.date is not None
        assert edition.date.day == 4
        assert edition.turns[-1].role is Role.STATEMENT  # who leads closes
        assert ("four" in edition.segments[1].text) is again


def test_what_nobody_overruled_follows_the_file(tmp_path: Path) -> None:
    """A second add takes a new title from the file, where no person has set one."""
    workflow.add(tmp_path, "ferry", [("page.txt", text().encode())])
    workflow.add(
        tmp_path, "ferry", [("page.txt", text().replace(TITLE, "Another title for it").encode())], replace=True
    )
    assert store.load_transcript(tmp_path, "ferry").editions[0].title == "Another title for it"


def test_a_turn_and_a_label_can_be_overruled(tmp_path: Path) -> None:
    """The role of one turn, and that a label is none, can be said in transcript.toml."""
    said = text().replace("The first is about trade", "\n\nNote: The first is about trade")
    workflow.add(tmp_path, "ferry", [("page.txt", said.encode())])
    path = tmp_path / "corpora" / "ferry" / "transcript.toml"
    path.write_text(path.read_text("utf-8") + '\n[editions.en-GB.turn_roles]\n0 = "statement"\n', "utf-8")
    assert store.load_transcript(tmp_path, "ferry").editions[0].turns[0].role is Role.STATEMENT


def test_a_language_can_be_overruled(tmp_path: Path) -> None:
    """An edition put under another tag keeps it when its file is added again."""
    workflow.add(tmp_path, "ferry", [("page.txt", text().encode())])
    path = tmp_path / "corpora" / "ferry" / "transcript.toml"
    path.write_text(path.read_text("utf-8").replace("editions.en-GB", "editions.en-US"), "utf-8")
    assert store.load_transcript(tmp_path, "ferry").languages == ("en-US",)
    added = workflow.add(tmp_path, "ferry", [("page.txt", text().encode())], replace=True)
    assert added[0].language == "en-US"
    assert store.load_transcript(tmp_path, "ferry").languages == ("en-US",)


@pytest.mark.parametrize(
    ("line", "match"),
    [
        ('"Ana Costa" = "king"', "cannot be"),
        ('"Ana Costa" = 4', "cannot be"),
    ],
)
def test_what_cannot_be_said_is_refused(tmp_path: Path, line: str, match: str) -> None:
    """A word that means nothing in transcript.toml gives one line with the way out."""
    workflow.add(tmp_path, "ferry", [("page.txt", text().encode())])
    change(tmp_path, '"Ana Costa" = "speaker"', line)
    with pytest.raises(InputError, match=match):
        store.load_transcript(tmp_path, "ferry")


def test_corrections_from_the_upload_page(tmp_path: Path) -> None:
    """Corrections given with the files are stored, and count when the transcript is loaded."""
    said = {
        "en-GB": Overrules(
            title="Given", labels={"Ana Costa": "question", "Question": "answer"}, roles={5: Role.STATEMENT}
        )
    }
    workflow.add(tmp_path, "ferry", [("page.txt", text().encode())], options=AddOptions(overrules=said))
    edition = store.load_transcript(tmp_path, "ferry").editions[0]
    assert edition.title == "Given"
    assert [t.role for t in edition.turns][1::2] == [Role.QUESTION, Role.QUESTION, Role.STATEMENT]


def test_explain_stores_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--explain shows label, role, confidence, what was dropped and why, encoding and language, and writes nothing."""
    page = tmp_path / "page.html"
    page.write_bytes(samples()["page.html"])
    assert cli.run(["--root", str(tmp_path), "add", "ferry", str(page), "--explain"]) == 0
    out = capsys.readouterr().out
    assert re.search(r"language +en-GB \(looks like English, probability \d\.\d\d\)", out)
    assert re.search(r"read as +html, utf-8", out)
    assert re.search(r"1 answer +0\.\d\d +Ana Costa: We agreed", out)
    assert "We use cookies. OK (an aside of the page" in out
    assert not (tmp_path / "corpora").exists()


def test_every_turn_is_explained() -> None:
    """A reading has an entry a turn, with a confidence in 0..1 and a reason."""
    for name, data in samples().items():
        for reading in adding.explain([(name, data)]):
            assert [t.index for t in reading.turns] == list(range(len(reading.edition.turns)))
            assert all(0 < t.confidence <= 1 and t.why for t in reading.turns)


def test_one_bad_file_keeps_all_out(tmp_path: Path) -> None:
    """Where one file cannot be read, none is stored."""
    with pytest.raises(UnreadableFile):
        workflow.add(tmp_path, "ferry", [("page.txt", text().encode()), ("bad.pdf", b"%PDF-1.4 nothing")])
    assert not (tmp_path / "corpora").exists()


def test_facts_are_valid_toml(tmp_path: Path) -> None:
    """transcript.toml shows what was found, and is TOML."""
    workflow.add(tmp_path, "ferry", [("page.txt", text().encode()), ("de.txt", GERMAN.encode())])
    about = tomllib.loads(facts(tmp_path))["editions"]["en-GB"]
    assert about["labels"] == {"Question": "question", "Ana Costa": "speaker"}
    assert about["detected"]["language"] == "en"
    assert about["found"]["title"] == about["title"] == TITLE
    assert len(EXCHANGE) == about["turns"]


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("de-DE.txt", "de-DE"), ("de.html", "de"), ("talk.fr-FR.docx", "fr-FR"), ("talk_es-ES.pdf", "es-ES"), ("a/b/ru.txt", "ru"),
        ("en-1.txt", "en"), ("de-DE.part2.txt", "de-DE"), ("readme.txt", None), ("it-news-of-today.txt", None), ("page.txt", None),
    ],
)  # fmt: skip
def test_names_declare_languages(name: str, tag: str | None) -> None:
    """A file's name declares a language by its stem, or by a full tag at its end."""
    assert adding.declared_by_name(name) == tag
