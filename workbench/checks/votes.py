"""The vote of all editions on the quantities of each row: what the others have, and who is the odd one out.

Quantities of one row that agree make a *ballot*. A quantity that stands in a neighbouring row of the same turn
is counted where the others have it, because sentences are cut differently; only what is left is a fault.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from workbench.checks.material import Fault, Material, Place
from workbench.checks.unit import wrong_unit
from workbench.findings import Severity
from workbench.numerals import has_words
from workbench.quantities import FIRM, SLACK, WEAK, Quantity, agree, converted, elided

Entry = tuple[int, Quantity]
_SURE = 3  # editions that must agree on the first, second … place
_REACH = 3  # rows to either side in which a quantity may stand instead


@dataclass(slots=True)
class Ballot:
    """What says the same quantity in a row: by edition, the segment and the quantity."""

    row: int
    entries: dict[int, Entry] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The kind of most of its quantities."""
        kinds = [q.kind for _, q in self.entries.values()]
        return max(kinds, key=lambda kind: (kinds.count(kind), kind == "date"))

    @property
    def strength(self) -> int:
        """The strength that at least two editions support, or the only one's."""
        found = sorted((q.strength for _, q in self.entries.values()), reverse=True)
        return found[min(1, len(found) - 1)]

    def fits(self, quantity: Quantity) -> float:
        """Return how well a quantity fits in: 0 not at all, more for a like unit and more agreeing members."""
        agreeing = [q for _, q in self.entries.values() if agree(q, quantity)]
        if not agreeing or (quantity.kind == "time" and len(agreeing) * 2 <= len(self.entries)):
            return 0.0  # "12" may be noon and midnight, and brings them together
        same = sum(q.unit == quantity.unit and q.kind == quantity.kind for q in agreeing)
        alike = sum(q.ordinal == quantity.ordinal for q in agreeing) * 2 > len(agreeing)  # "second", not "both"
        return len(agreeing) / len(self.entries) + 0.1 * same + 0.2 * alike

    def said(self, material: Material) -> dict[int, str]:
        """Return the quantity as printed, by edition."""
        return {k: material.text(k, i)[q.start : q.end] for k, (i, q) in sorted(self.entries.items())}

    def places(self) -> dict[int, list[Place]]:
        """Return where the quantity stands, by edition."""
        return {k: [(i, q.start, q.end)] for k, (i, q) in sorted(self.entries.items())}


def ballots(material: Material, row: int) -> list[Ballot]:
    """Return the ballots of a row: every quantity of every edition in exactly one."""
    found: list[Ballot] = []
    for k in material.present(row):
        for segment, quantity in sorted(material.quantities(row, k), key=lambda e: (-e[1].strength, e[0], e[1].start)):
            best = max((b for b in found if k not in b.entries), key=lambda b: b.fits(quantity), default=None)
            if best is None or best.fits(quantity) < 0.34:
                best = Ballot(row)
                found.append(best)
            best.entries[k] = (segment, quantity)
    return found


def settle(material: Material) -> Iterator[Fault]:
    """Yield the faults of all rows: replaced, missing and extra quantities, and wrong units."""
    done: set[int] = set()
    for row in range(len(material.rows)):
        if row in done:
            continue
        block = material.turn_block[row]
        done.update(block)
        votes = {r: ballots(material, r) for r in block}
        if not any(votes.values()):
            continue
        _lend(block, votes)
        for r in block:
            yield from _together(material, list(_faults(material, r, votes[r])))


def _together(material: Material, faults: list[Fault]) -> Iterator[Fault]:
    """Yield the faults of a row; what one edition lacks of it, be it three numbers and a date, as one."""
    lacking: dict[int | None, list[Fault]] = {}
    for fault in faults:
        if fault.about[0] == "missing":
            lacking.setdefault(fault.odd, []).append(fault)
        else:
            yield fault
    for odd, found in lacking.items():
        first = max(found, key=lambda f: f.severity.rank)
        if len(found) == 1 or odd is None:
            yield from found
            continue
        others = [j for j in first.places if j != odd]
        places: dict[int, list[Place]] = {odd: list(first.places[odd])}
        for fault in found:
            for j in others:
                places.setdefault(j, []).extend(fault.places.get(j, ()))
        said = {j: ", ".join(f.evidence[j] for f in found if j in f.evidence) for j in others}
        expected = ", ".join(fault.expected for fault in found)
        yield replace(
            first,
            message=f"{material.languages[odd]} lacks {expected}, which {material.have(others)}",
            places=places,
            expected=expected,
            about=("missing", *(part for fault in found for part in fault.about[1:])),
            evidence=said,
        )


