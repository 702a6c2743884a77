"""Adding editions: files of any form in, what was understood of each, then all of them stored or none."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from workbench import derived, store
from workbench.errors import Conflict, InputError, NoTurns, UnknownLanguage, UnreadableFile
from workbench.language import canonical, is_tag
from workbench.model import AlignedTranscript, Edition, Provenance, Transcript
from workbench.readers import NOTHING, Overrules, Reading, column, looks_like_table, read, read_table
from workbench.readers.archives import editions_in, is_docx, is_odt, is_xlsx, is_zip
from workbench.readers.grid import alignments
from workbench.readers.speakers import Person
from workbench.readers.speakers import people as people_of

__all__ = ["AddOptions", "Person", "Source", "add", "add_each", "declared_by_name", "explain", "people", "preview"]

Source = tuple[str, bytes]
"""A file's name and its bytes."""

_WORTH_A_PROCESS = 40  # transcripts that pay for a process of their own
_DEEPEST = 2  # archives within archives
_MOST_BYTES = 512 * 1024 * 1024  # of all files of one command, unpacked
_TAG = r"[a-z]{2,3}([-_][A-Za-z]{4})?([-_][A-Za-z]{2})?"
_PART = r"(?:[-_. ]*(?:part|teil|partie|parte|часть|p)?[-_. ]*\d{1,3})?"


@dataclass(frozen=True, slots=True)
class AddOptions:
    """How files are to be read and stored.

    ``language`` declares the language of all files; ``replace`` puts editions in the place of those already there;
    ``join`` makes one edition of the files of one language, in their order; ``lines`` pins the
    segmentation to one segment a line; ``overrules`` is what a person says, by language.
    """

    language: str | None = None
    replace: bool = False
    join: bool = False
    lines: bool = False
    overrules: Mapping[str, Overrules] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Understood:
    """An edition about to be stored, and the name of its first file."""

    incoming: store.Incoming
    name: str


_PLAIN = AddOptions()


def explain(files: Sequence[Source], *, options: AddOptions = _PLAIN) -> list[Reading]:
    """Return how the files are understood, an entry an edition; nothing is stored.

    ZIP archives are opened, tables give an edition a column. Raises what :func:`preview` raises.
    """
    return [u.incoming.reading for u in _understand(files, options)]


def preview(files: Sequence[Source], *, language: str | None = None, join: bool = False) -> list[Edition]:
    """Return what the files are understood to be; nothing is stored.

    ``language`` declares the language of all of them; else a file's name does if its stem
    is a tag (``de-DE.txt``), then the page itself, then detection. Raises the readers' errors,
    and Conflict where two files are of one language and are not to be joined.
    """
    return [r.edition for r in explain(files, options=AddOptions(language=language, join=join))]


def declared_by_name(name: str) -> str | None:
    """Return the language that a file's name declares: its stem (``de-DE``), or the end of it (``talk.de-DE``)."""
    file = PurePath(name.replace("\\", "/")).name
    stem = file.rsplit(".", 1)[0] if "." in file else file
    match = re.fullmatch(rf"(?P<tag>{_TAG}){_PART}", stem.split(".")[0] if not is_tag(stem) else stem)
    if match and is_tag(match["tag"]):
        return canonical(match["tag"])
    at_end = re.search(r"[-_. ](?P<tag>[a-z]{2,3}[-_][A-Z]{2})$", stem)
    return canonical(at_end["tag"]) if at_end and is_tag(at_end["tag"]) else None


def add(root: Path, name: str, files: Sequence[Source], *, options: AddOptions = _PLAIN) -> list[Edition]:
    """Read each file as one edition of a transcript and store all of them, or none.

    What a person changed in transcript.toml stays changed. The rows of a table are stored as an alignment to
    start from, if the transcript has no other editions. Raises what :func:`preview` raises, InputError for a
    name that is a path, and Conflict where the transcript has an edition in one of the languages and
    ``replace`` is not set.
    """
    store.check_name(name)
    here = store.edition_files(root, name)
    kept = store.overruled(root, name) if here else {}
    understood = _understand(files, options, kept)
    for item in understood:
        tag = item.incoming.reading.edition.language
        same = tag in here and [store.read_bytes(p) for p in here[tag]] == list(item.incoming.parts)
        if tag in here and not options.replace and not same:
            raise Conflict(
                item.name, f"{name} already has an edition in {tag}", "give --replace to put this one in its place"
            )
    store.save_editions(root, name, [u.incoming for u in understood])
    _start_alignment(root, name, understood)
    return [u.incoming.reading.edition for u in understood]


