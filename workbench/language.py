"""Languages: tags after BCP 47, and detection by langdetect (imported nowhere else).

Detection is per document, seeded, and restricted to languages that the script
admits, because the detector wavers when unseeded and errs when all its
profiles compete (see ``field.md`` of the project: 15 of 25 against 21 of 25).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from workbench.errors import UnknownLanguage

if TYPE_CHECKING:
    from collections.abc import Iterable

DEFAULT_TAGS = {"de": "de-DE", "en": "en-GB", "es": "es-ES", "fr": "fr-FR", "ru": "ru-RU"}
"""The region a ministry's five editions are published for, where only the language is known."""

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?((?:[-_][A-Za-z0-9]{2,8})*)")
_SAMPLE = 1_200  # characters are plenty to tell a language by, if taken all over the text
_PIECES = 6
_LATIN_PROFILES = [
    "af", "ca", "cs", "cy", "da", "de", "en", "es", "et", "fi", "fr", "hr", "hu", "id", "it", "lt", "lv", "nl", "no",
    "pl", "pt", "ro", "sk", "sl", "so", "sq", "sv", "sw", "tl", "tr", "vi",
]  # fmt: skip
_PROFILES = {  # script (first word of the Unicode name) -> langdetect profiles written in it
    "LATIN": _LATIN_PROFILES,
    "CYRILLIC": ["bg", "mk", "ru", "uk"],
    "ARABIC": ["ar", "fa", "ur"],
    "DEVANAGARI": ["hi", "mr", "ne"],
    "CJK": ["ja", "zh-cn", "zh-tw"],
    "HIRAGANA": ["ja"],
    "KATAKANA": ["ja"],
    "GREEK": ["el"],
    "HEBREW": ["he"],
    "HANGUL": ["ko"],
    "THAI": ["th"],
    "BENGALI": ["bn"],
    "GUJARATI": ["gu"],
    "GURMUKHI": ["pa"],
    "KANNADA": ["kn"],
    "MALAYALAM": ["ml"],
    "TAMIL": ["ta"],
    "TELUGU": ["te"],
}


@dataclass(frozen=True, slots=True)
class Detection:
    """A detected language (primary subtag) and its probability, 0..1."""

    language: str
    probability: float


def canonical(tag: str, *, where: str = "language") -> str:
    """Return a BCP 47 tag in its usual case (``en_gb`` -> ``en-GB``).

    Language, script and region must be known to CLDR. Raises UnknownLanguage.
    """
    match = _TAG.fullmatch(tag.strip())
    names = _cldr()
    if match:
        language, script, region, rest = match.groups()
        parts = [language.lower()]
        known = parts[0] in names["languages"]
        if script:
            parts.append(script.title())
            known = known and parts[-1] in names["scripts"]
        if region:
            parts.append(region.upper())
            known = known and parts[-1] in names["territories"]
        if known:
            return "-".join(parts) + rest.replace("_", "-").lower()
    raise UnknownLanguage(where, f'unknown language "{tag}"', 'use a BCP 47 tag such as "de-DE"')


def is_tag(text: str) -> bool:
    """Tell whether a text is a known BCP 47 tag."""
    try:
        canonical(text)
    except UnknownLanguage:
        return False
    return True


def primary(tag: str) -> str:
    """Return the primary language subtag: ``en`` of ``en-GB``."""
    return tag.split("-", 1)[0].lower()


