"""A page's paragraphs to an edition: head, turns, furniture.

::

    7 July 201722:24                      date line, time run together or not
    Foreign Minister …                    title
    • de-DE1 en-GB1 es-ES1                edition list
    Question: …                           turns, of one paragraph or several
    Sergey Lavrov: …
    Additional materials                  furniture
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from workbench.errors import NoTurns, UnknownLanguage
from workbench.language import DEFAULT_TAGS, Detection, canonical, detect, english_name, is_tag, primary
from workbench.model import Edition, Provenance, Segment, Turn
from workbench.readers import furniture
from workbench.readers import labels as labelling
from workbench.readers.head import edition_list, read_head
from workbench.readers.reading import NOTHING, Overrules, Reading, TurnReading, beginning
from workbench.readers.roles import Judged, roles
from workbench.readers.speakers import one_form
from workbench.readers.unlabelled import split_unlabelled
from workbench.sentences import sentences

if TYPE_CHECKING:
    from workbench.readers.blocks import Block, Dropped, Page

_SURE = 0.9  # probability of a language from which a contradiction is worth a note
_ENOUGH = 0.6  # probability of a language from which it is taken where none is declared
_LOW = 0.7  # confidence of turns below which the user is told


@dataclass(slots=True)
class _RawTurn:
    """A turn before its segments are counted: paragraphs, each with its pinned sentences or none, and its row."""

    label: str
    how: str
    sure: float
    role: str | None
    paragraphs: list[tuple[str, tuple[str, ...] | None, int | None]] = field(default_factory=list)

    def add(self, paragraph: labelling.Labelled) -> None:
        """Take a paragraph in; of pinned ones the label is taken off the first sentence."""
        block = paragraph.block
        pinned = block.pinned if block else None
        if pinned is not None and block is not None and paragraph.text != block.text:
            cut = len(block.text) - len(paragraph.text)
            pinned = _cut(pinned, cut)
        if paragraph.text.strip():
            self.paragraphs.append((paragraph.text, pinned, block.row if block else None))


def _cut(pinned: tuple[str, ...], length: int) -> tuple[str, ...]:
    """Return pinned sentences without the first ``length`` characters of their text."""
    left = list(pinned)
    while left and length >= len(left[0]):
        length -= len(left.pop(0)) + 1
    if left and length > 0:
        left[0] = left[0][length:].strip()
    return tuple(left)


def build(
    page: Page,
    provenance: Provenance,
    *,
    language: str | None = None,
    verify: bool = True,
    overrules: Overrules = NOTHING,
) -> Reading:
    """Return the edition that a page holds, with how it was understood.

    ``language`` is the declared BCP 47 tag; without one the page's own
    declaration and then detection decide. ``verify`` notes where the text looks like another
    language. Raises NoTurns where nothing is labelled, UnknownLanguage where no language can be told.
    """
    where = provenance.file
    paragraphs, dropped = furniture.trim(page.blocks)
    spoken = _spoken(paragraphs, overrules)
    first = next((i for i, p in enumerate(spoken) if p.starts), None)
    if first is None:
        raise NoTurns(where, "no turn found", 'turns begin with a label and a colon, such as "Question:"')
    listed = tuple(dict.fromkeys(tag for b in paragraphs[:first] for tag in edition_list(b.text)))
    body = " ".join(p.text for p in spoken[first:])
    tag, detection = _language(
        overrules.language or language or _declared(page), body, listed, where=where, verify=verify
    )
    head = read_head(paragraphs[:first], tag, page)
    said, between = furniture.within(spoken[first:])
    raw = _opening(head.speech) + _raw_turns(said)
    notes = [*page.notes, *_doubts(tag, detection, verify=verify), *_left_out(dropped, between)]
    title = overrules.title if overrules.title is not None else head.title
    frame = Edition(tag, (), (), title, overrules.date or head.date, listed, provenance, tuple(notes))
    everything = (*page.dropped, *head.dropped, *between, *dropped)
    return _assemble(raw, frame, everything, detection, overrules)


def _opening(speech: Sequence[Block]) -> list[_RawTurn]:
    """Return what is said before the first label as a turn without one; none where nothing is."""
    if not speech:
        return []
    opening = _RawTurn("", "sentences before the first label", 0.7, None)
    for block in speech:
        opening.add(labelling.Labelled("", block.text, block=block))
    return [opening]


def _left_out(dropped: Sequence[Dropped], between: Sequence[Dropped]) -> Iterator[str]:
    """Yield notes of what was no speech, around the turns and between them."""
    if dropped:
        yield "left out as page furniture: " + "; ".join(d.text for d in dropped)
    if between:
        shown = list(dict.fromkeys(d.text for d in between))
        more = f" and {len(shown) - 5} more" if len(shown) > 5 else ""
        yield f"left out between the turns: {'; '.join(shown[:5])}{more}"


def _spoken(paragraphs: Sequence[Block], overrules: Overrules) -> list[labelling.Labelled]:
    """Return the paragraphs with their labels, or with turns told otherwise where there are none."""
    labelled = labelling.split_labels(paragraphs, kinds=overrules.labels)
    if any(p.starts for p in labelled) and not _weak(labelled):
        return labelled
    unlabelled = split_unlabelled(paragraphs)
    if unlabelled is None:
        return labelled
    turns = sum(p.starts for p in labelled)
    return unlabelled if sum(p.starts for p in unlabelled) > 2 * turns else labelled


def _weak(labelled: Sequence[labelling.Labelled]) -> bool:
    """Tell whether labels are so few that they may be no labels: one only, or none of a known word."""
    starts = [p for p in labelled if p.starts]
    return len(starts) < 2 or len({labelling.base(p.label) for p in starts}) < 2


def _declared(page: Page) -> str | None:
    """Return the language that a page declares of itself, if it is a known tag."""
    return page.language if page.language and is_tag(page.language) else None


def _language(
    declared: str | None, text: str, listed: Sequence[str], *, where: str, verify: bool
) -> tuple[str, Detection | None]:
    """Return the edition's tag, declared or else detected among the listed editions, and what was detected."""
    if declared is not None:
        tag = canonical(declared, where=where)
        found = detect(text, candidates=(tag, *listed, *DEFAULT_TAGS)) if verify else None
        return (tag if "-" in tag else _with_region(tag, listed)), found
    found = detect(text, candidates=listed)
    if found is None or found.probability < _ENOUGH:
        raise UnknownLanguage(where, "its language cannot be told", "declare it with --language TAG")
    return _with_region(found.language, listed), found


