"""Texts without planted faults, and what the checks say of them: alarms, counted apart from real faults.

The texts: the bundled transcripts, the texts of our own in ``tests/cases/parallel.json``, those translated freely in
``tests/cases/faultless``, and, where it lies beside the repository, the development data of ``../shared/gold``: rows
that are right by its gold.

Rows with recorded slips of the bundled transcripts are left out. Of the rest not all is faultless: counted as *real* is
a finding about a sentence that the gold says has no counterpart, or in a line that ``real.json`` lists with a reason,
by line number (the texts are not ours to copy). Everything else is a false alarm. Both figures are printed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import told
from findings import ROOT, checked, gold_rows, slipped, texts_of, transcripts

from workbench.checks import run_checks
from workbench.findings import Finding, Severity
from workbench.model import AlignedTranscript, Alignment, Edition, Level, Role, Row, Score, Segment, Transcript, Turn

TAGS = {"en": "en-GB", "de": "de-DE", "es": "es-ES", "fr": "fr-FR", "ru": "ru-RU"}
GOLD = ROOT.parent / "shared" / "gold"
PRESENCE = ("omission", "addition", "length")


@dataclass
class Text:
    """A text, aligned, with the sentences that are not faultless, and those that the gold says stand alone."""

    name: str
    aligned: AlignedTranscript
    findings: list[Finding]
    barred: set[str] = field(default_factory=set)
    alone: set[str] = field(default_factory=set)
    real: list[tuple[str, frozenset[str]]] = field(default_factory=list)


@dataclass
class Count:
    """What was found in the texts of a name: rows, false alarms and real faults by check, infos by check."""

    rows: int = 0
    false: Counter = field(default_factory=Counter)
    real: Counter = field(default_factory=Counter)
    infos: Counter = field(default_factory=Counter)


def texts(*, deep: bool) -> Iterator[Text]:
    """Yield all texts, in all editions and in all pairs (``deep``: and in all threes and fours)."""
    sizes = (2, 3, 4) if deep else (2,)
    for name, transcript in transcripts().items():
        barred, alone = slipped(name, transcript), _alone(gold_rows(name, transcript))
        yield Text(name, *checked(name, list(transcript.editions)), barred, alone)
        for size in sizes:
            for tags in combinations(transcript.languages, size):
                chosen = [transcript.edition(tag) for tag in tags]
                yield Text(f"{name} by {size}", *checked(name, chosen), barred, alone)
    yield from _free(sizes)
    yield from _pud(sizes)
    if deep:
        yield from _text_berg()


def _free(sizes: tuple[int, ...]) -> Iterator[Text]:
    """Yield the texts of ours that were translated freely, with no fault planted in them."""
    for name in told.names(told.FAULTLESS):
        text = told.read(name, told.FAULTLESS)
        for size in (len(text.languages), *sizes):
            for tags in combinations(text.languages, size):
                editions = [told.edition(text, tag, told.straight(text)) for tag in tags]
                yield Text(name if size == len(text.languages) else f"{name} by {size}", *checked(name, editions))


def _alone(rows: list[dict[str, set[str]]]) -> set[str]:
    """Return the texts of gold rows in which an edition has nothing, and of the rows beside them."""
    found: set[str] = set()
    for n, row in enumerate(rows):
        if not all(row.values()):
            found |= {t for near in rows[max(0, n - 1) : n + 2] for texts in near.values() for t in texts}
    return found


def _pud(sizes: tuple[int, ...]) -> Iterator[Text]:
    """Yield the five-language rows of PUD that all editions have, and those of its pairs."""
    folder = GOLD / "pud-dev"
    if not folder.is_dir():
        return
    lines = {t: (folder / f"{t}.txt").read_text("utf-8").removesuffix("\n").split("\n") for t in TAGS}
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    real = _judged("pud-dev", lines)
    for size in sizes:
        for tags in combinations(sorted(TAGS), size):
            beads = gold["pairs"]["-".join(tags)] if size == 2 else [[r.get(t, ()) for t in tags] for r in gold["rows"]]
            rows = [dict(zip(tags, bead, strict=True)) for bead in beads if all(bead)]
            aligned = of_rows(lines, rows)
            yield Text(f"pud-dev by {size}", aligned, run_checks(aligned), real=real)
    aligned = of_rows(lines, [row for row in gold["rows"] if all(row.get(t) for t in TAGS)])
    yield Text("pud-dev", aligned, run_checks(aligned), real=real)


def _text_berg() -> Iterator[Text]:
    """Yield the yearbook article in German and French, freely retold and scanned, so far from faultless: to read only."""
    folder = GOLD / "text-berg-dev"
    if not folder.is_dir():
        return
    lines = {t: (folder / f"{t}.txt").read_text("utf-8").removesuffix("\n").split("\n") for t in ("de", "fr")}
    beads = [line.split(":") for line in (folder / "de-fr.beads").read_text("utf-8").split("\n") if ":" in line]
    rows = [dict(zip(("de", "fr"), map(json.loads, bead), strict=True)) for bead in beads]
    aligned = of_rows(lines, [row for row in rows if row["de"] and row["fr"]])
    yield Text("text-berg-dev", aligned, run_checks(aligned), real=_judged("text-berg-dev", lines))


def _judged(name: str, lines: dict[str, list[str]]) -> list[tuple[str, frozenset[str]]]:
    """Return the lines judged to hold real faults, each with the checks that may say so."""
    listed = json.loads(Path(__file__).with_name("real.json").read_text("utf-8"))
    return [
        (" ".join(lines[e["language"]][e["line"]].split()), frozenset(e["checks"])) for e in listed if e["text"] == name
    ]


def of_rows(lines: dict[str, list[str]], rows: list[dict[str, list[int]]]) -> AlignedTranscript:
    """Return an aligned transcript, one turn, of rows of line numbers by language."""
    editions, cells = [], [[] for _ in rows]
    for t in [t for t in lines if t in rows[0]]:
        segments: list[Segment] = []
        for number, row in enumerate(rows):
            cells[number].append(tuple(range(len(segments), len(segments) + len(row[t]))))
            segments += [Segment(len(segments) + n, " ".join(lines[t][i].split())) for n, i in enumerate(row[t])]
        editions.append(Edition(TAGS[t], (Turn(0, Role.STATEMENT, "", 0, len(segments)),), tuple(segments)))
    languages, sizes = tuple(e.language for e in editions), tuple(len(e.segments) for e in editions)
    whole = Alignment(languages, sizes, Level.SEGMENT, tuple(Row(tuple(c), Score(1.0)) for c in cells))
    one = (1,) * len(languages)
    turns = Alignment(languages, one, Level.TURN, (Row(((0,),) * len(languages), Score(1.0)),))
    return AlignedTranscript(Transcript("rows", tuple(editions)), turns, whole, languages[0])


def row_texts(aligned: AlignedTranscript, number: int) -> set[str]:
    """Return the sentences of a row, all editions'."""
    row = aligned.segments.rows[number]
    return {e.segments[i].text for e, cell in zip(aligned.transcript.editions, row.cells, strict=True) for i in cell}


