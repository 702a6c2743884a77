"""Negation: an affirmation in one edition against a denial in the others, and the reverse."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from workbench.checks.material import Fault, Material, Place
from workbench.findings import Severity


def check_negation(material: Material) -> Iterator[Fault]:
    """Yield rows in which one edition affirms what all others deny, or denies what they affirm.

    Catches: a "not" lost or put in, where three editions or more are otherwise of one mind (with fewer: info).
    Forgives: whatever may stand for a denial ("only", "without", "hardly", "refuse", a prefix un-), "not only … but",
    questions, rows of more than two sentences. Languages: German, English, Spanish, French, Russian.
    Cannot see: one denial of two lost, antonyms, irony.
    """
    for row in range(len(material.rows)):
        votes = {k: _denials(material, row, k) for k in material.present(row)}
        known = {k: v for k, v in votes.items() if v is not None}
        sizes = {k: len(material.cells[row][k]) for k in known}
        if len(known) >= 3 and max(sizes.values()) <= 2:
            for k in known:
                severity = _verdict(known, k) if sizes[k] == max(sizes.values()) else None
                if severity is not None:
                    yield _fault(material, row, k, severity, known)


def _verdict(votes: dict[int, Denials], k: int) -> Severity | None:
    """Return how severe it is that an edition stands against all others in a row, or None where it does not.

    A warning where nothing else in the row could stand for a denial, info where something might.
    """
    full, half, lacks = votes[k]
    others = [v for j, v in votes.items() if j != k]
    # "without hesitation" in most editions and in this one is nobody's denial; in the others only, it is theirs.
    without = sum(v[2] for v in others) * 2 > len(others)
    doubtful = sum(v[1] or (v[2] and not lacks) for v in others)
    sure = Severity.WARNING if len(others) >= 3 else Severity.INFO
    if full and not any(v[0] for v in others):
        return None if doubtful > 2 else Severity.INFO if doubtful else sure
    if not full and all(v[0] for v in others):
        unclear = half or (lacks and not without)
        return Severity.INFO if unclear else sure
    counts = {len(v[0]) for v in others}
    if len(counts) == 1 and len(others) >= 3 and not doubtful and not half and abs(len(full) - counts.pop()) == 1:
        return Severity.INFO
    return None


Denials = tuple[list[Place], bool, bool]
"""The places of plain denials, whether something else may stand for one, and whether a "without" does."""


def _fault(material: Material, row: int, k: int, severity: Severity, votes: dict[int, Denials]) -> Fault:
    others = [j for j in votes if j != k]
    more = len(votes[k][0]) > min(len(votes[j][0]) for j in others)
    did, did_others = ("denies", "affirm") if more else ("affirms", "deny")
    message = f"{material.languages[k]} {did} what {material.names(others)} {did_others}"
    places = {j: votes[j][0] or material.whole(j, material.cells[row][j]) for j in (k, *others)}
    said = {j: ", ".join(material.text(j, i)[a:b] for i, a, b in votes[j][0]) or "affirms" for j in places}
    return Fault("negation", severity, row, k, message, places, did_others, did, (did,), said)


def _denials(material: Material, row: int, k: int) -> Denials | None:
    """Return the denials of a cell; None where the language is not known."""
    patterns = _patterns().get(material.bases[k])
    if patterns is None:
        return None
    full, half, frames, lacks = patterns
    places: list[Place] = []
    other = lacking = False
    for i in material.cells[row][k]:
        text = material.text(k, i).casefold().replace("’", "'").replace("ё", "е")
        if len(text) != len(material.text(k, i)):
            return None
        plain = frames.sub(lambda m: "_" * len(m[0]), text)
        question = "?" in text
        lacking = lacking or lacks.search(plain) is not None
        other = other or question or "_" in plain or half.search(plain) is not None
        places += [(i, *m.span()) for m in full.finditer(plain)] if not question else []
    return places, other, lacking


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    table = tomllib.loads((files("workbench") / "data" / "negations.toml").read_text("utf-8"))
    return {
        language: tuple(_either(words[name]) for name in ("full", "half", "frames", "lacks"))
        for language, words in table.items()
    }


def _either(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w])(?:{'|'.join(words)})(?:(?<=')|(?![\w]))")
