"""An export with what belongs to a corpus: statistics, a citation file, and a manifest of how it was made.

::

    <the export>           one file or the format's folder
    statistics.json        figures by transcript and in all
    statistics.html        the same, to read
    CITATION.cff           Citation File Format 1.2.0
    manifest.json          the signature, and the SHA-256 and size of every file
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from workbench.interchange import encodable
from workbench.writers.statistics import corpus_statistics, statistics_json, statistics_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.writers.corpus import Corpus, Piece, Report


def signature(corpus: Corpus, format_name: str, version: str) -> str:
    """Return how an export was made, in one line, after sacreBLEU's signatures."""
    selection = corpus.selection
    parts = {
        "workbench": version,
        "format": format_name,
        "level": ",".join(map(str, selection.levels)),
        "languages": ",".join(corpus.columns),
        "min-confidence": f"{selection.min_confidence:g}",
        "status": ",".join(map(str, selection.statuses)) or "all",
        "role": ",".join(map(str, selection.roles)) or "all",
        "metadata": "yes" if selection.metadata else "no",
        "guard": "yes" if selection.guard else "no",
    }
    return "|".join(f"{name}:{value}" for name, value in parts.items())


def packaged(pieces: Iterator[Piece], corpus: Corpus, report: Report, made: tuple[str, str, str]) -> Iterator[Piece]:
    """Yield an export's pieces, then the files beside them; ``made`` is the format, its suffix and our version."""
    format_name, suffix, version = made
    digests: dict[str, Any] = {}
    sizes: dict[str, int] = {}

    def counted(path: str, data: bytes) -> Piece:
        digests.setdefault(path, hashlib.sha256()).update(data)
        sizes[path] = sizes.get(path, 0) + len(data)
        return path, data

    for path, data in pieces:
        yield counted(path or f"{corpus.name}{suffix}", data)
    statistics = corpus_statistics(corpus)
    yield counted("statistics.json", statistics_json(statistics, report))
    yield counted("statistics.html", statistics_page(statistics, report))
    yield counted("CITATION.cff", _citation(corpus, statistics, report))
    files = {path: {"sha256": digests[path].hexdigest(), "bytes": sizes[path]} for path in sorted(digests)}
    manifest = {
        "signature": signature(corpus, format_name, version),
        "transcripts": {document.name: _sources(document.aligned) for document in corpus.documents()},
        "replaced": dict(sorted(report.counts.items())),
        "files": files,
    }
    yield "manifest.json", encodable(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", report.counts).encode()


def _sources(aligned: Any) -> dict[str, Any]:
    """Return the digest of each edition's file, and the pivot."""
    editions = aligned.transcript.editions
    digests = {e.language: e.provenance.digest for e in editions if e.provenance}
    return {"pivot": aligned.pivot, "editions": digests}


def _citation(corpus: Corpus, statistics: dict[str, Any], report: Report) -> bytes:
    """Return a citation file; every text is written as a JSON string, which YAML reads."""
    titles = [e.title for d in corpus.documents() for e in d.editions[:1] if e and e.title]
    title = titles[0] if len(titles) == 1 else f"{corpus.name}: aligned parallel transcripts"
    rows = sum(statistics["all"]["rows"].values())
    about = f"{rows} aligned rows of {len(corpus.names)} transcript(s) in {', '.join(corpus.columns)}."
    lines = [
        "cff-version: 1.2.0",
        "message: Please cite this corpus, and the publishers of the transcripts, as below.",
        "type: dataset",
        f"title: {_quoted(title)}",
        f"abstract: {_quoted(about)}",
        "authors:",
        '  - name: "The publishers of the transcripts"',
        "keywords:",
        "  - parallel corpus",
        *(f"  - {language}" for language in corpus.columns),
    ]
    if corpus.date:
        lines.append(f"date-released: {corpus.date:%Y-%m-%d}")
    return encodable("\n".join(lines) + "\n", report.counts).encode()


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
