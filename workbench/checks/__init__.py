"""Translation consistency: where the editions disagree, in which the fault most likely lies, and why.

:data:`CHECKS` is the registry, one entry a family; :func:`run_checks` runs them over an aligned transcript.
One fault makes one finding: where a sentence is missing or untranslated, what it would have held is not reported again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from workbench.checks.language import check_language
from workbench.checks.material import Fault, Material
from workbench.checks.name import check_names
from workbench.checks.negation import check_negation
from workbench.checks.number import check_quantities
from workbench.checks.presence import check_length, check_presence
from workbench.checks.profile import Profile
from workbench.checks.punctuation import check_punctuation
from workbench.checks.repetition import check_repetition
from workbench.checks.speaker import check_speakers
from workbench.checks.structure import check_structure
from workbench.checks.term import check_terms
from workbench.findings import Finding, Severity
from workbench.terms import Glossary

if TYPE_CHECKING:
    from workbench.model import AlignedTranscript

__all__ = ["CHECKS", "NAMES", "Check", "Fault", "Glossary", "Material", "Profile", "run_checks"]


@dataclass(frozen=True, slots=True)
class Check:
    """A family of checks: the names its findings bear, and the function that finds them."""

    names: tuple[str, ...]
    find: Callable[[Material], Iterable[Fault]]


CHECKS = (
    Check(("merged", "split", "moved"), check_structure),
    Check(("omission", "addition"), check_presence),
    Check(("untranslated", "language"), check_language),
    Check(("role", "label"), check_speakers),
    Check(("number", "date"), check_quantities),
    Check(("name",), check_names),
    Check(("term",), check_terms),
    Check(("negation",), check_negation),
    Check(("repetition",), check_repetition),
    Check(("punctuation",), check_punctuation),
    Check(("length",), check_length),
)
"""Every family, the ones that explain others away first."""

NAMES = tuple(chain.from_iterable(check.names for check in CHECKS))
"""The names of all checks."""

_EXPLAINS = frozenset(["omission", "addition", "untranslated"])
_EXPLAINED = frozenset(["number", "date", "name", "term", "negation", "length", "repetition", "punctuation"])


def run_checks(
    aligned: AlignedTranscript,
    *,
    profile: Profile | None = None,
    glossary: Glossary | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> list[Finding]:
    """Return what the checks find in a transcript, in the order of its rows, worst first within a row.

    ``profile`` turns checks off, changes severities and suppresses by pattern; ``glossary`` adds required and
    forbidden renderings. The result depends on nothing else. ``progress`` is told the share done (0..1) and the
    check at work.
    """
    chosen = profile or Profile()
    material = Material(aligned, glossary=glossary)
    faults: list[Fault] = []
    for number, check in enumerate(CHECKS):
        if progress:
            progress(number / len(CHECKS), check.names[0])
        if any(chosen.wants(name) for name in check.names):
            faults.extend(check.find(material))
    findings = [material.finding(fault) for fault in _one_each(material, faults)]
    kept = chosen.apply(findings)
    return _distinct(sorted(kept, key=lambda f: (f.row, -f.severity.rank, f.check, f.id)))


def _one_each(material: Material, faults: Sequence[Fault]) -> Iterator[Fault]:
    """Yield the faults that no other explains: what a missing sentence would have held is not missing, too."""
    explained: set[tuple[int, int]] = set()
    for fault in faults:
        if fault.check in _EXPLAINS and 0 <= fault.row < len(material.rows):
            concerned = fault.concerned or ((fault.odd,) if fault.odd is not None else ())
            explained.update((fault.row, k) for k in concerned)
    for fault in faults:
        if fault.check in _EXPLAINED and fault.odd is not None and (fault.row, fault.odd) in explained:
            continue
        yield fault


def _distinct(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with ids told apart by their occurrence where the very same fault occurs again."""
    seen: dict[str, int] = {}
    found = []
    for finding in findings:
        again = seen.get(finding.id, 0)
        seen[finding.id] = again + 1
        found.append(replace(finding, id=f"{finding.id}-{again}") if again else finding)
    return found


def worst(findings: Iterable[Finding]) -> Severity | None:
    """Return the worst severity among findings, or None where there are none."""
    return max((f.severity for f in findings), key=lambda s: s.rank, default=None)
