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
        present = material.present(row)
        votes = {k: _denials(material, row, k) for k in present}
        known = {k: v for k, v in votes.items() if v is not None}
        sizes = {k: len(material.cells[row][k]) for k in known}
        if len(known) < 3 or max(sizes.values()) > 2:
            continue
        denying = [k for k, (full, _, _) in known.items() if full]
        without = [k for k, (_, _, lacks) in known.items() if lacks]
        shared = len(without) * 2 > len(known)  # "without hesitation" in most of them is nobody's denial
        affirming = [k for k, (full, half, lacks) in known.items() if not full and not half and (not lacks or shared)]
        if any(sizes[k] < max(sizes.values()) for group in (denying, affirming) if len(group) == 1 for k in group):
            continue  # a sentence may be missing here
        if len(denying) == 1 and len(affirming) == len(known) - 1:
            yield _fault(material, row, denying[0], affirming, known)
        elif len(affirming) == 1 and len(denying) == len(known) - 1:
            yield _fault(material, row, affirming[0], denying, known)


Denials = tuple[list[Place], bool, bool]
"""The places of plain denials, whether something else may stand for one, and whether a "without" does."""


def _fault(material: Material, row: int, k: int, others: list[int], votes: dict[int, Denials]) -> Fault:
    denies = bool(votes[k][0])
    did, did_others = ("denies", "affirm") if denies else ("affirms", "deny")
    message = f"{material.languages[k]} {did} what {material.names(others)} {did_others}"
    places = {j: votes[j][0] or material.whole(j, material.cells[row][j]) for j in (k, *others)}
    severity = Severity.WARNING if len(others) >= 3 else Severity.INFO
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
