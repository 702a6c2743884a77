"""Numbers in digits and in words, with their places in the text.

Digits are read by the language's own decimal and grouping signs (CLDR, through Babel): "1.234" is
1234 in German and 1.234 in English. Words are read by tables (``data/numerals.toml``) for nine
languages, with inflection and compounds; in others, digits only, with a magnitude after them by CLDR ("1,8 miliardu").
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from workbench.magnitudes import magnitude_after
from workbench.running import Item, Run
from workbench.text import primary

DIGITS, WORDS, ORDINAL, PART, LOOSE = "digits", "words", "ordinal", "part", "loose"


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at ``start:end`` (half-open) of a text.

    ``kind`` is ``digits``, ``words``, ``ordinal``, ``part`` (a fraction's lower half: a third) or
    ``loose`` (a word that may stand for a number, such as "both"). ``value`` is the number itself
    (3 for a third); ``attached`` says that letters touch it, as in G20; ``article`` that the one at its end may be
    an article ("un sur vingt et une autre"); ``vague`` that a word that may be a magnitude, unread, follows it.
    """

    value: float
    start: int
    end: int
    kind: str
    attached: bool = False
    scaled: bool = False
    article: bool = False
    vague: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    """The number words of a language: what each form means."""

    forms: dict[str, tuple[str, float]]
    half: re.Pattern[str] | None
    prefixes: tuple[tuple[str, float], ...]
    compounds: tuple[str, ...]


_SPACE = " \u00a0\u202f\u2009\u2007"
_NUMBER = rf"\d+(?:(?:[.,'’·]|[{_SPACE}](?=\d{{3}}(?!\d)))\d+)*"
_TOKEN = re.compile(rf"(?P<d>{_NUMBER})|(?P<w>[^\W\d_]+)")
_DIGIT, _LETTERS = re.compile(r"\d"), re.compile(r"[^\W\d_]+")
_GAP = re.compile(rf"[{_SPACE}]|[-‐‑]|[{_SPACE}]?[-‐‑][{_SPACE}]?")
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_PER = re.compile(r"\b(?:por|pour|per)\s$", re.IGNORECASE)
_ARTICLES = ("a", "de")  # "half a million", "medio millar de"
_MONEY = ("$", "€", "£", "¥")
_GLUED = {"de": "und", "nl": "en", "it": ""}  # languages that write numbers as one word, and what joins them
_MANY = 1 << 18  # words kept in a vocabulary before it begins anew


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("workbench") / "data" / "numerals.toml").read_text("utf-8"))


def has_words(language: str) -> bool:
    """Tell whether number words of a language (any BCP 47 tag) are read by a table of ours."""
    return primary(language) in _tables()


def is_number_word(word: str, language: str) -> bool:
    """Tell whether a casefolded word is a number word, magnitude or fraction of a language that has a table."""
    words = _words(primary(language))
    return words is not None and word.replace("ё", "е") in words.forms


@cache
def _words(language: str) -> _Words | None:
    table = _tables().get(language)
    if table is None:
        return None
    forms: dict[str, tuple[str, float]] = {}
    for name, kind in (
        ("loose", "l"),
        ("part", "p"),
        ("ordinal", "o"),
        ("cardinal", "c"),
        ("hundred", "h"),
        ("scale", "s"),
    ):
        for value, found in _entries(table.get(name, [])):
            forms.update((form, (kind, value)) for form in found)
    for value, stems in _entries(table.get("ordinal_stem", [])):
        for stem in stems:
            forms.update(
                (stem + ending, ("o", value)) for ending in table["ordinal_ending"] if stem + ending not in forms
            )
    forms.update((word, ("j", 0.0)) for word in table.get("joiner", []))
    half = table.get("half")
    pattern = re.compile(rf"[{_SPACE}](?:{'|'.join(half)})\b", re.IGNORECASE) if half else None
    prefixes = [(form, value) for value, found in _entries(table.get("prefix", [])) for form in found]
    prefixes.sort(key=lambda item: -len(item[0]))
    return _Words(forms, pattern, tuple(prefixes), tuple(table.get("compound", [])))


