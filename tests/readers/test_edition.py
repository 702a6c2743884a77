"""An edition without a page is kept as a file that gives it back."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.aligned import aligned_transcripts, hostile
from workbench.errors import UnreadableFile
from workbench.model import AlignedTranscript, Edition
from workbench.readers import read_edition
from workbench.readers.edition import edition_bytes, parse_edition


@given(aligned=aligned_transcripts(texts=hostile), title=hostile, when=st.none() | st.dates() | st.datetimes())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_editions_are_given_back(aligned: AlignedTranscript, title: str, when: date | datetime | None) -> None:
    """read(write(edition)) is the edition, whatever its texts, and writing that gives the same bytes."""
    for made in aligned.transcript.editions:
        edition = Edition(made.language, made.turns, made.segments, title, when, ("de-DE", "en-GB"))
        data = edition_bytes(edition)
        found = read_edition(data, where="x.jsonl")
        assert (found.language, found.turns, found.segments, found.title, found.date, found.listed) == (
            edition.language, edition.turns, edition.segments, title, when, edition.listed)  # fmt: skip
        assert edition_bytes(found) == data


@pytest.mark.parametrize(
    "line", [b"no json", b'{"turn": "speech"}', b'{"neither": 1}', b'{"text": "x", "paragraph": true}', b"[]"]
)
def test_a_damaged_edition_names_its_line(line: bytes) -> None:
    """A line that is of no edition is named by file and number."""
    with pytest.raises(UnreadableFile, match=r"^x\.jsonl:2: "):
        parse_edition(b'{"workbench": "edition", "language": "en-GB", "date": null}\n' + line + b"\n", where="x.jsonl")