def _lend(block: tuple[int, ...], votes: dict[int, list[Ballot]]) -> None:
    """Move single quantities to the neighbouring row where the others have them."""
    for place, row in enumerate(block):
        near = [r for r in block[max(0, place - _REACH) : place + _REACH + 1] if r != row]
        near.sort(key=lambda r: abs(r - row))
        for ballot in [b for b in votes[row] if len(b.entries) > 1 or b.strength >= WEAK]:
            for other in near:
                for spare in votes[other]:
                    if len(spare.entries) < len(ballot.entries) or (
                        len(spare.entries) == len(ballot.entries) and other > row
                    ):
                        for k in [k for k in spare.entries if k not in ballot.entries]:
                            if ballot.fits(spare.entries[k][1]):
                                ballot.entries[k] = spare.entries.pop(k)
        for other in block:
            votes[other] = [b for b in votes[other] if b.entries]


def _faults(material: Material, row: int, votes: list[Ballot]) -> Iterator[Fault]:
    present = material.present(row)
    if len(present) < 2:
        return
    used: set[int] = set()
    order = sorted(votes, key=lambda b: (-len(b.entries), -b.strength))
    for ballot in order:
        if id(ballot) in used:
            continue
        yield from wrong_unit(material, ballot)
        lacking = [k for k in present if k not in ballot.entries]
        having = len([k for k in ballot.entries if k in present])
        if not lacking or not having or ballot.strength == SLACK:
            yield from _misplaced(material, ballot, lacking, order, used)
            continue
        if len(present) == 2:
            yield from _pair(material, row, ballot, order, used)
        elif having > len(lacking) or (having >= 2 and having == len(lacking)):
            for k in lacking:
                fault = _odd(material, row, ballot, k, order, used)
                if fault:
                    yield fault
        elif having == 1 and ballot.strength == FIRM:
            yield from _extra(material, row, ballot, order, used)


def _odd(  # noqa: PLR0913, PLR0917 — one vote, seen from all sides
    material: Material, row: int, ballot: Ballot, k: int, order: list[Ballot], used: set[int]
) -> Fault | None:
    """Return the fault of an edition that has something else, or nothing, where the others agree."""
    having = len(ballot.entries)
    lacking = len(material.present(row)) - having
    rival = _rival(ballot, k, order, used)
    if rival is not None:
        if _unread(material, ballot, k):
            return None
        if ballot.strength == WEAK and having < 3 and len(material.present(row)) > 3:
            return None
        used.add(id(rival))
        return _replaced(material, ballot, rival, k)
    twice = any(k in b.entries and ballot.fits(b.entries[k][1]) for b in order)
    if twice or ballot.strength < FIRM or not _readable(material, ballot, k) or _free(ballot):
        return None
    sure = lacking == 1 and having >= 3 and not _month(ballot)
    severity = Severity.WARNING if sure else Severity.INFO
    return _missing(material, row, ballot, k, severity)


def _misplaced(
    material: Material, ballot: Ballot, lacking: list[int], order: list[Ballot], used: set[int]
) -> Iterator[Fault]:
    """Yield the fault of an edition that alone has another place, part or Roman numeral than three others at least.

    As third for second, a quarter for half, XIX for XX.
    """
    kinds = Counter(_sort(q) for _, q in ballot.entries.values())
    sort, times = kinds.most_common(1)[0]
    if len(lacking) != 1 or len(ballot.entries) < _SURE or times * 2 < len(ballot.entries) or not sort:
        return
    k = lacking[0]
    rivals = [b for b in order if list(b.entries) == [k] and id(b) not in used and _sort(b.entries[k][1]) == sort]
    if len(rivals) == 1:
        used.add(id(rivals[0]))
        yield _replaced(material, ballot, rivals[0], k)


