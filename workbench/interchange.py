"""What every exchange format shares: how a cell's units are noted, and which characters a format can hold.

A *unit note* says of each unit of a cell where it stood, so that a format which
holds one text a cell gives the segments back: ``31/4a/0 32/4a/57¶`` is segment 31
of turn 4, an answer, at character 0 of the cell's text, and segment 32 at
character 57, with which a paragraph begins. Characters are Unicode code points.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from workbench.model import Role

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Sequence

ROLE_LETTERS = {Role.QUESTION: "q", Role.ANSWER: "a", Role.STATEMENT: "s"}
_ROLES = {letter: role for role, letter in ROLE_LETTERS.items()}
_NOTE = re.compile(r"(\d+)/(\d+)([qas])/(\d+)(¶?)")
_ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2
_BREAK = re.compile(r"[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_FORMULA = re.compile(r"'*[=+\-@]")
_GUARDED = re.compile(r"'+[=+\-@]")
REPLACED = "characters replaced by U+FFFD, which the format cannot hold"
BROKEN = "tabs and line breaks replaced by spaces"
SURROGATES = "lone surrogates replaced by U+FFFD, which UTF-8 cannot hold"
GUARDED = "cells guarded by an apostrophe, as spreadsheets would take them for formulas"


class Unit(NamedTuple):
    """A segment (or, in a file of turns only, a turn) as a format carries it.

    ``place`` and ``turn`` are its 0-based numbers in the edition, None where the format does not say.
    """

    text: str
    place: int | None = None
    turn: int | None = None
    role: Role | None = None
    label: str = ""
    paragraph: bool = False


def cut(text: str, note: str, speaker: str = "") -> tuple[Unit, ...]:
    """Return the units of a cell: its text cut where the note says; one unit where there is no note.

    ``speaker`` holds the labels of the turns concerned, as :func:`join_labels` writes them.
    An empty text without a note is no unit. Raises ValueError for a note that does not fit the text.
    """
    labels = split_labels(speaker)
    if not note.strip():
        return (Unit(text, label=labels[0] if labels else ""),) if text else ()
    found = []
    for part in note.split():
        match = _NOTE.fullmatch(part)
        if not match:
            msg = f'"{part}" is no unit note'
            raise ValueError(msg)
        found.append((int(match[1]), int(match[2]), _ROLES[match[3]], int(match[4]), bool(match[5])))
    turns = list(dict.fromkeys(turn for _, turn, *_ in found))
    named = dict(zip(turns, labels, strict=False))
    ends = [start - 1 for *_, start, _ in found[1:]] + [len(text)]
    units = []
    for (index, turn, role, start, paragraph), end in zip(found, ends, strict=True):
        if not 0 <= start <= end <= len(text):
            msg = f"units end at character {end} of {len(text)}"
            raise ValueError(msg)
        units.append(Unit(text[start:end], index, turn, role, named.get(turn, ""), paragraph))
    return tuple(units)


def join_labels(labels: Sequence[str]) -> str:
    """Return speaker labels as one text: `` | `` between them, bars and backslashes in them escaped."""
    return " | ".join(label.replace("\\", "\\\\").replace("|", "\\p") for label in labels)


def split_labels(text: str) -> list[str]:
    """Return the labels that :func:`join_labels` joined."""
    if "\\" not in text and "|" not in text:
        return [text] if text else []
    return [re.sub(r"\\(.)", lambda m: "|" if m[1] == "p" else m[1], part) for part in text.split(" | ")]


_CONTROLS = bytes(set(range(32)) - {9, 10, 13})


def is_legal(text: str) -> bool:
    """Tell whether XML 1.0 can hold a text, fast for long ones."""
    return legal_bytes(text) is not None


def legal_bytes(text: str, *, controls: int = 0) -> bytes | None:
    """Return a text in UTF-8, or None where it holds what XML 1.0 forbids beside ``controls`` control characters."""
    if "\ufffe" in text or "\uffff" in text:
        return None
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return None
    return data if len(data.translate(None, _CONTROLS)) == len(data) - controls else None


def legal(text: str, counts: Counter[str]) -> str:
    """Return the text with the characters that XML 1.0 forbids replaced, one for one, and counted."""
    found, count = _ILLEGAL.subn("\ufffd", text)
    if count:
        counts[REPLACED] += count
    return found


def one_line(text: str, counts: Counter[str]) -> str:
    """Return the text on one line: tabs and breaks become spaces, one for one, controls U+FFFD; all counted."""
    found, count = _BREAK.subn(" ", text)
    if count:
        counts[BROKEN] += count
    return legal(found, counts)


def encodable(text: str, counts: Counter[str]) -> str:
    """Return the text with lone surrogates replaced and counted."""
    found, count = _SURROGATE.subn("\ufffd", text)
    if count:
        counts[SURROGATES] += count
    return found


def guard(text: str, counts: Counter[str]) -> str:
    """Return the text with an apostrophe before it where a spreadsheet would take it for a formula."""
    if _FORMULA.match(text):
        counts[GUARDED] += 1
        return "'" + text
    return text


def unguard(text: str) -> str:
    """Return the text that :func:`guard` was given."""
    return text[1:] if _GUARDED.match(text) else text


def format_pairs(pairs: Iterable[tuple[str, str, float]]) -> str:
    """Return confidences by pair as ``de-DE|en-GB=0.9800 …``, tags in alphabetical order."""
    return " ".join(f"{name}={value:.4f}" for name, value in sorted(("|".join(sorted((a, b))), v) for a, b, v in pairs))


def parse_pairs(text: str) -> dict[tuple[str, str], float]:
    """Return what :func:`format_pairs` wrote; ValueError where it is something else."""
    pairs = {}
    for part in text.split():
        name, _, value = part.partition("=")
        left, bar, right = name.partition("|")
        if not bar:
            msg = f'"{part}" is no pair'
            raise ValueError(msg)
        pairs[left, right] = float(value)
    return pairs
