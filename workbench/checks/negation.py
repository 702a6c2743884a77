"""Negation: an affirmation in one edition against a denial in the others, and the reverse; opposites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from statistics import median

from workbench.checks.denials import Denials, denials
from workbench.checks.material import Fault, Material, Place
from workbench.checks.opposites import contradictions, sides_of
from workbench.checks.wording import literal, literal_beside
from workbench.findings import Severity
from workbench.vocabulary import meanings

_WORD = re.compile(r"[^\W\d_]{5,}")
_AGREEING = 3  # other editions that must be of one mind, where there are so many
_CONVERSE = frozenset(["before", "more", "most", "buy"])
"""Concepts that turn round with the sentence: "bought from" is "sold to"."""
_LITERAL = 0.7
"""Share of words, 0..2, that both sides say, beside the denial and (counted once more) in the whole sentence.

Where all editions deny and one has its denial taken out, or alone keeps it, nine rows in ten reach it; of rows that
free translation alone makes odd, half."""
_LIMITS = {"hardly": "hardly", "without": "without"}
Votes = Mapping[int, Denials]


def check_negation(material: Material) -> Iterator[Fault]:
    """Yield rows in which one edition affirms what all others deny, denies what they affirm, or says the opposite.

    Catches: a "not" lost or put in, also one of several: the denials of each edition are counted, and an edition is
    odd whose count lies apart from those of all others; a Russian "никто" whose "не" is lost; a "hardly" or "without"
    that one alone lacks, or has on top of as many denials as the others; rise for fall, refuse for accept and the
    like, by a table of concepts. A warning where three other editions are of one mind and what is denied is said on
    both sides, else info.
    Forgives: whatever may stand for a denial ("only", "without", "refuse", a prefix un-) unless the others have the
    like, too; "not only … but", "not … until", double negation of one denial ("no … nada"), question tags, questions
    that deny, a denial that stands in the neighbouring sentence or makes up for an opposite ("did not reject").
    Languages: German, English, Spanish, French, Russian; fewer than three editions are not compared.
    Cannot see: a denial moved to another clause, opposites beyond the table, irony.
    """
    found: dict[tuple[int, int], tuple[int, Fault]] = {}
    others: list[Fault] = []
    for row in range(len(material.rows)):
        votes = {k: v for k in material.present(row) if (v := denials(material, row, k)) is not None}
        if len(votes) < 3:
            continue
        for k, (sign, weight) in _odd(votes).items() if any(v.places or v.unsure for v in votes.values()) else ():
            kept = weight is not Severity.INFO and _kept(material, row, votes, k, sign)
            severity = weight if kept and _literal(material, row, votes, k, sign) else Severity.INFO
            found[row, k] = sign, _fault(material, row, k, severity, votes)
        others += _opposites(material, row, votes) or _limits(material, row, votes)
    for (row, k), (sign, fault) in found.items():
        near = [found.get((row + step, k)) for step in (-1, 1)]
        if not any(other and other[0] == -sign for other in near):
            yield fault
    yield from (fault for fault in others if fault.odd is None or (fault.row, fault.odd) not in found)


def _odd(votes: Votes) -> dict[int, tuple[int, Severity]]:
    """Return the edition whose count of denials lies apart from all others': 1 for more, -1 for fewer, how severe.

    The count of an edition lies between that of its plain denials and that with everything that may stand for one.
    """
    spans, found = {}, {}
    for k, vote in votes.items():
        plain, (more, less) = len(vote.places), _slack(votes, k)
        spans[k] = plain - more - less, plain, plain + vote.unsure + more
    asks = any(v.asks for v in votes.values())
    twice = all(v.near.get("prefix") for v in votes.values() if v.places)  # "not unnoticed": noticed
    for k, (least, _, high) in spans.items():
        others = [span for j, span in spans.items() if j != k]
        few, many = max(plain for _, plain, _ in others), min(high for *_, high in others)
        if few > many:  # the others are divided
            few, many = min(plain for _, plain, _ in others), max(high for *_, high in others)
        bare = 0 if high < few or least > many else votes[k].bare
        most = high - bare
        if not (most < few or least > many):
            continue
        sign = -1 if most < few else 1
        agreeing = sum(plain > most if sign < 0 else high < least for _, plain, high in others)
        if agreeing < min(_AGREEING, len(others)) or (asks and sign > 0) or (twice and sign < 0):
            continue
        clear = most == 0 or many == 0 or not any(v.unsure for v in votes.values())
        sure = agreeing >= _AGREEING and not asks and clear and not bare
        found[k] = sign, Severity.WARNING if sure else Severity.INFO
    return found if len(found) == 1 else {}


def _slack(votes: Votes, k: int) -> tuple[int, int]:
    """Return how many words that may stand for a denial an edition has beyond the others, by sort, and lacks."""
    more = less = 0
    for sort in {sort for v in votes.values() for sort in v.near}:
        usual = int(median([v.near.get(sort, 0) for j, v in votes.items() if j != k]))
        count = votes[k].near.get(sort, 0)
        more, less = more + max(0, count - usual), less + max(0, usual - count)
    return more, less


def _kept(material: Material, row: int, votes: Votes, k: int, sign: int) -> bool:
    """Tell whether what one side denies is said on the other: else it is put in other words, not turned round."""
    pairs = [(k, j) if sign > 0 else (j, k) for j in votes if j != k]
    held = [_said(material, row, votes[a].places, a, b) for a, b in pairs if votes[a].places]
    return sum(held) * 2 >= len(held)


def _literal(material: Material, row: int, votes: Votes, k: int, sign: int) -> bool:
    """Tell whether both sides say the same but for the denial: free translation puts what is denied in other words."""
    others = [j for j in votes if j != k]
    denying = [k] if sign > 0 else [j for j in others if votes[j].places]
    affirming = [k] if sign < 0 else [j for j in others if not votes[j].places] or others
    beside = [literal_beside(material, row, j, affirming, votes[j].places) for j in denying]
    sides = ((denying, affirming), (affirming, denying))
    whole = [sum(literal(material, row, j, there) for j in here) / len(here) for here, there in sides]
    return sum(beside) / len(beside) + sum(whole) / 2 >= _LITERAL


def _said(material: Material, row: int, places: tuple[Place, ...], a: int, b: int) -> bool:
    """Tell whether another edition has a word that stands beside a denial; also where the lexicon knows none."""
    words = _WORD.findall(material.cell_text(row, b))
    there = {number for word in words for number in meanings(word, material.languages[b])}
    known = False
    for i, start, end in places:
        text = material.text(a, i)
        beside = [*_WORD.findall(text[:start])[-3:], *_WORD.findall(text[start:end]), *_WORD.findall(text[end:])[:4]]
        for numbers in (meanings(word, material.languages[a]) for word in beside):
            if not numbers.isdisjoint(there):
                return True
            known = known or bool(numbers)
    return not known


def _fault(material: Material, row: int, k: int, severity: Severity, votes: Votes) -> Fault:
    others = [j for j in votes if j != k]
    more = len(votes[k].places) > min(len(votes[j].places) for j in others)
    did, did_others = ("denies", "affirm") if more else ("affirms", "deny")
    message = f"{material.languages[k]} {did} what {material.names(others)} {did_others}"
    places = {j: list(votes[j].places) or material.whole(j, material.cells[row][j]) for j in (k, *others)}
    said = {j: ", ".join(material.text(j, i)[a:b] for i, a, b in votes[j].places) or "affirms" for j in places}
    return Fault("negation", severity, row, k, message, places, did_others, did, (did,), said)


def _opposites(material: Material, row: int, votes: Votes) -> list[Fault]:
    """Return the edition that says the opposite of what the others say, unless a denial makes up for it."""
    sides = {k: sides_of(material, row, k) for k in votes}
    found = []
    for k, (concept, side), others in contradictions(sides):
        denied = {len(votes[j].places) for j in (k, *others)}
        need = len(votes) - 1 if concept in _CONVERSE else min(_AGREEING, len(votes) - 1)
        if len(denied) > 1 or len(others) < need:
            continue
        other = (concept, "b" if side == "a" else "a")
        places = {k: sides[k][concept, side]} | {j: sides[j][other] for j in others}
        said = {j: ", ".join(material.text(j, i)[a:b] for i, a, b in found) for j, found in places.items()}
        message = f"{material.languages[k]} has “{said[k]}”; {material.have(others)} the opposite, “{said[others[0]]}”"
        sure = len(others) >= _AGREEING and concept not in _CONVERSE
        about = ("opposite", concept, side)
        severity = Severity.WARNING if sure else Severity.INFO
        found.append(Fault("negation", severity, row, k, message, places, said[others[0]], said[k], about, said))
    return found


def _limits(material: Material, row: int, votes: Votes) -> list[Fault]:
    """Return the edition that alone has a "hardly" or "without", or alone leaves it out with nothing for it."""
    found = []
    for sort, word in _LIMITS.items():
        having = [k for k, v in votes.items() if v.near.get(sort)]
        if len(having) == 1 and len(votes) > _AGREEING and _beyond(votes, having[0]):
            found.append(_limit(material, row, having[0], votes, (word, "alone says", Severity.INFO)))
        lacking = [k for k, v in votes.items() if not (v.places or v.unsure or v.near.get(sort) or _slack(votes, k)[0])]
        others = [v for k, v in votes.items() if k not in lacking]
        # "without asking" is "не спрашивая": a denial may stand for the word, where most have the word itself
        if len(lacking) != 1 or any(v.asks or not (v.near.get(sort) or v.places or v.unsure) for v in others):
            continue
        saying = sum(1 for v in others if v.near.get(sort))
        if saying < min(_AGREEING, len(others)):
            continue
        sure = len(votes) > _AGREEING and saying == len(others)
        severity = Severity.WARNING if sure else Severity.INFO
        found.append(_limit(material, row, lacking[0], votes, (word, "alone does not say", severity)))
    return found


def _beyond(votes: Votes, k: int) -> bool:
    """Tell whether a "hardly" comes on top of an edition's denials: the others have no more of them, nor a "few"."""
    own, others = votes[k], [v for j, v in votes.items() if j != k]
    few = sum(1 for v in others if v.near.get("few"))
    if own.near.get("few") or 2 * few > len(others) or any(v.asks for v in votes.values()):
        return False
    least = max(*(len(v.places) for v in others), min(len(v.places) + v.unsure for v in others))
    return len(own.places) + own.unsure >= least


def _limit(material: Material, row: int, k: int, votes: Votes, what: tuple[str, str, Severity]) -> Fault:
    word, does, severity = what
    places = {j: material.whole(j, material.cells[row][j]) for j in (k, *(j for j in votes if j != k))}
    message = f"{material.languages[k]} {does} “{word}”"
    expected, found = ("", word) if does == "alone says" else (word, "")
    return Fault("negation", severity, row, k, message, places, expected, found, (word, does))
