"""TSV, CSV and XLSX: a header that names the columns, languages by their tag (``de-DE``), then a row a line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from workbench.errors import InputError, UnreadableFile
from workbench.imports.facts import cell_units, found_row
from workbench.imports.rows import Found, FoundCorpus
from workbench.interchange import unguard
from workbench.language import canonical, is_tag

Source = tuple[str, bytes]
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FACTS = ("level", "row", "turn_row", "role", "status", "confidence", "transcript", "pairs", "part", "id")


def read_tsv(files: Sequence[Source]) -> FoundCorpus:
    """Return the rows of tab-separated files, which quote nothing; raises InputError with file and line."""
    return _read(files, lambda text: (line.split("\t") for line in text.rstrip("\n").split("\n")))


def read_csv(files: Sequence[Source]) -> FoundCorpus:
    """Return the rows of comma-separated files (or semicolons, as Excel writes them in half of Europe)."""

    def lines(text: str) -> Iterator[list[str]]:
        head = text.split("\n", 1)[0]
        csv.field_size_limit(1 << 30)
        return csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))

    return _read(files, lines)


def _read(files: Sequence[Source], lines: Any) -> FoundCorpus:
    rows: list[Found] = []
    languages: tuple[str, ...] = ()
    for where, data in files:
        try:
            text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        except UnicodeDecodeError:
            raise UnreadableFile(where, "not UTF-8", "save it as UTF-8 (in Excel: CSV UTF-8)") from None
        try:
            found = list(lines(text))
        except csv.Error as error:
            raise InputError(where, f"no table ({error})", "save it as CSV") from None
        guarded = [[unguard(cell) for cell in line] for line in found]
        languages, more = _rows(guarded, where)
        rows += more
    return FoundCorpus(rows, languages)


def read_xlsx(files: Sequence[Source]) -> FoundCorpus:
    """Return the rows of the first sheet of workbooks; lines of one row's parts are put together."""
    import openpyxl  # noqa: PLC0415 — needed for this format only

    rows: list[Found] = []
    languages: tuple[str, ...] = ()
    for where, data in files:
        try:
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            lines = [["" if v is None else _text(v) for v in line] for line in book.worksheets[0].values]
        except Exception as error:
            raise UnreadableFile(where, f"no workbook ({type(error).__name__})", "save it as XLSX") from error
        languages, more = _rows(lines, where)
        rows += more
    return FoundCorpus(rows, languages)


def _text(value: Any) -> str:
    """Return a cell's value as text; what the format escapes as ``_x000D_`` is put back (ECMA-376, ST_Xstring)."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), str(value))


def _rows(lines: Sequence[Sequence[str]], where: str) -> tuple[tuple[str, ...], list[Found]]:
    header = [name.strip() for name in lines[0]] if lines else []
    columns = {canonical(name): k for k, name in enumerate(header) if name not in _FACTS and is_tag(name)}
    if len(columns) < 2:
        raise InputError(f"{where}:1", "no two language columns in the header", "name them by language, such as de-DE")
    place = {name: k for k, name in enumerate(header)}
    found = []
    for number, line in enumerate(_joined(lines, place), start=2):
        if not any(line):
            continue
        cells = [*line, *[""] * (len(header) - len(line))]
        at = f"{where}:{number}"
        if len(cells) > len(header):
            raise InputError(at, f"{len(cells)} cells under {len(header)} names", "quote or remove the separator")
        facts = {name: cells[place[name]] for name in _FACTS if name in place and name not in {"part", "id"}}
        units = {
            language: cell_units(
                cells[k], *(_back(cells, place, header[k], what) for what in ("units", "speaker")), where=at
            )
            for language, k in columns.items()
        }
        found.append(found_row(units, facts if "row" in place and "status" in place else {}, where=at))
    return tuple(columns), found


def _back(cells: Sequence[str], place: dict[str, int], language: str, what: str) -> str:
    column = place.get(f"{language} {what}")
    return cells[column] if column is not None else ""


def _joined(lines: Sequence[Sequence[str]], place: dict[str, int]) -> Iterator[Sequence[str]]:
    """Yield the lines after the header, those that continue a row (``part`` above 0) put to it."""
    part = place.get("part")
    whole: list[str] | None = None
    alone = {
        place[name] for name in ("level", "row", "turn_row", "role", "status", "confidence", "part") if name in place
    }
    for line in lines[1:]:
        if part is None or whole is None or part >= len(line) or line[part] in {"", "0"}:
            if whole is not None:
                yield whole
            whole = list(line)
        else:
            whole = [a if k in alone else a + b for k, (a, b) in enumerate(zip(whole, line, strict=True))]
    if whole is not None:
        yield whole
