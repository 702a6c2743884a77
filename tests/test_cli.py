"""The command line as a user meets it: what it prints, what it stores, how it refuses."""

from __future__ import annotations

import json
import shutil
import socket
from pathlib import Path

import pytest

from workbench.cli import VERBS, run

Run = pytest.CaptureFixture[str]


def files_below(folder: Path) -> set[str]:
    """Return every file below a folder."""
    return {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}


def refused(root: Path, capsys: Run, *arguments: str) -> str:
    """Run a verb that must fail: exit 2, one line on standard error, nothing printed, nothing written; return the line."""
    before = files_below(root)
    assert run(["--root", str(root), *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert captured.err.startswith("workbench: ")
    assert files_below(root) == before
    return captured.err


@pytest.fixture
def en(root: Path, page: str) -> Path:
    """Return a page on disk whose name tells nothing."""
    path = root / "page.txt"
    path.write_text(page, "utf-8")
    return path


def test_every_verb_has_help_with_an_example(capsys: Run) -> None:
    """``VERB --help`` exits 0 and shows how the verb is used."""
    for verb in VERBS:
        assert run([verb, "--help"]) == 0
        text = capsys.readouterr().out
        assert f"workbench {verb}" in text.split("example:")[1]


def test_add_tells_what_it_understood(root: Path, en: Path, capsys: Run) -> None:
    """Add finds the language, counts turns by role and says what it left out."""
    assert run(["--root", str(root), "add", "harbour", str(en)]) == 0
    out = capsys.readouterr().out
    assert "en-GB  4 turns (2 questions, 2 answers), 7 segments" in out
    assert "Additional materials; Advanced settings" in out
    assert (root / "corpora/harbour/en-GB.txt").read_bytes() == en.read_bytes()


def test_status_of_a_page(root: Path, en: Path, capsys: Run) -> None:
    """Status shows title, date with time, sizes and the editions listed."""
    run(["--root", str(root), "add", "harbour", str(en)])
    capsys.readouterr()
    assert run(["--root", str(root), "status"]) == 0
    out = capsys.readouterr().out
    for words in ("The minister’s answers", "2024-05-03 18:05", "4 turns, 7 segments", "3: de-DE, en-GB, fr-FR"):
        assert words in out


def test_adding_the_same_file_again_changes_nothing(root: Path, en: Path) -> None:
    """A second add of the same bytes is no conflict."""
    assert run(["--root", str(root), "add", "harbour", str(en)]) == 0
    assert run(["--root", str(root), "add", "harbour", str(en)]) == 0


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (bytes(range(256)) * 40, "no text"),
        (b"PK\x03\x04" + bytes(500), "damaged"),
        (b"One paragraph only, and nobody speaks in it.\n", "no turn"),
    ],
)
def test_unusable_files_are_refused(root: Path, capsys: Run, data: bytes, says: str) -> None:
    """An empty or binary file, or a page without a turn, is named in the one line."""
    path = root / "page.txt"
    path.write_bytes(data)
    line = refused(root, capsys, "add", "x", str(path))
    assert says in line
    assert "page.txt" in line


def test_unknown_language_is_refused(root: Path, en: Path, capsys: Run) -> None:
    """A tag that names no language is told apart from a language not guessed."""
    assert 'unknown language "xx"' in refused(root, capsys, "add", "x", str(en), "--language", "xx")


def test_the_same_language_twice_is_refused(root: Path, en: Path, capsys: Run) -> None:
    """Two files of one language in one call, or one beside an edition that is there, need a decision."""
    other = shutil.copy(en, root / "other.txt")
    assert "second edition in en-GB" in refused(root, capsys, "add", "x", str(en), str(other))
    run(["--root", str(root), "add", "x", str(en)])
    Path(other).write_text(en.read_text("utf-8").replace("40", "50"), "utf-8")
    capsys.readouterr()
    assert "--replace" in refused(root, capsys, "add", "x", str(other))
    assert run(["--root", str(root), "add", "x", str(other), "--replace"]) == 0


@pytest.mark.parametrize("name", ["../x", "a/b", "..", "", "/absolute"])
def test_a_name_that_is_a_path_is_refused(root: Path, en: Path, capsys: Run, name: str) -> None:
    """A transcript's name never leads out of the folder."""
    assert "no transcript name" in refused(root, capsys, "add", name, str(en))


def test_one_bad_file_stores_none(root: Path, en: Path, capsys: Run) -> None:
    """Of several files either all are stored or none."""
    bad = root / "de-DE.txt"
    bad.write_bytes(b"")
    refused(root, capsys, "add", "x", str(en), str(bad))
    assert not (root / "corpora").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["align"],
        ["align", "nothing-here"],
        ["export", "nothing-here", "--format", "tmx", "--output", "x.tmx"],
        ["export", "nothing-here", "--format", "tmx", "--output", "x.tmx", "--level", "word"],
        ["align-files", "de.txt", "--output", "x.jsonl"],
        ["evaluate", "no.jsonl", "neither.jsonl"],
        ["search", " "],
        ["no-such-verb"],
        ["export"],
    ],
)
def test_unusable_calls_are_refused(root: Path, capsys: Run, arguments: list[str]) -> None:
    """Wrong calls say where and what is wrong in one line, and what to do."""
    line = refused(root, capsys, *arguments)
    assert ": " in line.removeprefix("workbench: ") or "--help" in line
    assert ";" in line


