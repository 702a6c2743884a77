"""What the checks find: a fault in the texts, where exactly, and why it is thought one.

A finding is a value, never an exception. Its id is a digest of what is wrong in which
sentences, by their stable ids, so that a finding dismissed once stays dismissed after a new alignment.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Severity(StrEnum):
    """How much a finding matters: wrong, probably wrong, worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for info, 1 for warning, 2 for error."""
        return ("info", "warning", "error").index(self.value)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of characters ``start:end`` (half-open) of one segment, with its text."""

    segment: int
    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        """Check that the span is one."""
        if not 0 <= self.start <= self.end:
            msg = f"segment {self.segment}: span {self.start}:{self.end} is not half-open"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in the texts.

    ``row`` is the segment row and ``turn_row`` the turn row it lies in (-1 where it concerns a whole
    edition). ``languages`` are the editions concerned, the odd one first; ``odd_one_out`` is the edition
    that disagrees with the rest, or None where they are divided. ``spans`` gives, by language, the
    characters that disagree. ``expected`` and ``found`` are what the others have and what stands here.
    ``evidence`` is what each edition has, by language. ``confidence`` is belief in the finding, 0..1.
    """

    id: str
    check: str
    severity: Severity
    row: int
    turn_row: int
    languages: tuple[str, ...]
    odd_one_out: str | None
    message: str
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    expected: str = ""
    found: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the finding as the JSON contract has it, with ``expected``, ``found`` and ``evidence`` added."""
        return {
            "id": self.id,
            "check": self.check,
            "severity": str(self.severity),
            "row": self.row,
            "turn_row": self.turn_row,
            "languages": list(self.languages),
            "odd_one_out": self.odd_one_out,
            "message": self.message,
            "spans": {
                language: [{"segment": s.segment, "start": s.start, "end": s.end, "text": s.text} for s in spans]
                for language, spans in self.spans.items()
            },
            "expected": self.expected,
            "found": self.found,
            "evidence": dict(self.evidence),
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Finding:
        """Return the finding that :meth:`as_json` told; KeyError, TypeError or ValueError where it is none."""
        return cls(
            id=str(told["id"]),
            check=str(told["check"]),
            severity=Severity(told["severity"]),
            row=int(told["row"]),
            turn_row=int(told["turn_row"]),
            languages=tuple(map(str, told["languages"])),
            odd_one_out=None if told["odd_one_out"] is None else str(told["odd_one_out"]),
            message=str(told["message"]),
            spans={language: _spans(spans) for language, spans in told["spans"].items()},
            expected=str(told["expected"]),
            found=str(told["found"]),
            evidence={language: str(said) for language, said in told["evidence"].items()},
        )


def _spans(told: Sequence[Mapping[str, Any]]) -> tuple[Span, ...]:
    return tuple(Span(int(s["segment"]), int(s["start"]), int(s["end"]), str(s["text"])) for s in told)


def finding_id(check: str, parts: Iterable[str]) -> str:
    """Return a stable id: the check's name and a digest of what it is about (no row numbers among it)."""
    digest = hashlib.sha256("\x00".join((check, *parts)).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{check}-{digest[:12]}"