def _entries(lines: list[str]) -> list[tuple[float, list[str]]]:
    return [(float(first), rest) for first, *rest in (line.split() for line in lines)]


@cache
def _signs(language: str) -> tuple[str, frozenset[str]]:
    """Return the decimal sign and the grouping signs of a language, by CLDR."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 — slow to import
    from babel.numbers import get_decimal_symbol, get_group_symbol  # noqa: PLC0415

    for name in (language, primary(language)):
        try:
            locale = Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
        return get_decimal_symbol(locale), frozenset([get_group_symbol(locale), "'", "’"])
    return ".", frozenset([","])


def decimal_sign(language: str) -> str:
    """Return the decimal sign of a language (any BCP 47 tag), by CLDR; a point where CLDR does not know it."""
    return _signs(language)[0]


@lru_cache(maxsize=1 << 16)
def parse_digits(text: str, language: str) -> float:
    """Return the value of a number in digits as the language writes it.

    A sign that cannot be meant as the language's own ("1.234,5" in English) is read the other way.
    """
    decimal, _ = _signs(language)
    plain = re.sub(rf"[{_SPACE}'’·]", "", text)
    if "." in plain and "," in plain:
        last = max(plain.rfind("."), plain.rfind(","))
        return _float(re.sub(r"[.,]", "", plain[:last]) + "." + re.sub(r"[.,]", "", plain[last + 1 :]))
    sign = "." if "." in plain else ","
    whole, *groups = plain.split(sign)
    if not groups:
        return _float(whole)
    grouping = all(len(g) == 3 for g in groups) and 0 < len(whole) <= 3 and whole[0] != "0"
    if len(groups) > 1:
        return _float(whole + "".join(groups))
    return _float(whole + groups[0]) if grouping and sign != decimal else _float(f"{whole}.{groups[0]}")


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def find_numerals(text: str, language: str) -> list[Numeral]:
    """Return the numbers of a text in order, digits and words; the text is one segment as printed."""
    base = primary(language)
    words = _words(base)
    if words is None:
        return _in_digits(text, language)
    items = _items(text, language, base)
    found: list[Numeral] = []
    at = 0
    while at < len(items):
        numeral, at = _read(items, at, text, base)
        if (
            numeral is not None
            and numeral.value == 100
            and _PER.search(text[max(0, numeral.start - 6) : numeral.start])
        ):
            continue  # "por ciento"
        if numeral is not None and (not found or numeral.start >= found[-1].end):
            found.append(_with_half(numeral, text, words))
    return found


def _items(text: str, language: str, base: str) -> list[Item]:
    items: list[Item] = []
    known = _vocabulary(base)
    if not _DIGIT.search(text) and not any(map(known.__getitem__, _LETTERS.findall(text))):
        return items
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "d":
            items.append(Item("d", parse_digits(match[0], language), *match.span()))
        elif found := known[match[0]]:
            items += [Item(kind, value, *match.span()) for kind, value in found]
    return items


class _Vocabulary(dict[str, tuple[tuple[str, float], ...]]):
    """What each word, as printed, is as part of a number, kind and value; worked out once a word."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.words = _words(base)

    def __missing__(self, printed: str) -> tuple[tuple[str, float], ...]:
        if len(self) > _MANY:
            self.clear()
        word = printed.lower().replace("ё", "е")
        form = self.words.forms.get(word) if self.words else None
        found = (form,) if form else tuple(_compound(word, self.base, self.words)) if self.words else ()
        self[printed] = found
        return found


@cache
def _vocabulary(base: str) -> _Vocabulary:
    return _Vocabulary(base)


def _compound(word: str, base: str, words: _Words) -> list[tuple[str, float]]:
    """Read a word that is no form itself: a German compound, or a prefix that counts."""
    found = (_glued(word, base) or _ended(word, base, words)) if base in _GLUED and len(word) > 6 else []
    if found:
        return found
    for prefix, value in words.prefixes:
        if word.startswith(prefix) and len(word) > len(prefix) + 4:
            rest = words.forms.get(word[len(prefix) :])
            scale = [rest] if rest and rest[0] == "s" else []
            if scale or not value % 1:  # a half only of a magnitude: "полмиллиона", not "политика"
                return [("l", value), *scale]
    return []


