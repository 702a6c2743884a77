"""Terms: one rendered in two ways, required renderings missing, forbidden ones used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from workbench.checks.conflation import Conflation, conflations
from workbench.checks.material import Fault, Material, Place
from workbench.checks.modifier import changed_modifiers
from workbench.checks.wording import said_words
from workbench.findings import Severity
from workbench.names import known_name
from workbench.quantities import find_quantities
from workbench.terms import Concept, Form, Recurring, forms_in, stem_set, stems_of
from workbench.text import primary
from workbench.vocabulary import is_common, meanings

_FREQUENT = 9  # segments in which even a short text's terms do not stand, but its function words do
_COMPOUND = 12  # letters from which a single word is more than everyday
_WORD = 5  # letters from which a word may stand for a term
_VOWELS = re.compile("[аеёиоуыэюяйьъ]")
_FLEETING = frozenset(["ru", "uk", "be", "bg"])  # languages in whose stems a vowel comes and goes
_MOST = 2  # how often a term may be missing before that is the edition's own way


def check_terms(material: Material) -> Iterator[Fault]:
    """Yield places where an edition leaves its usual rendering of a term, two terms as one, breaches of the glossary.

    Catches: a recurring term that the other editions render as always while one does not, with how often it does; it
    is a warning where part of the term is kept and the rest changed ("testing campaign", else always "vaccination
    campaign"), or where all others, three at least, have the term and the edition a word of its own instead; else info,
    since a pronoun does as well. One rendering for two terms that half of the editions keep apart (info), with all
    places. With a glossary: a required rendering that is missing (warning), a forbidden one that is used (error), in
    any inflection.
    Forgives: a term that moves to the neighbouring sentence; everyday words, which the shipped lexicon lists, and
    names. Cannot see: terms that stand fewer than three times (two in one: twice each).
    """
    yield from _glossary(material)
    cells = [[material.cell_text(row, k) for k in range(material.count)] for row in range(len(material.rows))]
    told: set[tuple[int, int]] = set()
    recurring = Recurring(cells, material.languages)
    for concept in recurring.concepts():
        for fault in chain(changed_modifiers(material, concept), _strayed(material, concept)):
            key = (fault.row, -1 if fault.odd is None else fault.odd)
            if key not in told:
                told.add(key)
                yield fault
    for conflation in conflations(recurring) if material.count > 2 else ():
        if all(_is_term(material, Concept(*half)) for half in _halves(conflation)):
            yield _conflated(material, conflation)


def _halves(conflation: Conflation) -> list[tuple[dict[int, Form], dict[int, frozenset[int]]]]:
    """Return the two terms of a conflation as the others have them: forms and rows by edition."""
    return [
        ({j: pair[n] for j, pair in conflation.apart.items()}, dict.fromkeys(conflation.apart, conflation.halves[n]))
        for n in (0, 1)
    ]


def _conflated(material: Material, conflation: Conflation) -> Fault:
    """Return the finding of two terms rendered as one, with all places."""
    k = conflation.edition
    places: dict[int, list[Place]] = {
        k: [p for r in sorted(conflation.rows) for p in _where(material, r, k, conflation.form)]
    }
    said: dict[int, str] = {}
    for j, pair in conflation.apart.items():
        places[j] = [
            p
            for form, rows in zip(pair, conflation.halves, strict=True)
            for r in sorted(rows)
            for p in _where(material, r, j, form)
        ]
        shown = [next(p for r in sorted(conflation.rows) for p in _where(material, r, j, form)) for form in pair]
        said[j] = " / ".join(material.text(j, i)[a:b] for i, a, b in shown)
    i, a, b = places[k][0]
    mine = material.text(k, i)[a:b]
    others = sorted(conflation.apart)
    counts = " and ".join(str(len(rows)) for rows in conflation.halves)
    message = (
        f"{material.languages[k]} has “{mine}” for two terms that {material.names(others)} keep apart:"
        f" {said[others[0]]} ({counts} times)"
    )
    at = min(conflation.rows)
    return Fault("term", Severity.INFO, at, k, message, places, said[others[0]], mine, ("two in one", mine), said)


def _is_term(material: Material, concept: Concept) -> bool:
    """Tell whether a concept is a term: at least half of its forms are pairs of words or beyond everyday vocabulary.

    What a name is called is :mod:`workbench.checks.name`'s affair; days and amounts are
    :mod:`workbench.checks.number`'s; function words make no pair.
    """
    weight, named = 0.0, 0
    for k, form in concept.forms.items():
        words, language = _printed(material, concept, k).split(), material.languages[k]
        if known_name(" ".join(words), language) is not None or find_quantities(" ".join(words), language):
            return False
        named += material.bases[k] != "de" and words[-1][0].isupper()
        if len(form) == 2:
            weight += min(_content(material, k, part) for part in form)
        elif not is_common(words[0], language) or len(words[0]) >= _COMPOUND:
            weight += 1.0
    return weight * 2 >= len(concept.forms) > named * 2


def _content(material: Material, k: int, part: str) -> float:
    """Return 1 for the stem of a word of content, 0 for one so frequent that it is none."""
    return float(material.frequencies[k].get(part, 0) <= max(_FREQUENT, len(material.rows) // 20))


def _strayed(material: Material, concept: Concept) -> Iterator[Fault]:
    """Yield the rows in which one edition alone leaves its usual rendering, if the concept is a term."""
    need = max(2, len(concept.forms) - (2 if len(concept.forms) > 4 else 1))
    if len(concept.forms) < 3 or max(map(len, concept.rows.values())) < 3:
        return
    away: dict[int, list[tuple[int, list[int]]]] = {}
    for k in concept.forms:
        others = [j for j in concept.forms if j != k]
        times = Counter(chain.from_iterable(concept.rows[j] - concept.rows[k] for j in others))
        for row in sorted(row for row, n in times.items() if n >= need and material.cells[row][k]):
            away.setdefault(k, []).append((row, [j for j in others if row in concept.rows[j]]))
    if not away or not _is_term(material, concept):
        return
    for k, found in away.items():
        strayed = [(row, having) for row, having in found if not _near(material, concept, row, k)]
        if len(strayed) > _MOST or len(concept.rows[k]) < 2 * len(strayed):
            continue
        for row, having in strayed:
            yield _fault(material, concept, row, k, having)


def _near(material: Material, concept: Concept, row: int, k: int) -> bool:
    """Tell whether a form stands in the row in another shape, or beside it where the others do not have it."""
    language, form = material.languages[k], concept.forms[k]
    for r in (row - 1, row, row + 1):
        if 0 <= r < len(material.rows) and material.turn_block[r] == material.turn_block[row]:
            if r != row and sum(r in concept.rows[j] for j in concept.forms if j != k) * 2 > len(concept.forms) - 1:
                continue
            found = stem_set(material.cell_text(r, k), language)
            fleeting = material.bases[k] in _FLEETING
            if all(part in found or any(_akin(s, part, fleeting=fleeting) for s in found) for part in form):
                return True
    return False


def _akin(left: str, right: str, *, fleeting: bool = False) -> bool:
    """Tell whether two stems are of one word family, or one is a part of the other (compounds).

    ``fleeting``: a vowel may come and go before the last consonant ("сбойка", "сбоек").
    """
    if left == right:
        return True
    if fleeting and _inflected(left, right):
        return True
    short, long = (right, left) if len(right) < len(left) else (left, right)
    if len(short) < 4:
        return False
    start = max(5, len(short) - 2)
    return short in long or left[:start] == right[:start]


def _inflected(left: str, right: str) -> bool:
    """Tell whether two stems are one but for a vowel that comes and goes in its last letters."""
    if left == right:
        return True
    stays = left[: len(left) - 2] == right[: len(left) - 2] and len(left) >= _WORD - 1
    soft = len(left) == len(right) and ("й" in left[-2:]) != ("й" in right[-2:])  # "сбойка", "сбоек"
    near = soft or abs(len(left) - len(right)) == 1
    return stays and near and _VOWELS.sub("", left) == _VOWELS.sub("", right)


def _fault(material: Material, concept: Concept, row: int, k: int, having: list[int]) -> Fault:
    form, language = concept.forms[k], material.languages[k]
    example = _printed(material, concept, k)
    places: dict[int, list[Place]] = {}
    for j in having:
        places[j] = _where(material, row, j, concept.forms[j])
    kept = [
        (i, a, b)
        for i in material.cells[row][k]
        for s, a, b, _ in stems_of(material.text(k, i), language)
        if len(form) > 1 and any(_akin(s, part) for part in form)
    ]
    places[k] = kept or _cousin(material, row, k, form) or material.whole(k, material.cells[row][k])
    others = [j for j in range(material.count) if j != k and material.cells[row][j]]
    instead = [] if kept else _instead(material, row, k, others)
    sure = bool(kept or _cousin(material, row, k, form)) or (len(having) == len(others) and bool(instead))
    if places[k] == material.whole(k, material.cells[row][k]):
        places[k] = instead or places[k]
    said = {j: ", ".join(material.text(j, i)[a:b] for i, a, b in places[j]) for j in having}
    message = (
        f"{language} does not say “{example}” here, as it does {len(concept.rows[k])} times"
        f" where {material.names(having)} have “{next(iter(said.values()), '')}”"
    )
    severity = (
        Severity.WARNING
        if sure and len(concept.rows[k]) > 2 and len(having) >= max(3, len(concept.forms) - 1)
        else Severity.INFO
    )
    return Fault("term", severity, row, k, message, places, example, "", (example,), said)


def _cousin(material: Material, row: int, k: int, form: Form) -> list[Place]:
    """Return a word of the row that shares a part with a one-word term: a compound made otherwise."""
    if len(form) != 1 or len(form[0]) < 8:
        return []
    parts = {form[0][:5], form[0][-5:]}
    return [
        (i, a, b)
        for i in material.cells[row][k]
        for s, a, b, word in stems_of(material.text(k, i), material.languages[k])
        if len(word) >= 8 and any(p in s for p in parts)
    ]


def _instead(material: Material, row: int, k: int, others: list[int]) -> list[Place]:
    """Return the words of a cell that may stand for a term: of content, and said by no other edition.

    A word that the lexicon lacks must stand nowhere else in its edition. A pronoun, or nothing, puts no word there.
    """
    found: list[Place] = []
    language = material.languages[k]
    spelled = {s for j in others for s, *_ in stems_of(material.cell_text(row, j), material.languages[j])}
    for i in material.cells[row][k]:
        text = material.text(k, i)
        said = dict(said_words(material, row, (k, i), others))
        found += [
            (i, a, b)
            for s, a, b, word in stems_of(text, language)
            if len(word) >= _WORD
            and s not in spelled
            and (said[a] == 0.0 if a in said else material.frequencies[k][s] == 1 and not meanings(word, language))
        ]
    return found


def _where(material: Material, row: int, k: int, form: Form) -> list[Place]:
    return [
        (i, a, b)
        for i in material.cells[row][k]
        for found, a, b in forms_in(material.text(k, i), material.languages[k])
        if found == form
    ]


def _printed(material: Material, concept: Concept, k: int) -> str:
    """Return how a term is printed at its first place."""
    row = min(concept.rows[k])
    at = _where(material, row, k, concept.forms[k])
    return material.text(k, at[0][0])[at[0][1] : at[0][2]] if at else " ".join(concept.forms[k])


def _glossary(material: Material) -> Iterator[Fault]:
    """Yield forbidden renderings, and required ones that are missing where another edition has the concept."""
    glossary = material.glossary
    if not glossary.required and not glossary.forbidden:
        return
    for row in range(len(material.rows)):
        for concept, bad in zip(glossary.required, glossary.forbidden, strict=True):
            yield from _forbidden(material, row, bad, concept)
            yield from _required(material, row, concept)


def _forbidden(
    material: Material, row: int, bad: Mapping[str, Sequence[str]], good: Mapping[str, Sequence[str]]
) -> Iterator[Fault]:
    for k in material.present(row):
        for term in _of(bad, material.languages[k]):
            for place in _find(material, row, k, term):
                instead = next(iter(_of(good, material.languages[k])), "")
                message = f"{material.languages[k]}: “{term}” is forbidden by the glossary" + (
                    f"; use “{instead}”" if instead else ""
                )
                yield Fault("term", Severity.ERROR, row, k, message, {k: [place]}, instead, term, ("forbidden", term))


def _required(material: Material, row: int, concept: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    present = [k for k in material.present(row) if _of(concept, material.languages[k])]
    places = {
        k: [p for term in _of(concept, material.languages[k]) for p in _find(material, row, k, term)] for k in present
    }
    having = [k for k in present if places[k]]
    if not having or len(having) * 2 < len(present):
        return
    for k in present:
        if not places[k]:
            term = _of(concept, material.languages[k])[0]
            said = {j: material.text(j, places[j][0][0])[places[j][0][1] : places[j][0][2]] for j in having}
            asked = f"which the glossary asks for where {material.have(having)} “{said[having[0]]}”"
            message = f"{material.languages[k]} lacks “{term}”, {asked}"
            where = {j: places[j] for j in having} | {k: material.whole(k, material.cells[row][k])}
            yield Fault("term", Severity.WARNING, row, k, message, where, term, "", ("required", term), said)


def _of(concept: Mapping[str, Sequence[str]], language: str) -> Sequence[str]:
    """Return the renderings of a concept in a language: by its tag, else by its primary subtag."""
    if language in concept:
        return concept[language]
    return next((forms for tag, forms in concept.items() if primary(tag) == primary(language)), ())


def _find(material: Material, row: int, k: int, term: str) -> list[Place]:
    """Return the places of a term in a cell, in any inflection (by stems)."""
    wanted = _stems(term, material.languages[k])
    same = _inflected if material.bases[k] in _FLEETING else str.__eq__
    found: list[Place] = []
    for i in material.cells[row][k]:
        words = stems_of(material.text(k, i), material.languages[k])
        starts = (
            at
            for at in range(len(words) - len(wanted) + 1)
            if all(same(words[at + n][0], part) for n, part in enumerate(wanted))
        )
        found += [(i, words[at][1], words[at + len(wanted) - 1][2]) for at in starts]
    return found


@lru_cache(maxsize=4096)
def _stems(term: str, language: str) -> tuple[str, ...]:
    return tuple(s for s, *_ in stems_of(re.sub(r"\s+", " ", term), language))
