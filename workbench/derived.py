"""What is derived from the corpora and kept under ``alignments/``: rows of both levels, and what they taught.

::

    alignments/<transcript>.parquet            rows of both levels, stamped with digests of the editions
    alignments/memory/<transcript>.parquet     counts of words that the rows taught

All of it can be made anew from the corpora, save alignments that another program or a person made.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.atomic import write_folder, write_whole
from workbench.errors import Conflict
from workbench.model import AlignedTranscript, Edition, Transcript
from workbench.readers import Reading
from workbench.store import FACTS, Incoming, check_name, edition_files, save_editions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.align.memory import Memory

_STAMP = "workbench"
_IMPORTED = "imported"  # in the aligner's place, for rows that another program or a person made
_ALIGNER = "1"  # goes up when the aligner's answers change, so that stored ones count as stale


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored alignment's stamp: the pivot, digests of the editions, when it was made, whether elsewhere, figures.

    ``rows`` counts segment rows; ``mean`` is their mean confidence (0..1), ``doubtful`` how many are worth a look.
    """

    pivot: str
    digests: Mapping[str, str]
    made: datetime
    imported: bool = False
    rows: int = 0
    mean: float = 0.0
    doubtful: int = 0


def save_imported(
    root: Path, aligned: AlignedTranscript, data: Mapping[str, bytes], sources: Sequence[tuple[str, bytes]]
) -> None:
    """Store an imported transcript: its editions, its alignment, and the files as they came.

    Raises Conflict where the transcript has published pages, which an import must not replace.
    """
    name = aligned.transcript.name
    folder = root / "corpora" / check_name(name)
    old = edition_files(root, name)
    page = next((path for paths in old.values() for path in paths if path.suffix != ".jsonl"), None)
    if page is not None:
        raise Conflict(name, f"this transcript has published pages ({page.name})", "import under another name")
    write_folder(folder / "imported", [(_inside(path), content) for path, content in sources], over=True)
    for language, paths in old.items():
        if language not in data:
            for path in paths:
                path.unlink()
    (folder / FACTS).unlink(missing_ok=True)
    readings = [Reading(edition, ()) for edition in aligned.transcript.editions]
    save_editions(root, name, [Incoming(r, r, (data[r.edition.language],)) for r in readings])
    save_alignment(root, aligned, imported=True)


def _inside(path: str) -> str:
    """Return a file's path as one inside a folder: without a root, and without steps up."""
    parts = [part for part in Path(path).parts if part not in {Path(path).anchor, "..", "."}]
    return "/".join(parts)


def last_change(root: Path, name: str) -> datetime | None:
    """Return when an edition or the alignment of a transcript was last written."""
    paths = [*(p for paths in edition_files(root, name).values() for p in paths), alignment_path(root, name)]
    times = [path.stat().st_mtime for path in paths if path.is_file()]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def alignment_path(root: Path, name: str) -> Path:
    """Return where the alignment of a transcript is kept."""
    return root / "alignments" / f"{check_name(name)}.parquet"


def memory_path(root: Path, name: str) -> Path:
    """Return where what a transcript's alignment taught is kept."""
    return root / "alignments" / "memory" / f"{check_name(name)}.parquet"


def load_memories(root: Path, *, apart_from: str) -> dict[tuple[str, str], Memory]:
    """Return what all transcripts but one have taught, by language pair; a damaged file counts as not there."""
    import polars as pl  # noqa: PLC0415

    from workbench.tables import memories_from_frame  # noqa: PLC0415

    folder = root / "alignments" / "memory"
    frames = []
    for path in sorted(folder.glob("*.parquet")) if folder.is_dir() else []:
        if path.stem != apart_from:
            try:
                frames.append(pl.read_parquet(path))
            except (pl.exceptions.PolarsError, OSError):
                continue  # derived and rebuildable
    return memories_from_frame(pl.concat(frames)) if frames else {}


