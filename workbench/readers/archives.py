"""ZIP files and what is built on them, opened with limits: a bomb is refused before it is unpacked."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from lxml import etree

from workbench.errors import UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_MEMBER = 64 * 1024 * 1024
"""Bytes, unpacked, of one member of an archive."""
LARGEST_WHOLE = 256 * 1024 * 1024
"""Bytes, unpacked, of all members."""
MOST_MEMBERS = 5_000
_HIGHEST_RATIO = 200  # packed text shrinks 3 to 20 times; from here on somebody means harm
_RATIO_FROM = 1024 * 1024  # bytes: small files may shrink as they like
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What zipfile raises for archives that are damaged, besides its own error.
_BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError, IndexError, EOFError, RuntimeError)
_DAMAGED = "open it in its program and save it again"


def is_zip(data: bytes) -> bool:
    """Tell whether a file is a ZIP archive (so are DOCX, ODT, XLSX)."""
    return data[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def _has(data: bytes, folder: str) -> bool:
    """Tell whether an archive is an office document with this folder in it, even where the archive is cut off."""
    if not is_zip(data):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except _BROKEN:
        first = data[30 : 30 + int.from_bytes(data[26:28], "little")]
        return first in (b"[Content_Types].xml", b"_rels/.rels") and folder.encode() in data
    return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)


def is_docx(data: bytes) -> bool:
    """Tell whether a file is a Word document."""
    return _has(data, "word/")


def is_odt(data: bytes) -> bool:
    """Tell whether a file is an OpenDocument text, packed or flat."""
    packed = is_zip(data) and b"mimetypeapplication/vnd.oasis.opendocument.text" in data[:200]
    return packed or (b"office:document" in data[:2000] and b"opendocument.text" in data[:20000])


def is_xlsx(data: bytes) -> bool:
    """Tell whether a file is an Excel workbook."""
    return _has(data, "xl/") and not is_docx(data)


def is_old_office(data: bytes) -> bool:
    """Tell whether a file is an OLE2 container: an office file of before 2007, or one with a password."""
    return data.startswith(_OLD_OFFICE)


def open_zip(data: bytes, *, where: str) -> zipfile.ZipFile:
    """Return an archive whose members' declared sizes are within the limits; raises UnreadableFile."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except _BROKEN as error:
        raise UnreadableFile(where, "the file is damaged or cut off", _DAMAGED) from error
    if len(members) > MOST_MEMBERS:
        raise UnreadableFile(where, f"an archive of {len(members)} files", "add a folder of fewer files")
    if sum(m.file_size for m in members) > LARGEST_WHOLE:
        raise UnreadableFile(where, "unpacked it would be larger than 256 MB", "give fewer files at a time")
    for member in members:
        if member.flag_bits & 1:
            raise UnreadableFile(where, "the file is protected by a password", "save it without one")
        if member.file_size > _RATIO_FROM and member.file_size > _HIGHEST_RATIO * max(1, member.compress_size):
            raise UnreadableFile(where, f'"{member.filename[:60]}" in it unpacks to far too much', "give another file")
    return archive


def member(archive: zipfile.ZipFile, name: str, *, where: str) -> bytes:
    """Return a member's bytes, never more than is allowed; raises UnreadableFile, KeyError if there is none."""
    info = archive.getinfo(name)
    if info.file_size > LARGEST_MEMBER:
        raise UnreadableFile(where, f'"{name[:60]}" in it is larger than 64 MB', "give the page of one transcript")
    try:
        with archive.open(info) as handle:
            data = handle.read(LARGEST_MEMBER + 1)
    except _BROKEN as error:
        raise UnreadableFile(where, "the file is damaged or cut off", _DAMAGED) from error
    if len(data) > LARGEST_MEMBER:
        raise UnreadableFile(where, f'"{name[:60]}" in it is larger than 64 MB', "give the page of one transcript")
    return data


def xml_root(data: bytes, *, where: str) -> etree._Element:
    """Return the root of an XML file; entities, DTDs and the network are off. Raises UnreadableFile, with the line."""
    head = data[:4096] if b"\x00" not in data[:4096] else data[:8192].replace(b"\x00", b"")
    if re.search(rb"<!ENTITY", head, re.IGNORECASE) or b"<!ENTITY" in data:
        raise UnreadableFile(where, "it defines entities of its own", "save it without a DTD")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise UnreadableFile(
            f"{where}:{line}", "the XML is not well-formed", "mend this line, or export the file again"
        ) from None
    except (ValueError, LookupError) as error:
        raise UnreadableFile(where, "the XML cannot be parsed", "export the file again") from error
    if root is None:
        raise UnreadableFile(where, "the XML is empty", "export the file again")
    return root


def editions_in(data: bytes, *, where: str) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each file in a ZIP that could be an edition; hidden files and folders are passed over."""
    archive = open_zip(data, where=where)
    for info in archive.infolist():
        name = info.filename.replace("\\", "/")
        parts = name.split("/")
        if info.is_dir() or any(p.startswith((".", "__MACOSX")) for p in parts) or not could_be_edition(name):
            continue
        yield name, member(archive, info.filename, where=f"{where}/{name}")


_SUFFIXES = {
    "txt", "text", "md", "markdown", "html", "htm", "xhtml", "mhtml", "mht", "docx", "docm", "odt", "fodt", "pdf",
    "xml", "tei", "tsv", "csv", "xlsx", "zip",
}  # fmt: skip


def could_be_edition(name: str) -> bool:
    """Tell by a file's name, in a folder or archive, whether it may be an edition: known suffixes only."""
    parts = name.replace("\\", "/").split("/")
    stem, _, suffix = parts[-1].rpartition(".")
    in_files = any(p.endswith("_files") for p in parts[:-1])  # what a browser saves beside a page
    return (
        bool(stem)
        and suffix.lower() in _SUFFIXES
        and not in_files
        and parts[-1].lower() not in ("readme.md", "readme.txt")
    )
