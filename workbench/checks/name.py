"""Names: replaced by another, spelled as another, left out or put in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from workbench.checks.material import Fault, Material
from workbench.findings import Severity
from workbench.moments import find_moments
from workbench.names import known_name, known_stems, likeness, same_but_inflected
from workbench.text import sound_key, transliterate

_WORD = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*(?:-[^\W\d_]+)*")
_START = re.compile(r"(?:^|[.!?:…]\s|[«“„\"»(–—]\s?|^[-–—]\s)[«“„\"»(¿¡'’–—\s]*$")
_SAME = 0.74  # likeness from which two words are one name
_NOUN = re.compile(r"(?:ung|heit|keit|schaft|tion|tät|nis|tum|ment|en|er|ling)(?:en|s)?$")
_SOUNDS = ({*"kqc"}, {*"vwf"}, {*"iyj"}, {*"sz"})
_COMMON = re.compile(r"(?:[cst]i[oó]n|tät|ment|ого|ому|ой|ая|ую|ое|ые|ых|ым|ый|его|ская|ское|ский|ции|ция)$")
_BEFORE = frozenset("in nach aus bei von vor frau herr herrn minister ministerin präsident kanzler bis".split())


@dataclass(frozen=True, slots=True)
class _Word:
    """A capitalised word, at its place in an edition; ``sure`` that it is a name by where it stands."""

    edition: int
    segment: int
    start: int
    end: int
    form: str
    sure: bool


def check_names(material: Material) -> Iterator[Fault]:
    """Yield names that differ between the editions.

    Catches: a name that is another in one edition, or spelled as another ("Altmark" for "Altmar"), and names that
    only one edition lacks or has. Names are matched across scripts and spellings by sound, by CLDR and a table of
    exonyms, and by what stands together elsewhere in the document.
    Forgives: inflection, transliteration, adjectives and compounds made of the name, a name that stands in the
    neighbouring sentence; what one edition leaves out or puts in is info unless all others agree.
    Cannot see: two names swapped inside one sentence; common nouns of German, which are capitalised, too.
    """
    lexicon = _Lexicon(material)
    for row in range(len(material.rows)):
        yield from _row(lexicon, row)


class _Lexicon:
    """What the document says of names: how words are capitalised, and which names go together."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.cache: dict[tuple[int, int], list[_Word]] = {}

    @cached_property
    def cases(self) -> tuple[list[Counter[str]], list[Counter[str]]]:
        """For each edition, how often a casefolded word stands in small letters, and capitalised inside a sentence."""
        lower = [Counter[str]() for _ in range(self.material.count)]
        upper = [Counter[str]() for _ in range(self.material.count)]
        for k, edition in enumerate(self.material.editions):
            for segment in edition.segments:
                for match in _WORD.finditer(segment.text):
                    word = match[0]
                    if word[0].islower():
                        lower[k][word.casefold()] += 1
                    elif not _START.search(segment.text[max(0, match.start() - 4) : match.start()]):
                        upper[k][word.casefold()] += 1
        return lower, upper

    @cached_property
    def partners(self) -> dict[tuple[int, int], dict[str, Counter[str]]]:
        """For each pair of editions, the capitalised words that stand together in rows, and how often."""
        found: dict[tuple[int, int], dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        for row in range(len(self.material.rows)):
            forms = {k: {w.form.casefold() for w in self.words(row, k)} for k in self.material.present(row)}
            for j, theirs in forms.items():
                for k, ours in forms.items():
                    if j != k and len(theirs) * len(ours) <= 400:
                        for a in theirs:
                            found[j, k][a].update(ours)
        return found

    @cached_property
    def totals(self) -> list[Counter[str]]:
        """In how many rows each capitalised word of each edition stands."""
        totals = [Counter[str]() for _ in range(self.material.count)]
        for row in range(len(self.material.rows)):
            for k in self.material.present(row):
                totals[k].update({w.form.casefold() for w in self.words(row, k)})
        return totals

    def a_name(self, word: _Word) -> bool:
        """Tell whether a word sounds like a sure name of another edition that it stands with elsewhere."""
        for j in range(self.material.count):
            if self.material.bases[j] == "de" or j == word.edition:
                continue
            together = self.partners[word.edition, j].get(word.form.casefold(), {})
            if any(likeness(other, word.form) >= 0.8 and not self.cases[0][j][other] for other in together):
                return True
        return False

    def words(self, row: int, k: int) -> list[_Word]:
        """Return the words of a cell that may be names."""
        key = (row, k)
        if key not in self.cache:
            self.cache[key] = [w for i in self.material.cells[row][k] for w in self._segment(k, i)]
        return self.cache[key]

    def _segment(self, k: int, segment: int) -> Iterator[_Word]:
        text = self.material.text(k, segment)
        lower, upper = self.cases
        language = self.material.languages[k]
        days = [(m.start, m.end) for m in find_moments(text, language, []) if m.kind in ("weekday", "date")]
        previous = ""
        for match in _WORD.finditer(text):
            word, (start, end) = match[0].rstrip("."), match.span()
            folded = word.casefold()
            before, previous = previous, folded
            word = re.sub(r"['’]s$|^[dlDL]['’]", "", word)
            if not word or not word[0].isupper() or len(word) < 3 or any(a < end and start < b for a, b in days):
                continue
            shift = match[0].find(word)
            initial = bool(_START.search(text[max(0, start - 4) : start]))
            folded = word.casefold()
            if any(c.isdigit() for c in text[max(0, start - 2) : start]):
                continue  # a unit
            if initial and (lower[k][folded] or (not upper[k][folded] and known_name(word, language) is None)):
                continue
            german = self.material.bases[k] == "de"
            sure = not lower[k][folded] and (not german or before in _BEFORE or known_name(word, language) is not None)
            yield _Word(k, segment, start + shift, start + shift + len(word), word, sure)

    def same(self, left: _Word, right: _Word) -> bool:
        """Tell whether two words of different editions are one name."""
        a, b = (known_name(w.form, self.material.languages[w.edition]) for w in (left, right))
        if a is not None and b is not None:
            return a == b
        if likeness(left.form, right.form) >= _SAME:
            return True
        return self.partner(left, right)

    def partner(self, left: _Word, right: _Word) -> bool:
        """Tell whether two words keep standing together in rows of the document."""
        a, b = left.form.casefold(), right.form.casefold()
        together = self.partners[left.edition, right.edition][a]
        both = together[b]
        if both < 2 or any(n > 1 and likeness(other, a) >= _SAME for other, n in together.items()):
            return False  # "Herr" always stands beside a name, and is not it
        return 2 * both / (self.totals[left.edition][a] + self.totals[right.edition][b]) >= 0.6


def _groups(lexicon: _Lexicon, row: int) -> list[dict[int, list[_Word]]]:
    """Return the names of a row: for each, the words that stand for it in every edition."""
    groups: list[dict[int, list[_Word]]] = []
    present = sorted(lexicon.material.present(row), key=lambda k: lexicon.material.bases[k] == "de")
    for k in present:
        for word in lexicon.words(row, k):
            best, score = None, 0.0
            for group in groups:
                hits = sum(any(lexicon.same(w, word) for w in words) for j, words in group.items() if j != k)
                own = any(w.form == word.form or same_but_inflected(w.form.casefold(), word.form.casefold(), lexicon.material.languages[k]) for w in group.get(k, []))
                others = len([j for j in group if j != k])
                value = (hits / others if others else 0.0) + (0.5 if own else 0.0)
                if k in group and not own:
                    continue
                if value > score:
                    best, score = group, value
            if best is not None and score >= 0.5:
                best.setdefault(k, []).append(word)
            else:
                groups.append({k: [word]})
    return groups


def _row(lexicon: _Lexicon, row: int) -> Iterator[Fault]:
    material = lexicon.material
    present = material.present(row)
    if len(present) < 2 or not any(lexicon.words(row, k) for k in present):
        return
    groups = _groups(lexicon, row)
    used: set[int] = set()
    for group in sorted(groups, key=lambda g: -len(g)):
        if len(group) >= 2:
            yield from _variants(lexicon, row, group)
        if len(group) >= 4:
            yield from _misspelt(lexicon, row, group)
        lacking = [k for k in present if k not in group]
        if not lacking or len(group) < 2 or len(group) <= len(lacking):
            continue
        if not any(w.sure for words in group.values() for w in words) or _common(material, group):
            continue
        for k in lacking:
            if not _elsewhere(lexicon, row, k, group):
                fault = _replaced(lexicon, row, k, group, groups, used, alone=len(lacking) == 1)
                if fault:
                    yield fault
    if len(present) == 2:
        yield from _between_two(lexicon, row, groups)
    elif len(present) > 3:
        yield from _added(lexicon, row, groups, used)


def _common(material: Material, group: dict[int, list[_Word]]) -> bool:
    """Tell whether a name is made of common words ("Centre", "Cross"), which every language translates."""
    plain = [not w.sure for k, words in group.items() if material.bases[k] != "de" for w in words]
    return any(plain)


def _elsewhere(lexicon: _Lexicon, row: int, k: int, group: dict[int, list[_Word]]) -> bool:
    """Tell whether an edition has the name in another form: an adjective, a compound, in a neighbouring sentence."""
    material = lexicon.material
    rows = [r for r in range(row - 1, row + 2) if 0 <= r < len(material.rows)]
    models = list({w.form for words in group.values() for w in words})
    for r in rows:
        for match in _WORD.finditer(material.cell_text(r, k)):
            word = match[0]
            if r != row and not word[0].isupper():
                continue
            if any(_made_of(word, model, near=r == row) for model in models) and (r == row or _moved(lexicon, r, k, models)):
                return True
    return _same_known(lexicon, row, k, group)


def _moved(lexicon: _Lexicon, row: int, k: int, models: list[str]) -> bool:
    """Tell whether a name that stands in a neighbouring row of one edition is missing there in the others."""
    others = [j for j in lexicon.material.present(row) if j != k]
    having = [j for j in others if any(likeness(w.form, m) >= _SAME for w in lexicon.words(row, j) for m in models)]
    return len(having) * 2 < len(others) + 1


def _same_known(lexicon: _Lexicon, row: int, k: int, group: dict[int, list[_Word]]) -> bool:
    """Tell whether known names of several words ("United States") stand in a cell."""
    material = lexicon.material
    numbers = {known_name(w.form, material.languages[j]) for j, words in group.items() for w in words} - {None}
    words = [m[0] for m in _WORD.finditer(material.cell_text(row, k))]
    language = material.languages[k]
    ours = {known_name(" ".join(words[i : i + n]), language) for n in (1, 2, 3) for i in range(len(words) - n + 1)}
    if numbers & ours:
        return True
    stems = tuple(stem for number in numbers if number is not None for stem in known_stems(number))
    if stems and any(transliterate(w.casefold()).startswith(stems) for w in words):
        return True
    parts = {known_name(" ".join(w.form for w in pair), material.languages[j]) for j, found in group.items() for pair in _phrases(lexicon, row, j, found)}
    return bool((parts - {None}) & ours)


def _phrases(lexicon: _Lexicon, row: int, j: int, found: list[_Word]) -> Iterator[list[_Word]]:
    words = lexicon.words(row, j)
    for word in found:
        at = words.index(word) if word in words else -1
        if at >= 0:
            yield words[at : at + 2]
            yield words[max(0, at - 1) : at + 1]


def _made_of(word: str, model: str, *, near: bool) -> bool:
    if near and len(model) >= 4 and len(word) >= 4:
        stem = model[: max(4, len(model) - 3)]
        if likeness(word[: len(stem)], stem) >= 0.8:
            return True
        if len(word) > len(model) + 2 and likeness(word[-len(model) :], model) >= 0.85:
            return True
    return likeness(word, model) >= (0.7 if near else 0.8)


def _replaced(
    lexicon: _Lexicon, row: int, k: int, group: dict[int, list[_Word]], groups: list[dict[int, list[_Word]]], used: set[int], *, alone: bool
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
        alike = max(likeness(word.form, form) for form in said.values())
        if not word.form.isascii() and alike >= 0.4 and _other_script(word.form, expected):
            return None  # a spelling by ear
        severity = Severity.ERROR if len(group) >= 3 and alone else Severity.WARNING
        abbreviated = sum(w[0].form.isupper() for w in group.values()) * 2 > len(group)
        if word.form.isupper() or abbreviated or _COMMON.search(word.form) or (alike >= 0.25 and _other_script(word.form, expected)):
            severity = Severity.INFO
        message = f"{material.languages[k]} has {word.form} where {others} have {expected}"
        about = (word.form, expected)
        return Fault("name", severity, row, k, message, places | {k: [(word.segment, word.start, word.end)]}, expected, word.form, about, {**said, k: word.form})
    if not alone or len(group) < 2 or sum(w.sure for words in group.values() for w in words) < 2:
        return None
    severity = Severity.INFO
    message = f"{material.languages[k]} lacks {expected}, which {others} have"
    return Fault("name", severity, row, k, message, places | {k: material.whole(k, material.cells[row][k])}, expected, "", ("missing", expected), said)


def _other_script(left: str, right: str) -> bool:
    return unicodedata.name(left[0], "?").split()[0] != unicodedata.name(right[0], "?").split()[0]


def _covered(lexicon: _Lexicon, row: int, group: dict[int, list[_Word]], k: int) -> bool:
    """Tell whether the others have a word of the edition's in another form or next to the row."""
    rows = [r for r in range(row - 1, row + 2) if 0 <= r < len(lexicon.material.rows)]
    word = group[k][0]
    for r in rows:
        for j in lexicon.material.present(r):
            if j == k:
                continue
            for match in _WORD.finditer(lexicon.material.cell_text(r, j)):
                if _made_of(match[0], word.form, near=r == row) and (r == row or match[0][0].isupper()):
                    return True
            if _same_known(lexicon, r, j, {k: [word]}):
                return True
    return False


def _name_like(lexicon: _Lexicon, word: _Word, group: dict[int, list[_Word]]) -> bool:
    """Tell whether a word may stand for the name that is missing: a name for sure, or one that sounds like it."""
    if lexicon.material.bases[word.edition] != "de":
        return word.sure
    known = known_name(word.form, "de-DE") is not None or lexicon.a_name(word)
    if known or (word.sure and not _NOUN.search(word.form)):
        return True
    return any(w.form[0] == word.form[0] and 0.5 <= likeness(w.form, word.form) for words in group.values() for w in words)


def _between_two(lexicon: _Lexicon, row: int, groups: list[dict[int, list[_Word]]]) -> Iterator[Fault]:
    material = lexicon.material
    j, k = material.present(row)
    mine = [g[j][0] for g in groups if list(g) == [j] and g[j][0].sure and not _covered(lexicon, row, g, j)]
    yours = [g[k][0] for g in groups if list(g) == [k] and g[k][0].sure and not _covered(lexicon, row, g, k)]
    if len(mine) == len(yours) == 1 and not any(material.bases[x] == "de" for x in (j, k)):
        a, b = mine[0], yours[0]
        message = f"{material.languages[j]} has {a.form}, {material.languages[k]} has {b.form}"
        places = {w.edition: [(w.segment, w.start, w.end)] for w in (a, b)}
        yield Fault("name", Severity.INFO, row, None, message, places, a.form, b.form, (a.form, b.form))


def _added(lexicon: _Lexicon, row: int, groups: list[dict[int, list[_Word]]], used: set[int]) -> Iterator[Fault]:
    """Yield names that one edition has alone."""
    material = lexicon.material
    for group in groups:
        if len(group) != 1 or id(group) in used:
            continue
        k, words = next(iter(group.items()))
        word = words[0]
        if not word.sure or material.bases[k] == "de" or _covered(lexicon, row, group, k):
            continue
        message = f"{material.languages[k]} has {word.form}, which no other edition has here"
        yield Fault("name", Severity.INFO, row, k, message, {k: [(word.segment, word.start, word.end)]}, "", word.form, ("extra", word.form))


def _variants(lexicon: _Lexicon, row: int, group: dict[int, list[_Word]]) -> Iterator[Fault]:
    """Yield a spelling that an edition uses once for a name that it spells otherwise elsewhere."""
    material = lexicon.material
    for k, words in group.items():
        word = words[0]
        form, language = word.form.casefold(), material.languages[k]
        usual: Counter[str] = Counter()
        for j, theirs in group.items():
            other = theirs[0].form.casefold()
            for ours, n in lexicon.partners[j, k][other].items() if j != k else ():
                if likeness(ours, form) >= 0.7 and likeness(ours, other) >= 0.6 and not _both_in_row(lexicon, row, k, ours):
                    usual[ours] += n
        known = known_name(form, language)
        same = {f for f in usual if known is not None and known_name(f, language) == known}
        usual = Counter({f: lexicon.totals[k][f] for f in usual if f != form and f not in same})
        if not usual or any(same_but_inflected(f, form, language) for f in usual):
            continue
        best = max(usual, key=lambda f: (usual[f], -len(f)))
        times = sum(n for f, n in usual.items() if f == best or same_but_inflected(f, best, language))
        if times < 2 or lexicon.totals[k][form] * 2 > times or (best in form and len(form) > len(best) + 3):
            continue
        if material.bases[k] == "de" and not any(likeness(w.form, best) > 0.9 for j, ws in group.items() if j != k for w in ws):
            continue
        message = f"{language} has {word.form}, but {best.title()} elsewhere for {group[next(j for j in group if j != k)][0].form}"
        places = {j: [(w.segment, w.start, w.end) for w in ws] for j, ws in sorted(group.items())}
        yield Fault("name", Severity.WARNING, row, k, message, places, best.title(), word.form, (form, best))


def _misspelt(lexicon: _Lexicon, row: int, group: dict[int, list[_Word]]) -> Iterator[Fault]:
    """Yield a name that one edition spells with another letter where three of the same script spell it alike."""
    material = lexicon.material
    forms = {k: transliterate(words[0].form) for k, words in group.items() if words[0].form.isascii() or not _other_script(words[0].form, "a")}
    for k, form in forms.items():
        others = [j for j in forms if j != k]
        usual = {forms[j] for j in others}
        word = group[k][0]
        if len(others) < 3 or len(usual) != 1 or lexicon.totals[k][word.form.casefold()] > 1:
            continue
        model = usual.pop()
        unlike = [{a, b} for a, b in zip(form.lower(), model.lower(), strict=False) if a != b]
        if len(unlike) != 1 or any(unlike[0] <= sound for sound in _SOUNDS):
            continue
        if len(model) != len(form) or len(form) < 4 or sum(a != b for a, b in zip(form, model, strict=True)) != 1 or model[-1] != form[-1]:
            continue
        if known_name(word.form, material.languages[k]) is not None or sound_key(form) == sound_key(model):
            continue
        expected = group[others[0]][0].form
        message = f"{material.languages[k]} has {word.form} where {material.names(others)} have {expected}"
        places = {j: [(w.segment, w.start, w.end) for w in ws] for j, ws in sorted(group.items())}
        yield Fault("name", Severity.WARNING, row, k, message, places, expected, word.form, (form, model))


def _both_in_row(lexicon: _Lexicon, row: int, k: int, form: str) -> bool:
    return any(w.form.casefold() == form for w in lexicon.words(row, k))
