"""Files and folders are written whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.atomic import write_folder, write_whole
from workbench.errors import Conflict, WorkbenchError


def everything(folder: Path) -> dict[str, bytes]:
    """Return all files under a folder, hidden ones too."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def broken(pieces: list[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Yield pieces and then fail, as a full disk or a damaged edition does."""
    yield from pieces
    raise OSError(28, "No space left on device")


def test_a_folder_holds_its_pieces(tmp_path: Path) -> None:
    """Pieces of several files, in any order, make the files."""
    write_folder(tmp_path / "a", [("x/1", b"a"), ("y", b"b"), ("x/1", b"c"), ("z", b"")])
    assert everything(tmp_path) == {"a/x/1": b"ac", "a/y": b"b", "a/z": b""}


def test_many_files_at_once(tmp_path: Path) -> None:
    """More files than are held open are written, each whole, in turns."""
    pieces = [(f"{n % 200}", bytes([65 + n // 200])) for n in range(600)]
    write_folder(tmp_path / "a", pieces)
    assert set(everything(tmp_path / "a").values()) == {b"ABC"}
    assert len(everything(tmp_path / "a")) == 200


def test_a_failed_folder_leaves_the_old_one(tmp_path: Path) -> None:
    """Where writing fails midway, the old folder stands as it was and nothing else is left."""
    write_folder(tmp_path / "a", [("1", b"old"), ("2", b"old")])
    with pytest.raises(WorkbenchError, match="cannot be written"):
        write_folder(tmp_path / "a", broken([("1", b"new")]))
    assert everything(tmp_path) == {"a/1": b"old", "a/2": b"old"}


def test_a_failed_file_leaves_the_old_one(tmp_path: Path) -> None:
    """Where writing fails midway, the old file stands as it was and nothing else is left."""
    write_whole(tmp_path / "a", [b"old"])
    with pytest.raises(WorkbenchError, match="cannot be written"):
        write_whole(tmp_path / "a", (data for _, data in broken([("", b"new")])))
    assert everything(tmp_path) == {"a": b"old"}


def test_a_folder_is_replaced_in_one_step(tmp_path: Path) -> None:
    """A new export takes the place of an old one with the same files, and the old one is gone."""
    write_folder(tmp_path / "a", [("1", b"old")])
    write_folder(tmp_path / "a", [("1", b"new"), ("2", b"new")])
    assert everything(tmp_path) == {"a/1": b"new", "a/2": b"new"}


def test_a_folder_with_other_files_is_not_replaced(tmp_path: Path) -> None:
    """A folder that holds what the export does not write is left alone, and named."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letters.txt").write_text("dear")
    with pytest.raises(Conflict, match=r"letters\.txt"):
        write_folder(tmp_path / "home", [("1", b"new")])
    assert everything(tmp_path) == {"home/letters.txt": b"dear"}


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_kill_leaves_the_old_one(tmp_path: Path, kind: str) -> None:
    """A writer that is killed midway leaves the old file or folder whole, and the next writer succeeds."""
    target = tmp_path / "a"
    program = f"""
        import sys, time
        from pathlib import Path
        from workbench.atomic import write_folder, write_whole
        def slow():
            yield {"b'new'" if kind == "file" else "('1', b'new')"}
            print("midway", flush=True)
            time.sleep(60)
        {"write_whole" if kind == "file" else "write_folder"}(Path({str(target)!r}), slow())
    """
    first: list[bytes] | list[tuple[str, bytes]] = [b"old"] if kind == "file" else [("1", b"old")]
    write = write_whole if kind == "file" else write_folder
    write(target, first)  # type: ignore[operator]
    writer = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, cwd=Path(__file__).parent.parent
    )
    assert writer.stdout
    writer.stdout.readline()
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    shown = {k: v for k, v in everything(tmp_path).items() if not k.startswith(".")}
    assert set(shown.values()) == {b"old"}
    write(target, first)  # type: ignore[operator]


def test_the_second_writer_is_whole(tmp_path: Path) -> None:
    """Of two writers of one folder at a time, what stands at the end is whole and of one of them."""

    def other() -> Iterator[tuple[str, bytes]]:
        yield "1", b"first"
        write_folder(tmp_path / "a", [("1", b"second"), ("2", b"second")])
        yield "2", b"first"

    write_folder(tmp_path / "a", other())
    assert set(everything(tmp_path / "a").values()) == {b"first"}
