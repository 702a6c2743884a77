"""Multilingual tables: TSV, CSV and XLSX with a header of language tags, a row for what corresponds."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from workbench.errors import InputError, UnreadableFile
from workbench.language import DEFAULT_TAGS, canonical, is_tag, language_named
from workbench.readers.archives import is_xlsx, member, open_zip
from workbench.readers.decode import decode
from workbench.readers.grid import Grid

_HEADS = {
    "label": ("speaker", "label", "who", "sprecher", "orateur", "hablante", "спикер", "говорящий"),
    "role": ("role", "rolle", "rôle", "rol", "роль"),
    "turn": ("turn", "turn_row", "turn_id"),
    "level": ("level",),
}
_MOST_ROWS = 200_000
_MOST_CELLS = 2_000_000
_REMEDY = 'begin with a header of language tags, such as "de-DE", "en-GB"'


def looks_like_table(data: bytes, name: str) -> bool:
    """Tell whether a file is a multilingual table: an XLSX, or text whose first line parts two language tags."""
    if is_xlsx(data):
        return True
    if data[:4] == b"PK\x03\x04" or data[:5] == b"%PDF-":
        return False
    first = re.split(r"[\r\n]", _head(data), maxsplit=1)[0]
    cells = _split_header(first)
    if len(cells) < 2:
        return False
    found = sum(_tag(c) is not None for c in cells)
    short = all(len(c) <= 40 for c in cells)
    return (
        found >= 2
        and short
        and (name.lower().endswith((".tsv", ".csv", ".tab")) or found == len(cells) or "\t" in first)
    )


def _head(data: bytes) -> str:
    try:
        return decode(data[:8192] if len(data) % 4 == 0 else data[: 8192 - 8192 % 4], where="")[0]
    except UnreadableFile:
        return ""


def _split_header(line: str) -> list[str]:
    delimiter = "\t" if "\t" in line else ";" if line.count(";") > line.count(",") else ","
    return [c.strip().strip('"').strip() for c in line.split(delimiter)]


def read_table(data: bytes, *, where: str) -> tuple[Grid, str]:
    """Return the grid of a table, and the encoding it was read in.

    Raises UnreadableFile (with the line) for a damaged file, InputError for one without language columns.
    """
    if is_xlsx(data):
        return _grid(_workbook(data, where), where), "xlsx"
    text, encoding = decode(data, where=where)
    return _grid(_delimited(text, where), where), encoding


def _delimited(text: str, where: str) -> Iterator[tuple[int, list[str]]]:
    first = text.split("\n", 1)[0]
    delimiter = "\t" if "\t" in first else ";" if first.count(";") > first.count(",") else ","
    quoted = delimiter != "\t" or _quoted(text)
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        strict=quoted,
    )
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise UnreadableFile(
            f"{where}:{reader.line_num}", f"the table is damaged ({error})", "mend this line's quotes"
        ) from None


def _quoted(text: str) -> bool:
    """Tell whether a TSV quotes cells as spreadsheets do: cells that begin with a quote also end with one."""
    opening = len(re.findall(r'(?:^|\t)"', text, re.MULTILINE))
    closing = len(re.findall(r'"(?:\t|\r?$)', text, re.MULTILINE))
    return opening > 0 and opening == closing


def _workbook(data: bytes, where: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a workbook's first sheet that has languages in its header."""
    archive = open_zip(data, where=where)
    for info in archive.infolist():
        if info.filename.endswith(".xml") and b"<!DOCTYPE" in member(archive, info.filename, where=where)[:4096]:
            raise UnreadableFile(where, "it defines entities of its own", "save it again from a spreadsheet program")
    import openpyxl  # noqa: PLC0415 — slow to import, needed for workbooks only

    try:
        with warnings.catch_warnings():  # the library warns of what it passes over; the user cannot help it
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = _sheet(book)
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                yield number, ["" if cell is None else str(cell) for cell in row]
        finally:
            book.close()
    except (InputError, GeneratorExit):
        raise
    except Exception as error:
        raise UnreadableFile(
            where, "the workbook is damaged or cut off", "open it in its program and save it again"
        ) from error


def _sheet(book: Any) -> Any:
    for sheet in book.worksheets:
        header = next(sheet.iter_rows(min_row=1, max_row=1, values_only=True), ())
        if sum(_tag(str(c)) is not None for c in header if c) >= 1:
            return sheet
    return book.worksheets[0]


def _tag(head: str) -> str | None:
    """Return the language tag of a column's header: a tag, or a language's name in English or its own tongue."""
    text = head.strip().strip("'\ufeff")
    if re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z]{4})?([-_]([A-Za-z]{2}|\d{3}))?", text) and is_tag(text):
        tag = canonical(text)
        common = len(text) != 3 or tag in DEFAULT_TAGS
        return (DEFAULT_TAGS.get(tag, tag)) if common or text.islower() else None
    return language_named(text)


def _grid(rows: Iterable[tuple[int, list[str]]], where: str) -> Grid:
    numbered = iter(rows)
    _, header = next(numbered, (1, []))
    columns = _columns(header)
    if not columns:
        raise InputError(f"{where}:1", "no column's header is a language", _REMEDY)
    tags = list(columns.values())
    twice = next((t for t in tags if tags.count(t) > 1), None)
    if twice:
        raise InputError(f"{where}:1", f"two columns in {twice}", "name each column by its language and region")
    extra = {name: _position(header, words) for name, words in _HEADS.items()}
    cells: list[tuple[str, ...]] = []
    facts: dict[str, list[str]] = {name: [] for name in extra}
    count = 0
    for number, row in numbered:
        count += len(row)
        if len(cells) >= _MOST_ROWS or count > _MOST_CELLS:
            raise UnreadableFile(
                f"{where}:{number}", "more than 200,000 rows or two million cells", "give one transcript"
            )
        if len(row) > len(header) and any(c.strip() for c in row[len(header) :]):
            raise UnreadableFile(
                f"{where}:{number}", f"{len(row)} cells under {len(header)} headers", "mend this line's separators"
            )
        level = _cell(row, extra["level"])
        if level == "turn" or not any(_cell(row, k).strip() for k in columns):
            continue
        cells.append(tuple(_unguarded(_cell(row, k)) for k in columns))
        for name, position in extra.items():
            facts[name].append(_cell(row, position))
    if not cells:
        raise InputError(where, "no row under the header", "write one row for each segment")
    found = {n: tuple(v) if extra[n] is not None and any(v) else () for n, v in facts.items()}
    return Grid(tuple(columns.values()), tuple(cells), found["label"], found["role"], found["turn"])


def _columns(header: Sequence[str]) -> dict[int, str]:
    return {
        k: tag
        for k, head in enumerate(header)
        if (tag := _tag(head)) is not None and head.strip().lower() not in _WORDS
    }


_WORDS = {"id", "no", "nr", "row", "und", "mis", "key", "who", "rol", "new", "old"}
"""Headers that are language codes as well, and are meant as words."""


def _position(header: Sequence[str], words: Sequence[str]) -> int | None:
    return next((k for k, head in enumerate(header) if head.strip().casefold() in words), None)


def _cell(row: Sequence[str], position: int | None) -> str:
    return row[position] if position is not None and position < len(row) else ""


def _unguarded(text: str) -> str:
    """Return a text without the apostrophe that guards it from being taken for a formula."""
    return text[1:] if re.match(r"'[=+@-]", text) else text
