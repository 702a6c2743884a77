"""The command line: one short function per verb. Exit 0 done, 1 a check failed, 2 unusable input."""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench import cli_add, workflow
from workbench.cli_check import check, check_options
from workbench.cli_exchange import export, export_options, import_corpus, import_options, show_progress, write_export
from workbench.cli_terms import terms, terms_options
from workbench.errors import InputError, WorkbenchError

if TYPE_CHECKING:
    from datetime import date

    from workbench.evaluate import Counts
    from workbench.model import AlignedTranscript
    from workbench.workflow import TranscriptStatus


def run(arguments: Sequence[str]) -> int:
    """Run one verb and return the exit status; errors become one line on standard error."""
    parser = build_parser()
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stop:  # argparse has printed its line, or the help
        return int(stop.code or 0)
    try:
        return int(options.verb(options) or 0)
    except WorkbenchError as error:
        print(f"workbench: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("workbench: interrupted; nothing half-written", file=sys.stderr)
        return 130


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all verbs; each has help with an example."""
    parser = _Parser(prog="workbench", description=workflow_summary())
    parser.add_argument(
        "--root", metavar="DIR", help="holds corpora/ and alignments/ (default: WORKBENCH_ROOT, else here)"
    )
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    for name, (verb, describe, example) in VERBS.items():
        text = (verb.__doc__ or "").splitlines()[0]
        sub = verbs.add_parser(
            name,
            help=text,
            description=text,
            epilog=f"example:\n  workbench {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        describe(sub)
        sub.set_defaults(verb=verb)
    return parser


def workflow_summary() -> str:
    """Return the one sentence that opens the help."""
    return "Align, read, check and export the editions of a multilingual transcript."


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line, as every other error here."""

    def error(self, message: str) -> Any:
        print(f"workbench: {message}; see {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)


def align(options: argparse.Namespace) -> None:
    """Align all editions of each transcript."""
    root = workflow.root_folder(options.root)
    names = workflow.transcript_names(root) if options.all else options.transcripts
    if not names:
        raise InputError("align", "no transcript named", "name one, or give --all")
    sources = _sources(options)
    for name in dict.fromkeys(names):
        if options.all and workflow.imported(root, name):
            print(f"{name}: kept as imported (to align it anew: workbench align {name})")
            continue
        with show_progress(name) as progress:
            aligned = workflow.align(
                root, name, pivot=options.pivot, sources=sources, anew=options.anew, progress=progress
            )
        print(
            f"{name}: {len(aligned.transcript.editions)} editions, {len(aligned.turns.rows)} turn rows,"
            f" {len(aligned.segments.rows)} segment rows, {workflow.count_doubtful(aligned)} doubtful"
        )
        _tell_strangers(aligned)


def _tell_strangers(aligned: AlignedTranscript) -> None:
    """Name on standard error the editions that hardly correspond to any other."""
    for language in workflow.strangers(aligned):
        print(
            f"workbench: {language}: next to nothing in it corresponds to another edition, so no row of it is sure;"
            " check that it is of the same event",
            file=sys.stderr,
        )


def _align_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("transcripts", metavar="TRANSCRIPT", nargs="*", help="a transcript's name")
    parser.add_argument("--all", action="store_true", help="align every transcript")
    parser.add_argument(
        "--anew", action="store_true", help="align everything again, where otherwise only new editions would be added"
    )
    parser.add_argument(
        "--pivot",
        metavar="TAG",
        help="the edition whose order the rows take (default: en-GB, else the first)",
    )
    _sources_options(parser)


def _sources_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--dictionary", metavar="FILE", type=Path, help="your words: TSV with a column a language, or TBX"
    )
    parser.add_argument("--no-memory", action="store_true", help="neither use nor keep what alignments taught of words")
    parser.add_argument("--no-lexicon", action="store_true", help="leave out the lexicon that is shipped")


def _sources(options: argparse.Namespace) -> workflow.Sources:
    return workflow.Sources(not options.no_lexicon, not options.no_memory, options.dictionary)


def align_files(options: argparse.Namespace) -> None:
    """Align plain files, one segment a line, without turns (language from the name's stem)."""
    suffix = Path(options.output).suffix.lower()
    if suffix in {f.suffix for f in workflow.FORMATS if f.suffix} - {workflow.FORMATS[0].suffix}:
        remedy = "name it .jsonl; add, align and export write other formats"
        raise InputError("--output", f"{suffix} is another format, and this writes JSON lines", remedy)
    root = workflow.root_folder(options.root)
    with show_progress("files") as progress:
        aligned = workflow.align_files(root, options.files, sources=_sources(options), progress=progress)
    _tell_strangers(aligned)
    stem = "files" if options.output == "-" else Path(options.output).name.split(".")[0]
    write_export(options.output, workflow.rows_of(aligned, name=stem))


def _align_files_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", metavar="FILE", nargs="+", type=Path, help="a text named by its language, such as de.txt"
    )
    parser.add_argument("--output", required=True, metavar="P", help="rows as JSON lines; - for standard output")
    _sources_options(parser)


