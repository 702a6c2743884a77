"""The use case "check": load, run the checks by the profiles that apply, leave out what was dismissed, report."""

from __future__ import annotations

import atexit
import gc
import os
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, Any

from workbench import dismissals, glossaries, runs, store, workflow
from workbench.checks import Spread, run_checks
from workbench.checks.profile import Profile, parse_profile
from workbench.checks.sections import SIZE
from workbench.errors import InputError, NotFound
from workbench.findings import Finding, Severity
from workbench.readers.decode import decode
from workbench.reports import REPORTS, Kind, Report, compare
from workbench.runs import Run
from workbench.terms import Glossary
from workbench.workflow import Progress

if TYPE_CHECKING:
    from workbench.model import AlignedTranscript

__all__ = [
    "REPORTS",
    "Checked",
    "check",
    "dismiss",
    "glossary_file",
    "is_checked",
    "open_findings",
    "profile",
    "report",
    "restore",
]

_FILE = "checks.toml"
_WORTH_A_PROCESS = 2 * SIZE  # rows; to start a process and to hand it its sections takes some seconds


@dataclass(frozen=True, slots=True)
class Checked:
    """A checked transcript: what there is to report, and what a person has dismissed (still found, not reported).

    ``gone`` are the findings of the run before that are not found any more; their rows are those of that run.
    """

    report: Report
    dismissed: tuple[Finding, ...]
    gone: tuple[Finding, ...] = ()

    def reaches(self, severity: Severity) -> bool:
        """Tell whether a finding is as severe as that, or more."""
        return any(f.severity.rank >= severity.rank for f in self.report.findings)


def check(
    root: Path,
    name: str,
    *,
    remember: bool = True,
    aligned: AlignedTranscript | None = None,
    progress: Progress | None = None,
) -> Checked:
    """Return what the checks find in an aligned transcript.

    Raises what ``load`` raises, and InputError for a bad profile. With ``remember`` the run is kept beside the
    alignment; a run over the very same texts, rows, profile and glossary is taken up, not repeated, and compared with
    the one before it. ``aligned`` is the transcript where the caller has it loaded.
    """
    aligned = aligned or workflow.load(root, name)
    run = _run(root, aligned, remember=remember, progress=progress)
    decided = dismissals.dismissed(root, name)
    kept = tuple(f for f in run.findings if f.id not in decided)
    out = tuple(f for f in run.findings if f.id in decided)
    comparison = compare(kept, None if run.before is None else [f.id for f in run.before], dismissed=out)
    gone = tuple(f for f in run.before or () if f.id in comparison.gone)
    reasons = {f.id: decided[f.id].reason for f in out}
    return Checked(Report(aligned, kept, reasons, comparison), out, gone)


def check_apart(root: Path, name: str) -> None:
    """Check a stored transcript in a process of its own that gives way to others, and keep the run; report nothing."""
    command = [sys.executable, "-m", "workbench", "--root", str(root), "check", name]
    package = Path(__file__).resolve().parent.parent
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join([str(package), os.environ.get("PYTHONPATH", "")]))
    process = subprocess.Popen(  # noqa: S603 — ourselves
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    )
    atexit.register(process.kill)
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, process.pid, 15)
    process.wait()
    atexit.unregister(process.kill)


def _run(root: Path, aligned: AlignedTranscript, *, remember: bool, progress: Progress | None) -> Run:
    name = aligned.transcript.name
    chosen, glossary = profile(root, name)
    signature = runs.sign(aligned, chosen, glossary)
    before = runs.last(root, name)
    if before is not None and before.signature == signature:
        return before
    with _processes(len(aligned.segments.rows)) as spread:
        findings = run_checks(aligned, profile=chosen, glossary=glossary, spread=spread, progress=progress)
    run = runs.made(aligned, findings, signature=signature, before=before)
    if remember:
        runs.keep(root, name, run)
    return run


@contextmanager
def _processes(rows: int) -> Iterator[Spread]:
    """Yield what runs the sections of a transcript: this process, or as many as there are cores and sections.

    A thread beside the main one runs them itself: each new process would run the dashboard's script again.
    """
    workers = min(os.cpu_count() or 1, rows // _WORTH_A_PROCESS)
    if workers < 2 or current_thread() is not main_thread():
        yield map
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_settle) as pool:
        yield pool.map


