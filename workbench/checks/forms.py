"""Whether an edition has a name in another form: an adjective, a compound, a people, in a neighbouring sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from workbench.checks.lexicon import Lexicon, Word
from workbench.consonants import apart
from workbench.names import ALIKE, known_name, known_stems, likeness
from workbench.text import transliterate
from workbench.vocabulary import meanings

_FAR, _NEAR = 0.32, 0.15
"""How far apart by their consonants a name and what is made of it may be; where letters are less alike."""
_ADJECTIVE = re.compile(r"(?:s[kc]\w{1,4}|is(?:ch|h)\w{0,2}|[oa]is\w{0,2}|i?enn?e?s?|i?an[oaes]{0,2}|ese|nsis)$")


def elsewhere(lexicon: Lexicon, row: int, k: int, group: dict[int, list[Word]]) -> bool:
    """Tell whether an edition has the name in another form: an adjective, a compound, in a neighbouring sentence."""
    material = lexicon.material
    rows = [r for r in range(row - 1, row + 2) if 0 <= r < len(material.rows)]
    models = list({w.form for words in group.values() for w in words})
    numbers = _numbers(lexicon, group)
    for r in rows:
        for word in lexicon.cell(r, k):
            if r != row and not word[0].isupper():
                continue
            if numbers and known_name(word, material.languages[k]) not in (None, *numbers):
                continue  # Iraq is not Iran
            both_ways = r == row and word[0].isupper()
            if any(
                _made_of(word, model, near=r == row) or (both_ways and _made_of(model, word, near=True))
                for model in models
            ) and (r == row or _moved(lexicon, r, k, models)):
                return True
    return _same_known(lexicon, row, k, group)


def _numbers(lexicon: Lexicon, group: dict[int, list[Word]]) -> set[int]:
    """Return the numbers of the known names that a group holds."""
    found = {known_name(w.form, lexicon.material.languages[j]) for j, words in group.items() for w in words}
    return {number for number in found if number is not None}


def _moved(lexicon: Lexicon, row: int, k: int, models: list[str]) -> bool:
    """Tell whether a name that stands in a neighbouring row of one edition is missing there in the others."""
    others = [j for j in lexicon.material.present(row) if j != k]
    having = [j for j in others if any(likeness(w.form, m) >= ALIKE for w in lexicon.words(row, j) for m in models)]
    return len(having) * 2 < len(others) + 1


def _same_known(lexicon: Lexicon, row: int, k: int, group: dict[int, list[Word]]) -> bool:
    """Tell whether a cell has the name as known under another form: of several words, an adjective, a people."""
    material = lexicon.material
    said = lexicon.meanings(row, k)
    if any(not said.isdisjoint(meanings(w.form, material.languages[j])) for j, words in group.items() for w in words):
        return True
    numbers = _numbers(lexicon, group)
    ours = lexicon.known(row, k)
    if numbers & ours:
        return True
    stems = tuple(stem for number in numbers if number is not None for stem in known_stems(number))
    if stems and any(transliterate(w.casefold()).startswith(stems) for w in lexicon.cell(row, k)):
        return True
    parts = {
        known_name(" ".join(w.form for w in pair), material.languages[j])
        for j, found in group.items()
        for pair in _phrases(lexicon, row, j, found)
    }
    return bool((parts - {None}) & ours)


def _phrases(lexicon: Lexicon, row: int, j: int, found: list[Word]) -> Iterator[list[Word]]:
    words = lexicon.words(row, j)
    for word in found:
        at = words.index(word) if word in words else -1
        if at >= 0:
            yield words[at : at + 2]
            yield words[max(0, at - 1) : at + 1]


@lru_cache(maxsize=1 << 17)
def _made_of(word: str, model: str, *, near: bool) -> bool:
    """Tell whether a word is a name in another form; small letters must be nearer to it than capitals."""
    if word.isupper() != model.isupper():
        return likeness(word, model) == 1.0  # initials are no part of a word
    least = 0.8 if word[0].isupper() else 0.9
    if near and len(model) >= 4 and len(word) >= 4:
        stem = model[: max(4, len(model) - 3)]
        if likeness(word[: len(stem)], stem) >= least and _sounds_of(word, model):
            return True
        tails = (word[-n:] for n in (len(model), len(model) + 1))  # compounds: "Südsyrien" of "Syria"
        if word[0].isupper() and len(word) > len(model) + 2 and any(likeness(tail, model) >= 0.85 for tail in tails):
            return True
    alike = likeness(word, model)
    if near and word[0].isupper() and 0.7 <= alike < 0.8:
        return apart(word, model) <= _NEAR
    return alike == 1.0 or (alike >= 0.8 and _sounds_of(word, model))


def _sounds_of(word: str, model: str) -> bool:
    """Tell whether a word begins with the consonants of a name, give or take the name's ending; or is its adjective."""
    if any(_ADJECTIVE.search(transliterate(form.casefold())) for form in (word, model)):
        return True
    return any(apart(word[:n], model) <= _FAR for n in {len(word), min(len(word), len(model) + 1), len(model)})


def covered(lexicon: Lexicon, row: int, group: dict[int, list[Word]], k: int) -> bool:
    """Tell whether the others have a word of the edition's in another form, or in a row beside this one for it."""
    material = lexicon.material
    word = group[k][0]
    number = known_name(word.form, material.languages[k])
    for r in range(max(0, row - 1), min(len(material.rows), row + 2)):
        if r != row and any(likeness(w.form, word.form) >= ALIKE for w in lexicon.words(r, k)):
            continue  # named there, too
        for j in material.present(r):
            if j == k:
                continue
            for other in lexicon.cell(r, j):
                if r != row and not other[0].isupper():
                    continue
                if number is not None and known_name(other, material.languages[j]) not in (None, number):
                    continue
                if _made_of(other, word.form, near=r == row):
                    return True
            if _same_known(lexicon, r, j, {k: [word]}):
                return True
    return False