def _sort(quantity: Quantity) -> str:
    return "place" if quantity.ordinal else quantity.sort


def _free(ballot: Ballot) -> bool:
    """Tell whether free translation often leaves such a quantity out: a month or year alone, a relative day."""
    kinds = {q.kind for _, q in ballot.entries.values()}
    if kinds <= {"relative"}:
        return True
    return all(q.kind == "number" and q.value <= 12 and q.strength < FIRM for _, q in ballot.entries.values())


def _month(ballot: Ballot) -> bool:
    """Tell whether a date names no day: a month, which a text may say otherwise ("that spring")."""
    return all(q.date and q.date[1] and not q.date[2] for _, q in ballot.entries.values())


def _readable(material: Material, ballot: Ballot, k: int) -> bool:
    """Tell whether the edition's language is one whose number words would have been seen, or needs none here."""
    if has_words(material.languages[k]):
        return True
    return not _unread(material, ballot, k) and all(
        q.kind != "number" or q.value > 20 for _, q in ballot.entries.values()
    )


def _unread(material: Material, ballot: Ballot, k: int) -> bool:
    """Tell whether a number may stand in words that nobody reads: in words in another edition, no table for this."""
    if has_words(material.languages[k]) or ballot.kind != "number":
        return False
    return any(not any(c.isdigit() for c in said) for said in ballot.said(material).values())


def _rival(ballot: Ballot, k: int, order: list[Ballot], used: set[int]) -> Ballot | None:
    """Return the ballot of what the edition has instead: its own only, of the same kind, and binding."""
    kind, unit = ballot.kind, _unit(ballot)
    best, score = None, 0.0
    for other in order:
        if other is ballot or id(other) in used or k not in other.entries or len(other.entries) >= len(ballot.entries):
            continue
        _, quantity = other.entries[k]
        if quantity.strength == SLACK or not _comparable(kind, quantity):
            continue
        if len(other.entries) > 1 and len(other.entries) * 2 > len(ballot.entries):
            continue
        value = 2.0 / len(other.entries) + (quantity.unit == unit) + 0.5 * (quantity.strength == ballot.strength)
        if quantity.unit and unit and quantity.dimension != _dimension(ballot):
            value -= 1.0
        if value > score:
            best, score = other, value
    return best


def _comparable(kind: str, quantity: Quantity) -> bool:
    return kind == quantity.kind or {kind, quantity.kind} == {"number", "date"}


def _unit(ballot: Ballot) -> str:
    return next((q.unit for _, q in ballot.entries.values() if q.unit), "")


def _dimension(ballot: Ballot) -> str:
    return next((q.dimension for _, q in ballot.entries.values() if q.dimension), "")


def _replaced(material: Material, ballot: Ballot, rival: Ballot, k: int) -> Fault:
    segment, quantity = rival.entries[k]
    found = material.text(k, segment)[quantity.start : quantity.end]
    said = ballot.said(material)
    check = "number" if ballot.kind == "number" and quantity.kind == "number" else "date"
    others = [j for j in ballot.entries if j != k]
    unlike = len(rival.entries) > 1
    places = ballot.places() | {k: [(segment, quantity.start, quantity.end)]}
    mild = _excused(ballot, quantity)
    if mild:
        theirs = f"{material.have(others)} {said[others[0]]}"
        message = f"{material.languages[k]} has {found} where {theirs}: {mild}"
        return Fault(
            check, Severity.INFO, ballot.row, k, message, places, said[others[0]], found, (found,), {**said, k: found}
        )
    severity = Severity.WARNING if unlike or min(ballot.strength, quantity.strength) < WEAK else Severity.ERROR
    if not unlike and len(ballot.entries) == 1:
        message = f"{material.languages[others[0]]} has {said[others[0]]}, {material.languages[k]} has {found}"
        return Fault(
            check, severity, ballot.row, None, message, places, said[others[0]], found, (found,), {**said, k: found}
        )
    verb = "has" if len(others) == 1 else "have"
    message = f"{material.languages[k]} has {found}; {material.names(others)} {verb} {said[others[0]]}"
    return Fault(
        check,
        severity,
        ballot.row,
        k,
        message,
        places,
        said[others[0]],
        found,
        (found, _value(ballot)),
        {**said, k: found},
    )


