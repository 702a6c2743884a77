"""Recall of the checks on planted faults, and false alarms on faultless rows.

    python tests/benchmarks/findings.py [--half dev|kept|all] [--runs N] [--show] [--only recall|alarms] [--deep]

Faults are planted by mutation (a digit, a magnitude, a day, a name, a sentence, a turn, a label, a negation, a term …)
into one edition of a bundled transcript or of the texts in ``tests/cases/parallel.json``, ten to a run and far apart;
then everything is aligned anew and checked. Half of the faults, by a hash of what they are, is kept aside for reporting.
False alarms (``faultless.py``) are errors and warnings on texts without planted faults.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tests"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from mutation_drafts import Planted, draft_of, edition_of  # noqa: E402
from mutations import OPERATORS  # noqa: E402

from workbench import derived, store  # noqa: E402
from workbench.align.joint import align_transcript  # noqa: E402
from workbench.checks import run_checks  # noqa: E402
from workbench.findings import Finding  # noqa: E402
from workbench.model import AlignedTranscript, Edition, Role, Segment, Transcript, Turn  # noqa: E402

CORPORA = ("hamburg-briefing", "northern-grid-conference", "river-panel")
ACCEPTED = {
    "term": {"term"},
    "role": {"role", "label"},
    "label": {"label", "role"},
    "untranslated": {"untranslated", "language"},
}


@dataclass
class Tally:
    """How many faults were planted and found, by check and language."""

    planted: Counter = field(default_factory=Counter)
    found: Counter = field(default_factory=Counter)


def transcripts() -> dict[str, Transcript]:
    """Return the bundled transcripts and the texts of our own, English first."""
    found = {}
    for name in CORPORA:
        transcript = store.load_transcript(ROOT, name)
        found[name] = derived.pivot_first(transcript, "en-GB")
    path = ROOT / "tests" / "cases" / "parallel.json"
    for name, text in json.loads(path.read_text("utf-8")).items() if path.is_file() else ():
        found[name] = Transcript(
            name, tuple(own_edition(tag, [text_row[tag] for text_row in text]) for tag in text[0] if tag != "who")
        )
    return found


def own_edition(tag: str, turns: list[list[str]]) -> Edition:
    """Return an edition of turns, each a label and sentences; questions and answers take turns."""
    segments, made = [], []
    for number, turn in enumerate(turns):
        label, *sentences = turn
        start = len(segments)
        segments += [Segment(start + i, s) for i, s in enumerate(sentences)]
        made.append(Turn(number, Role.QUESTION if number % 2 == 0 else Role.ANSWER, label, start, len(segments)))
    return Edition(tag, tuple(made), tuple(segments))


def gold_rows(name: str, transcript: Transcript) -> list[dict[str, set[str]]]:
    """Return the gold segment rows as sets of texts by language."""
    path = ROOT / "tests" / "gold" / f"{name}.segments.jsonl"
    if not path.is_file():  # own texts: sentence by sentence
        return [
            {e.language: {e.segments[i].text} for e in transcript.editions}
            for i in range(len(transcript.editions[0].segments))
        ]
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    editions = {e.language: e for e in transcript.editions}
    return [
        {
            tag: {editions[tag].segments[i].text for i in cell["segments"] if i < len(editions[tag].segments)}
            for tag, cell in row["cells"].items()
        }
        for row in rows
    ]


def slipped(name: str, transcript: Transcript) -> set[str]:
    """Return the texts of the gold rows that hold recorded slips, and of those beside them."""
    path = ROOT / "tests" / "gold" / f"{name}.slips.json"
    if not path.is_file():
        return set()
    slips = json.loads(path.read_text("utf-8"))
    rows = gold_rows(name, transcript)
    editions = {e.language: e for e in transcript.editions}
    turns = [
        json.loads(line) for line in (ROOT / "tests" / "gold" / f"{name}.turns.jsonl").read_text("utf-8").splitlines()
    ]
    texts: set[str] = set()
    for slip in slips:
        if slip["level"] == "turn":
            beside = slip["check"] == "moved"  # of two turns that cross, either may be said to have moved
            for turn in turns[max(0, slip["row"] - beside) : slip["row"] + 1 + beside]:
                for tag, cell in turn["cells"].items():
                    for t in cell["segments"]:
                        texts |= {editions[tag].segments[i].text for i in editions[tag].turns[t].segments}
        else:
            for cells in rows[max(0, slip["row"] - 1) : slip["row"] + 2]:
                texts |= set().union(*cells.values())
    return texts


def checked(name: str, editions: list[Edition]) -> tuple[AlignedTranscript, list[Finding]]:
    """Align anew and check."""
    turns, segments = align_transcript(editions, pivot=editions[0].language)
    aligned = AlignedTranscript(Transcript(name, tuple(editions)), turns, segments, editions[0].language)
    return aligned, run_checks(aligned)


def texts_of(aligned: AlignedTranscript, finding: Finding) -> set[str]:
    """Return the texts that a finding is about: those of its row and of its spans."""
    texts = set()
    row = aligned.segments.rows[finding.row]
    for edition, cell in zip(aligned.transcript.editions, row.cells, strict=True):
        texts |= {edition.segments[i].text for i in cell}
        texts |= {edition.segments[s.segment].text for s in finding.spans.get(edition.language, ())}
    return texts


def plant(  # noqa: PLR0913, PLR0917 — what is planted where
    transcript: Transcript, name: str, seed: int, barred: set[str], rows: list, names: list[str]
) -> tuple[list[Edition], list[Planted]]:
    """Return the editions with up to ten faults, at least five rows apart."""
    rng = random.Random(f"{name}-{seed}")  # noqa: S311 — reproducible, not secret
    drafts = {e.language: draft_of(e) for e in transcript.editions}
    place = {text: n for n, row in enumerate(rows) for texts in row.values() for text in texts}
    planted: list[Planted] = []
    taken: set[int] = set()
    for number in range(14):
        operator = names[(seed * 14 + number) % len(names)]
        tag = rng.choice(list(drafts))
        free = [t for t in place if t not in barred and not any(abs(place[t] - n) < 5 for n in taken)]
        fault = OPERATORS[operator](drafts, tag, set(free), rng, rows)
        if fault is None:
            continue
        at = {place[t] for t in fault.about if t in place}
        taken |= at
        planted.append(fault)
    return [edition_of(e, drafts[e.language]) for e in transcript.editions], planted


def half_of(name: str, fault: Planted) -> str:
    """Return the half a fault belongs to."""
    key = f"{name}|{fault.operator}|{fault.language}|{min(fault.about) if fault.about else ''}"
    return "kept" if hashlib.sha256(key.encode()).digest()[0] % 2 else "dev"


def hits(aligned: AlignedTranscript, findings: list[Finding], fault: Planted) -> bool:
    """Tell whether a finding of the right check, in the right edition, is about the fault's sentences."""
    wanted = ACCEPTED.get(fault.check, {fault.check})
    for finding in findings:
        tags = (finding.odd_one_out,) if finding.odd_one_out else finding.languages
        if finding.check in wanted and fault.language in tags and texts_of(aligned, finding) & fault.about:
            return True
    return False


