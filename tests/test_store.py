"""What is kept on disk: whole files, faithful copies, alignments that know what they were made of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench import derived, store, workflow
from workbench.errors import InputError, NotFound


def editions(page: str) -> list[tuple[str, bytes]]:
    """Return two editions of a page, as sources."""
    german = page.replace("Question", "Frage").replace("Minister:", "Minister:")
    return [("en-GB.txt", page.encode()), ("de-DE.txt", german.encode())]


def test_editions_are_kept_byte_for_byte(root: Path, page: str) -> None:
    """What was added is stored as it came, in its own encoding, and read back the same."""
    data = page.encode("utf-16")
    (added,) = workflow.add(root, "x", [("en-GB.txt", data)])
    assert (root / "corpora/x/en-GB.txt").read_bytes() == data
    (loaded,) = store.load_transcript(root, "x").editions
    assert loaded == added


def test_alignments_survive_storing(bundled: Path) -> None:
    """A stored alignment is loaded as it was: rows, scores, pairs, roles."""
    transcript = store.load_transcript(bundled, "river-panel")
    aligned = derived.load_alignment(bundled, transcript)
    assert aligned is not None
    again = workflow.align(bundled, "river-panel")
    assert again.turns == aligned.turns
    assert again.segments == aligned.segments


def test_a_changed_edition_makes_the_alignment_stale(root: Path, page: str) -> None:
    """After an edition is replaced, the old alignment is neither loaded nor exported."""
    workflow.add(root, "x", editions(page))
    workflow.align(root, "x")
    assert workflow.status(root)[0].aligned
    workflow.add(root, "x", [("en-GB.txt", page.replace("40", "41").encode())], replace=True)
    (status,) = workflow.status(root)
    assert status.stale
    assert not status.aligned
    with pytest.raises(NotFound, match="workbench align x"):
        workflow.load(root, "x")


def test_a_damaged_alignment_counts_as_none(root: Path, page: str) -> None:
    """An alignment file that cannot be read is made anew, not crashed upon."""
    workflow.add(root, "x", editions(page))
    workflow.align(root, "x")
    derived.alignment_path(root, "x").write_bytes(b"PAR1 but not really")
    assert not workflow.status(root)[0].aligned
    workflow.align(root, "x")
    assert workflow.status(root)[0].aligned


def test_a_failed_write_keeps_the_old_file(root: Path) -> None:
    """If the bytes stop coming, what stood there stays, and no part file is left."""
    path = root / "out.txt"
    path.write_bytes(b"old")

    def breaks() -> Iterator[bytes]:
        yield b"new"
        raise KeyError

    with pytest.raises(KeyError):
        store.write_whole(path, breaks())
    assert path.read_bytes() == b"old"
    assert [p.name for p in root.iterdir()] == ["out.txt"]


def test_a_broken_description_is_reported(root: Path, page: str) -> None:
    """A transcript.toml that is no TOML is named, with the way out; status goes on with the others."""
    workflow.add(root, "x", editions(page))
    (root / "corpora/x/transcript.toml").write_text("editions = [", "utf-8")
    with pytest.raises(InputError, match="not valid TOML"):
        store.load_transcript(root, "x")
    assert "not valid TOML" in (workflow.status(root)[0].problem or "")


def test_an_edition_whose_file_is_gone_is_reported(root: Path, page: str) -> None:
    """A file that transcript.toml names and that is gone is named, by status too; put back, all is as before."""
    workflow.add(root, "x", editions(page))
    workflow.add(root, "y", editions(page))
    (root / "corpora/x/de-DE.txt").unlink()
    with pytest.raises(InputError, match=r"names de-DE\.txt, which is not there; put it back, or take the edition out"):
        workflow.align(root, "x")
    broken, whole = workflow.status(root)
    assert "de-DE.txt" in (broken.problem or "")
    assert whole.problem is None
    (root / "corpora/x/en-GB.txt").unlink()
    assert workflow.transcript_names(root) == ["x", "y"]
    workflow.add(root, "x", editions(page))
    assert store.load_transcript(root, "x").languages == ("de-DE", "en-GB")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("editions = 5", "editions is no table"),
        ("[editions]\nde-DE = 5", "de-DE is no table"),
        ("[editions.de-DE]\nfile = 5", "file of de-DE is no text"),
        ("[editions.de-DE]\nparts = 5", "parts of de-DE is no list"),
        ("[editions.de-DE]\nfile = 'de-DE.txt'\nnotes = 5", "notes of de-DE is no list"),
        ("[editions.german]\nfile = 'de-DE.txt'", '"german" is no language tag'),
        ("[editions.fr-FR]\nfile = '../x.txt'", "which is no name"),
    ],
)
def test_a_description_of_wrong_types_is_reported(root: Path, page: str, wrong: str, said: str) -> None:
    """What transcript.toml cannot say is one line, and the transcript's problem in the status."""
    workflow.add(root, "x", editions(page))
    (root / "corpora/x/transcript.toml").write_text(wrong, "utf-8")
    with pytest.raises(InputError, match=said):
        store.load_transcript(root, "x")
    assert said in (workflow.status(root)[0].problem or "")


def test_a_folder_of_files_needs_no_description(root: Path, page: str) -> None:
    """Editions put into a folder by hand, named by language, are a transcript."""
    folder = root / "corpora" / "by-hand"
    folder.mkdir(parents=True)
    for name, data in editions(page):
        (folder / name).write_bytes(data)
    assert store.load_transcript(root, "by-hand").languages == ("de-DE", "en-GB")


def test_no_transcript_there(root: Path) -> None:
    """A name that is not here says how to see what is."""
    with pytest.raises(NotFound, match="workbench status"):
        store.load_transcript(root, "nothing")
    assert workflow.status(root) == []
