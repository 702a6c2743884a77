"""What is known beforehand of which words translate each other: lexicon, CLDR names, a user's entries.

The shipped lexicon holds a concept a row and a language a column, so that it serves any two of its
languages. Beside it lie its stems by language (``data/stems``, made by ``make stems``): stemming it all whenever a
program starts would take seconds. CLDR's names (of countries, languages, months, days, currencies; read through
Babel) serve any two languages at all.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from workbench import text
from workbench.align.counting import Entries
from workbench.align.kernels import Floats, Ints

if TYPE_CHECKING:
    from workbench.align.prepare import Side

Concepts = tuple[tuple[int, float], ...]
"""Numbers of concepts, and how much of the concept's name a word is."""

Index = dict[str, Concepts]
"""Concepts by stem."""


@lru_cache(maxsize=1)
def shipped() -> dict[str, tuple[str, ...]]:
    """Return the shipped lexicon's columns by language: a concept a place, alternatives with ``|``."""
    header, *rows = _lines()
    columns = zip(*(row.split("\t") for row in rows), strict=True)
    return dict(zip(header.split("\t"), columns, strict=True))


def _lines() -> list[str]:
    return resources.files("workbench").joinpath("data/lexicon.tsv").read_text("utf-8").splitlines()


@lru_cache(maxsize=16)
def vocabulary(language: str) -> frozenset[str]:
    """Return the shipped lexicon's words of four letters or more in a language, casefolded."""
    header, *rows = _lines()  # one column alone is read far faster than all
    if language not in header.split("\t"):
        return frozenset()
    place = header.split("\t").index(language)
    cells = "|".join([row.split("\t", place + 1)[place] for row in rows]).casefold().replace("ё", "е")
    return frozenset(w for w in cells.split("|") if len(w) > 3 and w.isalpha())


@dataclass(frozen=True, slots=True, eq=False)
class Stems:
    """The shipped lexicon's stems in a language: sorted lines of a stem, a tab, and its concepts.

    A concept is its row's number, from 0; ``/n`` follows where the stem is one of n words of a name.
    """

    lines: tuple[str, ...]

    @lru_cache(maxsize=1 << 16)  # noqa: B019 — there is one of each language, kept as long as the program runs
    def get(self, key: str, default: Concepts = ()) -> Concepts:
        """Return the concepts of a stem, or of a word family (see `family`)."""
        if key.endswith("*"):
            return self._family(key[:-1]) or default
        start = f"{key}\t"
        place = bisect_left(self.lines, start)
        if place == len(self.lines) or not self.lines[place].startswith(start):
            return default
        return tuple(_concept(one) for one in self.lines[place][len(start) :].split(" "))

    def _family(self, beginning: str) -> Concepts:
        """Return the concepts of all stems with a beginning, each with its greatest share."""
        found: dict[int, float] = {}
        for place in range(bisect_left(self.lines, beginning), len(self.lines)):
            stem, _, concepts = self.lines[place].partition("\t")
            if not stem.startswith(beginning):
                break
            for concept, share in map(_concept, concepts.split(" ")):
                found[concept] = max(FAMILY * share, found.get(concept, 0.0))
        return tuple(found.items())


def _concept(text: str) -> tuple[int, float]:
    number, _, parts = text.partition("/")
    return int(number), 1.0 / int(parts) if parts else 1.0


def stem_lines(language: str) -> tuple[str, ...]:
    """Return the lines of `Stems`, made anew of the shipped lexicon."""
    lines = []
    for stem, concepts in index(shipped()[language], language).items():
        if not stem.endswith("*"):
            parts = (f"{c}/{round(1 / share)}" if share < 1 else str(c) for c, share in concepts)
            lines.append(f"{stem}\t{' '.join(parts)}")
    return tuple(sorted(lines))


@lru_cache(maxsize=64)
def lexicon_index(language: str) -> Index | Stems:
    """Return the shipped lexicon by stem in a language (primary subtag); empty if it is not there."""
    file = resources.files("workbench").joinpath(f"data/stems/{language}.tsv")
    return Stems(tuple(file.read_text("utf-8").splitlines())) if file.is_file() else {}


@lru_cache(maxsize=64)
def names_index(language: str) -> Index:
    """Return CLDR's names by stem in a language (primary subtag); empty if CLDR does not know it."""
    return index(_names(language), language)


