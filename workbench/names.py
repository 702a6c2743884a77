"""Names of people, places and bodies: which words are names, and which names are the same across languages and scripts.

Sameness is told by CLDR and a table of exonyms, by the sound of the transliterated words (AnyAscii, RapidFuzz),
and by what stands together elsewhere in the document (:mod:`workbench.checks.name`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import Levenshtein

from workbench.consonants import apart, weight
from workbench.text import primary, sound_key, stem, transliterate

_ENDINGS = {
    "de": ("", "s", "es", "n", "en", "er", "ern", "e"),
    "en": ("", "s", "es"),
    "es": ("", "s", "es", "a", "o"),
    "fr": ("", "s", "e", "es", "x"),
    "ru": tuple(
        "- а у ом е ы и ой ей ою я ю ем ям ами ях ах ам ов ев ым им ого ому ую ая ое ий ый ые ых ие их "
        "ими ыми й ь ью ья ии ию ией его ему ее ский ская ское ские ского ской скую ском ских ским скими скому "
        "ин ина ином иной ине ину".replace("-", "").split(" ")
    ),
}  # fmt: skip
_ELIDED = re.compile(r"^(?:[ld]|dell|nell|all|dall|sull|qu)['’]", re.IGNORECASE)
_VOWELS = re.compile(r"[aeiouy]")
ALIKE = 0.74
"""Likeness from which two words are one name, if their consonants agree."""
_NEAR, _HEARD, _SPELT = 0.32, 0.12, 0.55
"""How far apart the consonants of one name may be; how near they must be where letters are less alike; how alike."""
_WEIGHTY = 2.5  # consonants that tell a name whose vowels are written otherwise
_OTHER_ENDINGS = ("", "s", "n", "a", "e", "i", "en", "er", "em", "om", "u", "y", "ą", "ę")


def same_but_inflected(left: str, right: str, language: str) -> bool:
    """Tell whether two casefolded forms of one language differ in nothing but an ending."""
    endings = _ENDINGS.get(primary(language), _OTHER_ENDINGS)
    left, right = left.replace("ё", "е"), right.replace("ё", "е")
    if stem(left, primary(language)) == stem(right, primary(language)):
        return True
    common = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        common += 1
    return any(left[cut:] in endings and right[cut:] in endings for cut in range(common, max(2, common - 2), -1))


@cache
def known_names() -> dict[str, int]:
    """Return the forms of known names (casefolded, transliterated) with a number that is the same for the same name.

    Countries and time-zone cities of CLDR in German, English, Spanish, French, Russian and a table of exonyms.
    """
    known: dict[str, int] = {}
    lines = tomllib.loads((files("workbench") / "data" / "exonyms.toml").read_text("utf-8"))["names"]
    for number, line in enumerate(lines):
        known.update((_plain(form.replace("~", " ")), number) for form in line.split())
    for number, forms in enumerate(_cldr_names(), start=len(lines)):
        same = next((known[f] for f in forms if f in known), number)
        for form in forms:
            known.setdefault(form, same)
    return known


def _cldr_names() -> list[list[str]]:
    from babel import Locale  # noqa: PLC0415 — slow to import

    locales = [Locale(name) for name in ("en", "de", "es", "fr", "ru")]
    found: dict[str, list[str]] = {}
    for locale in locales:
        for code, name in locale.territories.items():
            if len(code) == 2:
                found.setdefault(code, []).append(_plain(name))
        for zone, data in locale.time_zones.items():
            if "city" in data:
                found.setdefault(zone, []).append(_plain(data["city"]))
    for zone, forms in found.items():
        if "/" in zone:  # most have their own name in most languages
            forms.append(_plain(zone.rpartition("/")[2].replace("_", " ")))
    return [forms for forms in found.values() if len(forms) > 1]


@lru_cache(maxsize=1 << 16)
def _plain(form: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", transliterate(form.casefold())))


def _stems(form: str, base: str) -> tuple[str, ...]:
    return (base, *(stem(w, base) for w in re.findall(r"[^\W\d_]+", form.casefold().replace("ё", "е"))))


@cache
def known_stems(number: int) -> tuple[str, ...]:
    """Return beginnings of a known name's forms, transliterated, that its adjectives share ("kita" for China)."""
    forms = _forms().get(number, ())
    return tuple({form[: max(4, len(form) - 2)] for form in forms if len(form) >= 4 and " " not in form})


def misspelt(form: str, number: int) -> bool:
    """Tell whether a word is a known name but for one letter (neither its first nor one that sounds alike)."""
    plain = _plain(form)
    if plain.endswith(("an", "ish", "ese", "isch", "en")):  # an adjective, an inhabitant
        return False
    return any(
        len(known) == len(plain) >= 4
        and known[0] == plain[0]
        and known[-1] == plain[-1]
        and sum(a != b for a, b in zip(known, plain, strict=True)) == 1
        and sound_key(known) != sound_key(plain)
        for known in _forms().get(number, ())
    )


@cache
def _countries() -> frozenset[int]:
    from babel import Locale  # noqa: PLC0415 — slow to import

    known = known_names()
    names = [_plain(name) for code, name in Locale("en").territories.items() if len(code) == 2]
    return frozenset(known[name] for name in (*names, "eu", "usa", "uk", "england") if name in known)


def is_country(form: str, language: str) -> bool:
    """Tell whether a word is a known country, or a union of some, in any inflection of its language."""
    return known_name(form, language) in _countries()


@cache
def _forms() -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for form, number in known_names().items():
        found.setdefault(number, []).append(form)
    return found


