"""What one edition has and the others have not: turns and sentences left out or put in, and lengths that tell of it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from workbench.checks.clause import find_clauses
from workbench.checks.material import Fault, Material
from workbench.findings import Severity
from workbench.vocabulary import translates

_SEPARATORS = re.compile(r"[,;:–—?!]")
_WORDS = re.compile(r"\w+")
_SHORT = 3.5  # times the spread of log ratios that a length may be off before it is noted


def check_presence(material: Material) -> Iterator[Fault]:
    """Yield omissions and additions: whole turns, and sentences inside turns.

    Catches: a turn or a sentence that the other editions have and this one has not, and the reverse, also where
    the aligner has put the neighbours together in one row.
    Forgives: sentences merged or split: what is missing here may stand in the neighbouring sentence, which is then
    longer than expected.
    Of a sentence that stays, a clause left out or put in, where three other editions agree on its length.
    Cannot see: a clause that is short against its sentence; an omission shared by all editions.
    """
    yield from _turns(material)
    spread = _spread(material)
    for block in dict.fromkeys(material.turn_block):
        found = list(_Block(material, block).faults())
        yield from found
        told = {fault.row for fault in found}
        for row in block:
            if not told & {row - 1, row, row + 1}:
                yield from find_clauses(material, row, spread)


def check_length(material: Material) -> Iterator[Fault]:
    """Yield rows where an edition is implausibly short or long for the document.

    Catches: text lost or added inside a sentence. Learned from the document: the usual ratio of each edition and
    how much rows spread around it. Forgives: what is within 3.5 times that spread, and rows below 25 characters.
    Cannot see: what is replaced by something equally long.
    """
    spread = _spread(material)
    for row in range(len(material.rows)):
        present = material.present(row)
        if len(present) < 2 or len({len(material.cells[row][k]) for k in present}) > 1:
            continue
        for k in present:
            expected = _expected(material, row, k)
            actual = material.lengths[row][k]
            if expected is None or expected < 25 or actual == 0:
                continue
            off = math.log(actual / expected)
            if abs(off) > max(0.6, _SHORT * spread) * (1 + 15 / expected):
                yield _length_fault(material, row, k, off)


def _length_fault(material: Material, row: int, k: int, off: float) -> Fault:
    what = "short" if off < 0 else "long"
    others = [j for j in material.present(row) if j != k]
    share = round(100 * math.exp(off))
    message = f"{material.languages[k]} is {what} here: {share} % of what {material.names(others)} let expect"
    places = {k: material.whole(k, material.cells[row][k])}
    places |= {j: material.whole(j, material.cells[row][j]) for j in others}
    return Fault(
        "length", Severity.INFO, row, k if len(others) > 1 else None, message, places, "", f"{share} %", (what,)
    )


def _expected(material: Material, row: int, k: int) -> float | None:
    """Return how long the other editions let this one be in a row; None where it stands alone."""
    lengths, ratios = material.lengths[row], material.ratios
    others = [lengths[j] / ratios[j] for j in range(material.count) if j != k and lengths[j]]
    return median(others) * ratios[k] if others else None


def _spread(material: Material) -> float:
    """Return the median deviation of log length ratios, as a standard deviation; at least 0.08."""
    found = []
    for row, lengths in enumerate(material.lengths):
        if all(lengths) and min(lengths) > 25:
            for k in range(material.count):
                expected = _expected(material, row, k)
                found.append(abs(math.log(lengths[k] / expected)) if expected else 0.0)
    return max(0.08, 1.4826 * median(found)) if found else 0.2


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


@dataclass(slots=True)
class _Gap:
    """A row in which an edition has nothing, though it has something else in the turn."""

    row: int
    edition: int


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
                yield from self._inside(row, present)

    def _has(self, row: int, k: int) -> bool:
        return bool(self.material.cells[row][k]) and (row, k) not in self.lent

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
                    expected = _expected(self.material, r, k)
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
                    self._severity(),
                    row,
                    odd,
                    message,
                    places,
                    "",
                    said,
                    ("sentence",),
                    concerned=tuple(real),
                )

    def _severity(self) -> Severity:
        return Severity.WARNING

    def _omission(self, row: int, k: int, present: list[int]) -> Fault:
        material = self.material
        said = material.cell_text(row, present[0])
        places = {j: material.whole(j, material.cells[row][j]) for j in present}
        message = f"{material.languages[k]} lacks: {said}"
        about = ("sentence", material.languages[k])
        odd = k if len(self.whole) > 2 else None
        return Fault("omission", self._severity(), row, odd, message, places, said, "", about, concerned=(k,))

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
        missing = _expected(self.material, row, k) or 0.0
        for near in self._neighbours(row, k):
            expected = _expected(self.material, near, k)
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
            expected = _expected(self.material, near, k)
            if expected is None:
                continue
            actual = self.material.lengths[near][k]
            apart, joined = abs(math.log(actual / expected)), abs(math.log((actual + extra) / expected))
            if apart - joined - 0.05 * self._marks(near, k) > 0:
                return True
        return False

    def _marks(self, row: int, k: int) -> float:
        """Return how many more clause marks an edition has in a row than the others, -3 to 3."""
        counts = {j: len(_SEPARATORS.findall(self.material.cell_text(row, j))) for j in self.material.present(row)}
        others = [n for j, n in counts.items() if j != k]
        return max(-3.0, min(3.0, counts[k] - median(others))) if others else 0.0

    def _inside(self, row: int, present: list[int]) -> Iterator[Fault]:
        """Yield sentences lost in a row of several; or one added, where none is lost and one edition alone has it."""
        cells = self.material.cells[row]
        if all(len(cells[k]) == 1 for k in present) or len(present) < 3:
            return
        lost = [fault for k in present if (fault := self._lost(row, k, present))]
        added = [fault for k in present if (fault := self._put_in(row, k, present))]
        yield from lost or (added if len(added) == 1 else [])

    def _off(self, row: int, k: int, present: list[int]) -> tuple[float, float, float] | None:
        """Return an edition's expected length, by how much it is off (log), and how many sentences the others have."""
        expected = _expected(self.material, row, k)
        if not expected:
            return None
        usual = median([len(self.material.cells[row][j]) for j in present if j != k])
        return expected, math.log(self.material.lengths[row][k] / expected), usual

    def _lost(self, row: int, k: int, present: list[int]) -> Fault | None:
        material, found = self.material, self._off(row, k, present)
        cells = material.cells[row]
        if found is None or found[1] >= -0.28 or len(cells[k]) >= found[2]:
            return None
        _, off, usual = found
        length = material.lengths[row]
        model = next(j for j in present if j != k and len(cells[j]) >= usual)
        part = self._part(row, model, length[k] / material.ratios[k] * material.ratios[model], [k])
        kept = (length[model] - len(material.text(model, part))) / material.ratios[model] * material.ratios[k]
        if kept <= 0 or abs(math.log(length[k] / kept)) > 0.6 * -off:
            return None
        said = material.text(model, part)
        places = {model: material.whole(model, [part]), k: material.whole(k, cells[k])}
        message = f"{material.languages[k]} seems to lack: {said}"
        about = ("inside", material.languages[k])
        return Fault("omission", Severity.WARNING, row, k, message, places, said, "", about, concerned=(k,))

    def _put_in(self, row: int, k: int, present: list[int]) -> Fault | None:
        material, found = self.material, self._off(row, k, present)
        if found is None or found[1] <= 0.22 or len(material.cells[row][k]) <= found[2]:
            return None
        expected, off, _ = found
        part = self._part(row, k, expected, [j for j in present if j != k])
        left = material.lengths[row][k] - len(material.text(k, part))
        if left <= 0 or abs(math.log(left / expected)) > 0.6 * off:
            return None
        said = material.text(k, part)
        message = f"only {material.languages[k]} seems to have: {said}"
        places = {k: material.whole(k, [part])}
        return Fault("addition", Severity.WARNING, row, k, message, places, "", said, ("inside",), concerned=(k,))

    def _part(self, row: int, k: int, left: float, others: list[int]) -> int:
        """Return the sentence of a cell without which it comes nearest to a length, and which the others say least."""
        cell = self.material.cells[row][k]
        sizes = {i: len(self.material.text(k, i)) for i in cell}
        total = sum(sizes.values())
        said = {i: median([self._said(row, j, k, i) for j in others]) for i in cell}
        return min(cell, key=lambda i: abs(total - sizes[i] - left) / total + said[i])

    def _said(self, row: int, j: int, k: int, segment: int) -> float:
        """Return the share of a sentence's words that an edition has in the row: by the lexicon, or spelled alike."""
        material = self.material
        there = [(w, material.languages[j]) for w in _WORDS.findall(material.cell_text(row, j))]
        words = [w for w in _WORDS.findall(material.text(k, segment)) if len(w) > 3 or not w[0].isalpha()]
        found = sum(any(w == v or translates(w, material.languages[k], v, tag) for v, tag in there) for w in words)
        return found / len(words) if words else 0.0
