"""What alignments teach, kept between runs: counts of words by language pair, a file a transcript.

::

    alignments/memory/<transcript>.parquet     derived, rebuildable: delete it and it is made anew by align

A transcript is aligned with what all *other* transcripts taught, so that aligning it again changes nothing and it
never confirms itself.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from workbench import derived, store
from workbench.atomic import write_whole
from workbench.readers.dictionary import Dictionary, read_dictionary, word_pairs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.align.knowledge import Knowledge
    from workbench.model import AlignedTranscript


def knowledge(
    root: Path, languages: Iterable[str], *, apart_from: str = "", memory: bool = True, dictionary: Path | None = None
) -> Knowledge:
    """Return what is known of the pairs of some languages: a user's dictionary, and what was learned under the root.

    ``apart_from`` names the transcript whose own memory is left out; without ``memory`` the answer
    depends on the dictionary alone. Raises the dictionary reader's errors.
    """
    from workbench.align.knowledge import Knowledge, ordered  # noqa: PLC0415 — compiled kernels

    tags = sorted(set(languages))
    pairs = {ordered(a, b)[0] for k, a in enumerate(tags) for b in tags[k + 1 :]}
    entries: Dictionary = ()
    if dictionary is not None:
        entries = read_dictionary(store.read_bytes(dictionary), where=str(dictionary))
    words = {pair: word_pairs(entries, *pair) for pair in sorted(pairs)}
    known = derived.load_memories(root, apart_from=apart_from) if memory else {}
    return Knowledge(words, {pair: found for pair, found in known.items() if pair in pairs})


def learn(root: Path, aligned: AlignedTranscript) -> None:
    """Keep what an alignment teaches, in place of what an earlier one of the same transcript taught."""
    from workbench.align.knowledge import learned_from  # noqa: PLC0415
    from workbench.tables import memory_frame  # noqa: PLC0415

    texts = [[segment.text for segment in edition.segments] for edition in aligned.transcript.editions]
    buffer = io.BytesIO()
    memory_frame(learned_from(texts, aligned.segments)).write_parquet(buffer)
    write_whole(derived.memory_path(root, aligned.transcript.name), [buffer.getvalue()])
