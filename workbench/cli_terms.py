"""The command line's verb about terms."""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from workbench import atomic, workflow
from workbench.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.model import AlignedTranscript
    from workbench.renderings import Place, Term

_FORMATS = ("text", "tsv", "json")


def terms(options: argparse.Namespace) -> int:
    """Tell how each edition renders what recurs, the inconsistent first; found without a glossary."""
    from workbench.renderings import recurring_terms  # noqa: PLC0415 — compiled kernels, slow to import

    if options.format not in _FORMATS:
        raise InputError("--format", f'unknown format "{options.format}"', f"choose of {', '.join(_FORMATS)}")
    root = workflow.root_folder(options.root)
    aligned = workflow.load(root, options.transcript)
    found = recurring_terms(aligned, workflow.counterparts(root, aligned))
    if options.inconsistent:
        found = [term for term in found if term.inconsistent]
    write = {"text": _text, "tsv": _tsv, "json": _json}[options.format]
    said = "".join(f"{line}\n" for line in write(found, aligned))
    if options.output == "-":
        print(said, end="")
    else:
        atomic.write_whole(Path(options.output), [said.encode("utf-8", "surrogatepass")])
    return 0


def terms_options(parser: argparse.ArgumentParser) -> None:
    """Describe the options of ``terms``."""
    parser.add_argument("transcript", help="the transcript's name")
    parser.add_argument(
        "--inconsistent", action="store_true", help="only those that an edition renders in several ways"
    )
    parser.add_argument("--format", default="text", metavar="F", help=f"{', '.join(_FORMATS)} (default: text)")
    parser.add_argument("--output", default="-", metavar="P", help="the file to write (default: standard output)")


def _text(found: Sequence[Term], aligned: AlignedTranscript) -> Iterator[str]:
    """Yield a block a term: a line an edition, its renderings with their counts and rows."""
    for term in found:
        for k, said in term.renderings.items():
            ways = "; ".join(f"{one.text} {len(one.places)} ({_rows(one.places)})" for one in said)
            lacking = f"; missing in {' '.join(map(str, term.lacking[k]))}" if term.lacking.get(k) else ""
            yield f"{aligned.transcript.languages[k]:7} {ways}{lacking}"
        yield ""
    several = sum(bool(term.inconsistent) for term in found)
    yield f"{aligned.transcript.name}: {len(found)} terms, {several} rendered in several ways by an edition"


def _rows(places: Sequence[Place]) -> str:
    return " ".join(dict.fromkeys(str(place.row) for place in places))


def _tsv(found: Sequence[Term], aligned: AlignedTranscript) -> Iterator[str]:
    """Yield a table that ``checks.toml`` takes as a glossary: the usual renderings, a column an edition."""
    buffer = io.StringIO()
    table = csv.writer(buffer, delimiter="\t", lineterminator="\n")
    table.writerow(aligned.transcript.languages)
    columns = range(len(aligned.transcript.languages))
    for term in found:
        table.writerow([said[0].text if (said := term.renderings.get(k)) else "" for k in columns])
    yield buffer.getvalue().removesuffix("\n")


def _json(found: Sequence[Term], aligned: AlignedTranscript) -> Iterator[str]:
    """Yield a JSON list: renderings with places by language, rows where one is missing."""
    languages = aligned.transcript.languages
    told = [
        {
            "rows": list(term.rows),
            "inconsistent": [languages[k] for k in term.inconsistent],
            "renderings": {
                languages[k]: [
                    {"text": one.text, "places": [[p.row, p.segment, p.start, p.end] for p in one.places]}
                    for one in said
                ]
                for k, said in term.renderings.items()
            },
            "lacking": {languages[k]: list(rows) for k, rows in term.lacking.items() if rows},
        }
        for term in found
    ]
    yield json.dumps(told, ensure_ascii=False, indent=1)
