"""The verb ``add`` of the command line: files of any form in, what was understood of them out."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from workbench import workflow
from workbench.language import english_name
from workbench.model import Edition
from workbench.workflow import AddOptions, Reading

__all__ = ["add", "add_options", "counted"]


def add(options: argparse.Namespace) -> None:
    """Read each file as one edition and store it with the transcript (folders and ZIP files are opened)."""
    how = AddOptions(options.language, options.replace, options.join, options.lines)
    root = workflow.root_folder(options.root)
    if options.each:
        for folder in options.files:
            for name, editions in workflow.add_each(root, options.transcript, folder, options=how):
                print(name)
                _print_editions(editions)
        return
    files = workflow.read_sources(options.files)
    if options.explain:
        for reading in workflow.explain(files, options=how):
            _print_reading(reading)
        return
    _print_editions(workflow.add(root, options.transcript, files, options=how))


def add_options(parser: argparse.ArgumentParser) -> None:
    """Describe what ``add`` takes."""
    parser.add_argument("transcript", help="the transcript's name")
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        type=Path,
        help="text, HTML, DOCX, ODT, PDF, TEI; TSV, CSV or XLSX with a column a language; a ZIP or folder of such",
    )
    parser.add_argument("--language", metavar="TAG", help="the language of the files, such as de-DE (default: found)")
    parser.add_argument("--replace", action="store_true", help="put the files in the place of editions already there")
    parser.add_argument(
        "--join", action="store_true", help="make one edition of the files of one language, in their order"
    )
    parser.add_argument("--lines", action="store_true", help="the segmentation is pinned: one segment a line")
    parser.add_argument("--explain", action="store_true", help="say how the files are understood; store nothing")
    parser.add_argument(
        "--each", action="store_true", help="FILE is a folder of folders: each becomes a transcript TRANSCRIPT-<folder>"
    )


def counted(roles: Mapping[Any, int]) -> str:
    """Return counts by role in words: ``16 questions, 1 statement``."""
    return ", ".join(f"{n} {role}{'' if n == 1 else 's'}" for role, n in roles.items() if n)


def _print_editions(editions: Sequence[Edition]) -> None:
    for edition in editions:
        roles = counted(workflow.role_counts(edition))
        print(f"{edition.language}  {len(edition.turns)} turns ({roles}), {len(edition.segments)} segments")
        for note in edition.notes:
            print(f"       {note}")


def _print_reading(reading: Reading) -> None:
    edition = reading.edition
    origin = edition.provenance
    print(f"{origin.file if origin else edition.language}")
    print(f"  language  {edition.language}{_looks(reading)}")
    print(f"  read as   {origin.reader if origin else ''}, {reading.encoding}")
    print(f"  title     {edition.title or 'none found'}")
    print(f"  date      {edition.date or 'none found'}")
    print(f"  listed    {', '.join(edition.listed) or 'no list of editions'}")
    print(f"  turns     {counted(workflow.role_counts(edition))}; {len(edition.segments)} segments")
    for step in reading.repairs:
        print(f"  mended    line {step}")
    for note in edition.notes:
        print(f"  note      {note}")
    for turn in reading.turns:
        speaker = f" = {turn.speaker}" if turn.speaker and turn.speaker != turn.label else ""
        print(
            f"  {turn.index:4} {turn.role:9} {turn.confidence:.2f}  {turn.label or '(no label)'}{speaker}: {turn.text}"
        )
        print(f"       {'':9}       {turn.why}")
    for dropped in reading.dropped:
        print(f"  dropped   {dropped.text[:100]} ({dropped.reason})")


def _looks(reading: Reading) -> str:
    found = reading.detection
    return f" (looks like {english_name(found.language)}, probability {found.probability:.2f})" if found else ""
