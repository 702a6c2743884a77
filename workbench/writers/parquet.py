"""Parquet, for data frames: a line a row, facts first, then a column a language.

With metadata there are also ``pairs`` (a map) and, a language, the units (a list) and speakers. Not held: titles,
dates, evidence; lone surrogates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.interchange import encodable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.writers.corpus import Corpus, Document, Record, Report

GROUP = 20_000
"""Rows of a row group, which is what is held in memory."""


class _Sink:
    """A file for the Parquet library to write to, emptied as it fills."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []
        self.position = 0
        self.closed = False

    def write(self, data: Any) -> int:
        """Take bytes."""
        self.waiting.append(bytes(data))
        self.position += len(self.waiting[-1])
        return len(self.waiting[-1])

    def tell(self) -> int:
        """Return how many bytes were taken."""
        return self.position

    def flush(self) -> None:
        """Do nothing: bytes are taken as they come."""

    def close(self) -> None:
        """Take no more."""
        self.closed = True

    def writable(self) -> bool:
        """Say yes."""
        return True

    def readable(self) -> bool:
        """Say no."""
        return False

    def seekable(self) -> bool:
        """Say no."""
        return False

    def take(self) -> bytes:
        """Return what has come since the last call."""
        data = b"".join(self.waiting)
        self.waiting.clear()
        return data


def write_parquet(corpus: Corpus, report: Report) -> Iterator[bytes]:
    """Yield a file compressed with Zstandard, row group by row group; surrogates are replaced and reported."""
    yield from write_table(rows(corpus, report), schema(corpus))


def write_table(records: Iterator[dict[str, Any]], fields: Any) -> Iterator[bytes]:
    """Yield a Parquet file of records, in row groups."""
    import pyarrow as pa  # noqa: PLC0415 — needed for this format only
    import pyarrow.parquet as pq  # noqa: PLC0415

    sink = _Sink()
    with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), fields, compression="zstd") as writer:
        batch: list[dict[str, Any]] = []
        for record in records:
            batch.append(record)
            if len(batch) == GROUP:
                writer.write_table(pa.Table.from_pylist(batch, schema=fields))
                batch = []
                yield sink.take()
        if batch:
            writer.write_table(pa.Table.from_pylist(batch, schema=fields))
    yield sink.take()


def schema(corpus: Corpus) -> Any:
    """Return the columns and their types."""
    import pyarrow as pa  # noqa: PLC0415

    texts = [(language, pa.string()) for language in corpus.columns]
    if not corpus.selection.metadata:
        return pa.schema(texts)
    names = [("transcript", pa.string()), ("level", pa.string()), ("row", pa.int32()), ("turn_row", pa.int32())]
    names += [("role", pa.string()), ("status", pa.string()), ("confidence", pa.float64())]
    names.append(("pairs", pa.map_(pa.string(), pa.float64())))
    names += [(f"{language} {what}", pa.string()) for language in corpus.columns for what in ("units", "speaker")]
    return pa.schema([*names[:7], *texts, *names[7:]])


def rows(corpus: Corpus, report: Report) -> Iterator[dict[str, Any]]:
    """Yield a record a row, by the names of the columns."""
    for document in corpus.documents():
        for record in document.records():
            texts = [t if t.isascii() else encodable(t, report.counts) for t in document.texts(record)]
            found = dict(zip(corpus.columns, texts, strict=True))
            yield found | _metadata(document, record, report) if corpus.selection.metadata else found


def _metadata(document: Document, record: Record, report: Report) -> dict[str, Any]:
    columns = document.columns
    row = record.row
    found: dict[str, Any] = {
        "transcript": encodable(document.name, report.counts),
        "level": str(record.level),
        "row": record.number,
        "turn_row": row.turn_row,
        "role": str(row.role),
        "status": str(row.status),
        "confidence": record.confidence,
        "pairs": sorted(("|".join(sorted((columns[i], columns[j]))), v) for (i, j), v in record.pairs.items()),
    }
    for k, language in enumerate(columns):
        found[f"{language} units"] = document.note(record, k)
        found[f"{language} speaker"] = encodable(document.speaker(record, k), report.counts)
    return found