def _names(language: str) -> Sequence[str]:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - slow to load, not always needed

    try:
        locale, english = Locale.parse(language), Locale.parse("en")
    except (UnknownLocaleError, ValueError):
        return ()
    out = []
    for field in ("territories", "languages", "currencies"):
        here, there = getattr(locale, field), getattr(english, field)
        # Codes that a language does not name show the code or English; either would pass for a name.
        out += [
            here.get(code, "")
            if code.isalpha()
            and not (language != "en" and here.get(code) in (code, there[code]) and field == "currencies")
            else ""
            for code in sorted(there)
        ]
    for field in ("months", "days"):
        forms = getattr(locale, field)
        for place in sorted(english.__getattribute__(field)["format"]["wide"]):
            kinds = {forms[kind]["wide"].get(place, "") for kind in ("format", "stand-alone")}
            out.append("|".join(sorted(kinds)))
    return out


FAMILY = 0.5
"""What a word of the same family counts, beside the word itself."""


def family(stem: str) -> str:
    """Return the key of a stem's word family: its first five letters, marked as a key."""
    return f"{stem[:5]}*" if len(stem) >= 5 else ""


def index(cells: Iterable[str], language: str) -> Index:
    """Return concepts by stem and by word family; a word of a name of several words counts its share."""
    stemmed = text.stemmer(language)
    found: dict[str, list[tuple[int, float]]] = {}
    for concept, cell in enumerate(cells):
        here: dict[str, float] = {}
        for name in cell.split("|"):
            for piece, share in _shares(name):
                stem = stemmed(piece)
                here[stem] = max(share, here.get(stem, 0.0))
                if len(stem) >= 5:
                    key = family(stem)
                    here[key] = max(FAMILY * share, here.get(key, 0.0))
        for key, value in here.items():
            if key in found:
                found[key].append((concept, value))
            else:
                found[key] = [(concept, value)]
    return {stem: tuple(concepts) for stem, concepts in found.items()}


def _shares(name: str) -> list[tuple[str, float]]:
    """Return the pieces of a name's words of three letters or more (else of all its words), and their shares."""
    if name.isalpha() and name < "\u0590":  # one word in an alphabet that sets spaces: by far the most names
        return [(name.casefold().replace("ё", "е"), 1.0)]
    words = list(text.words(name))
    long = [w for w in words if len(w) > 2] or words
    return [(piece, 1.0 / len(long)) for word in long for piece in text.pieces(word)]


@lru_cache(maxsize=48)
def held(stems: tuple[str, ...], language: str, source: str) -> tuple[Ints, Ints, Floats]:
    """Return (word, concept, share) of a vocabulary's words, as columns sorted by concept.

    ``source`` is ``lexicon`` or ``names``.
    """
    known = lexicon_index(language) if source == "lexicon" else names_index(language)
    return _columns(stems, known)


def _columns(stems: Sequence[str], known: Index | Stems) -> tuple[Ints, Ints, Floats]:
    rows = [(c, k, share) for k, stem in enumerate(stems) for c, share in _concepts(known, stem)] if known else []
    rows.sort()
    word, concept = (np.array([r[place] for r in rows], np.int64) for place in (1, 0))
    return word, concept, np.array([r[2] for r in rows], np.float64)


def _concepts(known: Index | Stems, stem: str) -> Concepts:
    """Return the concepts of a stem, or of its family where the stem itself is not known."""
    return known.get(stem) or known.get(family(stem), ())


def join(left: tuple[Ints, Ints, Floats], right: tuple[Ints, Ints, Floats]) -> Entries:
    """Return an entry for each two words that share a concept; κ is the product of their shares."""
    start = np.searchsorted(right[1], left[1], "left")
    sizes = np.searchsorted(right[1], left[1], "right") - start
    at = (
        np.repeat(start - np.concatenate(([0], np.cumsum(sizes)[:-1])), sizes) + np.arange(sizes.sum())
        if len(sizes)
        else start
    )
    from_left = np.repeat(np.arange(len(sizes)), sizes)
    return Entries(left[0][from_left], right[0][at], left[2][from_left] * right[2][at])


def known_entries(left: Side, right: Side) -> list[Entries]:
    """Return the entries that the shipped lexicon and CLDR give for two sides' words."""
    tags = text.primary(left.language), text.primary(right.language)
    return [
        join(held(left.stems, tags[0], source), held(right.stems, tags[1], source)) for source in ("lexicon", "names")
    ]


def user_entries(pairs: tuple[tuple[str, str], ...], left: Side, right: Side) -> Entries:
    """Return the entries that a user's dictionary gives: a pair of terms a place; κ 2, shared out in long terms."""
    of_left = index((a for a, _ in pairs), text.primary(left.language))
    of_right = index((b for _, b in pairs), text.primary(right.language))
    e, f, kappa = join(_columns(left.stems, of_left), _columns(right.stems, of_right))
    return Entries(e, f, 2.0 * kappa)