def is_real(text: Text, finding: Finding) -> bool:
    """Tell whether a finding says what is so: of a sentence that stands alone by the gold, or of a judged line."""
    about = texts_of(text.aligned, finding)
    if finding.check in PRESENCE and about & text.alone:
        return True
    return any(line in about and finding.check in checks for line, checks in text.real)


def alarms(*, show: bool, deep: bool) -> tuple[dict[str, Count], dict[str, Count]]:
    """Return what was found, by text; in the bundled and public texts, and (apart) in all threes and fours."""
    counts: dict[str, Count] = {}
    for text in texts(deep=deep):
        count = counts.setdefault(text.name, Count())
        count.rows += sum(not row_texts(text.aligned, n) & text.barred for n in range(len(text.aligned.segments.rows)))
        for finding in text.findings:
            if texts_of(text.aligned, finding) & text.barred:
                continue
            loud, real = finding.severity is not Severity.INFO, is_real(text, finding)
            if not loud:
                count.infos[finding.check] += 1
            else:
                (count.real if real else count.false)[finding.check] += 1
                if show:
                    _print(text, finding, "REAL" if real else "ALARM")
    apart = {name: c for name, c in counts.items() if name.endswith((" by 3", " by 4", "berg-dev"))}
    return {name: c for name, c in counts.items() if name not in apart}, apart


def _print(text: Text, finding: Finding, word: str) -> None:
    row = text.aligned.segments.rows[finding.row]
    for edition, cell in zip(text.aligned.transcript.editions, row.cells, strict=True):
        print("     ", edition.language, *(edition.segments[i].text[:260] for i in cell))
    print(f"{word} {text.name} {finding.row} {finding.check} {finding.severity}: {finding.message[:200]}")


def table(counts: dict[str, Count], apart: dict[str, Count]) -> None:
    """Print the figures, false alarms alone and with the real faults counted in."""
    for part in (counts, apart):
        for name, c in part.items():
            false, real, infos = (sum(x.values()) for x in (c.false, c.real, c.infos))
            per = f"{500 * false / max(1, c.rows):6.2f} false, {500 * (false + real) / max(1, c.rows):6.2f} in all"
            print(
                f"{name:32} {c.rows:5} rows; per 500: {per}, {500 * infos / max(1, c.rows):6.1f} info; {dict(c.false)}"
            )
        rows = sum(c.rows for c in part.values())
        false, both, infos = (
            sum(sum(x.values()) for x in found)
            for found in (
                [c.false for c in part.values()],
                [c.false + c.real for c in part.values()],
                [c.infos for c in part.values()],
            )
        )
        if rows:
            print(
                f"{'all':32} {rows:5} rows; per 500: {500 * false / rows:6.2f} false, {500 * both / rows:6.2f} in all,"
                f" {500 * infos / rows:6.1f} info"
            )
