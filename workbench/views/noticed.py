"""What the checks noticed in the rows of the parallel text: where to underline, what to say, and when to look again.

The checks run beside the page, in one thread for the whole server, so that reading and correcting never wait for
them. Until they are done, what the last run found is shown where its sentences stand now.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

import streamlit as st

from workbench import checking, dismissals, runs, workflow
from workbench.counterparts import Counterparts
from workbench.findings import Finding, Span
from workbench.model import AlignedTranscript, Edition
from workbench.reviewing import Review
from workbench.runs import Run
from workbench.views.marks import units
from workbench.workflow import TranscriptStatus

_SMALL = 2000  # rows: up to here the checks look again after every correction, beyond only at a new text
_TEXTS = 8  # texts whose counterparts are kept


class _Worker:
    """A thread that does one job after the other, and that a server need not wait for when it stops."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[tuple[Future[None], Callable[[], None]]] = SimpleQueue()
        Thread(target=self._work, name="checks", daemon=True).start()

    def submit(self, job: Callable[[], None]) -> Future[None]:
        future: Future[None] = Future()
        self._jobs.put((future, job))
        return future

    def _work(self) -> None:
        while True:
            future, job = self._jobs.get()
            try:
                future.set_result(job())
            except BaseException as error:  # noqa: BLE001 — it is the future's to tell
                future.set_exception(error)


@dataclass(slots=True)
class _Jobs:
    """The server's checks at work: one future a transcript, and the states that are known to be checked."""

    pool: _Worker = field(default_factory=_Worker)
    running: dict[str, Future[None]] = field(default_factory=dict)
    checked: dict[str, str] = field(default_factory=dict)
    words: OrderedDict[str, list[Mapping[str, tuple[int, ...]]]] = field(default_factory=OrderedDict)


@st.cache_resource(show_spinner=False)
def _jobs() -> _Jobs:
    return _Jobs()


def look_again(root: Path, item: TranscriptStatus, review: Review) -> bool:
    """See to it that the rows as they stand are checked, beside the page; tell whether that is still under way."""
    jobs = _jobs()
    place = f"{root.resolve()} {item.name}"
    state = f"{item.changed} {review.version}"
    if under_way(root, item.name):
        return True
    known = jobs.checked.get(place)
    large = len(review.keys) > _SMALL and known is not None and known.startswith(f"{item.changed} ")
    if known == state or large:
        return False

    def work() -> None:
        counterparts(root, item, review.base)
        if len(review.keys) > _SMALL:
            checking.check_apart(root, item.name)
        else:
            checking.check(root, item.name, aligned=review.now.aligned)

    jobs.checked[place] = state  # where it fails, the findings page says why
    jobs.running[place] = jobs.pool.submit(work)
    return True


def check_apart(root: Path, item: TranscriptStatus, aligned: AlignedTranscript) -> None:
    """See to it that a large text is checked in a process of its own, where it has not been as it stands."""
    if (
        len(aligned.segments.rows) > _SMALL
        and not under_way(root, item.name)
        and not checking.is_checked(root, aligned)
    ):
        jobs = _jobs()
        jobs.running[f"{root.resolve()} {item.name}"] = jobs.pool.submit(lambda: checking.check_apart(root, item.name))


def under_way(root: Path, name: str) -> bool:
    """Tell whether the checks are at work on a transcript."""
    job = _jobs().running.get(f"{root.resolve()} {name}")
    return job is not None and not job.done()


def line(root: Path, item: TranscriptStatus, review: Review) -> dict[str, Any]:
    """Return what is to be shown of the last run's findings, and the counterparts of words as far as they are known.

    Findings are a list, and marks by row for either level. A finding is
    ``[row, turn row, check, severity, odd edition's column or -1, message, id]``; a mark is
    ``[column, part, start, end, number of the finding]``, places in UTF-16 units of a part of a cell.
    """
    name, path = item.name, runs.path(root, item.name)
    words = _jobs().words.get(f"{root.resolve()} {name} {item.changed}", [])
    run = _last(path, _stamp(path), root, name)
    if run is None:
        return {"list": [], "segment": {}, "turn": {}, "words": words}
    decided = dismissals.version(root, name)
    held: tuple[object, ...] | None = st.session_state.get("noticed")
    if held is None or held[0] is not run or held[1] is not review or held[2] != decided:
        gone = dismissals.dismissed(root, name) if decided else {}
        findings = [f for f in runs.carried(run, review.now.aligned, review.now.ids) if f.id not in gone]
        held = st.session_state["noticed"] = (run, review, decided, shown(findings, review.now.aligned))
    found: dict[str, Any] = held[3]  # type: ignore[assignment]
    if found.get("words") is not words:
        found = found | {"words": words}
        st.session_state["noticed"] = (*held[:3], found)
    return found