def evaluate(options: argparse.Namespace) -> None:
    """Measure an alignment against a gold one: strict and lax precision, recall and F1."""
    found = workflow.evaluate_files(options.system, options.gold)
    table = [(level, name, counts) for level, evaluation in found.items() for name, counts in _evaluated(evaluation)]
    if options.format == "json":
        print(json.dumps([_figures(*line) for line in table], ensure_ascii=False, indent=2))
        return
    print(f"{'level':8} {'pair':14} {'strict P':>9} {'R':>6} {'F1':>6} {'lax P':>7} {'R':>6} {'F1':>6}")
    for level, name, counts in table:
        strict, lax = counts.figures(), counts.figures(lax=True)
        print(
            f"{level:8} {name:14} {strict.precision:9.4f} {strict.recall:6.4f} {strict.f1:6.4f}"
            f" {lax.precision:7.4f} {lax.recall:6.4f} {lax.f1:6.4f}"
        )


def _evaluated(evaluation: Any) -> list[tuple[str, Counts]]:
    lines = [("|".join(pair), counts) for pair, counts in evaluation.pairs.items()]
    if len(lines) > 1:
        lines.append(("all pairs", evaluation.total))
    if evaluation.rows:
        lines.append(("whole rows", evaluation.rows))
    return lines


def _figures(level: str, name: str, counts: Counts) -> dict[str, Any]:
    named = {"level": level, "pair": name}
    for kind in ("strict", "lax"):
        figures = counts.figures(lax=kind == "lax")
        named[kind] = {"precision": figures.precision, "recall": figures.recall, "f1": figures.f1}  # type: ignore[assignment]
    return named


def _evaluate_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "system", metavar="SYSTEM", type=Path, help="JSON-lines rows, a hunalign ladder, or [0,1]:[2] lines"
    )
    parser.add_argument("gold", metavar="GOLD", type=Path, help="the same, made by hand")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print (default: text)")


def search(options: argparse.Namespace) -> None:
    """Look for words in all aligned transcripts; a hit shows what stands beside it."""
    found = 0
    for hit in workflow.search(
        workflow.root_folder(options.root), options.pattern, regex=options.regex, language=options.language
    ):
        found += 1
        print(f"{hit.transcript} row {hit.row + 1} ({hit.confidence:.2f})")
        for language, text in sorted(hit.texts.items(), key=lambda item: item[0] != hit.language):
            print(f"  {language}  {text}" if text else f"  {language}  (nothing here)")
    print(f"{found} hits")


def _search_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pattern", metavar="PATTERN", help="words as they stand in the text; case is ignored")
    parser.add_argument("--regex", action="store_true", help="the pattern is a regular expression")
    parser.add_argument("--language", metavar="TAG", help="look in one edition only")


def status(options: argparse.Namespace) -> None:
    """Show what is here: transcripts, editions, and how far each has come."""
    root = workflow.root_folder(options.root)
    found = workflow.status(root)
    for item in found:
        _print_status(item)
    if not found:
        print(f"no transcript under {root / 'corpora'}; add one: workbench add NAME FILE...")


