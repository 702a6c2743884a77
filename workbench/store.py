"""The store: corpora as published.

The only module that opens files, with :mod:`workbench.derived`, and :mod:`workbench.atomic`, which writes them.

::

    corpora/<transcript>/<language>.<suffix>   an edition, byte for byte as published
    corpora/<transcript>/<language>.part1.…    the first of several files that are one edition
    corpora/<transcript>/editions-….tsv        a table of several editions, a column each
    corpora/<transcript>/transcript.toml       what each file was understood to be
    alignments/reviews.sqlite                  what people decided: see workbench.journal
    alignments/…                               what is derived from them: see workbench.derived

An imported transcript has no pages: its editions are ``<language>.jsonl`` (:mod:`workbench.readers.edition`),
and the files that it was read from stand beside them in ``imported/``, byte for byte.
Every file is written whole under another name, then moved into place.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from threading import RLock
from typing import Any

import tomli_w

from workbench import kept
from workbench.atomic import write_whole
from workbench.errors import InputError, NotFound, UnreadableFile
from workbench.language import is_tag
from workbench.model import Edition, Provenance, Transcript, valid_name
from workbench.readers import Overrules, Reading, column, overrules_from, read, read_table, suffix_of
from workbench.readers.archives import could_be_edition
from workbench.readers.reading import NOTHING, described

FACTS = "transcript.toml"
_LARGEST = 200 * 1024 * 1024  # bytes: more is no transcript


def check_name(name: str) -> str:
    """Return a transcript's name; raises InputError if it could be anything but a folder's name."""
    if not valid_name(name):
        raise InputError(
            name or "transcript",
            "this is no transcript name",
            "use letters, digits, dots, hyphens and underscores, such as hamburg-briefing",
        )
    return name


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes; raises UnreadableFile or NotFound with the reason."""
    try:
        if path.is_file() and path.stat().st_size > _LARGEST:
            raise UnreadableFile(str(path), "larger than 200 MB", "give the page of one transcript")
        return path.read_bytes()
    except FileNotFoundError:
        raise NotFound(str(path), "no such file", "check the path") from None
    except IsADirectoryError:
        raise UnreadableFile(str(path), "this is a folder", "name the files in it") from None
    except OSError as error:
        raise UnreadableFile(str(path), f"cannot be read ({error.strerror})", "check its permissions") from None


def sources_in(path: Path) -> list[tuple[str, bytes]]:
    """Return name and bytes of a file, or of each file in a folder and below it that may be an edition."""
    if not path.is_dir():
        return [(str(path), read_bytes(path))]
    files = sorted(p for p in path.rglob("*") if p.is_file())
    shown = [p for p in files if not any(part.startswith(".") for part in p.relative_to(path).parts)]
    return [(str(p), read_bytes(p)) for p in shown if could_be_edition(p.relative_to(path).as_posix())]


def folders_in(path: Path) -> list[str]:
    """Return the names of the folders in a folder that have files which may be editions, in alphabetical order."""
    try:
        folders = sorted(p for p in path.iterdir() if p.is_dir() and not p.name.startswith("."))
    except OSError as error:
        raise NotFound(str(path), f"no folder ({error.strerror})", "check the path") from None
    return [p.name for p in folders if any(could_be_edition(f.name) for f in p.rglob("*"))]


def read_lines(path: Path) -> list[str]:
    """Return the lines of a UTF-8 text (other encodings are told by content), without their ends."""
    from workbench.readers.decode import decode  # noqa: PLC0415 — with the one caller

    data = read_bytes(path)
    if not data:
        return []
    text, _ = decode(data, where=str(path))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def read_sources(paths: Sequence[Path], *, most: int) -> list[tuple[str, bytes]]:
    """Return files, and all files of folders, by name; hidden ones are left out. InputError beyond ``most`` files."""
    found: list[tuple[str, bytes]] = []
    for path in paths:
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in inside:
            name = file.relative_to(path) if path.is_dir() else file
            if not any(part.startswith(".") and part not in {".", ".."} for part in name.parts):
                found.append((name.as_posix(), read_bytes(file)))
            if len(found) > most:
                raise InputError(str(path), f"more than {most} files", "name the files of one corpus")
    return found


def transcript_names(root: Path) -> list[str]:
    """Return the names of the transcripts under ``corpora/``, in alphabetical order."""
    folder = root / "corpora"
    if not folder.is_dir():
        return []
    return sorted(p.name for p in folder.iterdir() if p.is_dir() and valid_name(p.name) and _holds_editions(p))


