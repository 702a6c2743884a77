"""Word documents (DOCX, ECMA-376 part 1 §17) and OpenDocument texts (ODT, ODF 1.3 §5) as a reader sees them.

Read from the XML itself: text within insertions and hyperlinks counts, deletions do not;
page headers, footers and notes are no part of the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from workbench.errors import UnreadableFile
from workbench.readers.archives import is_zip, member, open_zip, xml_root
from workbench.readers.blocks import Block, Page
from workbench.sentences import fold

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_EMPTY = "the document has no text"
_AGAIN = "open it in its program and save it again"
_HEADING = re.compile(
    r"(?:heading|title|titel|titre|título|заголовок|überschrift|berschrift)\s*\d*$|^\d$", re.IGNORECASE
)

Run = tuple[str, bool]
"""A piece of text, and whether it is bold or italic."""


def read_docx(data: bytes, *, where: str) -> Page:
    """Read a Word document; raises UnreadableFile for one that is damaged, protected or without text."""
    archive = open_zip(data, where=where)
    try:
        body = member(archive, "word/document.xml", where=where)
    except KeyError:
        raise UnreadableFile(where, "no document in this file", _AGAIN) from None
    root = xml_root(body.replace(_STRICT.encode(), _W[1:-1].encode()), where=where)
    blocks = [block for element, cell in _word_paragraphs(root) for block in _word_blocks(element, cell)]
    title, language = _core(archive, where, "docProps/core.xml")
    return _page(_labelled_cells(blocks), title, language, where)


def read_odt(data: bytes, *, where: str) -> Page:
    """Read an OpenDocument text, packed or flat; raises UnreadableFile as :func:`read_docx` does."""
    if is_zip(data):
        archive = open_zip(data, where=where)
        try:
            root = xml_root(member(archive, "content.xml", where=where), where=where)
        except KeyError:
            raise UnreadableFile(where, "no document in this file", _AGAIN) from None
        title, language = _core(archive, where, "meta.xml")
    else:
        root = xml_root(data, where=where)
        title, language = root.findtext(f".//{_DC}title"), root.findtext(f".//{_DC}language")
    apart = _odt_styles(root)
    body = root.find(f".//{_OFFICE}text")
    blocks = []
    for element in body.iter(f"{_TEXT}p", f"{_TEXT}h") if body is not None else ():
        cell = _cell(element, f"{_TABLE}table-cell", f"{_TABLE}table-row")
        whole = apart.get(element.get(f"{_TEXT}style-name") or "", False)
        heading = element.tag == f"{_TEXT}h" or bool(
            _HEADING.search((element.get(f"{_TEXT}style-name") or "").replace("_20_", " "))
        )
        blocks += _blocks(_odt_runs(element, apart, whole), heading, cell)
    return _page(_labelled_cells(blocks), title, language, where)


def _page(blocks: list[Block], title: str | None, language: str | None, where: str) -> Page:
    if not blocks:
        raise UnreadableFile(where, _EMPTY, "add one with text in it, not with pictures of text")
    return Page(tuple(blocks), fold(language) if language else None, fold(title) if title else None)


def _core(archive: object, where: str, name: str) -> tuple[str | None, str | None]:
    """Return the title and language of a document's properties, as far as they are there."""
    try:
        root = xml_root(member(archive, name, where=where), where=where)  # type: ignore[arg-type]
    except (KeyError, UnreadableFile):
        return None, None
    title = root.findtext(f".//{_DC}title")
    return title, None  # the language there is the program's more often than the text's