def _print_status(item: TranscriptStatus) -> None:
    print(item.name)
    if item.problem:
        print(f"  problem   {item.problem}")
        return
    print(f"  title     {item.title}")
    print(f"  date      {shown_date(item.date)}")
    sizes = (f"{tag} ({item.turns[tag]} turns, {item.segments[tag]} segments)" for tag in item.languages)
    print(f"  editions  {', '.join(sizes)}")
    print(f"  turns     {cli_add.counted(item.roles)}")
    if item.speakers:
        print(f"  speakers  {', '.join(item.speakers)}")
    if item.listed:
        print(f"  listed    {len(item.listed)}: {', '.join(item.listed)}")
    state = (
        f"{item.rows} rows, mean confidence {item.mean_confidence:.2f}, {item.doubtful} doubtful"
        if item.aligned
        else ("out of date: the editions have changed since" if item.stale else "no")
    )
    print(f"  aligned   {state}")


def shown_date(date: date | datetime | None) -> str:
    """Return a date as ``2017-07-07 22:24``, without the time where the page gives none."""
    if date is None:
        return "none found"
    return f"{date:%Y-%m-%d %H:%M}" if isinstance(date, datetime) else f"{date:%Y-%m-%d}"


def app(options: argparse.Namespace) -> int:
    """Open the dashboard in the browser."""
    page = Path(__file__).resolve().parent.parent / "streamlit_app.py"
    if not page.is_file():
        raise InputError(
            str(page), "the dashboard's page is not there", "run from a checkout, installed with: make demo"
        )
    environment = dict(os.environ, WORKBENCH_ROOT=str(workflow.root_folder(options.root).resolve()))
    server = Path(__file__).resolve().parent / "views" / "server.py"
    command = [sys.executable, "-m", "streamlit", "run", str(server), "--browser.gatherUsageStats", "false"]
    command += ["--server.address", options.host]
    command += ["--server.port", str(_free(options.host, options.port))] if options.port is not None else []
    command += ["--server.headless", "true"] if options.no_browser else []
    with subprocess.Popen(command, env=environment, cwd=page.parent) as server_process:  # noqa: S603 — our own page
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda number, _: server_process.send_signal(number))
        return server_process.wait()


def _free(host: str, port: int) -> int:
    """Return a port that can be served at; raises InputError with the reason."""
    where = f"--port {port}"
    if not 1 <= port <= 65535:
        raise InputError(where, "no port has this number", "give one from 1024 to 65535")
    try:
        with socket.create_server((host, port)):
            return port
    except OSError as error:
        raise InputError(where, f"cannot be served at ({os.strerror(error.errno or 0)})", "choose another") from None


def _app_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, metavar="N", help="the port to serve at (default: 8501)")
    where = "the address to serve at; 0.0.0.0 lets others in, and there is no sign-in (default: 127.0.0.1)"
    parser.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help=where)
    parser.add_argument("--no-browser", action="store_true", help="serve, but open no browser window")


def demo(options: argparse.Namespace) -> int:
    """Align the bundled transcripts and open the dashboard."""
    root = workflow.root_folder(options.root)
    for item in workflow.status(root):
        if item.problem or not (item.aligned or len(item.languages) < 2):
            run(["--root", str(root), "align", item.name])
    return app(options)


def _nothing(_: argparse.ArgumentParser) -> None:
    """Add no option."""


VERBS: dict[str, tuple[Callable[[argparse.Namespace], int | None], Callable[[argparse.ArgumentParser], None], str]] = {
    "add": (cli_add.add, cli_add.add_options, "add my-briefing de-DE.txt en-GB.html fr-FR.docx"),
    "align": (align, _align_options, "align my-briefing --pivot en-GB"),
    "terms": (terms, terms_options, "terms my-briefing --inconsistent"),
    "check": (check, check_options, "check my-briefing --format html --output findings.html --fail-on error"),
    "export": (export, export_options, "export my-briefing --format tmx --output my-briefing.tmx"),
    "import": (import_corpus, import_options, "import my-memory memory.tmx"),
    "align-files": (align_files, _align_files_options, "align-files de.txt fr.txt --output rows.jsonl"),
    "evaluate": (evaluate, _evaluate_options, "evaluate rows.jsonl de-fr.beads"),
    "search": (search, _search_options, 'search "de-escalation zone"'),
    "status": (status, _nothing, "status"),
    "app": (app, _app_options, "app --port 8501"),
    "demo": (demo, _app_options, "demo"),
}
