"""Text in the wrong language: sentences left untranslated, passages and editions in another language or script."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from workbench.checks.material import Fault, Material, Place
from workbench.findings import Severity
from workbench.language import detect, dominant_script
from workbench.text import clean
from workbench.vocabulary import has_lexicon, is_common

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_RUN = 4  # words in a row that make a passage
_MANY = 8  # words in small letters from which a sentence's language can be told
_SOME = 5  # and if the edition's own words are hardly among them
_KNOWN = 0.4  # share of a sentence's words in small letters that the lexicon knows, if it is of the language
_LIKELY = 0.7  # probability of another language that does where the lexicon knows less
_SAMPLE = 1200


def check_language(material: Material) -> Iterator[Fault]:
    """Yield sentences and passages left in another edition's language, and editions that are in another than declared.

    Catches (``untranslated``): a sentence, or four words in a row, in the language of another edition, told by how
    each edition itself uses words and letters; a sentence that is the same in two editions; (``language``) an edition
    or a sentence in the wrong language or script, also in one that no edition is in; one akin to the edition's own is
    told from it only where the lexicon knows the edition's language.
    Forgives: names, titles and quotations of up to three words.
    Cannot see: a single word left in another language; a short sentence in a language that no edition is in.
    """
    yield from _whole_editions(material)
    models = _Models(material)
    for row in range(len(material.rows)):
        for k in material.present(row):
            for segment in material.cells[row][k]:
                fault = _segment(material, models, row, k, segment) or _stranger(material, models, row, k, segment)
                if fault:
                    yield fault


def _whole_editions(material: Material) -> Iterator[Fault]:
    for k, edition in enumerate(material.editions):
        text = " ".join(s.text for s in edition.segments[:80])[:_SAMPLE]
        if len(text) < 200:
            continue
        found = detect(text)
        if (
            found
            and found.probability > 0.95
            and found.language != material.bases[k]
            and not _akin(found.language, material.bases[k])
        ):
            message = f"{material.languages[k]} reads as {found.language} ({found.probability:.2f})"
            places = {k: material.whole(k, [0])}
            yield Fault(
                "language", Severity.ERROR, 0, k, message, places, material.bases[k], found.language, ("edition",)
            )


def _akin(found: str, declared: str) -> bool:
    """Tell whether the detector cannot be trusted to tell two languages apart, or does not know the declared one."""
    groups = (
        {"no", "nb", "nn", "da"},
        {"hr", "sr", "bs", "sl"},
        {"id", "ms"},
        {"cs", "sk"},
        {"mk", "bg"},
        {"es", "gl", "ca"},
        {"nl", "af"},
    )
    return any(found in g and declared in g for g in groups) or declared not in _DETECTED


_DETECTED = frozenset([
    "af", "ar", "bg", "bn", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "gu", "he", "hi",
    "hr", "hu", "id", "it", "ja", "kn", "ko", "lt", "lv", "mk", "ml", "mr", "ne", "nl", "no", "pa", "pl", "pt", "ro",
    "ru", "sk", "sl", "so", "sq", "sv", "sw", "ta", "te", "th", "tl", "tr", "uk", "ur", "vi", "zh",
])  # fmt: skip


class _Models:
    """How each edition uses words: log shares of words and of letter triples, learned from the editions themselves."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.scores: list[dict[str, float]] = [{} for _ in range(material.count)]
        self.tables: dict[tuple[int, int], _Foreign] = {}
        self.others: dict[int, list[int]] = {}
        self.singles: dict[int, float] = {}
        self.known: list[dict[str, bool]] = [{} for _ in range(material.count)]

    @cached_property
    def words(self) -> list[Counter[str]]:
        """Word counts of each edition, casefolded."""
        return [
            Counter(w.casefold() for s in edition.segments[:20000] for w in _WORD.findall(s.text))
            for edition in self.material.editions
        ]

    @cached_property
    def triples(self) -> list[tuple[dict[str, float], float]]:
        """Log shares of letter triples, with the log share of an unseen one."""
        models = []
        for counts in self.words:
            triples: Counter[str] = Counter()
            for word, n in counts.items():
                padded, times = f" {word} ", min(n, 20)
                for i in range(len(word)):
                    triples[padded[i : i + 3]] += times
            total = sum(triples.values()) + 5000
            models.append(({t: math.log((n + 0.5) / total) for t, n in triples.items()}, math.log(0.5 / total)))
        return models

    def score(self, word: str, k: int) -> float:
        """Return the log probability of a word's letters in an edition's language, a mean by triple."""
        kept = self.scores[k].get(word)
        if kept is not None:
            return kept
        table, unseen = self.triples[k]
        padded = f" {word} "
        value = sum([table.get(padded[i : i + 3], unseen) for i in range(len(word))]) / len(word)
        self.scores[k][word] = value
        return value

    def table(self, k: int, j: int) -> _Foreign:
        """Return how much more each word is of edition j than of k, worked out once a word."""
        if (k, j) not in self.tables:
            self.tables[k, j] = _Foreign(self, k, j)
        return self.tables[k, j]

    def foreign(self, word: str, k: int, j: int) -> float:
        """Return how much more a word is of edition j than of k: positive for j, -3 to 3."""
        here, there = self.words[k].get(word, 0), self.words[j].get(word, 0)
        value = self.score(word, j) - self.score(word, k)
        if there >= 2 and here * 8 < there:
            value = max(value, 1.0)
        elif here >= 2 and here * 2 > there:
            value = min(value, -1.0)
        return max(-3.0, min(3.0, value))

    def strange(self, k: int, text: str) -> bool:
        """Tell whether most of a sentence's words stand nowhere else in its edition, far more than is usual."""
        counts, words = self.words[k], _WORD.findall(text)
        once = sum([counts.get(word.casefold(), 0) < 2 for word in words]) / len(words)
        return once > max(0.7, 1.5 * self.once(k))

    def once(self, k: int) -> float:
        """Return the share of an edition's running words that stand in it once."""
        if k not in self.singles:
            counts = self.words[k]
            self.singles[k] = sum(n == 1 for n in counts.values()) / max(1, sum(counts.values()))
        return self.singles[k]

    def unknown(self, k: int, words: Sequence[str]) -> bool:
        """Tell whether the lexicon of an edition's language has fewer of a sentence's words than of any in it."""
        language = self.material.bases[k]
        if not has_lexicon(language):
            return False
        known = self.known[k]
        for word in words:
            if word not in known:
                known[word] = is_common(word, language)
        return sum(map(known.__getitem__, words)) < _KNOWN * len(words)

    def rivals(self, k: int) -> list[int]:
        """Return the editions whose sentences might stand in this one unseen: another language, the same script."""
        if k not in self.others:
            usual, bases = [_usual_script(self.material, j) for j in range(self.material.count)], self.material.bases
            self.others[k] = [j for j in range(self.material.count) if bases[j] != bases[k] and usual[j] == usual[k]]
        return self.others[k]


