"""Speaker labels, found by structure: a short prefix that recurs at the start of paragraphs.

A label ends in a colon, stands on a line of its own, is set in bold, or is parted
from the speech by a dash or a full stop after capitals. Known label words (``data/labels.toml``) help
where a prefix stands once only, and tell who asks; no list of names is needed.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

if TYPE_CHECKING:
    from workbench.readers.blocks import Block

KINDS = ("question", "answer", "moderator", "speaker", "text")
"""What a label can be: it announces questions, answers or a moderator's turns, names a speaker, or is no label."""

_LONGEST = 80  # characters
_WORDS = 8
_STAMP = r"(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?[\s\u00a0]*(?:[-–—]+[\s\u00a0]*)?)?"
_PREFIX = re.compile(
    rf"{_STAMP}(?P<label>[^:\uff1a\n]{{1,80}}?)[\s\u00a0\u202f]*[:\uff1a](?=[\s\u00a0\u202f]|$|[^\d\s/])[\s\u00a0\u202f]*"
)
_APART = re.compile(rf"{_STAMP}(?P<label>[^\W\d_][^:\uff1a\n–—]{{0,60}}?)[\s\u00a0]+[–—][\s\u00a0]+")
_CAPITALS = re.compile(
    r"(?P<label>[^\W\d_a-zа-яё](?:[^\W_a-zа-яё]|[-.’' ](?=\S)){0,50})\.[\s\u00a0]*(?:[–—-][\s\u00a0]*)?(?=\S)"
)
_REMARK = re.compile(
    r"[\s\u00a0]*[\(\[][^()\[\]]{0,80}[\)\]]|[\s\u00a0]*(?:[#№]|No\.?|Nr\.?)?[\s\u00a0]*\d{1,3}$|(?<=[^\W\d])\d{1,3}$"
)
_NAME_WORD = re.compile(r"(?:[^\W\d_]\.){1,3}(?:[^\W\d_][\w'’-]*)?|[^\W\d_][\w'’-]*\.?")
_PARTICLES = {
    "de", "la", "del", "le", "du", "des", "von", "van", "der", "den", "di", "da", "dos", "bin", "al", "el",
    "y", "i", "und", "et", "and", "of", "the", "zu", "af", "av",
}  # fmt: skip
_SENTENCE_STOP = re.compile(r"[!?;…»”\"]|[^\W\d_]{5}\.\s+[^\W\d_]{2,}\s")
_LETTERS = re.compile(r"[^\W\d_]+")
_LINE_END = re.compile(r"[.!?…。！？؟,;)\]»”\"]$")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A paragraph with the label it begins with (empty if none) and the text after it.

    ``starts`` says that a turn begins here, ``how`` by what sign, ``confidence`` (0..1) how sure that is;
    ``role`` is the role that the sign gives, where it does; ``block`` is where it comes from.
    """

    label: str
    text: str
    starts: bool = False
    how: str = ""
    confidence: float = 1.0
    role: str | None = None
    block: Block | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    label: str
    end: int


def split_labels(blocks: Sequence[Block], *, kinds: Mapping[str, str] | None = None) -> list[Labelled]:
    """Return the paragraphs with the labels that are labels taken off.

    ``kinds`` is what a person has said of labels, by their base: one of :data:`KINDS`.
    """
    given = dict(kinds or {})
    colon = [_prefix(b.text) for b in blocks]
    accepted = _with_given(_accepted(colon), given)
    taken = {i: c for i, c in enumerate(colon) if c and base(c.label) in accepted}
    how = dict.fromkeys(taken, "a colon after it")
    structure = any(b.label is not None for b in blocks)
    if not structure and len({base(c.label) for c in taken.values()} - {""}) < 2:
        other, sign = _other_style(blocks, accepted, given)
        if len(other) > len(taken):
            taken, how = other, dict.fromkeys(other, sign)
    elif not structure:
        for i, candidate in enumerate(_own_lines(blocks)):
            if candidate and i not in taken and base(candidate.label) in accepted:
                taken[i], how[i] = candidate, "a line of its own"
    counts = Counter(base(c.label) for c in taken.values())
    return [_labelled(b, taken.get(i), how.get(i, ""), counts) for i, b in enumerate(blocks)]


def _labelled(block: Block, found: _Candidate | None, how: str, counts: Counter[str]) -> Labelled:
    if block.label is not None:
        text = block.text
        again = _prefix(text)
        if again and base(again.label) == base(block.label):
            text = text[again.end :]
        return Labelled(block.label, text, bool(block.label), "the file's structure", 0.99, block.role, block)
    if found is None:
        return Labelled("", block.text, role=block.role, block=block)
    times = counts[base(found.label)]
    sure = 0.99 if kind(found.label) else 0.97 if times >= 3 else 0.93 if times == 2 else 0.8
    if how not in ("a colon after it", "bold type"):
        sure -= 0.05
    return Labelled(found.label, block.text[found.end :], True, how, round(sure, 2), block.role, block)


def _with_given(accepted: set[str], given: Mapping[str, str]) -> set[str]:
    named = {base(label): what for label, what in given.items()}
    refused = {label for label, what in named.items() if what == "text"}
    return (accepted | set(named)) - refused


def _other_style(
    blocks: Sequence[Block], accepted: set[str], given: Mapping[str, str]
) -> tuple[dict[int, _Candidate], str]:
    """Return the labels of the sign, other than a colon, that most turns begin with."""
    styles = {
        "a line of its own": _own_lines(blocks),
        "bold type": [_lead(b) for b in blocks],
        "capitals before a full stop": [_match(_CAPITALS, b.text) for b in blocks],
        "a dash after it": [_match(_APART, b.text) for b in blocks],
    }
    best: dict[int, _Candidate] = {}
    sign = ""
    for name, candidates in styles.items():
        wanted = _with_given(_recurring(candidates) | (accepted if len(accepted) > 1 else set()), given)
        found = {i: c for i, c in enumerate(candidates) if c and base(c.label) in wanted}
        if len(found) >= 2 and len(found) > len(best):
            best, sign = found, name
    return best, sign


def _own_lines(blocks: Sequence[Block]) -> list[_Candidate | None]:
    """Return the blocks that could be labels on a line of their own: short, no sentence, something after them."""
    found: list[_Candidate | None] = []
    for i, block in enumerate(blocks):
        if len(block.text) > 64:
            found.append(None)
            continue
        text = block.text.rstrip(":\uff1a \u00a0")
        bare = _REMARK.sub("", text).strip()
        fits = 0 < len(bare.split()) <= 6 and len(text) <= 60 and not _LINE_END.search(bare)
        fits = fits and bare[0].isalpha()
        follows = i + 1 < len(blocks) and len(blocks[i + 1].text) > 0
        found.append(_Candidate(text, len(block.text)) if fits and follows and not bare[0].islower() else None)
    return [c if c and not (i + 1 < len(found) and _same(found[i + 1], c)) else None for i, c in enumerate(found)]


def _same(a: _Candidate | None, b: _Candidate) -> bool:
    return a is not None and base(a.label) == base(b.label)


def _lead(block: Block) -> _Candidate | None:
    lead = block.lead.rstrip(":\uff1a .–—-\u00a0")
    if not lead or block.strong or block.lead == block.text or not _label_like(lead):
        return None
    end = len(block.lead)
    after = re.match(r"[\s\u00a0]*[:\uff1a.–—-]?[\s\u00a0]*", block.text[end:])
    return _Candidate(lead, end + (after.end() if after else 0))


def _match(pattern: re.Pattern[str], text: str) -> _Candidate | None:
    match = pattern.match(text)
    return _Candidate(match["label"].strip(), match.end()) if match and _label_like(match["label"].strip()) else None


def _recurring(candidates: Sequence[_Candidate | None]) -> set[str]:
    """Return the labels known as words or recurring as names, if at least one recurs or two are known."""
    counts = Counter(base(c.label) for c in candidates if c)
    printed = {base(c.label): _REMARK.sub("", c.label).strip() for c in candidates if c}
    known = {label for label in counts if kind(label)}
    names = {
        label for label, n in counts.items() if n >= 2 and (_like_name(printed[label]) or printed[label].isupper())
    }
    if not known and len(names) < 2:
        return set()
    singles = {label for label in counts if _like_name(printed[label]) and 2 <= len(label.split()) <= 3}
    return known | names | (singles if len(names) >= 2 else set())


@lru_cache(maxsize=8192)
def base(label: str) -> str:
    """Return a label without remarks in brackets or a running number, case-folded: its identity on the page."""
    bare = _REMARK.sub("", label)
    return " ".join(bare.split()).casefold().rstrip(".:") or " ".join(label.split()).casefold()


def bare(label: str) -> str:
    """Return a label as printed, without remarks in brackets and running numbers."""
    return " ".join(_REMARK.sub("", label).split())


@lru_cache(maxsize=8192)
def kind(label: str) -> str | None:
    """Return what a known label word announces (question, answer, moderator), or None.

    The word may have company after it ("Question from the floor", "Frage, ARD"), if that is no mere letter.
    """
    words = _known()
    folded = base(label)
    for name in ("question", "answer", "moderator"):
        if folded in words[name]:
            return name
    first = re.match(r"[^\W\d_]{4,}", folded)
    if first and first.end() < len(folded) and folded[first.end()] in " ,-–/":
        for name in ("question", "answer", "moderator"):
            if first.group() in words[name]:
                return name
    return None


def label_kind(label: str) -> str:
    """Return what a label is taken for, one of :data:`KINDS`: what its word announces, else a speaker."""
    return kind(label) or "speaker"


def is_office(word: str) -> bool:
    """Tell whether a word is a form of address or an office that stands before names (``Minister``, ``Frau``)."""
    return word.strip(".,").casefold() in _known()["office"]


def is_furniture(text: str) -> bool:
    """Tell whether a short paragraph is a known phrase of page furniture, a slip of spelling allowed."""
    folded = " ".join(text.strip(" •·|>»:.").casefold().split())
    if len(folded) > 60 or not folded:
        return False
    if folded in _known()["furniture"]:
        return True
    return any(len(f) > 9 and fuzz.ratio(folded, f, score_cutoff=90) >= 90 for f in _known()["furniture"])


def _prefix(paragraph: str) -> _Candidate | None:
    """Return what stands before the first colon and the offset after it, if it could be a label."""
    match = _PREFIX.match(paragraph)
    return _Candidate(match["label"].strip(), match.end()) if match and _label_like(match["label"].strip()) else None


def _label_like(label: str) -> bool:
    """Tell whether a text could be a label: a few words that begin with a capital and end no sentence."""
    bare = _REMARK.sub("", label).strip()
    words = bare.split()
    if not words or len(words) > _WORDS or len(label) > _LONGEST or _SENTENCE_STOP.search(bare + " "):
        return False
    return bare[0].isalpha() and (not bare[0].islower() or kind(bare) is not None)


def _accepted(prefixes: Sequence[_Candidate | None]) -> set[str]:
    """Return the prefixes that are labels: known words, those that recur, and names beside such."""
    counts = Counter(base(p.label) for p in prefixes if p)
    printed: dict[str, str] = {}
    for prefix in prefixes:
        if prefix:
            printed.setdefault(base(prefix.label), _REMARK.sub("", prefix.label).strip())
    accepted = {label for label in counts if kind(label)}
    accepted |= {label for label, n in counts.items() if n >= 2 and (n >= 3 or _like_name(printed[label]))}
    if accepted:
        accepted |= {label for label in counts if _like_name(printed[label]) and len(_LETTERS.findall(label)) >= 2}
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
    tables = tomllib.loads((files("workbench") / "data" / "labels.toml").read_text("utf-8"))
    return {
        name: frozenset(word for table in tables.values() for word in table.get(name, ()))
        for name in ("question", "answer", "moderator", "furniture", "office")
    }


def languages() -> tuple[str, ...]:
    """Return the languages that ``data/labels.toml`` has label words of."""
    tables = tomllib.loads((files("workbench") / "data" / "labels.toml").read_text("utf-8"))
    return tuple(tag for tag, table in tables.items() if "question" in table and "answer" in table)
