"""XLIFF 1.2 and 2.x: a unit (in 2.x a segment) a row; several files of one source are drawn together by unit id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from workbench.imports import xml
from workbench.imports.facts import cell_units, found_row
from workbench.imports.rows import Found, FoundCorpus
from workbench.language import canonical

if TYPE_CHECKING:
    from lxml import etree

Source = tuple[str, bytes]
_KNOWN = ("row", "turn-row", "role", "status", "confidence")


def read_xliff(files: Sequence[Source]) -> FoundCorpus:
    """Return the units of XLIFF files; raises the errors of :mod:`workbench.errors`, with file and line."""
    rows: list[Found] = []
    pivot = None
    languages: dict[str, None] = {}
    for where, data in files:
        root = xml.parse(data, where=where)
        for file in (e for e in root.iter() if xml.local(e) == "file"):
            source = canonical(file.get("source-language") or root.get("srcLang") or "", where=where)
            target = file.get("target-language") or root.get("trgLang")
            pair = (source, canonical(target, where=where) if target else "")
            pivot = pivot or source
            languages |= dict.fromkeys(tag for tag in pair if tag)
            name = file.get("original") or file.get("id") or ""
            for unit in file.iter():
                at = f"{where}:{unit.sourceline}"
                if xml.local(unit) == "trans-unit":
                    rows.append(_row(unit, unit.get("id", ""), pair, (_facts_12(unit), name, at)))
                elif xml.local(unit) == "unit":
                    rows += _segments(unit, pair, name, at)
    return FoundCorpus(rows, tuple(languages), pivot=pivot)


def _segments(unit: etree._Element, pair: tuple[str, str], name: str, where: str) -> Iterator[Found]:
    facts = _facts_21(unit)
    segments = xml.children(unit, "segment")
    for number, segment in enumerate(segments):
        sub = segment.get("subState", "")
        own = facts | ({"status": sub.removeprefix("workbench:")} if sub.startswith("workbench:") else {})
        key = unit.get("id", "") + (f".{segment.get('id', number)}" if len(segments) > 1 else "")
        yield _row(segment, key, pair, (own, name, where))


def _facts_12(unit: etree._Element) -> dict[str, str]:
    return {
        context.get("context-type", "").removeprefix("x-"): context.text or ""
        for group in xml.children(unit, "context-group")
        if group.get("name") == "workbench"
        for context in xml.children(group, "context")
    }


def _facts_21(unit: etree._Element) -> dict[str, str]:
    return {
        meta.get("type", ""): meta.text or ""
        for metadata in xml.children(unit, "metadata")
        for group in xml.children(metadata, "metaGroup")
        if group.get("category") == "workbench"
        for meta in xml.children(group, "meta")
    }


def _row(unit: etree._Element, key: str, pair: tuple[str, str], about: tuple[dict[str, str], str, str]) -> Found:
    facts, name, where = about
    known = {fact.replace("-", "_"): facts[fact] for fact in _KNOWN if fact in facts}
    if "row" in known:
        known["level"] = key.rpartition("-")[0]
    known |= {"key": key, "transcript": name}
    cells = {}
    for language, side in zip(pair, ("source", "target"), strict=True):
        found = xml.children(unit, side)
        language = language or canonical(found[0].get(xml.LANG) or "", where=where) if found else language  # noqa: PLW2901
        if found:
            text = xml.content(found[0])
            note, speaker = facts.get(f"{side}-units", ""), facts.get(f"{side}-speaker", "")
            cells[language] = cell_units(text, note, speaker, where=where)
    if len(cells) == 2 and known.get("confidence"):
        known["pairs"] = f"{pair[0]}|{pair[1]}={known['confidence']}"
    return found_row(cells, known, where=where)
