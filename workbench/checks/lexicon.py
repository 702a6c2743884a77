"""Which words of an edition may be names, and which are the same name in another edition."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from workbench.checks.initials import introduced
from workbench.checks.material import Material
from workbench.consonants import apart
from workbench.names import ALIKE, known_name, known_phrase, likeness, may_begin, one_name, same_but_inflected
from workbench.quantities import find_quantities, is_unit
from workbench.vocabulary import has_lexicon, is_common, meanings, translates

WORD = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*(?:-[^\W\d_]+)*")
_START = re.compile(r"(?:^|[.!?:…]\s|[«“„\"»(–—]\s?|^[-–—]\s)[«“„\"»(¿¡'’–—\s]*$")
_PARTICLE = re.compile(r"[^\W\d_]{1,4}['’-](?=[^\W\d_])(?![a-zа-яёß-öø-ÿ])")
_NEXT = re.compile(r"[ \u00a0](?:[^\W\d_]{2,3} )?(?=[^\W\d_])(?![a-zа-яёß-öø-ÿ])")  # a capital, "de" between
_QUOTED = re.compile(r"[^«»“”„\"]{1,40}[»”“\"]")
_OPENING = ("«", "“", "„", '"')
_AFFIX = re.compile(r"['’]s$|^[dlDL]['’]")
_CROWD = 400  # pairs of words of two cells, above which standing together says nothing
_MOSTLY = 0.6  # of the rows of two words, both standing in them: they are partners
_INITIALS = 6  # letters of a word in capitals that is a name wherever it stands
TITLES = frozenset([
    "frau", "herr", "herrn", "minister", "ministerin", "präsident", "kanzler", "monsieur", "madame", "señor", "señora",
    "господин", "госпожа", "г-н", "г-на", "г-ну", "г-ном", "г-жа", "г-жи", "г-же", "г-жу", "г-жой",
])  # fmt: skip
"""Words that stand before names and are none, casefolded."""
_BEFORE = TITLES | {"in", "nach", "aus", "bei", "von", "vor", "bis"}


@dataclass(frozen=True, slots=True)
class Word:
    """A capitalised word, or several that are one known name; ``sure`` that it is a name by where it stands."""

    edition: int
    segment: int
    start: int
    end: int
    form: str
    sure: bool


class _Capital(NamedTuple):
    """A capitalised word: what stands before it in small letters, and whether it begins a sentence."""

    start: int
    end: int
    form: str
    before: str
    initial: bool


class Lexicon:
    """What the document says of names: how words are capitalised, and which names go together."""

    def __init__(self, material: Material) -> None:
        """Take the material; everything is computed on demand."""
        self.material = material
        self.cache: dict[tuple[int, int], list[Word]] = {}
        self.judged: dict[tuple[int, str, int, str], bool] = {}
        self.named: dict[tuple[int, int], frozenset[int]] = {}
        self.meant: dict[tuple[int, int], frozenset[int]] = {}
        self.met: dict[tuple[int, int, str], Counter[str]] = {}
        self.spelt: dict[tuple[int, int, str, str], list[tuple[str, int]]] = {}

    @cached_property
    def tokens(self) -> list[list[list[str]]]:
        """The words of every segment of every edition."""
        return [[WORD.findall(s.text) for s in edition.segments] for edition in self.material.editions]

    def cell(self, row: int, k: int) -> list[str]:
        """Return the words of a cell."""
        found = self.material.cells[row][k]
        return self.tokens[k][found[0]] if len(found) == 1 else [w for i in found for w in self.tokens[k][i]]

    def known(self, row: int, k: int) -> frozenset[int]:
        """Return the numbers of the known names of a cell, of up to three words."""
        key = (row, k)
        if key not in self.named:
            words, language = self.cell(row, k), self.material.languages[k]
            found = {known_name(word, language) for word in words}
            for at, word in enumerate(words[:-1]):
                if may_begin(word, language):
                    phrases = (" ".join(words[at : at + n]) for n in (2, 3) if at + n <= len(words))
                    found |= {known_phrase(phrase, word, language) for phrase in phrases}
            self.named[key] = frozenset(number for number in found if number is not None)
        return self.named[key]

    def meanings(self, row: int, k: int) -> frozenset[int]:
        """Return the numbers of the entries of the shipped lexicon that hold a word of a cell."""
        key = (row, k)
        if key not in self.meant:
            language = self.material.languages[k]
            self.meant[key] = frozenset().union(*(meanings(word, language) for word in self.cell(row, k)))
        return self.meant[key]

    @cached_property
    def capitals(self) -> list[list[tuple[_Capital, ...]]]:
        """The capitalised words of every segment of every edition."""
        return [
            [tuple(_capitals(s.text, words)) for s, words in zip(edition.segments, tokens, strict=True)]
            for edition, tokens in zip(self.material.editions, self.tokens, strict=True)
        ]

    @cached_property
    def cases(self) -> tuple[list[Counter[str]], list[Counter[str]]]:
        """For each edition, how often a casefolded word stands in small letters, and capitalised inside a sentence."""
        lower, upper = [], []
        for tokens, capitals in zip(self.tokens, self.capitals, strict=True):
            small: Counter[str] = Counter()
            printed = Counter(chain.from_iterable(tokens))
            for word, n in printed.items():
                if word[0].islower():
                    small[word.casefold()] += n
            lower.append(small)
            upper.append(Counter(c.form.casefold() for found in capitals for c in found if not c.initial))
        return lower, upper

    @cached_property
    def forms(self) -> list[dict[int, set[str]]]:
        """The capitalised words of every row, casefolded, by edition."""
        return [
            {k: {w.form.casefold() for w in self.words(row, k)} for k in self.material.present(row)}
            for row in range(len(self.material.rows))
        ]

    @cached_property
    def rows_of(self) -> list[dict[str, list[int]]]:
        """In which rows each capitalised word of each edition stands."""
        found: list[dict[str, list[int]]] = [{} for _ in range(self.material.count)]
        for row, forms in enumerate(self.forms):
            for k, ours in forms.items():
                for form in ours:
                    found[k].setdefault(form, []).append(row)
        return found

    @cached_property
    def totals(self) -> list[Counter[str]]:
        """In how many rows each capitalised word of each edition stands."""
        return [Counter({form: len(rows) for form, rows in found.items()}) for found in self.rows_of]

    def together(self, j: int, k: int, form: str) -> Counter[str]:
        """Return the capitalised words of edition k that stand in rows with one of edition j, and how often."""
        key = (j, k, form)
        if key not in self.met:
            self.met[key] = found = Counter[str]()
            for forms in (self.forms[row] for row in self.rows_of[j].get(form, ())):
                if k in forms and len(forms[j]) * len(forms[k]) <= _CROWD:
                    found.update(forms[k])
        return self.met[key]

    def a_name(self, word: Word) -> bool:
        """Tell whether a word sounds like a sure name of another edition that it stands with elsewhere."""
        for j in range(self.material.count):
            if self.material.bases[j] == "de" or j == word.edition:
                continue
            together = self.together(word.edition, j, word.form.casefold())
            if any(likeness(other, word.form) >= 0.8 and not self.cases[0][j][other] for other in together):
                return True
        return False

    def listed(self, word: Word) -> bool:
        """Tell whether a word is a common one, by the lexicon or because the edition has it in small letters."""
        common = is_common(word.form, self.material.languages[word.edition])
        return common or bool(self.cases[0][word.edition][word.form.casefold()])

    def words(self, row: int, k: int) -> list[Word]:
        """Return the words of a cell that may be names."""
        key = (row, k)
        if key not in self.cache:
            self.cache[key] = [w for i in self.material.cells[row][k] for w in self._segment(k, i)]
        return self.cache[key]

    def _segment(self, k: int, segment: int) -> Iterator[Word]:
        capitals = self.capitals[k][segment]
        if not capitals:
            return
        text, language = self.material.text(k, segment), self.material.languages[k]
        quantities = find_quantities(text, language)
        days = [(q.start, q.end) for q in quantities if q.kind in ("weekday", "date") or q.zone is not None]
        known = dict(_known_phrases(capitals, text, language))
        done = 0
        for capital in capitals:
            if capital.start < done or any(a < capital.end and capital.start < b for a, b in days):
                continue
            if capital.start in known:
                done = known[capital.start]
                yield Word(k, segment, capital.start, done, text[capital.start : done], sure=True)
                continue
            word = self._word(k, segment, capital, text)
            if word is not None:
                yield word

    def _word(self, k: int, segment: int, capital: _Capital, text: str) -> Word | None:
        """Return a capitalised word as one that may be a name; None where it is none by its place or form."""
        lower, upper = self.cases
        language = self.material.languages[k]
        word = _head(_AFFIX.sub("", capital.form.rstrip(".")), language)
        if not word[:1].isupper() or (len(word) < 3 and known_name(word, language) is None) or is_unit(word):
            return None
        if any(c.isdigit() for c in text[max(0, capital.start - 2) : capital.start]):
            return None  # a unit with its number
        folded = word.casefold()
        named = known_name(word, language) is not None
        initials = word.isupper() and len(word) <= _INITIALS and text.upper() != text
        first = capital.initial and not initials and not upper[k][folded] and not named
        if capital.initial and not initials and (lower[k][folded] or (first and not self._first(k, word))):
            return None
        german = self.material.bases[k] == "de"
        sure = (
            named
            or initials
            or not (lower[k][folded] or is_common(word, language) or (german and capital.before not in _BEFORE))
        )
        sure = sure and (not first or _NEXT.match(text, capital.end) is not None)
        start = capital.start + capital.form.find(word)
        return Word(k, segment, start, start + len(word), word, sure)

    def _first(self, k: int, word: str) -> bool:
        """Tell whether a word that only begins sentences may be a name: no word that the lexicon has."""
        language = self.material.languages[k]
        return len(word) > 2 and has_lexicon(language) and not meanings(word, language)

    @cached_property
    def introduced(self) -> tuple[dict[str, int], ...]:
        """By edition, the row in which it introduces initials: what two introduce in one row is one name."""
        return introduced(self.material)

    def same(self, left: Word, right: Word) -> bool:
        """Tell whether two words of different editions are one name."""
        key = (left.edition, left.form, right.edition, right.form)
        if key not in self.judged:
            languages = [self.material.languages[w.edition] for w in (left, right)]
            a, b = (known_name(w.form, tag) for w, tag in zip((left, right), languages, strict=True))
            if a is not None and b is not None:
                self.judged[key] = a == b
            else:
                self.judged[key] = (
                    one_name(left.form, right.form)
                    or translates(left.form, languages[0], right.form, languages[1])
                    or self.partner(left, right)
                    or self.introduced[left.edition].get(left.form, -1)
                    == self.introduced[right.edition].get(right.form, -2)
                )
        return self.judged[key]

    def partner(self, left: Word, right: Word) -> bool:
        """Tell whether two words keep standing together in rows of the document."""
        if left.form.isupper() != right.form.isupper():
            return False  # initials stand beside what they are short for
        a, b = left.form.casefold(), right.form.casefold()
        times = self.totals[left.edition][a], self.totals[right.edition][b]
        if min(times) < 2 or 2 * min(times) / sum(times) < _MOSTLY:
            return False
        together = self.together(left.edition, right.edition, a)
        both = together[b]
        if both < 2 or 2 * both / sum(times) < _MOSTLY:
            return False
        if any(w.form.casefold() in TITLES or self.listed(w) for w in (left, right)):
            return False  # "Herr" always stands beside a name, and is not it
        return not any(n > 1 and likeness(other, a) >= ALIKE for other, n in together.items())


def _head(word: str, language: str) -> str:
    """Return a word, or the initials that a compound with a hyphen begins with ("OSZE-Mission")."""
    head = word.partition("-")[0]
    initials = head != word and len(head) > 1 and head.isupper()
    return head if initials and known_name(word, language) is None else word


def _capitals(text: str, words: Sequence[str]) -> Iterator[_Capital]:
    """Yield the capitalised words among all words of a text."""
    before, start, end = "", 0, 0
    for form in words:
        start = text.index(form, end)
        end = start + len(form)
        if form[0].islower():
            joined = "-" in form or "’" in form or "'" in form
            if joined and (particle := _PARTICLE.match(form)):  # d’Ankara, al-Hariri
                inner = particle.end()
                yield _Capital(start + inner, end, form[inner:], particle[0].casefold(), initial=False)
        else:
            titled = text[start - 1 : start] in _OPENING and start > 1 and _QUOTED.match(text, start) is not None
            initial = not titled and _START.search(text, max(0, start - 4), start) is not None
            yield _Capital(start, end, form, before.casefold(), initial)
        before = form


def _known_phrases(capitals: Sequence[_Capital], text: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield where known names of two or three capitalised words begin and end ("United States", "Corea del Sur")."""
    for n, first in enumerate(capitals):
        if text[first.end : first.end + 1] == " " and not may_begin(first.form, language):
            continue
        for last in reversed(capitals[n + 1 : n + 3]):
            phrase = text[first.start : last.end]
            short = len(phrase) <= 40 and phrase.count(" ") <= 2
            if short and known_phrase(phrase, first.form, language) is not None:
                yield first.start, last.end
                break


