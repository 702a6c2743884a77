"""Exports as streams of files, and imports into ``corpora/``: what :mod:`workbench.workflow` does with formats."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from workbench import derived, store
from workbench.atomic import write_folder, write_whole
from workbench.errors import Conflict, InputError
from workbench.language import canonical
from workbench.model import AlignedTranscript, Transcript
from workbench.readers.edition import edition_bytes, parse_edition
from workbench.writers import FORMATS, Corpus, Format, Report, Selection
from workbench.writers.corpus import Piece
from workbench.writers.package import packaged

Progress = Callable[[float, str], None]
_FILES = 20_000  # files of an imported folder: more is no corpus but a disk


@dataclass(frozen=True, slots=True)
class Exported:
    """An export: its pieces, the format, and a report that is complete once the pieces are consumed.

    ``single`` tells whether it is one file; ``chunks`` are the bytes of that file, or of a ZIP of the folder.
    """

    pieces: Iterator[Piece]
    format: Format
    report: Report
    single: bool = True
    name: str = "export"

    @property
    def chunks(self) -> Iterator[bytes]:
        """The bytes of the one file, or of a ZIP archive that holds the folder's files."""
        return (data for _, data in self.pieces) if self.single else zipped(self.pieces)

    @property
    def suffix(self) -> str:
        """The suffix of what ``chunks`` are."""
        return self.format.suffix if self.single else ".zip"

    @property
    def media_type(self) -> str:
        """The media type of what ``chunks`` are."""
        return self.format.media_type if self.single else "application/zip"


def zipped(pieces: Iterable[Piece]) -> Iterator[bytes]:
    """Yield a ZIP archive of the files that pieces make; the same pieces give the same bytes."""
    files: dict[str, bytearray] = {}
    for path, data in pieces:
        files.setdefault(path, bytearray()).extend(data)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            info = zipfile.ZipInfo(path)  # dated 1980: no clock
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, bytes(content))
    yield buffer.getvalue()


def format_named(name: str) -> Format:
    """Return a format of the registry; InputError for a name that is not there."""
    found = next((f for f in FORMATS if f.name == name), None)
    if found is None:
        raise InputError("--format", f'unknown format "{name}"', f"choose of {', '.join(f.name for f in FORMATS)}")
    return found


def corpus_of(
    root: Path,
    names: Sequence[str],
    selection: Selection,
    load: Callable[[str], AlignedTranscript],
    *,
    progress: Progress | None = None,
) -> Corpus:
    """Return transcripts as a corpus that is loaded one at a time; a single one is loaded once.

    Raises InputError for a language that none of them has, or a confidence outside 0..1.
    """
    if not 0.0 <= selection.min_confidence <= 1.0:
        raise InputError("--min-confidence", f"{selection.min_confidence} is no share", "give a number from 0 to 1")
    if not names:
        raise InputError("export", "no transcript named", "name one, or give --all")
    first = load(names[0])
    here = dict.fromkeys(first.transcript.languages)
    for name in names[1:]:
        here.update(dict.fromkeys(store.edition_files(root, name)))
    tags = tuple(dict.fromkeys(canonical(tag, where="--languages") for tag in selection.languages))
    missing = [tag for tag in tags if tag not in here]
    if missing:
        has = f"{names[0]} has no edition" if len(names) == 1 else "no transcript has an edition"
        raise InputError("--languages", f"{has} in {missing[0]}", f"choose of {', '.join(here)}")
    selection = replace(selection, languages=tags)
    if len(names) == 1:
        return Corpus.of(first, selection)

    def documents() -> Iterator[AlignedTranscript]:
        for number, name in enumerate(names):
            if progress:
                progress(number / len(names), name)
            yield first if number == 0 else load(name)

    return Corpus("corpus", tags or tuple(here), documents, selection, None, tuple(names))


def exported(corpus: Corpus, chosen: Format, *, package: bool = False) -> Exported:
    """Return a corpus in a format; ``package`` adds statistics, a citation file and a manifest, which makes a folder.

    Raises InputError where the format needs two languages and fewer are selected.
    """
    if len(corpus.columns) < 2 and (chosen.pairwise or chosen.name in {"moses", "xces"}):
        raise InputError("--languages", f"{chosen.name} needs two languages", "select one more")
    report = Report()
    pieces = chosen.pieces(corpus, report)
    if package:
        made = (chosen.name, chosen.suffix, _version())
        return Exported(packaged(pieces, corpus, report, made), chosen, report, single=False, name=corpus.name)
    return Exported(pieces, chosen, report, chosen.single(corpus), corpus.name)


def _version() -> str:
    try:
        return version("workbench")
    except PackageNotFoundError:  # run from a checkout
        return "unknown"


def save(path: Path, export: Exported) -> None:
    """Write an export to a file, or to a folder or ``.zip``, whole or not at all.

    Raises Conflict where a folder holds other files than the export writes.
    """
    if export.single or path.suffix == ".zip":
        write_whole(path, export.chunks)
    else:
        write_folder(path, export.pieces)


def import_files(  # noqa: PLR0913 — the command's options
    root: Path,
    name: str,
    paths: Sequence[Path],
    *,
    format: str | None = None,  # noqa: A002 — the option's name
    only: str | None = None,
    replace: bool = False,
) -> AlignedTranscript:
    """Read an aligned corpus, and store its editions, its alignment and the files as they came.

    Folders are read with all their files. Raises the readers' errors, and Conflict where the transcript is
    there already and ``replace`` is not set.
    """
    from workbench.imports import read_corpus  # noqa: PLC0415 — eight formats that no other verb needs

    store.check_name(name)
    if store.edition_files(root, name) and not replace:
        raise Conflict(name, "this transcript is here already", "choose another name, or give --replace")
    sources = store.read_sources(paths, most=_FILES)
    aligned = read_corpus(name, sources, format=format, only=only)
    data = {edition.language: edition_bytes(edition) for edition in aligned.transcript.editions}
    editions = tuple(parse_edition(d, where=f"{tag}.jsonl") for tag, d in data.items())
    kept = _as_stored(AlignedTranscript(Transcript(name, editions), aligned.turns, aligned.segments, aligned.pivot))
    derived.save_imported(root, kept, data, sources)
    return kept


def _as_stored(aligned: AlignedTranscript) -> AlignedTranscript:
    """Return an alignment with the editions in the order in which the store reads them: pivot first, then by file."""
    order = sorted(aligned.transcript.languages, key=lambda tag: (tag != aligned.pivot, f"{tag}.jsonl"))
    editions = tuple(aligned.transcript.edition(tag) for tag in order)
    turns, segments = aligned.turns.select(order), aligned.segments.select(order)
    return AlignedTranscript(Transcript(aligned.transcript.name, editions), turns, segments, aligned.pivot)
