"""The command line's verbs about findings: check, and dismiss."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from workbench import atomic, workflow
from workbench.errors import InputError
from workbench.findings import Severity
from workbench.reports import REPORTS


def check(options: argparse.Namespace) -> int:
    """Report where the editions disagree; exit 1 when a finding reaches --fail-on."""
    from workbench import checking  # noqa: PLC0415 — the other verbs need no checks

    root = workflow.root_folder(options.root)
    if options.dismiss or options.restore:
        return _decide(root, options)
    checked = checking.check(root, options.transcript)
    kind, chunks = checking.report(root, checked, kind=options.format)
    if options.output == "-":
        if kind.name == "xlsx" and sys.stdout.isatty():
            raise InputError(
                "--output", "a workbook cannot be shown on a terminal", "name a file: --output findings.xlsx"
            )
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()
    else:
        atomic.write_whole(Path(options.output), chunks)
    return int(options.fail_on is not None and checked.reaches(Severity(options.fail_on)))


def _decide(root: Path, options: argparse.Namespace) -> int:
    from workbench import checking  # noqa: PLC0415

    who = options.who or getpass.getuser()
    if options.dismiss:
        if not options.reason:
            raise InputError("--dismiss", "no reason given", 'say why: --reason "a quotation, left as it was"')
        checking.dismiss(root, options.transcript, options.dismiss, reason=options.reason, who=who)
        print(f"{options.transcript}: {options.dismiss} dismissed by {who}", file=sys.stderr)
    else:
        checking.restore(root, options.transcript, options.restore, who=who)
        print(f"{options.transcript}: {options.restore} counts again", file=sys.stderr)
    return 0


def check_options(parser: argparse.ArgumentParser) -> None:
    """Describe the options of ``check``."""
    parser.add_argument("transcript", help="the transcript's name")
    names = ", ".join(k.name for k in REPORTS)
    parser.add_argument("--format", default="text", metavar="F", help=f"{names} (default: text)")
    parser.add_argument("--output", default="-", metavar="P", help="the file to write (default: standard output)")
    parser.add_argument(
        "--fail-on",
        choices=[str(s) for s in Severity],
        metavar="S",
        help="exit 1 when a finding is an error, warning or info, or worse",
    )
    parser.add_argument("--dismiss", metavar="ID", help="dismiss the finding with this id, with --reason")
    parser.add_argument("--restore", metavar="ID", help="let a dismissed finding count again")
    parser.add_argument("--reason", metavar="WHY", help="why it is dismissed")
    parser.add_argument("--who", metavar="NAME", help="who dismisses it (default: you)")
