"""Figures of a corpus: what is in it by language, how much of it is aligned and how surely, by transcript and in all.

A token is a run of letters and digits (hyphens and apostrophes inside it belong to it), a type a token without regard
to case; characters are Unicode code points. Coverage is the share of segments that stand beside another language.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from workbench.interchange import encodable, legal
from workbench.language import display_name
from workbench.model import Level
from workbench.writers import xml

if TYPE_CHECKING:
    from workbench.writers.corpus import Corpus, Document, Report

_TOKEN = re.compile(r"[^\W_]+(?:[-‑'’][^\W_]+)*")
_BINS = 10
_STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;
color-scheme:light dark}
table{border-collapse:collapse;margin:.5rem 0 1.5rem}
th,td{padding:.2rem .8rem;text-align:right;border-bottom:1px solid #8884}
th:first-child,td:first-child{text-align:left}h2{margin-top:2.5rem}meter{width:12rem}"""


class _Tally:
    """Counts that add up over documents."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        self.columns = columns
        self.rows: Counter[str] = Counter()
        self.statuses: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.bins = [0] * _BINS
        self.confidence = 0.0
        self.units = {language: Counter[str]() for language in columns}
        self.types: dict[str, set[str]] = {language: set() for language in columns}

    def take(self, document: Document) -> None:
        """Count the selected rows of a document; texts are counted at the finest level selected."""
        for record in document.records():
            self.rows[str(record.level)] += 1
            if record.level is not document.selection.finest:
                continue
            self.statuses[str(record.row.status)] += 1
            self.kinds["-".join(str(len(cell)) for cell in record.cells)] += 1
            self.confidence += record.confidence
            self.bins[min(_BINS - 1, int(record.confidence * _BINS))] += 1
            beside = sum(map(bool, record.cells)) > 1
            for language, cell, text in zip(self.columns, record.cells, document.texts(record), strict=True):
                tokens = [token.casefold() for token in _TOKEN.findall(text)]
                self.types[language].update(tokens)
                count = self.units[language]
                count["units"] += len(cell)
                count["aligned"] += len(cell) if beside else 0
                count["tokens"] += len(tokens)
                count["characters"] += len(text)

    def add(self, other: _Tally) -> None:
        """Add what another has counted."""
        self.rows += other.rows
        self.statuses += other.statuses
        self.kinds += other.kinds
        self.confidence += other.confidence
        self.bins = [a + b for a, b in zip(self.bins, other.bins, strict=True)]
        for language in self.columns:
            self.units[language] += other.units[language]
            self.types[language] |= other.types[language]

    def figures(self, level: Level) -> dict[str, Any]:
        """Return the counts as plain values; shares are 0..1."""
        total = sum(self.kinds.values())
        languages = {}
        for language in self.columns:
            count = self.units[language]
            languages[language] = {
                f"{level}s": count["units"],
                "tokens": count["tokens"],
                "types": len(self.types[language]),
                "characters": count["characters"],
                "coverage": round(count["aligned"] / count["units"], 4) if count["units"] else 0.0,
            }
        kinds = sorted(self.kinds.items(), key=lambda item: (-item[1], item[0]))
        return {
            "rows": dict(sorted(self.rows.items())),
            "languages": languages,
            "confidence": {
                "mean": round(self.confidence / total, 4) if total else None,
                "distribution": {f"{k / _BINS:.1f}-{(k + 1) / _BINS:.1f}": n for k, n in enumerate(self.bins)},
            },
            "statuses": dict(sorted(self.statuses.items())),
            "row_types": {kind: {"rows": n, "share": round(n / total, 4)} for kind, n in kinds},
        }


def corpus_statistics(corpus: Corpus) -> dict[str, Any]:
    """Return the figures of a corpus: ``all`` and ``transcripts`` by name."""
    level = corpus.selection.finest
    whole = _Tally(corpus.columns)
    transcripts = {}
    for document in corpus.documents():
        tally = _Tally(corpus.columns)
        tally.take(document)
        whole.add(tally)
        transcripts[document.name] = tally.figures(level)
    return {
        "corpus": corpus.name,
        "languages": list(corpus.columns),
        "level": str(level),
        "all": whole.figures(level),
        "transcripts": transcripts,
    }


def statistics_json(statistics: dict[str, Any], report: Report) -> bytes:
    """Return the figures as JSON."""
    return encodable(json.dumps(statistics, ensure_ascii=False, indent=2) + "\n", report.counts).encode()


def statistics_page(statistics: dict[str, Any], report: Report) -> bytes:
    """Return the figures as an HTML page, for a person."""
    name = xml.text(legal(statistics["corpus"], report.counts))
    head = (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{name}: figures</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n<h1>{name}</h1>\n"
        f"<p>{len(statistics['transcripts'])} transcript(s) in {', '.join(statistics['languages'])}; texts are counted"
        f" in {statistics['level']} rows. A token is a run of letters and digits; coverage is the share of"
        f" {statistics['level']}s that stand beside another language.</p>\n"
    )
    parts = [head]
    parts += _figures(statistics["all"], "In all", 2)
    if len(statistics["transcripts"]) > 1:
        for title, figures in statistics["transcripts"].items():
            parts += _figures(figures, legal(title, report.counts), 2)
    return ("".join(parts) + "</body></html>\n").encode()


def _figures(figures: dict[str, Any], title: str, depth: int) -> list[str]:
    names = list(next(iter(figures["languages"].values()), {}))
    parts = [xml.element(f"h{depth}", title), "\n<table><tr><th>language</th>"]
    parts += [xml.element("th", name) for name in names] + ["</tr>\n"]
    for language, values in figures["languages"].items():
        cells = [f"{v:.1%}" if isinstance(v, float) else f"{v:,}" for v in values.values()]
        row = "".join(xml.element("td", cell) for cell in [f"{display_name(language)} ({language})", *cells])
        parts.append(f"<tr>{row}</tr>\n")
    rows = ", ".join(f"{n:,} {level} rows" for level, n in figures["rows"].items()) or "no rows"
    mean = figures["confidence"]["mean"]
    parts.append(
        f"</table>\n{xml.element('p', rows + (f'; mean confidence {mean:.3f}' if mean is not None else ''))}\n"
    )
    parts.append("<table><tr><th>confidence</th><th>rows</th><th></th></tr>\n")
    bins = figures["confidence"]["distribution"]
    most = max([*bins.values(), 1])
    for name, count in bins.items():
        meter = xml.tag("meter", {"max": str(most), "value": str(count)})
        parts.append(f"<tr><td>{name}</td><td>{count:,}</td><td>{meter}{count}</meter></td></tr>\n")
    parts.append("</table>\n<table><tr><th>row type</th><th>rows</th><th>share</th></tr>\n")
    for kind, found in list(figures["row_types"].items())[:20]:
        parts.append(f"<tr><td>{kind}</td><td>{found['rows']:,}</td><td>{found['share']:.1%}</td></tr>\n")
    return [*parts, "</table>\n"]
