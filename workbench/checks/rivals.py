"""What stands in an edition instead of a name that the others have: by its place, by its number, by its nature."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from workbench.checks.forms import covered
from workbench.checks.lexicon import TITLES, Lexicon, Word
from workbench.names import known_name, likeness, one_name
from workbench.vocabulary import has_lexicon, is_common, meanings

Group = dict[int, list[Word]]
"""A name of a row: the words that stand for it, by edition."""

_BETWEEN = re.compile(r"[ \u00a0]|\.[ \u00a0]|[ \u00a0](?:de|del|von|van|di|da|al|el|du|la|le|ben|bin)[ \u00a0]")
COMMON = re.compile(r"(?:[cst]i[oó]n|tät|ment|ого|ому|ой|ая|ую|ое|ые|ых|ым|ый|его|ская|ское|ский|ции|ция)$")
"""Endings of words that are hardly names."""
_DETERMINED = re.compile(
    r"^(?:d(?:er|ie|as|en|em|es)|(?:[kms]?ein|ihr|unser|dies|jed)\w{0,2}|im|am|vom|zum|zur|ins)$|..e[nmrs]?$"
)
"""What stands before a common noun of German: an article, an adjective."""
_NOUN = re.compile(r"(?:ung|heit|keit|schaft|tion|tät|nis|tum|ment|en|er|ling)(?:en|s)?$")


@dataclass(slots=True)
class Vote:
    """A row's names: all groups, and those (by ``id``) that already stand for something in a finding."""

    lexicon: Lexicon
    row: int
    groups: list[Group]
    used: set[int] = field(default_factory=set)

    def rival(self, group: Group, k: int) -> tuple[Word, bool] | None:
        """Return the word that an edition has instead of a name, and whether its place says so; None if there is none.

        Its place: beside the same first or last name as the name has in the others; or it is one more of a name that
        they have less often.
        """
        beside = self._beside(group, k)
        if beside is not None:
            return beside, True
        more = self._more(group, k)
        if more is not None:
            return more, True
        spare = [g for g in self.groups if g is not group and k in g and len(g) * 2 <= len(group)]
        spare = [g for g in spare if id(g) not in self.used and self._name_like(g[k][0], group)]
        spare = [g for g in spare if not covered(self.lexicon, self.row, g, k)]
        if not spare:
            return None
        said = [words[0].form for words in group.values()]
        best = max(spare, key=lambda g: (-len(g), max(likeness(g[k][0].form, form) for form in said)))
        self.used.add(id(best))
        return best[k][0], False

    def neighbours(self, group: Group, k: int) -> Iterator[tuple[Group, bool]]:
        """Yield the names that an edition has beside which most others have this one, and whether before it."""
        for other in self.groups:
            if other is group or k not in other or is_plain(self.lexicon, other) or not _spelt_alike(other, k):
                continue
            sides = [self._side(words, other.get(j, [])) for j, words in group.items() if j != k]
            for before in (True, False):
                if sides.count(before) * 2 > len(sides) and sides.count(before) > 1:
                    yield other, before

    def _side(self, words: list[Word], others: list[Word]) -> bool | None:
        """Tell whether one of the others stands just before (True) or after (False) one of the words."""
        for word in words:
            text = self.lexicon.material.text(word.edition, word.segment)
            for other in others:
                if other.segment != word.segment:
                    continue
                if other.end <= word.start and _BETWEEN.fullmatch(text, other.end, word.start):
                    return True
                if word.end <= other.start and _BETWEEN.fullmatch(text, word.end, other.start):
                    return False
        return None

    def _beside(self, group: Group, k: int) -> Word | None:
        """Return the name that stands beside the first or last name which the others have beside this one."""
        for other, before in self.neighbours(group, k):
            for word in other[k]:
                found = self._next(word, before=before)
                if found is not None and not self._belongs(found, other):
                    return found
        return None

    def _next(self, word: Word, *, before: bool) -> Word | None:
        """Return the capitalised word just after (``before`` it stands the given one) or before a word."""
        lexicon, k = self.lexicon, word.edition
        text, language = lexicon.material.text(k, word.segment), lexicon.material.languages[k]
        for capital in lexicon.capitals[k][word.segment]:
            between = (word.end, capital.start) if before else (capital.end, word.start)
            if between[0] > between[1] or not _BETWEEN.fullmatch(text, *between):
                continue
            form = capital.form.rstrip(".")
            tail = form.rpartition("-")[2]  # "Select-Tarif"
            listed = is_common(tail, language) or is_common(form, language) or form.casefold() in TITLES
            if len(form) > 2 and not listed and not COMMON.search(form):
                return Word(k, word.segment, capital.start, capital.start + len(form), form, sure=True)
        return None

    def _belongs(self, word: Word, neighbour: Group) -> bool:
        """Tell whether the others have the word just as often as the edition, so that it stands for itself."""
        k = word.edition
        for group in self.groups:
            mine = group.get(k, [])
            if group is not neighbour and any((w.segment, w.start) == (word.segment, word.start) for w in mine):
                return len(mine) <= max((len(words) for j, words in group.items() if j != k), default=0)
        return covered(self.lexicon, self.row, {k: [word]}, k)

    def _more(self, group: Group, k: int) -> Word | None:
        """Return the last of a name that the edition has more often than any other: a person put for another."""
        material = self.lexicon.material
        unknown = is_unknown(self.lexicon, group)
        for other in self.groups:
            mine = other.get(k, [])
            most = max((len(words) for j, words in other.items() if j != k), default=0)
            if other is group or len(mine) <= max(most, 1) or len(other) * 2 <= len(material.present(self.row)):
                continue
            if is_unknown(self.lexicon, other) == unknown and not is_plain(self.lexicon, other):
                return mine[-1]
        return None

    def _name_like(self, word: Word, group: Group) -> bool:
        """Tell whether a word may stand for the name that is missing: a name for sure, or one that sounds like it."""
        if word.form.casefold() in TITLES:
            return False
        if self.lexicon.material.bases[word.edition] != "de":
            return word.sure
        known = known_name(word.form, "de-DE") is not None or self.lexicon.a_name(word)
        nameable = "-" not in word.form and not _NOUN.search(word.form)
        if known or (nameable and (word.sure or _foreign(self.lexicon, word))):
            return True
        return any(
            w.form[0] == word.form[0] and likeness(w.form, word.form) >= 0.5 for words in group.values() for w in words
        )


