"""Negation: an affirmation in one edition against a denial in the others, and the reverse; opposites."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workbench.checks.denials import Denials, denials
from workbench.checks.material import Fault, Material
from workbench.checks.opposites import contradictions, sides_of
from workbench.findings import Severity

_MOST = 2  # sentences of a cell beyond which it cannot be said what a denial denies


def check_negation(material: Material) -> Iterator[Fault]:
    """Yield rows in which one edition affirms what all others deny, denies what they affirm, or says the opposite.

    Catches: a "not" lost or put in, also one of several; rise for fall, refuse for accept and the like, by a table of
    concepts. A warning where three other editions are of one mind and nothing else may stand for a denial, else info.
    Forgives: whatever may stand for a denial ("only", "without", "hardly", a prefix un-), "not only … but", questions,
    a denial that makes up for an opposite ("did not reject"), rows of more than two sentences. Languages: German,
    English, Spanish, French, Russian; fewer than three editions are not compared.
    Cannot see: a denial moved to another clause, opposites beyond the table, irony.
    """
    for row in range(len(material.rows)):
        present = [k for k in material.present(row) if len(material.cells[row][k]) <= _MOST]
        if len(present) < 3 or len(present) < len(material.present(row)):
            continue
        votes = {k: v for k in present if (v := denials(material, row, k)) is not None}
        if len(votes) < 3:
            continue
        sizes = {k: len(material.cells[row][k]) for k in votes}
        faults = [
            _denied(material, row, k, severity, votes)
            for k in votes
            if sizes[k] == max(sizes.values()) and (severity := _verdict(votes, k)) is not None
        ]
        yield from faults or list(_opposites(material, row, votes)) or _limits(material, row, votes)


def _verdict(votes: dict[int, Denials], k: int) -> Severity | None:
    """Return how severe it is that an edition stands against all others in a row, or None where it does not."""
    mine, others = votes[k], [v for j, v in votes.items() if j != k]
    counts = [len(v.places) for v in others]
    if mine.asks or any(v.asks for v in others):
        return None
    if mine.places and not any(counts):
        return _alone_denying(mine, others)
    if not mine.places and all(counts):
        return _alone_affirming(mine, others)
    if len(set(counts)) == 1 and counts[0] and abs(len(mine.places) - counts[0]) == 1 and len(others) >= 3:
        fewer = len(mine.places) < counts[0]
        doubt = mine.half or mine.lacks if fewer else sum(v.half or v.lacks for v in others) * 2 > len(others)
        return None if doubt else Severity.INFO
    return None


def _alone_denying(mine: Denials, others: list[Denials]) -> Severity | None:
    # in the others a "hardly" may deny, too; a "without" only if this edition has none
    doubtful = sum(v.half or v.soft or (v.lacks and not mine.lacks) for v in others)
    if doubtful * 2 > len(others) or (mine.soft and not any(v.soft for v in others)):
        return None
    return Severity.WARNING if not doubtful and len(others) >= 3 else Severity.INFO


def _alone_affirming(mine: Denials, others: list[Denials]) -> Severity | None:
    if sum(v.half for v in others) * 2 > len(others):  # "should not go unnoticed": two denials make none
        return None
    if all(v.soft for v in others):
        return None if mine.half else Severity.INFO
    without = mine.lacks and sum(v.lacks for v in others) * 2 <= len(others)
    doubtful = mine.half or mine.soft or without
    return Severity.WARNING if not doubtful and len(others) >= 3 else Severity.INFO


def _denied(material: Material, row: int, k: int, severity: Severity, votes: dict[int, Denials]) -> Fault:
    others = [j for j in votes if j != k]
    more = len(votes[k].places) > min(len(votes[j].places) for j in others)
    did, did_others = ("denies", "affirm") if more else ("affirms", "deny")
    message = f"{material.languages[k]} {did} what {material.names(others)} {did_others}"
    places = {j: list(votes[j].places) or material.whole(j, material.cells[row][j]) for j in (k, *others)}
    said = {j: ", ".join(material.text(j, i)[a:b] for i, a, b in votes[j].places) or "affirms" for j in places}
    return Fault("negation", severity, row, k, message, places, did_others, did, (did,), said)


def _opposites(material: Material, row: int, votes: dict[int, Denials]) -> Iterator[Fault]:
    """Yield an edition that says the opposite of what the others say, unless a denial makes up for it."""
    sides = {k: sides_of(material, row, k) for k in votes}
    for k, (concept, side), others in contradictions(sides):
        if len({len(votes[j].places) for j in (k, *others)}) > 1:
            continue
        other = (concept, "b" if side == "a" else "a")
        places = {k: sides[k][concept, side]} | {j: sides[j][other] for j in others}
        said = {j: ", ".join(material.text(j, i)[a:b] for i, a, b in found) for j, found in places.items()}
        message = f"{material.languages[k]} has “{said[k]}”; {material.have(others)} the opposite, “{said[others[0]]}”"
        severity = Severity.WARNING if len(others) >= 3 else Severity.INFO
        about = ("opposite", concept, side)
        yield Fault("negation", severity, row, k, message, places, said[others[0]], said[k], about, said)


_LIMITS: tuple[tuple[str, Callable[[Denials], bool]], ...] = (
    ("hardly", lambda v: v.hardly),
    ("without", lambda v: v.lacks),
    ("only", lambda v: v.only),
)


def _limits(material: Material, row: int, votes: dict[int, Denials]) -> Iterator[Fault]:
    """Yield an edition that alone says "hardly" or "without", or alone leaves out such a word or an "only"."""
    if any(v.asks for v in votes.values()):
        return
    for word, says in _LIMITS:
        for k, mine in votes.items():
            others = [v for j, v in votes.items() if j != k]
            silent = not any(says(v) or v.places or v.lacks or v.soft for v in others)
            alone = word != "only" and says(mine) and silent  # an "only" is put in and left out at will
            lost = all(says(v) for v in others) and not (says(mine) or mine.half or mine.places or mine.lacks)
            if alone or lost:
                yield _limit(material, row, k, word, votes, lost=lost)


def _limit(  # noqa: PLR0913 — a fault's fields
    material: Material, row: int, k: int, word: str, votes: dict[int, Denials], *, lost: bool
) -> Fault:
    others = [j for j in votes if j != k]
    what = f"does not say “{word}”, as {material.names(others)} do" if lost else f"alone says “{word}”"
    places = {j: material.whole(j, material.cells[row][j]) for j in (k, *others)}
    severity = Severity.WARNING if lost and len(others) >= 3 and word != "only" else Severity.INFO
    expected, found = (word, "") if lost else ("", word)
    message = f"{material.languages[k]} {what}"
    return Fault("negation", severity, row, k, message, places, expected, found, (word, "lost" if lost else "alone"))
