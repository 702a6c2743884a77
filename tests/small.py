"""Editions small enough to write by hand."""

from __future__ import annotations

from workbench.model import AlignedTranscript, Alignment, Edition, Level, Role, Row, Score, Segment, Transcript, Turn


def edition(language: str, *turns: tuple[Role, str, list[str]]) -> Edition:
    """Return an edition of turns given as (role, label, sentences)."""
    segments: list[Segment] = []
    made: list[Turn] = []
    for index, (role, label, sentences) in enumerate(turns):
        start = len(segments)
        segments += [Segment(start + k, text) for k, text in enumerate(sentences)]
        made.append(Turn(index, role, label, start, len(segments)))
    return Edition(language, tuple(made), tuple(segments))


def rows_of(rows: list[dict[str, str]], *, name: str = "x") -> AlignedTranscript:
    """Return a transcript of one turn whose rows hold a sentence, or none, of each edition."""
    tags = list(rows[0])
    segments: dict[str, list[Segment]] = {tag: [] for tag in tags}
    cells = []
    for row in rows:
        cell = []
        for tag in tags:
            if row.get(tag):
                segments[tag].append(Segment(len(segments[tag]), row[tag]))
            cell.append((len(segments[tag]) - 1,) if row.get(tag) else ())
        cells.append(Row(tuple(cell), Score(1.0)))
    editions = tuple(Edition(t, (Turn(0, Role.STATEMENT, "", 0, len(s)),), tuple(s)) for t, s in segments.items())
    sizes = tuple(len(s) for s in segments.values())
    turns = Alignment(tuple(tags), (1,) * len(tags), Level.TURN, (Row(((0,),) * len(tags), Score(1.0)),))
    whole = Alignment(tuple(tags), sizes, Level.SEGMENT, tuple(cells))
    return AlignedTranscript(Transcript(name, editions), turns, whole, tags[0])
