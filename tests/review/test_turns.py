"""Correcting rows of turns: the rows of segments follow, whatever was decided before, and undo brings all back."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from small import edition

from workbench.errors import InputError
from workbench.model import AlignedTranscript, Alignment, Level, Role, Row, Score, Status, Transcript
from workbench.review import Belief, Decision, Kind, Request, anchor_of, decide, effective, replay

LANGUAGES = ("en-GB", "de-DE")
TURNS = [(Role.QUESTION, ["When?"]), (Role.ANSWER, ["At nine.", "Not later."]), (Role.QUESTION, ["Sure?"])]
ROWS = [((0,), (0,)), ((1,), (1,)), ((2,), (2,)), ((3,), (3,))]


def talk() -> AlignedTranscript:
    """Return a talk of three turns in two editions, aligned one to one."""
    editions = tuple(
        edition(tag, *((role, "", [f"{tag}: {text}" for text in said]) for role, said in TURNS)) for tag in LANGUAGES
    )
    turns = Alignment(LANGUAGES, (3, 3), Level.TURN, tuple(Row(((n,), (n,)), turn_row=n) for n in range(3)))
    homes = [0, 1, 1, 2]
    rows = tuple(Row(cells, turn_row=home, role=TURNS[home][0]) for cells, home in zip(ROWS, homes, strict=True))
    segments = Alignment(LANGUAGES, (4, 4), Level.SEGMENT, rows)
    return AlignedTranscript(Transcript("talk", editions), turns, segments, "en-GB")


def turn(kind: Kind, *rows: int, **more: object) -> Request:
    """Return a request about rows of turns."""
    return Request("t", kind, rows, level=Level.TURN, **more)  # type: ignore[arg-type]


def test_segments_follow_a_turn_that_is_unlinked() -> None:
    """A row of segments that holds both turns is cut between them; each stands in its own row of turns."""
    decision = decide(replay(talk(), []), turn(Kind.UNLINK, 1, language="de-DE"))
    now = replay(talk(), [decision]).aligned
    assert [row.cells for row in now.turns.rows] == [((0,), (0,)), ((1,), ()), ((), (1,)), ((2,), (2,))]
    assert [row.cells for row in now.segments.rows] == [
        ((0,), (0,)), ((1,), ()), ((2,), ()), ((), (1,)), ((), (2,)), ((3,), (3,)),
    ]  # fmt: skip
    assert [row.turn_row for row in now.segments.rows] == [0, 1, 1, 2, 2, 3]
    assert [row.status for row in now.turns.rows][1:3] == [Status.CORRECTED] * 2
    assert {row.status for row in now.segments.rows} == {Status.AUTO}


def test_rows_laid_under_a_merge_stand_in_its_order_with_their_beliefs() -> None:
    """What was aligned anew inside merged turns takes the place of what was there; marks go along."""
    flagged = replace(decide(replay(talk(), []), Request("f", Kind.FLAG, (1,))), who="Ada")
    before = replay(talk(), [flagged])
    merge = decide(before, turn(Kind.MERGE, 1, 2))
    (a, b), (c, d), (e, f) = (anchor_of(before, row) for row in (1, 2, 3))
    under = ((a, ("de-DE", b[1] + d[1])), (c, ("de-DE", f[1])), (e, ("de-DE", ())))
    made = replace(
        merge, under=under, beliefs=(Belief(under[0], Score(0.25, length=0.5), (("en-GB", "de-DE", 0.25),)),)
    )
    now = replay(talk(), [flagged, made])
    assert [row.cells for row in now.aligned.segments.rows] == [((0,), (0,)), ((1,), (1, 2)), ((2,), (3,)), ((3,), ())]
    assert [row.turn_row for row in now.aligned.segments.rows] == [0, 1, 1, 1]
    second = now.aligned.segments.rows[1]
    assert (second.score.confidence, second.score.length, second.pairs) == (0.25, 0.5, {(0, 1): 0.25})
    assert second.status is Status.FLAGGED
    assert [d.kind for d in now.touched[1]] == [Kind.FLAG]


def test_a_turn_that_stands_as_decided_already_leaves_its_segments_alone() -> None:
    """Over an alignment that agrees with the decision, the aligner's newer rows of segments stay."""
    merge = decide(replay(talk(), []), turn(Kind.MERGE, 1, 2))
    merge = replace(merge, under=(anchor_of(replay(talk(), []), 1),))
    old = talk()
    merged = (Row(((0,), (0,))), Row(((1, 2), (1, 2)), turn_row=1))
    rows = (Row(((0,), (0,))), Row(((1, 2), (1,)), turn_row=1), Row(((3,), (2, 3)), turn_row=1))
    fresh = replace(old, turns=replace(old.turns, rows=merged), segments=replace(old.segments, rows=rows))
    assert [row.cells for row in replay(fresh, [merge]).aligned.segments.rows] == [row.cells for row in rows]


