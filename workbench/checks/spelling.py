"""Names spelled otherwise: than elsewhere in the edition, than in the others, than a known name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from workbench.checks.lexicon import Lexicon, Word, other_script
from workbench.checks.material import Fault
from workbench.checks.rivals import is_plain
from workbench.findings import Severity
from workbench.names import known_name, likeness, misspelt, same_but_inflected
from workbench.text import sound_key, transliterate
from workbench.vocabulary import is_common, translates

_SPELT_U = re.compile("ou|oo")
_SOUNDS = ({*"kqc"}, {*"vwf"}, {*"iyj"}, {*"sz"})


def variants(lexicon: Lexicon, row: int, group: dict[int, list[Word]]) -> Iterator[Fault]:
    """Yield a spelling that an edition uses once for a name that it spells otherwise elsewhere."""
    material = lexicon.material
    for k, words in group.items():
        word = words[0]
        form, language = word.form.casefold(), material.languages[k]
        if is_common(form, language):
            continue
        usual: Counter[str] = Counter()
        for j, theirs in group.items():
            other = theirs[0].form.casefold()
            for ours, n in _spelt(lexicon, (j, k), other, form) if j != k else ():
                if not _both_in_row(lexicon, row, k, ours):
                    usual[ours] += n
        known = known_name(form, language)
        same = {f for f in usual if known is not None and known_name(f, language) == known}
        usual = Counter({f: lexicon.totals[k][f] for f in usual if f not in same})
        if not usual or any(same_but_inflected(f, form, language) for f in usual):
            continue
        best = max(usual, key=lambda f: (usual[f], -len(f)))
        times = sum(n for f, n in usual.items() if f == best or same_but_inflected(f, best, language))
        if times < 2 or lexicon.totals[k][form] * 2 > times or (best in form and len(form) > len(best) + 3):
            continue
        if material.bases[k] == "de" and not any(
            likeness(w.form, best) > 0.9 for j, ws in group.items() if j != k for w in ws
        ):
            continue
        near = next(j for j in group if j != k)
        other = group[near][0].form
        if form == other.casefold() and translates(best, language, other, material.languages[near]):
            continue  # the usual form is the name in translation, this one the name itself
        message = f"{language} has {word.form}, but {best.title()} elsewhere for {other}"
        places = {j: [(w.segment, w.start, w.end) for w in ws] for j, ws in sorted(group.items())}
        yield Fault("name", Severity.WARNING, row, k, message, places, best.title(), word.form, (form, best))


def _spelt(lexicon: Lexicon, editions: tuple[int, int], other: str, form: str) -> list[tuple[str, int]]:
    """Return what may be another spelling of a form: words like both it and the name of edition j it stands for.

    Those of edition k that stand in rows with that name, and how often.
    """
    key = (*editions, other, form)
    if key not in lexicon.spelt:
        met = lexicon.together(*editions, other).items()
        lexicon.spelt[key] = [
            (ours, n)
            for ours, n in met
            if ours != form and likeness(ours, form) >= 0.7 and likeness(ours, other) >= 0.6
        ]
    return lexicon.spelt[key]


def one_letter_off(lexicon: Lexicon, row: int, group: dict[int, list[Word]]) -> Iterator[Fault]:
    """Yield a name that one edition spells with another letter where three of the same script spell it alike."""
    material = lexicon.material
    if is_plain(lexicon, group):
        return
    forms = {
        k: transliterate(words[0].form)
        for k, words in group.items()
        if words[0].form.isascii() or not other_script(words[0].form, "a")
    }
    for k, form in forms.items():
        others = [j for j in forms if j != k]
        usual = {forms[j] for j in others}
        word = group[k][0]
        if len(others) < 3 or len(usual) != 1 or lexicon.totals[k][word.form.casefold()] > 1:
            continue
        model = usual.pop()
        if known_name(word.form, material.languages[k]) is not None or sound_key(form) == sound_key(model):
            continue
        person = not lexicon.listed(word) and _persons(lexicon, group, others)
        if not _by_a_letter(form, model) and not (person and _heard_otherwise(form, model)):
            continue
        expected = group[others[0]][0].form
        message = f"{material.languages[k]} has {word.form} where {material.names(others)} have {expected}"
        places = {j: [(w.segment, w.start, w.end) for w in ws] for j, ws in sorted(group.items())}
        yield Fault("name", Severity.WARNING, row, k, message, places, expected, word.form, (form, model))


def _by_a_letter(form: str, model: str) -> bool:
    """Tell whether a form is another but for one letter inside, which sounds otherwise."""
    unlike = [{a, b} for a, b in zip(form.lower(), model.lower(), strict=False) if a != b]
    if len(unlike) != 1 or any(unlike[0] <= sound for sound in _SOUNDS):
        return False
    return len(model) == len(form) >= 4 and model[-1] == form[-1]


def _heard_otherwise(form: str, model: str) -> bool:
    """Tell whether two spellings of a name sound otherwise, whatever the custom of a language ("Poutine", "Putin")."""
    mine, theirs = (
        sound_key(_SPELT_U.sub("u", word.casefold()).rstrip("e")).replace("y", "i") for word in (form, model)
    )
    inflected = mine.startswith(theirs) or theirs.startswith(mine)
    return not inflected and min(len(mine), len(theirs)) >= 4 and abs(len(mine) - len(theirs)) <= 2


def _persons(lexicon: Lexicon, group: dict[int, list[Word]], editions: list[int]) -> bool:
    """Tell whether a name stands beside another capitalised word, a first or last name, in all of some editions."""
    for k in editions:
        word = group[k][0]
        text = lexicon.material.text(k, word.segment)
        beside = [c for c in lexicon.capitals[k][word.segment] if c.end == word.start - 1 or c.start == word.end + 1]
        if not any(text[min(c.end, word.end)] == " " and not c.form.endswith(".") for c in beside):
            return False
    return True


def nearly_known(lexicon: Lexicon, row: int, group: dict[int, list[Word]]) -> Iterator[Fault]:
    """Yield a word that is the known name which the others have, but for a letter."""
    material = lexicon.material
    known = Counter(known_name(ws[0].form, material.languages[j]) for j, ws in group.items())
    number, times = known.most_common(1)[0]
    if number is None or times < 2:
        return
    others = [j for j, ws in group.items() if known_name(ws[0].form, material.languages[j]) == number]
    for k in material.present(row):
        for word in lexicon.words(row, k) if k not in others else ():
            if known_name(word.form, material.languages[k]) is None and misspelt(word.form, number):
                expected = group[others[0]][0].form
                message = f"{material.languages[k]} has {word.form} where {material.have(others)} {expected}"
                places = {j: [(w.segment, w.start, w.end) for w in group[j]] for j in others}
                places[k] = [(word.segment, word.start, word.end)]
                yield Fault(
                    "name", Severity.WARNING, row, k, message, places, expected, word.form, (word.form, expected)
                )


def _both_in_row(lexicon: Lexicon, row: int, k: int, form: str) -> bool:
    return any(w.form.casefold() == form for w in lexicon.words(row, k))
