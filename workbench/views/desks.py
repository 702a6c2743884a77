"""What one session has on its desk: which states of a text its browser was shown, and what became of requests.

A desk belongs to one session and one transcript; the text and its bench are shared by all who read it. Requests come
from the browser, which keeps each until it hears that it is stored; so a request may come twice, and counts once.
With each request the browser says which state it shows, and is told what differs from it.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.model import AlignedTranscript, Level
from workbench.review import CONFIRMING, Decision, Kind, Request, effective
from workbench.reviewing import Asked, Bench, Review
from workbench.views import payload

_LARGEST = 400  # rows in a patch upon the text as it was packed: beyond that it is packed anew
_STATES = 8  # states of the text that a session remembers to have shown
_HEADER = "WORKBENCH_USER_HEADER"


class Text:
    """A transcript's rows as all sessions share them: the bench, and the content packed for a browser that has none."""

    def __init__(self, root: Path, base: AlignedTranscript, *, stale: bool = False) -> None:
        """Take an alignment; of editions that have changed since (``stale``), it is shown as it was made."""
        self.mark, self.stale = secrets.token_hex(8), stale
        self.bench = Bench(root, base, frozen=stale)
        self._packed: tuple[Review, bytes] | None = None

    def packed(self, review: Review) -> tuple[Review, bytes, dict[str, Any] | None]:
        """Return a state with its content, and what turns it into the one asked for."""
        state, content = self._packed or (review, b"")
        change = payload.patch(state, review) if content and state is not review else None
        if not content or (change and payload.rows_in(change) > _LARGEST):
            self._packed = review, payload.packed(review)
            return *self._packed, None
        return state, content, change


@dataclass(slots=True)
class Desk:
    """A session's work on a transcript: ``states`` are those its browser was shown, ``has`` the one it shows now."""

    text: Text
    review: Review
    who: str = ""
    mode: str = ""
    has: int | None = None
    noticed: str = ""
    states: dict[int, Review] = field(default_factory=dict)
    stored: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    told: list[Any] | None = None


def at(text: Text, *, shown: str = "") -> Desk:
    """Return this session's desk for a transcript, with all that anybody has decided since.

    ``shown`` says in which mode the browser shows the text already, since the last run; empty: it does not. What it
    shows is then what it was sent last, and where that is not so it asks for the whole.
    """
    desk: Desk | None = st.session_state.get("desk")
    if desk is None or desk.text is not text:
        desk = st.session_state["desk"] = Desk(text, text.bench.now())
    desk.review = text.bench.now()
    desk.has = next(reversed(desk.states), None) if shown and shown == desk.mode else None
    desk.mode = shown
    desk.who = desk.who or given()
    return desk


def noticed(desk: Desk, seen: bytes) -> tuple[str, bytes]:
    """Return what the checks noticed with its digest, without the content where the browser has it."""
    digest = _digest(seen)
    known = desk.has is not None and digest == desk.noticed
    desk.noticed = digest
    return digest, b"" if known else seen


@lru_cache(maxsize=16)
def _digest(content: bytes) -> str:
    """Return a name for a content; hashing is remembered with the bytes, which Python hashes once."""
    return hashlib.sha256(content).hexdigest()[:16]


def take(desk: Desk, sent: object) -> None:
    """Store what the browser asks for; what is refused is told with the reason."""
    if not isinstance(sent, str):
        return
    try:
        told = json.loads(sent)
        requests = [_asked(one) for one in told["asked"]]
        mark, version = told.get("has") or ("", None)
    except (ValueError, KeyError, TypeError):
        return  # not from our element
    if told.get("anew"):
        desk.has = None
    if told.get("transcript") != desk.text.bench.name:
        return
    desk.has = version if mark == desk.text.mark else None
    desk.who = name(str(told.get("who", "")))
    done = {*desk.stored, *(ident for ident, _ in desk.refused)}
    for asked in requests:
        if asked.request.id not in done:
            _ask(desk, asked)
    if told.get("log"):
        desk.told = log(desk.review)