def recall(half: str, runs: int, *, show: bool, names: list[str]) -> Tally:
    """Plant, check and count."""
    tally = Tally()
    for name, transcript in transcripts().items():
        barred, rows = slipped(name, transcript), gold_rows(name, transcript)
        for seed in range(runs):
            editions, planted = plant(transcript, name, seed, barred, rows, names)
            aligned, findings = checked(name, editions)
            for fault in planted:
                if half not in ("all", half_of(name, fault)):
                    continue
                tally.planted[fault.check, fault.language] += 1
                if hits(aligned, findings, fault):
                    tally.found[fault.check, fault.language] += 1
                elif show:
                    print(f"MISSED {name} {seed} {fault.operator} {fault.language}: {fault.note[:230]}")
    return tally


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("dev", "kept", "all"), default="dev")
    parser.add_argument("--runs", type=int, default=14)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--operators", default=",".join(OPERATORS), help="plant only with these, a list by commas")
    parser.add_argument("--deep", action="store_true", help="alarms: all threes and fours of editions, too")
    parser.add_argument("--only", choices=("recall", "alarms"))
    options = parser.parse_args()
    if options.only != "alarms":
        tally = recall(options.half, options.runs, show=options.show, names=options.operators.split(","))
        tags = sorted({tag for _, tag in tally.planted})
        print(f"{'check':14} {'recall':>7} {'n':>5}  " + "  ".join(f"{t:>11}" for t in tags))
        for check in sorted({c for c, _ in tally.planted}):
            n, hit = (sum(table[check, t] for t in tags) for table in (tally.planted, tally.found))
            by = "  ".join(f"{tally.found[check, t]:>4} of {tally.planted[check, t]:>3}" for t in tags)
            print(f"{check:14} {hit / n:7.3f} {n:5}  {by}")
        print("planted", sum(tally.planted.values()))
    if options.only != "recall":
        from faultless import alarms, table  # noqa: PLC0415 — it needs this module

        table(*alarms(show=options.show, deep=options.deep))


if __name__ == "__main__":
    main()