def _holds_editions(folder: Path) -> bool:
    """Tell whether a folder holds editions, or its transcript.toml names some (loading says which are not there)."""
    try:
        return bool(_edition_files(folder) or _facts(folder))
    except InputError:
        return True


def load_transcript(root: Path, name: str) -> Transcript:
    """Return a transcript with its editions, read anew from the files as published.

    Raises NotFound where there is none, InputError where transcript.toml names a file that is not there,
    and the readers' errors where a file was damaged since.
    """
    folder = root / "corpora" / check_name(name)
    files = _edition_files(folder)
    _check_complete(folder, files)
    if not files:
        raise NotFound(name, "no such transcript", "see what is here with: workbench status")
    seen = [(path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(folder.iterdir())]
    with _READING:
        return _read_transcript(root.resolve(), name, tuple(seen))


@lru_cache(maxsize=64)
def _read_transcript(root: Path, name: str, seen: tuple[tuple[str, int, int], ...]) -> Transcript:
    """Read a transcript's files; as long as none of them changes, once."""
    folder, place = root / "corpora" / name, root / "alignments" / "read" / f"{name}.json"
    editions = kept.load(place, seen)
    if editions is None:
        files = _edition_files(folder)
        facts = _facts(folder)
        editions = tuple(_load(folder, tag, paths, facts.get(tag, {})) for tag, paths in files.items())
        kept.save(place, seen, editions)
    return Transcript(name, editions)


def _load(folder: Path, language: str, paths: Sequence[Path], known: Mapping[str, Any]) -> Edition:
    """Return an edition read anew, with what transcript.toml says of it."""
    verified = known.get("file") == paths[0].name
    overrules = overrules_from(known, where=f"{folder / FACTS}") if verified else NOTHING
    data = [read_bytes(path) for path in paths]
    edition = _reread(data, paths[0].name, language, known, overrules, verify=not verified).edition
    if verified and edition.provenance:
        origin = replace(edition.provenance, file=str(known.get("source", paths[0].name)))
        edition = replace(edition, provenance=origin, notes=tuple(map(str, known.get("notes", ()))))
    return edition


def _reread(  # noqa: PLR0913 — a file, its name and what is known of it
    data: Sequence[bytes],
    where: str,
    language: str,
    known: Mapping[str, Any],
    overrules: Overrules,
    *,
    verify: bool,
) -> Reading:
    if "column" not in known:
        return read(data, where=where, language=language, overrules=overrules, verify=verify)
    grid, encoding = read_table(data[0], where=where)
    origin = Provenance(where, hashlib.sha256(data[0]).hexdigest(), encoding, "table")
    reading = column(grid, str(known["column"]), origin, overrules=overrules, verify=verify)
    return replace(reading, edition=replace(reading.edition, language=language))


_READING = RLock()  # of two who ask for one transcript, the second waits and finds it read


@dataclass(frozen=True, slots=True)
class Incoming:
    """An edition about to be stored: how it was understood, the same before a person spoke, and its files' bytes.

    ``column`` is its column where the file is a table; ``overrules`` what a person said of it.
    """

    reading: Reading
    found: Reading
    parts: tuple[bytes, ...]
    column: str | None = None
    overrules: Overrules = NOTHING


def save_editions(root: Path, name: str, sources: Sequence[Incoming]) -> None:
    """Store editions with the bytes they were read from; an edition of the same language is replaced."""
    folder = root / "corpora" / check_name(name)
    facts = _facts(folder)
    old = _edition_files(folder)
    written: set[Path] = set()
    for source in sources:
        edition = source.reading.edition
        names = _names(source)
        for file, data in zip(names, source.parts, strict=True):
            if folder / file not in written:
                write_whole(folder / file, [data])
            written.add(folder / file)
        origin = edition.provenance
        about: dict[str, Any] = {"file": names[0], "source": Path(origin.file).name if origin else names[0]}
        about |= {"parts": list(names)} if len(names) > 1 else {}
        about |= {"column": source.column} if source.column else {}
        about |= described(source.reading, source.found)
        facts[edition.language] = _with_overrules(about, source.overrules)
    document: dict[str, Any] = {"name": name, "editions": dict(sorted(facts.items()))}
    write_whole(folder / FACTS, [tomli_w.dumps(document, multiline_strings=False).encode()])
    named = {name for about in facts.values() for name in _named_files(about)}
    for source in sources:
        for path in old.get(source.reading.edition.language, []):
            if path not in written and path.name not in named:
                path.unlink(missing_ok=True)


def _with_overrules(about: dict[str, Any], overrules: Overrules) -> dict[str, Any]:
    """Return what transcript.toml says, with what a person said of labels, turns and segmentation."""
    about["labels"] = {**about["labels"], **overrules.labels}
    if overrules.roles:
        about["turn_roles"] = {str(turn): str(role) for turn, role in sorted(overrules.roles.items())}
    if overrules.segmentation != "found":
        about["segmentation"] = overrules.segmentation
    return about


def _names(source: Incoming) -> list[str]:
    """Return the names that an edition's files are stored under."""
    edition = source.reading.edition
    origin = edition.provenance
    if source.column:
        suffix = (
            ".xlsx"
            if origin and origin.encoding == "xlsx"
            else ".csv"
            if origin and origin.file.lower().endswith(".csv")
            else ".tsv"
        )
        return [f"editions-{hashlib.sha256(source.parts[0]).hexdigest()[:8]}{suffix}"]
    suffix = suffix_of(origin.reader) if origin else ".txt"
    if len(source.parts) == 1:
        return [edition.language + suffix]
    return [f"{edition.language}.part{k}{suffix}" for k in range(1, len(source.parts) + 1)]


def overruled(root: Path, name: str) -> dict[str, tuple[str, str, Overrules]]:
    """Return, by language, what a person changed in transcript.toml: source name, language found, the rest."""
    folder = root / "corpora" / check_name(name)
    return {
        tag: (
            str(about.get("source", "")),
            str(about.get("found", {}).get("language", tag)) if isinstance(about.get("found", {}), dict) else tag,
            overrules_from(about, where=str(folder / FACTS), found_counts=True),
        )
        for tag, about in _facts(folder).items()
    }


def _facts(folder: Path) -> dict[str, dict[str, Any]]:
    path = folder / FACTS
    if not path.is_file():
        return {}
    try:
        editions = tomllib.loads(path.read_text("utf-8")).get("editions", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            str(path), f"not valid TOML ({error})", "mend it, or delete it: it is made anew by add"
        ) from None
    if not isinstance(editions, dict):
        raise InputError(str(path), "editions is no table", "write a table for each edition: [editions.fr-FR]")
    return {tag: _checked(about, tag, str(path)) for tag, about in editions.items()}


def _checked(about: object, tag: str, where: str) -> dict[str, Any]:
    """Return an edition's table of transcript.toml; InputError where it names files otherwise than by text."""
    if not isinstance(about, dict):
        raise InputError(where, f"{tag} is no table", f"write [editions.{tag}] and its facts below it")
    for key in ("file", "column"):
        if not isinstance(about.get(key, ""), str):
            raise InputError(where, f"{key} of {tag} is no text", f'put it in quotes: {key} = "…"')
    for key in ("parts", "notes"):
        value = about.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise InputError(where, f"{key} of {tag} is no list of texts", f'write {key} = ["…", "…"]')
    return dict(about)


def _named_files(about: Mapping[str, Any]) -> list[str]:
    """Return the names that transcript.toml gives an edition's files."""
    return list(about.get("parts") or [about.get("file", "")])


def _check_complete(folder: Path, files: Mapping[str, object]) -> None:
    """Raise InputError where transcript.toml names an edition whose file is gone: it would be left out unseen."""
    for tag, about in _facts(folder).items():
        if tag in files:
            continue
        where = str(folder / FACTS)
        if not is_tag(tag):
            raise InputError(where, f'"{tag}" is no language tag', "name each edition by one: [editions.fr-FR]")
        for name in filter(None, _named_files(about)):
            if Path(name).name != name:
                raise InputError(where, f'{tag} has the file "{name}", which is no name', "give one of this folder")
            if not (folder / name).is_file():
                remedy = "put it back, or take the edition out of transcript.toml"
                raise InputError(where, f"names {name}, which is not there", remedy)


def _edition_files(folder: Path) -> dict[str, list[Path]]:
    """Return the files of each edition of a folder: those that transcript.toml names, or named by a tag."""
    if not folder.is_dir():
        return {}
    found: dict[str, list[Path]] = {}
    try:
        facts = _facts(folder)
    except InputError:  # loading the transcript says so; listing it does not fail for it
        facts = {}
    for tag, about in facts.items():
        names = _named_files(about)
        paths = [folder / n for n in names]
        if is_tag(tag) and all(n and Path(n).name == n for n in names) and all(p.is_file() for p in paths):
            found[tag] = paths
    named = {path for paths in found.values() for path in paths}
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.name.startswith(".") and is_tag(path.stem) and path not in named:
            found.setdefault(path.stem, [path])
    return dict(sorted(found.items()))


def edition_files(root: Path, name: str) -> dict[str, list[Path]]:
    """Return the files of each edition of a transcript by language; empty where there is none."""
    return _edition_files(root / "corpora" / check_name(name))
