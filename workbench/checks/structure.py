"""The structure of turns: merged, split and moved."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.checks.material import Fault, Material
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
    alone = {number: [k] for number, k in material.removed[0].items()}
    for number, editions in sorted({**material.moved_turn_rows, **alone}.items()):
        row = material.aligned.turns.rows[number]
        places = material.openings(row)
        message = f"{material.have(editions)} this {row.role} in another place: {material.turn_gist(number)}"
        odd = editions[0] if len(editions) == 1 and material.count > 2 else None
        yield Fault(
            "moved",
            Severity.WARNING,
            material.first_row_of_turn_row(number),
            odd,
            message,
            places,
            "",
            "",
            ("moved",),
            concerned=tuple(editions),
        )
