"""Changes of one sentence: its text, language tag and a source of chance in, the text with a fault out, or None."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from mutation_words import MAGNITUDES, NEGATIONS, OPPOSITES, WORDS

from workbench.numerals import find_numerals
from workbench.quantities import find_quantities


def digits(text: str, tag: str, rng: random.Random) -> str | None:
    """Change one digit of a number that is written in digits."""
    found = [
        q for q in find_quantities(text, tag) if q.kind == "number" and q.strength == 2 and text[q.start].isdigit()
    ]
    if not found:
        return None
    q = rng.choice(found)
    at = rng.choice([i for i in range(q.start, q.end) if text[i].isdigit()])
    return text[:at] + rng.choice([d for d in "123456789" if d != text[at]]) + text[at + 1 :]


def transpose(text: str, tag: str, rng: random.Random) -> str | None:
    """Change places of two neighbouring digits of a number."""
    pairs = [
        m.start()
        for m in re.finditer(r"(?<![\d.,])(?=([1-9])([1-9])(?:[.,\s%]|$))", text)
        if text[m.start()] != text[m.start() + 1]
    ]
    numbers = [q for q in find_quantities(text, tag) if q.kind == "number"]
    pairs = [p for p in pairs if any(q.start <= p < q.end for q in numbers)]
    if not pairs:
        return None
    p = rng.choice(pairs)
    return text[:p] + text[p + 1] + text[p] + text[p + 2 :]


def magnitude(text: str, tag: str, _: random.Random) -> str | None:
    """Put another magnitude after a number: million for thousand."""
    for old, new in MAGNITUDES[tag[:2]]:
        if (match := re.search(rf"(?<=\d\s){re.escape(old)}\b", text)) and not (
            old == "millones" and "mil millones" in text
        ):
            return text[: match.start()] + new + text[match.end() :]
    return None


def word(text: str, tag: str, rng: random.Random) -> str | None:
    """Put another number word for one."""
    words = WORDS[tag[:2]]
    numerals = {(n.start, n.end) for n in find_numerals(text, tag) if n.kind == "words"}
    found = [m for w in words for m in re.finditer(rf"\b{w}\b", text) if m.span() in numerals]
    if not found:
        return None
    match = rng.choice(found)
    return text[: match.start()] + rng.choice([w for w in words if w != match[0]]) + text[match.end() :]


def day(text: str, tag: str, rng: random.Random) -> str | None:
    """Change the day of a date."""
    dates = [q for q in find_quantities(text, tag) if q.kind == "date" and q.date[2]]
    for q in dates:
        match = re.search(r"(?<!\d)\d{1,2}(?!\d)", text[q.start : q.end])
        if match:
            new = str(rng.choice([d for d in range(2, 28) if d != int(match[0])]))
            return text[: q.start + match.start()] + new + text[q.start + match.end() :]
    return None


def year(text: str, tag: str, rng: random.Random) -> str | None:
    """Change the year of a date."""
    match = re.search(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d)", text)
    if not match or not any(q.date and q.date[0] for q in find_quantities(text, tag)):
        return None
    return text[: match.start()] + str(int(match[0]) + rng.choice([-7, -2, -1, 1, 3, 10])) + text[match.end() :]


def of(table: dict[str, list[str]]) -> Callable[[str, str, random.Random], str | None]:
    """Return a change that puts another word of a table (by language) for the first that stands there: months, weekdays."""

    def change(text: str, tag: str, rng: random.Random) -> str | None:
        words = table[tag[:2]]
        match = re.search(rf"\b(?:{'|'.join(words)})\b", text)
        if not match or (match[0] in ("May", "March") and not re.search(r"\d", text)):
            return None
        return text[: match.start()] + rng.choice([w for w in words if w != match[0]]) + text[match.end() :]

    return change


def time(text: str, tag: str, rng: random.Random) -> str | None:
    """Change the hour of a time, by other than twelve hours."""
    times = [q for q in find_quantities(text, tag) if q.kind == "time" and text[q.start].isdigit()]
    if not times:
        return None
    match = re.match(r"\d{1,2}", text[times[0].start :])
    new = str(rng.choice([h for h in (3, 5, 7, 8, 10, 11) if abs(h - int(match[0])) % 12]))  # type: ignore[index,arg-type]
    return text[: times[0].start] + new + text[times[0].start + match.end() :]  # type: ignore[union-attr]


def negation(text: str, tag: str, rng: random.Random) -> str | None:
    """Deny what is said, or say what is denied, by the rules of the language."""
    if "?" in text or len(text) > 220:
        return None
    rules = list(NEGATIONS[tag[:2]])
    rng.shuffle(rules)
    for pattern, to in rules:
        new = re.sub(pattern, to, text, count=1)
        if new != text:
            return new[:1].upper() + new[1:]
    return None


def question(text: str, tag: str, _: random.Random) -> str | None:
    """Turn a question into a statement."""
    return re.sub(r"[\s\u00a0\u202f]*\?$", ".", text).replace("¿", "") if text.endswith("?") else None


def opposite(text: str, tag: str, rng: random.Random) -> str | None:
    """Put an opposite for a word: rise for fall."""
    if "?" in text or len(text) > 220:
        return None
    pairs = list(OPPOSITES[tag[:2]])
    rng.shuffle(pairs)
    for word, other in pairs:
        new = re.sub(word if word.startswith(r"\b") else rf"\b{word}\b", other, text, count=1)
        if new != text:
            return new
    return None