@st.cache_resource(max_entries=8, show_spinner=False)
def _last(_path: Path, stamp: str, _root: Path, name: str) -> Run | None:  # noqa: ARG001 — the cache's key
    return runs.last(_root, name)


def _stamp(path: Path) -> str:
    if not path.is_file():
        return ""
    about = path.stat()
    return f"{path.resolve()} {about.st_mtime_ns} {about.st_size}"


def counterparts(root: Path, item: TranscriptStatus, aligned: AlignedTranscript) -> Counterparts:
    """Return the counterparts of a text's words, worked out once for the whole server."""
    words = _jobs().words
    text = f"{root.resolve()} {item.name} {item.changed}"
    found = words.get(text)
    if found is None:
        found = words[text] = list(workflow.counterparts(root, aligned).keys)
        while len(words) > _TEXTS:
            words.popitem(last=False)
    return Counterparts(tuple(found))


def shown(findings: Sequence[Finding], aligned: AlignedTranscript) -> dict[str, Any]:
    """Return findings as the parallel text takes them: see :func:`line`."""
    languages = aligned.transcript.languages
    column = {tag: k for k, tag in enumerate(languages)}
    homes = [aligned.segments.row_of(k) for k in range(len(languages))]
    in_turns = _InTurns(aligned)
    told, segment, turn = [], {}, {}  # type: ignore[var-annotated]
    for number, finding in enumerate(findings):
        odd = column.get(finding.odd_one_out or "", -1)
        told.append([
            finding.row, finding.turn_row, finding.check, str(finding.severity), odd, finding.message, finding.id,
        ])  # fmt: skip
        for tag, spans in finding.spans.items():
            k = column[tag]
            for span in spans:
                row = homes[k][span.segment]
                part = aligned.segments.rows[row].cells[k].index(span.segment)
                start, end = _place(span, aligned.transcript.editions[k])
                segment.setdefault(row, []).append([k, part, start, end, number])
                for turn_row, *place in in_turns.of(k, span.segment, start, end):
                    turn.setdefault(turn_row, []).append([k, *place, number])
    return {"list": told, "segment": segment, "turn": turn}


def _place(span: Span, edition: Edition) -> tuple[int, int]:
    text = edition.segments[span.segment].text
    return units(text, span.start), units(text, span.end)


class _InTurns:
    """Where segments stand in the cells of turns, whose parts are paragraphs of segments joined by a space."""

    def __init__(self, aligned: AlignedTranscript) -> None:
        """Take the transcript; an edition is looked at when it is asked for."""
        self._aligned = aligned
        self._known: dict[int, Mapping[int, tuple[int, int, int]]] = {}

    def of(self, k: int, segment: int, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
        """Yield the row of turns, the part of its cell, and the place in it of a stretch of a segment."""
        if k not in self._known:
            self._known[k] = dict(self._places(k))
        found = self._known[k].get(segment)
        if found:
            row, part, offset = found
            yield row, part, offset + start, offset + end

    def _places(self, k: int) -> Iterator[tuple[int, tuple[int, int, int]]]:
        edition = self._aligned.transcript.editions[k]
        for number, row in enumerate(self._aligned.turns.rows):
            part = 0
            for index in row.cells[k]:
                turn = edition.turns[index]
                for start, end in pairwise([turn.start, *turn.paragraphs, turn.end]):
                    offset = 0
                    for n in range(start, end):
                        yield n, (number, part, offset)
                        text = edition.segments[n].text
                        offset += units(text, len(text)) + 1
                    part += start < end


def packed(found: Mapping[str, Any]) -> bytes:
    """Return what is noticed as one line of JSON."""
    held: tuple[Mapping[str, Any], bytes] | None = st.session_state.get("noticed_packed")
    if held is None or held[0] is not found:
        line = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        held = st.session_state["noticed_packed"] = (found, line)
    return held[1]