def save_alignment(root: Path, aligned: AlignedTranscript, *, imported: bool = False, doubtful: float = 0.7) -> None:
    """Store an alignment, stamped with the digests of the editions it was made of.

    Segment rows below the confidence ``doubtful`` are counted in the stamp.
    """
    from workbench.tables import rows_frame  # noqa: PLC0415 — Polars is not needed to add or to list

    path = alignment_path(root, aligned.transcript.name)
    confidences = [row.score.confidence for row in aligned.segments.rows]
    stamp = {
        "pivot": aligned.pivot,
        "aligner": _IMPORTED if imported else _ALIGNER,
        "digests": digests(aligned.transcript),
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "rows": len(confidences),
        "mean": sum(confidences) / max(1, len(confidences)),
        "doubtful": sum(confidence < doubtful for confidence in confidences),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile() as buffer:
        rows_frame(aligned).write_parquet(buffer, metadata={_STAMP: json.dumps(stamp)})
        buffer.seek(0)
        write_whole(path, _pieces(buffer))


def _pieces(handle: Any) -> Iterator[bytes]:
    while piece := handle.read(1 << 20):
        yield piece


def digests(transcript: Transcript) -> dict[str, str]:
    """Return the digest of each edition's bytes."""
    return {e.language: e.provenance.digest if e.provenance else "" for e in transcript.editions}


def stamp(root: Path, name: str) -> Stored | None:
    """Return the stamp of a transcript's stored alignment, or None where there is none that can be used."""
    import polars as pl  # noqa: PLC0415

    path = alignment_path(root, name)
    if not path.is_file():
        return None
    try:
        found = json.loads(pl.read_parquet_metadata(path)[_STAMP])
        if found["aligner"] not in {_ALIGNER, _IMPORTED}:
            return None
        made = datetime.fromisoformat(found["made"])
        figures = found["rows"], found["mean"], found["doubtful"]
        return Stored(found["pivot"], found["digests"], made, found["aligner"] == _IMPORTED, *figures)
    except (pl.exceptions.PolarsError, OSError, KeyError, ValueError, TypeError):
        return None  # derived and rebuildable: as good as not there


def load_alignment(root: Path, transcript: Transcript) -> AlignedTranscript | None:
    """Return the stored alignment of a transcript; None where there is none, or the editions have changed since."""
    import polars as pl  # noqa: PLC0415

    from workbench.tables import aligned_from_frame  # noqa: PLC0415

    stored = stamp(root, transcript.name)
    if stored is None or stored.digests != digests(transcript):
        return None
    ordered = pivot_first(transcript, stored.pivot)
    try:
        frame = pl.read_parquet(alignment_path(root, transcript.name))
        return aligned_from_frame(frame, ordered, stored.pivot)
    except (pl.exceptions.PolarsError, OSError, ValueError, KeyError, TypeError):
        return None


def load_kept(root: Path, transcript: Transcript) -> AlignedTranscript | None:
    """Return the stored alignment of those editions that still stand as they were aligned, where others are new.

    ``transcript`` has the pivot first. None where nothing is new, fewer than two editions are left, the pivot is
    another, or the rows were made elsewhere.
    """
    stored = stamp(root, transcript.name)
    if stored is None or stored.imported or stored.pivot != transcript.editions[0].language:
        return None
    old = load_stale(root, transcript.name)
    if old is None:
        return None
    same = tuple(edition for edition in transcript.editions if _stands(edition, old.transcript))
    if not 2 <= len(same) < len(transcript.editions) or same[0] is not transcript.editions[0]:
        return None
    tags = [edition.language for edition in same]
    kept = Transcript(transcript.name, same)
    return AlignedTranscript(kept, old.turns.select(tags), old.segments.select(tags), stored.pivot)


def _stands(edition: Edition, old: Transcript) -> bool:
    """Tell whether an edition has the turns and segments that it had."""
    if edition.language not in old.languages:
        return False
    before = old.edition(edition.language)
    spans = [[(turn.start, turn.end, turn.role) for turn in one.turns] for one in (edition, before)]
    return edition.segments == before.segments and spans[0] == spans[1]


def pivot_first(transcript: Transcript, pivot: str) -> Transcript:
    """Return the transcript with the pivot's edition first, the others as they were."""
    ordered = sorted(transcript.editions, key=lambda e: e.language != pivot)
    return replace(transcript, editions=tuple(ordered))


def load_stale(root: Path, name: str) -> AlignedTranscript | None:
    """Return a stored alignment by its own texts, whatever became of the editions since; None where it cannot be."""
    import polars as pl  # noqa: PLC0415

    from workbench.tables import aligned_from_texts  # noqa: PLC0415

    stored = stamp(root, name)
    if stored is None:
        return None
    try:
        return aligned_from_texts(pl.read_parquet(alignment_path(root, name)), name, stored.pivot)
    except (pl.exceptions.PolarsError, OSError, ValueError, KeyError, TypeError):
        return None
