"""Operators that plant one fault in one edition of a transcript; each returns what it did, or None where it cannot.

They work on drafts (mutation_drafts.py): an edition as a list of turns, each a label, a role and its sentences.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import mutation_texts
import mutation_turns
from mutation_drafts import Drafts, Planted, Rows, row_of, sentences_of
from mutation_words import DAYS, MONTHS, NAMES, TERMS

from workbench.names import known_name, likeness
from workbench.quantities import find_quantities
from workbench.vocabulary import is_common


def _edit(
    name: str, check: str, change: Callable[[str, str, random.Random], str | None]
) -> Callable[..., Planted | None]:
    """Return an operator that changes the text of one sentence."""

    def operator(drafts: Drafts, tag: str, free: set[str], rng: random.Random, rows: Rows) -> Planted | None:
        draft = drafts[tag]
        for t, s in sentences_of(draft, free, rng):
            old = draft.turns[t][2][s]
            row = next((r for r in rows if old in r.get(tag, ())), None)
            if row is None or sum(bool(texts) for texts in row.values()) < 4:
                continue
            new = change(old, tag, rng)
            if new and new != old:
                draft.turns[t][2][s] = new
                return Planted(name, check, tag, (row_of(rows, old) - {old}) | {new}, f"{old} -> {new}")
        return None

    return operator


def _proper(rows: Rows, text: str, tag: str) -> list[str]:
    """Return names of a sentence: capitalised inside it, and in the English of the row, too, by sound or spelling."""
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
    """Return an operator that puts another name for one ("swap"), or another vowel into one ("spelling")."""

    def operator(drafts: Drafts, tag: str, free: set[str], rng: random.Random, rows: Rows) -> Planted | None:
        draft = drafts[tag]
        for t, s in sentences_of(draft, free, rng):
            old = draft.turns[t][2][s]
            names = _proper(rows, old, tag)
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
                f"name-{kind}", "name", tag, (row_of(rows, old) - {old}) | {new}, f"{old} -> {new_name} for {name}"
            )
        return None

    return operator


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
    "digit": _edit("digit", "number", mutation_texts.digits),
    "drop-sentence": mutation_turns.drop,
    "month": _edit("month", "date", mutation_texts.of(MONTHS)),
    "name-swap": _name("swap"),
    "untranslated": mutation_turns.untranslated,
    "role": mutation_turns.role,
    "magnitude": _edit("magnitude", "number", mutation_texts.magnitude),
    "add-sentence": mutation_turns.insert,
    "day": _edit("day", "date", mutation_texts.day),
    "split": mutation_turns.split,
    "negation": _edit("negation", "negation", mutation_texts.negation),
    "term": _term,
    "transpose": _edit("transpose", "number", mutation_texts.transpose),
    "drop-exchange": mutation_turns.drop_exchange,
    "weekday": _edit("weekday", "date", mutation_texts.of(DAYS)),
    "merge": mutation_turns.merge,
    "name-spelling": _name("spelling"),
    "number-word": _edit("number-word", "number", mutation_texts.word),
    "year": _edit("year", "date", mutation_texts.year),
    "move-exchange": mutation_turns.move_exchange,
    "question": _edit("question", "punctuation", mutation_texts.question),
    "label": mutation_turns.label,
    "time": _edit("time", "date", mutation_texts.time),
    "negation-2": _edit("negation-2", "negation", mutation_texts.negation),
    "name-swap-2": _name("swap"),
    "opposite": _edit("opposite", "negation", mutation_texts.opposite),
    "term-2": _term,
    "opposite-2": _edit("opposite-2", "negation", mutation_texts.opposite),
    "term-3": _term,
    "merge-2": mutation_turns.merge,
    "shift-sentence": mutation_turns.shift,
}
