"""Profiles: which checks run, how severe they are, and what is suppressed (``checks.toml``).

::

    [severity]            # by the check's name: error, warning, info or off
    length = "off"
    term = "warning"

    [[suppress]]          # every key is optional but one; patterns are regular expressions
    check = "name"
    language = "ru-RU"
    pattern = "Звезда"    # searched in the message, what was expected and what was found
    reason = "a ship's name, left in Russian on purpose"

    [glossary]
    file = "terms.tsv"    # beside checks.toml
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from workbench.errors import InputError
from workbench.findings import Finding, Severity

CHECK_NAMES = frozenset([
    "number", "date", "name", "term", "repetition", "omission", "addition", "length", "untranslated", "language",
    "negation", "role", "label", "merged", "split", "moved", "punctuation",
])  # fmt: skip
"""Every name a finding's check can have."""

_OFF = "off"


@dataclass(frozen=True, slots=True)
class Suppression:
    """What is not to be reported: findings of a check (any if empty), in a language, that match a pattern."""

    check: str = ""
    language: str = ""
    pattern: str = ""
    reason: str = ""

    def covers(self, finding: Finding) -> bool:
        """Tell whether a finding falls under it."""
        if self.check and finding.check != self.check:
            return False
        if self.language and self.language not in (finding.odd_one_out, *finding.languages[:1]):
            return False
        said = f"{finding.message}\n{finding.expected}\n{finding.found}"
        return not self.pattern or re.search(self.pattern, said) is not None


@dataclass(frozen=True, slots=True)
class Profile:
    """A choice of checks and severities; empty, it changes nothing.

    ``severity`` gives a severity or "off" by the check's name; ``glossary`` is a file's name or "".
    """

    severity: Mapping[str, str] = field(default_factory=dict)
    suppress: tuple[Suppression, ...] = ()
    glossary: str = ""

    def wants(self, check: str) -> bool:
        """Tell whether a check is to run."""
        return self.severity.get(check) != _OFF

    def apply(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that are wanted, with the severities of the profile."""
        kept = []
        for finding in findings:
            severity = self.severity.get(finding.check)
            if severity == _OFF or any(s.covers(finding) for s in self.suppress):
                continue
            kept.append(replace(finding, severity=Severity(severity)) if severity else finding)
        return kept

    def over(self, below: Profile) -> Profile:
        """Return this profile laid over a more general one."""
        severity = {**below.severity, **self.severity}
        return Profile(severity, (*below.suppress, *self.suppress), self.glossary or below.glossary)


def parse_profile(document: Mapping[str, Any], *, where: str) -> Profile:
    """Return the profile that a ``checks.toml`` describes; InputError where it says something unknown."""
    unknown = set(document) - {"severity", "suppress", "glossary"}
    if unknown:
        raise InputError(where, f'unknown table "{min(unknown)}"', "use severity, suppress and glossary")
    severity = document.get("severity", {})
    if not isinstance(severity, dict):
        raise InputError(where, "severity is no table", 'write [severity] and, below it, length = "off"')
    for check, value in severity.items():
        if check not in CHECK_NAMES:
            raise InputError(where, f'unknown check "{check}"', f"choose of {', '.join(sorted(CHECK_NAMES))}")
        if value not in (*Severity, _OFF):
            raise InputError(where, f'unknown severity "{value}" of {check}', "use error, warning, info or off")
    entries = document.get("suppress", [])
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise InputError(where, "suppress is no list of tables", "write [[suppress]] before each")
    glossary = document.get("glossary", {})
    file = glossary.get("file", "") if isinstance(glossary, dict) else glossary
    return Profile(dict(severity), tuple(_suppression(e, where) for e in entries), str(file))


def _suppression(entry: Mapping[str, Any], where: str) -> Suppression:
    unknown = set(entry) - {"check", "language", "pattern", "reason"}
    if unknown or not set(entry) & {"check", "language", "pattern"}:
        raise InputError(where, "a suppress table says nothing usable", "give check, language or pattern")
    if entry.get("check") and entry["check"] not in CHECK_NAMES:
        raise InputError(where, f'unknown check "{entry["check"]}"', f"choose of {', '.join(sorted(CHECK_NAMES))}")
    try:
        re.compile(str(entry.get("pattern", "")))
    except re.error as error:
        raise InputError(
            where, f'"{entry["pattern"]}" is no regular expression ({error})', "mend the pattern"
        ) from None
    return Suppression(**{key: str(value) for key, value in entry.items()})
