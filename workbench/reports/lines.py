"""Where sentences stand in the file that an edition was published in: line and column, for readers by line."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.findings import Span


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a text file: lines and columns from 1, in code points; the end column is the one after the last."""

    start_line: int
    start_column: int
    end_line: int
    end_column: int


class Lines:
    """A text file in which the segments of an edition are looked up, whatever its line breaks and spaces are."""

    def __init__(self, text: str, segments: Sequence[str]) -> None:
        """Look every segment up, in order; what a page prints otherwise (an entity, say) has no place."""
        self._starts = [0, *(at + 1 for at, c in enumerate(text) if c == "\n")]
        self._printed = [at for at, c in enumerate(text) if not c.isspace()]
        flat = "".join(text.split())
        self._found: dict[int, int] = {}
        after = 0
        for number, segment in enumerate(segments):
            wanted = "".join(segment.split())
            at = flat.find(wanted, after)
            if wanted and at >= 0:
                self._found[number] = at
                after = at + len(wanted)
        self._segments = segments

    def region(self, span: Span) -> Region | None:
        """Return where a span stands in the file; None where its segment is not found there."""
        at = self._found.get(span.segment)
        segment = self._segments[span.segment]
        first = len("".join(segment[: span.start].split()))
        last = len("".join(segment[: span.end].split())) - 1
        if at is None or last < first:
            return None
        start, end = self._printed[at + first], self._printed[at + last] + 1
        return Region(*self._place(start), *self._place(end))

    def _place(self, at: int) -> tuple[int, int]:
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1
