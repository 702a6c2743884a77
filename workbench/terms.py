"""Terms: how each edition renders what recurs, found without a glossary; and glossaries (TSV, CSV, TBX).

A *concept* is a word, or two words in a row, of several editions that keep standing together in rows (Dice
coefficient of the rows in which they stand, after Smadja et al. 1996).
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from workbench.errors import InputError
from workbench.language import canonical, is_tag
from workbench.numerals import is_number_word
from workbench.text import primary, stem

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LINK = frozenset(["de", "del", "la", "el", "du", "des", "d", "l", "les", "of", "the", "der", "die", "das", "и"])
_LEAST = 3  # rows in which a term must stand
_ALIKE = 0.6  # Dice coefficient from which two words are renderings of one another
_CHUNK = 4000  # rows looked at together
_MANY = 1 << 18  # words kept in a vocabulary before it begins anew
_STOP = re.compile(r"[.,;:!?]")
_Ints = NDArray[np.int64]
_Floats = NDArray[np.float64]
_NONE: _Ints = np.zeros(0, np.int64)

Form = tuple[str, ...]
"""A term as the stems of its one or two words."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """Required and forbidden renderings: for each concept, by language tag, what must or must not stand."""

    required: tuple[Mapping[str, Sequence[str]], ...] = ()
    forbidden: tuple[Mapping[str, Sequence[str]], ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """A recurring term: its form in each edition that has one, and the rows in which each stands."""

    forms: Mapping[int, Form]
    rows: Mapping[int, frozenset[int]]


def stems_of(text: str, language: str) -> list[tuple[str, int, int, str]]:
    """Return the words of a text as (stem, start, end, word), casefolded."""
    roots = _roots(primary(language))
    return [(roots[word := m[0]], m.start(), m.end(), word) for m in _WORD.finditer(text)]


def stem_set(text: str, language: str) -> set[str]:
    """Return the stems of the words of a text."""
    return set(map(_roots(primary(language)).__getitem__, _WORD.findall(text)))


class _Roots(dict[str, str]):
    """The stem of a word as printed, worked out once a word."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base

    def __missing__(self, printed: str) -> str:
        if len(self) > _MANY:
            self.clear()
        self[printed] = found = stem(printed.casefold(), self.base)
        return found


@cache
def _roots(base: str) -> _Roots:
    return _Roots(base)


@lru_cache(maxsize=1 << 15)
def forms_in(text: str, language: str) -> tuple[tuple[Form, int, int], ...]:
    """Return the forms of a text, with their places: words of four letters or more, and pairs of them.

    Between the two words of a pair one article or preposition may stand ("tope de precios").
    """
    vocabulary = _vocabulary(primary(language))
    found = []
    last, last_start, last_end, between, linked = "", 0, -9, 0, True
    end = 0
    for word in _WORD.findall(text):
        start = text.index(word, end)
        end = start + len(word)
        root, content, alone = vocabulary[word]
        if not content:
            between += 1
            linked = linked and between <= 2 and word.lower() in _LINK
            continue
        if alone:
            found.append((alone, start, end))
        if linked and last and start - last_end <= 8 and _joined(text, last_end, start):
            found.append(((last, root), last_start, end))
        last, last_start, last_end, between, linked = root, start, end, 0, True
    return tuple(found)


def _joined(text: str, start: int, end: int) -> bool:
    """Tell whether no sign of punctuation stands between two words; most often it is a space."""
    return text[start:end] == " " or _STOP.search(text, start, end) is None