def _word_paragraphs(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for element in root.iter(f"{_W}p"):
        if not any(a.tag in (f"{_W}del", f"{_W}txbxContent") for a in element.iterancestors()):
            yield element, _cell(element, f"{_W}tc", f"{_W}tr")


def _cell(element: etree._Element, cell: str, row: str) -> str:
    """Return where in a table of two columns a paragraph stands: ``label`` or ``speech``; empty elsewhere."""
    here = next(element.iterancestors(cell), None)
    if here is None:
        return ""
    parent = here.getparent()
    cells = [c for c in parent if c.tag == cell] if parent is not None and parent.tag == row else []
    if len(cells) != 2:
        return ""
    return "label" if here is cells[0] else "speech"


def _word_blocks(paragraph: etree._Element, cell: str) -> list[Block]:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    outline = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
    heading = outline is not None or (style is not None and bool(_HEADING.search(style.get(f"{_W}val") or "")))
    return _blocks(_word_runs(paragraph), heading, cell)


def _word_runs(paragraph: etree._Element) -> list[Run]:
    runs: list[Run] = []
    for run in paragraph.iter(f"{_W}r"):
        if (
            next(run.iterancestors(f"{_W}p"), None) is not paragraph
            or next(run.iterancestors(f"{_W}del"), None) is not None
        ):
            continue
        strong = any(_on(run.find(f"{_W}rPr/{_W}{name}")) for name in ("b", "i", "bCs"))
        if _on(run.find(f"{_W}rPr/{_W}vanish")):
            continue
        for child in run:
            if child.tag == f"{_W}t":
                runs.append((child.text or "", strong))
            elif child.tag in (f"{_W}tab", f"{_W}noBreakHyphen"):
                runs.append((" " if child.tag.endswith("tab") else "\u2011", strong))
            elif child.tag in (f"{_W}br", f"{_W}cr"):
                runs.append(("\n", strong))
    return runs


def _on(switch: etree._Element | None) -> bool:
    return switch is not None and (switch.get(f"{_W}val") or "1").lower() not in ("0", "false", "off", "none")


def _odt_styles(root: etree._Element) -> dict[str, bool]:
    """Return, for each automatic style, whether it is bold or italic."""
    styles = {}
    for style in root.iter(f"{_STYLE}style"):
        text = style.find(f"{_STYLE}text-properties")
        name = style.get(f"{_STYLE}name") or ""
        found = text is not None and (
            text.get(f"{_FO}font-weight") == "bold" or text.get(f"{_FO}font-style") == "italic"
        )
        styles[name] = found or (style.get(f"{_STYLE}parent-style-name") or "").startswith("Strong")
    return {"Strong_20_Emphasis": True, "Emphasis": True, **styles}


def _odt_runs(element: etree._Element, apart: dict[str, bool], strong: bool) -> list[Run]:  # noqa: FBT001
    runs: list[Run] = [(element.text or "", strong)]
    stack = [(child, strong) for child in reversed(element)]
    tails: dict[int, tuple[str, bool]] = {}
    while stack:
        child, inherited = stack.pop()
        if id(child) in tails:
            runs.append(tails.pop(id(child)))
            continue
        tag = str(child.tag)
        if tag == f"{_TEXT}s":
            runs.append((" ", inherited))  # a run of spaces is folded to one anyway
        elif tag == f"{_TEXT}tab":
            runs.append((" ", inherited))
        elif tag == f"{_TEXT}line-break":
            runs.append(("\n", inherited))
        if tag in (f"{_TEXT}note", f"{_OFFICE}annotation", f"{_TEXT}tracked-changes"):
            runs.append((child.tail or "", inherited))
            continue
        own = apart.get(child.get(f"{_TEXT}style-name") or "", inherited)
        runs.append((child.text or "", own))
        tails[id(child)] = (child.tail or "", inherited)
        stack.append((child, inherited))
        stack.extend((grandchild, own) for grandchild in reversed(child))
    return runs


def _blocks(runs: list[Run], heading: bool, cell: str) -> list[Block]:  # noqa: FBT001
    """Return a paragraph's runs as blocks, one for each line that was broken by hand."""
    lines: list[list[Run]] = [[]]
    for text, strong in runs:
        for k, piece in enumerate(text.split("\n")):
            if k:
                lines.append([])
            lines[-1].append((piece, strong))
    blocks = []
    for line in lines:
        text = fold("".join(piece for piece, _ in line))
        if not text:
            continue
        lead = ""
        for piece, strong in line:
            if piece.strip() and not strong:
                break
            lead += piece
        lead = fold(lead)
        whole = len(lead) == len(text)
        blocks.append(Block(text, heading, strong=whole and not heading, lead=lead, role=cell or None))
    return blocks


def _labelled_cells(blocks: list[Block]) -> list[Block]:
    """Turn rows of two cells, a short one and its speech, into labelled paragraphs."""
    result: list[Block] = []
    label: str | None = None
    for i, block in enumerate(blocks):
        cell, plain = block.role, Block(block.text, block.heading, block.link, block.strong, block.lead)
        follows = i + 1 < len(blocks) and blocks[i + 1].role == "speech"
        if cell == "label" and len(block.text) <= 60 and follows:
            label = block.text.rstrip(":\uff1a \u00a0")
            continue
        if cell == "speech" and label is not None:
            plain = Block(block.text, label=label)
            label = ""
        elif cell != "speech":
            label = None
        result.append(plain)
    return result
