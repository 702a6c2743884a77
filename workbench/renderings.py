"""How each edition renders what recurs: every rendering of a term with all its places, and where a glossary is kept.

A term is found without a glossary (:func:`workbench.terms.find_concepts`). Where most editions have it and one has
not its usual form, what that edition says instead is looked for: a word that keeps a part of the form, a counterpart
of what the others say, or what it says in several such rows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbench.counterparts import Counterparts
from workbench.model import AlignedTranscript, Row
from workbench.terms import Concept, Form, Glossary, find_concepts, forms_in, stems_of
from workbench.text import primary

_AKIN = 5  # letters that two words of one family share at least
_BENT = 0.7  # of the longer of two words that they share where one is the other inflected
_ROWS = 12  # rows of a term that are looked at to tell what its forms translate
_SHOWN = 2  # editions that must have a term in a row, beside the one that is asked


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rendering stands: the row, the segment, and the half-open span of characters in it."""

    row: int
    segment: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rendering:
    """A way to render a term, as it is printed most often, with its places."""

    text: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A recurring term: by edition, its renderings (the usual one first), and the rows where none was found.

    ``rows`` are the rows in which the editions have it.
    """

    renderings: Mapping[int, tuple[Rendering, ...]]
    lacking: Mapping[int, tuple[int, ...]]
    rows: tuple[int, ...]

    @property
    def inconsistent(self) -> tuple[int, ...]:
        """The editions that render it in two ways or more."""
        return tuple(k for k, found in self.renderings.items() if len(found) > 1)

    @property
    def places(self) -> int:
        """How many places it has in all editions."""
        return sum(len(one.places) for found in self.renderings.values() for one in found)


@dataclass(frozen=True, slots=True)
class Kept:
    """A glossary's concept in a text: places of required and of forbidden renderings, and rows that lack one.

    Renderings are told by edition as (rendering, places); ``lacking`` are rows where another edition has the concept.
    """

    required: Mapping[int, tuple[Rendering, ...]]
    forbidden: Mapping[int, tuple[Rendering, ...]]
    lacking: Mapping[int, tuple[int, ...]]


def recurring_terms(aligned: AlignedTranscript, words: Counterparts) -> list[Term]:
    """Return the recurring terms of a transcript, those that an edition renders in several ways first."""
    text = _Text(aligned)
    found = (_purged(text, concept, words) for concept in find_concepts(text.cells, text.languages))
    concepts = [concept for concept in found if len(concept.forms) > 1]
    terms = [_term(text, concept, words) for concept in concepts]
    many = {id(term): max(map(len, concept.forms.values())) for term, concept in zip(terms, concepts, strict=True)}
    return sorted(terms, key=lambda t: (not t.inconsistent, -many[id(t)], -_strays(t), -t.places, t.rows))


def _strays(term: Term) -> int:
    return sum(len(one.places) for found in term.renderings.values() for one in found[1:])


class _Text:
    """A transcript as rows of texts, with the words of each segment."""

    def __init__(self, aligned: AlignedTranscript) -> None:
        self.editions = aligned.transcript.editions
        self.languages = aligned.transcript.languages
        self.rows: Sequence[Row] = aligned.segments.rows
        self.cells = [[self._joined(k, row.cells[k]) for k in range(len(self.languages))] for row in self.rows]

    def _joined(self, k: int, cell: Sequence[int]) -> str:
        return " ".join(self.editions[k].segments[i].text for i in cell)

    def said(self, k: int, place: Place) -> str:
        return self.editions[k].segments[place.segment].text[place.start : place.end]

    def words(self, row: int, k: int) -> Iterator[tuple[str, Place, str]]:
        """Yield the words of a cell as stem, place and word."""
        for i in self.rows[row].cells[k]:
            for stem, start, end, word in stems_of(self.editions[k].segments[i].text, self.languages[k]):
                yield stem, Place(row, i, start, end), word

    def forms(self, row: int, k: int) -> Iterator[tuple[Form, Place]]:
        """Yield the forms of a cell with their places."""
        for i in self.rows[row].cells[k]:
            for form, start, end in forms_in(self.editions[k].segments[i].text, self.languages[k]):
                yield form, Place(row, i, start, end)

    def rendering(self, k: int, places: Sequence[Place]) -> Rendering:
        """Return places as a rendering, worded as it is printed most often."""
        printed = Counter(self.said(k, place) for place in places)
        return Rendering(
            max(printed, key=lambda said: (printed[said], said.islower())), tuple(sorted(places, key=_order))
        )


def _order(place: Place) -> tuple[int, int, int]:
    return place.row, place.segment, place.start


def _purged(text: _Text, concept: Concept, words: Counterparts) -> Concept:
    """Return a concept without the forms that translate something else which merely stands in the same rows."""
    joined = {(k, j): _joined(text, concept, (k, j), words) for k in concept.forms for j in concept.forms if k != j}
    groups: list[set[int]] = []
    for k in concept.forms:
        near = [group for group in groups if any(joined[k, j][0] > joined[k, j][1] for j in group)]
        groups = [group for group in groups if group not in near] + [{k}.union(*near)]
    chief = max(groups, key=lambda group: (len(group), -min(group)))
    astray = {k for group in groups if group is not chief and len(group) > 1 for k in group}
    for k in concept.forms:
        inside, outside = (sum(joined[k, j][n] for j in concept.forms if j != k) for n in (0, 1))
        if outside > max(1, 2 * inside):
            astray.add(k)
    kept = sorted(concept.forms.keys() - astray)
    return Concept({k: concept.forms[k] for k in kept}, {k: concept.rows[k] for k in kept})


def _joined(text: _Text, concept: Concept, pair: tuple[int, int], words: Counterparts) -> tuple[int, int]:
    """Return in how many rows a form translates the other edition's form, and in how many only something else there."""
    k, j = pair
    inside = outside = 0
    for row in sorted(concept.rows[k] & concept.rows[j])[:_ROWS]:
        mine = [word for stem, _, word in text.words(row, k) if stem in concept.forms[k] and len(word) > 3]
        theirs = [(stem in concept.forms[j], word) for stem, _, word in text.words(row, j) if len(word) > 3]
        found = [own for own, other in theirs if any(words.shared(k, one, j, other) for one in mine)]
        inside += any(found)
        outside += bool(found) and not any(found)
    return inside, outside


