"""Recall of the checks on faults written by hand, and false alarms on the texts without them.

    python tests/benchmarks/handwritten.py [--half dev|kept|all] [--only NAME] [--show] [FILE ...]

A text (``tests/cases/faults/*.json``) holds ``turns``, in each by language a label and its sentences, freely
translated, and ``faults``: what stands instead of a stretch of one edition. Each fault is planted alone; the text is
aligned anew and checked. It is found where the right check names the right edition in the right turn and did not so
before. Half of the faults, by a hash of what they are, is kept aside for reporting.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from workbench.align.joint import align_transcript  # noqa: E402
from workbench.checks import run_checks  # noqa: E402
from workbench.findings import Finding, Severity  # noqa: E402
from workbench.model import AlignedTranscript, Edition, Role, Segment, Transcript, Turn  # noqa: E402

ACCEPTED = {"role": {"role", "label"}, "untranslated": {"untranslated", "language"}}
"""Checks that say the same as the one asked for, beside itself."""

Turns = list[tuple[str, list[str]]]
"""By turn: the label and the sentences."""


@dataclass(frozen=True)
class Outcome:
    """A fault and what came of it: found by the right check, by any check in its turn."""

    text: str
    fault: dict[str, Any]
    found: bool
    seen: bool
    messages: tuple[str, ...]


def edition_of(tag: str, turns: Turns, questions: set[str]) -> Edition:
    """Return an edition; labels among ``questions`` are questions, all others answers."""
    segments: list[Segment] = []
    made = []
    for number, (label, sentences) in enumerate(turns):
        start = len(segments)
        segments += [Segment(start + k, sentence) for k, sentence in enumerate(sentences)]
        role = Role.QUESTION if label in questions else Role.ANSWER
        made.append(Turn(number, role, label, start, len(segments), (), label))
    return Edition(tag, tuple(made), tuple(segments))


def planted(turns: Turns, fault: dict[str, Any]) -> Turns:
    """Return an edition's turns with a fault."""
    out = [(label, list(sentences)) for label, sentences in turns]
    at, check = fault["turn"], fault["check"]
    if check == "role":
        out[at] = (fault["label"], out[at][1])
    elif check == "merged":
        out[at : at + 4] = [(out[at + k][0], out[at + k][1] + out[at + k + 2][1]) for k in (0, 1)]
    elif check == "split":
        label, sentences = out[at]
        out[at : at + 1] = [(label, sentences[: fault["at"]]), (label, sentences[fault["at"] :])]
    elif fault.get("exchange"):
        del out[at : at + 2]
    else:
        out[at] = (out[at][0], _changed(out[at][1], fault))
    return out


def _changed(sentences: list[str], fault: dict[str, Any]) -> list[str]:
    (place,) = (k for k, sentence in enumerate(sentences) if fault["find"] in sentence)
    new = fault["replace"]
    if isinstance(new, list):
        first = sentences[place].replace(fault["find"], new[0], 1)
        return [*sentences[:place], first, *new[1:], *sentences[place + 1 :]]
    changed = re.sub(" {2,}", " ", sentences[place].replace(fault["find"], new, 1)).strip()
    return [*sentences[:place], *([changed] if changed else []), *sentences[place + 1 :]]


def checked(name: str, editions: list[Edition]) -> tuple[AlignedTranscript, list[Finding]]:
    """Align anew and check."""
    turns, segments = align_transcript(editions, pivot=editions[0].language)
    aligned = AlignedTranscript(Transcript(name, tuple(editions)), turns, segments, editions[0].language)
    return aligned, run_checks(aligned)


def turns_of(aligned: AlignedTranscript, finding: Finding) -> set[tuple[str, int]]:
    """Return the turns (language, number) of a finding's rows and spans."""
    found = set()
    for column, edition in enumerate(aligned.transcript.editions):
        turn_of = edition.segment_turns()
        cells = list(aligned.segments.rows[finding.row].cells[column]) if finding.row >= 0 else []
        cells += [span.segment for span in finding.spans.get(edition.language, ())]
        found |= {(edition.language, turn_of[i]) for i in cells}
        if finding.turn_row >= 0:
            found |= {(edition.language, t) for t in aligned.turns.rows[finding.turn_row].cells[column]}
    return found


