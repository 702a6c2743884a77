"""Names: replaced by another, spelled as another, left out or put in."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.checks.forms import covered, elsewhere
from workbench.checks.lexicon import Lexicon, Word, by_ear, groups_of, other_script
from workbench.checks.material import Fault, Material, Place
from workbench.checks.rivals import COMMON, Group, Vote, is_plain, is_unknown
from workbench.checks.spelling import nearly_known, one_letter_off, variants
from workbench.consonants import apart
from workbench.findings import Severity
from workbench.names import canonical_name, is_country, known_name, likeness

_EAR, _HALF_HEARD = 0.4, 0.25
"""Likeness by ear from which a name of another script is the name, and from which it may be."""
_SPELT = 0.12
"""How far apart the consonants of a name's spellings may be."""


def check_names(material: Material) -> Iterator[Fault]:
    """Yield names that differ between the editions.

    Catches: a name that is another in one edition, be it one of the text's (told by the first or last name beside it,
    or because it stands there once too often), or spelled as another ("Altmark" for "Altmar"), and names that only one
    edition lacks or has. Names are matched across scripts and spellings by sound, consonants above all, by CLDR and a
    table of exonyms, and by what stands together elsewhere in the document.
    Forgives: inflection, transliteration, adjectives and compounds made of the name, a name that stands in the
    neighbouring sentence; what one edition leaves out or puts in is info unless all others agree.
    Cannot see: two names swapped inside one sentence; common nouns of German, which are capitalised, too.
    """
    lexicon = Lexicon(material)
    for row in range(len(material.rows)):
        yield from _row(lexicon, row)


def _row(lexicon: Lexicon, row: int) -> Iterator[Fault]:
    material = lexicon.material
    present = material.present(row)
    if len(present) < 2 or not any(lexicon.words(row, k) for k in present):
        return
    vote = Vote(lexicon, row, groups_of(lexicon, row))
    for group in sorted(vote.groups, key=lambda g: -len(g)):
        if len(group) >= 2:
            yield from variants(lexicon, row, group)
        if len(group) >= 4:
            yield from one_letter_off(lexicon, row, group)
        yield from nearly_known(lexicon, row, group)
        lacking = [k for k in present if k not in group]
        if not lacking or len(group) < 2 or len(group) <= len(lacking) or is_plain(lexicon, group):
            continue
        alone = len(lacking) == 1
        faults = (_lacking(vote, k, group, alone=alone) for k in lacking if not elsewhere(lexicon, row, k, group))
        yield from filter(None, faults)
    if len(present) == 2:
        yield from _between_two(lexicon, row, vote.groups)
    elif len(present) > 3:
        yield from _added(lexicon, row, vote.groups, vote.used)


def _lacking(vote: Vote, k: int, group: Group, *, alone: bool) -> Fault | None:
    """Return the fault of an edition that has another name, or none, where the others agree."""
    rival = vote.rival(group, k)
    if rival is not None:
        return _replaced(vote, rival, group, alone=alone)
    return _missing(vote, k, group) if alone else None


def _replaced(vote: Vote, rival: tuple[Word, bool], group: Group, *, alone: bool) -> Fault | None:
    """Return the fault of an edition that has another name; None where it may be the name as it sounds."""
    material = vote.lexicon.material
    word, placed = rival
    k = word.edition
    said = {j: words[0].form for j, words in sorted(group.items())}
    expected = next(iter(said.values()))
    parts = {word.form, *word.form.split("-")}  # "Фуэнте-Вьеха" holds Vieja
    pairs = [(part, form) for part in parts if part for form in said.values()]
    heard = max(by_ear(*pair) for pair in pairs) if other_script(word.form, expected) else 0.0
    if not word.form.isascii() and heard >= _EAR:
        return None  # a spelling by ear
    if any(apart(word.form, form) <= _SPELT and (placed or likeness(word.form, form) >= 0.5) for form in said.values()):
        return None  # "Jan" for "Khan"
    severity = Severity.ERROR if len(group) >= 3 and alone else Severity.WARNING
    if not placed:
        severity = min(severity, _doubt(vote, word, group, heard), key=lambda s: s.rank)
    message = f"{material.languages[k]} has {word.form} where {material.names(sorted(group))} have {expected}"
    places = _places(group) | {k: [(word.segment, word.start, word.end)]}
    about = (word.form, canonical_name(expected, material.languages[min(group)]))
    told = {**said, k: word.form}
    return Fault("name", severity, vote.row, k, message, places, expected, word.form, about, told)


