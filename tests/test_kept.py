"""Editions kept between runs: the same as read, and never older than the files or the program."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import kept, store, workflow
from workbench.model import Edition, Provenance, Role, Segment, Turn

TEXT = st.sampled_from(["", "a b", "Лавров", '"quoted"', "two\nlines", "half \ud83d", "𝄞"])


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    """Draw an edition with everything that one can have."""
    sizes = draw(st.lists(st.integers(0, 3), max_size=3))
    turns, start = [], 0
    for n, size in enumerate(sizes):
        cuts = tuple(range(start + 1, start + size))
        turns.append(Turn(n, draw(st.sampled_from(Role)), draw(TEXT), start, start + size, cuts, draw(TEXT)))
        start += size
    return Edition(
        "de-DE",
        tuple(turns),
        tuple(Segment(n, draw(TEXT)) for n in range(start)),
        draw(TEXT),
        draw(st.sampled_from([None, date(2024, 5, 3), datetime(2024, 5, 3, 18, 5)])),  # noqa: DTZ001 — as printed
        tuple(draw(st.lists(TEXT, max_size=2))),
        draw(st.sampled_from([None, Provenance("a.txt", "0f", "utf-8", "text", ("one", "two"))])),
        tuple(draw(st.lists(TEXT, max_size=2))),
    )


@settings(deadline=None)
@given(st.lists(editions(), max_size=2))
def test_what_is_kept_is_what_was_read(tmp_path_factory: pytest.TempPathFactory, read: list[Edition]) -> None:
    """Every part of an edition comes back; other files, or a changed one, bring nothing back."""
    path = tmp_path_factory.mktemp("kept") / "x.json"
    seen = [("a.txt", 1, kept.LEAST)]
    kept.save(path, seen, read)
    assert kept.load(path, seen) == tuple(read)
    assert kept.load(path, [("a.txt", 2, kept.LEAST)]) is None


@pytest.mark.parametrize("damage", [b"", b"{}", b"[]", b'{"stamp": 1, "editions": [{}]}'])
def test_a_damaged_file_counts_as_not_there(tmp_path: Path, damage: bytes) -> None:
    """It is derived: the pages are read again."""
    (tmp_path / "x.json").write_bytes(damage)
    assert kept.load(tmp_path / "x.json", [("a.txt", 1, kept.LEAST)]) is None


def test_a_long_transcript_is_read_once_and_again_when_it_changes(
    root: Path, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the second start on the pages are not read; a page that was changed is."""
    monkeypatch.setattr(kept, "LEAST", 1)
    workflow.add(root, "x", [("en-GB.txt", page.encode())])
    first = store.load_transcript(root, "x")
    assert (root / "alignments" / "read" / "x.json").is_file()
    store._read_transcript.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr(store, "_load", None)
        assert store.load_transcript(root, "x") == first
    path = root / "corpora" / "x" / "en-GB.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("40", "4111"), encoding="utf-8")
    assert store.load_transcript(root, "x") != first
