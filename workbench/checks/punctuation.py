"""Punctuation by each language's own rules: question marks, brackets, quotes, spacing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from workbench.checks.material import Fault, Material
from workbench.findings import Severity

_ENDS = re.compile(r"[.!?…:;。！？؟][\"'”’»“)\]]*$|[\"”»“)\]]$|[-–—]$")
_ASKS = frozenset("?？؟")
_FRENCH = re.compile(r"(?<=[\w»)])([?!;]|:(?=\s))")
_STRAY = re.compile(r"(?<=\w)[ \u00a0]+[,.](?=\s|$)")
_STRAY_HIGH = re.compile(r"(?<=\w)[ \u00a0\u202f]+[?!;:](?=\s|$)")
_DOUBLED = re.compile(r",,|;;|(?<!\.)\.\.(?!\.)")
_STRAYED = tuple(space + mark for space in " \u00a0" for mark in ",.")
_STRAYED_HIGH = tuple(space + mark for space in " \u00a0\u202f" for mark in "?!;:")
_TWICE = (",,", ";;", "..")
"""Of what is wrong there must stand one at least: a sentence without them has not to be searched."""
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"))
_HABIT = 8  # times that a fault of punctuation may occur before it is the edition's way (or in one of fifty rows)
_LONG = 60  # sentences of a turn from which an odd quote could stand anywhere
_DOUBLE_QUOTES = '"“”„‟«»'


def check_punctuation(material: Material) -> Iterator[Fault]:
    """Yield punctuation that breaks the language's rules or the others' agreement.

    Catches: a question that lost its mark where the others ask, a Spanish question without its opening mark, a turn
    whose brackets or quotes do not close, a sentence without its full stop where the others have one, a space
    before a comma, doubled marks. Forgives: French spaces before ? ! ; :, each language's own quotes, ellipses; what
    an edition does again and again is its way, and noted once. Cannot see: commas missing or too many, which kind of
    quotes is right, quotes that do not close in a turn of more than sixty sentences.
    """
    found = list(_all(material))
    times = Counter((fault.odd, fault.about[0]) for fault in found)
    told: set[tuple[int | None, str]] = set()
    for fault in found:
        key = (fault.odd, fault.about[0])
        if times[key] <= max(_HABIT, len(material.rows) // 50):
            yield fault
        elif key not in told:
            told.add(key)
            places = f"{fault.message} ({times[key]} times in the text, reported once)"
            yield replace(fault, severity=Severity.INFO, message=places, about=(*fault.about[:1], "throughout"))


def _all(material: Material) -> Iterator[Fault]:
    """Yield every fault."""
    spaced = [_mostly_spaced(material, k) for k in range(material.count)]
    for row in range(len(material.rows)):
        present = material.present(row)
        if len(present) >= 3:
            yield from _ends(material, row, present)
        for k in present:
            for segment in material.cells[row][k]:
                yield from _spacing(material, row, k, segment, french=spaced[k])
    for number, turn_row in enumerate(material.aligned.turns.rows):
        for k, cell in enumerate(turn_row.cells):
            for turn in cell:
                yield from _pairs(material, number, k, turn)


def _mostly_spaced(material: Material, k: int) -> bool:
    """Tell whether an edition sets a space before ? ! ; : as a rule, as French does."""
    marks = spaced = 0
    for segment in material.editions[k].segments[:400]:
        marks += len(re.findall(r"[\w»)][ \u00a0\u202f]?[?!;]", segment.text))
        spaced += len(re.findall(r"[\w»)][ \u00a0\u202f][?!;]", segment.text))
    return spaced * 2 > marks if marks else material.bases[k] == "fr"


def _ends(material: Material, row: int, present: tuple[int, ...]) -> Iterator[Fault]:
    last = {k: material.text(k, material.cells[row][k][-1]).rstrip() for k in present}
    asking = [k for k in present if not _ASKS.isdisjoint(material.cell_text(row, k))]
    finished = {k: bool(_ENDS.search(text)) for k, text in last.items()}
    for k in present:
        segment = material.cells[row][k][-1]
        text = last[k]
        place = (segment, max(0, len(text) - 1), len(text))
        others = [j for j in asking if j != k]
        if k not in asking and len(others) == len(present) - 1 and len(others) >= 2:
            ends = all(last[j].rstrip("\"'”’»“) ").endswith(("?", "？", "؟")) for j in others)
            if ends and text[-1:] != ":":
                message = f"{material.languages[k]} does not ask; {material.names(others)} end with a question mark"
                severity = Severity.WARNING if len(others) >= 3 or not finished[k] else Severity.INFO
                yield Fault("punctuation", severity, row, k, message, {k: [place]}, "?", text[-1:], ("question",))
        elif not finished[k] and all(finished[j] for j in present if j != k) and len(text) > 15:
            message = f"{material.languages[k]} has no mark at the end of the sentence"
            yield Fault("punctuation", Severity.WARNING, row, k, message, {k: [place]}, ".", text[-1:], ("end",))
        if k in asking and len(asking) == 1 and len(present) > 3:
            at = material.cell_text(row, k).find("?")
            if at == len(material.cell_text(row, k)) - 1:
                message = f"{material.languages[k]} asks; the other editions do not"
                yield Fault("punctuation", Severity.INFO, row, k, message, {k: [place]}, ".", "?", ("asks",))


def _spacing(material: Material, row: int, k: int, segment: int, *, french: bool) -> Iterator[Fault]:
    text = material.text(k, segment)
    patterns = []
    if _has(text, _STRAYED):
        patterns.append((_STRAY, Severity.WARNING, "a space before a comma or full stop"))
    if _has(text, _TWICE):
        patterns.append((_DOUBLED, Severity.WARNING, "a mark twice"))
    if not french and _has(text, _STRAYED_HIGH):
        patterns.append((_STRAY_HIGH, Severity.WARNING, "a space before a mark"))
    elif french and material.bases[k] == "fr":
        patterns.append((_FRENCH, Severity.INFO, "no space before a mark, as French sets it"))
    for pattern, severity, what in patterns:
        for match in pattern.finditer(text):
            yield _plain(material, row, k, (segment, *match.span()), severity, what)
    if material.bases[k] == "es" and len(material.cells[row][k]) == 1:
        cell = material.cell_text(row, k)
        for closing, opening in (("?", "¿"), ("!", "¡")):
            if closing in cell and opening not in cell:
                at = text.find(closing)
                yield _plain(material, row, k, (segment, at, at + 1), Severity.WARNING, f"{closing} without {opening}")


def _has(text: str, marks: tuple[str, ...]) -> bool:
    return any(mark in text for mark in marks)


def _plain(  # noqa: PLR0913, PLR0917 — a fault's fields
    material: Material, row: int, k: int, place: tuple[int, int, int], severity: Severity, what: str
) -> Fault:
    found = material.text(k, place[0])[place[1] : place[2]]
    message = f"{material.languages[k]}: {what}"
    return Fault("punctuation", severity, row, k, message, {k: [place]}, "", found, (what, str(place[1])))


def _pairs(material: Material, number: int, k: int, turn: int) -> Iterator[Fault]:
    segments = list(material.turn(k, turn).segments)
    if len(segments) > _LONG:
        return
    texts = [material.text(k, i) for i in segments]
    text = "".join(texts)
    faults = []
    for opening, closing in _PAIRS:
        listed = len(re.findall(r"(?:^|\s)\w{1,2}\)", text)) if closing == ")" else 0
        if text.count(opening) not in (text.count(closing), text.count(closing) - listed):
            faults.append((opening + closing, f"{opening} and {closing} do not match"))
    if _open_quote(texts):
        faults.append((_DOUBLE_QUOTES, "quotes do not match"))
    for marks, what in faults:
        at = next((i, m.start()) for i in segments for m in re.finditer(f"[{re.escape(marks)}]", material.text(k, i)))
        row = next(r for r in material.rows_of_turn_row(number) if at[0] in material.cells[r][k])
        yield _plain(material, row, k, (at[0], at[1], at[1] + 1), Severity.WARNING, what)


def _open_quote(texts: list[str]) -> bool:
    """Tell whether a quotation stays open; an opening mark said again at the head of a paragraph is none."""
    inside = False
    for text in texts:
        for at, c in enumerate(text):
            if c in _DOUBLE_QUOTES and not (inside and at == 0 and c in "«“„"):
                inside = not inside
    return inside
