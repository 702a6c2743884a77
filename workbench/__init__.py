"""A comparative multilingual alignment workbench for question-and-answer transcripts.

::

    from pathlib import Path
    from workbench import align_transcript, read_edition

    editions = [read_edition(path.read_bytes(), where=path.name) for path in Path("pages").iterdir()]
    turns, segments = align_transcript(editions)
    for row in segments.rows:
        print(row.cells, row.score.confidence)

The names below are the public ones; each is imported when it is first used. The use cases with files and
folders (add, align, export, status, search) are functions of :mod:`workbench.workflow`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.align.bilingual import align_pair
    from workbench.align.joint import align_texts, align_transcript
    from workbench.errors import WorkbenchError
    from workbench.evaluate import compare_beads, compare_rows
    from workbench.model import (
        AlignedTranscript,
        Alignment,
        Edition,
        Level,
        Role,
        Row,
        Score,
        Segment,
        Status,
        Transcript,
        Turn,
    )
    from workbench.readers import read_edition

__all__ = [
    "AlignedTranscript",
    "Alignment",
    "Edition",
    "Level",
    "Role",
    "Row",
    "Score",
    "Segment",
    "Status",
    "Transcript",
    "Turn",
    "WorkbenchError",
    "align_pair",
    "align_texts",
    "align_transcript",
    "compare_beads",
    "compare_rows",
    "read_edition",
]

_HOMES = {
    "WorkbenchError": "errors",
    "align_pair": "align.bilingual",
    "align_texts": "align.joint",
    "align_transcript": "align.joint",
    "compare_beads": "evaluate",
    "compare_rows": "evaluate",
    "read_edition": "readers",
}


def __getattr__(name: str) -> Any:
    """Import a public name from its module when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module 'workbench' has no attribute {name!r}")
    return getattr(import_module(f"workbench.{_HOMES.get(name, 'model')}"), name)
