"""OPUS XCES: link files (cesAlign) and the documents that they name, among the files given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from posixpath import basename, splitext
from typing import TYPE_CHECKING

from workbench.errors import InputError, NotFound
from workbench.imports import xml
from workbench.imports.facts import found_row
from workbench.imports.rows import Found, FoundCorpus
from workbench.interchange import Unit
from workbench.language import canonical, is_tag
from workbench.model import Role

if TYPE_CHECKING:
    from lxml import etree

Source = tuple[str, bytes]
_ROLES = frozenset(map(str, Role))


def read_xces(files: Sequence[Source]) -> FoundCorpus:
    """Return rows over the documents of link files; those of several pairs with one source are drawn together.

    Documents are found by the end of their path (``en-GB/NAME.xml``).
    """
    roots = {}
    for where, data in files:
        roots[where] = xml.parse(data, where=where)
    links = {where: root for where, root in roots.items() if xml.local(root) == "cesAlign"}
    if not links:
        raise InputError(
            files[0][0], "no <cesAlign> among the files", "give the link files and the documents they name"
        )
    rows: list[Found] = []
    pivot = None
    languages: dict[str, None] = {}
    for where, root in links.items():
        for group in (e for e in root.iter() if xml.local(e) == "linkGrp"):
            names = [group.get(side) or root.get(side) or "" for side in ("fromDoc", "toDoc")]
            documents = [_document(name, roots, where) for name in names]
            pivot = pivot or documents[0][0]
            languages |= dict.fromkeys(language for language, _ in documents)
            name = splitext(basename(names[0].removesuffix(".gz")))[0]
            rows += [
                _row(link, documents, name, f"{where}:{link.sourceline}") for link in group if xml.local(link) == "link"
            ]
    return FoundCorpus(_whole(rows), tuple(languages), pivot=pivot)


_Document = tuple[str, Mapping[str, tuple[Unit, ...]]]


def _document(name: str, roots: Mapping[str, etree._Element], where: str) -> _Document:
    """Return the language and the units by id (``s`` and turns) of a document that a link file names."""
    wanted = [part for part in name.removesuffix(".gz").split("/") if part]
    for path, root in roots.items():
        parts = path.replace("\\", "/").removesuffix(".gz").split("/")
        if wanted and parts[-len(wanted) :] == wanted and xml.local(root) != "cesAlign":
            folder = next((part for part in reversed(parts[:-1]) if is_tag(part)), "")
            language = canonical(root.get(xml.LANG) or folder or root.get("lang") or "", where=path)
            return language, _units(root)
    raise NotFound(where, f'the document "{name}" is not among the files', "give the folder that holds it as well")


def _units(root: etree._Element) -> dict[str, tuple[Unit, ...]]:
    units: dict[str, tuple[Unit, ...]] = {}
    index = 0
    turns = [e for e in root.iter() if xml.local(e) == "turn"] or [root]
    for number, turn in enumerate(turns):
        found: list[Unit] = []
        stated = turn.get("role", "")
        role = Role(stated) if stated in _ROLES else None
        known = xml.local(turn) == "turn"
        sentences = [e for e in turn.iter() if xml.local(e) == "s"]
        for sentence in sentences:
            parent = sentence.getparent()
            opens = parent is not None and xml.local(parent) == "p" and xml.children(parent, "s")[0] is sentence
            text = _text(sentence)
            label = turn.get("speaker", "")
            unit = Unit(text, index, number if known else None, role or (Role.STATEMENT if known else None), label,
                        opens and bool(found))  # fmt: skip
            units[sentence.get("id", "")] = (unit,)
            found.append(unit)
            index += 1
        if known:
            units.setdefault(turn.get("id", ""), tuple(found))
    return units


def _text(sentence: etree._Element) -> str:
    """Return a sentence's text; where it is given as words (``<w>``), they are joined by spaces."""
    words = [e for e in sentence.iter() if xml.local(e) == "w"]
    return " ".join(xml.whole(w) for w in words) if words else xml.whole(sentence)


def _row(link: etree._Element, documents: Sequence[_Document], name: str, where: str) -> Found:
    sides = link.get("xtargets", "").split(";")
    if len(sides) != 2:
        raise InputError(where, "xtargets without two sides", 'write it as "s1 s2;s1"')
    cells = {}
    for (language, units), ids in zip(documents, sides, strict=True):
        try:
            cells[language] = tuple(unit for one in ids.split() for unit in units[one])
        except KeyError as missing:
            raise InputError(where, f"{language} has no sentence {missing}", "mend the link, or the document") from None
    facts = {"transcript": name, "role": link.get("role", ""), "status": link.get("status", "")}
    facts |= {"turn_row": link.get("turnrow", ""), "confidence": _certainty(link.get("certainty", ""))}
    (left, _), (right, _) = documents
    if facts["confidence"] and all(cells.values()):
        facts["pairs"] = f"{left}|{right}={facts['confidence']}"
    return found_row(cells, facts, where=where)


def _certainty(text: str) -> str:
    """Return a certainty if it is a share; hunalign's and others' scores are on no scale of ours."""
    try:
        return text if 0.0 <= float(text) <= 1.0 else ""
    except ValueError:
        return ""


def _whole(rows: Sequence[Found]) -> list[Found]:
    """Return rows of several pairs with those that share a unit drawn together: they are one row of many languages."""
    keys: dict[tuple[str, str, int], str] = {}
    found = []
    for number, row in enumerate(rows):
        units = [(row.transcript, tag, unit.place or 0) for tag, cell in row.cells.items() for unit in cell]
        key = next((keys[unit] for unit in units if unit in keys), f"link {number}")
        for unit in units:
            keys.setdefault(unit, key)
        found.append(replace(row, key=key))
    return found
