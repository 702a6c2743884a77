"""What a report is made of: the findings of a transcript, their counts, and what has changed since the last run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.findings import Finding

if TYPE_CHECKING:
    from workbench.model import AlignedTranscript


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ids of findings that are new since the last run, gone, and still there; ``first`` if there was no last run."""

    new: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    still: frozenset[str] = frozenset()
    first: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of a transcript that are to be reported, worst first within a row.

    ``dismissed`` are those that a person has dismissed, with what was said of them (not among ``findings``).
    ``sources`` are the files as published, name and text by language, of the editions that are one text file.
    """

    aligned: AlignedTranscript
    findings: tuple[Finding, ...]
    dismissed: Mapping[str, str] = field(default_factory=dict)
    comparison: Comparison = field(default_factory=Comparison)
    sources: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def summary(findings: Iterable[Finding]) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """Return how many findings there are by check and severity, and by language and check ("" where divided)."""
    by_check: Counter[tuple[str, str]] = Counter()
    by_language: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        by_check[finding.check, str(finding.severity)] += 1
        by_language[finding.odd_one_out or "", finding.check] += 1
    return by_check, by_language


def compare(
    findings: Iterable[Finding], last: Iterable[str] | None, *, dismissed: Iterable[Finding] = ()
) -> Comparison:
    """Return what has changed since a run that gave the ids ``last``; None if there was none.

    Findings that are ``dismissed`` are found all the same, and so not gone.
    """
    now = frozenset(f.id for f in findings)
    if last is None:
        return Comparison()
    before = frozenset(last)
    gone = before - now - frozenset(f.id for f in dismissed)
    return Comparison(now - before, gone, now & before, first=False)
