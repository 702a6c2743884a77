"""Glossaries: the file whose required and forbidden renderings a transcript is checked against.

::

    corpora/<transcript>/checks.toml            [glossary] file = "terms.tsv" names one beside it, or
    corpora/<transcript>/glossary.tsv           (.csv, .tbx) is taken without being named
    corpora/glossary.tsv                        the same for all transcripts, where one has none of its own
"""

from __future__ import annotations

from pathlib import Path, PurePath

from workbench import atomic, store
from workbench.errors import Conflict, InputError
from workbench.terms import Glossary, parse_glossary

SUFFIXES = (".tsv", ".csv", ".tbx")
"""The kinds of glossary that are read."""

_LARGEST = 20_000_000  # bytes
_STEM = "glossary"


def unnamed(folder: Path) -> Path | None:
    """Return the glossary in a folder that needs not be named; None where there is none."""
    return next((path for suffix in SUFFIXES if (path := folder / f"{_STEM}{suffix}").is_file()), None)


def read(path: Path) -> Glossary:
    """Return the glossary in a file; raises what ``parse_glossary`` raises."""
    return parse_glossary(store.read_bytes(path), where=str(path))


def keep(root: Path, name: str, file: str, data: bytes) -> Glossary:
    """Store a glossary beside a transcript's editions, in place of one stored so before, and return it.

    ``file`` is the name it came under. Raises InputError where it cannot be read, or is no TSV, CSV or TBX.
    """
    suffix = PurePath(file).suffix.lower()
    if suffix == ".xml":
        suffix = ".tbx"
    if suffix not in SUFFIXES:
        raise InputError(file, f"no glossary ends in {suffix or 'nothing'}", f"use {', '.join(SUFFIXES)}")
    if len(data) > _LARGEST:
        raise InputError(file, "the glossary is larger than 20 MB", "leave out what is not needed")
    found = parse_glossary(data, where=file)
    folder = _folder(root, name)
    atomic.write_whole(folder / f"{_STEM}{suffix}", [data])
    for other in SUFFIXES:
        if other != suffix:
            (folder / f"{_STEM}{other}").unlink(missing_ok=True)
    return found


def drop(root: Path, name: str) -> None:
    """Remove the glossary that :func:`keep` stored; Conflict where there is none."""
    path = unnamed(_folder(root, name))
    if path is None:
        raise Conflict(name, "no glossary was added here", "take it out of checks.toml if one is named there")
    path.unlink()


def _folder(root: Path, name: str) -> Path:
    return root / "corpora" / store.check_name(name)
