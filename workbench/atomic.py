"""Files and folders written whole or not at all: what stood there stays until the new bytes are safe."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from workbench.errors import Conflict, WorkbenchError

_OPEN = 64  # files of a folder open at a time
_HERE, _SWAP = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of renameat2(2)


def write_whole(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file whole or not at all: what stood there stays until the new bytes are safe."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise WorkbenchError(str(path), f"cannot be written ({error.strerror})", "choose another place") from None
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    except OSError as error:
        raise WorkbenchError(str(path), f"cannot be written ({error.strerror})", "choose another place") from None
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


def write_folder(path: Path, pieces: Iterable[tuple[str, bytes]], *, over: bool = False) -> None:
    """Write a folder whole or not at all, out of pieces of its files (path, bytes).

    A folder that stands there is replaced if the new one has all of its files, or ``over`` is set; else Conflict
    is raised.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent))
    except OSError as error:
        raise WorkbenchError(str(path), f"cannot be written ({error.strerror})", "choose another place") from None
    try:
        _fill(part, pieces)
        part.chmod(0o777 & ~_umask())
        if path.is_dir():
            new = {p.relative_to(part) for p in part.rglob("*")}
            strange = next((p for p in sorted(path.rglob("*")) if p.relative_to(path) not in new), None)
            if strange is not None and not over:
                raise Conflict(str(path), f"the folder holds {strange.name}, which is not of this export",
                               "choose another folder, or remove it")  # fmt: skip
            _exchange(part, path)
        else:
            part.replace(path)
    except OSError as error:
        raise WorkbenchError(str(path), f"cannot be written ({error.strerror})", "choose another place") from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _fill(folder: Path, pieces: Iterable[tuple[str, bytes]]) -> None:
    """Write the files of a folder, some of them open at a time."""
    handles: dict[str, Any] = {}
    try:
        for name, data in pieces:
            if name not in handles:
                if len(handles) >= _OPEN:
                    _close(handles.pop(next(iter(handles))))
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                handles[name] = target.open("ab")
            handles[name].write(data)
        while handles:
            _close(handles.popitem()[1])
    finally:
        for handle in handles.values():
            handle.close()


def _close(handle: Any) -> None:
    handle.flush()
    os.fsync(handle.fileno())
    handle.close()


def _exchange(new: Path, old: Path) -> None:
    """Put a folder in another's place in one step where the system can, so that a kill leaves one of them whole."""
    try:
        done = ctypes.CDLL(None).renameat2(_HERE, os.fsencode(new), _HERE, os.fsencode(old), _SWAP) == 0
    except (AttributeError, OSError, TypeError):  # not Linux
        done = False
    if not done:
        aside = new.with_name(new.name + ".old")
        old.replace(aside)
        new.replace(old)
        shutil.rmtree(aside, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
