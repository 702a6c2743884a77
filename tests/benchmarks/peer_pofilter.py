"""What translate-toolkit's pofilter makes of the same rows: a peer, never needed at run time.

    pip install translate-toolkit && python tests/benchmarks/peer_pofilter.py [--runs N]

Rows are English against each other edition. A planted fault counts as found if a filter that bears on it fails on the
changed row and did not fail on the row as it was; an alarm is any of these filters failing on a faultless row.
"""

from __future__ import annotations

import argparse
from collections import Counter

import findings as ours
from translate.filters import checks
from translate.storage.pypo import pounit

BEARING = {
    "number": {"numbers"},
    "date": {"numbers", "simplecaps"},
    "name": {"simplecaps", "acronyms", "unchanged"},
    "untranslated": {"unchanged", "untranslated"},
    "punctuation": {"endpunc", "startpunc", "puncspacing"},
    "negation": {"long", "short"},
    "term": {"long", "short"},
    "omission": {"sentencecount", "short"},
    "addition": {"sentencecount", "long"},
}
FILTERS = set().union(*BEARING.values()) | {"brackets", "doublequoting"}


def failing(source: str, target: str) -> set[str]:
    """Return the filters that fail on a pair of texts."""
    unit = pounit(source)
    unit.target = target
    return set(checks.StandardChecker().run_filters(unit)) & FILTERS


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=14)
    options = parser.parse_args()
    planted, found, alarms, rows = Counter(), Counter(), Counter(), 0
    for name, transcript in ours.transcripts().items():
        barred, gold = ours.slipped(name, transcript), ours.gold_rows(name, transcript)
        for row in gold:
            source = " ".join(sorted(row.get("en-GB", ())))
            for tag, texts in row.items():
                if tag != "en-GB" and source and texts and not (texts | row["en-GB"]) & barred:
                    rows += 1
                    alarms.update(failing(source, " ".join(sorted(texts))))
        for seed in range(options.runs):
            _, faults = ours.plant(transcript, name, seed, barred, gold, list(ours.OPERATORS))
            for fault in faults:
                old, arrow, new = fault.note.partition(" -> ")
                row = next((r for r in gold if old in r.get(fault.language, ())), None)
                if not arrow or row is None or fault.language == "en-GB" or fault.check not in BEARING:
                    continue
                changed = next((t for t in fault.about if t == new or t not in set().union(*row.values())), new)
                source = " ".join(sorted(row["en-GB"]))
                planted[fault.check] += 1
                found[fault.check] += bool((failing(source, changed) - failing(source, old)) & BEARING[fault.check])
    for check, n in planted.items():
        print(f"{check:14} {found[check] / n:.3f} of {n}")
    print(
        f"{rows} faultless rows, {500 * sum(alarms.values()) / rows:.1f} alarms per 500: {dict(alarms.most_common())}"
    )


if __name__ == "__main__":
    main()
