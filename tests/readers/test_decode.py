"""Encodings are told by content, and mended mojibake can be replayed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import UnreadableFile
from workbench.readers import read
from workbench.readers.decode import decode
from workbench.readers.mojibake import mend, replay

CASES = json.loads((Path(__file__).parent.parent / "cases" / "encodings.json").read_text("utf-8"))
UNICODE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]


@pytest.mark.parametrize("case", CASES, ids=[c["language"] for c in CASES])
def test_eight_bit_encodings(case: dict[str, object]) -> None:
    """A text comes back as written from every encoding that its language was ever saved in."""
    for encoding in case["encodings"]:
        data = str(case["text"]).encode(encoding)
        assert decode(data, where="x")[0] == case["text"], encoding


@pytest.mark.parametrize("encoding", UNICODE)
@pytest.mark.parametrize("case", CASES, ids=[c["language"] for c in CASES])
def test_unicode_with_and_without_marks(case: dict[str, str], encoding: str) -> None:
    """UTF-8, UTF-16 and UTF-32 are told with and without a byte-order mark."""
    assert decode(case["text"].encode(encoding), where="x")[0] == case["text"]


def test_an_assumed_encoding_is_noted() -> None:
    """An encoding that nothing in the file names is told to the user."""
    data = "Вопрос: Как прошла встреча?\n\nМинистр: Хорошо, мы обо всём договорились.".encode("cp1251")
    reading = read([data], where="x.txt")
    assert reading.encoding == "cp1251"
    assert any("cp1251" in note for note in reading.edition.notes)


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", b"   \n", bytes(range(256)) * 20, b"\x89PNG\r\n\x1a\n" + bytes(200)]
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    """Empty and binary files give one line with a way out."""
    with pytest.raises(UnreadableFile):
        decode(data, where="x")


@pytest.mark.parametrize(
    ("garbled", "right"),
    [("CafÃ© ferme", "Café ferme"), ("Ð›Ð°Ð²Ñ€Ð¾Ð²", "Лавров"), ("schÃ¶n und grÃ¼n", "schön und grün")],
)
def test_mojibake_is_mended_and_replayed(garbled: str, right: str) -> None:
    """Garbled characters are mended line by line, and the recorded steps make the same of the same."""
    mended, steps = mend(f"A sound line\n{garbled}\nanother")
    assert mended == f"A sound line\n{right}\nanother"
    assert [s.split(":")[0] for s in steps] == ["2"]
    assert replay(f"A sound line\n{garbled}\nanother", steps) == mended


@given(st.text(max_size=200))
def test_mending_is_replayable(text: str) -> None:
    """Whatever the text, the steps recorded make of it what mending made."""
    mended, steps = mend(text)
    assert replay(text, steps) == mended


def test_sound_text_stays() -> None:
    """Text in five languages is no mojibake."""
    for case in CASES:
        assert mend(case["text"]) == (case["text"], ())
