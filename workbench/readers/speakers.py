"""One speaker, one name: label forms within an edition, and the same person over editions and scripts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from workbench.model import Edition
from workbench.readers.labels import bare, is_office, kind
from workbench.text import sound_key

_SAME_NAME = 0.78  # likeness of two names in their rough sounds, from which they may be one person's
_SAME = 0.62  # likeness of two speakers, names and places together, from which they are one person


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks: a name to show, and the label forms in each language."""

    name: str
    labels: Mapping[str, tuple[str, ...]]


def one_form(labels: Iterable[str]) -> dict[str, str]:
    """Return, for each label of an edition, the form that its speaker's labels come down to.

    ``S. Lavrov``, ``Lavrov`` and ``Foreign Minister Lavrov`` come down to ``Sergey Lavrov`` where that form is
    there too and no second speaker fits as well. Label words (``Question``) stand for themselves.
    """
    printed = list(dict.fromkeys(labels))
    offices = {word for label in printed if not kind(label) for word in _words(bare(label))[:-2]}
    form_of = {label: _without_offices(bare(label), offices) for label in printed}
    counts = Counter(form_of[label] for label in labels if not kind(label))
    ranked = sorted(counts, key=lambda n: (-_fullness(n), -counts[n], len(n), n))
    same: dict[str, str] = {}
    for place, short in enumerate(ranked):
        fuller = [full for full in ranked[:place] if full not in same and _covers(full, short)]
        if len(fuller) == 1 or (fuller and all(_covers(fuller[0], other) for other in fuller)):
            same[short] = fuller[0]
    return {label: same.get(form, form) for label, form in form_of.items()}


def _without_offices(name: str, offices: set[str]) -> str:
    """Return a name without the offices before it, if a name is left; label words stay."""
    if kind(name):
        return name
    words = name.split()
    while len(words) > 1 and (is_office(words[0]) or words[0].strip(".,").casefold() in offices):
        words.pop(0)
    left = " ".join(words)
    return left if any(w[:1].isupper() and len(w) > 1 for w in words) and not is_office(left) else name