def _settle() -> None:
    """Look for garbage seldom and end at once, as the command itself does: nearly all that the checks make stays."""
    gc.set_threshold(200_000, 20, 20)
    atexit.register(os._exit, 0)  # by then the results are sent; taking the tables apart would cost seconds


def is_checked(root: Path, aligned: AlignedTranscript) -> bool:
    """Tell whether the last run was over these texts and rows, by the profile and the glossary of now."""
    run = runs.last(root, aligned.transcript.name)
    return run is not None and run.signature == runs.sign(aligned, *profile(root, aligned.transcript.name))


def open_findings(root: Path, name: str) -> Counter[Severity] | None:
    """Return how many findings of each severity the last run left open; None where the checks have not run."""
    run = runs.last(root, name)
    if run is None:
        return None
    gone = dismissals.dismissed(root, name)
    return Counter(f.severity for f in run.findings if f.id not in gone)


def report(root: Path, checked: Checked, *, kind: str) -> tuple[Kind, Iterator[bytes]]:
    """Return a report of a kind, by its name; InputError where there is none."""
    found = next((k for k in REPORTS if k.name == kind), None)
    if found is None:
        raise InputError("--format", f'unknown format "{kind}"', f"choose of {', '.join(k.name for k in REPORTS)}")
    told = replace(checked.report, sources=_sources(root, checked.report.aligned)) if found.by_line else checked.report
    return found, iter([found.write(told)])


def _sources(root: Path, aligned: AlignedTranscript) -> dict[str, tuple[str, str]]:
    """Return name and text of the files of a transcript, of the editions that are one file of text."""
    found = {}
    for language, files in store.edition_files(root, aligned.transcript.name).items():
        if len(files) == 1:
            with suppress(InputError):  # no text: a PDF, a workbook
                found[language] = files[0].name, decode(store.read_bytes(files[0]), where=str(files[0]))[0]
    return found


def profile(root: Path, name: str) -> tuple[Profile, Glossary]:
    """Return the profile of a transcript over that of the corpus (``checks.toml``), and its glossary."""
    found, glossary = Profile(), None
    for folder in _folders(root, name):
        own = _own(folder)
        found = own.over(found)
        file = _glossary_of(folder, own)
        glossary = file or glossary
    return found, glossaries.read(glossary) if glossary else Glossary()


def glossary_file(root: Path, name: str) -> Path | None:
    """Return the file of the glossary that a transcript is checked against; None where there is none."""
    files = [_glossary_of(folder, _own(folder)) for folder in _folders(root, name)]
    return next((file for file in reversed(files) if file), None)


def _folders(root: Path, name: str) -> tuple[Path, Path]:
    return root / "corpora", root / "corpora" / store.check_name(name)


def _own(folder: Path) -> Profile:
    path = folder / _FILE
    return parse_profile(_toml(path), where=str(path)) if path.is_file() else Profile()


def _glossary_of(folder: Path, own: Profile) -> Path | None:
    return folder / own.glossary if own.glossary else glossaries.unnamed(folder)


def dismiss(root: Path, name: str, finding: str, *, reason: str, who: str, seen: int | None = None) -> None:  # noqa: PLR0913 — a decision's fields
    """Dismiss a finding by its id, with reason, by whom; NotFound where the transcript has no such finding.

    ``seen`` as in :func:`workbench.dismissals.dismiss`.
    """
    run = runs.last(root, name)
    if run is None or all(f.id != finding for f in run.findings):
        checked = check(root, name, remember=False)
        known = {f.id for f in (*checked.report.findings, *checked.dismissed)}
        if finding not in known:
            raise NotFound(finding, f"{name} has no such finding", f"see the ids with: workbench check {name}")
    dismissals.dismiss(root, name, finding, reason=reason, who=who, seen=seen)


def restore(root: Path, name: str, finding: str, *, who: str = "", seen: int | None = None) -> None:
    """Let a dismissed finding count again; NotFound where it is not dismissed."""
    if finding not in dismissals.dismissed(root, store.check_name(name)):
        raise NotFound(finding, f"not dismissed in {name}", f"see the ids with: workbench check {name}")
    dismissals.restore(root, name, finding, who=who, seen=seen)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(store.read_bytes(path).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"not valid TOML ({error})", "mend the file") from None
