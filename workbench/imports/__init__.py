"""Exchange formats to aligned transcripts: one module per format, one registry.

:func:`read_corpus` tells the format by content, and by name where content does not tell.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Callable, Sequence
from posixpath import basename, splitext

from workbench.errors import InputError, UnreadableFile
from workbench.imports.jsonl import read_jsonl
from workbench.imports.moses import read_moses
from workbench.imports.rows import FoundCorpus, assemble
from workbench.imports.table import read_csv, read_tsv, read_xlsx
from workbench.imports.tei import read_tei
from workbench.imports.tmx import read_tmx
from workbench.imports.xces import read_xces
from workbench.imports.xliff import read_xliff
from workbench.language import is_tag
from workbench.model import AlignedTranscript

__all__ = ["READS", "read_corpus"]

Source = tuple[str, bytes]
_LARGEST = 1 << 30
READS: dict[str, Callable[[Sequence[Source]], FoundCorpus] | None] = {
    "jsonl": read_jsonl,
    "jsonl-units": read_jsonl,
    "tsv": read_tsv,
    "csv": read_csv,
    "xlsx": read_xlsx,
    "moses": read_moses,
    "tmx": read_tmx,
    "xliff12": read_xliff,
    "xliff21": read_xliff,
    "tei": None,  # holds whole editions, not rows alone: read by itself
    "xces": read_xces,
}
_BESIDE = {"manifest.json", "statistics.json", "statistics.html", "CITATION.cff", "README.md"}
"""What stands beside the data in an exported folder."""
_ROOTS = {b"tmx": "tmx", b"xliff": "xliff12", b"TEI": "tei", b"teiCorpus": "tei", b"cesAlign": "xces"}
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")


def read_corpus(
    name: str,
    files: Sequence[Source],
    *,
    format: str | None = None,  # noqa: A002 — the option's name
    only: str | None = None,
) -> AlignedTranscript:
    """Return the transcript that files of an exchange format hold, with its alignment, under a name of one's own.

    ``only`` chooses one of several transcripts. Raises the errors of :mod:`workbench.errors`, which name file and line.
    """
    if not files:
        raise InputError("import", "no file given", "name the files of one corpus")
    files = [_unpacked(path, data) for path, data in files]
    kind = format or tell(files)
    if kind not in READS:
        raise InputError("--format", f'"{kind}" is not read', f"choose of {', '.join(READS)}")
    read = READS[kind]
    if read is None:
        return read_tei(name, _relevant(files, kind), only=only)
    relevant = _relevant(files, kind)
    return assemble(name, read(relevant), where=relevant[0][0], only=only)


def _unpacked(name: str, data: bytes) -> Source:
    """Return a file taken out of gzip, if it is packed; raises UnreadableFile where it is damaged or too large."""
    if not data.startswith(b"\x1f\x8b"):
        return name, data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            content = file.read(_LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableFile(name, f"damaged ({error})", "fetch it again") from None
    if len(content) > _LARGEST:
        raise UnreadableFile(name, "larger than 1 GB when unpacked", "give a smaller corpus")
    return name.removesuffix(".gz"), content


def tell(files: Sequence[Source]) -> str:
    """Return the name of the format that files are in; raises InputError where none is recognised."""
    kinds = [_kind(name, data) for name, data in files]
    for kind in ("xces", "moses", "tei", "tmx", "xliff12", "xlsx", "jsonl", "tsv", "csv"):
        if kind in kinds:
            return kind
    raise InputError(files[0][0], "the format is not recognised", f"say which with --format: {', '.join(READS)}")


def _kind(name: str, data: bytes) -> str | None:  # noqa: PLR0911 — one line a format
    file = basename(name.replace("\\", "/"))
    suffix = splitext(file)[1]
    if file in _BESIDE:
        return None
    if data.startswith(b"PK\x03\x04"):
        return "xlsx"
    head = data[:4096].replace(b"\x00", b"")
    if head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
        found = _ROOT.search(re.sub(rb"<!--.*?-->|<[!?][^>]*>", b"", head, flags=re.DOTALL))
        return _ROOTS.get(found[1]) if found else None
    if suffix in {".tsv", ".csv"}:
        return suffix[1:]
    if head.lstrip(b"\xef\xbb\xbf").startswith(b"{"):
        return "jsonl"
    if suffix and is_tag(suffix[1:]):
        return "moses"
    first = head.split(b"\n", 1)[0]
    return "tsv" if b"\t" in first else "csv" if b"," in first or b";" in first else None


def _relevant(files: Sequence[Source], kind: str) -> list[Source]:
    """Return the files of a format, without what else stands in an exported folder."""
    if kind in {"xces", "moses"}:
        return [f for f in files if basename(f[0]) not in _BESIDE]
    chosen = [f for f in files if _kind(*f) in {kind, *({"xliff12", "xliff21"} if kind.startswith("xliff") else ())}]
    return chosen or list(files)
