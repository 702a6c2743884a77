"""Two terms that one edition renders as one, where at least two others keep them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbench.terms import Form, forms_in

_EACH = 2  # rows in which either term must stand
_SHARE = 0.8  # of a form's rows in which the other's must stand


@dataclass(frozen=True, slots=True)
class Conflation:
    """A form of an edition, the rows it stands in, and the two forms that each of the others has for it."""

    edition: int
    form: Form
    rows: frozenset[int]
    apart: Mapping[int, tuple[Form, Form]]
    halves: tuple[frozenset[int], frozenset[int]]


Tables = list[dict[Form, set[int]]]


def conflations(cells: Sequence[Sequence[str]], languages: Sequence[str]) -> Iterator[Conflation]:
    """Yield the forms for which half of the editions, two at least, have two forms each, parting its rows alike."""
    tables: Tables = [{} for _ in languages]
    for number, row in enumerate(cells):
        for k, text in enumerate(row):
            for form, _, _ in forms_in(text, languages[k]):
                tables[k].setdefault(form, set()).add(number)
    most = max(12, len(cells) // 10)
    by_row: list[list[list[Form]]] = [[[] for _ in cells] for _ in languages]
    for k, table in enumerate(tables):
        for form, at in table.items():
            for number in at if _EACH <= len(at) <= most else ():
                by_row[k][number].append(form)
    for k, table in enumerate(tables):
        for form, at in table.items():
            if 2 * _EACH <= len(at) <= most:
                found = _conflation(k, (form, at), tables, by_row)
                if found is not None:
                    yield found


def _conflation(
    k: int, entry: tuple[Form, set[int]], tables: Tables, by_row: list[list[list[Form]]]
) -> Conflation | None:
    form, at = entry
    apart: dict[int, tuple[Form, Form]] = {}
    halves: tuple[frozenset[int], frozenset[int]] | None = None
    for j in range(len(tables)):
        pair = _two(at, tables[j], by_row[j]) if j != k else None
        if pair is None:
            continue
        rows = tuple(frozenset(tables[j][f] & at) for f in pair)
        if halves is None:
            halves = (rows[0], rows[1])
        elif _alike(rows[1], halves[0]) > _alike(rows[0], halves[0]):
            pair, rows = (pair[1], pair[0]), (rows[1], rows[0])
        if min(_alike(rows[0], halves[0]), _alike(rows[1], halves[1])) >= _SHARE:
            apart[j] = pair
    if len(apart) < 2 or len(apart) * 2 < len(tables) or halves is None:
        return None
    if any(_within(form, half, by_row[k]) for half in halves):
        return None
    return Conflation(k, form, frozenset(at), apart, halves)


def _within(form: Form, rows: frozenset[int], here: list[list[Form]]) -> bool:
    """Tell whether a word stands in one pair of words throughout a half: that pair is its term ("well field")."""
    if len(form) > 1:
        return False
    pairs = Counter(f for row in rows for f in here[row] if len(f) == 2 and form[0] in f)
    return any(n >= _SHARE * len(rows) for n in pairs.values())


def _alike(left: frozenset[int], right: frozenset[int]) -> float:
    """Return the share of rows that two sets have in common (Jaccard)."""
    return len(left & right) / max(1, len(left | right))


def _two(at: set[int], table: dict[Form, set[int]], there: list[list[Form]]) -> tuple[Form, Form] | None:
    """Return two forms of an edition that part the rows between them, and hardly stand anywhere else."""
    counts = Counter(form for row in at for form in there[row])
    inside = [f for f, n in counts.items() if n >= _EACH and n >= _SHARE * len(table[f]) and n <= len(at) - _EACH]
    inside.sort(key=lambda f: (-counts[f], -len(f), f))
    for n, first in enumerate(inside[:6]):
        for second in inside[n + 1 : 12]:
            ours, theirs = table[first] & at, table[second] & at
            if not ours & theirs and len(ours | theirs) >= _SHARE * len(at):
                return first, second
    return None
