"""Bytes to text: byte-order marks, UTF-8 and UTF-16, then the 8-bit encodings.

An 8-bit encoding is told by what the text would look like: in a right reading
small letters far outnumber capitals inside words, and letters stand beside letters.
"""

from __future__ import annotations

import codecs
import re

from workbench.errors import UnreadableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_EIGHT_BIT = ("cp1252", "cp1251", "koi8-r", "cp1250", "iso8859-5", "mac-cyrillic")
_SAMPLE = 50_000
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_COMMON = set("äöüßÄÖÜéèêëàâçîïôùûœÉÀñáíóúÑ¿¡¡«»“”„’‘–—…°€№ \u00a0ęąłśżźćńěščřžýůőűășțãõ")


def decode(data: bytes, *, where: str, declared: str | None = None) -> tuple[str, str]:
    """Return the text of a file and the name of the encoding it was read in.

    ``declared`` is what the file says of itself (an HTML ``charset``) and is used
    where the bytes bear it out. Raises UnreadableFile for an empty or binary file.
    """
    if not data.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise UnreadableFile(where, "the file is empty", "save the page again and add that")
    text, encoding = _decode(data, declared)
    if text is None or _binary(text):
        raise UnreadableFile(where, "this is no text", "add a text or HTML file (TXT, MD, HTML)")
    return text.lstrip("\ufeff"), encoding


def _decode(data: bytes, declared: str | None) -> tuple[str | None, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _try(data, encoding), encoding.removesuffix("-sig")
    wide = _unmarked_utf16(data)
    if wide:
        return _try(data, wide), wide
    text = _try(data, "utf-8")
    if text is not None:
        return text, "utf-8"
    if declared and declared.lower() not in {"utf-8", "utf8"}:
        text = _try(data, declared)
        if text is not None and _likeness(text) > 0.5:
            return text, codecs.lookup(declared).name
    readings = [(_try(data, encoding), encoding) for encoding in _EIGHT_BIT]
    likely = [
        (_likeness(text[:_SAMPLE]), -rank, text, encoding)
        for rank, (text, encoding) in enumerate(readings)
        if text is not None
    ]
    if not likely:
        return None, ""
    best = max(likely)
    return best[2], best[3]


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _unmarked_utf16(data: bytes) -> str | None:
    """Return the UTF-16 variant in which spaces and line ends would be whole units, if most are."""
    if len(data) % 2:
        return None
    head = data[: 2 * _SAMPLE]
    for encoding, space, newline in (("utf-16-le", b" \x00", b"\n\x00"), ("utf-16-be", b"\x00 ", b"\x00\n")):
        units = sum(head[i : i + 2] in (space, newline) for i in range(0, len(head), 2))
        if units > 0.05 * len(head) / 2:
            return encoding
    return None


def _binary(text: str) -> bool:
    head = text[:_SAMPLE]
    return "\x00" in head or len(_CONTROL.findall(head)) > 0.002 * len(head) + 1


def _likeness(text: str) -> float:
    """Return the share (0..1, roughly) of characters beyond ASCII that look right where they stand."""
    beyond = sum(ord(c) > 127 for c in text)
    if not beyond:
        return 1.0
    good = 0.0
    for word in _WORD.findall(text):
        foreign = [c for c in word if ord(c) > 127]
        if not foreign:
            continue
        well_cased = word[1:].islower() or word.isupper()
        mixed = len({"a" <= c.lower() <= "z" or c in _COMMON for c in word}) > 1
        good += len(foreign) * (0.0 if mixed else 0.5 if word.isupper() else 1.0 if well_cased else 0.1)
    good += sum(c in _COMMON and not c.isalpha() for c in text)
    return good / beyond