def add_each(
    root: Path, prefix: str, folder: Path, *, options: AddOptions = _PLAIN
) -> Iterator[tuple[str, list[Edition]]]:
    """Add each folder below a folder as a transcript of its own, ``<prefix>-<folder>``; yield name and editions.

    Folders are read by as many processes as this machine has cores. Raises what :func:`add` raises,
    at the first folder that cannot be added; those before it are stored.
    """
    store.check_name(prefix)
    names = store.folders_in(folder)
    if not names:
        raise InputError(str(folder), "no folder in it", "put each transcript's files into a folder of its own")
    tasks = [(root, f"{prefix}-{name}", folder / name, options) for name in names]
    for _, name, _, _ in tasks:
        store.check_name(name)
    workers = min(os.cpu_count() or 1, len(tasks) // _WORTH_A_PROCESS + 1)
    if workers == 1:
        yield from map(_add_folder, tasks)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 — slow to import, seldom wanted
    from multiprocessing import get_context  # noqa: PLC0415

    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_add_folder, tasks, chunksize=8)


def _add_folder(task: tuple[Path, str, Path, AddOptions]) -> tuple[str, list[Edition]]:
    root, name, folder, options = task
    return name, add(root, name, store.sources_in(folder), options=options)


def people(transcript: Transcript) -> tuple[Person, ...]:
    """Return who speaks in a transcript: one person for the same speaker in every edition and script."""
    return people_of(transcript.editions)


def _understand(
    files: Sequence[Source],
    options: AddOptions,
    kept: Mapping[str, tuple[str, str, Overrules]] | None = None,
) -> list[_Understood]:
    files = _expanded(files)
    if not files:
        raise InputError("add", "no file given", "name one file for each edition")
    declared = canonical(options.language, where="--language") if options.language is not None else None
    groups: list[tuple[list[Source], str | None]] = [([f], declared or declared_by_name(f[0])) for f in files]
    if options.join:
        groups = _grouped(groups)
    found: list[_Understood] = []
    for sources, tag in groups:
        found += _one(sources, tag, options, kept or {})
    seen: dict[str, str] = {}
    for item in found:
        tag_ = item.incoming.reading.edition.language
        if tag_ in seen:
            raise Conflict(
                item.name,
                f"a second edition in {tag_}, after {seen[tag_]}",
                "add one file a language, or join them with --join, or declare the language with --language TAG",
            )
        seen[tag_] = item.name
    return found


def _one(
    sources: Sequence[Source],
    tag: str | None,
    options: AddOptions,
    kept: Mapping[str, tuple[str, str, Overrules]],
) -> list[_Understood]:
    """Return the editions of one file, or of several that are one."""
    name, data = sources[0]
    if len(sources) == 1 and not options.lines and looks_like_table(data, name):
        return _table(name, data, options, kept)
    parts = tuple(data for _, data in sources)
    segmented = Overrules(segmentation="lines" if options.lines else "found")
    plain = read(parts, where=name, language=tag, overrules=segmented)
    language = _kept_language(name, plain.edition.language, kept)
    overrules = segmented.over(_said(options, kept, language) or NOTHING)
    if overrules.segmentation != segmented.segmentation:
        plain = read(parts, where=name, language=tag, overrules=Overrules(segmentation=overrules.segmentation))
    same = language == plain.edition.language and _silent(overrules)
    reading = plain if same else read(parts, where=name, language=language, overrules=overrules)
    return [_Understood(store.Incoming(reading, plain, parts, overrules=overrules), name)]


