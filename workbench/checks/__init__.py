"""Translation consistency: where the editions disagree, in which the fault most likely lies, and why.

:data:`CHECKS` is the registry, one entry a family; :func:`run_checks` runs them over an aligned transcript.
One fault makes one finding: where a sentence is missing or untranslated, what it would have held is not reported again.
What hangs on the whole (turns, lengths, recurring sentences) is checked on the whole, all else in sections
(:mod:`workbench.checks.sections`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from workbench.checks.language import check_language
from workbench.checks.length import check_length
from workbench.checks.material import Fault, Material
from workbench.checks.name import check_names
from workbench.checks.negation import check_negation
from workbench.checks.number import check_quantities
from workbench.checks.presence import check_presence
from workbench.checks.profile import Profile
from workbench.checks.punctuation import check_punctuation
from workbench.checks.repetition import check_repetition
from workbench.checks.sections import Section, sections
from workbench.checks.speaker import check_speakers
from workbench.checks.structure import check_structure
from workbench.checks.term import check_terms
from workbench.findings import Finding, Severity
from workbench.terms import Glossary

if TYPE_CHECKING:
    from workbench.model import AlignedTranscript

__all__ = ["CHECKS", "NAMES", "Check", "Fault", "Glossary", "Material", "Profile", "Spread", "run_checks"]


@dataclass(frozen=True, slots=True)
class Check:
    """A family of checks: the names its findings bear, the function that finds them, and if it needs the whole text."""

    names: tuple[str, ...]
    find: Callable[[Material], Iterable[Fault]]
    whole: bool = False


CHECKS = (
    Check(("merged", "split", "moved"), check_structure, whole=True),
    Check(("omission", "addition"), check_presence, whole=True),
    Check(("untranslated", "language"), check_language),
    Check(("role", "label"), check_speakers, whole=True),
    Check(("number", "date"), check_quantities),
    Check(("name",), check_names),
    Check(("term",), check_terms),
    Check(("negation",), check_negation),
    Check(("repetition",), check_repetition, whole=True),
    Check(("punctuation",), check_punctuation),
    Check(("length",), check_length, whole=True),
)
"""Every family, the ones that explain others away first."""

NAMES = tuple(chain.from_iterable(check.names for check in CHECKS))
"""The names of all checks."""

_EXPLAINS = frozenset(["omission", "addition", "untranslated"])
_EXPLAINED = frozenset(["number", "date", "name", "term", "negation", "length", "repetition", "punctuation"])


Job = tuple[Section, Glossary | None, frozenset[str]]
"""A section, the glossary, and the names of the checks that are wanted: what a process needs."""
Spread = Callable[[Callable[[Job], list[Fault]], Iterable[Job]], Iterable[list[Fault]]]
"""What runs a function over jobs and yields the results in their order: ``map``, or a pool's."""


def run_checks(
    aligned: AlignedTranscript,
    *,
    profile: Profile | None = None,
    glossary: Glossary | None = None,
    spread: Spread = map,
    progress: Callable[[float, str], None] | None = None,
) -> list[Finding]:
    """Return what the checks find in a transcript, in the order of its rows, worst first within a row.

    ``profile`` turns checks off, changes severities and suppresses by pattern; ``glossary`` adds required and
    forbidden renderings; ``spread`` runs the sections of a long transcript, in this process or in several. The result
    depends on the first three only. ``progress`` is told the share done (0..1) and what is being done.
    """
    chosen = profile or Profile()
    wanted = frozenset(name for name in NAMES if chosen.wants(name))
    material = Material(aligned, glossary=glossary)
    parts = list(sections(aligned))
    sectioned = spread(check_section, ((section, glossary, wanted) for section in parts))  # a pool begins at once
    faults: list[Fault] = []
    for check in CHECKS:
        if check.whole and wanted & {*check.names}:
            if progress:
                progress(0.0, check.names[0])
            faults.extend(check.find(material))
    for number, found in enumerate(sectioned):
        if progress:
            progress((number + 1) / len(parts), "rows")
        faults.extend(found)
    findings = [material.finding(fault) for fault in _one_each(material, faults)]
    kept = chosen.apply(findings)
    return _distinct(sorted(kept, key=lambda f: (f.row, -f.severity.rank, f.check, f.id)))


def check_section(job: Job) -> list[Fault]:
    """Return what the checks that need no more than a section find in one, at its place in the whole."""
    section, glossary, wanted = job
    material = Material(section.aligned, glossary=glossary)
    return [
        section.restored(fault)
        for check in CHECKS
        if not check.whole and wanted & {*check.names}
        for fault in check.find(material)
    ]


def _one_each(material: Material, faults: Sequence[Fault]) -> Iterator[Fault]:
    """Yield the faults that no other explains: what a missing sentence would have held is not missing, too."""
    lacking: set[tuple[int, int]] = set()
    missing: set[tuple[int, int]] = set()  # sentences that others lack: all that they say is more than the others say
    for fault in faults:
        if fault.check in _EXPLAINS and 0 <= fault.row < len(material.rows):
            concerned = fault.concerned or ((fault.odd,) if fault.odd is not None else ())
            lacking.update((fault.row, k) for k in concerned)
            if fault.check != "untranslated":
                missing.update((k, place[0]) for k, found in fault.places.items() for place in found)
                missing.difference_update(
                    (k, i) for k in concerned if fault.check == "omission" for i, *_ in fault.places.get(k, ())
                )
    for fault in faults:
        if fault.check in _EXPLAINED and fault.odd is not None:
            places = fault.places.get(fault.odd, ())
            if (fault.row, fault.odd) in lacking or (places and all((fault.odd, i) in missing for i, *_ in places)):
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