@st.composite
def talks(draw: st.DrawFn) -> AlignedTranscript:
    """Draw a transcript of several turns an edition, in rows that may cross, and segments in rows inside them."""
    counts = [draw(st.lists(st.integers(1, 3), min_size=1, max_size=4)) for _ in LANGUAGES]
    editions = tuple(
        edition(
            tag, *((Role.ANSWER, "", [f"{tag} turn {n} says {k}" for k in range(size)]) for n, size in enumerate(c))
        )
        for tag, c in zip(LANGUAGES, counts, strict=True)
    )
    places = [[draw(st.integers(0, 3)) for _ in c] for c in counts]
    turn_cells = [
        tuple(tuple(n for n, place in enumerate(side) if place == row) for side in places) for row in range(4)
    ]
    turn_cells = [cells for cells in turn_cells if any(cells)]
    rows = []
    for number, cells in enumerate(turn_cells):
        inside = [[s for t in cell for s in e.turns[t].segments] for e, cell in zip(editions, cells, strict=True)]
        half = [draw(st.integers(0, len(some))) for some in inside]
        for part in (tuple(tuple(s[:h]) for s, h in zip(inside, half, strict=True)),
                     tuple(tuple(s[h:]) for s, h in zip(inside, half, strict=True))):  # fmt: skip
            rows += [Row(part, turn_row=number, role=Role.ANSWER)] if any(part) else []
    sizes = tuple(len(c) for c in counts)
    turns = Alignment(
        LANGUAGES, sizes, Level.TURN, tuple(Row(c, turn_row=n, role=Role.ANSWER) for n, c in enumerate(turn_cells))
    )
    whole = Alignment(LANGUAGES, tuple(len(e.segments) for e in editions), Level.SEGMENT, tuple(rows))
    return AlignedTranscript(Transcript("x", editions), turns, whole, "en-GB")


KINDS = [kind for kind in Kind if kind not in (Kind.UNDO, Kind.REDO)]


@settings(deadline=None, max_examples=120)
@given(talks(), st.lists(st.tuples(
    st.sampled_from(KINDS), st.sampled_from(list(Level)), st.integers(0, 30), st.integers(0, 30),
    st.sampled_from(LANGUAGES), st.sampled_from([-1, 1]),
), max_size=8))  # fmt: skip
def test_segments_lie_in_their_turns_whatever_is_decided_at_either_level(
    aligned: AlignedTranscript, asked: list
) -> None:  # type: ignore[type-arg]
    """Rows stay partitions (the model checks it); where turns were put together otherwise, no row spans two of theirs."""
    log: list[Decision] = []
    regrouped = False
    for n, (kind, level, first, second, language, by) in enumerate(asked):
        now = replay(aligned, effective(log))
        count = len(now.aligned.at(level).rows)
        start = first % count
        rows = (start, second % count) if kind is Kind.LINK else tuple(range(start, min(count, start + 1 + second % 2)))
        try:
            decision = decide(now, Request(f"d{n}", kind, rows, language, second % 3, 2, by, "a note", level))
        except InputError:
            continue
        log.append(decision)
        regrouped = level is Level.TURN and bool(decision.after) and kind is not Kind.ACCEPT
    now = replay(aligned, effective(log))
    assert not now.lost
    assert [len(names) for names in now.names.values()] == [len(now.aligned.at(level).rows) for level in now.names]
    if regrouped:
        homes = [now.aligned.turns.row_of(k) for k in range(len(LANGUAGES))]
        of_turn = [e.segment_turns() for e in now.aligned.transcript.editions]
        for row in now.aligned.segments.rows:
            assert {homes[k][of_turn[k][u]] for k, cell in enumerate(row.cells) for u in cell} == {row.turn_row}