def _term(text: _Text, concept: Concept, words: Counterparts) -> Term:
    standing = Counter(row for rows in concept.rows.values() for row in rows)
    need = min(_SHOWN, len(concept.forms) - 1)
    rows = tuple(sorted(row for row, editions in standing.items() if editions >= need))
    renderings: dict[int, tuple[Rendering, ...]] = {}
    lacking: dict[int, tuple[int, ...]] = {}
    for k, form in concept.forms.items():
        usual = [place for row in sorted(concept.rows[k]) for found, place in text.forms(row, k) if found == form]
        strays = [
            row
            for row in rows
            if row not in concept.rows[k]
            and text.rows[row].cells[k]
            and sum(row in concept.rows[j] for j in concept.forms if j != k) >= max(need, len(concept.forms) // 2)
        ]
        others, nothing = _instead(text, concept, k, strays, words)
        first = text.rendering(k, usual)
        rest = []
        for stems, places in others.items():
            one = text.rendering(k, places)
            if _inflected(form, stems) or _inflected(_long(first.text), _long(one.text)):
                usual += places
            else:
                rest.append(one)
        renderings[k] = (text.rendering(k, usual), *sorted(rest, key=lambda one: (-len(one.places), one.text)))
        lacking[k] = tuple(nothing)
    return Term(renderings, lacking, rows)


def _instead(
    text: _Text, concept: Concept, k: int, strays: Sequence[int], words: Counterparts
) -> tuple[dict[Form, list[Place]], list[int]]:
    """Return what an edition says in rows where it has not its usual form, by stems, and the rows with nothing."""
    groups: dict[Form, list[Place]] = defaultdict(list)
    nothing = []
    for row in strays:
        found = _kin(text, concept.forms[k], row, k) or _counterpart(text, concept, row, k, words)
        if found is None:
            nothing.append(row)
        else:
            groups[found[0]].append(found[1])
    return groups, nothing


def _kin(text: _Text, form: Form, row: int, k: int) -> tuple[Form, Place] | None:
    """Return a form of the cell that keeps a part of the usual one: "Preisobergrenze" for "Preisdeckel"."""
    found = [
        (other, place)
        for other, place in text.forms(row, k)
        if len(other) == len(form) and any(_akin(a, b) for a in other for b in form)
    ]
    if found:
        return found[0]
    alone = [
        (stem, place) for stem, place, word in text.words(row, k) if len(word) > 3 and any(_akin(stem, b) for b in form)
    ]
    return ((alone[0][0],), alone[0][1]) if alone else None


def _akin(left: str, right: str) -> bool:
    """Tell whether two stems are of one family: they begin alike, or one is a part of the other."""
    short, long = sorted((left, right), key=len)
    return len(short) >= 4 and (
        left[: max(_AKIN, len(short) - 2)] == right[: max(_AKIN, len(short) - 2)] or short in long
    )


def _inflected(usual: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether a rendering is the usual one inflected, or put into a compound: no other way to say it."""
    return len(usual) == len(other) and all(any(_bent(a, b) for b in other) for a in usual)


def _long(said: str) -> list[str]:
    return [word.casefold() for word in said.split() if len(word) > 3]


def _bent(usual: str, other: str) -> bool:
    pairs = zip(usual, other, strict=False)
    common = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(usual), len(other)))
    return common >= _BENT * max(len(usual), len(other)) or (len(usual) > 3 and usual in other)


def _counterpart(text: _Text, concept: Concept, row: int, k: int, words: Counterparts) -> tuple[Form, Place] | None:
    """Return the word of the cell that translates what the other editions say there."""
    said = [
        (j, word)
        for j, form in concept.forms.items()
        if j != k and row in concept.rows[j]
        for stem, _, word in text.words(row, j)
        if stem in form
    ]
    best: tuple[int, Form, Place] | None = None
    for stem, place, word in text.words(row, k):
        votes = len({j for j, other in said if words.shared(k, word, j, other)}) if len(word) > 3 else 0
        if votes and (best is None or votes > best[0]):
            best = votes, (stem,), place
    return None if best is None else best[1:]


def glossary_kept(aligned: AlignedTranscript, glossary: Glossary) -> list[Kept]:
    """Return for each concept of a glossary where its renderings stand, in any inflection."""
    text = _Text(aligned)
    return [_kept(text, good, bad) for good, bad in zip(glossary.required, glossary.forbidden, strict=True)]


def _kept(text: _Text, good: Mapping[str, Sequence[str]], bad: Mapping[str, Sequence[str]]) -> Kept:
    required, forbidden = (
        {k: found for k in range(len(text.languages)) if (found := _standing(text, k, wanted))}
        for wanted in (good, bad)
    )
    having: Counter[int] = Counter()
    rows_of = {}
    for k, found in required.items():
        rows_of[k] = {place.row for one in found for place in one.places}
        having.update(rows_of[k])
    lacking = {}
    for k, here in rows_of.items():
        present = [row for row in sorted(having) if text.rows[row].cells[k] and row not in here]
        lacking[k] = tuple(row for row in present if 2 * having[row] >= len(required))
    return Kept(required, forbidden, lacking)


def _standing(text: _Text, k: int, wanted: Mapping[str, Sequence[str]]) -> tuple[Rendering, ...]:
    """Return the renderings that a glossary names in an edition's language, with the places where each stands."""
    language = text.languages[k]
    named = wanted.get(language) or next(
        (forms for tag, forms in wanted.items() if primary(tag) == primary(language)), ()
    )
    return tuple(Rendering(one, tuple(_places(text, k, one))) for one in named)


def _places(text: _Text, k: int, rendering: str) -> Iterator[Place]:
    sought = [stem for stem, *_ in stems_of(" ".join(rendering.split()), text.languages[k])]
    for row in range(len(text.rows)) if sought else ():
        for i in text.rows[row].cells[k]:
            words = stems_of(text.editions[k].segments[i].text, text.languages[k])
            for at in range(len(words) - len(sought) + 1):
                if all(words[at + n][0] == stem for n, stem in enumerate(sought)):
                    yield Place(row, i, words[at][1], words[at + len(sought) - 1][2])
