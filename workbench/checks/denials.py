"""What denies, in a cell: plain denials, counted, and what may stand for one, by sort (``data/negations.toml``)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from workbench.checks.begins import Begins
from workbench.checks.material import Material, Place

_CLAUSE = re.compile(r"[;:.!?…–—]")
_ANSWER = re.compile(
    r"(?:^|[-.!?:;,–—«“„\"'¿¡(]\s?)(?:(?:y|and|und|et|и|а)\s)?(?P<no>no|nein|non|нет)(?=[,.!:;–—]|\s[!:;–—]|$)"
)
"""A "no" that answers, beside the denial itself: "No, I did not"."""
_ANSWERS = ("no", "nein", "non", "нет")
_FRAMES, _DENIES = 1, 2  # bits of what may begin at a word

_JOINED = re.compile(r"\b(?:и|а|но|или)\s*$")
"""What joins a phrase without a verb: "about this and (about) nothing else"."""


@dataclass(frozen=True, slots=True)
class Denials:
    """The denials of a cell.

    ``places``: where the plain ones stand; ``unsure``: how many more there may be; ``near``: the words of each
    sort may stand for one ("without", "hardly", a prefix un-); ``asks``: a question, which denies out of politeness;
    ``bare``: how many of the unsure are words that would need a plain denial beside them and have none ("никто");
    ``framed``: how many look like a denial and are none ("not only"); ``until``: denials up to a moment ("not before");
    ``excepts``: a word that stands beside a denial that stands for an "only" ("nobody but").
    """

    places: tuple[Place, ...]
    unsure: int
    near: Mapping[str, tuple[str, ...]]
    asks: bool
    bare: int = 0
    framed: int = 0
    until: tuple[Place, ...] = ()
    excepts: bool = False


def settled(votes: Mapping[int, Denials]) -> dict[int, Denials]:
    """Return the denials of a row's editions as they stand beside each other.

    "Not before" denies where all editions have such a "before", else it may be an "only after"; a "not only" that all
    have explains nothing, and one that some have may be a denial.
    """
    shared = min((v.framed for v in votes.values()), default=0)
    held = all(v.near.get("until") for v in votes.values())
    return {
        k: replace(
            v,
            places=tuple(sorted((*v.places, *v.until))) if held else v.places,
            unsure=v.unsure + v.framed - shared + (0 if held else len(v.until)),
        )
        for k, v in votes.items()
    }


@lru_cache(maxsize=1 << 15)
def plain(text: str) -> str | None:
    """Return a text casefolded, with straight apostrophes and е for ё; None where its places would shift."""
    folded = text.casefold().replace("’", "'").replace("ё", "е")
    if len(folded) != len(text):
        folded = text.lower().replace("’", "'").replace("ё", "е")
    return folded if len(folded) == len(text) else None


def denials(material: Material, row: int, k: int) -> Denials | None:
    """Return the denials of a cell; None where the language is not known, or where places would shift."""
    words = _tables().get(material.bases[k])
    if words is None:
        return None
    places: list[Place] = []
    until: list[Place] = []
    unsure, near, asks, bare, framed = 0, dict[str, tuple[str, ...]](), False, 0, 0
    for i in material.cells[row][k]:
        text = plain(material.text(k, i))
        if text is None:
            return None
        bits = words.begins.groups_in(text)
        asked = text
        if bits & _FRAMES:
            asked = words.tags.sub(_blank, text)
            framed += len(words.frames.findall(asked))
        asks = asks or "?" in asked
        if bits & _FRAMES:
            asked = words.frames.sub(_blank, asked)
        if bits & _DENIES or asked != text:
            until += [(i, *match.span()) for match in words.until.finditer(asked)]
            found, spare, missing = _found(words.until.sub(_blank, asked), words)
            places += [(i, *span) for span in found]
            bare += missing
            unsure += spare
        told: set[int] = set()
        for bit, sort, pattern in words.sorts:  # prefixes last: "descartar" refuses, and is counted once
            hits = (
                [m for m in pattern.finditer(text) if sort != "prefix" or m.start() not in told] if bits & bit else []
            )
            told.update(m.start() for m in hits)
            if hits:
                near[sort] = (*near.get(sort, ()), *(m[0] for m in hits))
    excepts = bool(near.pop("except", ()))
    return Denials(tuple(places), unsure, near, asks, bare, framed, tuple(until), excepts)


def resembling(text: str, base: str) -> int:
    """Return how many words of a text may stand for a denial in a language, of any sort."""
    near = [pattern for sort, pattern in _tables()[base].near.items() if sort != "except"]
    return len({match.start() for pattern in near for match in pattern.finditer(plain(text) or "")})


def _found(text: str, words: _Words) -> tuple[list[tuple[int, int]], int, int]:
    """Return the places of the denials; how many more there may be: words that deny with another in the clause.

    And how many of these stand without the denial that they need.
    """
    answers = [m.span("no") for m in _ANSWER.finditer(text)]
    found = [m.span() for m in words.denies.finditer(text) if m.span() not in answers]
    ends = [m.start() for m in _CLAUSE.finditer(text)]
    spare = bare = 0
    for match in words.concord.finditer(text):
        at = match.start()
        if any(a <= at < b for a, b in (*found, *answers)):
            continue
        first, last = max((e for e in ends if e < at), default=-1), min((e for e in ends if e > at), default=len(text))
        if any(first < a < last for a, _ in found) or words.near["without"].search(text, max(0, first), at):
            spare += 1
        elif _needs(text[first + 1 : last], at - first - 1, words):
            bare += 1
        else:
            found.append(match.span())
    spare += min(bare, 1)  # "никто никому" without "не": one denial, if any
    if found:
        return sorted(found), spare + len(answers), min(bare, 1)
    return answers[:1], spare, min(bare, 1)


def _needs(clause: str, at: int, words: _Words) -> bool:
    """Tell whether a word in concord would need a plain denial in a clause: a verb is near, and nothing else denies."""
    if words.verb is None or any(words.near[sort].search(clause) for sort in ("hardly", "prefix", "prevent", "refuse")):
        return False
    if _JOINED.search(clause[:at]):
        return False
    end = clause.find(",", at)
    return words.verb.search(clause, clause.rfind(",", 0, at) + 1, len(clause) if end < 0 else end) is not None


def _blank(match: re.Match[str]) -> str:
    return "_" * len(match[0])


@dataclass(frozen=True, slots=True)
class _Words:
    """What denies in a language, as patterns over casefolded text."""

    denies: re.Pattern[str]
    concord: re.Pattern[str]
    frames: re.Pattern[str]
    until: re.Pattern[str]
    tags: re.Pattern[str]
    near: Mapping[str, re.Pattern[str]]
    begins: Begins
    """Which of all these may begin at a word: the bits of ``_FRAMES``, ``_DENIES``, and those of ``sorts``."""
    sorts: tuple[tuple[int, str, re.Pattern[str]], ...]
    verb: re.Pattern[str] | None
    """How a verb ends, where a word in concord needs a plain denial beside the verb; None where it does not."""


@cache
def _tables() -> dict[str, _Words]:
    table = tomllib.loads((files("workbench") / "data" / "negations.toml").read_text("utf-8"))
    return {language: _words(words) for language, words in table.items()}


def _words(words: Mapping[str, Any]) -> _Words:
    near = {sort: _either(found) for sort, found in words["near"].items()}
    framing, denying = [*words["frames"], *words["tags"]], [*words["denies"], *words["concord"], *_ANSWERS]
    return _Words(
        denies=_either(words["denies"]),
        concord=_either(words["concord"]),
        frames=_either(words["frames"]),
        until=_either(words["until"]),
        tags=_either(words["tags"]),
        near=near,
        begins=Begins([framing, denying, *words["near"].values()]),
        sorts=tuple((4 << n, sort, pattern) for n, (sort, pattern) in enumerate(near.items())),
        verb=_either(words["verb"]) if "verb" in words else None,
    )


def _either(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w])(?:{'|'.join(words)})(?:(?<=')|(?![\w]))") if words else re.compile(r"(?!)")