def _ended(word: str, base: str, words: _Words) -> list[tuple[str, float]]:
    """Read a number with more glued to its end: a half, a thousand of halves, what is so many years old or times."""
    if half := re.fullmatch(r"(\w+?)halb(tausend)?", word):
        whole = words.forms.get(half[1].removesuffix("ein") or "ein")
        value = 1.5 if half[1] == "andert" else whole[1] + 0.5 if whole else 0.0
        thousand = [("s", 1000.0)] if half[2] else []
        return [("l" if thousand or value == 1.5 else "c", value), *thousand] if value else []
    if thousands := re.fullmatch(r"(\w+tausend)er[ns]?", word):  # a summit of so many metres
        return [("l", _sum(_glued(thousands[1], base)))]
    for suffix in words.compounds:
        head = word.partition(suffix)[0]
        if head != word and len(head) > 2:
            simple = words.forms.get(head)
            inner = [simple] if simple and simple[0] in "ch" else _glued(head, base)
            if inner:
                return [("l", _sum(inner))]
    return []


@lru_cache(maxsize=1 << 14)
def _glued(word: str, base: str) -> list[tuple[str, float]]:
    """Split "zweihundertfünfunddreißig", "duecentomila" into its numbers; empty if anything else is left over."""
    pattern, forms, joiner = _glued_parts(base)
    ordinal = re.fullmatch(r"(.+?)(?:s?te[rsnm]?)", word) if base == "de" else None
    for body, kind in ((word, ""), *([(ordinal[1], "o"), (ordinal[1] + "s", "o")] if ordinal else [])):
        parts, at = [], 0
        while at < len(body) and (match := pattern.match(body, at)):
            parts.append(("j", 0.0) if match[0] == joiner else forms[match[0]])
            at = match.end()
        if at == len(body) and len(parts) > 1:
            return [*parts, ("O", 0.0)] if kind else parts
    return []


@cache
def _glued_parts(base: str) -> tuple[re.Pattern[str], dict[str, tuple[str, float]], str]:
    table = _words(base)
    forms = {f: v for f, v in table.forms.items() if v[0] in "ch" or v == ("s", 1000.0)} if table else {}
    joiner = _GLUED[base]
    names = sorted([*forms, *([joiner] if joiner else [])], key=len, reverse=True)
    keep = [n for n in names if n not in ("eine", "einen", "einem", "einer", "eines", "zweier", "dreier", "tsd")]
    return re.compile("|".join(keep)), forms, joiner


def _sum(parts: list[tuple[str, float]]) -> float:
    items = [Item(kind, value, 0, 0) for kind, value in parts]
    numeral, _ = _read(items, 0, "", "de")
    return numeral.value if numeral else 0.0


def _read(items: list[Item], at: int, text: str, base: str) -> tuple[Numeral | None, int]:
    """Read the number that begins at an item; return it, if there is one, and the item after it."""
    first = items[at]
    if first.kind in "jO":
        return None, at + 1
    if first.kind in "opl":
        return _alone(items, at, text)
    run = Run(base)
    here = at
    while here < len(items) and (here == at or _joins(items, here, text)):
        item = items[here]
        if item.kind == "j":
            run.joined = True
        elif not run.take(item):
            break
        here += 1
        if run.ordinal:
            break
    while items[here - 1].kind == "j" and here > at + 1:
        here -= 1
    last = items[here - 1]
    if here < len(items) and items[here].kind == "O":
        run.ordinal, here = True, here + 1
    kind = ORDINAL if run.ordinal else DIGITS if first.kind == "d" else WORDS
    if first.kind == "s" and here == at + 1:  # "a million reasons" counts nothing
        kind = LOOSE
    attached = first.kind == "d" and _touches(text, first.start, last.end)
    article = here - at > 2 and base in ("fr", "es") and last.value == 1 and items[here - 2].kind == "j"
    return Numeral(run.value, first.start, last.end, kind, attached, scaled=run.scaled, article=article), here


