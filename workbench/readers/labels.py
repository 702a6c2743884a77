"""Speaker labels, found by structure: a short prefix that recurs at the start of paragraphs.

Known label words (``data/labels.toml``) help where a prefix stands once only, and
tell who asks; no list of names is needed.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from workbench.model import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LONGEST = 80  # characters
_WORDS = 8
_PREFIX = re.compile(r"(?P<label>[^::\n]{1,80}?)[\s\u00a0\u202f]*[::](?=[\s\u00a0\u202f]|$|[^\d\s/])[\s\u00a0\u202f]*")
_REMARK = re.compile(r"[\s\u00a0]*[\(\[][^()\[\]]{0,60}[\)\]]|[\s\u00a0]*\d{1,3}$|(?<=[^\W\d])\d{1,3}$")
_NAME_WORD = re.compile(r"(?:[^\W\d_]\.){1,3}(?:[^\W\d_][\w'’-]*)?|[^\W\d_][\w'’-]*\.?")
_PARTICLES = {
    "de", "la", "del", "le", "du", "des", "von", "van", "der", "den", "di", "da", "dos", "bin", "al", "el",
    "y", "i", "und", "et", "and", "of", "the", "zu", "af", "av",
}  # fmt: skip
_QUESTION_MARK = re.compile(r"[?？؟]")
_QUESTION_END = re.compile(r"[?？؟;;]\W*$")
_SENTENCE_STOP = re.compile(r"[!?;…»”\"]|\.\s+[^\W\d_]{2,}\s")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A paragraph with the label it begins with (empty if none) and the text after it."""

    label: str
    text: str


def split_labels(paragraphs: Sequence[str]) -> list[Labelled]:
    """Return the paragraphs with the labels that are labels taken off."""
    prefixes = [_prefix(p) for p in paragraphs]
    accepted = _accepted(prefixes)
    result = []
    for paragraph, prefix in zip(paragraphs, prefixes, strict=True):
        if prefix and base(prefix[0]) in accepted:
            result.append(Labelled(prefix[0], paragraph[prefix[1] :]))
        else:
            result.append(Labelled("", paragraph))
    return result


def base(label: str) -> str:
    """Return a label without remarks in brackets or a running number, case-folded: its identity on the page."""
    bare = _REMARK.sub("", label)
    return " ".join(bare.split()).casefold()


def kind(label: str) -> str | None:
    """Return what a known label word announces (question, answer, moderator), or None."""
    words = _known()
    folded = base(label)
    return next((name for name in ("question", "answer", "moderator") if folded in words[name]), None)


def is_furniture(text: str) -> bool:
    """Tell whether a short paragraph is a known phrase of page furniture, a slip of spelling allowed."""
    folded = " ".join(text.strip(" •·|>»:.").casefold().split())
    if len(folded) > 60:
        return False
    return any(folded == f or (len(f) > 9 and fuzz.ratio(folded, f) >= 90) for f in _known()["furniture"])


def roles(labels: Sequence[str], texts: Sequence[str]) -> list[Role]:
    """Return the role of each turn, from its label and, where labels do not say, from who asks.

    A label that announces questions asks; a moderator asks, but opens and closes
    with statements; without either, the label whose turns mostly end in a
    question mark asks, if another's do not. Who speaks before anyone has asked or given the word makes a statement.
    """
    asking = _asking(labels, texts)
    result: list[Role] = []
    asked = False
    for index, (label, text) in enumerate(zip(labels, texts, strict=True)):
        role = Role.STATEMENT
        if kind(label) == "question":
            role = Role.QUESTION
        elif base(label) in asking:
            edge = index in (0, len(labels) - 1) or not asked
            role = Role.STATEMENT if edge and not _QUESTION_MARK.search(text) else Role.QUESTION
        elif kind(label) == "answer" or asked:
            role = Role.ANSWER
        asked = asked or role is Role.QUESTION or base(label) in asking
        result.append(role)
    return result


def _asking(labels: Sequence[str], texts: Sequence[str]) -> set[str]:
    """Return the labels (as ``base`` has them) of those who ask."""
    kinds = {base(label): kind(label) for label in labels if label}
    asking = {label for label, what in kinds.items() if what in ("question", "moderator")}
    if asking:
        return asking
    share: dict[str, list[bool]] = defaultdict(list)
    for label, text in zip(labels, texts, strict=True):
        share[base(label)].append(_asks(text))
    rates = {label: sum(asks) / len(asks) for label, asks in share.items()}
    least = min(rates.values())
    return {label for label, rate in rates.items() if rate >= 0.5 and rate >= least + 0.25}


def _asks(text: str) -> bool:
    """Tell whether a turn ends in a question (Greek ends one in a semicolon)."""
    return bool(_QUESTION_END.search(text))


def _prefix(paragraph: str) -> tuple[str, int] | None:
    """Return what stands before the first colon and the offset after it, if it could be a label."""
    match = _PREFIX.match(paragraph)
    if not match:
        return None
    label = match["label"].strip()
    bare = _REMARK.sub("", label).strip()
    words = bare.split()
    if not words or len(words) > _WORDS or len(label) > _LONGEST or _SENTENCE_STOP.search(bare + " "):
        return None
    if not bare[0].isalpha() or bare[0].islower():
        return None
    return label, match.end()


def _accepted(prefixes: Iterable[tuple[str, int] | None]) -> set[str]:
    """Return the prefixes that are labels: known words, those that recur, and names beside such."""
    found = [base(p[0]) for p in prefixes if p]
    printed: dict[str, str] = {}
    for prefix in prefixes:
        if prefix:
            printed.setdefault(base(prefix[0]), _REMARK.sub("", prefix[0]).strip())
    counts = Counter(found)
    accepted = {label for label in counts if kind(label)}
    accepted |= {label for label, n in counts.items() if n >= 2 and (n >= 3 or _like_name(printed[label]))}
    if accepted:
        accepted |= {label for label in counts if _like_name(printed[label]) and len(printed[label].split()) >= 2}
        surnames = {label.split()[-1] for label in accepted if label}
        accepted |= {label for label in counts if label in surnames}
    return accepted


def _like_name(label: str) -> bool:
    """Tell whether a prefix is written as names and offices are: capitalised words, particles, initials."""
    words = label.split()
    capital = [w for w in words if _NAME_WORD.fullmatch(w.rstrip(",")) and not w[0].islower()]
    small = [w for w in words if w.casefold() in _PARTICLES]
    return bool(capital) and len(capital) + len(small) == len(words)


@cache
def _known() -> dict[str, frozenset[str]]:
    table = tomllib.loads((files("workbench") / "data" / "labels.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in table.items()}
