"""Key word in context, carried across the alignment: a hit, and what says the same in the other editions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workbench.model import AlignedTranscript, Row


@dataclass(frozen=True, slots=True)
class Hit:
    """A match: where (transcript, segment row, language, segment, half-open character span) and the row's texts."""

    transcript: str
    row: int
    language: str
    segment: int
    start: int
    end: int
    confidence: float
    texts: Mapping[str, str]
    """The text of the matched segment in its own language, of the whole cell in the others."""


def compile_query(pattern: str, *, regex: bool = False) -> re.Pattern[str]:
    """Return a search for words as they are typed, or for a regular expression; case is ignored.

    Raises InputError for an empty pattern or an invalid expression.
    """
    if not pattern.strip():
        raise InputError("search", "nothing to look for", "give a word or a phrase")
    try:
        return re.compile(pattern if regex else re.escape(pattern), re.IGNORECASE)
    except re.error as error:
        raise InputError("search", f'"{pattern}" is no regular expression ({error})', "leave out --regex") from None


def concordance(aligned: AlignedTranscript, query: re.Pattern[str], *, language: str | None = None) -> Iterator[Hit]:
    """Yield every non-empty match in the order of the rows, in one language or in all."""
    for number, row in enumerate(aligned.segments.rows):
        for column, edition in enumerate(aligned.transcript.editions):
            if language in (None, edition.language):
                for unit in row.cells[column]:
                    text = edition.segments[unit].text
                    for match in query.finditer(text):
                        if match.group():
                            texts = _texts(aligned, row) | {edition.language: text}
                            yield Hit(
                                aligned.transcript.name,
                                number,
                                edition.language,
                                unit,
                                *match.span(),
                                row.score.confidence,
                                texts,
                            )


def _texts(aligned: AlignedTranscript, row: Row) -> dict[str, str]:
    level = aligned.segments.level
    return {
        edition.language: edition.text(level, cell)
        for edition, cell in zip(aligned.transcript.editions, row.cells, strict=True)
    }
