"""Editions small enough to write by hand."""

from __future__ import annotations

from workbench.model import Edition, Role, Segment, Turn


def edition(language: str, *turns: tuple[Role, str, list[str]]) -> Edition:
    """Return an edition of turns given as (role, label, sentences)."""
    segments: list[Segment] = []
    made: list[Turn] = []
    for index, (role, label, sentences) in enumerate(turns):
        start = len(segments)
        segments += [Segment(start + k, text) for k, text in enumerate(sentences)]
        made.append(Turn(index, role, label, start, len(segments)))
    return Edition(language, tuple(made), tuple(segments))