def display_name(tag: str) -> str:
    """Return what a language calls itself, with a capital: ``Deutsch``; the tag if CLDR has no name."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 — half of the start-up time of a verb that needs none

    try:
        name = Locale.parse(primary(tag)).display_name
    except (UnknownLocaleError, ValueError):
        return tag
    return name[:1].upper() + name[1:] if name else tag


def english_name(tag: str) -> str:
    """Return the English name of a language: ``German``; the tag if CLDR has no name."""
    from babel import Locale  # noqa: PLC0415

    return str(Locale("en").languages.get(primary(tag), tag))


@cache
def language_named(name: str) -> str | None:
    """Return the tag of a language by its name, in English or its own (``German``, ``Deutsch``); else None."""
    return _names().get(name.strip().casefold())


@cache
def _names() -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415

    english = Locale("en").languages
    names = {}
    for code, called in english.items():
        if len(code) == 2:
            tag = DEFAULT_TAGS.get(code, code)
            names[called.casefold()] = tag
            names[display_name(code).casefold()] = tag
    return names


@cache
def month_names(language: str) -> dict[str, int]:
    """Return the month names of a language in CLDR (case-folded, NFC, no full stop) with their numbers 1..12.

    Wide and abbreviated, in running text ("июля") and alone ("июль"); names of
    fewer than three letters are left out. Empty for a language that CLDR lacks.
    """
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415

    try:
        names = Locale.parse(primary(language)).months
    except (UnknownLocaleError, ValueError):
        return {}
    return {
        unicodedata.normalize("NFC", name).rstrip(".").casefold(): number
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in names[context][width].items()
        if len(name) >= 3
    }


def text_direction(tag: str) -> str:
    """Return ``rtl`` for languages written from right to left, else ``ltr``."""
    subtags = tag.split("-")
    rtl = {"ar", "fa", "he", "ur", "yi", "ps", "sd", "ug", "dv", "ckb", "arc", "syr"}
    scripts = {"Arab", "Hebr", "Syrc", "Thaa", "Nkoo"}
    script = next((s for s in subtags[1:] if len(s) == 4 and s.isalpha()), None)
    if script:
        return "rtl" if script in scripts else "ltr"
    return "rtl" if subtags[0] in rtl else "ltr"


def dominant_script(text: str) -> str | None:
    """Return the script most letters are written in, by its Unicode name (``LATIN``), or None without letters."""
    letters = Counter(c for c in sample(text) if c.isalpha())
    scripts: Counter[str] = Counter()
    for letter, count in letters.items():
        scripts[unicodedata.name(letter, "UNKNOWN").split()[0]] += count
    if not scripts:
        return None
    if scripts["HIRAGANA"] + scripts["KATAKANA"] > 0.1 * sum(scripts.values()):
        return "HIRAGANA"
    return scripts.most_common(1)[0][0]


def sample(text: str) -> str:
    """Return a text of a few thousand characters that stands for a long one: pieces from all over it."""
    if len(text) <= _SAMPLE:
        return text
    length, step = _SAMPLE // _PIECES, (len(text) - _SAMPLE // _PIECES) // (_PIECES - 1)
    return " ".join(text[k * step : k * step + length] for k in range(_PIECES))


def detect(text: str, *, candidates: Iterable[str] = ()) -> Detection | None:
    """Return the language a text is most probably in; None where nothing can be told.

    ``candidates`` (primary subtags or tags) narrow the choice; otherwise every
    language written in the text's main script competes. Seeded, so the same
    text always gives the same answer.
    """
    script = dominant_script(text)
    plausible = _PROFILES.get(script or "", [])
    wanted = {primary(c) for c in candidates}
    if len(plausible) < 2:  # the script tells, or nothing does
        return Detection(plausible[0].split("-")[0], 1.0) if plausible else None
    narrowed = [p for p in plausible if p.split("-")[0] in wanted]
    if len(narrowed) < 2:  # the detector compares: it needs a second language
        narrowed = plausible
    return _detect(sample(text), tuple(narrowed))


def _detect(text: str, profiles: tuple[str, ...]) -> Detection | None:
    from langdetect import LangDetectException  # noqa: PLC0415 — slow to import, needed by `add` only

    detector = _factory(profiles).create()
    detector.append(text)
    try:
        found = detector.get_probabilities()
    except LangDetectException:
        return None
    if not found:
        return None
    return Detection(found[0].lang.split("-")[0], min(1.0, round(float(found[0].prob), 4)))


@cache
def _factory(profiles: tuple[str, ...]) -> Any:
    from langdetect.detector_factory import DetectorFactory  # noqa: PLC0415

    folder = files("langdetect") / "profiles"
    factory = DetectorFactory()
    factory.load_json_profile([(folder / name).read_text("utf-8") for name in profiles])
    factory.set_seed(0)
    return factory


@cache
def _cldr() -> dict[str, frozenset[str]]:
    from babel import Locale  # noqa: PLC0415

    english = Locale("en")
    return {
        "languages": frozenset(english.languages),
        "scripts": frozenset(english.scripts),
        "territories": frozenset(english.territories),
    }
