"""The use case "check": load, run the checks by the profiles that apply, leave out what was dismissed, report."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench import atomic, dismissals, store, workflow
from workbench.checks import run_checks
from workbench.checks.profile import Profile, parse_profile
from workbench.errors import InputError, NotFound
from workbench.findings import Finding, Severity
from workbench.reports import REPORTS, Kind, Report, compare
from workbench.terms import Glossary, parse_glossary

__all__ = ["REPORTS", "Checked", "check", "dismiss", "profile", "report", "restore"]

_FILE = "checks.toml"


@dataclass(frozen=True, slots=True)
class Checked:
    """A checked transcript: what there is to report, and what a person has dismissed (still found, not reported)."""

    report: Report
    dismissed: tuple[Finding, ...]

    def reaches(self, severity: Severity) -> bool:
        """Tell whether a finding is as severe as that, or more."""
        return any(f.severity.rank >= severity.rank for f in self.report.findings)


def check(root: Path, name: str, *, remember: bool = True) -> Checked:
    """Return what the checks find in an aligned transcript.

    Raises what ``load`` raises, and InputError for a bad profile. With ``remember`` the ids are kept beside the
    alignment, for the comparison with the next run.
    """
    aligned = workflow.load(root, name)
    chosen, glossary = profile(root, name)
    findings = run_checks(aligned, profile=chosen, glossary=glossary)
    decided = dismissals.dismissed(root, name)
    kept = tuple(f for f in findings if f.id not in decided)
    out = tuple(f for f in findings if f.id in decided)
    comparison = compare(kept, _last(root, name))
    if remember:
        atomic.write_whole(_memory(root, name), [json.dumps(sorted(f.id for f in kept)).encode()])
    reasons = {f.id: decided[f.id].reason for f in out}
    return Checked(Report(aligned, kept, reasons, comparison), out)


def report(checked: Checked, *, kind: str) -> tuple[Kind, Iterator[bytes]]:
    """Return a report of a kind, by its name; InputError where there is none."""
    found = next((k for k in REPORTS if k.name == kind), None)
    if found is None:
        raise InputError("--format", f'unknown format "{kind}"', f"choose of {', '.join(k.name for k in REPORTS)}")
    return found, iter([found.write(checked.report)])


def profile(root: Path, name: str) -> tuple[Profile, Glossary]:
    """Return the profile of a transcript over that of the corpus, and its glossary (``checks.toml``)."""
    found, glossary = Profile(), Glossary()
    for folder in (root / "corpora", root / "corpora" / store.check_name(name)):
        path = folder / _FILE
        if not path.is_file():
            continue
        own = parse_profile(_toml(path), where=str(path))
        if own.glossary:
            file = folder / own.glossary
            glossary = parse_glossary(store.read_bytes(file), where=str(file))
        found = own.over(found)
    return found, glossary


def dismiss(root: Path, name: str, finding: str, *, reason: str, who: str) -> None:
    """Dismiss a finding by its id, with reason, by whom; NotFound where the transcript has no such finding."""
    checked = check(root, name, remember=False)
    known = {f.id for f in (*checked.report.findings, *checked.dismissed)}
    if finding not in known:
        raise NotFound(finding, f"{name} has no such finding", f"see the ids with: workbench check {name}")
    dismissals.dismiss(root, name, finding, reason=reason, who=who)


def restore(root: Path, name: str, finding: str, *, who: str = "") -> None:
    """Let a dismissed finding count again; NotFound where it is not dismissed."""
    if finding not in dismissals.dismissed(root, store.check_name(name)):
        raise NotFound(finding, f"not dismissed in {name}", f"see the ids with: workbench check {name}")
    dismissals.restore(root, name, finding, who=who)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(store.read_bytes(path).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"not valid TOML ({error})", "mend the file") from None


def _memory(root: Path, name: str) -> Path:
    return root / "alignments" / f"{store.check_name(name)}.findings.json"


def _last(root: Path, name: str) -> list[str] | None:
    path = _memory(root, name)
    if not path.is_file():
        return None
    try:
        return [str(i) for i in json.loads(store.read_bytes(path))]
    except (ValueError, TypeError):
        return None  # derived: as good as not there
