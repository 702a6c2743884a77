"""Each operation by itself, on rows small enough to read."""

from __future__ import annotations

import pytest
from small import edition

from workbench.errors import InputError
from workbench.model import AlignedTranscript, Alignment, Level, Role, Row, Status, Transcript
from workbench.review import Decision, Kind, Request, Reviewed, decide, replay

TEXTS = {
    "en-GB": ["The ferry leaves at nine.", "It returns at noon.", "Nobody waits.", "Bring a coat."],
    "de-DE": ["Die Fähre fährt um neun.", "Mittags kehrt sie zurück.", "Niemand wartet. Nehmt einen Mantel."],
}
ROWS = [((0,), (0,)), ((1,), (1,)), ((2, 3), (2,))]


def ferry(rows: list[tuple[tuple[int, ...], ...]] = ROWS, **texts: list[str]) -> AlignedTranscript:
    """Return two editions of a few sentences; texts by the language's first two letters change them."""
    said = {tag: texts.get(tag[:2], lines) for tag, lines in TEXTS.items()}
    editions = tuple(edition(tag, (Role.ANSWER, "", lines)) for tag, lines in said.items())
    turns = Alignment(tuple(said), (1, 1), Level.TURN, (Row(((0,), (0,))),))
    sizes = tuple(map(len, said.values()))
    segments = Alignment(tuple(said), sizes, Level.SEGMENT, tuple(Row(cells) for cells in rows))
    return AlignedTranscript(Transcript("ferry", editions), turns, segments, "en-GB")


def after(aligned: AlignedTranscript, *requests: Request) -> tuple[Reviewed, list[Decision]]:
    """Return the rows after some requests, and the decisions that these were."""
    log: list[Decision] = []
    for request in requests:
        log.append(decide(replay(aligned, log), request))
    return replay(aligned, log), log


def cells(reviewed: Reviewed) -> list[tuple[tuple[int, ...], ...]]:
    """Return the cells of all rows."""
    return [row.cells for row in reviewed.aligned.segments.rows]


CASES = {
    "merge": (Request("a", Kind.MERGE, (0, 1)), [((0, 1), (0, 1)), ((2, 3), (2,))]),
    "split": (Request("a", Kind.SPLIT, (2,), "en-GB", 1), [*ROWS[:2], ((2,), (2,)), ((3,), ())]),
    "move up": (Request("a", Kind.MOVE, (2,), "en-GB", by=-1), [ROWS[0], ((1, 2), (1,)), ((3,), (2,))]),
    "move down": (Request("a", Kind.MOVE, (1,), "de-DE", by=1), [ROWS[0], ((1,), ()), ((2, 3), (1, 2))]),
    "unlink": (Request("a", Kind.UNLINK, (0,), "de-DE"), [((0,), ()), ((), (0,)), *ROWS[1:]]),
    "link": (Request("a", Kind.LINK, (0, 1), "de-DE", by=1), [((0,), ()), ((1,), (0, 1)), ROWS[2]]),
    "divide": (Request("a", Kind.DIVIDE, (2,), "de-DE", 0, 15), [*ROWS[:2], ((2, 3), (2, 3))]),
    "join": (Request("a", Kind.JOIN, (0,), "en-GB", 0), [((0,), (0,)), ((), (1,)), ((1, 2), (2,))]),
}


@pytest.mark.parametrize("name", CASES)
def test_an_operation_does_what_it_says(name: str) -> None:
    """The cells afterwards are those a reader expects."""
    request, expected = CASES[name]
    now, _ = after(ferry(), request)
    assert cells(now) == expected


def test_a_divided_segment_reads_as_its_parts() -> None:
    """The two parts are sentences of their own, and can be split into rows."""
    now, _ = after(ferry(), Request("a", Kind.DIVIDE, (2,), "de-DE", 0, 15), Request("b", Kind.SPLIT, (2,), "de-DE", 1))
    assert [s.text for s in now.aligned.transcript.editions[1].segments][2:] == [
        "Niemand wartet.",
        "Nehmt einen Mantel.",
    ]
    assert cells(now)[2:] == [((2,), (2,)), ((3,), (3,))]


def test_status_stands_apart_from_confidence() -> None:
    """Accepting, flagging and correcting change what a row's status is, not how sure it is."""
    marks = [Request("a", Kind.ACCEPT, (0,)), Request("b", Kind.FLAG, (1,)), Request("c", Kind.SPLIT, (2,), "en-GB", 1)]
    now, _ = after(ferry(), *marks)
    assert [row.status for row in now.aligned.segments.rows] == [
        Status.ACCEPTED, Status.FLAGGED, Status.CORRECTED, Status.CORRECTED,
    ]  # fmt: skip
    assert len({row.score.confidence for row in now.aligned.segments.rows}) == 1


@pytest.mark.parametrize(
    "request_",
    [
        Request("a", Kind.MERGE, (0, 2)),
        Request("a", Kind.MERGE, (0,)),
        Request("a", Kind.SPLIT, (0,), "en-GB", 1),
        Request("a", Kind.MOVE, (0,), "en-GB", by=-1),
        Request("a", Kind.COMMENT, (0,), note="  "),
        Request("a", Kind.ACCEPT, (99,)),
        Request("a", Kind.UNLINK, (0,), "xx-XX"),
        Request("a", Kind.DIVIDE, (0,), "en-GB", 0, 0),
    ],
)
def test_what_the_rows_do_not_allow_is_refused_in_words(request_: Request) -> None:
    """A refusal says what is wrong and what to do."""
    with pytest.raises(InputError, match="; "):
        decide(replay(ferry(), []), request_)


def test_a_corrected_edition_keeps_what_still_stands_and_lists_the_rest() -> None:
    """A sentence that was mended keeps its row where another edition holds it; what is gone is listed."""
    _, log = after(ferry(), Request("a", Kind.ACCEPT, (0,)), Request("b", Kind.MERGE, (1, 2)))
    changed = ferry([((0,), (0,)), ((1,), (1,)), ((2, 3), (2,))], en=["The ferry leaves at ten.", *TEXTS["en-GB"][1:]])
    now = replay(changed, log)
    assert cells(now) == [((0,), (0,)), ((1, 2, 3), (1, 2))]
    assert [d.id for d in now.lost] == ["a"]
    assert now.aligned.segments.rows[1].status is Status.CORRECTED


def test_a_comment_follows_its_row() -> None:
    """A comment stands with the row that most of its text is in, however the rows are cut."""
    _, log = after(ferry(), Request("a", Kind.COMMENT, (1,), note="Is noon right?"))
    now = replay(ferry([((0, 1), (0, 1)), ((2, 3), (2,))]), log)
    assert [d.note for d in now.touched[0]] == ["Is noon right?"]
