"""The last run of the checks over a transcript, kept beside its alignment, and what the run before it found.

::

    alignments/<transcript>.findings.json      derived: delete it and the next check makes it anew

A run is signed with all that it depends on: texts, rows, profile, glossary and the checks themselves. The same
signature means the same findings, so they need not be looked for again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench import atomic, store
from workbench.findings import Finding, Span

if TYPE_CHECKING:
    from workbench.checks.profile import Profile
    from workbench.model import AlignedTranscript
    from workbench.terms import Glossary

_FORM = 2  # of the file; another one counts as not there


@dataclass(frozen=True, slots=True)
class Run:
    """Findings with the signature of what they were found in, and the findings of the run before (None: the first).

    ``ids`` are the stable ids of the segments that spans name, by language and segment; ``rows`` says where the
    findings' rows stand.
    """

    signature: str
    at: str
    findings: tuple[Finding, ...]
    before: tuple[Finding, ...] | None
    ids: Mapping[str, Mapping[int, str]]
    rows: Mapping[int, tuple[tuple[str, str], ...]]


def sign(aligned: AlignedTranscript, profile: Profile, glossary: Glossary) -> str:
    """Return the signature of a run: a digest of everything that its findings depend on."""
    digest = hashlib.blake2b(_checks().encode(), digest_size=16)
    digest.update(repr((profile, glossary, aligned.transcript.languages)).encode("utf-8", "surrogatepass"))
    for piece in _content(aligned):
        digest.update(piece.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()


def _content(aligned: AlignedTranscript) -> Iterator[str]:
    for edition in aligned.transcript.editions:
        yield from (segment.text for segment in edition.segments)
        yield repr([(t.role, t.label, t.start, t.end, t.paragraphs, t.speaker) for t in edition.turns])
    for alignment in (aligned.turns, aligned.segments):
        yield repr([(row.cells, row.turn_row) for row in alignment.rows])


@cache
def _checks() -> str:
    """Return a digest of the checks and of what they know, so that better checks look again."""
    digest = hashlib.blake2b(digest_size=16)
    package = resources.files("workbench")
    own = [file for file in package.iterdir() if file.is_file()]
    for file in sorted([*own, *_files(package / "checks"), *_files(package / "data")], key=str):
        if file.name.endswith((".py", ".toml", ".tsv")):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _files(folder: Traversable) -> Iterator[Traversable]:
    for item in folder.iterdir():
        if item.is_file():
            yield item
        elif item.is_dir():
            yield from _files(item)


def path(root: Path, name: str) -> Path:
    """Return where the last run over a transcript is kept."""
    return root / "alignments" / f"{store.check_name(name)}.findings.json"


def last(root: Path, name: str) -> Run | None:
    """Return the last run over a transcript; None where there is none that can be used."""
    file = path(root, name)
    if not file.is_file():
        return None
    try:
        told = json.loads(store.read_bytes(file))
        if told["form"] != _FORM:
            return None
        return Run(
            signature=told["signature"],
            at=told["at"],
            findings=_findings(told["findings"]),
            before=None if told["before"] is None else _findings(told["before"]),
            ids={tag: {int(n): i for n, i in ids.items()} for tag, ids in told["ids"].items()},
            rows={int(row): tuple((tag, i) for tag, i in places) for row, places in told["rows"].items()},
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return None  # derived: as good as not there


def _findings(told: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    return tuple(Finding.from_json(one) for one in told)


def made(aligned: AlignedTranscript, findings: Sequence[Finding], *, signature: str, before: Run | None) -> Run:
    """Return a run made now, over what the run ``before`` found."""
    languages = aligned.transcript.languages
    stable = {edition.language: edition.stable_ids() for edition in aligned.transcript.editions}
    ids: dict[str, dict[int, str]] = {tag: {} for tag in languages}
    for finding in findings:
        for tag, spans in finding.spans.items():
            ids[tag].update((span.segment, stable[tag][span.segment]) for span in spans)
    rows = aligned.segments.rows
    places = {
        n: tuple((tag, stable[tag][i]) for tag, cell in zip(languages, rows[n].cells, strict=True) for i in cell)
        for n in sorted({f.row for f in findings if 0 <= f.row < len(rows)})
    }
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return Run(signature, at, tuple(findings), before.findings if before else None, ids, places)


def keep(root: Path, name: str, run: Run) -> None:
    """Store a run in place of the last one."""
    told = {
        "form": _FORM,
        "signature": run.signature,
        "at": run.at,
        "ids": run.ids,
        "rows": run.rows,
        "findings": [finding.as_json() for finding in run.findings],
        "before": None if run.before is None else [finding.as_json() for finding in run.before],
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    atomic.write_whole(path(root, name), [text.encode("utf-8", "surrogatepass")])


def carried(run: Run, aligned: AlignedTranscript, ids: Sequence[Sequence[str]]) -> list[Finding]:
    """Return a run's findings as they stand in rows that people have corrected since.

    ``ids`` are the stable ids of each edition's segments now. A finding about a segment that is not there any more
    (divided, joined, replaced) is left out until the checks run again.
    """
    languages = aligned.transcript.languages
    here = {tag: {i: n for n, i in enumerate(ids[k])} for k, tag in enumerate(languages)}
    home = {tag: aligned.segments.row_of(k) for k, tag in enumerate(languages)}
    found = []
    for finding in run.findings:
        spans = _carried_spans(finding, run, here)
        row = _carried_row(finding, run, here, home)
        if spans is not None and row is not None:
            turn_row = aligned.segments.rows[row].turn_row if row >= 0 else finding.turn_row
            found.append(replace(finding, spans=spans, row=row, turn_row=turn_row))
    return found


def _carried_spans(
    finding: Finding, run: Run, here: Mapping[str, Mapping[str, int]]
) -> dict[str, tuple[Span, ...]] | None:
    spans = {}
    for tag, old in finding.spans.items():
        places = [here.get(tag, {}).get(run.ids.get(tag, {}).get(span.segment, "")) for span in old]
        if None in places:
            return None
        spans[tag] = tuple(replace(span, segment=n) for span, n in zip(old, places, strict=True) if n is not None)
    return spans


def _carried_row(
    finding: Finding, run: Run, here: Mapping[str, Mapping[str, int]], home: Mapping[str, Sequence[int]]
) -> int | None:
    if finding.row not in run.rows:
        return -1  # about a whole edition
    return next((home[tag][here[tag][i]] for tag, i in run.rows[finding.row] if i in here.get(tag, {})), None)
