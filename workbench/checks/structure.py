"""The structure of turns: merged, split and moved."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.checks.material import Fault, Material, Place
from workbench.findings import Severity


def check_structure(material: Material) -> Iterator[Fault]:
    """Yield turns that are merged, split or printed elsewhere.

    Catches: two turns in one (or question and answer in one, or two exchanges folded together), one turn under two
    labels, a turn or an exchange in another place. The majority of editions is taken to be right.
    Forgives: sentences merged or split inside a turn. Cannot see: what all editions do alike.
    """
    turns = material.aligned.turns
    for number, row in enumerate(turns.rows):
        having = [k for k, cell in enumerate(row.cells) if cell]
        sizes = [len(row.cells[k]) for k in having]
        if len(set(sizes)) > 1:
            usual = max(set(sizes), key=lambda n: (sizes.count(n), -n))
            for k in having:
                if len(row.cells[k]) != usual:
                    yield _cut(material, number, k, usual)
    for (number, k), near in material.folded.items():
        yield _folded(material, number, k, near)
    yield from _moved(material)


def _folded(material: Material, number: int, k: int, near: int) -> Fault:
    """Return the fault of a turn that stands in its neighbour."""
    rows = material.aligned.turns.rows
    others = [j for j, cell in enumerate(rows[number].cells) if cell]
    places = material.openings(rows[number])
    places[k] = [p for t in rows[near].cells[k] for p in material.whole(k, material.turn(k, t).segments)]
    message = (
        f"{material.languages[k]} has in one turn what {material.have(others)} in two: {material.turn_gist(number)}"
    )
    odd = k if len(others) > 1 else None
    at = material.first_row_of_turn_row(number)
    return Fault(
        "merged", Severity.WARNING, at, odd, message, places, "two turns", "one turn", ("folded",), concerned=(k,)
    )


def _cut(material: Material, number: int, k: int, usual: int) -> Fault:
    row = material.aligned.turns.rows[number]
    cell = row.cells[k]
    check = "split" if len(cell) > usual else "merged"
    others = [j for j, c in enumerate(row.cells) if len(c) == usual]
    words = {1: "one turn", 2: "two turns", 3: "three turns"}
    stands, expected = words.get(len(cell), f"{len(cell)} turns"), words.get(usual, f"{usual} turns")
    gist = material.turn_gist(number)
    message = f"{material.languages[k]} has {stands} where {material.have(others)} {expected}: {gist}"
    places = material.openings(row)
    odd = k if len(others) > 1 else None
    return Fault(
        check,
        Severity.WARNING,
        material.first_row_of_turn_row(number),
        odd,
        message,
        places,
        expected,
        stands,
        (check,),
        concerned=(k,),
    )


def _moved(material: Material) -> Iterator[Fault]:
    """Yield one fault for turns that were moved together or changed over, whatever number they are."""
    alone = {number: [k] for number, k in material.removed[0].items()}
    moved = {**material.moved_turn_rows, **alone}
    groups: dict[tuple[int, ...], list[int]] = {}
    for k in range(material.count):
        for group in _tangles(material, sorted(n for n, editions in moved.items() if k in editions), k):
            groups.setdefault(tuple(group), []).append(k)
    for numbers, editions in sorted(groups.items()):
        yield _elsewhere(material, numbers, tuple(editions))


def _tangles(material: Material, numbers: list[int], k: int) -> list[list[int]]:
    """Return turn rows out of order in an edition in groups: what stands together, and what has changed places."""
    rows = material.aligned.turns.rows

    def crossed(one: int, other: int) -> bool:
        mine, theirs = rows[one].cells, rows[other].cells
        shared = [j for j in range(material.count) if mine[j] and theirs[j]]
        return k in shared and any((mine[j] < theirs[j]) != (mine[k] < theirs[k]) for j in shared)

    groups: list[list[int]] = []
    for n in numbers:
        near = [g for g in groups if any(n - m == 1 or crossed(m, n) for m in g)]
        groups = [g for g in groups if g not in near] + [sorted([*(m for g in near for m in g), n])]
    return sorted(groups)


def _elsewhere(material: Material, numbers: tuple[int, ...], editions: tuple[int, ...]) -> Fault:
    rows = [material.aligned.turns.rows[n] for n in numbers]
    places: dict[int, list[Place]] = {}
    for row in rows:
        for k, found in material.openings(row).items():
            places.setdefault(k, []).extend(found)
    what = f"this {rows[0].role}" if len(rows) == 1 else f"these {len(rows)} turns"
    message = f"{material.have(editions)} {what} in another place: {material.turn_gist(numbers[0])}"
    at, odd = material.first_row_of_turn_row(numbers[0]), editions[0] if len(editions) == 1 else None
    odd = odd if material.count > 2 else None
    return Fault("moved", Severity.WARNING, at, odd, message, places, "", "", ("moved",), concerned=editions)
