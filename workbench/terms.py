"""Terms: how each edition renders what recurs, found without a glossary; and glossaries (TSV, CSV, TBX).

A *concept* is a word, or two words in a row, of several editions that keep standing together in rows (Dice
coefficient of the rows in which they stand, after Smadja et al. 1996).
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from workbench.errors import InputError
from workbench.language import canonical, is_tag
from workbench.numerals import is_number_word
from workbench.text import primary, stem

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LINK = frozenset(["de", "del", "la", "el", "du", "des", "d", "l", "les", "of", "the", "der", "die", "das", "и"])
_LEAST = 3  # rows in which a term must stand
_ALIKE = 0.6  # Dice coefficient from which two words are renderings of one another
_CHUNK = 4000  # rows looked at together

Form = tuple[str, ...]
"""A term as the stems of its one or two words."""
Occurrence = tuple[int, int, int]
"""A segment and the half-open span of a form in it."""


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
    base = primary(language)
    return [(stem(m[0].casefold(), base), m.start(), m.end(), m[0]) for m in _WORD.finditer(text)]


def forms_in(text: str, language: str) -> Iterator[tuple[Form, int, int]]:
    """Yield the forms of a text, with their places: words of four letters or more, and pairs of them.

    Between the two words of a pair one article or preposition may stand ("tope de precios").
    """
    words = stems_of(text, language)
    content = [(i, w) for i, w in enumerate(words) if len(w[3]) >= 4 and not is_number_word(w[3].casefold(), language)]
    for n, (i, (root, start, end, word)) in enumerate(content):
        if len(word) >= 5:
            yield (root,), start, end
        if n + 1 < len(content):
            j, (second, start2, end2, _) = content[n + 1]
            between = words[i + 1 : j]
            if (
                len(between) <= 2
                and all(w[3].lower() in _LINK for w in between)
                and start2 - end <= 8
                and not re.search(r"[.,;:!?]", text[end:start2])
            ):
                yield (root, second), start, end2


def find_concepts(cells: Sequence[Sequence[str]], languages: Sequence[str]) -> list[Concept]:
    """Return the recurring terms of rows: ``cells`` holds each row's text in each language ("" where empty).

    Rows are looked at 4000 at a time. A form must stand in three rows at least, in no more than a tenth of
    them, and be bound to a form of at least two other editions (one, where there are two).
    """
    found: list[Concept] = []
    for first in range(0, len(cells), _CHUNK):
        found += _concepts(cells[first : first + _CHUNK], languages, first)
    return found


def _concepts(cells: Sequence[Sequence[str]], languages: Sequence[str], offset: int) -> list[Concept]:
    rows: list[dict[Form, set[int]]] = [defaultdict(set) for _ in languages]
    for number, row in enumerate(cells):
        for k, text in enumerate(row):
            for form, _, _ in forms_in(text, languages[k]):
                rows[k][form].add(number)
    most = max(12, len(cells) // 10)
    kept = [{form: at for form, at in table.items() if _least(form) <= len(at) <= most} for table in rows]
    partners = _partners(kept, len(cells))
    seen: set[tuple[int, Form]] = set()
    concepts = []
    need = 3 if len(languages) > 2 else 2
    order = [(k, form) for k, table in enumerate(kept) for form in table]
    order.sort(key=lambda item: (-len(item[1]), -len(kept[item[0]][item[1]])))
    for k, form in order:
        if (k, form) in seen:
            continue
        forms = {k: form} | {j: best for j in range(len(languages)) if j != k and (best := partners.get((k, form, j)))}
        forms = {j: f for j, f in forms.items() if j == k or (j, f) not in seen}
        if len(forms) >= need:
            seen.update(forms.items())
            where = {j: frozenset(offset + r for r in kept[j][f]) for j, f in sorted(forms.items())}
            concepts.append(Concept(dict(sorted(forms.items())), where))
    return concepts


def _partners(kept: Sequence[Mapping[Form, set[int]]], size: int) -> dict[tuple[int, Form, int], Form]:
    """Return, for each form of each edition, its best rendering in every other edition, if there is a good one."""
    by_row: list[list[list[Form]]] = [[[] for _ in range(size)] for _ in kept]
    for k, table in enumerate(kept):
        for form, at in table.items():
            for row in at:
                by_row[k][row].append(form)
    best: dict[tuple[int, Form, int], Form] = {}
    for k, table in enumerate(kept):
        for form, at in table.items():
            for j in range(len(kept)):
                chosen = _rendering(form, at, by_row[j], kept[j]) if j != k else None
                if chosen is not None:
                    best[k, form, j] = chosen
    return best


def _least(form: Form) -> int:
    """Return in how many rows a form must stand: two do for what is hardly there by chance, a pair or a long word."""
    return 2 if len(form) == 2 or len(form[0]) >= 10 else _LEAST


def _rendering(form: Form, at: set[int], there: Sequence[list[Form]], kept: Mapping[Form, set[int]]) -> Form | None:
    """Return the form of another edition that stands with this one most often, if that is often enough."""
    counts = Counter(other for row in at for other in there[row])
    value, chosen = _ALIKE, None
    for other, both in counts.items():
        dice = 2 * both / (len(at) + len(kept[other])) + 0.02 * (len(other) == len(form))
        if both >= min(_least(form), _least(other)) and (dice > value or (chosen is None and dice >= value)):
            value, chosen = dice, other
    return chosen


def parse_glossary(data: bytes, *, where: str) -> Glossary:
    """Return a glossary out of TSV or CSV (first line: language tags) or TBX; InputError where it is none of them.

    In a table, a cell holds a rendering or several, with ``|`` between; one that begins with ``!`` is forbidden.
    In TBX, terms whose administrative status is deprecated are.
    """
    text = data.decode("utf-8-sig", "replace")
    if text.lstrip().startswith("<"):
        return _parse_tbx(data, where)
    lines = text.splitlines()
    if not lines:
        raise InputError(where, "the glossary is empty", "begin with a line of language tags")
    delimiter = "\t" if "\t" in lines[0] else ";" if ";" in lines[0] else ","
    table = list(csv.reader(io.StringIO(text), delimiter=delimiter))
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
