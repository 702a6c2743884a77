"""What one edition has and the others have not: turns and sentences left out or put in, and sentences out of place."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from statistics import median

from workbench.checks.clause import find_clauses
from workbench.checks.inside import check_inside, said_share
from workbench.checks.length import expected_length, length_spread
from workbench.checks.material import Fault, Material
from workbench.findings import Severity
from workbench.vocabulary import has_lexicon

_SEPARATORS = re.compile(r"[,;:–—?!]")
_PART = 0.2  # share of its words that another edition must have for it to be half of a neighbouring sentence
_ALIKE = 0.34  # share of a sentence's words that the others must have where it is said to belong


def check_presence(material: Material) -> Iterator[Fault]:
    """Yield omissions and additions: whole turns, and sentences inside turns.

    Catches: a turn or a sentence that the other editions have and this one has not, and the reverse, also where
    the aligner has put the neighbours together in one row; of a sentence that stays, a clause left out or put in, where
    three other editions agree on its length; and (``moved``) a sentence that one edition has elsewhere in the turn,
    told by its words.
    Forgives: sentences merged or split: what is missing here may stand in the neighbouring sentence, which is then
    longer than expected.
    Cannot see: a clause that is short against its sentence; an omission shared by all editions.
    """
    yield from _turns(material)
    spread = length_spread(material)
    for block in dict.fromkeys(material.turn_block):
        found = list(_Block(material, block).faults())
        yield from found
        told = {fault.row for fault in found}
        for row in block:
            if not told & {row - 1, row, row + 1}:
                yield from find_clauses(material, row, spread)


def _turns(material: Material) -> Iterator[Fault]:
    moved, gaps = material.removed
    for number, row in enumerate(material.aligned.turns.rows):
        if number in material.moved_turn_rows or number in moved:
            continue
        having = [k for k, cell in enumerate(row.cells) if cell]
        lacking = [
            k
            for k, cell in enumerate(row.cells)
            if not cell and (number, k) not in material.folded and (number, k) not in gaps
        ]
        if not lacking:
            continue
        at = material.first_row_of_turn_row(number)
        places = {k: material.whole(k, [s for t in row.cells[k] for s in material.turn(k, t).segments]) for k in having}
        said = material.turn_gist(number)
        if len(having) > len(lacking) or material.count == 2:
            verb = "lacks" if len(lacking) == 1 else "lack"
            message = f"{material.names(lacking)} {verb} this {row.role}: {said}"
            odd = lacking[0] if len(lacking) == 1 and material.count > 2 else None
            yield Fault(
                "omission",
                Severity.ERROR,
                at,
                odd,
                message,
                places,
                said,
                "",
                ("turn", *_tags(material, lacking)),
                concerned=tuple(lacking),
            )
        else:
            message = f"only {material.names(having)} {'has' if len(having) == 1 else 'have'} this {row.role}: {said}"
            odd = having[0] if len(having) == 1 else None
            yield Fault(
                "addition", Severity.ERROR, at, odd, message, places, "", said, ("turn",), concerned=tuple(having)
            )


def _tags(material: Material, editions: list[int]) -> tuple[str, ...]:
    return tuple(material.languages[k] for k in editions)


class _Block:
    """The rows of one turn row: which gaps are real, and which come of sentences cut differently."""

    def __init__(self, material: Material, block: tuple[int, ...]) -> None:
        self.material = material
        self.block = block
        self.whole = [k for k in range(material.count) if any(material.cells[r][k] for r in block)]
        self.lent: set[tuple[int, int]] = set()

    def faults(self) -> Iterator[Fault]:
        """Yield the omissions and additions inside the turn."""
        if len(self.whole) < 2:
            return
        yield from self._moved()
        self._pair_up()
        folding = {
            k for (_, k), near in self.material.folded.items() if near == self.material.rows[self.block[0]].turn_row
        }
        for row in self.block:
            present = [k for k in self.whole if self._has(row, k) and k not in folding]
            lacking = [k for k in self.whole if k not in present and (row, k) not in self.lent and k not in folding]
            if present and lacking:
                yield from self._gap(row, present, lacking)
            if len(present) >= 2:
                yield from check_inside(self.material, row, present)

    def _has(self, row: int, k: int) -> bool:
        return bool(self.material.cells[row][k]) and (row, k) not in self.lent

    def _moved(self) -> Iterator[Fault]:
        """Yield sentences that an edition has elsewhere in the turn: alone in one row, missing in another."""
        material = self.material
        for row in self.block:
            for k in material.present(row) if len(material.present(row)) * 3 <= len(self.whole) else ():
                gaps = [r for r in self.block if r != row and (r, k) not in self.lent and not material.cells[r][k]]
                home = max(gaps, key=lambda r: self._alike(row, r, k), default=None)
                if home is None or not self._passed(row, home, k) or self._alike(row, home, k) < _ALIKE:
                    continue
                self.lent.update(((row, k), (home, k)))
                others = [j for j in material.present(home) if j != k]
                places = {j: material.whole(j, material.cells[home][j]) for j in others}
                places[k] = material.whole(k, material.cells[row][k])
                message = f"{material.languages[k]} has this sentence in another place: {material.cell_text(row, k)}"
                odd = k if len(others) > 1 else None
                said = material.cell_text(home, others[0])
                about = ("sentence", "moved")
                yield Fault("moved", Severity.WARNING, row, odd, message, places, said, "", about, concerned=(k,))

    def _passed(self, row: int, home: int, k: int) -> bool:
        """Tell whether the edition says something between two rows that the others say there, too."""
        between = range(min(row, home) + 1, max(row, home))
        return any(len(self.material.present(r)) > 1 and self.material.cells[r][k] for r in between)

    def _alike(self, row: int, home: int, k: int) -> float:
        """Return how much of a row the others say in another, 0..1; -1 where too few do or lengths differ."""
        others = [j for j in self.material.present(home) if j != k]
        expected = expected_length(self.material, home, k)
        if len(others) * 2 < len(self.whole) - 1 or not expected:
            return -1.0
        if not 0.55 < self.material.lengths[row][k] / expected < 1.8:
            return -1.0
        return median([said_share(self.material, home, j, (k, i)) for j in others for i in self.material.cells[row][k]])

    def _pair_up(self) -> None:
        """Cancel a sentence that stands alone against a gap of its edition nearby: one row, cut in two."""
        for place, row in enumerate(self.block):
            present = self.material.present(row)
            if len(present) * 2 > len(self.whole):
                continue
            for k in present:
                near = sorted(
                    (abs(other - place), r)
                    for other, r in enumerate(self.block)
                    if 0 < abs(other - place) <= 2 and not self.material.cells[r][k] and (r, k) not in self.lent
                )
                for _, r in near:
                    expected = expected_length(self.material, r, k)
                    fuller = len(self.material.present(r)) >= len(present)
                    if expected and fuller and 0.55 < self.material.lengths[row][k] / expected < 1.8:
                        self.lent.update(((row, k), (r, k)))
                        break

    def _gap(self, row: int, present: list[int], lacking: list[int]) -> Iterator[Fault]:
        material = self.material
        if len(present) > len(lacking) or (len(self.whole) == 2 and present[0] == 0):
            for k in lacking:
                if not self._absorbed(row, k):
                    yield self._omission(row, k, present)
        else:
            real = [k for k in present if not self._spun_off(row, k)]
            if real and len(real) == len(present):
                said = material.cell_text(row, real[0])
                places = {k: material.whole(k, material.cells[row][k]) for k in real}
                message = f"only {material.names(real)} {'has' if len(real) == 1 else 'have'}: {said}"
                odd = real[0] if len(real) == 1 else None
                yield Fault(
                    "addition",
                    Severity.WARNING,
                    row,
                    odd,
                    message,
                    places,
                    "",
                    said,
                    ("sentence",),
                    concerned=tuple(real),
                )

    def _omission(self, row: int, k: int, present: list[int]) -> Fault:
        material = self.material
        said = material.cell_text(row, present[0])
        places = {j: material.whole(j, material.cells[row][j]) for j in present}
        message = f"{material.languages[k]} lacks: {said}"
        about = ("sentence", material.languages[k])
        odd = k if len(self.whole) > 2 else None
        return Fault("omission", Severity.WARNING, row, odd, message, places, said, "", about, concerned=(k,))

    def _neighbours(self, row: int, k: int) -> list[int]:
        place = self.block.index(row)
        found = []
        for step in (-1, 1):
            at = place + step
            while 0 <= at < len(self.block) and not self.material.cells[self.block[at]][k] and abs(at - place) < 3:
                at += step
            if 0 <= at < len(self.block) and self.material.cells[self.block[at]][k]:
                found.append(self.block[at])
        return found

    def _absorbed(self, row: int, k: int) -> bool:
        """Tell whether a neighbouring sentence is long enough to hold what is missing here."""
        missing = expected_length(self.material, row, k) or 0.0
        for near in self._neighbours(row, k):
            expected = expected_length(self.material, near, k)
            if expected is None:
                continue
            actual = self.material.lengths[near][k]
            apart, joined = abs(math.log(actual / expected)), abs(math.log(actual / (expected + missing)))
            if apart - joined + 0.05 * self._marks(near, k) > 0:
                return True
        return False

    def _spun_off(self, row: int, k: int) -> bool:
        """Tell whether a sentence that stands alone is half of a neighbour that the others have in one."""
        extra = self.material.lengths[row][k]
        for near in self._neighbours(row, k):
            expected = expected_length(self.material, near, k)
            if expected is None:
                continue
            actual = self.material.lengths[near][k]
            apart, joined = abs(math.log(actual / expected)), abs(math.log((actual + extra) / expected))
            if apart - joined - 0.05 * self._marks(near, k) > 0 and self._shared(row, near, k):
                return True
        return False

    def _shared(self, row: int, near: int, k: int) -> bool:
        """Tell whether the others say part of it in the neighbouring row; taken for granted where no lexicon tells."""
        others = [j for j in self.material.present(near) if j != k]
        if not all(has_lexicon(self.material.languages[j]) for j in (k, *others)):
            return True
        return any(
            said_share(self.material, near, j, (k, i)) >= _PART for j in others for i in self.material.cells[row][k]
        )

    def _marks(self, row: int, k: int) -> float:
        """Return how many more clause marks an edition has in a row than the others, -3 to 3."""
        counts = {j: len(_SEPARATORS.findall(self.material.cell_text(row, j))) for j in self.material.present(row)}
        others = [n for j, n in counts.items() if j != k]
        return max(-3.0, min(3.0, counts[k] - median(others))) if others else 0.0
