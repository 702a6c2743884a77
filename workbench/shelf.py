"""What stands on the shelf: each transcript with its counts, and how far its alignment and review have come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from workbench import derived, journal, reviewing, store
from workbench.adding import people
from workbench.errors import WorkbenchError
from workbench.model import Edition, Role

PIVOT = "en-GB"
"""The pivot where none is asked for and the transcript has this edition."""

DOUBTFUL = 0.7
"""Rows below this confidence (0..1) are worth a person's look."""


@dataclass(frozen=True, slots=True)
class TranscriptStatus:
    """What is known of a transcript: counts by language, and how far its alignment has come.

    ``rows``, ``mean_confidence`` (0..1) and ``doubtful`` speak of segment rows and are None until it is
    aligned; ``reviewed`` counts rows that a person accepted or corrected, ``flagged`` those marked. ``stale`` says
    that an alignment is there, but of other editions; ``version`` is the number of the last thing that somebody decided
    of it; ``problem`` is an error's line.
    """

    name: str
    title: str = ""
    date: datetime | date | None = None
    languages: tuple[str, ...] = ()
    turns: Mapping[str, int] = field(default_factory=dict)
    segments: Mapping[str, int] = field(default_factory=dict)
    roles: Mapping[str, int] = field(default_factory=dict)
    listed: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    aligned: bool = False
    stale: bool = False
    rows: int | None = None
    mean_confidence: float | None = None
    doubtful: int | None = None
    reviewed: int | None = None
    flagged: int | None = None
    changed: datetime | None = None
    version: int = 0
    problem: str | None = None


def role_counts(edition: Edition) -> dict[Role, int]:
    """Return how many turns of an edition have each role."""
    return {role: sum(turn.role is role for turn in edition.turns) for role in Role}


def status(root: Path, *, figures: bool = True) -> list[TranscriptStatus]:
    """Return what is known of every transcript under the root, by name; a broken one says what is wrong.

    Without ``figures`` nothing is said of rows, which spares reading decisions.
    """
    found = []
    for name in store.transcript_names(root):
        try:
            found.append(_status(root, name, figures=figures))
        except WorkbenchError as error:
            found.append(TranscriptStatus(name, problem=str(error)))
    return found


def _status(root: Path, name: str, *, figures: bool) -> TranscriptStatus:
    transcript = store.load_transcript(root, name)
    stored = derived.stamp(root, name)
    aligned = stored is not None and stored.digests == derived.digests(transcript)
    tally = reviewing.tally(root, name, DOUBTFUL) if aligned and figures else None
    first = next((e for e in transcript.editions if e.language == PIVOT), transcript.editions[0])
    return TranscriptStatus(
        name=name,
        title=first.title,
        date=first.date,
        languages=transcript.languages,
        turns={e.language: len(e.turns) for e in transcript.editions},
        segments={e.language: len(e.segments) for e in transcript.editions},
        roles={str(role): n for role, n in role_counts(first).items()},
        listed=first.listed,
        speakers=tuple(person.name for person in people(transcript)),
        aligned=aligned,
        stale=not aligned and derived.alignment_path(root, name).is_file(),
        rows=tally.rows if tally else None,
        mean_confidence=tally.mean if tally else None,
        doubtful=tally.doubtful if tally else None,
        reviewed=tally.reviewed if tally else None,
        flagged=tally.flagged if tally else None,
        changed=derived.last_change(root, name),
        version=journal.version(root, name) if figures else 0,
    )