def _excused(ballot: Ballot, quantity: Quantity) -> str:
    """Return why a quantity that reads otherwise may mean the same, or nothing."""
    if any(converted(q, quantity) for _, q in ballot.entries.values()):
        return "another unit, about the same"
    if any(elided(quantity, q) for _, q in ballot.entries.values()):
        return "the magnitude of the number before it may be meant"
    return ""


def _value(ballot: Ballot) -> str:
    """Return what the editions of a ballot mean, in no edition's words: it goes into ids that outlive a new edition."""
    meant = [q.readings for _, q in ballot.entries.values()]
    return min(map(repr, frozenset.intersection(*meant) or meant[0]), default="")


def _missing(material: Material, row: int, ballot: Ballot, k: int, severity: Severity) -> Fault:
    said = ballot.said(material)
    others = list(ballot.entries)
    check = "number" if ballot.kind == "number" else "date"
    message = f"{material.languages[k]} lacks {said[others[0]]}, which {material.have(others)}"
    places = ballot.places() | {k: material.whole(k, material.cells[row][k])}
    return Fault(check, severity, row, k, message, places, said[others[0]], "", ("missing", _value(ballot)), said)


def _extra(material: Material, row: int, ballot: Ballot, order: list[Ballot], used: set[int]) -> Iterator[Fault]:
    """Yield the fault of a quantity that one edition has alone, unless another has something else in its place."""
    k, (segment, quantity) = next(iter(ballot.entries.items()))
    others = [j for j in material.present(row) if j != k]
    if any(converted(q, quantity) for b in order for j, (_, q) in b.entries.items() if j != k):
        return
    if not all(_readable(material, ballot, j) for j in others):
        return
    if any(len(b.entries) > 1 and k in b.entries and b.fits(quantity) for b in order):
        return  # said twice
    used.add(id(ballot))
    found = material.text(k, segment)[quantity.start : quantity.end]
    check = "number" if quantity.kind == "number" else "date"
    printed = quantity.kind != "number" or any(c.isdigit() for c in found)
    severity = Severity.WARNING if len(others) >= 3 and printed else Severity.INFO
    message = (
        f"{material.languages[k]} has {found}, which {material.names(others)} lack{'' if len(others) > 1 else 's'}"
    )
    places = {k: [(segment, quantity.start, quantity.end)]}
    yield Fault(check, severity, row, k, message, places, "", found, ("extra", found), {k: found})


def _pair(material: Material, row: int, ballot: Ballot, order: list[Ballot], used: set[int]) -> Iterator[Fault]:
    """Yield the fault between two editions: something else on the other side, or nothing."""
    k = next(iter(ballot.entries))
    other = next(j for j in material.present(row) if j != k)
    _, quantity = ballot.entries[k]
    rivals = [b for b in order if b is not ballot and id(b) not in used and list(b.entries) == [other]]
    rivals = [b for b in rivals if b.entries[other][1].strength and _comparable(quantity.kind, b.entries[other][1])]
    used.add(id(ballot))
    if rivals and (_unread(material, ballot, other) or any(_unread(material, rival, k) for rival in rivals)):
        return
    if rivals:
        unit = quantity.dimension
        rival = max(rivals, key=lambda b: (b.entries[other][1].dimension == unit, b.entries[other][1].strength))
        used.add(id(rival))
        yield _replaced(material, ballot, rival, other)
    elif any(other in b.entries and ballot.fits(b.entries[other][1]) for b in order):
        return  # said twice on one side
    elif quantity.strength == FIRM and _readable(material, ballot, other) and not _free(ballot):
        severity = (
            Severity.WARNING
            if quantity.kind == "number" and quantity.value > 20 and material.count == 2 and _printed(material, ballot)
            else Severity.INFO
        )
        yield _missing(material, row, ballot, other, severity)


def _printed(material: Material, ballot: Ballot) -> bool:
    """Tell whether a quantity is printed in digits somewhere."""
    return any(any(c.isdigit() for c in text) for text in ballot.said(material).values())
