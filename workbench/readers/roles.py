"""What turns do in the exchange: who asks, told by label words and by who ends in question marks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from workbench.model import Role
from workbench.readers.labels import base, kind

_QUESTION_MARK = re.compile(r"[?？؟]")
_QUESTION_END = re.compile(r"[?？؟;;]\W*$")
_KNOWN_WORD = 0.99
_BY_MARKS = 0.8  # confidence of a role told by question marks alone
_REST = 0.85  # of one told by what the others do

Judged = tuple[Role, float, str]
"""A role, its confidence (0..1) and why."""


def roles(
    labels: Sequence[str],
    texts: Sequence[str],
    *,
    hints: Sequence[str | None] = (),
    kinds: Mapping[str, str] | None = None,
) -> list[Judged]:
    """Return the role of each turn, from its label and, where labels do not say, from who asks.

    A label that announces questions asks; a moderator asks, but opens and closes
    with statements; without either, the label whose turns mostly end in a
    question mark asks, if another's do not. Who speaks before anyone has asked or given the word makes a
    statement. ``hints`` are roles that the file's structure gives, ``kinds`` what a person has said of labels.
    """
    if not labels:
        return []
    hints = hints or [None] * len(labels)
    said = {base(label): what for label, what in (kinds or {}).items()}
    what = [said.get(base(label)) or (kind(label) if label else None) for label in labels]
    asking, by_marks = _asking(labels, texts, what)
    result: list[Judged] = []
    asked = any(h == "question" for h in hints[:1])
    for index, (label, text, hint, announced) in enumerate(zip(labels, texts, hints, what, strict=True)):
        edge = index in (0, len(labels) - 1) or not asked
        found: Judged = (Role.STATEMENT, _REST, "nobody has asked before it")
        if hint in ("question", "answer", "statement"):
            found = (Role(hint), 0.9, "the page sets it apart so")
        elif announced == "question":
            found = (Role.QUESTION, _KNOWN_WORD, "its label announces a question")
        elif base(label) in asking and edge and not _QUESTION_MARK.search(text):
            found = (Role.STATEMENT, _REST, "who leads opens or closes")
        elif base(label) in asking:
            why = "its speaker mostly ends in a question mark" if by_marks else "its label is a moderator's"
            found = (Role.QUESTION, _BY_MARKS if by_marks else 0.9, why)
        elif announced == "answer":
            found = (Role.ANSWER, _KNOWN_WORD, "its label announces an answer")
        elif asked:
            found = (Role.ANSWER, 0.95 if not by_marks else _REST, "somebody has asked before it")
        asked = asked or found[0] is Role.QUESTION or base(label) in asking
        result.append(found)
    return result


def _asking(labels: Sequence[str], texts: Sequence[str], what: Sequence[str | None]) -> tuple[set[str], bool]:
    """Return the labels (as ``base`` has them) of those who ask, and whether question marks told."""
    asking = {
        base(label) for label, announced in zip(labels, what, strict=True) if announced in ("question", "moderator")
    }
    if asking:
        return asking, False
    share: dict[str, list[bool]] = defaultdict(list)
    for label, text in zip(labels, texts, strict=True):
        share[base(label)].append(_asks(text))
    rates = {label: sum(asks) / len(asks) for label, asks in share.items()}
    least = min(rates.values())
    return {label for label, rate in rates.items() if rate >= 0.5 and rate >= least + 0.25}, True


def _asks(text: str) -> bool:
    """Tell whether a turn ends in a question (Greek ends one in a semicolon)."""
    return bool(_QUESTION_END.search(text))
