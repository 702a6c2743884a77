"""Aligned transcripts to bytes: one module per format, one registry."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.writers.corpus import Corpus, Record, Report, Selection, Write
from workbench.writers.jsonl import write_jsonl
from workbench.writers.tmx import write_tmx
from workbench.writers.tsv import write_tsv

__all__ = ["FORMATS", "Corpus", "Format", "Record", "Report", "Selection"]


@dataclass(frozen=True, slots=True)
class Format:
    """An export format: its name on the command line, file suffix, media type, what it is for, and its writer."""

    name: str
    suffix: str
    media_type: str
    label: str
    write: Write


FORMATS = (
    Format("jsonl", ".jsonl", "application/x-ndjson", "JSON lines, for programs", write_jsonl),
    Format("tsv", ".tsv", "text/tab-separated-values", "Tab-separated, for spreadsheets", write_tsv),
    Format("tmx", ".tmx", "application/x-tmx+xml", "TMX 1.4b, for translation memories", write_tmx),
)
