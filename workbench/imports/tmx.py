"""TMX of any version: a ``<tu>`` a row, facts from ``<prop type="x-…">`` where they are ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.imports import xml
from workbench.imports.facts import cell_units, found_row
from workbench.imports.rows import Found, FoundCorpus
from workbench.language import canonical, is_tag

if TYPE_CHECKING:
    from lxml import etree

    from workbench.interchange import Unit

Source = tuple[str, bytes]


def read_tmx(files: Sequence[Source]) -> FoundCorpus:
    """Return the units of TMX files; raises the errors of :mod:`workbench.errors`, with file and line."""
    rows: list[Found] = []
    pivot = None
    languages: tuple[str, ...] = ()
    for where, data in files:
        for event, element in xml.elements(data, where=where):
            if event == "end" and xml.local(element) == "header":
                source = element.get("srclang", "")
                pivot = canonical(source) if is_tag(source) else pivot
                stated = _props(element).get("languages", "").split()
                languages = tuple(canonical(tag, where=where) for tag in stated)
            elif event == "end" and xml.local(element) == "tu":
                rows.append(_row(element, f"{where}:{element.sourceline}"))
                element.clear()
    return FoundCorpus(rows, languages, pivot=pivot)


def _props(element: etree._Element) -> dict[str, str]:
    return {
        prop.get("type", "").removeprefix("x-"): prop.text or ""
        for prop in xml.children(element, "prop")
        if prop.get("type", "").startswith("x-")
    }


def _row(unit: etree._Element, where: str) -> Found:
    facts = {name.replace("-", "_"): value for name, value in _props(unit).items()}
    known: dict[str, str]
    known = {
        name: facts[name] for name in ("row", "turn_row", "role", "status", "confidence", "pairs") if name in facts
    }
    ours = "row" in known and "status" in known
    known = known if ours else {}
    if ours:
        known["transcript"] = facts.get("transcript", "")
        known["level"] = unit.get("tuid", "").rpartition(".")[2].rpartition("-")[0]
    cells: dict[str, tuple[Unit, ...]] = {}
    for variant in xml.children(unit, "tuv"):
        tag = variant.get(xml.LANG) or variant.get("lang") or ""
        language = canonical(tag, where=where)
        text = "".join(xml.content(seg) for seg in xml.children(variant, "seg"))
        own = _props(variant) if ours else {}
        cells[language] = cell_units(text, own.get("units", ""), own.get("speaker", ""), where=where)
    return found_row(cells, known, where=where)
