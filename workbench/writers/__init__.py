"""Aligned transcripts to bytes: one module per format, one registry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.writers.book import write_book
from workbench.writers.corpus import Corpus, Document, Piece, Record, Report, Selection, Write, WriteFolder
from workbench.writers.huggingface import write_jsonl_folder, write_parquet_folder
from workbench.writers.jsonl import write_jsonl, write_jsonl_units
from workbench.writers.pairs import by_pair, by_pair_and_document, write_beads, write_ladder, write_moses
from workbench.writers.parquet import write_parquet
from workbench.writers.table import write_csv, write_tsv
from workbench.writers.tei import write_tei
from workbench.writers.tmx import write_tmx
from workbench.writers.xces import write_xces
from workbench.writers.xliff import write_xliff12, write_xliff21
from workbench.writers.xlsx import write_xlsx

__all__ = ["FORMATS", "Corpus", "Document", "Format", "Record", "Report", "Selection"]


@dataclass(frozen=True, slots=True)
class Format:
    """An export format: its name on the command line, file suffix, media type, what it is for, who uses it, its writer.

    A format of one file has ``write``; one of several has ``folder``. ``pairwise`` formats hold two
    languages a file; with two languages (and one transcript, where ``per_transcript``) these, too, are one file.
    ``reads`` tells whether ``import`` reads it back.
    """

    name: str
    suffix: str
    media_type: str
    label: str
    users: str
    write: Write | None = None
    folder: WriteFolder | None = None
    pairwise: bool = False
    per_transcript: bool = False
    reads: bool = False

    def single(self, corpus: Corpus) -> bool:
        """Tell whether the corpus makes one file in this format; else it makes a folder."""
        if self.write is not None:
            return True
        return self.pairwise and len(corpus.columns) == 2 and not (self.per_transcript and len(corpus.names) != 1)

    def pieces(self, corpus: Corpus, report: Report) -> Iterator[Piece]:
        """Yield the export in pieces; the path of a single file is empty."""
        if self.write is not None:
            for data in self.write(corpus, report):
                yield "", data
        elif self.folder is not None:
            yield from self.folder(corpus, report)


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ZIP = "application/zip"
FORMATS = (
    Format("jsonl", ".jsonl", "application/x-ndjson", "JSON lines, for programs", "scripts, pandas, jq", write_jsonl,
           reads=True),
    Format("jsonl-units", ".jsonl", "application/x-ndjson", "JSON lines that read back whole, unit by unit",
           "the workbench itself", write_jsonl_units, reads=True),
    Format("tsv", ".tsv", "text/tab-separated-values", "Tab-separated, for spreadsheets", "spreadsheets, R, awk",
           write_tsv, reads=True),
    Format("csv", ".csv", "text/csv", "Comma-separated, for spreadsheets", "Excel, R, databases", write_csv,
           reads=True),
    Format("xlsx", ".xlsx", _XLSX, "XLSX, for spreadsheets", "Excel, LibreOffice, Google Sheets", write_xlsx,
           reads=True),
    Format("parquet", ".parquet", "application/vnd.apache.parquet", "Parquet, for data frames",
           "Polars, pandas, DuckDB, Spark", write_parquet),
    Format("huggingface", "", _ZIP, "Hugging Face dataset folder, JSON lines", "datasets, transformers",
           folder=write_jsonl_folder),
    Format("huggingface-parquet", "", _ZIP, "Hugging Face dataset folder, Parquet", "datasets, transformers",
           folder=write_parquet_folder),
    Format("moses", "", _ZIP, "Moses pairs, a line a row, for machine translation", "Marian, fairseq, OPUS, eflomal",
           folder=write_moses, reads=True),
    Format("tmx", ".tmx", "application/x-tmx+xml", "TMX 1.4b, for translation memories", "OmegaT, Trados, memoQ, Okapi",
           write_tmx, reads=True),
    Format("xliff12", ".xlf", "application/x-xliff+xml", "XLIFF 1.2, for CAT tools", "Trados, memoQ, OmegaT, Weblate",
           folder=by_pair(write_xliff12, ".xlf"), pairwise=True, reads=True),
    Format("xliff21", ".xlf", "application/xliff+xml", "XLIFF 2.1, for CAT tools", "Trados Studio, Okapi, Phrase",
           folder=by_pair(write_xliff21, ".xlf"), pairwise=True, reads=True),
    Format("tei", ".xml", "application/tei+xml", "TEI P5, for editions and speech corpora", "TXM, TEITOK, oXygen",
           write_tei, reads=True),
    Format("xces", "", _ZIP, "OPUS XCES, documents and links", "OPUS, OpusTools, InterText", folder=write_xces,
           reads=True),
    Format("ladder", ".ladder", "text/plain", "hunalign ladder", "hunalign, LF Aligner",
           folder=by_pair_and_document(write_ladder, ".ladder"), pairwise=True, per_transcript=True),
    Format("beads", ".beads", "text/plain", "[0,1]:[2] lines", "Vecalign, Bleualign, Bertalign",
           folder=by_pair_and_document(write_beads, ".beads"), pairwise=True, per_transcript=True),
    Format("html", ".html", "text/html", "Side-by-side book, to read and print", "browsers", write_book),
)  # fmt: skip
