"""What denies, in a cell: plain denials, what may stand for one, and words of which others are the opposite."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from workbench.checks.material import Material, Place
from workbench.vocabulary import meanings

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 4  # letters that must be left of a word without its prefix


@dataclass(frozen=True, slots=True)
class Denials:
    """The plain denials of a cell, and whether something else may stand for one.

    ``half``: something like a "hardly", an "un-"; ``lacks``: a "without"; ``hardly``, ``only``: what they say;
    ``soft``: a "no longer", which others say without denying; ``asks``: a question, in which denials count for nothing.
    """

    places: tuple[Place, ...]
    half: bool = False
    lacks: bool = False
    hardly: bool = False
    only: bool = False
    soft: bool = False
    asks: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    full: re.Pattern[str]
    half: re.Pattern[str]
    frames: re.Pattern[str]
    lacks: re.Pattern[str]
    hardly: re.Pattern[str]
    only: re.Pattern[str]
    soft: re.Pattern[str] | None
    concord: re.Pattern[str] | None
    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]


def plain(text: str) -> str | None:
    """Return a text casefolded, with straight apostrophes and е for ё; None where its places would shift."""
    folded = text.casefold().replace("’", "'").replace("ё", "е")
    if len(folded) != len(text):
        folded = text.lower().replace("’", "'").replace("ё", "е")
    return folded if len(folded) == len(text) else None


def denials(material: Material, row: int, k: int) -> Denials | None:
    """Return the denials of a cell; None where the language is not known."""
    words = _tables().get(material.bases[k])
    if words is None:
        return None
    places: list[Place] = []
    half = lacks = hardly = only = soft = asks = False
    for i in material.cells[row][k]:
        text = plain(material.text(k, i))
        if text is None:
            return None
        bare = words.frames.sub(lambda m: "_" * len(m[0]), text)
        soft = soft or (words.soft is not None and words.soft.search(text) is not None)
        asks = asks or "?" in text
        lacks = lacks or words.lacks.search(bare) is not None
        hardly = hardly or words.hardly.search(text) is not None
        only = only or words.only.search(text) is not None
        found = _clauses(bare, [m.span() for m in words.full.finditer(bare)], concord=words.concord)
        places += [(i, *span) for span in found]
        rest = words.full.sub(lambda m: " " * len(m[0]), bare)
        if words.concord and found:
            rest = words.concord.sub(lambda m: " " * len(m[0]), rest)
        half = half or "_" in bare or words.half.search(rest) is not None or _opposite(rest, material.bases[k])
    return Denials(tuple(places), half, lacks, hardly, only, soft, asks)


_BREAK = re.compile(r"[.,;:!?–—]")


def _clauses(text: str, spans: list[tuple[int, int]], *, concord: re.Pattern[str] | None) -> list[tuple[int, int]]:
    """Return the denials of a text; in a language with negative concord, one a clause: "никто не", "no … nada"."""
    if concord is None:
        return spans
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if not kept or _BREAK.search(text, kept[-1][1], start):
            kept.append((start, end))
    return kept


def _opposite(text: str, base: str) -> bool:
    """Tell whether a text has a word with a prefix or suffix that denies the rest of it: unnoticed, -los."""
    return any(_denied(base)[word] for word in _WORD.findall(text))


class _Denied(dict[str, bool]):
    """Whether a casefolded word denies what is left of it, worked out once a word."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base, self.words = base, _tables()[base]

    def __missing__(self, word: str) -> bool:
        # a word that the lexicon lists has a meaning of its own ("inform", "después"), whatever it begins with
        self[word] = found = not meanings(word, self.base) and any(meanings(r, self.base) for r in self._rests(word))
        return found

    def _rests(self, word: str) -> list[str]:
        rests = [word[len(p) :] for p in self.words.prefixes if word.startswith(p)]
        rests += [word[: -len(s)] for s in self.words.suffixes if word.endswith(s)]
        return [rest for rest in rests if len(rest) >= _SHORTEST]


@cache
def _denied(base: str) -> _Denied:
    return _Denied(base)


@cache
def _tables() -> dict[str, _Words]:
    table = tomllib.loads((files("workbench") / "data" / "negations.toml").read_text("utf-8"))
    return {
        language: _Words(
            full=_either(words["full"]),
            half=_either(words["half"]),
            frames=_either(words["frames"]),
            lacks=_either(words["lacks"]),
            hardly=_either(words["hardly"]),
            only=_either(words["only"]),
            soft=_either(words["soft"]) if words["soft"] else None,
            concord=_either(words["concord"]) if words["concord"] else None,
            prefixes=tuple(words["prefixes"]),
            suffixes=tuple(words["suffixes"]),
        )
        for language, words in table.items()
    }


def _either(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w])(?:{'|'.join(words)})(?:(?<=')|(?![\w]))")
