"""Numbers as Chinese, Japanese and Korean write them, as digits: 六十二, 四百万, 3800万, 8만, 二〇二二.

Large numbers are counted by ten thousands there and by thousands elsewhere, so that a number is given twice: its value,
and what stands before "thousand" or "million" where others say it with a word (3800万: 38000000 and 38).
"""

from __future__ import annotations

import re

LANGUAGES = frozenset(["zh", "ja", "ko", "yue"])
"""Languages (primary subtags) whose numbers are read so."""

_DIGITS = {
    c: k for k, row in enumerate(["〇零", "一", "二两兩", "三", "四", "五", "六", "七", "八", "九"]) for c in row
}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "만": 10**4, "亿": 10**8, "億": 10**8, "억": 10**8, "兆": 10**12, "조": 10**12}
_HAN = "".join([*_DIGITS, *_SMALL, *_LARGE])
_NUMERAL = re.compile(rf"(?: \d+ (?: [.,] \d+ )* (?= [{_HAN}] ) | [{_HAN}] \d* )+", re.VERBOSE)
_PART = re.compile(rf"([^{''.join(_LARGE)}]*)([{''.join(_LARGE)}]?)")
_WORDS_OF_A_YEAR = 3  # digits one by one, as in 二〇二二; two such are no number (一一)


def spelt_out(text: str) -> str:
    """Return a text with its numerals as digits, a space on either side; what is no number stays as it is."""
    return _NUMERAL.sub(_digits, text)


def _digits(match: re.Match[str]) -> str:
    value = numeral(match[0].replace(",", "")) if len(match[0]) > 1 else None
    if value is None or value < 10:
        return match[0]
    short = value
    while short % 1000 == 0:
        short //= 1000
    return f" {value} " if short == value or value < 10**4 else f" {value} {short} "


def numeral(written: str) -> int | None:
    """Return the whole number that a numeral stands for, None if it is none: 八万五千 is 85000, 千万 ten million."""
    if all(c in _DIGITS for c in written):
        return int("".join(str(_DIGITS[c]) for c in written)) if len(written) >= _WORDS_OF_A_YEAR else None
    total, least = 0, 10**16
    for part, mark in _PART.findall(written):
        if not part and not mark:
            continue
        value, unit = _below(part), _LARGE.get(mark, 1)
        if value is None or unit >= least or not value:
            return None
        total, least = total + round(value * unit), unit
    return total


def _below(written: str) -> float | None:
    """Return a number below ten thousand, or one in digits; 0 for none, None for what is no number."""
    total, digit, least = 0.0, None, 10000
    for sign in re.findall(r"[\d.]+|.", written):
        if sign in _SMALL and _SMALL[sign] < least and digit != 0:
            least = _SMALL[sign]
            total, digit = total + (digit or 1) * least, None
        elif sign in _SMALL or digit or sign.count(".") > 1 or sign == ".":
            return None
        else:
            digit = float(_DIGITS.get(sign, sign))
    return total + (digit or 0)
