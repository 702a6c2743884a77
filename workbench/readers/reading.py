"""What a file was understood to be, and what a person says it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from workbench.errors import InputError
from workbench.language import Detection
from workbench.model import Edition, Role
from workbench.readers.blocks import Dropped
from workbench.readers.labels import KINDS, bare, kind

__all__ = ["NOTHING", "Dropped", "Overrules", "Reading", "TurnReading", "beginning", "described", "overrules_from"]


@dataclass(frozen=True, slots=True)
class TurnReading:
    """How a turn was understood.

    ``label`` is as printed, ``speaker`` the one form of that speaker in the edition;
    ``confidence`` (0..1) is that of label and role together, ``why`` says what told them;
    ``text`` is the beginning of what is said.
    """

    index: int
    label: str
    speaker: str
    role: Role
    confidence: float
    why: str
    segments: int
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """An edition with how it was understood: turns, what was left out and why, encoding, language.

    ``detection`` is the language that the text looks like, with its probability; ``rows`` is the table row of
    each segment, where the file is a table.
    """

    edition: Edition
    turns: tuple[TurnReading, ...]
    dropped: tuple[Dropped, ...] = ()
    detection: Detection | None = None
    rows: tuple[int, ...] = ()

    @property
    def encoding(self) -> str:
        """The encoding that the file was read in."""
        return self.edition.provenance.encoding if self.edition.provenance else ""

    @property
    def repairs(self) -> tuple[str, ...]:
        """The steps by which garbled characters were mended."""
        return self.edition.provenance.repairs if self.edition.provenance else ()


@dataclass(frozen=True, slots=True)
class Overrules:
    """What a person says of an edition, against what was found.

    ``labels`` maps labels to ``question``, ``answer``, ``moderator``, ``speaker`` or ``text`` (no label);
    ``roles`` maps turns (counted from 0) to roles; ``segmentation`` is ``found`` or ``lines`` (one segment a line).
    """

    language: str | None = None
    title: str | None = None
    date: datetime | date | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[int, Role] = field(default_factory=dict)
    segmentation: str = "found"

    def over(self, older: Overrules) -> Overrules:
        """Return both together; where both speak, this one counts."""
        return Overrules(
            self.language or older.language,
            self.title if self.title is not None else older.title,
            self.date or older.date,
            {**older.labels, **self.labels},
            {**older.roles, **self.roles},
            self.segmentation if self.segmentation != "found" else older.segmentation,
        )


NOTHING = Overrules()
"""Nothing overruled."""


def overrules_from(about: Mapping[str, object], *, where: str, found_counts: bool = False) -> Overrules:
    """Return what a person has changed in an edition's table of transcript.toml, against its table ``found``.

    Without a table ``found`` (files of older versions) title and date count as they stand, unless ``found_counts``.
    Raises InputError for what the file cannot say.
    """
    found = _table(about, "found", where)
    labels = {str(k): str(v) for k, v in _table(about, "labels", where).items()}
    for label, what in labels.items():
        if what not in KINDS:
            raise InputError(where, f'label "{label}" cannot be "{what}"', f"write one of {', '.join(KINDS)}")
    known = found.get("labels", {})
    changed = {k: v for k, v in labels.items() if not isinstance(known, Mapping) or known.get(k) != v}
    roles: dict[int, Role] = {}
    for turn, role in _table(about, "turn_roles", where).items():
        if not str(turn).isdecimal() or str(role) not in list(Role):
            raise InputError(where, f'turn "{turn}" cannot be "{role}"', 'write a turn and its role: 3 = "question"')
        roles[int(str(turn))] = Role(str(role))
    title, day = about.get("title"), about.get("date")
    if title is not None and not isinstance(title, str):
        raise InputError(where, "the title is no text", "put it in quotes")
    if day is not None and not isinstance(day, date):
        raise InputError(where, "the date is none", "write it without quotes: 2017-07-07 22:24:00")
    segmentation = about.get("segmentation", "found")
    if segmentation not in ("found", "lines"):
        raise InputError(where, f'unknown segmentation "{segmentation}"', 'write "found" or "lines"')
    blank = found_counts and not found
    return Overrules(
        None,
        None if blank or title == found.get("title") else title,
        None if blank or day == found.get("date") else day,
        changed if found else {},
        roles,
        str(segmentation),
    )


def described(reading: Reading, found: Reading) -> dict[str, object]:
    """Return what transcript.toml says of an edition: what counts, and what was ``found`` before a person spoke."""
    edition = reading.edition
    origin = edition.provenance
    about: dict[str, object] = {"title": edition.title}
    if origin:
        about |= {"digest": origin.digest, "encoding": origin.encoding, "reader": origin.reader}
        about |= {"repairs": list(origin.repairs)} if origin.repairs else {}
    if edition.date:
        about["date"] = edition.date
    counts = Counter(str(turn.role) for turn in edition.turns)
    about |= {"listed": list(edition.listed), "turns": len(edition.turns), "segments": len(edition.segments)}
    about |= {"roles": dict(sorted(counts.items())), "notes": list(edition.notes)}
    if reading.detection:
        about["detected"] = {"language": reading.detection.language, "probability": reading.detection.probability}
    labels = _label_kinds(found.edition)
    about["labels"] = labels
    before: dict[str, object] = {"language": found.edition.language, "title": found.edition.title, "labels": labels}
    about["found"] = before | ({"date": found.edition.date} if found.edition.date else {})
    return about


def _label_kinds(edition: Edition) -> dict[str, str]:
    labels = dict.fromkeys(bare(t.label) for t in edition.turns if t.label)
    return {label: kind(label) or "speaker" for label in labels}


def _table(about: Mapping[str, object], name: str, where: str) -> Mapping[object, object]:
    value = about.get(name, {})
    if not isinstance(value, Mapping):
        raise InputError(where, f"{name} is no table", f"write [editions.TAG.{name}]")
    return value


def beginning(texts: Sequence[str], length: int = 90) -> str:
    """Return the beginning of a turn, cut at a word with an ellipsis."""
    whole = " ".join(texts)
    return whole if len(whole) <= length else whole[:length].rsplit(" ", 1)[0] + " …"
