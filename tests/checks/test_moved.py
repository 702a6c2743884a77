"""Turns that an editor has changed over or carried elsewhere make one finding, not one for every sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from exchanges import ANSWER, QUESTION

from workbench.align.joint import align_transcript
from workbench.checks import run_checks
from workbench.findings import Finding, Severity
from workbench.model import AlignedTranscript, Edition, Segment, Transcript, Turn

Said = list[tuple[str, list[str]]]
TEXT = json.loads((Path(__file__).parents[1] / "cases" / "faults" / "ceasefire-briefing.json").read_text("utf-8"))
TAGS = list(TEXT["turns"][0])


def edition(tag: str, said: Said, asker: str) -> Edition:
    """Return an edition; the asker's turns are questions."""
    segments: list[Segment] = []
    turns = []
    for number, (label, sentences) in enumerate(said):
        start = len(segments)
        segments += [Segment(start + n, sentence) for n, sentence in enumerate(sentences)]
        turns.append(Turn(number, QUESTION if label == asker else ANSWER, label, start, len(segments), (), label))
    return Edition(tag, tuple(turns), tuple(segments))


def found(tag: str, order: list[int]) -> list[Finding]:
    """Return errors and warnings where one edition says its turns in an order, each under the label of the place."""
    editions = []
    for other in TAGS:
        said: Said = [(turn[other][0], turn[other][1:]) for turn in TEXT["turns"]]
        if other == tag:
            said = [(said[place][0], said[turn][1]) for place, turn in enumerate(order)]
        editions.append(edition(other, said, said[0][0]))
    turns, segments = align_transcript(editions, pivot=TAGS[0])
    aligned = AlignedTranscript(Transcript("briefing", tuple(editions)), turns, segments, TAGS[0])
    return [f for f in run_checks(aligned) if f.severity is not Severity.INFO]


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize(("one", "other"), [(3, 5), (3, 11), (6, 8)])
def test_changed_over(tag: str, one: int, other: int) -> None:
    """Two answers (near and far) or two questions changed over are one finding, in the right edition."""
    order = list(range(len(TEXT["turns"])))
    usual = {f.message for f in found(tag, order)}
    order[one], order[other] = other, one
    new = [f for f in found(tag, order) if f.message not in usual]
    assert [(f.check, f.odd_one_out) for f in new] == [("moved", tag)]
    assert "2 turns" in new[0].message


def test_block() -> None:
    """Two exchanges carried elsewhere together are one finding."""
    count = len(TEXT["turns"])
    order = [*range(4), *range(8, 12), *range(4, 8), *range(12, count)]
    new = [f for f in found("fr-FR", order) if f.check == "moved"]
    assert [f.odd_one_out for f in new] == ["fr-FR"]
    assert "4 turns" in new[0].message