def _words(name: str) -> list[str]:
    return [w.strip(".,").casefold() for w in re.findall(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*\.?", name.replace("ё", "е"))]


def _fullness(name: str) -> int:
    """Return how full a name is: letters in the last two words (offices before them are no name)."""
    return sum(min(len(w), 8) for w in _words(name)[-2:])


def _covers(full: str, short: str) -> bool:
    """Tell whether a short form can stand for a full one: the same surname, given names that agree."""
    a, b = _words(full), _words(short)
    if not a or not b or a[-1] != b[-1]:
        return False
    given = b[:-1]
    if not given:
        return True
    if all(len(w) == 1 for w in given):
        return any(
            a[k : k + 1] and a[k][0] == given[0] for k in range(max(0, len(a) - 1 - len(given)), len(a) - 1)
        ) or (len(a) > 1 and a[-2][0] == given[0])
    return a[-len(b) :] == b or b[-len(a) :] == a or (len(a) == 1)


def speakers_of(edition: Edition) -> dict[str, str]:
    """Return the speaker of each label of an edition, by :func:`one_form`."""
    return one_form([t.label for t in edition.turns if t.label])


def people(editions: Sequence[Edition]) -> tuple[Person, ...]:
    """Return who speaks in a transcript: one person for the same speaker in every edition.

    Names are compared by their rough sounds after transliteration, and by where in the text they
    speak; labels that are offices ("Minister", "Министр") are told by place alone.
    Labels that announce questions or answers name nobody.
    """
    groups: list[list[_Speaker]] = []
    for edition in editions:
        here = _speakers(edition)
        pairs = sorted(
            ((_likeness(speaker, group), g, k) for g, group in enumerate(groups) for k, speaker in enumerate(here)),
            key=lambda pair: (-pair[0], pair[1], pair[2]),
        )
        taken: set[int] = set()
        placed: set[int] = set()
        for likeness, g, k in pairs:
            if likeness >= _SAME and g not in taken and k not in placed:
                groups[g].append(here[k])
                taken.add(g)
                placed.add(k)
        groups += [[speaker] for k, speaker in enumerate(here) if k not in placed]
    found = [{speaker.language: speaker.labels for speaker in group} for group in groups]
    return tuple(Person(_shown(labels), labels) for labels in found)


@dataclass(frozen=True, slots=True)
class _Speaker:
    """A speaker of an edition: the label forms, the one that stands for them first, and the turns, of how many."""

    language: str
    labels: tuple[str, ...]
    spots: frozenset[int]
    turns: int


def _speakers(edition: Edition) -> list[_Speaker]:
    """Return the speakers of an edition whom its labels name, or who lead."""
    forms = speakers_of(edition)
    labels: dict[str, list[str]] = defaultdict(list)
    for label, form in forms.items():
        if kind(form) in (None, "moderator"):
            labels[form].append(bare(label))
    return [
        _Speaker(
            edition.language,
            tuple(dict.fromkeys([form, *printed])),
            frozenset(t.index for t in edition.turns if t.label and forms[t.label] == form),
            len(edition.turns),
        )
        for form, printed in labels.items()
    ]


def _shown(group: Mapping[str, tuple[str, ...]]) -> str:
    """Return the form to show: the English edition's, else the first one's."""
    for language, labels in group.items():
        if language.startswith("en"):
            return labels[0]
    return next(iter(group.values()))[0]


def _likeness(speaker: _Speaker, group: Sequence[_Speaker]) -> float:
    """Return how alike (0..1) a speaker is to those of other editions: names by sound, turns by place."""
    return max(_alike(speaker, other) for other in group)


def _alike(a: _Speaker, b: _Speaker) -> float:
    form, other = a.labels[0], b.labels[0]
    name = _name_likeness(form, other)
    same = a.turns == b.turns
    place = len(a.spots & b.spots) / len(a.spots | b.spots) if same else _spread(a, b)
    if name >= _SAME_NAME:
        return 0.7 * name + 0.3 * place
    if kind(form) == "moderator" and kind(other) == "moderator":
        return 0.7 + 0.3 * place
    if same and place >= 0.9 and not (_two_words(form) and _two_words(other)):
        return 0.65
    return 0.0


def _two_words(form: str) -> bool:
    return len(_words(form)) >= 2


def _spread(a: _Speaker, b: _Speaker) -> float:
    """Return how alike two speakers' shares and mean places in texts of different length are, 0..1."""
    mean = abs(sum(a.spots) / len(a.spots) / a.turns - sum(b.spots) / len(b.spots) / b.turns)
    share = abs(len(a.spots) / a.turns - len(b.spots) / b.turns)
    return max(0.0, 1.0 - 2 * mean - 2 * share)


def _name_likeness(a: str, b: str) -> float:
    """Return how alike (0..1) two names sound: the surname counts most, given names or initials decide."""
    left, right = [sound_key(w) for w in _words(a)], [sound_key(w) for w in _words(b)]
    if not left or not right or not left[-1] or not right[-1]:
        return 0.0
    surname = max(fuzz.ratio(left[-1], right[-1]), fuzz.ratio(_bones(left[-1]), _bones(right[-1]))) / 100
    if len(left) == 1 or len(right) == 1:
        return surname
    first, other = left[0], right[0]
    if min(len(first), len(other)) == 1:
        vowels = first[0] in "aeiou" and other[0] in "aeiou"  # "Aurélie" is "О." in Russian
        given = 1.0 if first[0] == other[0] else 0.6 if vowels else 0.3
    else:
        given = max(fuzz.ratio(first, other), fuzz.ratio(_bones(first), _bones(other))) / 100
    return 0.65 * surname + 0.35 * given


def _bones(key: str) -> str:
    """Return a word's consonants, which spellings agree on most, after its first letter."""
    return key[:1] + re.sub(r"[aeiou]", "", key[1:])
