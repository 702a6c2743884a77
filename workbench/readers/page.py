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

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.errors import NoTurns, UnknownLanguage
from workbench.language import DEFAULT_TAGS, canonical, detect, english_name, is_tag, primary
from workbench.model import Edition, Provenance, Segment, Turn
from workbench.readers import labels as labelling
from workbench.readers.dates import parse_date_line
from workbench.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from workbench.readers.blocks import Block, Page

_SURE = 0.9  # probability of a language from which a contradiction is worth a note
_ENOUGH = 0.6  # probability of a language from which it is taken where none is declared
_LISTED = re.compile(r"([a-z]{2,3}[-_][A-Z]{2})\d*")
_SENTENCE_END = re.compile(r"[.!?…。！？؟।:;][\"»”’“)\]\s\u00a0]*$")
_FURNITURE_WORDS = 5


@dataclass(slots=True)
class _Head:
    """What stands before the first turn."""

    title: str = ""
    date: datetime | date | None = None
    speech: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _RawTurn:
    label: str
    paragraphs: list[str]


def build_edition(page: Page, provenance: Provenance, *, language: str | None = None, verify: bool = True) -> Edition:
    """Return the edition that a page holds.

    ``language`` is the declared BCP 47 tag; without one the page's own
    declaration and then detection decide. ``verify`` notes where the text looks like another
    language. Raises NoTurns where nothing is labelled, UnknownLanguage where no language can be told.
    """
    where = provenance.file
    paragraphs, dropped = _without_furniture(page.blocks)
    labelled = labelling.split_labels([b.text for b in paragraphs])
    first = next((i for i, p in enumerate(labelled) if p.label), None)
    if first is None:
        raise NoTurns(where, "no turn found", 'turns begin with a label and a colon, such as "Question:"')
    listed = tuple(dict.fromkeys(tag for b in paragraphs[:first] for tag in _edition_list(b.text)))
    spoken = " ".join(p.text for p in labelled[first:])
    tag = _language(language or _declared(page), spoken, listed, where=where)
    notes = _doubts(tag, spoken, listed) if verify else []
    head = _read_head(paragraphs[:first], tag, page.title)
    turns = _raw_turns(labelled[first:])
    if head.speech:
        turns.insert(0, _RawTurn("", head.speech))
    if dropped:
        notes.append("left out as page furniture: " + "; ".join(dropped))
    return _assemble(turns, Edition(tag, (), (), head.title, head.date, listed, provenance, tuple(notes)))


def _without_furniture(blocks: Sequence[Block]) -> tuple[list[Block], list[str]]:
    """Return the paragraphs up to the last that is speech, and the text of those left out after it.

    Short paragraphs at the end that end no sentence are furniture, and so is
    everything short from a known phrase of furniture on.
    """
    end = len(blocks)
    while end > 1 and _trailing_furniture(blocks[end - 1]):
        end -= 1
    tail = range(max(1, end - 12), end)
    known = next((i for i in tail if labelling.is_furniture(blocks[i].text)), None)
    if known is not None and all(len(b.text.split()) <= 12 for b in blocks[known:end]):
        end = known
    return list(blocks[:end]), [b.text for b in blocks[end:]]


def _trailing_furniture(block: Block) -> bool:
    if block.link or block.heading or labelling.is_furniture(block.text):
        return True
    short = len(block.text.split()) <= _FURNITURE_WORDS and len(block.text) <= 60
    return short and not _SENTENCE_END.search(block.text) and not re.search(r"[::]", block.text)


def _edition_list(text: str) -> tuple[str, ...]:
    """Return the tags of a line that is a list of editions (``de-DE1 en-GB1``), else nothing."""
    tags = [t for t in _LISTED.findall(text) if is_tag(t)]
    rest = re.sub(r"[\W\d_]+", "", _LISTED.sub("", text))
    return tuple(dict.fromkeys(canonical(t) for t in tags)) if tags and not rest else ()


def _declared(page: Page) -> str | None:
    """Return the language that a page declares of itself, if it is a known tag."""
    return page.language if page.language and is_tag(page.language) else None


def _language(declared: str | None, text: str, listed: Sequence[str], *, where: str) -> str:
    """Return the edition's tag: declared, else detected among the listed editions."""
    if declared is not None:
        tag = canonical(declared, where=where)
        return tag if "-" in tag else _with_region(tag, listed)
    found = detect(text, candidates=listed)
    if found is None or found.probability < _ENOUGH:
        raise UnknownLanguage(where, "its language cannot be told", "declare it with --language TAG")
    return _with_region(found.language, listed)


def _doubts(tag: str, text: str, listed: Sequence[str]) -> list[str]:
    """Return a note where the text looks like another language than its tag says."""
    found = detect(text, candidates=(tag, *listed, *DEFAULT_TAGS))
    if not found or found.language == primary(tag) or found.probability < _SURE:
        return []
    looks = f"{english_name(found.language)} ({found.language}, probability {found.probability:.2f})"
    return [f"declared {tag}, but the text looks like {looks}"]


def _with_region(language: str, listed: Sequence[str]) -> str:
    """Return the tag that the page's list of editions has for a language, else the workbench's own."""
    return next((t for t in listed if primary(t) == language), DEFAULT_TAGS.get(language, language))


def _read_head(blocks: Sequence[Block], language: str, page_title: str | None) -> _Head:
    """Return what stands before the first label; sentences after the title are speech without a label."""
    head = _Head()
    headings = {b.text for b in blocks if b.heading}
    for block in blocks:
        found = parse_date_line(block.text, language)
        if found and head.date is None:
            head.date = found
        elif _edition_list(block.text):
            continue
        elif not block.link and (not head.title or (block.heading and head.title not in headings)):
            head.title = block.text
        elif head.title and _SENTENCE_END.search(block.text) and len(block.text.split()) > _FURNITURE_WORDS:
            head.speech.append(block.text)
    head.title = head.title or (page_title or "")
    return head


def _raw_turns(paragraphs: Sequence[labelling.Labelled]) -> list[_RawTurn]:
    turns: list[_RawTurn] = []
    for paragraph in paragraphs:
        if paragraph.label:
            turns.append(_RawTurn(paragraph.label, []))
        if paragraph.text.strip():
            turns[-1].paragraphs.append(paragraph.text)
    return [t for t in turns if t.paragraphs]


def _assemble(raw: Sequence[_RawTurn], head: Edition) -> Edition:
    """Return the head with its turns and segments filled in."""
    found = labelling.roles([t.label for t in raw], [" ".join(t.paragraphs) for t in raw])
    segments: list[Segment] = []
    turns = []
    for index, (turn, role) in enumerate(zip(raw, found, strict=True)):
        start = len(segments)
        breaks = []
        for paragraph in turn.paragraphs:
            if len(segments) > start:
                breaks.append(len(segments))
            segments += [Segment(len(segments) + k, text) for k, text in enumerate(sentences(paragraph, head.language))]
        turns.append(Turn(index, role, turn.label, start, len(segments), tuple(breaks)))
    return Edition(
        head.language,
        tuple(turns),
        tuple(segments),
        head.title,
        head.date,
        head.listed,
        head.provenance,
        head.notes,
    )