def _ask(desk: Desk, asked: Asked) -> None:
    if desk.text.stale:
        desk.refused.append((asked.request.id, "The editions have changed: align again before correcting."))
        return
    try:
        desk.review = desk.text.bench.ask(asked, who=desk.who)
        desk.stored.append(asked.request.id)
    except WorkbenchError as error:
        desk.review = desk.text.bench.now()
        desk.refused.append((asked.request.id, f"{error.what}: {error.remedy}."))


def name(given: str) -> str:
    """Return who decides: the proxy's word where ``WORKBENCH_USER_HEADER`` names its header, else the name given.

    Several headers, such as ``X-Forwarded-User, X-Auth-Request-Email``, are asked in turn.
    """
    headers = [header.strip() for header in os.environ.get(_HEADER, "").split(",") if header.strip()]
    told = next((value for header in headers if (value := st.context.headers.get(header))), None)
    return " ".join((told or given).split())[:80] or "somebody"


def given() -> str:
    """Return the name that the proxy gives; empty where people name themselves."""
    return name("") if os.environ.get(_HEADER) else ""


def _asked(one: Mapping[str, Any]) -> Asked:
    request = Request(
        id=str(one["id"])[:64],
        kind=Kind(one["kind"]),
        rows=(),
        language=str(one.get("language", "")),
        at=int(one.get("at", 0)),
        offset=int(one.get("offset", 0)),
        by=int(one.get("by", 0)),
        note=str(one.get("note", ""))[:4000],
        level=Level(one.get("level", Level.SEGMENT)),
        since=str(one.get("since", ""))[:64],
    )
    return Asked(request, tuple(str(key) for key in one.get("keys", ())))


def news(desk: Desk) -> tuple[bytes, dict[str, Any]]:
    """Return the content that the browser needs, maybe none, and what it is told besides."""
    review = desk.review
    shown = desk.states.get(desk.has) if desk.has is not None else None
    desk.has = None if shown is None else desk.has
    if shown is not None:
        origin, content, change = shown, b"", payload.patch(shown, review)
    else:
        origin, content, change = desk.text.packed(review)
    desk.states[review.version] = review
    while len(desk.states) > _STATES:
        del desk.states[next(iter(desk.states))]
    told, desk.told = desk.told, None
    return content, {
        "from": [desk.text.mark, origin.version],
        "state": [desk.text.mark, review.version],
        "patch": change,
        "stored": desk.stored[-200:],
        "refused": desk.refused[-50:],
        "stale": desk.text.stale,
        "lost": [payload.deed(decision) for decision in review.now.lost],
        "carried": len(effective(review.log)) - len(review.now.lost),
        "pace": pace(review.log, datetime.now(UTC)),
        "given": given(),
        **({} if told is None else {"log": told}),
    }


def log(review: Review, most: int = 2000) -> list[list[Any]]:
    """Return what was decided of a whole transcript, the latest first: each deed, then whether it holds.

    Rows by number (0-based) and level follow, where they stand now; what was undone has none.
    """
    held = {decision.id for decision in effective(review.log)}
    rows: dict[str, tuple[int, str]] = {}
    for level in Level:
        for number, touched in enumerate(review.now.marks[level]):
            for decision in touched:
                rows.setdefault(decision.id, (number, level.value))
    found = []
    for decision in reversed(review.log[-most:]):
        if decision.kind not in (Kind.UNDO, Kind.REDO):
            count = max(len(decision.before), len(decision.after))
            found.append([*payload.deed(decision), decision.id in held, count, *rows.get(decision.id, (None, ""))])
    return found


def pace(log: tuple[Decision, ...], now: datetime) -> list[tuple[str, int, int]]:
    """Return for each reviewer the rows they have decided, in all and in the last hour; the busiest first."""
    whole: Counter[str] = Counter()
    lately: Counter[str] = Counter()
    for decision in effective(log):
        if decision.kind in CONFIRMING:
            whole[decision.who] += len(decision.after)
            if decision.at and now - decision.at < timedelta(hours=1):
                lately[decision.who] += len(decision.after)
    return [(who, count, lately[who]) for who, count in whole.most_common()]