class _Foreign(dict[str, float]):
    """How much more a word is of one edition than of another, by word."""

    def __init__(self, models: _Models, k: int, j: int) -> None:
        super().__init__()
        self.models, self.pair = models, (k, j)

    def __missing__(self, word: str) -> float:
        self[word] = value = self.models.foreign(word, *self.pair)
        return value


_LEAST = 1.65
"""What the words of the other language must amount to at least: 0.55 for each of three."""


def _segment(material: Material, models: _Models, row: int, k: int, segment: int) -> Fault | None:
    text = material.text(k, segment)
    script = _foreign_script(material, row, k, segment)
    if script:
        return script
    rivals = models.rivals(k)
    if not rivals:
        return None
    plain = [word.casefold() for word in _WORD.findall(text)]
    if len(plain) < 2:
        return None
    best: tuple[float, int, tuple[int, int]] | None = None
    for j in rivals:
        table = models.table(k, j)
        values = [table[word] for word in plain]
        same = _same_as(material, row, j, text) and _reads_as(text, material.bases[k], material.bases[j])
        if not same and sum(value for value in values if value > 0) <= _LEAST:
            continue
        found = _passage(text, values, same=same)
        if found is not None and (best is None or found[0] > best[0]):
            best = (found[0], j, found[1])
    if best is None:
        return None
    _, j, (start, end) = best
    return _left(material, row, (k, j), (segment, start, end))


_FAMILIES = (
    {"es", "pt", "it", "ca", "fr", "ro"},
    {"de", "nl", "af", "da", "no", "sv"},
    {"ru", "uk", "bg", "mk", "sr"},
    {"cs", "sk", "pl", "sl", "hr"},
)
"""Languages that a detector cannot be trusted to tell apart by one sentence."""


def _stranger(material: Material, models: _Models, row: int, k: int, segment: int) -> Fault | None:
    """Return the fault of a sentence in a language that no edition is in, if it reads unlike its own edition."""
    text = material.text(k, segment)
    words = [w for w in _WORD.findall(text) if w[0].islower()]
    if len(words) < _SOME or material.bases[k] not in _DETECTED:
        return None
    unknown = models.unknown(k, words)
    if not unknown and (len(words) < _MANY or not models.strange(k, text)):
        return None
    found = detect(text)
    if found is None or found.probability < (_LIKELY if unknown else 0.99) or found.language in material.bases:
        return None
    if not unknown and any({found.language, material.bases[k]} <= g for g in _FAMILIES):
        return None
    message = f"{material.languages[k]} has a sentence that reads as {found.language}: {text}"
    places = {k: material.whole(k, [segment])}
    return Fault("language", Severity.WARNING, row, k, message, places, material.bases[k], found.language, ("passage",))