def test_align_needs_two_editions(root: Path, en: Path, capsys: Run) -> None:
    """One edition cannot be aligned, and the line says what to do."""
    run(["--root", str(root), "add", "x", str(en)])
    capsys.readouterr()
    assert "workbench add x FILE" in refused(root, capsys, "align", "x")


def test_export_goes_to_a_file_or_to_standard_output(bundled: Path, tmp_path: Path, capfdbinary: object) -> None:
    """``--output -`` prints the very bytes that a file would get."""
    target = tmp_path / "out.jsonl"
    call = ["--root", str(bundled), "export", "hamburg-briefing", "--format", "jsonl", "--output"]
    assert run([*call, str(target)]) == 0
    assert run([*call, "-"]) == 0
    assert capfdbinary.readouterr().out == target.read_bytes()  # type: ignore[attr-defined]


def test_export_into_no_folder_leaves_nothing(bundled: Path, tmp_path: Path, capsys: Run) -> None:
    """An export that cannot be written says so and leaves no part of itself."""
    (tmp_path / "file").write_text("x")
    line = refused(
        bundled, capsys, "export", "hamburg-briefing", "--format", "tsv", "--output", str(tmp_path / "file/x")
    )
    assert "cannot be written" in line
    assert files_below(tmp_path) == {"file"}


def test_align_files_counts_lines(root: Path, capsys: Run) -> None:
    """Segments are the files' lines, counted from 0, empty ones included; the rows hold every line once."""
    (root / "de.txt").write_text("Der Hafen öffnet am 12. Juni.\n\nDie Stadt zahlt 40 Millionen Euro.\n", "utf-8")
    (root / "en.txt").write_text("The harbour opens on 12 June.\n\nThe city pays 40 million euros.\n", "utf-8")
    target = root / "rows.jsonl"
    assert run(["align-files", str(root / "de.txt"), str(root / "en.txt"), "--output", str(target)]) == 0
    rows = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert sorted(i for row in rows for i in row["cells"]["de"]["segments"]) == [0, 1, 2]
    cells = {tuple(row["cells"]["de"]["segments"]): row["cells"]["en"]["segments"] for row in rows}
    assert cells.get((0,)) == [0]
    assert cells.get((2,)) == [2]


def test_evaluate_prints_figures(bundled: Path, root: Path, capsys: Run) -> None:
    """An export evaluated against itself has F1 1 for every pair, as text and as JSON."""
    target = root / "rows.jsonl"
    run(["--root", str(bundled), "export", "hamburg-briefing", "--format", "jsonl", "--output", str(target)])
    assert run(["evaluate", str(target), str(target), "--format", "json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert len([f for f in figures if "|" in f["pair"]]) == 10
    assert all(f["strict"]["f1"] == 1.0 for f in figures if "|" in f["pair"])
    assert run(["evaluate", str(target), str(target)]) == 0
    assert "all pairs" in capsys.readouterr().out


def test_search_shows_the_other_editions(bundled: Path, capsys: Run) -> None:
    """A hit comes with the row's text in the other languages."""
    assert run(["--root", str(bundled), "search", "Astana", "--language", "en-GB"]) == 0
    out = capsys.readouterr().out
    assert "Астан" in out
    assert "hamburg-briefing row" in out


@pytest.mark.parametrize("port", ["0", "-5", "99999"])
def test_a_port_that_is_none_is_refused(root: Path, capsys: Run, port: str) -> None:
    """The dashboard is not started at a number that is no port."""
    assert f"--port {port}: no port" in refused(root, capsys, "app", "--no-browser", "--port", port)


def test_a_port_in_use_is_refused(root: Path, capsys: Run) -> None:
    """Where something else serves already, one line says so."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert "choose another" in refused(root, capsys, "app", "--no-browser", "--port", port)


def test_align_files_refuses_the_name_of_another_format(root: Path, capsys: Run) -> None:
    """Rows are JSON lines: a name that promises another format is refused before anything is aligned."""
    for tag, line in (("en", "Good morning.\n"), ("de", "Guten Morgen.\n")):
        (root / f"{tag}.txt").write_text(line, "utf-8")
    files = [str(root / "en.txt"), str(root / "de.txt")]
    assert ".tmx is another format" in refused(root, capsys, "align-files", *files, "--output", str(root / "o.tmx"))


def test_search_goes_on_past_a_transcript_that_cannot_be_read(bundled: Path, root: Path, capsys: Run) -> None:
    """Hits in the other transcripts are shown; then the line says which one is damaged, with exit 2."""
    shutil.copytree(bundled, root, dirs_exist_ok=True)
    (root / "corpora" / "hamburg-briefing" / "transcript.toml").write_text("[[", "utf-8")
    assert run(["--root", str(root), "search", "Velna"]) == 2
    captured = capsys.readouterr()
    assert "river-panel row" in captured.out
    assert captured.err.count("\n") == 1
    assert "hamburg-briefing" in captured.err
