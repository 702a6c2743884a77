"""Saved web pages: what a reader would see as paragraphs, without what moves about them.

Pages are built in many ways. Speakers stand in bold, in ``<dt>``, in the first cell of a table's row, in an
element of their own; paragraphs are ``<p>``, ``<div>`` or runs of ``<br>``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree
from lxml import html as lxml_html

from workbench.errors import UnreadableFile
from workbench.readers.blocks import Block, Dropped, Page, read_text
from workbench.readers.labels import base, kind
from workbench.sentences import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_SKIPPED = {
    "script", "style", "noscript", "template", "nav", "aside", "footer", "button", "select", "input", "option",
    "textarea", "svg", "iframe", "object", "video", "audio", "canvas", "dialog", "head", "figcaption", "math",
}  # fmt: skip
_UNSEEN = {"script", "style", "noscript", "template", "head", "svg", "math"}
_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var", "wbr", "picture", "source", "ruby", "rt", "nobr",
}  # fmt: skip
_STRONG = {"b", "strong", "i", "em", "cite"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]+encoding\s*=\s*[\"']([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)|font-style\s*:\s*italic", re.IGNORECASE)
_ROLES = {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "menu", "menubar", "toolbar"}
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:cookies?|share|sharing|social|breadcrumbs?|related|sidebar|menu|navbar|nav|comments?|newsletter"
    r"|advert(?:isement)?|ads?|banner|promo|footer|subscribe|pagination|pager|toolbar|popup|modal|skip-link|sr-only)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ASIDE_SHARE = 0.3  # an element with more of the page's text than this is no aside, whatever it is called
_MHTML = re.compile(rb"^(?:From:|Subject:|Date:|MIME-Version:|Snapshot-Content-Location:|X-)", re.IGNORECASE)


def declared_charset(data: bytes) -> str | None:
    """Return the encoding an HTML or XML file declares in its first kilobytes, if any."""
    found = _CHARSET.search(data[:4096]) or _XML_CHARSET.match(data[:400])
    return found[1].decode("ascii") if found else None


def is_mhtml(data: bytes) -> bool:
    """Tell whether a file is a web archive (MHTML), as browsers save a page in a single file."""
    head = data[:4096]
    return bool(_MHTML.match(head)) and b"multipart/related" in head.lower()


def html_of_mhtml(data: bytes, *, where: str) -> tuple[bytes, str | None]:
    """Return the bytes and the charset of the page in a web archive; raises UnreadableFile if it holds none."""
    import email.policy  # noqa: PLC0415 — slow to import, for saved pages only

    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            body = part.get_payload(decode=True)
            if isinstance(body, bytes) and body.strip():
                return body, part.get_content_charset()
    raise UnreadableFile(where, "no page in this web archive", "save the page again, as HTML only")


def looks_like_html(text: str) -> bool:
    """Tell whether a text is an HTML page, whatever its file is called."""
    head = text[:4096].lstrip("\ufeff \t\r\n").lower()
    if head.startswith(("<?xml", "<tmx", "<xliff")) and "<html" not in head:
        return False
    return head.startswith(("<!doctype html", "<html")) or bool(
        re.search(r"<(?:html|body|p|div|br|table|dl|h1|span|article)\b[^>]*>", head)
    )


def read_html(text: str, *, where: str) -> Page:
    """Read a saved page. Blocks follow the page's order; ``<br>`` ends a paragraph as a block does."""
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    body = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", ""))
    try:
        root = lxml_html.document_fromstring(body, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise UnreadableFile(where, "the page cannot be parsed", "save it again as HTML or as text") from error
    page = _Paragraphs(_text_lengths(root))
    page.walk(root)
    page.end()
    blocks, menus = _within_main_heading(page.blocks)
    if not blocks:
        raise UnreadableFile(where, "the page has no text", "save it again when it is fully loaded, or copy its text")
    found = Page(
        tuple(_joined_lines(_checked_labels(blocks))),
        root.get("lang") or root.get("xml:lang") or _meta(root, "content-language", "og:locale"),
        _meta(root, "og:title") or fold(root.findtext(".//title") or "") or None,
        _meta(root, "article:published_time", "date", "dc.date", "datepublished"),
        (*page.dropped, *menus),
    )
    return found if len(found.blocks) > 1 or not page.preformatted else _preformatted(page.preformatted, found, where)


def _preformatted(text: str, page: Page, where: str) -> Page:
    plain = read_text(text, where=where)
    return Page(plain.blocks, page.language, page.title, page.date, page.dropped)


def _meta(root: etree._Element, *names: str) -> str | None:
    """Return the content of the first of some meta elements."""
    for meta in root.iter("meta"):
        name = (
            meta.get("property") or meta.get("name") or meta.get("http-equiv") or meta.get("itemprop") or ""
        ).lower()
        if name in names and (meta.get("content") or "").strip():
            return fold(str(meta.get("content"))).replace("_", "-" if "locale" in name else "_")
    return None


def _within_main_heading(blocks: list[Block]) -> tuple[list[Block], list[Dropped]]:
    """Drop the link-only blocks before the first heading, and all at the end: they are menus."""
    heading = next((i for i, b in enumerate(blocks) if b.heading), 0)
    end = len(blocks)
    while end and blocks[end - 1].link:
        end -= 1
    menus = [
        Dropped(b.text, "a menu: nothing but links")
        for i, b in enumerate(blocks)
        if (b.link and i < heading) or i >= end
    ]
    return [b for i, b in enumerate(blocks[:end]) if not (b.link and i < heading)], menus


def _checked_labels(blocks: list[Block]) -> list[Block]:
    """Give cells that name nobody back to the text: a label recurs, or is a known word, or is beside such."""
    counts = Counter(base(b.label) for b in blocks if b.label)
    sure = {label for label, n in counts.items() if n > 1 or kind(label)}
    result: list[Block] = []
    keeps = False
    for block in blocks:
        if block.label is None:
            result.append(block)
            continue
        if block.label:
            keeps = base(block.label) in sure or (
                bool(sure) and block.label[0].isupper() and len(block.label.split()) > 1
            )
        text = f"{block.label}: {block.text}" if block.label else block.text
        result.append(block if keeps else replace(block, text=text, label=None))
    return result


def _joined_lines(blocks: Sequence[Block]) -> list[Block]:
    """Join lines that a ``<br>`` broke within a sentence: the first ends none, the next goes on in lower case."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        goes_on = (
            last is not None
            and not (
                last.heading or block.heading or last.link or block.link or last.strong or block.label or block.lead
            )
            and len(last.text) > 40
            and last.text[-1] not in '.!?…:;»”"。！？'
            and block.text[0].islower()
        )
        if goes_on and last is not None:
            joined[-1] = Block(f"{last.text} {block.text}", lead=last.lead, label=last.label, role=last.role)
        else:
            joined.append(block)
    return joined


def _text_lengths(root: etree._Element) -> dict[etree._Element, int]:
    """Return how many characters of text each block element holds, scripts left out."""
    lengths: dict[etree._Element, int] = {}
    elements = [e for e in root.iter() if isinstance(e.tag, str)]
    for element in reversed(elements):
        own = 0 if element.tag in ("script", "style", "noscript", "head", "template") else lengths.get(element, 0)
        if own or element.tag not in ("script", "style", "noscript", "head", "template"):
            own += len((element.text or "").strip())
        lengths[element] = own
        parent = element.getparent()
        if parent is not None:
            lengths[parent] = lengths.get(parent, 0) + own + len((element.tail or "").strip())
    return lengths


class _Paragraphs:
    """Gathers running text until a block element ends it."""

    def __init__(self, lengths: Mapping[etree._Element, int]) -> None:
        self.blocks: list[Block] = []
        self.dropped: list[Dropped] = []
        self.preformatted = ""
        self._lengths = lengths
        self._whole = max([1, *lengths.values()])
        self._text: list[str] = []
        self._linked = 0
        self._strong: list[str] = []
        self._lead_open = True
        self._label: str | None = None
        self._label_text: str | None = None
        self._role: str | None = None

    def end(self, *, heading: bool = False) -> None:
        """End the paragraph that is being gathered, if anything is in it."""
        raw = "".join(self._text)
        text = fold(raw)
        if text:
            plain = len("".join(raw.split()))
            lead = fold("".join(self._strong))
            strong = len("".join(lead.split())) >= plain
            lead = lead if text.startswith(lead) else ""
            block = Block(
                text, heading, self._linked >= plain, strong and not heading, lead, self._label_text, self._role
            )
            self.blocks.append(block)
            self._label_text = "" if self._label_text is not None else None
        self._text, self._linked, self._strong, self._lead_open = [], 0, [], True

    def walk(self, root: etree._Element) -> None:
        """Visit the tree in page order without recursion, so that no nesting is too deep."""
        linked, strong, depth = 0, 0, 0
        roles: list[tuple[int, str | None]] = []
        for event, element in self._events(root):
            tag = str(element.tag)
            if event == "tail":  # of an element that no reader sees, what follows it
                self._take(element.tail or "", linked=bool(linked), strong=bool(strong), inside="")
                continue
            depth += 1 if event == "start" else -1
            if tag not in _INLINE:
                self.end(heading=event == "end" and tag in _HEADINGS)
                self._structure(event, element, tag)
                if event == "start" and (role := _role(element)):
                    roles.append((depth, self._role))
                    self._role = role
                elif event == "end" and roles and depth < roles[-1][0]:
                    self._role = roles.pop()[1]
            if tag == "a":
                linked += 1 if event == "start" else -1
            if tag in _STRONG or (tag in _INLINE and _BOLD_STYLE.search(element.get("style") or "")):
                strong += 1 if event == "start" else -1
            piece = element.text if event == "start" else element.tail
            if piece:
                self._take(piece, linked=bool(linked), strong=bool(strong), inside=tag)

    def _take(self, piece: str, *, linked: bool, strong: bool, inside: str) -> None:
        self._text.append(piece)
        if inside == "pre":
            self.preformatted += piece
        if linked:
            self._linked += len("".join(piece.split()))
        if strong and self._lead_open:
            self._strong.append(piece)
        elif piece.strip():
            self._lead_open = False

    def _structure(self, event: str, element: etree._Element, tag: str) -> None:
        """Follow definition lists and tables of two columns: the first names who says the second."""
        if tag not in ("dt", "dd", "td", "th", "tr", "dl", "table"):
            return
        if event == "start" and tag in ("dd", "td") and self._label:
            self._label_text, self._label = self._label, None
        elif event == "start" and tag != "dd":
            self._label_text, self._label = None, None
        elif event == "end" and tag in ("dt", "td", "th") and self._is_label(element, tag) and self.blocks:
            self._label = self.blocks.pop().text.rstrip(":\uff1a \u00a0")
        elif event == "end" and tag in ("dd", "td", "tr", "dl", "table"):
            self._label_text = None

    def _is_label(self, element: etree._Element, tag: str) -> bool:
        """Tell whether a cell or term is short and has its speech beside it."""
        if self._lengths.get(element, 0) > 60 or not self._lengths.get(element, 0):
            return False
        following = element.getnext()
        if tag == "dt":
            return following is not None and following.tag == "dd"
        row = element.getparent()
        alone = row is None or (row.getnext() is None and row.getprevious() is None)
        first = element.getprevious() is None and not alone
        return first and following is not None and following.tag == "td" and following.getnext() is None

    def _events(self, root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
        """Yield start and end of each element that a reader sees; of a skipped one only what follows it."""
        stack: list[tuple[str, etree._Element]] = [("start", root)]
        while stack:
            event, element = stack.pop()
            if event == "end":
                yield event, element
                continue
            why = self._why_skipped(element)
            if why is not None:
                self._skip(element, why)
                yield "tail", element
                continue
            yield event, element
            stack.append(("end", element))
            stack.extend(("start", child) for child in reversed(element))

    def _skip(self, element: etree._Element, why: str) -> None:
        if why and self._lengths.get(element, 0):
            text = fold(" ".join(str(piece) for piece in element.itertext() if str(piece).strip()))
            self.dropped.append(Dropped(text[:200] or str(element.tag), why))

    def _why_skipped(self, element: etree._Element) -> str | None:
        """Return why an element is no text of the page: a sentence, empty for what no reader sees, None if it is."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            return f"a {tag} element" if isinstance(tag, str) and tag not in _UNSEEN else ""
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
            return "hidden on the page"
        if (
            tag in _INLINE
            or tag in ("html", "body", "main", "article")
            or self._lengths.get(element, 0) > _ASIDE_SHARE * self._whole
        ):
            return None
        if (element.get("role") or "").lower() in _ROLES:
            return f"marked as {element.get('role')}"
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if names.strip() and _ASIDE.search(names):
            return f"an aside of the page ({names.strip()[:40]})"
        return None


def _role(element: etree._Element) -> str | None:
    """Return the role that an element's class names: ``question``, ``answer``, or None."""
    for name in (element.get("class") or "").split():
        for word in re.split(r"[-_]+", name):
            what = kind(word) if len(word) > 3 else None
            if what in ("question", "answer"):
                return what
            if what == "moderator":
                return "question"
    return None