def _spelt_alike(group: Group, k: int) -> bool:
    """Tell whether an edition has a name by its sound, as the others have it, and not by what it means."""
    others = [words[0].form for j, words in group.items() if j != k]
    return sum(one_name(group[k][0].form, form) for form in others) * 2 > len(others)


def _foreign(lexicon: Lexicon, word: Word) -> bool:
    """Tell whether a word of German is neither listed nor a compound that ends in a listed one ("Südhafen")."""
    language = lexicon.material.languages[word.edition]
    capitals = lexicon.capitals[word.edition][word.segment]
    if any(c.start == word.start and _DETERMINED.search(c.before) for c in capitals):
        return False
    tails = (word.form[cut:] for cut in range(2, len(word.form) - 3))
    listed = lexicon.listed(word) or any(meanings(tail, language) for tail in (word.form, *tails))
    return has_lexicon(language) and not listed


def is_plain(lexicon: Lexicon, group: Group) -> bool:
    """Tell whether a group is of common words: no name."""
    bases = lexicon.material.bases
    unsure = [not w.sure and lexicon.listed(w) for j, words in group.items() if bases[j] != "de" for w in words]
    return sum(unsure) * 2 > len(unsure) or (len(unsure) < 3 and any(unsure)) or not unsure


def is_unknown(lexicon: Lexicon, group: Group) -> bool:
    """Tell whether a name is known in none of the editions: no country, no city of note."""
    languages = lexicon.material.languages
    return all(known_name(w.form, languages[j]) is None for j, words in group.items() for w in words)
