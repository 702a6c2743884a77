"""Exports and imports as the command line and the dashboard use them."""

from __future__ import annotations

import io
import json
import shutil
import statistics
import zipfile
from pathlib import Path

import pytest

from workbench import store, workflow
from workbench.cli import run
from workbench.errors import Conflict, InputError, NotFound
from workbench.model import AlignedTranscript, Level, Role, Status
from workbench.workflow import FORMATS, Selection

NAME = "river-panel"
READ = [f.name for f in FORMATS if f.reads]


@pytest.fixture
def here(bundled: Path, tmp_path: Path) -> Path:
    """Return a root folder of one's own with an aligned transcript."""
    shutil.copytree(bundled, tmp_path / "root")
    return tmp_path / "root"


def jsonl(root: Path, **options: object) -> list[dict[str, object]]:
    """Return the rows of an export."""
    made = workflow.export(root, NAME, format="jsonl", selection=Selection(**options))  # type: ignore[arg-type]
    return [json.loads(line) for line in b"".join(made.chunks).splitlines()]


def test_every_format_says_what_it_is() -> None:
    """Names are unique, and each format has a label, users, and one writer."""
    assert len({f.name for f in FORMATS}) == len(FORMATS)
    assert all(f.label and f.users and (f.write is None) != (f.folder is None) for f in FORMATS)


def test_the_list_names_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    """``export --format list`` needs no transcript, and shows each format with who uses it."""
    assert run(["export", "--format", "list"]) == 0
    shown = capsys.readouterr().out
    assert all(f.name in shown and f.users in shown for f in FORMATS)


@pytest.mark.parametrize("name", [f.name for f in FORMATS])
def test_every_format_is_bytes_to_the_dashboard(bundled: Path, name: str) -> None:
    """Chunks are one file, or a ZIP that opens, the same each time; media type and suffix say which."""
    first, again = (workflow.export(bundled, NAME, format=name) for _ in range(2))
    data = b"".join(first.chunks)
    assert data == b"".join(again.chunks)
    assert data
    assert (first.suffix == ".zip") == (first.media_type == "application/zip") == (not first.single)
    if not first.single:
        assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None


def test_filters_leave_rows_out(here: Path) -> None:
    """Confidence, status, role and languages each choose rows; numbers stay those of the whole."""
    aligned = workflow.load(here, NAME)
    assert {row["role"] for row in jsonl(here, roles=(Role.QUESTION,))} == {"question"}
    assert jsonl(here, statuses=(Status.ACCEPTED,)) == []
    assert len(jsonl(here)) == len(aligned.segments.rows)
    sure = [row.score.confidence for row in aligned.segments.rows]
    kept = [n for n, confidence in enumerate(sure) if confidence >= statistics.mean(sure)]
    assert 0 < len(kept) < len(sure)
    assert [row["row"] for row in jsonl(here, min_confidence=statistics.mean(sure))] == kept
    pair = jsonl(here, languages=("ru-RU", "de-DE"))
    assert {tuple(row["cells"]) for row in pair} == {("ru-RU", "de-DE")}  # type: ignore[arg-type]
    assert {tuple(row["pairs"]) for row in pair} <= {("de-DE|ru-RU",), ()}  # type: ignore[arg-type]


def test_without_metadata_the_contract_is_what_is_left(bundled: Path) -> None:
    """JSON lines without metadata have the contract's keys, and no others; with it, the contract's are the same."""
    keys = {"transcript", "level", "row", "turn_row", "role", "status", "confidence", "pairs", "cells"}
    bare, full = jsonl(bundled, metadata=False), jsonl(bundled)
    assert {frozenset(row) for row in bare} == {frozenset(keys)}
    assert [{k: row[k] for k in keys} for row in full] == bare


