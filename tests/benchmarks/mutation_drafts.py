"""What the operators of mutations.py change: drafts of editions, and a record of the fault that was planted."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from workbench.model import Edition, Role, Segment, Turn


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


def row_of(rows: Rows, text: str) -> set[str]:
    """Return the texts, in every language, of the rows that a text stands in."""
    return {t for row in rows if any(text in texts for texts in row.values()) for texts in row.values() for t in texts}


def sentences_of(draft: Draft, free: set[str], rng: random.Random) -> list[tuple[int, int]]:
    """Return the places (turn, sentence) of the sentences that are ``free`` to be changed, in an order by chance."""
    places = [
        (t, s) for t, (_, _, sentences) in enumerate(draft.turns) for s, text in enumerate(sentences) if text in free
    ]
    rng.shuffle(places)
    return places
