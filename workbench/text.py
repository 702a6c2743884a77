"""Clean-up, transliteration, tokens, stems and compounds: text as the aligner reads it.

Segments stay as printed everywhere else; what is made here is only compared.

The steps: quotes, dashes and spaces are unified and control characters dropped
(`clean`); numbers come down to one spelling (`plain_number`); words are casefolded
runs of letters; scripts without spaces are read as character bigrams (`pieces`);
words are stemmed by Snowball (Porter 2001) where it knows the language and else cut to
a prefix (`stem`); long words of compounding languages are split in two known parts
after Koehn & Knight 2003 (`split_compound`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from anyascii import anyascii

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish",
    "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian",
    "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian",
    "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip

_COMPOUNDING = frozenset(["de", "nl", "da", "sv", "nb", "nn", "no", "is", "fi", "et", "hu", "af", "lb"])

_QUOTES = "“”„‟«»″＂〝〞「」『』"
_APOSTROPHES = "‘’‚‛′´`ʼ＇"
_DASHES = "‐‑‒–—―−－"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"

# Decimal digits of every script, full-width ones among them.
_DIGITS = {k: str(unicodedata.decimal(chr(k))) for k in range(0x660, 0x11000) if chr(k).isdecimal()}

_FOLD: dict[int, str | None] = {
    **_DIGITS,
    **dict.fromkeys(map(ord, _QUOTES), '"'),
    **dict.fromkeys(map(ord, _APOSTROPHES), "'"),
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(range(32), " "),
    **dict.fromkeys((173, 8203, 8204, 8205, 8206, 8207, 8288, 65279)),
    **dict.fromkeys(range(127, 160)),
    ord("…"): "...", ord("。"): ".", ord("、"): ",", ord("，"): ",", ord("！"): "!", ord("？"): "?",
    ord("؟"): "?", ord("،"): ",", ord("；"): ";", ord("؛"): ";", ord("："): ":", ord("（"): "(", ord("）"): ")",
    ord("٫"): ".", ord("٬"): ",", ord("।"): ".", ord("۔"): ".", ord("։"): ".", ord("።"): ".",
}  # fmt: skip

# Vowel signs and other marks that belong to the letter before them (Hebrew, Arabic, Indic, Thai, Lao …).
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0b82-\u0bcd\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
    "\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b4-\u17d3"
)

_TOKEN = re.compile(
    rf"""
      \d+ (?: [.,] \d+ )*                   # 1. a number with its separators
    | [^\W\d_] (?: [^\W\d_] | [{_MARKS}] )* # 2. a run of letters with their marks
    | [^\w\s]                               # 3. any other printing character
    | \n                                    # 4. the end of a segment
    """,
    re.VERBOSE,
)

_SPACED_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3})((?: \d{3})+)(?![\d])")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?:\.\d{3})+")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)
_HANGUL = re.compile("[\uac00-\ud7a3]{3}")
_COUNTER = re.compile(
    r"""\s*(?:
      [\[(]? \d{1,2} : \d{2} (?: : \d{2} )? (?: [.,] \d{1,3} )? [\])]?   # a timestamp
      (?: \s* (?: -+> | - ) \s* [\[(]? [\d:.,]+ [\])]? )?
    | [\[(]? \d{1,6} [\])]? [.:)\]]? (?= [\s] )                          # a counter or a line number
    )\s*""",
    re.VERBOSE,
)

DROPPED = frozenset(".,-'*")
"""Punctuation too common to be evidence."""


@lru_cache(maxsize=1 << 10)
def primary(language: str) -> str:
    """Return the primary subtag of a BCP 47 tag: ``de`` of ``de-AT``."""
    return re.split(r"[-_]", language, maxsplit=1)[0].lower()


def clean(text: str) -> str:
    """Return a text with quotes, dashes, spaces and digits unified and control characters gone (NFC)."""
    return unicodedata.normalize("NFC", text).translate(_FOLD)


def strip_counters(texts: Sequence[str]) -> list[str]:
    """Return texts without leading counters or timestamps, if most have one.

    Such numbers are equal on both sides by accident and would pass for perfect cognates. A
    number that opens a few sentences only is an enumeration, which is evidence, and stays.
    """
    found = [_COUNTER.match(t) for t in texts]
    filled = sum(1 for t in texts if t.strip())
    if filled < 4 or sum(1 for m in found if m) < 0.7 * filled:
        return list(texts)
    return [t[m.end() :] if m else t for t, m in zip(texts, found, strict=True)]


def raw_tokens(texts: Sequence[str]) -> list[str]:
    r"""Return the tokens of all texts in order, with ``"\n"`` after each text.

    The texts should be `clean`. Numbers, words and punctuation alike, casefolded.
    """
    joined = "\n".join(texts) + "\n"
    joined = _SPACED_THOUSANDS.sub(lambda m: m[1] + m[2].replace(" ", ""), joined)
    return _TOKEN.findall(joined.casefold().replace("ё", "е"))


def plain_number(token: str) -> str:
    """Return a number in one spelling: no thousands separators, a decimal point, no trailing zeros.

    ``8.848``, ``8,848`` and ``8848`` are one; so are ``8847,60`` and ``8847.6``.
    """
    if _GROUPED.fullmatch(token):
        return token.replace(",", "").replace(".", "")
    whole, _, part = token.replace(",", ".").rpartition(".")
    if not whole:
        return part
    whole, part = whole.replace(".", ""), part.rstrip("0")
    return f"{whole}.{part}" if part else whole


@lru_cache(maxsize=1 << 18)
def transliterate(word: str) -> str:
    """Return a casefolded word in ASCII letters and digits (AnyAscii), whatever its script."""
    return word if word.isascii() else anyascii(word).lower().replace("'", "").replace("`", "")


_FOLDINGS = (
    ("tsch", "S"), ("shch", "S"), ("sch", "S"), ("tch", "S"), ("ch", "S"), ("sh", "S"), ("zh", "S"), ("ph", "f"),
    ("th", "t"), ("qu", "k"), ("ck", "k"), ("c", "k"), ("q", "k"), ("kh", "h"), ("x", "ks"), ("j", "i"), ("y", "i"),
    ("w", "v"), ("ts", "s"), ("z", "s"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 18)
def sound_key(word: str) -> str:
    """Return a rough phonetic spelling of a word, for comparing names across spellings and scripts."""
    key = transliterate(word)
    for written, sound in _FOLDINGS:
        key = key.replace(written, sound)
    return _DOUBLED.sub(_once, key)


def _once(doubled: re.Match[str]) -> str:
    return doubled[1]  # a function: a template would be read anew for every word


_SCRIPTS = re.compile(
    r"""
      [\u30a1-\u30fa\u30fc-\u30ff]+                    # 1. katakana: names and loans, a word
    | [\u3041-\u309f]+                                  # 2. hiragana: particles and endings, a word
    | [\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+  # 3. Han
    | [^\u3005\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+  # 4. anything else
    """,
    re.VERBOSE,
)


def pieces(word: str) -> list[str]:
    """Return what a word is read as: itself, or pieces of it if its script sets no spaces.

    Runs of katakana and of hiragana are a piece each; Han is read as characters, which Chinese and Japanese share,
    and overlapping bigrams; Thai, Lao, Burmese and Khmer as bigrams. None of this needs a dictionary.
    """
    if word.isascii() or not _UNSPACED.search(word):
        return [word]
    out = []
    for part in _SCRIPTS.findall(word):
        if len(part) == 1 or "\u3041" <= part[0] <= "\u30ff" or not _UNSPACED.search(part):
            out.append(part)
            continue
        out += part if part[0] >= "\u3005" else ""
        out += [part[i : i + 2] for i in range(len(part) - 1)]
    return out


def spelt(word: str) -> bool:
    """Tell whether a word's letters are sounds, so that it can be likened to one of another script."""
    return word.isascii() or not _UNSPACED.search(word) or "\u30a1" <= word[0] <= "\u30ff"


def cut(word: str) -> str:
    """Return a prefix that stands for a word's stem: max(4, min(6, length - 2)) letters, two syllables of Hangul."""
    if _HANGUL.match(word):
        return word[:2]
    return word[: max(4, min(6, len(word) - 2))]


@lru_cache(maxsize=64)
def _snowball(language: str) -> Callable[[str], str] | None:
    name = _SNOWBALL.get(language)
    if name is None:
        return None
    import snowballstemmer  # noqa: PLC0415 - not needed for other languages

    if name not in snowballstemmer.algorithms():
        return None
    found: Callable[[str], str] = snowballstemmer.stemmer(name).stemWord
    return found


def stemmer(language: str) -> Callable[[str], str]:
    """Return what gives a casefolded word's stem in a language (primary subtag): Snowball, or a prefix."""
    return _snowball(language) or cut


@lru_cache(maxsize=1 << 19)
def stem(word: str, language: str) -> str:
    """Return a casefolded word's stem in a language (primary subtag), by Snowball or as a prefix."""
    return stemmer(language)(word)


def compounding(language: str) -> bool:
    """Tell whether a language (primary subtag) writes compounds as one word."""
    return language in _COMPOUNDING


_PREFIXES = frozenset(
    [
        "über",
        "unter",
        "nach",
        "durch",
        "hinter",
        "gegen",
        "wider",
        "heraus",
        "herein",
        "hinaus",
        "hinein",
        "herum",
        "zurück",
        "zusammen",
        "over",
        "onder",
        "tegen",
        "terug",
        "efter",
        "över",
        "under",
        "genom",
        "eller",
    ]
)
_ENDINGS = ("", "e", "n", "s", "en", "er", "es", "em", "ern")
_LINKS = ("", "s", "es", "n", "en", "er")


_LONGEST = 80  # letters of a word that may be a compound; what is longer is no word


def split_compound(
    word: str, known: Mapping[str, float], listed: Mapping[str, float] = MappingProxyType({})
) -> tuple[str, ...]:
    """Return the known parts of a compound, or the word alone if it is better left whole.

    The split with the greatest √(f₁·f₂) wins if that exceeds f(word) (Koehn & Knight 2003,
    geometric mean of part frequencies); parts have four letters or more, words nine or more, a linking element
    is left out, and the last part may be inflected. The head may be a compound itself. Words ``listed``
    stay whole, inflected or not, and a verb's prefix is no part.
    """
    if not 9 <= len(word) <= _LONGEST or _frequency(word, listed, _ENDINGS):
        return (word,)
    best, at, link = known.get(word, 0.0) ** 2, 0, ""
    for k in range(4, len(word) - 3):
        tail = max(_frequency(word[k:], known, _ENDINGS), 0.0)
        if not tail:
            continue
        for joint in _LINKS:
            head = word[: k - len(joint)]
            if len(head) > 3 and word[:k].endswith(joint) and head not in _PREFIXES:
                value = known.get(head, 0.0) * tail
                if value > best:
                    best, at, link = value, k, joint
    if not at:
        return (word,)
    return (*split_compound(word[: at - len(link)], known, listed), word[at:])


def _frequency(word: str, known: Mapping[str, float], endings: Iterable[str]) -> float:
    """Return the frequency of a word, or of what it is an inflected form of."""
    found = 0.0
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) > 3:
            bare = word[: len(word) - len(ending)]
            found = max(found, known.get(bare, 0.0), known.get(bare.translate(_UMLAUTS), 0.0))
    return found


_UMLAUTS = str.maketrans("äöü", "aou")


def words(text: str) -> Iterable[str]:
    """Return the words and numbers of a text, cleaned and casefolded, without punctuation."""
    return [t for t in raw_tokens([clean(text)]) if t[0].isalnum()]


_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Return a text without what XML 1.0 forbids: control characters but tab and line ends, and lone surrogates."""
    return _UNPRINTABLE.sub("\ufffd", text)
