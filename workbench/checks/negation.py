"""Negation: an affirmation in one edition against a denial in the others, and the reverse."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from statistics import median

from workbench.checks.material import Fault, Material, Place
from workbench.checks.opposites import opposed
from workbench.findings import Severity
from workbench.vocabulary import meanings

_WORD = re.compile(r"[^\W\d_]{5,}")
_CLAUSE = re.compile(r"[;:.!?…–—]")
_ANSWER = re.compile(
    r"(?:^|[-.!?:;,–—«“„\"'¿¡(]\s?)(?:(?:y|and|und|et|и|а)\s)?(?P<no>no|nein|non|нет)(?=[,.!:;–—]|\s[!:;–—]|$)"
)
"""A "no" that answers, beside the denial itself: "No, I did not"."""


def check_negation(material: Material) -> Iterator[Fault]:
    """Yield rows in which one edition affirms what all others deny, or denies what they affirm.

    Catches: a "not" lost or put in, also one of several: the denials of each edition are counted, and an edition is
    odd whose count lies apart from those of all others (with two others: info); an opposite word ("accept" for
    "refuse") where the others have one word of the pair and this one the other.
    Forgives: whatever may stand for a denial ("only", "without", "hardly", "refuse", a prefix un-) unless the others
    have the like, too; "not only … but", "not … until", double negation of one denial ("no … nada"), question tags,
    a denial that stands in the neighbouring sentence.
    Languages: German, English, Spanish, French, Russian. Cannot see: opposites that the table lacks, irony.
    """
    found: dict[tuple[int, int], tuple[int, Fault]] = {}
    opposites: list[Fault] = []
    for row in range(len(material.rows)):
        votes = {k: v for k in material.present(row) if (v := _votes(material, row, k)) is not None}
        opposites += [fault for fault in opposed(material, row, list(votes)) if _like(votes, fault)]
        if len(votes) < 3 or not any(v.places or v.unsure for v in votes.values()):
            continue
        for k, (sign, weight) in _odd(votes).items():
            severity = weight if _kept(material, row, votes, k, sign) else Severity.INFO
            found[row, k] = sign, _fault(material, row, k, severity, votes)
    for (row, k), (sign, fault) in found.items():
        near = [found.get((row + step, k)) for step in (-1, 1)]
        if not any(other and other[0] == -sign for other in near):
            yield fault
    yield from (fault for fault in opposites if (fault.row, fault.odd) not in found)


@dataclass(frozen=True, slots=True)
class _Vote:
    """The denials of a cell: where they stand, how many more there may be, and what may stand for one, by sort."""

    places: list[Place]
    unsure: int
    near: Mapping[str, int]
    asks: bool


def _odd(votes: Mapping[int, _Vote]) -> dict[int, tuple[int, Severity]]:
    """Return the editions whose count of denials lies apart from all others': 1 for more, -1 for fewer.

    The count of an edition lies between that of its plain denials and that with everything that may stand for one.
    """
    found = {}
    spans = {}
    for k, vote in votes.items():
        plain, (more, less) = len(vote.places), _slack(votes, k)
        spans[k] = plain - more - less, plain, plain + vote.unsure + more
    asks = any(v.asks for v in votes.values())
    for k, (least, _, most) in spans.items():
        others = [span for j, span in spans.items() if j != k]
        few, many = max(plain for _, plain, _ in others), min(high for *_, high in others)
        if few > many:  # the others are divided
            few, many = min(plain for _, plain, _ in others), max(high for *_, high in others)
        if not (most < few or least > many):
            continue
        sign = -1 if most < few else 1
        agreeing = sum(plain > most if sign < 0 else high < least for _, plain, high in others)
        if agreeing < min(3, len(others)) or (asks and sign > 0):
            continue
        flipped = most == 0 or many == 0
        sure = agreeing >= 3 and not asks and (flipped or not any(v.unsure for v in votes.values()))
        found[k] = sign, Severity.WARNING if sure else Severity.INFO
    return found if len(found) == 1 else {}


def _like(votes: Mapping[int, _Vote], fault: Fault) -> bool:
    """Tell whether an edition with an opposite denies as often as the others with the word: "not closed" is open."""
    count = {k: len(votes[k].places) for k in fault.places}
    return all(n == count[fault.odd or 0] for n in count.values())


def _slack(votes: Mapping[int, _Vote], k: int) -> tuple[int, int]:
    """Return how many words that may stand for a denial an edition has beyond the others, by sort, and lacks."""
    more = less = 0
    for sort in {sort for v in votes.values() for sort in v.near}:
        usual = int(median([v.near.get(sort, 0) for j, v in votes.items() if j != k]))
        count = votes[k].near.get(sort, 0)
        more, less = more + max(0, count - usual), less + max(0, usual - count)
    return more, less


def _kept(material: Material, row: int, votes: Mapping[int, _Vote], k: int, sign: int) -> bool:
    """Tell whether what one side denies is said on the other: else it is put in other words, not turned round."""
    others = [j for j in votes if j != k]
    pairs = [(k, j) if sign > 0 else (j, k) for j in others]
    held = [_said(material, row, votes[a].places, a, b) for a, b in pairs if votes[a].places]
    return sum(held) * 2 >= len(held)


def _said(material: Material, row: int, places: list[Place], a: int, b: int) -> bool:
    """Tell whether another edition has a word that stands beside a denial; also where the lexicon knows none."""
    there = {
        number for word in _WORD.findall(material.cell_text(row, b)) for number in meanings(word, material.languages[b])
    }
    known = False
    for i, start, end in places:
        text = material.text(a, i)
        beside = [*_WORD.findall(text[:start])[-3:], *_WORD.findall(text[start:end]), *_WORD.findall(text[end:])[:4]]
        for numbers in (meanings(word, material.languages[a]) for word in beside):
            if not numbers.isdisjoint(there):
                return True
            known = known or bool(numbers)
    return not known


def _fault(material: Material, row: int, k: int, severity: Severity, votes: Mapping[int, _Vote]) -> Fault:
    others = [j for j in votes if j != k]
    more = len(votes[k].places) > min(len(votes[j].places) for j in others)
    did, did_others = ("denies", "affirm") if more else ("affirms", "deny")
    message = f"{material.languages[k]} {did} what {material.names(others)} {did_others}"
    places = {j: votes[j].places or material.whole(j, material.cells[row][j]) for j in (k, *others)}
    said = {j: ", ".join(material.text(j, i)[a:b] for i, a, b in votes[j].places) or "affirms" for j in places}
    return Fault("negation", severity, row, k, message, places, did_others, did, (did,), said)


def _votes(material: Material, row: int, k: int) -> _Vote | None:
    """Return the denials of a cell; None where the language is not known, or where places would shift."""
    words = _words().get(material.bases[k])
    if words is None:
        return None
    places: list[Place] = []
    unsure, near, asks = 0, dict[str, int](), False
    for i in material.cells[row][k]:
        text = material.text(k, i).casefold().replace("’", "'").replace("ё", "е")
        if len(text) != len(material.text(k, i)):
            return None
        plain = words.tags.sub(_blank, text)
        framed = words.frames.sub(_blank, plain)
        unsure += len(words.frames.findall(plain))
        asks = asks or "?" in framed
        found, spare = _denials(framed, words)
        places += [(i, *span) for span in found]
        unsure += spare
        for sort, pattern in words.near.items():
            if hits := len(pattern.findall(text)):
                near[sort] = near.get(sort, 0) + hits
    return _Vote(places, unsure, near, asks)


def _denials(text: str, words: _Words) -> tuple[list[tuple[int, int]], int]:
    """Return the places of the denials, and how many more there may be: words that deny with another in the clause."""
    answers = [m.span("no") for m in _ANSWER.finditer(text)]
    found = [m.span() for m in words.denies.finditer(text) if m.span() not in answers]
    spare = 0
    for match in words.concord.finditer(text):
        at = match.start()
        if any(a <= at < b for a, b in (*found, *answers)):
            continue
        ends = [m.start() for m in _CLAUSE.finditer(text)]
        first = max((e for e in ends if e < at), default=-1)
        last = min((e for e in ends if e > at), default=len(text))
        beside = any(first < a < last for a, _ in found) or words.near["without"].search(text, max(0, first), at)
        if beside:
            spare += 1
        else:
            found.append(match.span())
    if found:
        return sorted(found), spare + len(answers)
    return answers[:1], spare


def _blank(match: re.Match[str]) -> str:
    return "_" * len(match[0])


@dataclass(frozen=True, slots=True)
class _Words:
    """What denies in a language, as patterns over casefolded text."""

    denies: re.Pattern[str]
    concord: re.Pattern[str]
    frames: re.Pattern[str]
    tags: re.Pattern[str]
    near: Mapping[str, re.Pattern[str]]


@cache
def _words() -> dict[str, _Words]:
    table = tomllib.loads((files("workbench") / "data" / "negations.toml").read_text("utf-8"))
    return {
        language: _Words(
            *(_either(words[name]) for name in ("denies", "concord", "frames", "tags")),
            {sort: _either(found) for sort, found in words["near"].items()},
        )
        for language, words in table.items()
    }


def _either(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w])(?:{'|'.join(words)})(?:(?<=')|(?![\w]))") if words else re.compile(r"(?!)")
