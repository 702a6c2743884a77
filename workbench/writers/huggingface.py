"""Dataset folders for the Hugging Face ``datasets`` library: JSON lines or Parquet with ``translation``, and a card.

``translation`` is keyed by language tag; a language without text in a row is null. For reading back
use another format: units within a cell are not held.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from workbench.interchange import encodable
from workbench.language import primary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.writers.corpus import Corpus, Piece, Report

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_BATCH = 256


def write_jsonl_folder(corpus: Corpus, report: Report) -> Iterator[Piece]:
    """Yield ``data/train.jsonl`` and ``README.md``."""
    path = "data/train.jsonl"
    count = 0
    batch: list[str] = []
    yield path, b""
    for record in _records(corpus, report):
        count += 1
        batch.append(json.dumps(record, ensure_ascii=False) + "\n")
        if len(batch) == _BATCH:
            yield path, _safe(batch)
            batch = []
    yield path, _safe(batch)
    yield "README.md", _card(corpus, count, path)


def write_parquet_folder(corpus: Corpus, report: Report) -> Iterator[Piece]:
    """Yield ``data/train-00000-of-00001.parquet`` and ``README.md``."""
    import pyarrow as pa  # noqa: PLC0415 — needed for this format only

    from workbench.writers.parquet import write_table  # noqa: PLC0415

    path = "data/train-00000-of-00001.parquet"
    count = 0

    def counted() -> Iterator[dict[str, Any]]:
        nonlocal count
        for record in _records(corpus, report):
            count += 1
            yield record

    fields = [("id", pa.string()), ("translation", pa.struct([(tag, pa.string()) for tag in corpus.columns]))]
    if corpus.selection.metadata:
        fields += [(name, pa.string()) for name in ("transcript", "level", "role", "status")]
        fields.append(("confidence", pa.float64()))
    for data in write_table(counted(), pa.schema(fields)):
        yield path, data
    yield "README.md", _card(corpus, count, path)


def _safe(batch: list[str]) -> bytes:
    text = "".join(batch)
    for sign in ("\x85", "\u2028", "\u2029"):  # line breaks to some readers of lines, to JSON none
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text.encode()


def _records(corpus: Corpus, report: Report) -> Iterator[dict[str, Any]]:
    for document in corpus.documents():
        name = encodable(document.name, report.counts)
        for record in document.records():
            texts = [encodable(text, report.counts) for text in document.texts(record)]
            cells = zip(corpus.columns, record.cells, texts, strict=True)
            found: dict[str, Any] = {
                "id": f"{name}.{record.level}.{record.number}",
                "translation": {language: text if cell else None for language, cell, text in cells},
            }
            if corpus.selection.metadata:
                found |= {"transcript": name, "level": str(record.level), "role": str(record.row.role)}
                found |= {"status": str(record.row.status), "confidence": round(record.confidence, 4)}
            yield found


def _card(corpus: Corpus, count: int, path: str) -> bytes:
    """Return the dataset card: a YAML head that the hub reads, then words."""
    size = next((name for limit, name in _SIZES if count < limit), "1M<n<10M")
    tags = list(dict.fromkeys(primary(language) for language in corpus.columns))
    name = encodable(corpus.name, Counter())
    level = ", ".join(map(str, corpus.selection.levels))
    about = (
        f"An aligned parallel corpus of {len(corpus.names)} transcript(s): {count} rows ({level} level) in"
        f" {', '.join(corpus.columns)}, made with workbench."
    )
    lines = [
        "---",
        f"pretty_name: {json.dumps(name, ensure_ascii=False)}",
        "language:",
        *(f"- {tag}" for tag in tags),
        "multilinguality:",
        "- translation" if len(tags) < 3 else "- multilingual",
        "task_categories:",
        "- translation",
        "size_categories:",
        f"- {size}",
        "configs:",
        "- config_name: default",
        "  data_files:",
        "  - split: train",
        f"    path: {path}",
        "---",
        "",
        f"# {name}",
        "",
        about,
        "",
        "Each line has an `id` and `translation`, a text by language tag; a language without text in the row is null.",
    ]
    if corpus.selection.metadata:
        lines.append(
            "`confidence` (0 to 1) is how sure the alignment of the row is, `status` what a person has said of it"
            " (auto: nothing yet), `role` what the turn does in the exchange."
        )
    return ("\n".join(lines) + "\n").encode()
