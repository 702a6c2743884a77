"""A user's own dictionary or glossary: TSV or CSV with a column a language, or TBX (ISO 30042)."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from lxml import etree

from workbench.errors import InputError
from workbench.language import canonical, is_tag, primary
from workbench.readers.decode import decode

Dictionary = tuple[Mapping[str, tuple[str, ...]], ...]
"""Concepts: for each language (BCP 47) the words or terms that name it."""

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_REMEDY = "give a TSV whose first line names the languages (en<tab>de), alternatives separated by |, or a TBX file"


def read_dictionary(data: bytes, *, where: str) -> Dictionary:
    """Return the concepts of a dictionary that have words in two languages or more.

    Raises InputError, with the line where one is to blame, for a file without language columns or terms.
    """
    text, _ = decode(data, where=where)
    concepts = _tbx(data, where) if text.lstrip().startswith("<") else _table(text, where)
    useful = tuple(concept for concept in concepts if len(concept) > 1)
    if not useful:
        raise InputError(where, "no entry in two languages", _REMEDY)
    return useful


def word_pairs(dictionary: Dictionary, left: str, right: str) -> tuple[tuple[str, str], ...]:
    """Return the pairs of words that a dictionary has for two languages, which match by primary subtag."""
    pairs = []
    for concept in dictionary:
        sides = [
            [word for tag, words in concept.items() if primary(tag) == primary(side) for word in words]
            for side in (left, right)
        ]
        pairs += [(a, b) for a in sides[0] for b in sides[1]]
    return tuple(dict.fromkeys(pairs))


def _table(text: str, where: str) -> list[dict[str, tuple[str, ...]]]:
    first = text.splitlines()[0]
    delimiter = next((sign for sign in "\t;" if sign in first), ",")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    columns = [(k, canonical(tag)) for k, tag in enumerate(rows[0]) if is_tag(tag.strip())]
    if len(columns) < 2:
        raise InputError(f"{where}:1", "the first line names no two languages", _REMEDY)
    concepts = []
    for number, row in enumerate(rows[1:], start=2):
        if row and len(row) < len(rows[0]) and any(cell.strip() for cell in row):
            found = f"{len(row)} columns, not {len(rows[0])}"
            raise InputError(f"{where}:{number}", found, "fill the line up with tabs")
        cells = {tag: _words(row[k]) for k, tag in columns if row}
        concepts.append({tag: words for tag, words in cells.items() if words})
    return concepts


def _words(cell: str) -> tuple[str, ...]:
    return tuple(word for part in cell.split("|") if (word := " ".join(part.split())))


def _tbx(data: bytes, where: str) -> list[dict[str, tuple[str, ...]]]:
    """Return the concepts of TBX 2 (``termEntry``, ``langSet``) or 3 (``conceptEntry``, ``langSec``)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise InputError(f"{where}:{line}", "not well-formed XML", "export the glossary again as TBX") from None
    concepts = []
    for entry in root.iter("{*}termEntry", "{*}conceptEntry"):
        concept: dict[str, tuple[str, ...]] = {}
        for section in entry.iter("{*}langSet", "{*}langSec"):
            tag = section.get(_LANG) or section.get("lang") or ""
            terms = [" ".join("".join(map(str, term.itertext())).split()) for term in section.iter("{*}term")]
            if is_tag(tag) and any(terms):
                concept[canonical(tag)] = tuple(term for term in terms if term)
        concepts.append(concept)
    return concepts
