"""Which words of an edition may be names, and which are the same name in another edition."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from workbench.checks.material import Material
from workbench.names import known_name, likeness, same_but_inflected
from workbench.quantities import find_quantities, is_unit

WORD = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*(?:-[^\W\d_]+)*")
_START = re.compile(r"(?:^|[.!?:…]\s|[«“„\"»(–—]\s?|^[-–—]\s)[«“„\"»(¿¡'’–—\s]*$")
SAME = 0.74  # likeness from which two words are one name
_BEFORE = frozenset(
    [
        "in",
        "nach",
        "aus",
        "bei",
        "von",
        "vor",
        "frau",
        "herr",
        "herrn",
        "minister",
        "ministerin",
        "präsident",
        "kanzler",
        "bis",
    ]
)


@dataclass(frozen=True, slots=True)
class Word:
    """A capitalised word, at its place in an edition; ``sure`` that it is a name by where it stands."""

    edition: int
    segment: int
    start: int
    end: int
    form: str
    sure: bool


class Lexicon:
    """What the document says of names: how words are capitalised, and which names go together."""

    def __init__(self, material: Material) -> None:
        """Take the material; everything is computed on demand."""
        self.material = material
        self.cache: dict[tuple[int, int], list[Word]] = {}
        self.judged: dict[tuple[int, str, int, str], bool] = {}

    @cached_property
    def cases(self) -> tuple[list[Counter[str]], list[Counter[str]]]:
        """For each edition, how often a casefolded word stands in small letters, and capitalised inside a sentence."""
        lower = [Counter[str]() for _ in range(self.material.count)]
        upper = [Counter[str]() for _ in range(self.material.count)]
        for k, edition in enumerate(self.material.editions):
            for segment in edition.segments:
                for match in WORD.finditer(segment.text):
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

    def a_name(self, word: Word) -> bool:
        """Tell whether a word sounds like a sure name of another edition that it stands with elsewhere."""
        for j in range(self.material.count):
            if self.material.bases[j] == "de" or j == word.edition:
                continue
            together = self.partners[word.edition, j].get(word.form.casefold(), Counter[str]())
            if any(likeness(other, word.form) >= 0.8 and not self.cases[0][j][other] for other in together):
                return True
        return False

    def words(self, row: int, k: int) -> list[Word]:
        """Return the words of a cell that may be names."""
        key = (row, k)
        if key not in self.cache:
            self.cache[key] = [w for i in self.material.cells[row][k] for w in self._segment(k, i)]
        return self.cache[key]

    def _segment(self, k: int, segment: int) -> Iterator[Word]:
        text = self.material.text(k, segment)
        lower, upper = self.cases
        language = self.material.languages[k]
        days = [(q.start, q.end) for q in find_quantities(text, language) if q.kind in ("weekday", "date")]
        previous = ""
        for match in WORD.finditer(text):
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
                continue  # a unit with its number
            if is_unit(word):
                continue
            if initial and (lower[k][folded] or (not upper[k][folded] and known_name(word, language) is None)):
                continue
            german = self.material.bases[k] == "de"
            sure = not lower[k][folded] and (not german or before in _BEFORE or known_name(word, language) is not None)
            yield Word(k, segment, start + shift, start + shift + len(word), word, sure)

    def same(self, left: Word, right: Word) -> bool:
        """Tell whether two words of different editions are one name."""
        key = (left.edition, left.form, right.edition, right.form)
        if key not in self.judged:
            a, b = (known_name(w.form, self.material.languages[w.edition]) for w in (left, right))
            if a is not None and b is not None:
                self.judged[key] = a == b
            else:
                self.judged[key] = likeness(left.form, right.form) >= SAME or self.partner(left, right)
        return self.judged[key]

    def partner(self, left: Word, right: Word) -> bool:
        """Tell whether two words keep standing together in rows of the document."""
        a, b = left.form.casefold(), right.form.casefold()
        together = self.partners[left.edition, right.edition][a]
        both = together[b]
        if both < 2 or any(n > 1 and likeness(other, a) >= SAME for other, n in together.items()):
            return False  # "Herr" always stands beside a name, and is not it
        return 2 * both / (self.totals[left.edition][a] + self.totals[right.edition][b]) >= 0.6


def groups_of(lexicon: Lexicon, row: int) -> list[dict[int, list[Word]]]:
    """Return the names of a row: for each, the words that stand for it in every edition."""
    groups: list[dict[int, list[Word]]] = []
    present = sorted(lexicon.material.present(row), key=lambda k: lexicon.material.bases[k] == "de")
    for k in present:
        for word in lexicon.words(row, k):
            best, score = None, 0.0
            for group in groups:
                hits = sum(any(lexicon.same(w, word) for w in words) for j, words in group.items() if j != k)
                own = any(
                    w.form == word.form
                    or same_but_inflected(w.form.casefold(), word.form.casefold(), lexicon.material.languages[k])
                    for w in group.get(k, [])
                )
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
