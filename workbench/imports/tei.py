"""TEI P5: editions of ``<u>`` and ``<s>``, rows from ``<link>`` and ``<ptr>`` in ``<linkGrp>``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from workbench.errors import InputError
from workbench.imports import xml
from workbench.imports.partition import Indexed
from workbench.imports.rows import align_editions
from workbench.language import canonical, is_tag
from workbench.model import AlignedTranscript, Edition, Level, Role, Segment, Status, Turn

if TYPE_CHECKING:
    from lxml import etree

Source = tuple[str, bytes]
_ROLES = frozenset(map(str, Role))
_STATUSES = frozenset(map(str, Status))


def read_tei(name: str, files: Sequence[Source], *, only: str | None = None) -> AlignedTranscript:
    """Return the transcript of a TEI file of several languages, with titles and dates.

    ``only`` chooses one out of a ``<teiCorpus>`` by its title. Raises the errors of :mod:`workbench.errors`.
    """
    where, data = files[0]
    if len(files) > 1:
        raise InputError(files[1][0], "a second TEI file", "give one file that holds all the languages")
    root = xml.parse(data, where=where)
    texts = [root] if xml.local(root) == "TEI" else [e for e in root if xml.local(e) == "TEI"]
    titles = [_name(text) for text in texts]
    if only is not None:
        if only not in titles:
            raise InputError("--only", f'{where} holds no transcript "{only}"', f"choose of {', '.join(titles)}")
        texts = [texts[titles.index(only)]]
    if len(texts) != 1:
        raise InputError(
            where, f"it holds {len(texts)} transcripts ({', '.join(titles[:5])})", "choose one with --only"
        )
    return _transcript(name, texts[0], where)


def _name(text: etree._Element) -> str:
    return next((xml.whole(e) for e in text.iter() if xml.local(e) == "title"), "")


def _transcript(name: str, tei: etree._Element, where: str) -> AlignedTranscript:
    places: dict[str, tuple[int, Level, int]] = {}
    editions: list[Edition] = []
    people = {e.get(xml.ID, ""): xml.whole(e).strip() for e in tei.iter() if xml.local(e) == "person"}
    for text in (e for e in tei.iter() if xml.local(e) == "text"):
        if any(xml.local(e) == "u" for e in text.iter()) and not xml.children(text, "group"):
            language = canonical(text.get(xml.LANG) or "", where=f"{where}:{text.sourceline}")
            editions.append(_edition(text, language, (len(editions), places), people))
    if len(editions) < 2:
        raise InputError(where, f"{len(editions)} text(s) of utterances in it", "give <text xml:lang> with <u> and <s>")
    about = _head(tei)
    dated = tuple(replace(e, title=about[0].get(e.language, ""), date=about[1].get(e.language)) for e in editions)
    rows: dict[Level, list[Indexed]] = {Level.TURN: [], Level.SEGMENT: []}
    for group in (e for e in tei.iter() if xml.local(e) == "linkGrp"):
        for link in group:
            if xml.local(link) in {"link", "ptr"}:
                level, row = _link(link, places, len(editions), where)
                rows[level].append(row)
    return align_editions(name, dated, rows[Level.TURN] or None, rows[Level.SEGMENT], where=where)


def _edition(
    text: etree._Element, language: str, places: tuple[int, dict[str, tuple[int, Level, int]]], people: dict[str, str]
) -> Edition:
    column, ids = places
    segments: list[Segment] = []
    turns: list[Turn] = []
    for utterance in (e for e in text.iter() if xml.local(e) == "u"):
        start, breaks, pending = len(segments), [], False
        ids[utterance.get(xml.ID, "")] = (column, Level.TURN, len(turns))
        for element in utterance.iter():
            if xml.local(element) == "milestone" and element.get("unit") == "paragraph":
                pending = True
            elif xml.local(element) == "s":
                if pending:
                    breaks.append(len(segments))
                pending = False
                ids[element.get(xml.ID, "")] = (column, Level.SEGMENT, len(segments))
                segments.append(Segment(len(segments), xml.whole(element)))
        role = _last(utterance.get("ana", ""))
        who = utterance.get("who", "").removeprefix("#")
        named = Role(role) if role in _ROLES else Role.STATEMENT
        turns.append(Turn(len(turns), named, people.get(who, who), start, len(segments), tuple(breaks)))
    return Edition(language, tuple(turns), tuple(segments))


def _last(pointer: str) -> str:
    """Return the name that a pointer ends in: ``answer`` of ``#t1.answer``."""
    return pointer.removeprefix("#").rpartition(".")[2]


def _head(tei: etree._Element) -> tuple[dict[str, str], dict[str, datetime | date]]:
    titles: dict[str, str] = {}
    dates: dict[str, datetime | date] = {}
    for element in tei.iter():
        tag = element.get(xml.LANG, "") if isinstance(element.tag, str) else ""
        if not tag or not is_tag(tag):
            continue
        if xml.local(element) == "title":
            titles.setdefault(canonical(tag), xml.whole(element))
        elif xml.local(element) == "date" and element.get("when"):
            when = element.get("when", "")
            try:
                dates[canonical(tag)] = datetime.fromisoformat(when) if "T" in when else date.fromisoformat(when)
            except ValueError:
                continue  # a year alone, which is no date of a transcript
    return titles, dates


def _link(
    link: etree._Element, places: dict[str, tuple[int, Level, int]], width: int, where: str
) -> tuple[Level, Indexed]:
    at = f"{where}:{link.sourceline}"
    cells: list[list[int]] = [[] for _ in range(width)]
    levels = set()
    for target in link.get("target", "").split():
        if target.removeprefix("#") not in places:
            raise InputError(at, f"{target} is not in this file", "mend the link, or take it out")
        column, level, index = places[target.removeprefix("#")]
        cells[column].append(index)
        levels.add(level)
    if len(levels) != 1:
        raise InputError(
            at, "a link of turns and sentences at once" if levels else "a link of nothing", "mend the link"
        )
    try:
        confidence = float(link.get("cert", "1"))
    except ValueError:
        confidence = {"high": 0.9, "medium": 0.6, "low": 0.3}.get(link.get("cert", ""), 0.5)
    role, status = _last(link.get("ana", "")), link.get("subtype", "")
    number, turn = link.get("n", ""), _last(link.get("corresp", ""))
    return levels.pop(), Indexed(
        tuple(tuple(sorted(set(cell))) for cell in cells),
        min(1.0, max(0.0, confidence)),
        {},
        int(turn) if turn.isdecimal() else None,
        Role(role) if role in _ROLES else Role.STATEMENT,
        Status(status) if status in _STATUSES else Status.AUTO,
        int(number) if number.isdecimal() else None,
    )
