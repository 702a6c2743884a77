"""Bytes to text: byte-order marks, UTF-8, UTF-16 and UTF-32, then the 8-bit encodings.

An 8-bit encoding is told by what the text would look like: in a right reading letters stand beside
letters, small letters follow capitals, and all letters beyond a-z are of one language's alphabet
(``data/alphabets.toml``).
"""

from __future__ import annotations

import codecs
import re
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files

from workbench.errors import UnreadableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# In the order of how often they are met: where two read the same, the first is meant.
_EIGHT_BIT = (
    "cp1252", "cp1251", "cp1250", "koi8-r", "iso8859-15", "iso8859-2", "iso8859-5", "mac-roman", "mac-cyrillic",
    "cp1254", "cp1257", "cp1253", "koi8-u", "mac-latin2", "iso8859-7", "cp1255", "cp1256", "cp866", "iso8859-1",
)  # fmt: skip
_SAMPLE = 50_000
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BEYOND = re.compile(r"[^\x00-\x7f]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_TYPOGRAPHY = set("¿¡«»“”„’‘‚‹›–—…•°€№§©®™ \u00a0\u00ad·×½ªº")
_REMEDY = "add a text, HTML, DOCX, PDF or table file, or save it again as UTF-8"


def decode(data: bytes, *, where: str, declared: str | None = None) -> tuple[str, str]:
    """Return the text of a file and the name of the encoding it was read in.

    ``declared`` is what the file says of itself (an HTML ``charset``) and is used
    where the bytes bear it out. Raises UnreadableFile for an empty or binary file.
    """
    if not data.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise UnreadableFile(where, "the file is empty", "save the page again and add that")
    text, encoding = _decode(data, declared)
    if text is None or _binary(text):
        raise UnreadableFile(where, "this is no text", _REMEDY)
    return text.lstrip("\ufeff"), encoding


def assumed(encoding: str) -> bool:
    """Tell whether an encoding is one that nothing in the bytes names: it was judged by the text."""
    return not encoding.startswith("utf")


def _decode(data: bytes, declared: str | None) -> tuple[str | None, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _try(data, encoding), encoding.removesuffix("-sig")
    wide = _unmarked(data)
    if wide:
        return _try(data, wide), wide
    text = _try(data, "utf-8")
    if text is not None:
        return text, "utf-8"
    if declared and declared.lower() not in {"utf-8", "utf8"}:
        text = _try(data, declared)
        if text is not None and _likeness(text[:_SAMPLE]) > 0.7:
            return text, codecs.lookup(declared).name
    best = _best_eight_bit(data)
    if best is not None:
        return _try(data, best), best
    return _lossy(data)


def _best_eight_bit(data: bytes) -> str | None:
    """Return the 8-bit encoding in which the text looks most like one of a language."""
    likely = []
    for rank, encoding in enumerate(_EIGHT_BIT):
        text = _try(data, encoding)
        if text is not None:
            likely.append((round(_likeness(text[:_SAMPLE]), 3), -rank, encoding))
    return max(likely)[2] if likely and max(likely)[0] > 0 else None


def _lossy(data: bytes) -> tuple[str | None, str]:
    """Read UTF-8 with a few damaged bytes, as in a file cut off in the middle of a letter."""
    text = data.decode("utf-8", "replace")
    return (text, "utf-8 (damaged)") if text.count("\ufffd") < 0.002 * len(text) + 2 else (None, "")


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _unmarked(data: bytes) -> str | None:
    """Return the UTF-16 or UTF-32 variant in which spaces and line ends would be whole units, if most are."""
    head = data[: 4 * _SAMPLE]
    variants = (
        ("utf-32-le", b" \x00\x00\x00", b"\n\x00\x00\x00"), ("utf-32-be", b"\x00\x00\x00 ", b"\x00\x00\x00\n"),
        ("utf-16-le", b" \x00", b"\n\x00"), ("utf-16-be", b"\x00 ", b"\x00\n"),
    )  # fmt: skip
    if b"\x00" not in head:
        return None
    for encoding, space, newline in variants:
        width = len(space)
        if len(data) % width:
            continue
        units = sum(head[i : i + width] in (space, newline) for i in range(0, len(head), width))
        if units > 0.05 * len(head) / width:
            return encoding
    return None


def _binary(text: str) -> bool:
    head = text[:_SAMPLE]
    return "\x00" in head or len(_CONTROL.findall(head)) > 0.002 * len(head) + 1


def _likeness(text: str) -> float:
    """Return the share (0..1, roughly) of characters beyond ASCII that look right where they stand."""
    beyond = Counter(_BEYOND.findall(text))
    if not beyond:
        return 1.0
    total = sum(beyond.values())
    typographic = sum(n for c, n in beyond.items() if c in _TYPOGRAPHY and not c.isalpha())
    typographic -= len(re.findall(r"[^\W\d_][©®™½§×°·€№][^\W\d_]", text))
    letters = sum(n for c, n in beyond.items() if c.isalpha())
    if not letters:
        return typographic / total
    placed = _well_placed(text)
    return (placed * _of_one_alphabet(beyond) + typographic) / total


def _well_placed(text: str) -> float:
    """Return how many letters beyond ASCII stand in words of one script whose case makes sense."""
    good = 0.0
    for word in set(_WORD.findall(text)):
        foreign = sum(ord(c) > 127 for c in word)
        if not foreign:
            continue
        well_cased = word[1:] == word[1:].lower() or word.isupper()
        mixed = foreign < len(word) and any(ord(c) >= 0x370 for c in word)
        good += foreign * (0.0 if mixed else 0.8 if word.isupper() else 1.0 if well_cased else 0.1)
    everywhere = sum(sum(ord(c) > 127 for c in word) for word in set(_WORD.findall(text)))
    letters = sum(c.isalpha() for c in _BEYOND.findall(text))
    return letters * good / everywhere if everywhere else 0.0


def _of_one_alphabet(beyond: Counter[str]) -> float:
    """Return the largest share of the letters that one language's alphabet has; rare letters weigh less."""
    lower: Counter[str] = Counter()
    for letter, count in beyond.items():
        if letter.isalpha():
            lower[letter.lower()] += count
    total = sum(lower.values())
    return max(sum(n for c, n in lower.items() if c in letters) for letters in _alphabets()) / total if total else 0.0


@cache
def _alphabets() -> tuple[frozenset[str], ...]:
    table = tomllib.loads((files("workbench") / "data" / "alphabets.toml").read_text("utf-8"))
    return tuple(frozenset(letters) for letters in table.values())
