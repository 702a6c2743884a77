"""Speakers: a turn under the wrong one, one speaker under two labels."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from workbench.checks.material import Fault, Material
from workbench.findings import Severity
from workbench.model import Role


def check_speakers(material: Material) -> Iterator[Fault]:
    """Yield turns under another speaker than in the other editions, and second labels of one speaker.

    Catches (``role``): a turn whose label belongs to somebody else, or a question printed as an answer; (``label``)
    a label used for a speaker who has another one in this edition.
    Forgives: labels that differ between languages, as long as each edition keeps its own; remarks in brackets; the
    label of a turn that stands elsewhere, which is said to be moved.
    Cannot see: a wrong label that occurs once, in an edition whose labels occur once each.
    """
    labels = _labels(material)
    known = _Correspondence(labels)
    for number, row in enumerate(labels):
        for k, label in row.items():
            if k in material.moved_turn_rows.get(number, ()):
                continue  # the text was moved, the label stayed: one fault
            expected = known.expected(row, k)
            if expected is None or expected == label or set(label.split()) <= set(expected.split()):
                yield from _wrong_role(material, number, k)
                continue
            elsewhere = known.belongs_elsewhere(k, label, expected)
            if elsewhere or not set(expected.split()) <= set(label.split()):  # a full name once, the surname after
                yield _fault(material, number, k, expected, "role" if elsewhere else "label")


def _wrong_role(material: Material, number: int, k: int) -> Iterator[Fault]:
    """Yield a turn printed as a question where the others have an answer, or the reverse."""
    row = material.aligned.turns.rows[number]
    roles = {j: material.turn(j, c[0]).role for j, c in enumerate(row.cells) if len(c) == 1}
    others = [role for j, role in roles.items() if j != k]
    if (
        len(others) >= 2
        and len(set(others)) == 1
        and roles[k] is not others[0]
        and Role.STATEMENT not in (roles[k], others[0])
    ):
        yield _fault(material, number, k, str(others[0]), "role")


def _key(label: str) -> str:
    bare = re.sub(r"[(\[].*?[)\]]", " ", label)
    return " ".join(re.findall(r"[^\W_]+", bare.casefold().replace("ё", "е")))


def _labels(material: Material) -> list[dict[int, str]]:
    """Return, for each turn row, the label of each edition that has one turn there."""
    found = []
    for row in material.aligned.turns.rows:
        cells = {k: cell[0] for k, cell in enumerate(row.cells) if len(cell) == 1}
        keys = {k: _key(material.turn(k, turn).label) for k, turn in cells.items()}
        found.append({k: key for k, key in keys.items() if key})
    return found


class _Correspondence:
    """Which label of each edition goes with which label of every other, and how often."""

    def __init__(self, rows: list[dict[int, str]]) -> None:
        self.together: dict[tuple[int, str, int], Counter[str]] = defaultdict(Counter)
        for row in rows:
            for j, theirs in row.items():
                for k, ours in row.items():
                    if j != k:
                        self.together[j, theirs, k][ours] += 1

    def expected(self, row: dict[int, str], k: int) -> str | None:
        """Return the label that the others let expect in an edition; None where they do not agree."""
        votes: Counter[str] = Counter()
        for j, label in row.items():
            if j == k:
                continue
            counts = self.together[j, label, k]
            best, n = counts.most_common(1)[0]
            total = sum(counts.values())
            if n >= 2 and n / total >= 0.6:
                votes[best] += 1
        if not votes:
            return None
        best, n = votes.most_common(1)[0]
        return best if n * 2 > len(row) - 1 else None

    def belongs_elsewhere(self, k: int, label: str, expected: str) -> bool:
        """Tell whether a label of an edition usually stands for somebody other than the one it stands for here."""
        theirs: dict[str, Counter[str]] = {}
        for (j, other, edition), counts in self.together.items():
            if edition == k and counts[label]:
                theirs.setdefault(f"{j}", Counter())[other] += counts[label]
        ours: dict[str, Counter[str]] = {}
        for (j, other, edition), counts in self.together.items():
            if edition == k and counts[expected]:
                ours.setdefault(f"{j}", Counter())[other] += counts[expected]
        differ = sum(theirs[j].most_common(1)[0][0] != ours[j].most_common(1)[0][0] for j in theirs if j in ours)
        return differ * 2 > len(theirs)


def _fault(material: Material, number: int, k: int, expected: str, check: str) -> Fault:
    row = material.aligned.turns.rows[number]
    printed = {
        j: material.turn(j, c[0]).label or str(material.turn(j, c[0]).role)
        for j, c in enumerate(row.cells)
        if len(c) == 1
    }
    others = [j for j in printed if j != k]
    full = next((t.label for t in material.editions[k].turns if _key(t.label) == expected), expected)
    what = "stands under" if check == "role" else "is labelled"
    said = ", ".join(f"{material.languages[j]} {printed[j]}" for j in others)
    message = f"{material.languages[k]}: this {row.role} {what} {printed[k]}, {full} expected ({said})"
    places = material.openings(row)
    odd = k if len(others) > 1 else None
    severity = Severity.ERROR if check == "role" else Severity.WARNING
    return Fault(
        check,
        severity,
        material.first_row_of_turn_row(number),
        odd,
        message,
        places,
        full,
        printed[k],
        (printed[k],),
        printed,
        (k,),
    )
