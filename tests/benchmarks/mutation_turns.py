"""Operators on what turns hold: sentences and exchanges dropped, added, moved, split, merged, mislabelled."""

from __future__ import annotations

import random

from mutation_drafts import Draft, Drafts, Planted, Rows, row_of, sentences_of
from mutation_words import SENTENCES

from workbench.model import Role


def untranslated(drafts: Drafts, tag: str, free: set[str], rng: random.Random, rows: Rows) -> Planted | None:
    """Leave a sentence in the language of another edition."""
    draft = drafts[tag]
    for t, s in sentences_of(draft, free, rng):
        old = draft.turns[t][2][s]
        row = next((r for r in rows if old in r.get(tag, ()) and len(r[tag]) == 1), None)
        others = [x for x in (row or {}) if x != tag and len(row[x]) == 1] if row else []
        if not others or len(old.split()) < 4:
            continue
        new = next(iter(row[rng.choice(others)]))  # type: ignore[index]
        draft.turns[t][2][s] = new
        return Planted("untranslated", "untranslated", tag, (row_of(rows, old) - {old}) | {new}, f"{old} -> {new}")
    return None


def drop(drafts: Drafts, tag: str, free: set[str], rng: random.Random, rows: Rows) -> Planted | None:
    """Leave out a sentence of three or more in its turn."""
    draft = drafts[tag]
    for t, s in sentences_of(draft, free, rng):
        sentences = draft.turns[t][2]
        row = next((r for r in rows if sentences[s] in r.get(tag, ()) and all(len(x) == 1 for x in r.values())), None)
        if row is None or len(sentences) < 3 or len(sentences[s]) < 25:
            continue
        old = sentences.pop(s)
        return Planted("drop-sentence", "omission", tag, row_of(rows, old) - {old}, old)
    return None


def insert(drafts: Drafts, tag: str, free: set[str], rng: random.Random, rows: Rows) -> Planted | None:
    """Put in a sentence that no edition has."""
    draft = drafts[tag]
    for t, s in sentences_of(draft, free, rng):
        sentences = draft.turns[t][2]
        new = rng.choice(SENTENCES[tag[:2]])
        if len(sentences) < 2 or any(new in x for _, _, x in draft.turns):
            continue
        about = {new, sentences[s]}
        sentences.insert(s + 1, new)
        return Planted("add-sentence", "addition", tag, about, new)
    return None


def shift(drafts: Drafts, tag: str, free: set[str], rng: random.Random, rows: Rows) -> Planted | None:
    """Move a sentence to the other end of its turn."""
    draft = drafts[tag]
    for t, s in sentences_of(draft, free, rng):
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


def drop_exchange(drafts: Drafts, tag: str, free: set[str], rng: random.Random, rows: Rows) -> Planted | None:
    """Leave out a question with its answer."""
    draft = drafts[tag]
    for t in _exchanges(draft, free, rng):
        texts = draft.turns[t][2] + draft.turns[t + 1][2]
        del draft.turns[t : t + 2]
        about = set().union(*(row_of(rows, x) for x in texts)) - set(texts)
        return Planted("drop-exchange", "omission", tag, about, texts[0])
    return None


def move_exchange(drafts: Drafts, tag: str, free: set[str], rng: random.Random, rows: Rows) -> Planted | None:
    """Move a question with its answer three exchanges on."""
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


def split(drafts: Drafts, tag: str, free: set[str], rng: random.Random, rows: Rows) -> Planted | None:
    """Split an answer into two turns."""
    draft = drafts[tag]
    for t, s in sentences_of(draft, free, rng):
        label, role, sentences = draft.turns[t]
        if s < 1 or len(sentences) < 3 or role is not Role.ANSWER:
            continue
        draft.turns[t : t + 1] = [(label, role, sentences[:s]), (label, role, sentences[s:])]
        return Planted("split", "split", tag, set(sentences), sentences[s])
    return None


def merge(drafts: Drafts, tag: str, free: set[str], rng: random.Random, rows: Rows) -> Planted | None:
    """Put a question and its answer into one turn."""
    draft = drafts[tag]
    for t in _exchanges(draft, free, rng):
        label, role, sentences = draft.turns[t]
        texts = sentences + draft.turns[t + 1][2]
        draft.turns[t : t + 2] = [(label, role, texts)]
        return Planted("merge", "merged", tag, set(texts), texts[0])
    return None


def role(drafts: Drafts, tag: str, free: set[str], rng: random.Random, rows: Rows) -> Planted | None:
    """Give an answer to another speaker."""
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


def label(drafts: Drafts, tag: str, free: set[str], rng: random.Random, rows: Rows) -> Planted | None:
    """Misspell a speaker's name in one label."""
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