@cache
def _by_stems(base: str) -> dict[tuple[str, ...], int]:
    """Return the countries and cities of CLDR in a language by the stems of their words, for all cases of a name."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415

    try:
        locale = Locale.parse(base)
    except (UnknownLocaleError, ValueError):
        return {}
    known, found, english = known_names(), {}, Locale("en")
    named = [(name, english.territories.get(code, "")) for code, name in locale.territories.items()]
    named += [
        (data["city"], english.time_zones.get(zone, {}).get("city", ""))
        for zone, data in locale.time_zones.items()
        if "city" in data
    ]
    for name, called in named:
        number = known.get(_plain(name), known.get(_plain(called)))
        if number is not None and (base == "ru" or " " in name):
            found[_stems(name, base)] = number
    return found


@cache
def _has_single(base: str) -> bool:
    """Tell whether any of the names told by their stems is one word."""
    return any(len(stems) < 3 for stems in _by_stems(base))  # the language and a word


@lru_cache(maxsize=1 << 17)
def known_name(form: str, language: str) -> int | None:
    """Return the number of a known name in any inflection of its language, or None."""
    known = known_names()
    plain = _plain(_ELIDED.sub("", form))
    if len(plain) < 2:
        return None
    found = known.get(plain)
    if found is not None or len(plain) < 4:
        return found
    base = primary(language)
    if not form.isalpha() or _has_single(base):
        found = _by_stems(base).get(_stems(_ELIDED.sub("", form), base))
        if found is not None:
            return found
    return next((known[bare] for bare in _uninflected(plain, base) if bare in known), None)


def _uninflected(plain: str, base: str) -> Iterator[str]:
    """Yield what a transliterated name may be in the nominative, or in the singular."""
    for cut in (1, 2, 3) if base == "ru" else ():
        if len(plain) - cut > 2:
            for ending in ("", "a", "ya", "iya", "ia", "y", "i", "'", "e"):
                yield plain[:-cut] + ending
    for ending in ("s", "es"):
        if plain.endswith(ending):
            yield plain[: -len(ending)]


def may_begin(word: str, language: str) -> bool:
    """Tell whether words set apart by spaces may be a known name for all that the first of them says."""
    return primary(language) == "ru" or _begins(word, language)  # Russian names are told by more than their stems


def known_phrase(phrase: str, first: str, language: str) -> int | None:
    """Return what :func:`known_name` does of a phrase that begins with a word, sooner where no name so begins."""
    if phrase[len(first)] == " " and (len(phrase) > len(first) + 8 or primary(language) != "ru"):
        return known_name(phrase, language) if _begins(first, language) else None
    return known_name(phrase, language)


@lru_cache(maxsize=1 << 16)
def _begins(word: str, language: str) -> bool:
    """Tell whether a word is the first of a known name, as printed or by its stem; also where that is hard to tell."""
    plain = _plain(word).partition(" ")[0]
    if not plain or not word.replace("-", "").isalpha() or plain in _first_words():
        return True
    base = primary(language)
    return _stems(_ELIDED.sub("", word), base)[1:2] in _first_stems(base)


@cache
def _first_words() -> frozenset[str]:
    return frozenset(form.partition(" ")[0] for form in known_names())


@cache
def _first_stems(base: str) -> frozenset[tuple[str, ...]]:
    return frozenset(stems[1:2] for stems in _by_stems(base))


def canonical_name(form: str, language: str) -> str:
    """Return a form that is the same for the same known name in any language; for others the plain form itself."""
    known = known_name(form, language)
    return _plain(form) if known is None else _first_forms()[known]


@cache
def _first_forms() -> dict[int, str]:
    forms: dict[int, str] = {}
    for form, number in known_names().items():
        forms[number] = min(form, forms.get(number, form))
    return forms


@lru_cache(maxsize=1 << 18)
def likeness(left: str, right: str) -> float:
    """Return how alike two names sound, 0..1; words of any script.

    Both are transliterated and folded to rough sounds; an ending of up to two letters more on one side costs little.
    """
    a, plain, bare, folded, capitals = _heard(left)
    b, other_plain, other_bare, other_folded, other_capitals = _heard(right)
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    if capitals and other_capitals and sorted(folded) == sorted(other_folded):
        return 0.95  # NATO, OTAN
    whole = max(Levenshtein.normalized_similarity(a, b), Levenshtein.normalized_similarity(plain, other_plain))
    short, long = (b, a) if len(b) < len(a) else (a, b)
    more = len(long) - len(short)
    if len(short) >= 3 and long.startswith(short):
        return max(whole, 0.93 if more <= 2 else 0.75)
    if len(short) >= 4 and 0 < more <= 3:
        whole = max(whole, Levenshtein.normalized_similarity(short, long[: len(short)]) - 0.03)
    return max(whole, 0.8) if bare == other_bare and len(bare) >= 3 else whole


@lru_cache(maxsize=1 << 17)
def _heard(word: str) -> tuple[str, str, str, str, bool]:
    """Return a word's sounds, transliteration and consonants, itself in small letters, and if it is in capitals."""
    folded = word.casefold().replace("дж", "й").replace("ou", "u")  # Джон, John; Kourou, Куру
    key = sound_key(folded)
    return key, transliterate(folded), _VOWELS.sub("", key), folded, word.isupper()


@lru_cache(maxsize=1 << 18)
def one_name(left: str, right: str) -> bool:
    """Tell whether two words are one name by their letters and sounds: alike, and with consonants that agree."""
    alike = likeness(left, right)
    if alike < _SPELT or left.isupper() != right.isupper():
        return alike == 1.0
    if left.isupper():
        return alike >= ALIKE
    far = apart(left, right)
    return (alike >= ALIKE and far <= _NEAR) or (far <= _HEARD and min(weight(left), weight(right)) >= _WEIGHTY)
