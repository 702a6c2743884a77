"""TEI P5: ``<u who>`` (chapter 8, speech) and ``<sp>`` (chapter 7) as turns, ``<s>`` as pinned segments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from workbench.errors import NoTurns
from workbench.readers.archives import xml_root
from workbench.readers.blocks import Block, Page
from workbench.sentences import fold

_XML = "{http://www.w3.org/XML/1998/namespace}"
_LOOKS = re.compile(r"<(?:\w+:)?(?:TEI|teiCorpus|TEI\.2)\b")
_SILENT = {"speaker", "note", "pb", "lb", "milestone", "fw", "figure", "graphic"}
_STAGE = {"stage", "incident", "kinesic", "vocal"}


def looks_like_tei(data: bytes) -> bool:
    """Tell whether a file is TEI, by its first element."""
    head = data[:8192].replace(b"\x00", b"").decode("utf-8", "replace")
    return bool(_LOOKS.search(head))


def read_tei(data: bytes, *, where: str) -> Page:
    """Read a TEI text of one language; raises UnreadableFile (with the line), NoTurns where nobody speaks in it."""
    root = xml_root(data, where=where)
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname
    names = {e.get(f"{_XML}id"): _name(e) for e in root.iter("person", "personGrp", "role", "castItem")}
    blocks = [block for turn in root.iter("u", "sp") for block in _turn(turn, names)]
    if not blocks:
        raise NoTurns(where, "no turn found in this TEI file", "turns are <u> or <sp> elements")
    return Page(tuple(blocks), _language(root), _title(root), _date(root))


def _turn(turn: etree._Element, names: dict[str | None, str]) -> Iterator[Block]:
    """Yield a turn's paragraphs; the first carries the label."""
    who = (turn.get("who") or "").split()
    label = (
        _text(turn.find("speaker")) or ", ".join(names.get(w.lstrip("#")) or w.lstrip("#") for w in who) or "Speaker"
    )
    role = next((w for w in (turn.get("ana") or "", turn.get("type") or "") for w in w.lstrip("#").split()[:1]), "")
    role = role if role in ("question", "answer", "statement") else ""
    first = True
    for element in _paragraphs(turn):
        pinned = tuple(fold(t) for s in element.iter("s", "seg") if (t := _text(s)).strip()) or None
        text = " ".join(pinned) if pinned else _text(element)
        if text and element.tag in _STAGE and not _bracketed(element):
            text = f"({text})"
        if text:
            yield Block(text, label=label.rstrip(": ") if first else "", role=role or None, pinned=pinned)
            first = False


def _paragraphs(turn: etree._Element) -> list[etree._Element]:
    """Return the elements that a turn's paragraphs are, the turn itself if it has none."""
    inner = [e for e in turn if isinstance(e.tag, str) and e.tag in {"p", "ab", "l", "lg", "seg", *_STAGE}]
    has_paragraphs = any(e.tag in ("p", "ab", "l", "lg") for e in inner)
    return inner if has_paragraphs else [turn]


def _text(element: etree._Element | None) -> str:
    """Return an element's text as printed: notes and speaker names left out, stage directions in brackets."""
    if element is None:
        return ""
    pieces: list[str] = [element.text or ""]
    stack = [iter(element)]
    parents: list[etree._Element] = []
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
            if parents:
                done = parents.pop()
                pieces.append((")" if done.tag in _STAGE and not _bracketed(done) else "") + (done.tail or ""))
            continue
        if not isinstance(child.tag, str) or child.tag in _SILENT:
            pieces.append((" " if child.tag in ("lb", "pb") else "") + (child.tail or ""))
            continue
        pieces.append(("(" if child.tag in _STAGE and not _bracketed(child) else "") + (child.text or ""))
        stack.append(iter(child))
        parents.append(child)
    return fold("".join(pieces))


def _bracketed(element: etree._Element) -> bool:
    return "".join(str(t) for t in element.itertext()).strip().startswith(("(", "["))


def _name(person: etree._Element) -> str:
    for path in (".//persName", ".//name", ".//roleDesc"):
        text = _text(person.find(path))
        if text:
            return text
    return _text(person)


def _language(root: etree._Element) -> str | None:
    for element in (root.find(".//text"), root):
        if element is not None and element.get(f"{_XML}lang"):
            return element.get(f"{_XML}lang")
    language = root.find(".//langUsage/language")
    return language.get("ident") if language is not None else None


def _title(root: etree._Element) -> str | None:
    return _text(root.find(".//titleStmt/title")) or None


def _date(root: etree._Element) -> str | None:
    for path in (".//settingDesc//date", ".//sourceDesc//date", ".//publicationStmt/date"):
        date = root.find(path)
        if date is not None:
            return date.get("when") or _text(date) or None
    return None