def groups_of(lexicon: Lexicon, row: int) -> list[dict[int, list[Word]]]:
    """Return the names of a row: for each, the words that stand for it in every edition."""
    groups: list[dict[int, list[Word]]] = []
    present = sorted(lexicon.material.present(row), key=lambda k: lexicon.material.bases[k] == "de")
    for k in present:
        for word in lexicon.words(row, k):
            best, score = None, 0.0
            for group in groups:
                own = k in group and _inflected(lexicon, word, group[k])
                if k in group and not own:
                    continue
                hits = sum(any(lexicon.same(w, word) for w in words) for j, words in group.items() if j != k)
                others = len(group) - (k in group)
                value = (hits / others if others else 0.0) + (0.5 if own else 0.0)
                if value < 0.4:
                    continue
                alike = any(likeness(w.form, word.form) >= ALIKE for j, words in group.items() if j != k for w in words)
                value += 0.1 * alike
                if value > score:
                    best, score = group, value
            if best is not None and score >= 0.5:
                best.setdefault(k, []).append(word)
            else:
                groups.append({k: [word]})
    return _by_ear(groups)


def _inflected(lexicon: Lexicon, word: Word, words: list[Word]) -> bool:
    """Tell whether a word is one of its edition's in a group, in any inflection."""
    language = lexicon.material.languages[word.edition]
    return any(
        w.form == word.form or same_but_inflected(w.form.casefold(), word.form.casefold(), language) for w in words
    )


