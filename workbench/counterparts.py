"""Which words of the editions say the same: by the shipped lexicon, CLDR's names, and what alignments have taught.

Every word form of a transcript gets the keys of the concepts that it can stand for; two words of different editions are
counterparts where they share a key. It is a table of word forms, not of places: worked out once a text, and looked
up wherever a reader points.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.text import clean, pieces, primary, stemmer

if TYPE_CHECKING:
    from workbench.align.memory import Memory

Key = tuple[str, object]
"""What two words may share: a concept of the lexicon, a name of CLDR, or a pair that was learned."""

WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f]|[’'\-](?=[^\W\d_]))*")
"""A word as a reader points at it: letters, with apostrophes and hyphens inside."""

_WHOLE = 0.5  # of a concept's name that a word must be: one of two words, or of the same family
_OFTEN = 1.5  # expected count from which a learned pair is believed
_SHARE = 0.35  # of both words' counts that a learned pair must have
_LONGEST = 40  # characters: beyond, it is a run of a script without spaces, and no word


@dataclass(frozen=True, slots=True)
class Counterparts:
    """Keys of word forms in lower case, by edition; a form without a counterpart in another edition has none."""

    keys: tuple[Mapping[str, tuple[int, ...]], ...]

    def shared(self, left: int, word: str, right: int, other: str) -> bool:
        """Tell whether a word of one edition and a word of another are counterparts."""
        mine = self.keys[left].get(word.lower(), ())
        return bool(mine) and not set(mine).isdisjoint(self.keys[right].get(other.lower(), ()))


def counterparts(
    texts: Sequence[Iterable[str]], languages: Sequence[str], memories: Mapping[tuple[str, str], Memory]
) -> Counterparts:
    """Return which word forms of some texts, one iterable an edition, are counterparts.

    ``memories`` are what alignments have taught, by pairs of primary language subtags in alphabetical order.
    """
    learned = _learned(memories)
    found = [
        {form: set(_keys(form, primary(language), learned)) for form in _forms(own)}
        for own, language in zip(texts, languages, strict=True)
    ]
    editions: dict[Key, set[int]] = defaultdict(set)
    for k, forms in enumerate(found):
        for keys in forms.values():
            for key in keys:
                editions[key].add(k)
    numbers = {key: n for n, key in enumerate(key for key, where in editions.items() if len(where) > 1)}
    return Counterparts(
        tuple(
            {
                form: kept
                for form, keys in forms.items()
                if (kept := tuple(sorted(numbers[q] for q in keys & numbers.keys())))
            }
            for forms in found
        )
    )


def _forms(texts: Iterable[str]) -> set[str]:
    return {form.lower() for text in texts for form in WORD.findall(text) if len(form) <= _LONGEST}


def _keys(form: str, language: str, learned: Mapping[tuple[str, str], Iterable[Key]]) -> Iterator[Key]:
    """Yield the keys of a word form: its own, and those of its parts of three letters or more."""
    from workbench.align.dictionary import family, lexicon_index, names_index  # noqa: PLC0415 — compiled kernels

    stem = stemmer(language)
    whole = clean(form).casefold().replace("ё", "е").replace("’", "'")
    parts = [part for part in re.split(r"['\-]", whole) if len(part) > 2]
    for word in dict.fromkeys([whole, *parts]):
        for piece in pieces(word):
            root = stem(piece)
            yield from learned.get((language, root), ())
            for kind, index in (("lexicon", lexicon_index(language)), ("name", names_index(language))):
                known = index.get(root) or (index.get(family(root), ()) if kind == "lexicon" else ())
                yield from ((kind, concept) for concept, share in known if share >= _WHOLE)


def _learned(memories: Mapping[tuple[str, str], Memory]) -> dict[tuple[str, str], list[Key]]:
    """Return the pairs worth believing, by language and stem of either side."""
    found: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for (one, other), memory in memories.items():
        counts = memory.count.tolist()
        left: dict[str, float] = defaultdict(float)
        right: dict[str, float] = defaultdict(float)
        for a, b, count in zip(memory.left, memory.right, counts, strict=True):
            left[a] += count
            right[b] += count
        for a, b, count in zip(memory.left, memory.right, counts, strict=True):
            if count >= _OFTEN and count >= _SHARE * max(left[a], right[b]):
                key = ("learned", (one, a, other, b))
                found[one, a].append(key)
                found[other, b].append(key)
    return found
