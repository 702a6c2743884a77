"""Names: replaced by another, spelled as another, left out or put in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.checks.lexicon import SAME, WORD, Lexicon, Word, by_ear, groups_of, other_script
from workbench.checks.material import Fault, Material
from workbench.checks.spelling import nearly_known, one_letter_off, variants
from workbench.findings import Severity
from workbench.names import canonical_name, known_name, known_stems, likeness
from workbench.text import transliterate
from workbench.vocabulary import translates

_EAR, _HALF_HEARD = 0.4, 0.25
"""Likeness by ear from which a name of another script is the name, and from which it may be."""
_COMMON = re.compile(r"(?:[cst]i[oó]n|tät|ment|ого|ому|ой|ая|ую|ое|ые|ых|ым|ый|его|ская|ское|ский|ции|ция)$")
_NOUN = re.compile(r"(?:ung|heit|keit|schaft|tion|tät|nis|tum|ment|en|er|ling)(?:en|s)?$")


def check_names(material: Material) -> Iterator[Fault]:
    """Yield names that differ between the editions.

    Catches: a name that is another in one edition, or spelled as another ("Altmark" for "Altmar"), and names that
    only one edition lacks or has. Names are matched across scripts and spellings by sound, by CLDR and a table of
    exonyms, and by what stands together elsewhere in the document.
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
    groups = groups_of(lexicon, row)
    used: set[int] = set()
    for group in sorted(groups, key=lambda g: -len(g)):
        if len(group) >= 2:
            yield from variants(lexicon, row, group)
        if len(group) >= 4:
            yield from one_letter_off(lexicon, row, group)
        yield from nearly_known(lexicon, row, group)
        lacking = [k for k in present if k not in group]
        if not lacking or len(group) < 2 or len(group) <= len(lacking):
            continue
        if not any(w.sure for words in group.values() for w in words) or _common(material, group):
            continue
        faults = (
            _replaced(lexicon, row, k, group, groups, used, alone=len(lacking) == 1)
            for k in lacking
            if not _elsewhere(lexicon, row, k, group)
        )
        yield from filter(None, faults)
    if len(present) == 2:
        yield from _between_two(lexicon, row, groups)
    elif len(present) > 3:
        yield from _added(lexicon, row, groups, used)


def _common(material: Material, group: dict[int, list[Word]]) -> bool:
    """Tell whether a name is made of common words ("Centre", "Cross"), which every language translates."""
    plain = [not w.sure for k, words in group.items() if material.bases[k] != "de" for w in words]
    return any(plain)


def _elsewhere(lexicon: Lexicon, row: int, k: int, group: dict[int, list[Word]]) -> bool:
    """Tell whether an edition has the name in another form: an adjective, a compound, in a neighbouring sentence."""
    material = lexicon.material
    rows = [r for r in range(row - 1, row + 2) if 0 <= r < len(material.rows)]
    models = list({w.form for words in group.values() for w in words})
    for r in rows:
        for match in WORD.finditer(material.cell_text(r, k)):
            word = match[0]
            if r != row and not word[0].isupper():
                continue
            both_ways = r == row and word[0].isupper()
            if any(
                _made_of(word, model, near=r == row) or (both_ways and _made_of(model, word, near=True))
                for model in models
            ) and (r == row or _moved(lexicon, r, k, models)):
                return True
    return _same_known(lexicon, row, k, group)


def _moved(lexicon: Lexicon, row: int, k: int, models: list[str]) -> bool:
    """Tell whether a name that stands in a neighbouring row of one edition is missing there in the others."""
    others = [j for j in lexicon.material.present(row) if j != k]
    having = [j for j in others if any(likeness(w.form, m) >= SAME for w in lexicon.words(row, j) for m in models)]
    return len(having) * 2 < len(others) + 1