def outcomes(name: str, content: dict[str, Any], half: str) -> tuple[list[Outcome], list[Finding], int]:
    """Return what came of each fault, what the checks find in the text without faults, and its rows."""
    tags = list(content["turns"][0])
    texts: dict[str, Turns] = {tag: [(turn[tag][0], turn[tag][1:]) for turn in content["turns"]] for tag in tags}
    questions = {tag: {texts[tag][0][0]} for tag in tags}
    clean = {tag: edition_of(tag, texts[tag], questions[tag]) for tag in tags}
    aligned, before = checked(name, list(clean.values()))
    known = Counter((f.check, f.odd_one_out, f.message) for f in before)
    out = []
    for fault in content["faults"]:
        if half not in ("all", half_of(name, fault)):
            continue
        tag = fault["edition"]
        wrong = edition_of(tag, planted(texts[tag], fault), questions[tag])
        answer, findings = checked(name, [wrong if t == tag else clean[t] for t in tags])
        near = set(range(fault["turn"] - 1, fault["turn"] + 4)) if _structural(fault) else {fault["turn"]}
        around = {(t, k) for t in tags for k in near if t != tag or _structural(fault) or k == fault["turn"]}
        new = [f for f in findings if not known[f.check, f.odd_one_out, f.message] and turns_of(answer, f) & around]
        named = [f for f in new if tag in ((f.odd_one_out,) if f.odd_one_out else f.languages)]
        wanted = ACCEPTED.get(fault["check"], {fault["check"]})
        right = any(f.check in wanted for f in named)
        messages = tuple(f"{f.check}/{f.severity}/{f.odd_one_out}: {f.message}" for f in new)
        out.append(Outcome(name, fault, right, bool(named), messages))
    return out, before, len(aligned.segments.rows)


def _structural(fault: dict[str, Any]) -> bool:
    return fault["check"] in {"role", "merged", "split"} or bool(fault.get("exchange"))


def half_of(name: str, fault: dict[str, Any]) -> str:
    """Return the half a fault belongs to."""
    key = "|".join([name, fault["edition"], str(fault["turn"]), fault["check"], str(fault.get("find", ""))])
    return "kept" if hashlib.sha256(key.encode()).digest()[0] % 2 else "dev"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("dev", "kept", "all"), default="dev")
    parser.add_argument("--only", metavar="CHECK", help="faults of one check only")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args()
    files = options.files or sorted((ROOT / "tests" / "cases" / "faults").glob("*.json"))
    results: list[Outcome] = []
    total = loud = quiet = 0
    for path in files:
        content = json.loads(path.read_text("utf-8"))
        if options.only:
            content["faults"] = [f for f in content["faults"] if f["check"] == options.only]
        found, before, rows = outcomes(content["name"], content, options.half)
        results += found
        alarms = [f for f in before if f.severity is not Severity.INFO]
        print(f"{content['name']:28} {rows} rows, {len(alarms)} alarms, {len(before) - len(alarms)} info")
        total, loud, quiet = total + rows, loud + len(alarms), quiet + len(before) - len(alarms)
        for finding in alarms if options.show else ():
            print(f"   ALARM {finding.check} {finding.severity} {finding.odd_one_out}: {finding.message}")
    print(
        f"{total} faultless rows: {500 * loud / max(1, total):.2f} alarms and {500 * quiet / max(1, total):.1f} info per 500"
    )
    for outcome in results if options.show else ():
        if not outcome.found:
            print(
                "MISSED", outcome.text, json.dumps(outcome.fault, ensure_ascii=False), *outcome.messages, sep="\n     "
            )
    tags = sorted({r.fault["edition"] for r in results})
    print(f"{'check':14} {'recall':>7} {'any':>6} {'n':>4}  " + "  ".join(f"{t:>9}" for t in tags))
    for check in sorted({r.fault["check"] for r in results}):
        some = [r for r in results if r.fault["check"] == check]
        by = "  ".join(
            f"{sum(r.found for r in some if r.fault['edition'] == t):>2} of {sum(r.fault['edition'] == t for r in some):>3}"
            for t in tags
        )
        rate, any_rate = (sum(getattr(r, k) for r in some) / len(some) for k in ("found", "seen"))
        print(f"{check:14} {rate:7.3f} {any_rate:6.3f} {len(some):4}  {by}")


if __name__ == "__main__":
    main()
