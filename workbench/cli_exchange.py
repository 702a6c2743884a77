"""The verbs of formats: export and import."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench import workflow
from workbench.errors import InputError
from workbench.model import Level, Role, Status
from workbench.warming import NOTICE


def export(options: argparse.Namespace) -> None:
    """Write aligned transcripts in a format: a file, or a folder; --format list shows the formats."""
    if options.format == "list":
        _print_formats()
        return
    root = workflow.root_folder(options.root)
    names = workflow.transcript_names(root) if options.all else options.transcripts
    if not names:
        raise InputError("export", "no transcript named", "name one, or give --all")
    if options.output is None:
        raise InputError("--output", "it says not where to", "give --output P, or - for standard output")
    selection = workflow.Selection(
        options.level,
        options.languages,
        options.min_confidence,
        options.status,
        options.role,
        options.metadata,
        options.guard,
    )
    with show_progress("export") as progress:
        exported = workflow.export(
            root, names, format=options.format, selection=selection, package=options.package, progress=progress
        )
        write_export(options.output, exported)


def export_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``export``."""
    parser.add_argument("transcripts", metavar="TRANSCRIPT", nargs="*", help="a transcript's name")
    parser.add_argument("--all", action="store_true", help="export every transcript")
    names = ", ".join(f.name for f in workflow.FORMATS)
    parser.add_argument("--format", required=True, metavar="F", help=f"list, or one of {names}")
    where = "the file, or for a format of several files the folder or NAME.zip, to write; - for standard output"
    parser.add_argument("--output", metavar="P", help=where)
    parser.add_argument(
        "--level", type=_several(Level), default=(Level.SEGMENT,), help="turn, segment or both (turn,segment)"
    )
    parser.add_argument(
        "--languages", type=_tags, default=(), metavar="a,b", help="which, in this order (default: all)"
    )
    parser.add_argument("--min-confidence", type=float, default=0.0, metavar="X", help="leave out rows below, 0 to 1")
    parser.add_argument("--status", type=_several(Status), default=(), metavar="a,b", help="only rows of these: "
                        + ", ".join(Status))  # fmt: skip
    parser.add_argument("--role", type=_several(Role), default=(), metavar="a,b", help="only rows of these: "
                        + ", ".join(Role))  # fmt: skip
    parser.add_argument(
        "--no-metadata", dest="metadata", action="store_false", help="texts only: it cannot all be read back"
    )
    parser.add_argument(
        "--no-guard",
        dest="guard",
        action="store_false",
        help="no apostrophe before cells that begin with = + - @ (TSV, CSV)",
    )
    parser.add_argument(
        "--package", action="store_true", help="a folder with statistics, a citation file and a manifest of digests"
    )


def _print_formats() -> None:
    """Print the formats: name, what it is, who uses it, whether it is one file, whether it is read back."""
    width = max(len(f.name) for f in workflow.FORMATS)
    label = max(len(f.label) for f in workflow.FORMATS)
    for f in workflow.FORMATS:
        files = "file" if f.write else "file a pair" if f.pairwise else "folder"
        print(f"{f.name:{width}}  {f.label:{label}}  {files:11}  {'read back' if f.reads else '':9}  {f.users}")


def import_corpus(options: argparse.Namespace) -> None:
    """Read an aligned corpus (TMX, XLIFF, tables, Moses, XCES, TEI, JSONL) as a transcript with its alignment."""
    aligned = workflow.import_files(
        workflow.root_folder(options.root),
        options.transcript,
        options.paths,
        format=options.format,
        only=options.only,
        replace=options.replace,
    )
    for edition in aligned.transcript.editions:
        print(f"{edition.language}  {len(edition.turns)} turns, {len(edition.segments)} segments")
        for note in edition.notes:
            print(f"       {note}")
    doubtful = workflow.count_doubtful(aligned)
    print(
        f"{options.transcript}: {len(aligned.turns.rows)} turn rows, {len(aligned.segments.rows)} segment rows,"
        f" {doubtful} doubtful"
    )


def import_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``import``."""
    parser.add_argument("transcript", help="the name of the transcript to make")
    parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="a file of the corpus, or a folder of them")
    formats = ", ".join(f.name for f in workflow.FORMATS if f.reads)
    parser.add_argument("--format", metavar="F", help=f"one of {formats} (default: told by content)")
    parser.add_argument("--only", metavar="NAME", help="which transcript, where the corpus holds several")
    parser.add_argument("--replace", action="store_true", help="put it in the place of one imported before")


def write_export(output: str, exported: workflow.Exported) -> None:
    """Write an export to its place, whole or not at all, or to standard output; report what was changed."""
    if output == "-":
        if not exported.single:
            raise InputError("--output", f"{exported.format.name} makes several files", "give a folder, or NAME.zip")
        for chunk in exported.chunks:
            sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()
    else:
        workflow.save(Path(output), exported)
        print(f"workbench: {_written(Path(output))}", file=sys.stderr)
    for line in exported.report.lines():
        print(f"workbench: {line}", file=sys.stderr)


def _written(path: Path) -> str:
    """Say what an export has written: a file and its size, or a folder and how many files it holds."""
    if path.is_dir():
        return f"{path}{os.sep}: {sum(item.is_file() for item in path.rglob('*'))} files written"
    return f"{path}: {path.stat().st_size:,} bytes written"


@contextmanager
def show_progress(name: str) -> Iterator[Callable[[float, str], None]]:
    """Give a function that moves a bar on a terminal; in a pipe it only says why the first run takes long."""
    from tqdm import tqdm  # noqa: PLC0415

    with tqdm(total=100, desc=name, unit="%", leave=False, disable=not sys.stderr.isatty()) as bar:

        def tell(share: float, what: str) -> None:
            if bar.disable and what == NOTICE:
                print(f"workbench: {what}", file=sys.stderr)
            bar.set_postfix_str(what, refresh=False)
            bar.update(max(0, round(100 * share) - bar.n))

        yield tell


def _several(kind: type[Level | Status | Role]) -> Callable[[str], tuple[Level | Status | Role, ...]]:
    """Return a reader of words of an enumeration, with commas between them."""

    def read(text: str) -> tuple[Level | Status | Role, ...]:
        try:
            return tuple(dict.fromkeys(kind(part.strip()) for part in text.split(",")))
        except ValueError:
            message = f'"{text}" is no {kind.__name__.lower()}: give some of {", ".join(kind)}'
            raise argparse.ArgumentTypeError(message) from None

    return read


def _tags(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