def _same_known(lexicon: Lexicon, row: int, k: int, group: dict[int, list[Word]]) -> bool:
    """Tell whether a cell has the name as known under another form: of several words, an adjective, a people."""
    material = lexicon.material
    language = material.languages[k]
    named = [(w.form, material.languages[j]) for j, words in group.items() for w in words]
    if any(translates(m[0], language, *n) for m in WORD.finditer(material.cell_text(row, k)) for n in named):
        return True
    numbers = {known_name(w.form, material.languages[j]) for j, words in group.items() for w in words} - {None}
    words = [m[0] for m in WORD.finditer(material.cell_text(row, k))]
    ours = {known_name(" ".join(words[i : i + n]), language) for n in (1, 2, 3) for i in range(len(words) - n + 1)}
    if numbers & ours:
        return True
    stems = tuple(stem for number in numbers if number is not None for stem in known_stems(number))
    if stems and any(transliterate(w.casefold()).startswith(stems) for w in words):
        return True
    parts = {
        known_name(" ".join(w.form for w in pair), material.languages[j])
        for j, found in group.items()
        for pair in _phrases(lexicon, row, j, found)
    }
    return bool((parts - {None}) & ours)


def _phrases(lexicon: Lexicon, row: int, j: int, found: list[Word]) -> Iterator[list[Word]]:
    words = lexicon.words(row, j)
    for word in found:
        at = words.index(word) if word in words else -1
        if at >= 0:
            yield words[at : at + 2]
            yield words[max(0, at - 1) : at + 1]


def _made_of(word: str, model: str, *, near: bool) -> bool:
    if word.isupper() != model.isupper():
        return likeness(word, model) == 1.0  # initials are no part of a word
    """Tell whether a word is a name in another form; small letters must be nearer to it than capitals."""
    least = 0.8 if word[0].isupper() else 0.9
    if near and len(model) >= 4 and len(word) >= 4:
        stem = model[: max(4, len(model) - 3)]
        if likeness(word[: len(stem)], stem) >= least:
            return True
        tails = (word[-n:] for n in (len(model), len(model) + 1))  # compounds: "Südsyrien" of "Syria"
        if len(word) > len(model) + 2 and any(likeness(tail, model) >= 0.85 for tail in tails):
            return True
    return likeness(word, model) >= (0.7 if near and word[0].isupper() else 0.8)


def _replaced(  # noqa: PLR0913, PLR0917 — one vote, seen from all sides
    lexicon: Lexicon,
    row: int,
    k: int,
    group: dict[int, list[Word]],
    groups: list[dict[int, list[Word]]],
    used: set[int],
    *,
    alone: bool,
) -> Fault | None:
    """Return the fault of an edition that has another name, or none, where the others agree."""
    material = lexicon.material
    spare = [g for g in groups if g is not group and k in g and id(g) not in used and len(g) * 2 <= len(group)]
    spare = [g for g in spare if _name_like(lexicon, g[k][0], group) and not _covered(lexicon, row, g, k)]
    said = {j: words[0].form for j, words in sorted(group.items())}
    expected = next(iter(said.values()))
    places = {j: [(w.segment, w.start, w.end) for w in words] for j, words in sorted(group.items())}
    others = material.names(sorted(group))
    if spare:
        best = max(spare, key=lambda g: (-len(g), max(likeness(g[k][0].form, f) for f in said.values())))
        used.add(id(best))
        word = best[k][0]
        heard = max(by_ear(word.form, form) for form in said.values()) if other_script(word.form, expected) else 0.0
        if not word.form.isascii() and heard >= _EAR:
            return None  # a spelling by ear
        severity = Severity.ERROR if len(group) >= 3 and alone else Severity.WARNING
        abbreviated = sum(w[0].form.isupper() for w in group.values()) * 2 > len(group)
        if (
            sum(c.isupper() for c in word.form) > 2
            or abbreviated
            or (known_name(word.form, material.languages[k]) is None) != _unknown(material, group)
            or _COMMON.search(word.form)
            or heard >= _HALF_HEARD
        ):
            severity = Severity.INFO
        message = f"{material.languages[k]} has {word.form} where {others} have {expected}"
        about = (word.form, canonical_name(expected, material.languages[min(group)]))
        return Fault(
            "name",
            severity,
            row,
            k,
            message,
            places | {k: [(word.segment, word.start, word.end)]},
            expected,
            word.form,
            about,
            {**said, k: word.form},
        )
    return _missing(lexicon, row, k, group, groups) if alone else None


