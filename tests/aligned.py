"""Aligned transcripts of all shapes, made by Hypothesis: rows of any n to m, crossing, one-sided; any text."""

from __future__ import annotations

from hypothesis import strategies as st

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

LANGUAGES = ("en-GB", "de-DE", "fr-FR", "ar", "zh-Hant-TW")
HOSTILE = (
    "<a href=\"x\">&amp;]]> 'q'",
    "\x00\x01\x07\x1f\x7f",
    "\ud800 alone \udfff",
    "\u200f\u202bعربي\u202c\u200e",
    "tab\there\r\nnew\nline\rend",
    "=1+1",
    "'=2",
    "@x",
    "-5",
    "+5",
    "x" * 50_000,
    "👩‍👩‍👧‍👦🇩🇪",
    "e\u0301\u0323",
    "a\u2028b\u2029c\x85d",
    "\ufffe\uffff\ufeff",
    " leads and trails ",
    "a | b \\ c",
    "_x0041_",
    '"quoted, with comma; and semicolon"',
    "\u00a0\u202f1\u00a0234",
)
plain = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=20)
hostile = st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=12))
legal = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp", "Co")), min_size=1, max_size=20
)
shares = st.integers(0, 10_000).map(lambda n: n / 10_000)


@st.composite
def aligned_transcripts(
    draw: st.DrawFn, *, texts: st.SearchStrategy[str] = legal, languages: int | None = None
) -> AlignedTranscript:
    """Draw an aligned transcript: turn rows of one turn or more an edition, segment rows inside them, some crossing."""
    count = languages or draw(st.integers(2, 4))
    tags = LANGUAGES[:count]
    segments: list[list[Segment]] = [[] for _ in tags]
    turns: list[list[Turn]] = [[] for _ in tags]
    turn_rows: list[Row] = []
    rows: list[Row] = []
    for number in range(draw(st.integers(1, 3))):
        role = draw(st.sampled_from(Role))
        cells = [_turn(draw, texts, segments[k], turns[k], role) for k in range(count)]
        if not any(cells):
            cells[0] = _turn(draw, texts, segments[0], turns[0], role, least=1)
        cell_turns = tuple((len(turns[k]) - 1,) if cell else () for k, cell in enumerate(cells))
        turn_rows.append(
            Row(cell_turns, Score(draw(shares)), _pairs(draw, cell_turns), number, role, draw(st.sampled_from(Status)))
        )
        inside = _rows(draw, cells, number, role)
        rows += draw(st.permutations(inside)) if draw(st.booleans()) else inside
    editions = tuple(Edition(tag, tuple(turns[k]), tuple(segments[k])) for k, tag in enumerate(tags))
    editions, turn_rows, rows = _without_empty(editions, turn_rows, rows)
    tags = tuple(e.language for e in editions)
    levels = (
        Alignment(tags, tuple(e.size(level) for e in editions), level, tuple(found))
        for level, found in ((Level.TURN, turn_rows), (Level.SEGMENT, rows))
    )
    return AlignedTranscript(Transcript("sample", editions), *levels, tags[0])


def _turn(draw, texts, segments, turns, role, *, least=0):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, PLR0913
    size = draw(st.integers(least, 3))
    start = len(segments)
    for _ in range(size):
        segments.append(Segment(len(segments), draw(texts)))
    if size:
        breaks = tuple(i for i in range(start + 1, start + size) if draw(st.booleans()))
        turns.append(
            Turn(len(turns), role, draw(st.sampled_from(["", "Question", "A | \\ <B>"])), start, start + size, breaks)
        )
    return list(range(start, start + size))


def _rows(draw, cells, number, role):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Cut the segments of a turn row into rows: each edition's units go, in order, to one of a few rows."""
    bins = draw(st.integers(1, 3))
    made = [[[] for _ in cells] for _ in range(bins)]
    for k, units in enumerate(cells):
        for unit, place in zip(units, sorted(draw(st.integers(0, bins - 1)) for _ in units), strict=True):
            made[place][k].append(unit)
    found = []
    for row in made:
        if any(row):
            full = tuple(map(tuple, row))
            score = Score(draw(shares))
            found.append(Row(full, score, _pairs(draw, full), number, role, draw(st.sampled_from(Status))))
    return found


def _pairs(draw, cells):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    return {(i, j): draw(shares) for i in range(len(cells)) for j in range(i + 1, len(cells)) if cells[i] and cells[j]}


def _without_empty(editions, turn_rows, rows):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Give an edition without a segment one, in a row of its own: no format holds an edition without text."""
    made = []
    for k, edition in enumerate(editions):
        if edition.segments:
            made.append(edition)
            continue
        turn = Turn(0, Role.STATEMENT, "", 0, 1)
        made.append(Edition(edition.language, (turn,), (Segment(0, "x"),)))
        alone = tuple((0,) if j == k else () for j in range(len(editions)))
        rows.append(Row(alone, Score(0.5), {}, len(turn_rows)))
        turn_rows.append(Row(alone, Score(0.5), {}, len(turn_rows)))
    return tuple(made), turn_rows, rows