def _doubt(vote: Vote, word: Word, group: Group, heard: float) -> Severity:
    """Return how severe another name may be at most, by what it is: initials may be spelled out, a city its country."""
    language = vote.lexicon.material.languages[word.edition]
    known = known_name(word.form, language) is not None
    initials = _is_initials(word.form)
    abbreviated = sum(_is_initials(w[0].form) for w in group.values()) * 2 > len(group)
    if initials != abbreviated or COMMON.search(word.form) or heard >= _HALF_HEARD:
        return Severity.INFO
    if initials:
        return Severity.ERROR if known else Severity.WARNING
    if known != is_unknown(vote.lexicon, group):
        return Severity.ERROR
    languages = vote.lexicon.material.languages
    said = [word, *(w for words in group.values() for w in words)]
    return Severity.INFO if any(is_country(w.form, languages[w.edition]) for w in said) else Severity.WARNING


def _is_initials(form: str) -> bool:
    return form.isupper() or sum(c.isupper() for c in form) > 2


def _places(group: Group) -> dict[int, list[Place]]:
    return {j: [(w.segment, w.start, w.end) for w in words] for j, words in sorted(group.items())}


def _missing(vote: Vote, k: int, group: Group) -> Fault | None:
    """Return the fault of an edition that alone has nothing where the others agree on a name, or none."""
    material = vote.lexicon.material
    said = {j: words[0].form for j, words in sorted(group.items())}
    expected = next(iter(said.values()))
    if len(group) < 2 or sum(w.sure for words in group.values() for w in words) < 2:
        return None
    if any(sum(c.isupper() for c in form) > 2 for form in said.values()) or any(vote.neighbours(group, k)):
        return None  # an abbreviation may be spelled out, a first name left out
    message = f"{material.languages[k]} lacks {expected}, which {material.names(sorted(group))} have"
    places = _places(group) | {k: material.whole(k, material.cells[vote.row][k])}
    about = ("missing", canonical_name(expected, material.languages[min(group)]))
    return Fault("name", Severity.INFO, vote.row, k, message, places, expected, "", about, said)


def _between_two(lexicon: Lexicon, row: int, groups: list[dict[int, list[Word]]]) -> Iterator[Fault]:
    material = lexicon.material
    j, k = material.present(row)
    mine = [g[j][0] for g in groups if list(g) == [j] and g[j][0].sure and not covered(lexicon, row, g, j)]
    yours = [g[k][0] for g in groups if list(g) == [k] and g[k][0].sure and not covered(lexicon, row, g, k)]
    if len(mine) == len(yours) == 1 and not any(material.bases[x] == "de" for x in (j, k)):
        a, b = mine[0], yours[0]
        message = f"{material.languages[j]} has {a.form}, {material.languages[k]} has {b.form}"
        places = {w.edition: [(w.segment, w.start, w.end)] for w in (a, b)}
        yield Fault("name", Severity.INFO, row, None, message, places, a.form, b.form, (a.form, b.form))


def _added(lexicon: Lexicon, row: int, groups: list[dict[int, list[Word]]], used: set[int]) -> Iterator[Fault]:
    """Yield names that one edition has alone."""
    material = lexicon.material
    for group in groups:
        if len(group) != 1 or id(group) in used:
            continue
        k, words = next(iter(group.items()))
        word = words[0]
        if not word.sure or material.bases[k] == "de" or sum(c.isupper() for c in word.form) > 2:
            continue
        if not _established(lexicon, row, word) or covered(lexicon, row, group, k):
            continue
        message = f"{material.languages[k]} has {word.form}, which no other edition has here"
        yield Fault(
            "name",
            Severity.INFO,
            row,
            k,
            message,
            {k: [(word.segment, word.start, word.end)]},
            "",
            word.form,
            ("extra", word.form),
        )


def _established(lexicon: Lexicon, row: int, word: Word) -> bool:
    """Tell whether a word is a name for sure: a known one, one that recurs, or two capitalised words in a row."""
    material, k = lexicon.material, word.edition
    if known_name(word.form, material.languages[k]) is not None or lexicon.totals[k][word.form.casefold()] > 1:
        return not material.text(k, word.segment)[word.end :].startswith(".") or len(word.form) > 4  # "Dra.", "Sra."
    words = [w for w in lexicon.words(row, k) if w.segment == word.segment and w.sure and w is not word]
    return any(abs(w.start - word.end) == 1 or abs(word.start - w.end) == 1 for w in words)
