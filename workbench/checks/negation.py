"""Negation: an affirmation in one edition against a denial in the others, and the reverse; opposites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from statistics import median

from workbench.checks.denials import Denials, denials, resembling, settled
from workbench.checks.material import Fault, Material, Place
from workbench.checks.opposites import Sides, affixed, contradictions, sides_of
from workbench.checks.wording import literal, literal_beside
from workbench.findings import Severity
from workbench.vocabulary import contraries, meanings

_WORD = re.compile(r"[^\W\d_]{5,}")
_AGREEING = 3  # other editions that must be of one mind, where there are so many
_CONVERSE = frozenset(["before", "more", "most", "buy"])
"""Concepts that turn round with the sentence: "bought from" is "sold to"."""
_LITERAL = {1: 0.9, -1: 0.7}
"""Share of words, 0..2, that both sides say, beside the denial and (counted once more) in the whole sentence.

Where all editions deny and one has its denial taken out, or alone keeps it, eight or nine rows in ten reach it; of rows
that free translation alone makes odd, less than half. A denial too many (1) needs more than one too few (-1): litotes
("did not cool" for "remained warm") adds one more often than a translator forgets what it turns round."""
_WANTING = frozenset(["without", "silent"])
_LIMITS = {"hardly": "hardly", "without": "without"}
_DENYING = frozenset(["hardly", "without", "few", "refuse"])
"""Sorts of words that deny as such, also where the others have their translation."""
Votes = Mapping[int, Denials]


def check_negation(material: Material) -> Iterator[Fault]:
    """Yield rows in which one edition affirms what all others deny, denies what they affirm, or says the opposite.

    Catches: a "not" lost or put in, also one of several: the denials of each edition are counted, and an edition is
    odd whose count lies apart from those of all others; a Russian "никто" whose "не" is lost; a "hardly" or "without"
    that one alone lacks, or has on top of as many denials as the others; rise for fall, refuse for accept and the
    like, by a table of concepts; likely for unlikely, by prefixes and the lexicon. A warning where three other
    editions are of one mind and what is denied is said on both sides, else info.
    Forgives: whatever may stand for a denial ("only", "without", "refuse", a prefix un-) unless the others have the
    like, too, or its translation; "not only … but" and "not … until" unless all have them, double negation of one
    denial ("no … nada"), question tags, questions that deny, a denial that stands in the neighbouring sentence or makes
    up for an opposite ("did not reject").
    Languages: German, English, Spanish, French, Russian; fewer than three editions are not compared.
    Cannot see: a denial moved to another clause, opposites beyond the table, irony.
    """
    found: dict[tuple[int, int], tuple[int, Fault]] = {}
    others: list[Fault] = []
    for row in range(len(material.rows)):
        votes = _votes(material, row)
        if len(votes) < 3:
            continue
        votes = settled(votes)
        denied = any(v.places or v.unsure for v in votes.values())
        for k, (sign, weight) in _odd(material, row, votes).items() if denied else ():
            kept = weight is not Severity.INFO and _kept(material, row, votes, k, sign)
            severity = weight if kept and _literal(material, row, votes, k, sign) else Severity.INFO
            found[row, k] = sign, _fault(material, row, k, severity, votes)
        others += _opposites(material, row, votes) or _limits(material, row, votes)
    for (row, k), (sign, fault) in found.items():
        near = [found.get((row + step, k)) for step in (-1, 1)]
        if not any(other and other[0] == -sign for other in near):
            yield fault
    yield from (fault for fault in others if fault.odd is None or (fault.row, fault.odd) not in found)


def _votes(material: Material, row: int) -> dict[int, Denials]:
    return {k: v for k in material.present(row) if (v := denials(material, row, k)) is not None}


def _odd(material: Material, row: int, votes: Votes) -> dict[int, tuple[int, Severity]]:
    """Return the edition whose count of denials lies apart from all others': 1 for more, -1 for fewer, how severe.

    The count of an edition lies between that of its plain denials and that with everything that may stand for one.
    """
    spans, found = {}, {}
    for k, vote in votes.items():
        plain, (more, less) = len(vote.places), _slack(material, row, votes, k)
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
        alike = agreeing > 1 and all(high > most if sign < 0 else plain < least for _, plain, high in others)
        if agreeing < min(_AGREEING, len(others)) - alike or (asks and sign > 0) or (twice and sign < 0):
            continue
        clear = most == 0 or many == 0 or not any(v.unsure for v in votes.values())
        sure = agreeing >= _AGREEING and not asks and clear and not bare
        found[k] = sign, Severity.WARNING if sure else Severity.INFO
    return found if len(found) == 1 else {}


def _slack(material: Material, row: int, votes: Votes, k: int) -> tuple[int, int]:
    """Return how many words that may stand for a denial an edition has beyond the others, by sort, and lacks.

    A word of which half of the others have the translation stands for that, not for a denial.
    """
    more = less = 0
    for sort in {sort for v in votes.values() for sort in v.near}:
        usual = int(median([len(v.near.get(sort, ())) for j, v in votes.items() if j != k]))
        words = votes[k].near.get(sort, ())
        if sort == "only" and not any(votes[j].excepts for j in ([k] if len(words) < usual else votes.keys() - {k})):
            continue  # "only X may" is "nobody but X may", never "X may not"
        if len(words) > usual:
            told = [word for word in words if sort not in _DENYING and _translated(material, row, votes, (k, word))]
            more += max(0, len(words) - max(usual, len(told)))
        less += max(0, usual - len(words))
    return more, less


def _translated(material: Material, row: int, votes: Votes, place: tuple[int, str]) -> bool:
    """Tell whether half of the other editions have a translation of an edition's word, which denies nothing."""
    k, word = place
    if contraries(word, material.languages[k]):
        return False
    numbers = meanings(word, material.languages[k])
    others = [j for j in votes if j != k]
    return bool(numbers) and 2 * sum(not numbers.isdisjoint(_known(material, row, j)) for j in others) >= len(others)


