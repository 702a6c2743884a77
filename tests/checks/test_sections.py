"""Long transcripts are checked in sections, with the result that the whole would have."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from small import edition

from workbench.align.joint import align_transcript
from workbench.checks import check_section, run_checks
from workbench.checks.sections import sections
from workbench.model import AlignedTranscript, Role, Transcript
from workbench.terms import Glossary

ENGLISH = [f"The mill by the river ground {n} sacks of grain that year." for n in range(20, 32)]
GERMAN = [f"Die Mühle am Fluss mahlte in jenem Jahr {n} Säcke Korn." for n in range(20, 32)]
FRENCH = [f"Le moulin au bord de la rivière a moulu {n} sacs de grain cette année-là." for n in range(20, 32)]


def _talk() -> AlignedTranscript:
    texts = {"en-GB": ENGLISH, "de-DE": [*GERMAN[:7], GERMAN[7].replace("27", "72"), *GERMAN[8:]], "fr-FR": FRENCH}
    editions = [
        edition(tag, *((Role.STATEMENT, "A", said[n : n + 3]) for n in range(0, 12, 3))) for tag, said in texts.items()
    ]
    turns, segments = align_transcript(editions, pivot="en-GB")
    return AlignedTranscript(Transcript("mill", tuple(editions)), turns, segments, "en-GB")


def test_sections_hold_everything_once() -> None:
    """The sections' sentences, put back to their places, are the transcript's, in its rows."""
    whole = _talk()
    parts = list(sections(whole, size=3))
    assert len(parts) > 2
    for k, original in enumerate(whole.transcript.editions):
        places = [i for part in parts for i in part.segments[k]]
        assert sorted(places) == list(range(len(original.segments)))
        for part in parts:
            texts = [s.text for s in part.aligned.transcript.editions[k].segments]
            assert texts == [original.segments[i].text for i in part.segments[k]]
    assert sum(len(part.aligned.segments.rows) for part in parts) == len(whole.segments.rows)


def test_faults_are_put_back() -> None:
    """A fault found in a section stands in the row and at the characters of the whole."""
    whole = _talk()
    jobs = [(part, Glossary(), frozenset(["number"])) for part in sections(whole, size=3)]
    (fault,) = [fault for job in jobs for fault in check_section(job)]
    (segment, start, end) = fault.places[1][0]
    assert whole.transcript.editions[1].segments[segment].text[start:end] == "72"
    assert segment in whole.segments.rows[fault.row].cells[1]


def test_processes_change_nothing() -> None:
    """Two processes find what one does."""
    whole = _talk()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert run_checks(whole, spread=pool.map) == run_checks(whole)