class _Vocabulary(dict[str, tuple[str, bool, Form]]):
    """A word's stem, whether it may be part of a term, and what form it is alone; worked out once a word."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base

    def __missing__(self, printed: str) -> tuple[str, bool, Form]:
        if len(self) > _MANY:
            self.clear()
        word = printed.casefold()
        content = len(printed) >= 4 and not is_number_word(word, self.base)
        root = stem(word, self.base)
        self[printed] = found = (root, content, (root,) if content and len(printed) >= 5 else ())
        return found


@cache
def _vocabulary(base: str) -> _Vocabulary:
    return _Vocabulary(base)


def find_concepts(cells: Sequence[Sequence[str]], languages: Sequence[str]) -> list[Concept]:
    """Return the recurring terms of rows: ``cells`` holds each row's text in each language ("" where empty).

    Rows are looked at 4000 at a time. A form must stand in three rows at least, in no more than a tenth of
    them, and be bound to a form of at least two other editions (one, where there are two).
    """
    found: list[Concept] = []
    for first in range(0, len(cells), _CHUNK):
        found += Recurring(cells[first : first + _CHUNK], languages).concepts(first)
    return found


class Recurring:
    """The forms that recur in rows, edition by edition, and how often two of different editions stand together."""

    def __init__(self, cells: Sequence[Sequence[str]], languages: Sequence[str]) -> None:
        """Read the rows: ``cells`` holds each row's text in each language ("" where empty)."""
        most = max(12, len(cells) // 10)
        self.tables = [Forms([row[k] for row in cells], language, most) for k, language in enumerate(languages)]
        self.met = {
            (k, j): _met(self.tables[k], self.tables[j], len(cells))
            for k in range(len(languages))
            for j in range(k + 1, len(languages))
        }

    def together(self, k: int, j: int) -> tuple[_Ints, _Ints, _Ints]:
        """Return the forms of two editions that stand together in rows, by their numbers, and in how many rows."""
        left, right, both = self.met[min(k, j), max(k, j)]
        return (left, right, both) if k < j else (right, left, both)

    def concepts(self, offset: int = 0) -> list[Concept]:
        """Return the terms: forms of several editions that keep standing together; rows count from ``offset``."""
        count = len(self.tables)
        partners = {(k, j): self._partners(k, j) for k in range(count) for j in range(count) if j != k}
        seen: set[tuple[int, Form]] = set()
        found = []
        need = 3 if count > 2 else 2
        order = [(k, n) for k, table in enumerate(self.tables) for n in range(len(table.forms))]
        order.sort(key=lambda i: (-len(self.tables[i[0]].forms[i[1]]), -len(self.tables[i[0]].rows[i[1]])))
        for k, n in order:
            if (k, self.tables[k].forms[n]) in seen:
                continue
            chosen = {k: n} | {j: m for j in range(count) if j != k and (m := partners[k, j][n]) >= 0}
            chosen = {j: m for j, m in chosen.items() if j == k or (j, self.tables[j].forms[m]) not in seen}
            if len(chosen) >= need:
                forms = {j: self.tables[j].forms[m] for j, m in sorted(chosen.items())}
                seen.update(forms.items())
                where = {j: frozenset([offset + r for r in self.tables[j].rows[m]]) for j, m in sorted(chosen.items())}
                found.append(Concept(forms, where))
        return found

    def _partners(self, k: int, j: int) -> list[int]:
        """Return the best rendering in edition j of each form of k, by its number; -1 where there is no good one."""
        ours, theirs = self.tables[k], self.tables[j]
        left, right, both = self.together(k, j)
        enough = both >= np.minimum(ours.least[left], theirs.least[right])
        dice = 2 * both / (ours.sizes[left] + theirs.sizes[right]) + 0.02 * (ours.words[left] == theirs.words[right])
        good = enough & (dice >= _ALIKE)
        return _chosen(left[good], right[good], dice[good], len(ours.forms))


def _met(ours: Forms, theirs: Forms, size: int) -> tuple[_Ints, _Ints, _Ints]:
    """Return the forms of two editions that stand together, by their numbers, and in how many of so many rows."""
    rows, left = ours.by_row
    others, right = theirs.by_row
    starts = np.searchsorted(others, np.arange(size + 1))
    times = np.diff(starts)[rows]  # each of ours meets all of theirs in its row
    if not times.sum():
        return _NONE, _NONE, _NONE
    begins = np.repeat(starts[rows] - (np.cumsum(times) - times), times)
    codes = np.repeat(left, times) * len(theirs.forms) + right[begins + np.arange(len(begins))]
    if len(ours.forms) * len(theirs.forms) < 1 << 32:
        codes = codes.astype(np.uint32)  # which sort in half the time
    pairs, both = np.unique(codes, return_counts=True)
    pairs = pairs.astype(np.int64)
    return pairs // len(theirs.forms), pairs % len(theirs.forms), both


class Forms:
    """The forms of one edition that recur, by number, and the rows in which each stands."""

    def __init__(self, texts: Sequence[str], language: str, most: int) -> None:
        """Read one edition's rows; a form that stands in more than ``most`` is none."""
        rows: dict[Form, list[int]] = {}
        for number, text in enumerate(texts):
            for form, _, _ in forms_in(text, language):
                at = rows.setdefault(form, [])
                if not at or at[-1] != number:
                    at.append(number)
        kept = [(form, at) for form, at in rows.items() if _least(form) <= len(at) <= most]
        self.forms = [form for form, _ in kept]
        self.rows = [at for _, at in kept]
        self.sizes = np.array([len(at) for at in self.rows], np.int64)
        self.least = np.array([_least(form) for form in self.forms], np.int64)
        self.words = np.array([len(form) for form in self.forms], np.int64)

    @cached_property
    def by_row(self) -> tuple[_Ints, _Ints]:
        """The rows, ascending, and the numbers of the forms that stand in them."""
        numbers = np.repeat(np.arange(len(self.rows)), self.sizes)
        rows = np.fromiter(chain.from_iterable(self.rows), np.int64, len(numbers))
        order = np.argsort(rows, kind="stable")
        return rows[order], numbers[order]

    @cached_property
    def pairs(self) -> dict[str, list[int]]:
        """By word, the numbers of the forms of two words that hold it."""
        found: dict[str, list[int]] = {}
        for n, form in enumerate(self.forms):
            if len(form) == 2:
                for part in set(form):
                    found.setdefault(part, []).append(n)
        return found


def _chosen(left: _Ints, right: _Ints, dice: _Floats, count: int) -> list[int]:
    """Return for each form the partner with the greatest value, the first among equals; -1 for none."""
    found = np.full(count, -1, np.int64)
    order = np.lexsort((-right, dice))  # the last written wins
    found[left[order]] = right[order]
    chosen: list[int] = found.tolist()
    return chosen


def _least(form: Form) -> int:
    """Return in how many rows a form must stand: two do for what is hardly there by chance, a pair or a long word."""
    return 2 if len(form) == 2 or len(form[0]) >= 10 else _LEAST


def parse_glossary(data: bytes, *, where: str) -> Glossary:
    """Return a glossary out of TSV or CSV (first line: language tags) or TBX; InputError where it is none of them.

    In a table, a cell holds a rendering or several, with ``|`` between; one that begins with ``!`` is forbidden.
    In TBX, terms whose administrative status is deprecated are.
    """
    text = data.decode("utf-8-sig", "replace")
    if text.lstrip().startswith("<"):
        return _parse_tbx(data, where)
    lines = [line for line in text.splitlines() if line.strip("\0")]
    if not lines:
        raise InputError(where, "the glossary is empty", "begin with a line of language tags")
    delimiter = "\t" if "\t" in lines[0] else ";" if ";" in lines[0] else ","
    try:
        table = list(csv.reader(lines, delimiter=delimiter))
    except csv.Error as error:
        remedy = "save it as TSV or CSV in UTF-8 again, without line breaks inside cells"
        raise InputError(where, f"not a table ({error})", remedy) from None
    tags = {n: canonical(tag, where=where) for n, tag in enumerate(table[0]) if is_tag(tag)}
    if len(tags) < 1:
        raise InputError(
            f"{where}:1", "no language tag in the first line", "write one above each column, such as de-DE"
        )
    required, forbidden = [], []
    for line in table[1:]:
        forms = {tags[n]: [f.strip() for f in cell.split("|") if f.strip()] for n, cell in enumerate(line) if n in tags}
        required.append({tag: [f for f in found if not f.startswith("!")] for tag, found in forms.items()})
        forbidden.append({tag: [f[1:].strip() for f in found if f.startswith("!")] for tag, found in forms.items()})
    return Glossary(tuple(required), tuple(forbidden))


def _parse_tbx(data: bytes, where: str) -> Glossary:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(where, f"not well-formed XML ({error.msg})", "export the glossary as TBX again") from None
    required, forbidden = [], []
    for entry in root.iter("{*}termEntry", "{*}conceptEntry"):
        good: dict[str, list[str]] = defaultdict(list)
        bad: dict[str, list[str]] = defaultdict(list)
        for part in entry.iter("{*}langSet", "{*}langSec"):
            tag = part.get("{http://www.w3.org/XML/1998/namespace}lang", "")
            for group in part.iter("{*}tig", "{*}ntig", "{*}termSec"):
                term = next(group.iter("{*}term"), None)
                notes = " ".join(
                    "".join(map(str, n.itertext())) for n in group.iter("{*}termNote", "{*}administrativeStatus")
                )
                if term is not None and is_tag(tag):
                    words = " ".join("".join(map(str, term.itertext())).split())
                    (bad if "deprecated" in notes else good)[canonical(tag)].append(words)
        required.append(dict(good))
        forbidden.append(dict(bad))
    if not required:
        raise InputError(where, "no term entry in it", "use TBX with termEntry or conceptEntry elements")
    return Glossary(tuple(required), tuple(forbidden))
