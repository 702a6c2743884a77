"""Input that nobody means: a right answer or one line, in bounded time; and the same answer on one core or two."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from statistics import fmean

import pytest
import told

from workbench import workflow
from workbench.align.joint import align_texts, align_transcript
from workbench.errors import WorkbenchError
from workbench.model import Alignment

TEXT = told.read("night-train")
ENGLISH, HUNGARIAN, GREEK = told.texts(TEXT, ("en", "hu", "el"))


def matched(alignment: Alignment) -> list[float]:
    """Return the confidences of rows of two editions or more."""
    return [row.score.confidence for row in alignment.rows if len(row.present) > 1]


def written(folder: Path, **texts: list[str]) -> list[Path]:
    """Return files of lines, named by language."""
    paths = []
    for tag, lines in texts.items():
        paths.append(folder / f"{tag}.txt")
        paths[-1].write_text("".join(line + "\n" for line in lines), "utf-8")
    return paths


def test_one_line_against_ten_thousand(tmp_path: Path) -> None:
    """The line finds its counterpart or none, and all others stand alone."""
    many = [f"Das ist Zeile {k} über Wasser und Brot." for k in range(10_000)]
    found = workflow.align_files(
        tmp_path, written(tmp_path, en=["This is line 7 on water and bread."], de=many)
    ).segments
    assert found.sizes == (1, 10_000)
    assert len(matched(found)) <= 1


@pytest.mark.parametrize("other", [[HUNGARIAN], [HUNGARIAN, GREEK]])
def test_reversed_files_are_not_believed(other: list[list[str]]) -> None:
    """A text against another from the end to the beginning: whatever is put together is doubted."""
    texts = [ENGLISH, *([*reversed(text)] for text in other)]
    found = align_texts(texts, languages=["en", "hu", "el"][: len(texts)])
    wrong = [row.score.confidence for row in found.rows if row.cells[0] and row.cells[1]]
    assert fmean(wrong or [0.0]) < 0.5


def test_a_file_against_itself_shifted() -> None:
    """All but what stands at the other end aligns with itself."""
    found = align_texts([ENGLISH, ENGLISH[9:] + ENGLISH[:9]], languages=["en", "de"])
    right = {((k,), (k - 9,)) for k in range(9, len(ENGLISH))}
    assert len(right & {row.cells for row in found.rows}) >= 0.9 * len(right)


def test_the_same_line_a_thousand_times() -> None:
    """Lines that nothing tells apart are aligned somehow, each once, and not believed where counts differ."""
    found = align_texts([["Yes."] * 1000, ["Ja."] * 900], languages=["en", "de"])
    assert found.sizes == (1000, 900)


@pytest.mark.parametrize("tags", [("en", "de"), ("en", "de", "fr")])
def test_lines_of_a_hundred_thousand_characters(tags: tuple[str, ...]) -> None:
    """Lines of words, of one word, of sentences without end: they align by their order."""
    lines = [["word " * 20_000, "a" * 100_000, "x. " * 33_000], ["wort " * 20_000, "a" * 100_000, "x. " * 33_000]]
    found = align_texts([lines[min(k, 1)] for k in range(len(tags))], languages=tags)
    assert [row.cells for row in found.rows] == [((k,) * 1,) * len(tags) for k in range(3)] or len(found.rows) >= 3


def test_control_characters_are_refused_or_read(tmp_path: Path) -> None:
    """A file of control characters is no text, in one line; a few among words do no harm."""
    with pytest.raises(WorkbenchError, match="no text") as caught:
        workflow.align_files(tmp_path, written(tmp_path, en=["\x00\x01\x02", "\x07\x00"], de=["\x00", "\x01"]))
    assert "\n" not in str(caught.value)
    dirty = [line[:5] + "\u200b\u202e\u0007" + line[5:] for line in ENGLISH]
    found = align_texts([dirty, HUNGARIAN], languages=["en", "hu"])
    clean = align_texts([ENGLISH, HUNGARIAN], languages=["en", "hu"])
    assert len({row.cells for row in found.rows} & {row.cells for row in clean.rows}) >= 0.9 * len(clean.rows)


def test_an_empty_file_is_one_line(tmp_path: Path) -> None:
    """Nothing, and lines with nothing in them, are refused with what to do."""
    for nothing in ([], ["", "  ", ""]):
        with pytest.raises(WorkbenchError, match="the file is empty; "):
            workflow.align_files(tmp_path, written(tmp_path, en=ENGLISH, de=nothing))


STRANGERS = (
    (("ferry", "en"), ("hospital", "de")),
    (("ferry", "it"), ("archive", "pt")),
    (("archive", "sv"), ("observatory", "en")),
    (("observatory", "tr"), ("hospital", "hu")),
    (("observatory", "el"), ("ferry", "pl"), ("archive", "nl")),
)


@pytest.mark.parametrize("chosen", STRANGERS)
def test_texts_with_nothing_in_common_are_not_believed(chosen: tuple[tuple[str, str], ...]) -> None:
    """Press conferences of one shape on different things: no row is sure, alone or not, at either level."""
    editions = [told.edition(text := told.read(name), tag, told.straight(text)) for name, tag in chosen]
    for alignment in align_transcript(editions):
        assert fmean(row.score.confidence for row in alignment.rows) < 0.5
        assert max(row.score.confidence for row in alignment.rows) < 0.9
    flat = [[segment.text for segment in edition.segments][:20] for edition in editions]
    found = align_texts(flat, languages=[tag for _, tag in chosen])
    assert fmean(row.score.confidence for row in found.rows) < 0.5


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_stranger_among_kin_is_not_believed(place: int) -> None:
    """Two editions of one press conference beside one of another: no row or pair with the stranger is sure."""
    text, other = told.read("ferry"), told.read("hospital")
    editions = [told.edition(text, tag, told.straight(text)) for tag in ("en", "it")]
    editions.insert(place, told.edition(other, "de", told.straight(other)))
    for alignment in align_transcript(editions):
        joined = [row for row in alignment.rows if row.cells[place] and len(row.present) > 1]
        assert fmean(row.score.confidence for row in joined) < 0.4
        met = [(pair, sure) for row in joined for pair, sure in row.pairs.items() if all(row.cells[k] for k in pair)]
        assert fmean(sure for pair, sure in met if place in pair) < 0.4
        assert fmean(sure for pair, sure in met if place not in pair) > 0.6


def test_what_belongs_together_is_believed() -> None:
    """The same press conferences against their own translations are sure, in any language."""
    for name in ("ferry", "hospital", "archive", "observatory"):
        text = told.read(name)
        for alignment in align_transcript([told.edition(text, tag, told.straight(text)) for tag in text.languages]):
            assert fmean(row.score.confidence for row in alignment.rows) > 0.8


def test_one_core_or_two_give_the_same(tmp_path: Path) -> None:
    """The rows written are the same to the byte, whatever the threads and cores, and however often."""
    files = written(tmp_path, en=ENGLISH, hu=HUNGARIAN, el=GREEK)
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    made = []
    for run, threads in enumerate((1, 2, 2)):
        target = tmp_path / str(run) / "rows.jsonl"
        target.parent.mkdir()
        command = [sys.executable, "-m", "workbench", "--root", str(tmp_path), "align-files", *map(str, files)]

        def one_core(few: bool = threads == 1) -> None:
            if few and cores:
                os.sched_setaffinity(0, cores[:1])

        subprocess.run(
            [*command, "--output", str(target)],
            check=True,
            capture_output=True,
            env={**os.environ, "NUMBA_NUM_THREADS": str(threads), "PYTHONHASHSEED": str(run)},
            cwd=Path(__file__).resolve().parents[2],
            preexec_fn=one_core,
        )
        made.append(target.read_bytes())
    assert made[0] == made[1] == made[2]