_EAR, _SPELT = 0.4, 0.7
"""Likeness from which a name of another script may be a spelling by ear (Эйвери is 0.67 of Avery), and initials are."""
_HEARD, _SURELY = 0.3, 0.1
"""How far apart the consonants of a spelling by ear may be: "Хаке" has all of "Jaca"; how near they tell it alone."""


def _by_ear(groups: list[dict[int, list[Word]]]) -> list[dict[int, list[Word]]]:
    """Return groups with the names of another script joined to those that they sound most like, the likest first."""
    lone = [g for g in groups if len(g) == 1 and all(w.sure for ws in g.values() for w in ws)]
    named = [g for g in groups if len(g) > 1 and any(w.sure for ws in g.values() for w in ws)]
    if not lone or not named:
        return groups
    pairs = []
    for mine in lone:
        k, (word, *_) = next(iter(mine.items()))
        for theirs in named:
            if k not in theirs:
                forms = [w[0].form for w in theirs.values()]
                if all(other_script(form, word.form) for form in forms):
                    pairs.append((max(by_ear(form, word.form) for form in forms), mine, theirs))
    joined: set[int] = set()
    for value, mine, theirs in sorted(pairs, key=lambda pair: -pair[0]):
        k = next(iter(mine))
        if value >= _EAR and id(mine) not in joined and k not in theirs:
            theirs[k] = mine[k]
            joined.add(id(mine))
    return [g for g in groups if id(g) not in joined]


def by_ear(left: str, right: str) -> float:
    """Return how likely a name of another script is a spelling by ear, 0..1: likeness, if the consonants agree."""
    alike = likeness(left, right)
    if left.isupper() or right.isupper():  # initials are spelled, not heard
        return alike if left.isupper() == right.isupper() and alike >= _SPELT else 0.0
    far = apart(left, right)
    if far <= _SURELY and min(len(left), len(right)) > 3:  # Siobhan, Шивон
        return max(alike, _EAR)
    return alike if far <= _HEARD else 0.0


def other_script(left: str, right: str) -> bool:
    """Tell whether two words begin with letters of two scripts."""
    return unicodedata.name(left[0], "?").split()[0] != unicodedata.name(right[0], "?").split()[0]
