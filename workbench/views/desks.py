"""What one session has on its desk: the text as it was sent, the rows as they stand, and what became of requests.

A desk belongs to one session and one transcript. Requests come from the browser, which keeps each until it hears
that it is stored; so a request may come twice, and counts once.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import streamlit as st

from workbench import reviewing
from workbench.errors import WorkbenchError
from workbench.model import AlignedTranscript
from workbench.review import CONFIRMING, Decision, Kind, Request, effective
from workbench.reviewing import Asked, Review
from workbench.views import payload

_LARGEST = 400  # rows in a patch: beyond that the whole text is sent anew
_HEADER = "WORKBENCH_USER_HEADER"


@dataclass(slots=True)
class Desk:
    """A session's work on a transcript: ``sent`` is the state that ``packed`` shows, ``review`` the one now."""

    sent: Review
    packed: bytes
    review: Review
    stale: bool = False
    who: str = ""
    stored: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def at(root: Path, base: AlignedTranscript, *, stale: bool = False) -> Desk:
    """Return this session's desk for a transcript, with all that anybody has decided since.

    An alignment of editions that have changed since (``stale``) is shown as it was made.
    """
    desk: Desk | None = st.session_state.get("desk")
    if desk is None or desk.review.base is not base:
        review = reviewing.frozen(base) if stale else reviewing.over(root, base)
        desk = st.session_state["desk"] = Desk(review, payload.body(review), review, stale)
    if not stale:
        desk.review = reviewing.over(root, base, desk.review)
    desk.who = desk.who or given()
    return desk


def take(root: Path, desk: Desk, sent: object) -> None:
    """Store what the browser asks for; what is refused is told with the reason."""
    if not isinstance(sent, str):
        return
    try:
        told = json.loads(sent)
        requests = [_asked(one) for one in told["asked"]]
    except (ValueError, KeyError, TypeError):
        return  # not from our element
    if told.get("transcript") != desk.review.base.transcript.name:
        return
    desk.who = name(str(told.get("who", "")))
    done = {*desk.stored, *(ident for ident, _ in desk.refused)}
    for asked in requests:
        if asked.request.id in done:
            continue
        if desk.stale:
            desk.refused.append((asked.request.id, "The editions have changed: align again before correcting."))
            continue
        try:
            desk.review = reviewing.ask(root, desk.review.base, asked, who=desk.who, known=desk.review)
            desk.stored.append(asked.request.id)
        except WorkbenchError as error:
            desk.review = reviewing.over(root, desk.review.base, desk.review)
            desk.refused.append((asked.request.id, f"{error.what}: {error.remedy}."))


def name(given: str) -> str:
    """Return who decides: the proxy's word if ``WORKBENCH_USER_HEADER`` names its header, else the name given."""
    header = os.environ.get(_HEADER)
    told = st.context.headers.get(header) if header else None
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
    )
    return Asked(request, tuple(str(key) for key in one.get("keys", ())))


def news(desk: Desk) -> dict[str, Any]:
    """Return what the element is told besides the text: what changed since it was sent, what was stored."""
    change = payload.patch(desk.sent, desk.review)
    if change and len(change["rows"]["keys"]) > _LARGEST:
        desk.sent, desk.packed, change = desk.review, payload.body(desk.review), None
    log = desk.review.log
    return {
        "patch": change,
        "version": desk.review.version,
        "stored": desk.stored[-200:],
        "refused": desk.refused[-50:],
        "stale": desk.stale,
        "lost": [_lost(decision) for decision in desk.review.now.lost],
        "pace": pace(log, datetime.now(UTC)),
        "given": given(),
    }


def _lost(decision: Decision) -> list[str]:
    return [decision.kind.value, decision.who, f"{decision.at:%d %B %Y}" if decision.at else "", decision.note]


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
