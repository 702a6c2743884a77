"""Two terms that one edition renders as one, where at least two others keep them apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.terms import Form, Forms, Recurring

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


def conflations(recurring: Recurring) -> Iterator[Conflation]:
    """Yield the forms for which half of the editions, two at least, have two forms each, parting its rows alike."""
    count = len(recurring.tables)
    for k, table in enumerate(recurring.tables):
        met = {j: _inside(recurring, k, j) for j in range(count) if j != k}
        editions = sum(kept for *_, kept in met.values())
        enough = np.array([_enough(others, count) for others in range(count + 1)])[editions]
        inside = {j: _listed(*found, enough) for j, found in met.items()}
        for n in np.flatnonzero(enough).tolist():
            others = [j for j, found in inside.items() if n in found]
            pairs = {j: pair for j in others if (pair := _two(recurring, (k, n), j, inside[j][n]))}
            found = _conflation(recurring, (k, n), pairs) if _enough(len(pairs), count) else None
            if found is not None and not any(_within(table, n, half) for half in found.halves):
                yield found


def _enough(others: int, count: int) -> bool:
    return others >= 2 and others * 2 >= count


_Ints = NDArray[np.int64]


def _inside(recurring: Recurring, k: int, j: int) -> tuple[_Ints, _Ints, _Ints, _Ints]:
    """Return, for forms of an edition, those of another that hardly stand but where it stands, with the rows shared.

    And for each form, 1 if it has two or more of them that stand in enough of its rows, else 0.
    """
    left, right, both = recurring.together(k, j)
    ours, theirs = recurring.tables[k].sizes, recurring.tables[j].sizes[right]
    good = (both >= _EACH) & (both >= _SHARE * theirs) & (both <= ours[left] - _EACH)
    left, right, both = left[good], right[good], both[good]
    times = np.bincount(left, minlength=len(ours))
    rows = np.bincount(left, weights=both, minlength=len(ours))
    return left, right, both, ((times > 1) & (rows >= _SHARE * ours)).astype(np.int64)


def _listed(
    left: _Ints, right: _Ints, both: _Ints, kept: _Ints, enough: NDArray[np.bool_]
) -> dict[int, list[tuple[int, int]]]:
    """Return, by form, the forms inside it with the rows that they share, where both masks admit it."""
    chosen = (kept.astype(bool) & enough)[left]
    found: dict[int, list[tuple[int, int]]] = {}
    for n, m, shared in zip(left[chosen].tolist(), right[chosen].tolist(), both[chosen].tolist(), strict=True):
        found.setdefault(n, []).append((m, shared))
    return found


def _two(recurring: Recurring, place: tuple[int, int], j: int, inside: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Return two forms of edition j that part the rows of a form between them."""
    rows_of, table = recurring.tables[place[0]].rows[place[1]], recurring.tables[j]
    least = _SHARE * len(rows_of)
    if sum(sorted(times for _, times in inside)[-2:]) < least:
        return None
    inside = sorted(inside, key=lambda found: (-found[1], -len(table.forms[found[0]]), found[0]))[:12]
    at = set(rows_of)
    rows = [at.intersection(table.rows[m]) for m, _ in inside]
    for n, (first, times) in enumerate(inside):
        for other in range(n + 1, len(inside)):
            second, more = inside[other]
            if times + more < least:
                break  # nor do those after it, which stand in fewer rows
            if rows[n].isdisjoint(rows[other]):
                return first, second
    return None


def _conflation(recurring: Recurring, place: tuple[int, int], pairs: dict[int, tuple[int, int]]) -> Conflation | None:
    k, n = place
    at = set(recurring.tables[k].rows[n])
    apart: dict[int, tuple[Form, Form]] = {}
    halves: tuple[frozenset[int], frozenset[int]] | None = None
    for j, (first, second) in pairs.items():
        table = recurring.tables[j]
        rows = frozenset(at.intersection(table.rows[first])), frozenset(at.intersection(table.rows[second]))
        forms = table.forms[first], table.forms[second]
        halves = halves or rows
        if _alike(rows[1], halves[0]) > _alike(rows[0], halves[0]):
            forms, rows = (forms[1], forms[0]), (rows[1], rows[0])
        if min(_alike(rows[0], halves[0]), _alike(rows[1], halves[1])) >= _SHARE:
            apart[j] = forms
    if halves is None or not _enough(len(apart), len(recurring.tables)):
        return None
    return Conflation(k, recurring.tables[k].forms[n], frozenset(at), apart, halves)


def _within(table: Forms, n: int, rows: frozenset[int]) -> bool:
    """Tell whether a word stands in one pair of words throughout a half: that pair is its term ("well field")."""
    form = table.forms[n]
    if len(form) > 1:
        return False
    pairs = (table.rows[m] for m in table.pairs.get(form[0], ()))
    return any(len(rows.intersection(at)) >= _SHARE * len(rows) for at in pairs)


def _alike(left: frozenset[int], right: frozenset[int]) -> float:
    """Return the share of rows that two sets have in common (Jaccard)."""
    return len(left & right) / max(1, len(left | right))
