"""The value of a number in words, as its words come in: cardinals, hundreds, magnitudes, ordinals."""

from __future__ import annotations

import re
from dataclasses import dataclass

UNIT_FIRST = frozenset(["de", "nl", "da"])
"""Languages that say "five and twenty"."""
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_JOINS_HUNDREDS = frozenset(["en", "pt"])  # "two million and three hundred thousand", "mil e duzentos"


@dataclass(frozen=True, slots=True)
class Item:
    """A token that may be part of a number: d, c, h, s, o, p, l, j (joiner) or O (the word before is an ordinal)."""

    kind: str
    value: float
    start: int
    end: int


class Run:
    """The value of a number as its words come in."""

    def __init__(self, base: str) -> None:
        """Begin with nothing; ``base`` is the primary language subtag."""
        self.base = base
        self.terms: list[float] = []
        self.current: float | None = None
        self.joined = self.ordinal = self.scaled = False
        self.digits = False

    @property
    def value(self) -> float:
        """The number so far."""
        return sum(self.terms) + (self.current or 0.0)

    def take(self, item: Item) -> bool:
        """Take an item in, or return False where it begins another number."""
        done = {"d": self._digits, "c": self._cardinal, "h": self._hundred, "s": self._scale, "o": self._ordinal}
        take = done.get(item.kind)
        if take is None or (self.joined and item.kind in "dhs" and self.base not in _JOINS_HUNDREDS):
            return False
        taken = take(item.value)
        self.joined = False if taken else self.joined
        return taken

    def _digits(self, value: float) -> bool:
        if self.current is not None or self.terms:
            return False
        self.current, self.digits = value, True
        return True

    def _cardinal(self, value: float) -> bool:
        if self.digits and not self.terms:
            return False
        if self.current is None:
            fits = not self.terms or not self.joined or self.base in ("en", "de", "pt", "nl")
            self.current = value if fits else None
            return fits
        low = self.current % 100
        if self.base == "fr" and low == 4 and value == 20:
            self.current += 76
        elif self._fits(low, value):
            self.current += value
        else:
            return False
        return True

    def _fits(self, low: float, value: float) -> bool:
        if low == 0 and self.current:
            return True
        if self.base in UNIT_FIRST and self.joined and 0 < low < 10:
            return value >= 20 and value % 10 == 0
        if self.base == "fr" and low in (60, 80) and 10 <= value <= 19:
            return True
        if self.base == "fr" and low == 10 and 7 <= value <= 9:
            return True
        if self.base == "fr" and low in (70, 90) and 7 <= value <= 9:
            return True
        return low >= 20 and low % 10 == 0 and 0 < value < 10

    def _hundred(self, value: float) -> bool:
        if self.digits and not self.terms:
            return False
        if self.current is None:
            self.current = value
        elif value == 100 and self.current < 100:
            self.current *= 100
        else:
            return False
        return True

    def _scale(self, value: float) -> bool:
        low = self.current
        while self.terms and self.terms[-1] < value:
            low = (low or 0.0) + self.terms.pop()
        self.terms.append((1.0 if low is None else low) * value)
        self.current = None
        self.scaled = True
        return True

    def _ordinal(self, value: float) -> bool:
        if self.digits:
            return False
        if self.current is None and not self.terms:
            return False
        if value in (100, 1000):  # "two hundredth"
            self.current = (self.current or 1.0) * value
        elif self._fits_ordinal((self.current or 0.0) % 100, value):
            self.current = (self.current or 0.0) + value
        else:
            return False
        self.ordinal = True
        return True

    def _fits_ordinal(self, low: float, value: float) -> bool:
        if self.base == "fr" and low in (60, 80) and 10 <= value <= 16:  # "soixante-dixième"
            return True
        return not low or (low % 10 == 0 and value < 10)


def roman(text: str) -> int | None:
    """Return the value of a Roman numeral in capitals, or None if it is none."""
    if not text or not _ROMAN.fullmatch(text):
        return None
    values = [_ROMAN_VALUES[c] for c in text]
    return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))