def _doubts(tag: str, found: Detection | None, *, verify: bool) -> list[str]:
    """Return a note where the text looks like another language than its tag says."""
    if not verify or not found or found.language == primary(tag) or found.probability < _SURE:
        return []
    looks = f"{english_name(found.language)} ({found.language}, probability {found.probability:.2f})"
    return [f"declared {tag}, but the text looks like {looks}"]


def _with_region(language: str, listed: Sequence[str]) -> str:
    """Return the tag that the page's list of editions has for a language, else the workbench's own."""
    return next((t for t in listed if primary(t) == language), DEFAULT_TAGS.get(language, language))


def _raw_turns(paragraphs: Sequence[labelling.Labelled]) -> list[_RawTurn]:
    turns: list[_RawTurn] = []
    for paragraph in paragraphs:
        if paragraph.starts:
            turns.append(_RawTurn(paragraph.label, paragraph.how, paragraph.confidence, paragraph.role))
        turns[-1].add(paragraph)
    return [t for t in turns if t.paragraphs]


def _assemble(
    raw: Sequence[_RawTurn],
    frame: Edition,
    dropped: tuple[Dropped, ...],
    detection: Detection | None,
    overrules: Overrules,
) -> Reading:
    """Return the head with its turns and segments filled in, and how each was understood."""
    judged = roles(
        [t.label for t in raw],
        [" ".join(text for text, _, _ in t.paragraphs) for t in raw],
        hints=[t.role for t in raw],
        kinds=overrules.labels,
    )
    forms = one_form([t.label for t in raw if t.label])
    segments: list[Segment] = []
    rows: list[int] = []
    turns, readings = [], []
    for index, (turn, judgement) in enumerate(zip(raw, judged, strict=True)):
        start, breaks = len(segments), []
        for paragraph, pinned, row in turn.paragraphs:
            if len(segments) > start:
                breaks.append(len(segments))
            units = pinned if pinned is not None else sentences(paragraph, frame.language)
            segments += [Segment(len(segments) + k, text) for k, text in enumerate(units)]
            rows += [] if row is None else [row] * len(units)
        role, sure, why = _judgement(index, turn, judgement, overrules)
        made = Turn(index, role, turn.label, start, len(segments), tuple(breaks), forms.get(turn.label, ""))
        turns.append(made)
        text = beginning([s.text for s in segments[start : start + 3]])
        readings.append(TurnReading(index, made.label, made.speaker, role, sure, why, len(made.segments), text))
    notes = (*frame.notes, *_unsure(readings))
    edition = replace(frame, turns=tuple(turns), segments=tuple(segments), notes=notes)
    return Reading(edition, tuple(readings), tuple(dropped), detection, tuple(rows))


def _judgement(index: int, turn: _RawTurn, judged: Judged, overrules: Overrules) -> Judged:
    """Return a turn's role, with the confidence in label and role, and why."""
    if index in overrules.roles:
        return overrules.roles[index], 1.0, "a person has said so"
    role, sure, why = judged
    sign = f"{turn.how}; {why}" if turn.how else why
    return role, round(min(turn.sure, sure), 2), sign


def _unsure(readings: Sequence[TurnReading]) -> list[str]:
    """Return a note where most turns were told by weak signs."""
    weak = [r for r in readings if r.confidence < _LOW]
    if len(weak) <= 0.5 * len(readings):
        return []
    return [f"no labels: {len(weak)} turns were told by {weak[0].why.split(';')[0]}; look at them with add --explain"]