def _known(material: Material, row: int, k: int) -> frozenset[int]:
    """Return the entries of the lexicon that a cell's words of content stand in."""
    words = _WORD.findall(material.cell_text(row, k))
    return frozenset(n for word in words for n in meanings(word, material.languages[k]))


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
    return sum(beside) / len(beside) + sum(whole) / 2 >= _LITERAL[sign]


def _said(material: Material, row: int, places: tuple[Place, ...], a: int, b: int) -> bool:
    """Tell whether another edition has a word that stands beside a denial; also where the lexicon knows none."""
    there = _known(material, row, b)
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
    """Return the editions that say the opposite of what the others say, unless a denial makes up for it."""
    denied = {k: len(v.places) for k, v in votes.items()}
    told = _opposed(material, row, denied, {k: sides_of(material, row, k) for k in votes})
    near = votes
    told = [replace(f, severity=Severity.INFO) if _made_up(material, near, f) else f for f in told]
    if told or not any(v.near.get("prefix") for v in votes.values()):
        return told
    sides, turned = affixed(material, row, votes)
    sides = {
        k: found for k, found in sides.items() if not votes[k].near.keys() & _WANTING
    }  # "ohne Antwort": unanswered
    prefixed = _opposed(material, row, {k: n - turned[k] for k, n in denied.items()}, sides)[:1]
    others = {j: _unprefixed(v) for j, v in votes.items()} if prefixed else {}
    return [f for f in prefixed if f.odd is None or not _slack(material, row, others, f.odd)[0]]


def _made_up(material: Material, votes: Votes, fault: Fault) -> bool:
    """Tell whether the odd edition has, beside the opposite itself, what may make up for it ("most refused": few)."""
    k = fault.odd
    if k is None:
        return False
    own = sum(resembling(material.text(k, i)[a:b], material.bases[k]) for i, a, b in fault.places[k])
    return _slack(material, fault.row, votes, k)[0] > own


def _unprefixed(vote: Denials) -> Denials:
    return replace(vote, near={sort: n for sort, n in vote.near.items() if sort != "prefix"})


def _opposed(material: Material, row: int, denied: Mapping[int, int], sides: Mapping[int, Sides]) -> list[Fault]:
    found = []
    for k, (concept, side), opposed in contradictions(sides):
        need = len(denied) - 1 if concept in _CONVERSE else min(_AGREEING, len(denied) - 1)
        others = [j for j in opposed if denied[j] == denied[k]]  # a denial may make up for it
        if len(others) < need:
            continue
        other = (concept, "b" if side == "a" else "a")
        places = {k: sides[k][concept, side]} | {j: sides[j][other] for j in others}
        said = {j: ", ".join(material.text(j, i)[a:b] for i, a, b in found) for j, found in places.items()}
        message = f"{material.languages[k]} has “{said[k]}”; {material.have(others)} the opposite, “{said[others[0]]}”"
        sure = len(others) >= _AGREEING and concept not in _CONVERSE
        about = ("opposite", concept if not concept.lstrip("-").isdigit() else "prefix", side)
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
        if not having:
            continue
        lacking = [k for k, v in votes.items() if not (v.places or v.unsure or v.near.get(sort))]
        lacking = [k for k in lacking if not _slack(material, row, votes, k)[0]]
        others = [v for k, v in votes.items() if k not in lacking]
        # "without asking" is "не спрашивая": a denial may stand for the word, where most have the word itself
        if len(lacking) != 1 or any(v.asks or not (v.near.get(sort) or v.places or v.unsure) for v in others):
            continue
        saying = sum(1 for v in others if v.near.get(sort))
        if saying < min(_AGREEING, len(others)):
            continue
        counted = any(material.quantities(row, j) for j in votes)  # "barely four": no more than four
        sure = len(votes) > _AGREEING and saying == len(others) and not (counted and sort == "hardly")
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