def _passage(text: str, values: list[float], *, same: bool) -> tuple[float, tuple[int, int]] | None:
    """Return how foreign the most foreign passage of a sentence is, and where it stands; None if there is none."""
    words = [m.span() for m in _WORD.finditer(text)]
    run = _best_run(values, [text[a].isupper() and i > 0 for i, (a, _) in enumerate(words)])
    length = run[1] - run[0]
    if same and len(words) >= 3 and sum(not text[a].isupper() for a, _ in words) >= 2:
        run, length = (0, len(words)), len(words)
    total = sum(values[run[0] : run[1]]) + (3.0 * length if same else 0.0)
    if (length >= _RUN or (length == len(words) >= 3) or same) and total > (0.1 if same else 0.55) * length:
        return total, (words[run[0]][0], words[run[1] - 1][1])
    return None


def _left(material: Material, row: int, editions: tuple[int, int], place: Place) -> Fault | None:
    """Return the fault of a passage of edition k in the language of edition j."""
    k, j = editions
    found = material.text(k, place[0])[place[1] : place[2]]
    if not _more_than_names(found):
        return None
    twin = {j: material.whole(j, material.cells[row][j])} if material.cells[row][j] else {}
    message = f"{material.languages[k]} is in the language of {material.languages[j]}: {found}"
    return Fault(
        "untranslated", Severity.ERROR, row, k, message, {k: [place], **twin}, "", found, ("untranslated",), {k: found}
    )


def _more_than_names(found: str) -> bool:
    """Tell whether a passage is more than names: two of its words at least begin with a small letter."""
    return sum(w[0].islower() for w in _WORD.findall(found)) >= 2 or not any(c.isupper() or c.islower() for c in found)


def _same_as(material: Material, row: int, j: int, text: str) -> bool:
    """Tell whether another edition has the very same sentence in the row."""
    if len(text) <= 12:
        return False
    near = [t for i in material.cells[row][j] if abs(len(t := material.text(j, i)) - len(text)) <= 4]
    return bool(near) and any(clean(t).casefold() == clean(text).casefold() for t in near)


def _reads_as(text: str, here: str, there: str) -> bool:
    """Tell whether a sentence that stands in two editions is of the other's language."""
    found = detect(text, candidates=(here, there))
    return found is not None and found.language == there


def _best_run(values: Sequence[float], capital: Sequence[bool]) -> tuple[int, int]:
    """Return the run of words with the greatest sum; capitalised words, perhaps names, count little."""
    best, best_sum, start, total = (0, 0), 0.0, 0, 0.0
    for i, value in enumerate(values):
        weight = min(value, 0.1) if capital[i] else value
        if total <= 0:
            start, total = i, 0.0
        total += weight
        if total > best_sum:
            best_sum, best = total, (start, i + 1)
    return best


class _Scripts(dict[str, str]):
    """The script of a character, by the first word of its name."""

    def __missing__(self, character: str) -> str:
        self[character] = script = unicodedata.name(character, "UNKNOWN").split()[0]
        return script


_SCRIPTS = _Scripts()
_TOLD = frozenset(["LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "DEVANAGARI"])


def _foreign_script(material: Material, row: int, k: int, segment: int) -> Fault | None:
    """Return the fault of a sentence with words in a script that the edition does not use."""
    usual = _usual_script(material, k)
    text = material.text(k, segment)
    if usual not in _TOLD or (usual == "LATIN" and text.isascii()):
        return None
    if not any(c.isalpha() and _SCRIPTS[c] not in (usual, "MODIFIER", "UNKNOWN") for c in set(text)):
        return None
    words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    strange = [(a, b) for a, b in words if _SCRIPTS[text[a]] not in (usual, "MODIFIER", "UNKNOWN")]
    lower = [a for a, _ in strange if text[a].islower()]
    if len(words) < 2 or len(lower) < 3 or (len(strange) < 0.25 * len(words) and len(lower) < 4):
        return None
    start, end = strange[0][0], strange[-1][1]
    theirs = _SCRIPTS[text[start]]
    known = any(_usual_script(material, j) == theirs for j in range(material.count))
    message = f"{material.languages[k]} has text in another script ({theirs.title()}): {text[start:end]}"
    check = "untranslated" if known else "language"
    return Fault(check, Severity.ERROR, row, k, message, {k: [(segment, start, end)]}, "", text[start:end], ("script",))


def _usual_script(material: Material, k: int) -> str:
    cache: dict[int, str] = material.__dict__.setdefault("usual_scripts", {})
    if k not in cache:
        cache[k] = dominant_script(" ".join(s.text for s in material.editions[k].segments[:200])) or ""
    return cache[k]