def test_a_two_language_file_and_a_folder_of_pairs(here: Path, tmp_path: Path) -> None:
    """A bilingual format is a file for two languages, and a folder or ZIP for more."""
    assert (
        run(
            [
                "--root",
                str(here),
                "export",
                NAME,
                "--format",
                "xliff21",
                "--languages",
                "de-DE,fr-FR",
                "--output",
                str(tmp_path / "a.xlf"),
            ]
        )
        == 0
    )
    assert (tmp_path / "a.xlf").read_bytes().startswith(b"<?xml")
    assert run(["--root", str(here), "export", NAME, "--format", "xliff21", "--output", str(tmp_path / "f")]) == 0
    assert len(list((tmp_path / "f").iterdir())) == 4
    assert run(["--root", str(here), "export", NAME, "--format", "xliff21", "--output", str(tmp_path / "f.zip")]) == 0
    assert len(zipfile.ZipFile(tmp_path / "f.zip").namelist()) == 4


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "docx", "--output", "x"], 'unknown format "docx"'),
        (["--format", "tmx"], "it says not where to"),
        (["--format", "moses", "--output", "-"], "makes several files"),
        (["--format", "moses", "--languages", "de-DE", "--output", "x"], "needs two languages"),
        (["--format", "tmx", "--languages", "pt-PT", "--output", "x"], "no edition in pt-PT"),
        (["--format", "tmx", "--min-confidence", "7", "--output", "x"], "is no share"),
        (["--format", "tmx", "--status", "done", "--output", "x"], '"done" is no status'),
    ],
)
def test_unusable_options_are_refused(
    here: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each ends with exit 2 and one line."""
    assert run(["--root", str(here), "export", NAME, *arguments]) == 2
    error = capsys.readouterr().err.strip()
    assert message in error
    assert "\n" not in error


def test_many_transcripts_in_one_corpus(here: Path, tmp_path: Path) -> None:
    """Several transcripts make one corpus; a row says which it is of, and one that is not there is named."""
    names = workflow.transcript_names(here)
    told: list[str] = []
    made = workflow.export(here, names, format="jsonl", progress=lambda _, what: told.append(what))
    rows = [json.loads(line) for line in b"".join(made.chunks).splitlines()]
    assert list(dict.fromkeys(row["transcript"] for row in rows)) == names
    assert told == names
    with pytest.raises(NotFound):
        workflow.export(here, ["nowhere", *names], format="jsonl")
    for form in FORMATS:
        workflow.save(tmp_path / form.name, workflow.export(here, names, format=form.name))


def test_a_package_has_figures_that_are_right(here: Path, tmp_path: Path) -> None:
    """Statistics count what the editions hold; the page shows them; the signature says how it was made."""
    selection = Selection(languages=("en-GB", "ru-RU"))
    workflow.save(tmp_path / "p", workflow.export(here, NAME, format="moses", selection=selection, package=True))
    figures = json.loads((tmp_path / "p" / "statistics.json").read_text("utf-8"))
    edition = workflow.load(here, NAME).transcript.edition("ru-RU")
    about = figures["all"]["languages"]["ru-RU"]
    assert about["segments"] == len(edition.segments)
    assert figures["transcripts"][NAME] == figures["all"]
    assert sum(kind["rows"] for kind in figures["all"]["row_types"].values()) == figures["all"]["rows"]["segment"]
    assert sum(figures["all"]["confidence"]["distribution"].values()) == figures["all"]["rows"]["segment"]
    assert 0 < about["coverage"] <= 1
    assert about["types"] <= about["tokens"] <= about["characters"]
    page = (tmp_path / "p" / "statistics.html").read_text("utf-8")
    assert f"{about['tokens']:,}" in page
    manifest = json.loads((tmp_path / "p" / "manifest.json").read_text("utf-8"))
    assert "|format:moses|level:segment|languages:en-GB,ru-RU|" in manifest["signature"]


@pytest.mark.parametrize("name", READ)
def test_what_is_exported_is_imported(here: Path, tmp_path: Path, name: str) -> None:
    """``import`` makes a transcript that loads, keeps the files as they came, and is exported as it was imported."""
    made = workflow.export(here, NAME, format=name)
    path = tmp_path / ("out" + (made.suffix if made.single else ""))
    workflow.save(path, made)
    assert run(["--root", str(here), "import", "again", str(path)]) == 0
    aligned = workflow.load(here, "again")
    assert workflow.imported(here, "again")
    kept = here / "corpora" / "again" / "imported"
    originals = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    assert sorted(p.read_bytes() for p in kept.rglob("*") if p.is_file()) == sorted(p.read_bytes() for p in originals)
    texts = lambda a: {s.text for e in a.transcript.editions for s in e.segments}  # noqa: E731
    if name not in {"jsonl", "moses", "tmx", "xliff12", "xliff21"}:
        assert texts(aligned) == texts(workflow.load(here, NAME))
    second = workflow.export(here, "again", format=name)
    assert b"".join(second.chunks)


def test_status_and_confidence_come_back(here: Path, tmp_path: Path) -> None:
    """What a person has said of rows in another tool's table is stored and exported."""
    table = b"row,status,confidence,en-GB,fr-FR\n0,accepted,0.25,One.,Un.\n1,flagged,0.5,Two.,Deux.\n"
    (tmp_path / "a.csv").write_bytes(table)
    workflow.import_files(here, "mine", [tmp_path / "a.csv"])
    aligned: AlignedTranscript = workflow.load(here, "mine")
    assert [(r.status, r.score.confidence) for r in aligned.segments.rows] == [
        (Status.ACCEPTED, 0.25),
        (Status.FLAGGED, 0.5),
    ]
    assert [e.text(Level.SEGMENT, (1,)) for e in aligned.transcript.editions] == ["Two.", "Deux."]


def test_imports_do_not_overwrite(here: Path, tmp_path: Path) -> None:
    """A transcript that is there is kept; --replace replaces an imported one, never published pages."""
    (tmp_path / "a.tsv").write_bytes(b"en\tfr\na\tb\n")
    (tmp_path / "b.tsv").write_bytes(b"en\tde\na\tb\n")
    paths = [tmp_path / "a.tsv"]
    before = (here / "corpora" / NAME / "en-GB.txt").read_bytes()
    for replace in (False, True):
        with pytest.raises(Conflict):
            workflow.import_files(here, NAME, paths, replace=replace)
    assert (here / "corpora" / NAME / "en-GB.txt").read_bytes() == before
    workflow.import_files(here, "mine", paths)
    with pytest.raises(Conflict):
        workflow.import_files(here, "mine", paths)
    workflow.import_files(here, "mine", [tmp_path / "b.tsv"], replace=True)
    assert store.load_transcript(here, "mine").languages == ("de", "en")
    assert workflow.load(here, "mine").transcript.languages == ("en", "de")


def test_an_imported_alignment_survives_align_all(
    here: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``align --all`` keeps imported rows; ``align NAME`` makes them anew."""
    (tmp_path / "a.tsv").write_bytes(b"en\tfr\nGood morning.\tBonjour.\nThank you.\tMerci.\n")
    workflow.import_files(here, "mine", [tmp_path / "a.tsv"])
    for other in workflow.transcript_names(here):
        if other != "mine":
            shutil.rmtree(here / "corpora" / other)
    assert run(["--root", str(here), "align", "--all"]) == 0
    assert "kept as imported" in capsys.readouterr().out
    assert workflow.imported(here, "mine")
    assert run(["--root", str(here), "align", "mine"]) == 0
    assert not workflow.imported(here, "mine")


def test_one_of_several_transcripts(here: Path, tmp_path: Path) -> None:
    """A corpus of several transcripts is imported one at a time, by name."""
    names = workflow.transcript_names(here)
    for form in ("jsonl-units", "tei", "tmx", "xces"):
        path = tmp_path / f"all-{form}"
        workflow.save(path, workflow.export(here, names, format=form))
        with pytest.raises(InputError, match="choose one with --only"):
            workflow.import_files(here, "mine", [path])
        aligned = workflow.import_files(here, f"mine-{form}", [path], only=NAME)
        assert len(aligned.transcript.edition("en-GB").segments) == len(
            workflow.load(here, NAME).transcript.edition("en-GB").segments
        )


def test_nothing_is_stored_where_reading_fails(here: Path, tmp_path: Path) -> None:
    """A file that cannot be read leaves no transcript behind."""
    (tmp_path / "a.tmx").write_bytes(b"<tmx")
    with pytest.raises(InputError):
        workflow.import_files(here, "mine", [tmp_path / "a.tmx"])
    assert "mine" not in workflow.transcript_names(here)
    assert not (here / "corpora" / "mine").exists()


@pytest.mark.parametrize(("form", "told"), [("tmx", "bytes written"), ("xliff21", "files written")])
def test_an_export_says_what_it_wrote(
    bundled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str, told: str
) -> None:
    """An export names the file or folder that it wrote, beside what it reports; standard output stays empty."""
    out = tmp_path / "out"
    assert run(["--root", str(bundled), "export", "river-panel", "--format", form, "--output", str(out)]) == 0
    printed = capsys.readouterr()
    assert str(out) in printed.err
    assert told in printed.err
    assert printed.out == ""


def test_plain_jsonl_says_what_it_does_not_keep_apart(here: Path) -> None:
    """The sentences of a row are one segment when read from plain jsonl; every edition says how many, and units do not."""
    for form, says in (("jsonl", True), ("jsonl-units", False)):
        path = here / f"{form}.jsonl"
        workflow.save(path, workflow.export(here, [NAME], format=form))
        aligned = workflow.import_files(here, f"{form}-back", [path])
        stored = store.load_transcript(here, f"{form}-back")
        assert all(bool(e.notes) == says for e in (*aligned.transcript.editions, *stored.editions))
