"""Text in the wrong language: sentences left untranslated, passages and editions in another language or script."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from workbench.checks.material import Fault, Material, Place
from workbench.findings import Severity
from workbench.language import detect, dominant_script
from workbench.text import clean

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_RUN = 4  # words in a row that make a passage
_SAMPLE = 1200


def check_language(material: Material) -> Iterator[Fault]:
    """Yield sentences and passages left in another edition's language, and editions that are in another than declared.

    Catches (``untranslated``): a sentence, or four words in a row, in the language of another edition, told by how
    each edition itself uses words and letters; a sentence that is the same in two editions; (``language``) an edition
    or a sentence in the wrong language or script. Forgives: names, titles and quotations of up to three words.
    Cannot see: a single word left in another language; languages that no edition is in, unless the script tells.
    """
    yield from _whole_editions(material)
    models = _Models(material)
    for row in range(len(material.rows)):
        for k in material.present(row):
            for segment in material.cells[row][k]:
                fault = _segment(material, models, row, k, segment)
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


_DETECTED = frozenset(
    [
        "af",
        "ar",
        "bg",
        "bn",
        "ca",
        "cs",
        "cy",
        "da",
        "de",
        "el",
        "en",
        "es",
        "et",
        "fa",
        "fi",
        "fr",
        "gu",
        "he",
        "hi",
        "hr",
        "hu",
        "id",
        "it",
        "ja",
        "kn",
        "ko",
        "lt",
        "lv",
        "mk",
        "ml",
        "mr",
        "ne",
        "nl",
        "no",
        "pa",
        "pl",
        "pt",
        "ro",
        "ru",
        "sk",
        "sl",
        "so",
        "sq",
        "sv",
        "sw",
        "ta",
        "te",
        "th",
        "tl",
        "tr",
        "uk",
        "ur",
        "vi",
        "zh",
    ]
)


class _Models:
    """How each edition uses words: log shares of words and of letter triples, learned from the editions themselves."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.scores: list[dict[str, float]] = [{} for _ in range(material.count)]
        self.values: dict[tuple[int, int], dict[str, float]] = defaultdict(dict)

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
                for i in range(len(word)):
                    triples[f" {word} "[i : i + 3]] += min(n, 20)
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
        value = sum(table.get(padded[i : i + 3], unseen) for i in range(len(word))) / len(word)
        self.scores[k][word] = value
        return value

    def foreign(self, word: str, k: int, j: int) -> float:
        """Return how much more a word is of edition j than of k: positive for j."""
        kept = self.values[k, j].get(word)
        if kept is not None:
            return kept
        here, there = self.words[k][word], self.words[j][word]
        value = self.score(word, j) - self.score(word, k)
        if there >= 2 and here * 8 < there:
            value = max(value, 1.0)
        elif here >= 2 and here * 2 > there:
            value = min(value, -1.0)
        value = max(-3.0, min(3.0, value))
        self.values[k, j][word] = value
        return value


def _segment(material: Material, models: _Models, row: int, k: int, segment: int) -> Fault | None:
    text = material.text(k, segment)
    words = [(m[0].casefold(), m.start(), m.end()) for m in _WORD.finditer(text)]
    if len(words) < 2:
        return None
    script = _foreign_script(material, row, k, segment)
    if script:
        return script
    best: tuple[float, int, Place] | None = None
    for j in range(material.count):
        if j == k or material.bases[j] == material.bases[k] or _usual_script(material, j) != _usual_script(material, k):
            continue
        same = _same_as(material, row, j, text) and _reads_as(text, material.bases[k], material.bases[j])
        values = [models.foreign(w, k, j) for w, _, _ in words]
        run = _best_run(values, [text[a].isupper() and i > 0 for i, (_, a, _) in enumerate(words)])
        length = run[1] - run[0]
        if same and len(words) >= 3 and sum(not text[a].isupper() for _, a, _ in words) >= 2:
            run, length = (0, len(words)), len(words)
        total = sum(values[run[0] : run[1]]) + (3.0 * length if same else 0.0)
        long_enough = length >= _RUN or (length == len(words) >= 3) or same
        if long_enough and total > (0.1 if same else 0.55) * length and (best is None or total > best[0]):
            best = (total, j, (segment, words[run[0]][1], words[run[1] - 1][2]))
    if best is None:
        return None
    _, j, place = best
    found = text[place[1] : place[2]]
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
    plain = clean(text).casefold()
    return len(plain) > 12 and any(clean(material.text(j, i)).casefold() == plain for i in material.cells[row][j])


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


def _script(word: str) -> str:
    return unicodedata.name(word[0], "UNKNOWN").split()[0]


def _foreign_script(material: Material, row: int, k: int, segment: int) -> Fault | None:
    """Return the fault of a sentence with words in a script that the edition does not use."""
    usual = _usual_script(material, k)
    if usual not in ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "DEVANAGARI"):
        return None
    text = material.text(k, segment)
    words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    strange = [(a, b) for a, b in words if _script(text[a]) not in (usual, "MODIFIER", "UNKNOWN")]
    lower = [a for a, _ in strange if text[a].islower()]
    if len(lower) < 3 or (len(strange) < 0.25 * len(words) and len(lower) < 4):
        return None
    start, end = strange[0][0], strange[-1][1]
    theirs = _script(text[start])
    known = any(_usual_script(material, j) == theirs for j in range(material.count))
    message = f"{material.languages[k]} has text in another script ({theirs.title()}): {text[start:end]}"
    check = "untranslated" if known else "language"
    return Fault(check, Severity.ERROR, row, k, message, {k: [(segment, start, end)]}, "", text[start:end], ("script",))


def _usual_script(material: Material, k: int) -> str:
    cache: dict[int, str] = material.__dict__.setdefault("usual_scripts", {})
    if k not in cache:
        cache[k] = dominant_script(" ".join(s.text for s in material.editions[k].segments[:200])) or ""
    return cache[k]