def _missing(
    lexicon: Lexicon, row: int, k: int, group: dict[int, list[Word]], groups: list[dict[int, list[Word]]]
) -> Fault | None:
    """Return the fault of an edition that alone has nothing where the others agree on a name, or none."""
    material = lexicon.material
    said = {j: words[0].form for j, words in sorted(group.items())}
    expected = next(iter(said.values()))
    places = {j: [(w.segment, w.start, w.end) for w in words] for j, words in sorted(group.items())}
    if len(group) < 2 or sum(w.sure for words in group.values() for w in words) < 2:
        return None
    if any(sum(c.isupper() for c in form) > 2 for form in said.values()) or _part_kept(lexicon, k, group, groups):
        return None  # an abbreviation may be spelled out, a first name left out
    severity = Severity.INFO
    message = f"{material.languages[k]} lacks {expected}, which {material.names(sorted(group))} have"
    return Fault(
        "name",
        severity,
        row,
        k,
        message,
        places | {k: material.whole(k, material.cells[row][k])},
        expected,
        "",
        ("missing", canonical_name(expected, material.languages[min(said)])),
        said,
    )


def _part_kept(lexicon: Lexicon, k: int, group: dict[int, list[Word]], groups: list[dict[int, list[Word]]]) -> bool:
    """Tell whether a name's neighbour in most editions, its first or last part, stands in the edition."""
    beside = 0
    for j, words in group.items():
        text = lexicon.material.text(j, words[0].segment)
        near = [
            w
            for g in groups
            if g is not group and k in g
            for w in g.get(j, ())
            if w.segment == words[0].segment and text[min(w.end, words[0].end) : max(w.start, words[0].start)] == " "
        ]
        beside += bool(near)
    return beside * 2 > len(group)


def _unknown(material: Material, group: dict[int, list[Word]]) -> bool:
    """Tell whether a name is known in none of the editions: no country, no city of note."""
    return all(known_name(w.form, material.languages[j]) is None for j, words in group.items() for w in words)


def _covered(lexicon: Lexicon, row: int, group: dict[int, list[Word]], k: int) -> bool:
    """Tell whether the others have a word of the edition's in another form or next to the row."""
    rows = [r for r in range(row - 1, row + 2) if 0 <= r < len(lexicon.material.rows)]
    word = group[k][0]
    for r in rows:
        for j in lexicon.material.present(r):
            if j == k:
                continue
            for match in WORD.finditer(lexicon.material.cell_text(r, j)):
                if _made_of(match[0], word.form, near=r == row) and (r == row or match[0][0].isupper()):
                    return True
            if _same_known(lexicon, r, j, {k: [word]}):
                return True
    return False


def _name_like(lexicon: Lexicon, word: Word, group: dict[int, list[Word]]) -> bool:
    """Tell whether a word may stand for the name that is missing: a name for sure, or one that sounds like it."""
    if lexicon.material.bases[word.edition] != "de":
        return word.sure
    known = known_name(word.form, "de-DE") is not None or lexicon.a_name(word)
    if known or (word.sure and not _NOUN.search(word.form)):
        return True
    return any(
        w.form[0] == word.form[0] and likeness(w.form, word.form) >= 0.5 for words in group.values() for w in words
    )


def _between_two(lexicon: Lexicon, row: int, groups: list[dict[int, list[Word]]]) -> Iterator[Fault]:
    material = lexicon.material
    j, k = material.present(row)
    mine = [g[j][0] for g in groups if list(g) == [j] and g[j][0].sure and not _covered(lexicon, row, g, j)]
    yours = [g[k][0] for g in groups if list(g) == [k] and g[k][0].sure and not _covered(lexicon, row, g, k)]
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
        if not _established(lexicon, row, word) or _covered(lexicon, row, group, k):
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