def _alone(items: list[Item], at: int, text: str) -> tuple[Numeral, int]:
    """Read an ordinal, a fraction's lower half or a word that may be a number; ordinals come in twos, too."""
    first = items[at]
    if first.kind == "o" and _tens_and_unit(items, at, text):  # "vigésimo primero"
        last = items[at + 1]
        return Numeral(first.value + last.value, first.start, last.end, ORDINAL), at + 2
    if first.kind == "l" and first.value % 1 and at + 1 < len(items) and items[at + 1].kind == "s":
        scale = items[at + 1]
        if _joins(items, at + 1, text) or text[first.end : scale.start].strip() in _ARTICLES:  # "полтора миллиона"
            return Numeral(first.value * scale.value, first.start, scale.end, WORDS, scaled=True), at + 2
    kind = {"o": ORDINAL, "p": PART, "l": LOOSE}[first.kind]
    return Numeral(first.value, first.start, first.end, kind), at + 1


def _tens_and_unit(items: list[Item], at: int, text: str) -> bool:
    first, last = items[at], items[at + 1] if at + 1 < len(items) else items[at]
    tens = 20 <= first.value <= 90 and first.value % 10 == 0
    return tens and last.kind == "o" and 0 < last.value < 10 and _joins(items, at + 1, text)


def _touches(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 2) : start]
    glued = before[-1:].isalpha() or (before[-1:] in "-‐‑" and before[:1].isalpha())
    return glued or (text[end : end + 1] in "-‐‑" and text[end + 1 : end + 2].isupper())


def _joins(items: list[Item], here: int, text: str) -> bool:
    """Tell whether an item continues the number before it: nothing but a space or a hyphen between."""
    before, item = items[here - 1], items[here]
    if item.start == before.start and item.end == before.end:
        return True  # parts of one compound word
    between = text[before.end : item.start]
    if not between and before.kind == "d" and item.kind == "s":  # "£16bn", "$5m"
        return item.end - item.start > 1 or text[before.start - 1 : before.start] in _MONEY
    if not _GAP.fullmatch(between) or (item.kind == "s" and item.end - item.start == 1):
        return False
    if item.kind == "j":
        if "d" in {before.kind, items[max(0, here - 2)].kind}:  # "437 million and eleven" are two numbers
            return False
        return here + 1 < len(items) and items[here + 1].kind in "coh" and _joins(items, here + 1, text)
    return True


def _with_half(numeral: Numeral, text: str, words: _Words) -> Numeral:
    """Add the half of "two and a half million"."""
    match = words.half.match(text, numeral.end) if words.half else None
    if match is None or not (numeral.kind in (DIGITS, WORDS) or (numeral.kind == LOOSE and numeral.scaled)):
        return numeral  # "a million and a half" counts, as a million alone does not
    step = 1.0
    while numeral.scaled and numeral.value >= step * 1000 and numeral.value % (step * 1000) == 0:
        step *= 1000
    end = match.end()
    after = _TOKEN.match(text, end + 1) if text[end : end + 1] in _SPACE else None
    known = words.forms.get(after["w"].lower()) if after and after["w"] else None
    value = numeral.value + step / 2
    if known and known[0] == "s" and not numeral.scaled and after:
        value, end = value * known[1], after.end()
    return Numeral(value, numeral.start, end, DIGITS if numeral.kind == DIGITS else WORDS, scaled=True)


def half_after(text: str, at: int, language: str) -> int:
    """Return where "and a half" ends that stands at a place of a text ("cuatro años y medio"); the place if none."""
    words = _words(primary(language))
    match = words.half.match(text, at) if words and words.half else None
    return match.end() if match else at


def _in_digits(text: str, language: str) -> list[Numeral]:
    """Read digits, with the magnitude that CLDR knows after them."""
    found = []
    base = primary(language)
    for match in re.finditer(_NUMBER, text):
        scale, end = magnitude_after(text, match.end(), base)
        value = parse_digits(match[0], language) * (scale or 1.0)
        attached = _touches(text, *match.span())
        found.append(Numeral(value, match.start(), end, DIGITS, attached, scaled=scale > 1, vague=not scale))
    return found


def roman(text: str) -> int | None:
    """Return the value of a Roman numeral in capitals, or None if it is none."""
    if not text or not _ROMAN.fullmatch(text):
        return None
    values = [_ROMAN_VALUES[c] for c in text]
    return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))
