"""The laws of correcting: rows stay a partition, undo restores, the log replayed gives the same."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from small import edition

from workbench.errors import InputError
from workbench.model import AlignedTranscript, Alignment, Level, Role, Row, Status, Transcript
from workbench.review import Decision, Kind, Request, Reviewed, decide, effective, next_redo, next_undo, replay

OPERATIONS = [kind for kind in Kind if kind not in (Kind.UNDO, Kind.REDO)]
LANGUAGES = ("en-GB", "de-DE", "fr-FR")


def aligned_of(sizes: list[int], cells: list[list[list[int]]]) -> AlignedTranscript:
    """Return a transcript of one turn an edition, with some sentences said twice."""
    editions = tuple(
        edition(tag, (Role.ANSWER, "", [f"{tag} says thing {n // 2} once more" for n in range(size)]))
        for tag, size in zip(LANGUAGES, sizes, strict=True)
    )
    rows = tuple(Row(tuple(tuple(c) for c in row)) for row in cells if any(row))
    turns = Alignment(LANGUAGES, (1, 1, 1), Level.TURN, (Row(((0,), (0,), (0,))),))
    return AlignedTranscript(
        Transcript("x", editions), turns, Alignment(LANGUAGES, tuple(sizes), Level.SEGMENT, rows), "en-GB"
    )


@st.composite
def texts(draw: st.DrawFn) -> AlignedTranscript:
    """Draw a transcript in three editions with rows that may cross and have gaps."""
    sizes = [draw(st.integers(1, 7)) for _ in LANGUAGES]
    count = draw(st.integers(1, 6))
    cells: list[list[list[int]]] = [[[] for _ in LANGUAGES] for _ in range(count)]
    for column, size in enumerate(sizes):
        for unit in range(size):
            cells[draw(st.integers(0, count - 1))][column].append(unit)
    return aligned_of(sizes, cells)


@st.composite
def requests(draw: st.DrawFn) -> list[tuple[Kind, int, int, str, int, int, int]]:
    """Draw operations by shares, so that they fit whatever rows there are when their turn comes."""
    small = st.integers(0, 30)
    one = st.tuples(
        st.sampled_from(OPERATIONS), small, small, st.sampled_from(LANGUAGES), st.integers(0, 4), small,
        st.sampled_from([-1, 1]),
    )  # fmt: skip
    return draw(st.lists(one, max_size=12))


def carry_out(aligned: AlignedTranscript, asked: list[tuple[Kind, int, int, str, int, int, int]]) -> list[Decision]:
    """Return the decisions that the operations make, one after the other."""
    log: list[Decision] = []
    for n, (kind, first, second, language, at, offset, by) in enumerate(asked):
        now = replay(aligned, effective(log))
        count = len(now.aligned.segments.rows)
        start = first % count
        rows = (start, second % count) if kind is Kind.LINK else tuple(range(start, min(count, start + 1 + second % 3)))
        try:
            decision = decide(now, Request(f"d{n}", kind, rows, language, at, offset, by, "a note"))
        except InputError:
            continue
        log.append(replace(decision, who="Ada"))
    return log


def same(one: Reviewed, other: Reviewed) -> bool:
    """Tell whether two states show the same."""
    return one.aligned == other.aligned and one.ids == other.ids and one.touched == other.touched


@settings(deadline=None, max_examples=150)
@given(texts(), requests())
def test_rows_stay_a_partition_and_nothing_is_lost(aligned: AlignedTranscript, asked: list) -> None:  # type: ignore[type-arg]
    """After any operations every segment stands in one row (the model checks it), and the text is whole."""
    now = replay(aligned, effective(carry_out(aligned, asked)))
    assert not now.lost
    for old, new in zip(aligned.transcript.editions, now.aligned.transcript.editions, strict=True):
        texts = ["".join("".join(s.text for s in one.segments).split()) for one in (old, new)]
        assert texts[0] == texts[1]


@settings(deadline=None, max_examples=80)
@given(texts(), requests())
def test_undo_restores_each_state_and_redo_brings_it_back(aligned: AlignedTranscript, asked: list) -> None:  # type: ignore[type-arg]
    """Undoing all operations one by one shows every earlier state again; redoing, every later one."""
    log = carry_out(aligned, asked)
    states = [replay(aligned, log[:n]) for n in range(len(log) + 1)]
    whole = list(log)
    for n in range(len(log), 0, -1):
        last = next_undo(whole, "Ada")
        assert last is not None
        whole.append(Decision(f"u{n}", Kind.UNDO, who="Ada", targets=(last.id,)))
        assert same(replay(aligned, effective(whole)), states[n - 1])
    assert next_undo(whole, "Ada") is None
    for n in range(len(log)):
        back = next_redo(whole, "Ada")
        assert back
        whole.append(Decision(f"r{n}", Kind.REDO, who="Ada", targets=back))
        assert same(replay(aligned, effective(whole)), states[n + 1])
    assert next_redo(whole, "Ada") == ()


@settings(deadline=None, max_examples=80)
@given(texts(), texts(), requests())
def test_decisions_carry_over_to_another_alignment(
    aligned: AlignedTranscript, other: AlignedTranscript, asked: list
) -> None:  # type: ignore[type-arg]
    """Over any other alignment of any other text, replay gives a partition and says what was lost."""
    log = effective(carry_out(aligned, asked))
    now = replay(other, log)
    assert len(now.lost) <= len(log)


@settings(deadline=None, max_examples=80)
@given(texts(), requests(), st.data())
def test_confirmed_rows_stand_in_a_new_alignment(aligned: AlignedTranscript, asked: list, data: st.DataObject) -> None:  # type: ignore[type-arg]
    """What was confirmed last stands as it was confirmed, however the text is aligned anew."""
    log = effective(carry_out(aligned, [one for one in asked if one[0] not in (Kind.DIVIDE, Kind.JOIN)]))
    confirming = [d for d in log if d.after]
    sizes = list(aligned.segments.sizes)
    cells: list[list[list[int]]] = [[[] for _ in LANGUAGES] for _ in range(4)]
    for column, size in enumerate(sizes):
        for unit in range(size):
            cells[data.draw(st.integers(0, 3))][column].append(unit)
    now = replay(aligned_of(sizes, cells), log)
    assert not now.lost or not confirming
    rows = {
        tuple(tuple(now.ids[k][u] for u in c) for k, c in enumerate(row.cells)): row
        for row in now.aligned.segments.rows
    }
    for anchor in confirming[-1].after if confirming else ():
        assert rows[tuple(cell for _, cell in anchor)].status is not Status.AUTO