def _silent(overrules: Overrules) -> bool:
    """Tell whether a person has said nothing but, maybe, how the text is segmented."""
    return replace(overrules, segmentation="found") == NOTHING


def _said(options: AddOptions, kept: Mapping[str, tuple[str, str, Overrules]], tag: str) -> Overrules | None:
    """Return what a person says of an edition, now or before, if anything."""
    older = kept[tag][2] if tag in kept else NOTHING
    both = options.overrules.get(tag, NOTHING).over(older)
    return None if both == NOTHING else both


def _kept_language(name: str, tag: str, kept: Mapping[str, tuple[str, str, Overrules]]) -> str:
    """Return the language that a person has given the edition of this source in transcript.toml, else the one told."""
    for language, (source, found, _) in kept.items():
        if language != found and source == PurePath(name).name and tag == found:
            return language
    return tag


def _table(
    name: str, data: bytes, options: AddOptions, kept: Mapping[str, tuple[str, str, Overrules]]
) -> list[_Understood]:
    grid, encoding = read_table(data, where=name)
    origin = Provenance(name, hashlib.sha256(data).hexdigest(), encoding, "table")
    found = []
    for k, tag in enumerate(grid.languages):
        if not any(row[k].strip() for row in grid.cells):
            continue
        said = _said(options, kept, tag) or NOTHING
        plain = column(grid, tag, origin)
        reading = plain if said == NOTHING else column(grid, tag, origin, overrules=said)
        found.append(_Understood(store.Incoming(reading, plain, (data,), tag, said), name))
    if not found:
        raise NoTurns(name, "every column is empty", "write one row for each segment")
    return found


def _grouped(groups: Sequence[tuple[list[Source], str | None]]) -> list[tuple[list[Source], str | None]]:
    """Return the files of each language together, in order; one that tells no language goes with the one before."""
    joined: dict[str, list[Source]] = {}
    last: str | None = None
    for sources, declared in groups:
        name, data = sources[0]
        tag = declared
        if tag is None:
            try:
                tag = read([data], where=name).edition.language
            except (NoTurns, UnknownLanguage):
                if last is None:
                    raise
                tag = last
        joined.setdefault(tag, []).extend(sources)
        last = tag
    return [(sources, tag) for tag, sources in joined.items()]


def _expanded(files: Sequence[Source], depth: int = 0) -> list[Source]:
    """Return the files with archives opened; raises UnreadableFile for archives too deep or too large."""
    result: list[Source] = []
    for name, data in files:
        if not is_zip(data) or is_docx(data) or is_odt(data) or is_xlsx(data):
            result.append((name, data))
            continue
        if depth >= _DEEPEST:
            raise UnreadableFile(name, "archives within archives within archives", "unpack it first")
        inner = [(f"{name}/{inside}", content) for inside, content in editions_in(data, where=name)]
        if not inner:
            raise UnreadableFile(name, "no edition in this archive", "put text, HTML, DOCX, PDF or table files into it")
        result += _expanded(inner, depth + 1)
        if sum(len(content) for _, content in result) > _MOST_BYTES:
            raise UnreadableFile(name, "unpacked, more than 512 MB", "add fewer files at a time")
    return result


def _start_alignment(root: Path, name: str, understood: Sequence[_Understood]) -> None:
    """Store the rows of a table as the transcript's alignment, if the table is all it has and none is there."""
    if len(understood) < 2 or any(u.incoming.column is None for u in understood):
        return
    if len({u.incoming.parts for u in understood}) > 1 or set(store.edition_files(root, name)) != {
        u.incoming.reading.edition.language for u in understood
    }:
        return
    ordered = sorted(understood, key=lambda u: u.incoming.reading.edition.language)
    readings = [u.incoming.reading for u in ordered]
    pivot = next((r.edition.language for r in readings if r.edition.language == "en-GB"), readings[0].edition.language)
    readings.sort(key=lambda r: r.edition.language != pivot)
    turns, segments = alignments(readings)
    transcript = Transcript(name, tuple(r.edition for r in readings))
    derived.save_alignment(root, AlignedTranscript(transcript, turns, segments, pivot))
