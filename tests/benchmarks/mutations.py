"""Operators that plant one fault in one edition of a transcript; each returns what it did, or None where it cannot.

They work on drafts: an edition as a list of turns, each a label, a role and its sentences.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from mutation_words import DAYS, MAGNITUDES, MONTHS, NAMES, NEGATIONS, OPPOSITES, SENTENCES, TERMS, WORDS

from workbench.model import Edition, Role, Segment, Turn
from workbench.numerals import find_numerals
from workbench.quantities import find_quantities


@dataclass
class Draft:
    """An edition that can be changed: turns of (label, role, sentences)."""

    turns: list[tuple[str, Role, list[str]]]


@dataclass
class Planted:
    """A fault: the check that should find it, the edition, and the texts (any language) that it is about."""

    operator: str
    check: str
    language: str
    about: set[str] = field(default_factory=set)
    note: str = ""


Drafts = dict[str, Draft]
Rows = list[dict[str, set[str]]]


def draft_of(edition: Edition) -> Draft:
    """Return an edition as a draft."""
    return Draft([(t.label, t.role, [edition.segments[i].text for i in t.segments]) for t in edition.turns])


def edition_of(model: Edition, draft: Draft) -> Edition:
    """Return a draft as an edition."""
    segments, turns = [], []
    for number, (label, role, sentences) in enumerate(draft.turns):
        start = len(segments)
        segments += [Segment(start + i, s) for i, s in enumerate(sentences)]
        turns.append(Turn(number, role, label, start, len(segments)))
    return Edition(model.language, tuple(turns), tuple(segments), model.title, model.date, model.listed)


def _row_of(rows: Rows, text: str) -> set[str]:
    return {t for row in rows if any(text in texts for texts in row.values()) for texts in row.values() for t in texts}


def _sentences(draft: Draft, free: set[str], rng: random.Random) -> list[tuple[int, int]]:
    places = [
        (t, s) for t, (_, _, sentences) in enumerate(draft.turns) for s, text in enumerate(sentences) if text in free
    ]
    rng.shuffle(places)
    return places


def _edit(
    name: str, check: str, change: Callable[[str, str, random.Random], str | None]
) -> Callable[..., Planted | None]:
    """Return an operator that changes the text of one sentence."""

    def operator(drafts: Drafts, tag: str, free: set[str], rng: random.Random, rows: Rows) -> Planted | None:
        draft = drafts[tag]
        for t, s in _sentences(draft, free, rng):
            old = draft.turns[t][2][s]
            row = next((r for r in rows if old in r.get(tag, ())), None)
            if row is None or sum(bool(texts) for texts in row.values()) < 4:
                continue
            new = change(old, tag, rng)
            if new and new != old:
                draft.turns[t][2][s] = new
                return Planted(name, check, tag, (_row_of(rows, old) - {old}) | {new}, f"{old} -> {new}")
        return None

    return operator


def _digits(text: str, tag: str, rng: random.Random) -> str | None:
    found = [
        q for q in find_quantities(text, tag) if q.kind == "number" and q.strength == 2 and text[q.start].isdigit()
    ]
    if not found:
        return None
    q = rng.choice(found)
    at = rng.choice([i for i in range(q.start, q.end) if text[i].isdigit()])
    return text[:at] + rng.choice([d for d in "123456789" if d != text[at]]) + text[at + 1 :]


def _transpose(text: str, tag: str, rng: random.Random) -> str | None:
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


def _magnitude(text: str, tag: str, _: random.Random) -> str | None:
    for old, new in MAGNITUDES[tag[:2]]:
        if (match := re.search(rf"(?<=\d\s){re.escape(old)}\b", text)) and not (
            old == "millones" and "mil millones" in text
        ):
            return text[: match.start()] + new + text[match.end() :]
    return None


def _word(text: str, tag: str, rng: random.Random) -> str | None:
    words = WORDS[tag[:2]]
    numerals = {(n.start, n.end) for n in find_numerals(text, tag) if n.kind == "words"}
    found = [m for w in words for m in re.finditer(rf"\b{w}\b", text) if m.span() in numerals]
    if not found:
        return None
    match = rng.choice(found)
    return text[: match.start()] + rng.choice([w for w in words if w != match[0]]) + text[match.end() :]


def _day(text: str, tag: str, rng: random.Random) -> str | None:
    dates = [q for q in find_quantities(text, tag) if q.kind == "date" and q.date[2]]
    for q in dates:
        match = re.search(r"(?<!\d)\d{1,2}(?!\d)", text[q.start : q.end])
        if match:
            new = str(rng.choice([d for d in range(2, 28) if d != int(match[0])]))
            return text[: q.start + match.start()] + new + text[q.start + match.end() :]
    return None


def _year(text: str, tag: str, rng: random.Random) -> str | None:
    match = re.search(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d)", text)
    if not match or not any(q.date and q.date[0] for q in find_quantities(text, tag)):
        return None
    return text[: match.start()] + str(int(match[0]) + rng.choice([-7, -2, -1, 1, 3, 10])) + text[match.end() :]


def _of(table: dict[str, list[str]]) -> Callable[[str, str, random.Random], str | None]:
    def change(text: str, tag: str, rng: random.Random) -> str | None:
        words = table[tag[:2]]
        match = re.search(rf"\b(?:{'|'.join(words)})\b", text)
        if not match or (match[0] in ("May", "March") and not re.search(r"\d", text)):
            return None
        return text[: match.start()] + rng.choice([w for w in words if w != match[0]]) + text[match.end() :]

    return change


def _time(text: str, tag: str, rng: random.Random) -> str | None:
    times = [q for q in find_quantities(text, tag) if q.kind == "time" and text[q.start].isdigit()]
    if not times:
        return None
    match = re.match(r"\d{1,2}", text[times[0].start :])
    new = str(rng.choice([h for h in (3, 5, 7, 8, 10, 11) if abs(h - int(match[0])) % 12]))  # type: ignore[index,arg-type]
    return text[: times[0].start] + new + text[times[0].start + match.end() :]  # type: ignore[union-attr]


def _names(draft: Draft) -> list[str]:
    found: list[str] = []
    for _, _, sentences in draft.turns:
        for text in sentences:
            found += re.findall(r"(?<=[a-zа-яёéñ,] )[A-ZА-ЯÉŽŠ][\w-]{4,}(?:[ ][A-ZА-Я][\w-]{3,})?", text)
    return found


def _proper(drafts: Drafts, rows: Rows, text: str, tag: str) -> list[str]:
    """Return names of a sentence: capitalised inside it, and in the English of the row, too, by sound or spelling."""
    from workbench.names import known_name, likeness  # noqa: PLC0415
    from workbench.vocabulary import is_common  # noqa: PLC0415

    other = "en-GB" if tag != "en-GB" else "fr-FR"
    theirs = " ".join(t for row in rows if text in row.get(tag, ()) for t in row.get(other, ()))
    inner = r"(?<=[^.!?:»”] )[A-ZА-ЯÉŽŠ][^\W\d_]{3,}"
    dates = [(q.start, q.end) for q in find_quantities(text, tag) if q.kind != "number"]
    names = [
        m[0]
        for m in re.finditer(inner, text)
        if not is_common(m[0], tag) and not any(a <= m.start() < b for a, b in dates)  # "Group", "January" are no names
    ]
    partners = re.findall(inner, theirs)
    return [
        n
        for n in names
        if any(
            likeness(n, p) >= 0.74 or (known_name(n, tag) is not None and known_name(n, tag) == known_name(p, other))
            for p in partners
        )
    ]


def _name(kind: str) -> Callable[..., Planted | None]:
    def operator(drafts: Drafts, tag: str, free: set[str], rng: random.Random, rows: Rows) -> Planted | None:
        draft = drafts[tag]
        for t, s in _sentences(draft, free, rng):
            old = draft.turns[t][2][s]
            names = _proper(drafts, rows, old, tag)
            if not names:
                continue
            name = rng.choice(names)
            if kind == "swap":
                new_name = rng.choice(NAMES[tag[:2]])
            else:
                vowels = [i for i, c in enumerate(name) if c in "aeiouаеиоу" and 0 < i < len(name) - 2]
                if len(name) < 5 or not vowels:
                    continue
                i = rng.choice(vowels)
                sounds = "аеиоу" if tag == "ru-RU" else "aeiou"
                new_name = name[:i] + rng.choice([v for v in sounds if v != name[i]]) + name[i + 1 :]
            new = re.sub(rf"\b{name}\b", new_name, old, count=1)
            draft.turns[t][2][s] = new
            return Planted(
                f"name-{kind}", "name", tag, (_row_of(rows, old) - {old}) | {new}, f"{old} -> {new_name} for {name}"
            )
        return None

    return operator


def _untranslated(drafts: Drafts, tag: str, free: set[str], rng: random.Random, rows: Rows) -> Planted | None:
    draft = drafts[tag]
    for t, s in _sentences(draft, free, rng):
        old = draft.turns[t][2][s]
        row = next((r for r in rows if old in r.get(tag, ()) and len(r[tag]) == 1), None)
        others = [x for x in (row or {}) if x != tag and len(row[x]) == 1] if row else []
        if not others or len(old.split()) < 4:
            continue
        new = next(iter(row[rng.choice(others)]))  # type: ignore[index]
        draft.turns[t][2][s] = new
        return Planted("untranslated", "untranslated", tag, (_row_of(rows, old) - {old}) | {new}, f"{old} -> {new}")
    return None


def _drop(drafts: Drafts, tag: str, free: set[str], rng: random.Random, rows: Rows) -> Planted | None:
    draft = drafts[tag]
    for t, s in _sentences(draft, free, rng):
        sentences = draft.turns[t][2]
        row = next((r for r in rows if sentences[s] in r.get(tag, ()) and all(len(x) == 1 for x in r.values())), None)
        if row is None or len(sentences) < 3 or len(sentences[s]) < 25:
            continue
        old = sentences.pop(s)
        return Planted("drop-sentence", "omission", tag, _row_of(rows, old) - {old}, old)
    return None


def _insert(drafts: Drafts, tag: str, free: set[str], rng: random.Random, rows: Rows) -> Planted | None:
    draft = drafts[tag]
    for t, s in _sentences(draft, free, rng):
        sentences = draft.turns[t][2]
        new = rng.choice(SENTENCES[tag[:2]])
        if len(sentences) < 2 or any(new in x for _, _, x in draft.turns):
            continue
        about = {new, sentences[s]}
        sentences.insert(s + 1, new)
        return Planted("add-sentence", "addition", tag, about, new)
    return None


def _shift(drafts: Drafts, tag: str, free: set[str], rng: random.Random, rows: Rows) -> Planted | None:
    """Move a sentence to the other end of its turn."""
    draft = drafts[tag]
    for t, s in _sentences(draft, free, rng):
        sentences = draft.turns[t][2]
        row = next((r for r in rows if sentences[s] in r.get(tag, ()) and all(len(x) == 1 for x in r.values())), None)
        if row is None or len(sentences) < 4 or 1 < s < len(sentences) - 2 or len(sentences[s]) < 25:
            continue
        old = sentences.pop(s)
        sentences.insert(len(sentences) if s < 2 else 0, old)
        return Planted("shift-sentence", "moved", tag, {old}, old)
    return None


def _exchanges(draft: Draft, free: set[str], rng: random.Random) -> list[int]:
    places = [
        t
        for t in range(1, len(draft.turns) - 2)
        if draft.turns[t][1] is Role.QUESTION
        and draft.turns[t + 1][1] is Role.ANSWER
        and all(x in free for x in draft.turns[t][2] + draft.turns[t + 1][2])
    ]
    rng.shuffle(places)
    return places


def _drop_exchange(drafts: Drafts, tag: str, free: set[str], rng: random.Random, rows: Rows) -> Planted | None:
    draft = drafts[tag]
    for t in _exchanges(draft, free, rng):
        texts = draft.turns[t][2] + draft.turns[t + 1][2]
        del draft.turns[t : t + 2]
        about = set().union(*(_row_of(rows, x) for x in texts)) - set(texts)
        return Planted("drop-exchange", "omission", tag, about, texts[0])
    return None


def _move_exchange(drafts: Drafts, tag: str, free: set[str], rng: random.Random, rows: Rows) -> Planted | None:
    draft = drafts[tag]
    for t in _exchanges(draft, free, rng):
        to = t + 6
        if to >= len(draft.turns) - 1 or draft.turns[to][1] is not Role.QUESTION:
            continue
        moved = draft.turns[t : t + 2]
        texts = {x for turn in moved for x in turn[2]}
        draft.turns[to:to] = moved
        del draft.turns[t : t + 2]
        return Planted("move-exchange", "moved", tag, texts, moved[0][2][0])
    return None


def _split(drafts: Drafts, tag: str, free: set[str], rng: random.Random, rows: Rows) -> Planted | None:
    draft = drafts[tag]
    for t, s in _sentences(draft, free, rng):
        label, role, sentences = draft.turns[t]
        if s < 1 or len(sentences) < 3 or role is not Role.ANSWER:
            continue
        draft.turns[t : t + 1] = [(label, role, sentences[:s]), (label, role, sentences[s:])]
        return Planted("split", "split", tag, set(sentences), sentences[s])
    return None


def _merge(drafts: Drafts, tag: str, free: set[str], rng: random.Random, rows: Rows) -> Planted | None:
    draft = drafts[tag]
    for t in _exchanges(draft, free, rng):
        label, role, sentences = draft.turns[t]
        texts = sentences + draft.turns[t + 1][2]
        draft.turns[t : t + 2] = [(label, role, texts)]
        return Planted("merge", "merged", tag, set(texts), texts[0])
    return None


def _role(drafts: Drafts, tag: str, free: set[str], rng: random.Random, rows: Rows) -> Planted | None:
    draft = drafts[tag]
    labels = sorted({label for label, role, _ in draft.turns if role is Role.ANSWER})
    places = [
        t
        for t, (_, role, x) in enumerate(draft.turns)
        if role is Role.ANSWER and t and x and all(text in free for text in x)
    ]
    rng.shuffle(places)
    for t in places:
        label, role, sentences = draft.turns[t]
        other = [x for x in labels if x != label and sum(turn[0] == x for turn in draft.turns) > 2]
        if not other or sum(turn[0] == label for turn in draft.turns) < 3:
            continue
        draft.turns[t] = (rng.choice(other), role, sentences)
        return Planted("role", "role", tag, set(sentences), f"{label} -> {draft.turns[t][0]}: {sentences[0]}")
    return None


def _label(drafts: Drafts, tag: str, free: set[str], rng: random.Random, rows: Rows) -> Planted | None:
    draft = drafts[tag]
    places = [
        t
        for t, (label, role, x) in enumerate(draft.turns)
        if role is Role.ANSWER and " " in label and x and x[0] in free
    ]
    rng.shuffle(places)
    for t in places:
        label, role, sentences = draft.turns[t]
        first, _, last = label.rpartition(" ")
        draft.turns[t] = (f"{first} {last[:-1]}{'o' if last[-1] != 'o' else 'e'}", role, sentences)
        return Planted("label", "label", tag, set(sentences), draft.turns[t][0])
    return None


def _negation(text: str, tag: str, rng: random.Random) -> str | None:
    if "?" in text or len(text) > 220:
        return None
    rules = list(NEGATIONS[tag[:2]])
    rng.shuffle(rules)
    for pattern, to in rules:
        new = re.sub(pattern, to, text, count=1)
        if new != text:
            return new[:1].upper() + new[1:]
    return None


def _question(text: str, tag: str, _: random.Random) -> str | None:
    return re.sub(r"[\s\u00a0\u202f]*\?$", ".", text).replace("¿", "") if text.endswith("?") else None


def _opposite(text: str, tag: str, rng: random.Random) -> str | None:
    if "?" in text or len(text) > 220:
        return None
    pairs = list(OPPOSITES[tag[:2]])
    rng.shuffle(pairs)
    for word, other in pairs:
        new = re.sub(word if word.startswith(r"\b") else rf"\b{word}\b", other, text, count=1)
        if new != text:
            return new
    return None


def _term(drafts: Drafts, tag: str, free: set[str], rng: random.Random, rows: Rows) -> Planted | None:
    """Render a term otherwise in one place, where it stands in three sentences of the edition or more."""
    texts = [text for _, _, sentences in drafts[tag].turns for text in sentences]
    recurring = [(old, to) for old, to in TERMS.get(tag, []) if sum(bool(re.search(old, t)) for t in texts) >= 3]

    def change(text: str, _: str, rng: random.Random) -> str | None:
        for old, to in rng.sample(recurring, len(recurring)):
            new = re.sub(old, to, text, count=1)
            if new != text:
                return new
        return None

    return _edit("term", "term", change)(drafts, tag, free, rng, rows)


OPERATORS: dict[str, Callable[..., Planted | None]] = {
    "digit": _edit("digit", "number", _digits),
    "drop-sentence": _drop,
    "month": _edit("month", "date", _of(MONTHS)),
    "name-swap": _name("swap"),
    "untranslated": _untranslated,
    "role": _role,
    "magnitude": _edit("magnitude", "number", _magnitude),
    "add-sentence": _insert,
    "day": _edit("day", "date", _day),
    "split": _split,
    "negation": _edit("negation", "negation", _negation),
    "term": _term,
    "transpose": _edit("transpose", "number", _transpose),
    "drop-exchange": _drop_exchange,
    "weekday": _edit("weekday", "date", _of(DAYS)),
    "merge": _merge,
    "name-spelling": _name("spelling"),
    "number-word": _edit("number-word", "number", _word),
    "year": _edit("year", "date", _year),
    "move-exchange": _move_exchange,
    "question": _edit("question", "punctuation", _question),
    "label": _label,
    "time": _edit("time", "date", _time),
    "negation-2": _edit("negation-2", "negation", _negation),
    "name-swap-2": _name("swap"),
    "opposite": _edit("opposite", "negation", _opposite),
    "term-2": _term,
    "opposite-2": _edit("opposite-2", "negation", _opposite),
    "term-3": _term,
    "merge-2": _merge,
    "shift-sentence": _shift,
}
