"""Common words and what they mean: the shipped lexicon (``data/lexicon.tsv``), looked up by stems.

It says which capitalised words are no names ("Royal", "Commission"), and which words of two languages translate each
other. Languages that the lexicon has no column for have no common words here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from workbench.text import primary, stem

_ENTRY = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NOTHING: frozenset[int] = frozenset()
_DENYING = {
    "de": ("un",),
    "en": ("un", "in", "im", "il", "ir"),
    "es": ("in", "im", "i"),
    "fr": ("in", "im", "il", "ir", "mal"),
    "ru": ("не", "без", "бес", "мало"),
}
"""How a word begins that denies what its rest says; "dis-", "dé-", "des-" as often turn it ("displace", "déplacé")."""
_LEAST = 4  # letters of what a prefix denies


def has_lexicon(language: str) -> bool:
    """Tell whether the lexicon has a column for a language."""
    return bool(_table(primary(language))[0])


@lru_cache(maxsize=1 << 17)
def meanings(word: str, language: str) -> frozenset[int]:
    """Return the numbers of the entries that hold a word in any inflection, whatever its case."""
    base = primary(language)
    common, proper = _table(base)
    root = _root(word, base)
    return common.get(root, _NOTHING) | proper.get(root, _NOTHING)


@lru_cache(maxsize=1 << 17)
def is_common(word: str, language: str) -> bool:
    """Tell whether a word is listed as a common one, which English does not capitalise."""
    base = primary(language)
    common, proper = _table(base)
    root = _root(word, base)
    return root in common and root not in proper


@lru_cache(maxsize=1 << 16)
def contraries(word: str, language: str) -> frozenset[int]:
    """Return the numbers of the entries that a word with a prefix of denial ("unlikely") is the contrary of.

    By the word itself, and by the English heads of its entries ("außerstande": incapable); empty where neither is so.
    """
    base = primary(language)
    found = {n for bare in _bare(word.casefold(), base) for n in meanings(bare, language)}
    for number in meanings(word, language):
        for head in _heads()[number] if number >= 0 else ():
            found.update(n for bare in _bare(head, "en") for n in meanings(bare, "en"))
    return frozenset(found) - meanings(word, language)


def _bare(word: str, base: str) -> Iterator[str]:
    """Yield a word without each prefix of denial that it may have."""
    for prefix in _DENYING.get(base, ()):
        if word.startswith(prefix) and len(word) >= len(prefix) + _LEAST:
            yield word[len(prefix) :]


@cache
def _heads() -> tuple[tuple[str, ...], ...]:
    """Return the English words of every entry that is no phrase or name."""
    heads = (line.partition("\t")[0].split("|") for line in _lines()[1:])
    return tuple(tuple(h for h in found if h.islower() and " " not in h) for found in heads)


def translates(left: str, left_language: str, right: str, right_language: str) -> bool:
    """Tell whether an entry holds both words."""
    return not meanings(left, left_language).isdisjoint(meanings(right, right_language))


def _root(word: str, base: str) -> str:
    return stem(word.casefold().replace("ё", "е"), base)


def _lines() -> list[str]:
    return (files("workbench") / "data" / "lexicon.tsv").read_text("utf-8").splitlines()


@cache
def _table(base: str) -> tuple[dict[str, frozenset[int]], dict[str, frozenset[int]]]:
    """Return the entries of each stem of a language: common words, and those that English capitalises."""
    common: dict[str, set[int]] = {}
    proper: dict[str, set[int]] = {}
    header, *rows = (line.split("\t") for line in _lines())
    at, english = header.index(base) if base in header else len(header), header.index("en")
    for number, row in enumerate(rows):
        heads = row[english]
        named = heads[:1].isupper() and len(heads) > 1
        numbers = {number, _family(heads)} if named else {number}
        for form in row[at].split("|") if at < len(row) else ():
            if _ENTRY.fullmatch(form):
                (proper if named else common).setdefault(_root(form, base), set()).update(numbers)
    return {k: frozenset(v) for k, v in common.items()}, {k: frozenset(v) for k, v in proper.items()}


def _family(heads: str) -> int:
    """Return a number that a country shares with its people: by English heads that begin alike, or by a table."""
    head = heads.partition("|")[0].split()[-1].casefold()
    key = _irregular().get(head, head)[:4]
    return -1 - int.from_bytes(key.encode(), "big")


@cache
def _irregular() -> dict[str, str]:
    lines = tomllib.loads((files("workbench") / "data" / "exonyms.toml").read_text("utf-8"))["people"]
    return {people: country for country, *others in map(str.split, lines) for people in others}
