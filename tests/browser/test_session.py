"""A correction session from start to export, key by key as docs/correcting.md describes it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from browsing import REPOSITORY, ask, press, read, until
from correcting import DOWN, ENTER, RIGHT, Desk, stored
from lxml import etree

from workbench import derived, workflow
from workbench.model import AlignedTranscript, Row, Score, Status

pytestmark = pytest.mark.browser
KEYS = {"Enter": ENTER, "↓": DOWN, "→": RIGHT}
DOUBT = Score(0.3)


def steps() -> list[tuple[str, list[str]]]:
    """Return the steps of the documented session: what is done, and the keys that do it."""
    page = (REPOSITORY / "docs" / "correcting.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\| \d+ \| (.+?) \| (.*?) \|$", page, flags=re.MULTILINE)
    return [(what, re.findall(r"`([^`]+)`", keys)) for what, keys in lines]


def joined(*rows: Row) -> Row:
    """Return rows as one that nobody is sure of."""
    cells = tuple(tuple(unit for row in rows for unit in row.cells[k]) for k in range(len(rows[0].cells)))
    return replace(rows[0], cells=cells, score=DOUBT, pairs={})


def having(row: Row, column: int, cell: tuple[int, ...]) -> Row:
    """Return a row with another cell in a column, that nobody is sure of."""
    cells = tuple(cell if k == column else units for k, units in enumerate(row.cells))
    return replace(row, cells=cells, score=DOUBT, pairs={})


def damaged(aligned: AlignedTranscript) -> AlignedTranscript:
    """Return an alignment with four faults: rows joined, a sentence in the wrong row, a cell alone, turns joined."""
    rows, turns = list(aligned.segments.rows), list(aligned.turns.rows)
    german, russian = (aligned.transcript.languages.index(tag) for tag in ("de-DE", "ru-RU"))
    alone = tuple(() if k != russian else cell for k, cell in enumerate(rows[23].cells))
    rows[23:24] = [having(rows[23], russian, ()), replace(rows[23], cells=alone, score=DOUBT, pairs={})]
    both = rows[15].cells[german] + rows[16].cells[german]
    rows[15:17] = [having(rows[15], german, ()), having(rows[16], german, both)]
    rows[8:10] = [joined(rows[8], rows[9])]
    turns[12:14] = [joined(turns[12], turns[13])]
    turns = [replace(row, turn_row=n) for n, row in enumerate(turns)]
    rows = [replace(row, turn_row=row.turn_row - (row.turn_row > 12)) for row in rows]
    made = replace(aligned.turns, rows=tuple(turns)), replace(aligned.segments, rows=tuple(rows))
    return replace(aligned, turns=made[0], segments=made[1])


def click(chromium: Any, selector: str, words: str = "") -> None:
    """Press something of Streamlit's own with the mouse, the first that has some words."""
    find = (
        f"const one = [...document.querySelectorAll({selector!r})].find((node) => node.textContent.includes({words!r}));"
        " if (one) one.click(); return Boolean(one);"
    )
    until(lambda: chromium.execute_script(find), f"{selector} {words}")


def test_a_session_from_start_to_export_takes_the_keys_that_the_docs_say(
    chromium: Any, desk: Desk, address: str, tmp_path: Path
) -> None:
    """Four faults are found and mended by the documented keys; what is exported is the right alignment."""
    right = workflow.load_base(desk.root, desk.name)
    derived.save_alignment(desk.root, damaged(right))
    chromium.get(address)
    row = f"[data-press='open:{desk.name}']"
    until(lambda: ask(chromium, row, f'(root.querySelector("{row}").click(), true)'), "the library")
    read(chromium, "true")
    pressed = 0
    for what, keys in steps():
        for key in keys:
            press(chromium, KEYS.get(key, key))
            pressed += 1
        until(lambda: read(chromium, "/^$|^All decisions/.test(root.querySelector('.saving').textContent)"), what)
    stored(chromium)
    said = re.search(r"\*\*(\d+) keys\*\*", (REPOSITORY / "docs" / "correcting.md").read_text(encoding="utf-8"))
    assert said is not None
    assert pressed == int(said[1])
    now = workflow.load(desk.root, desk.name)
    assert [one.cells for one in now.turns.rows] == [one.cells for one in right.turns.rows]
    assert [one.cells for one in now.segments.rows] == [one.cells for one in right.segments.rows]
    assert sum(one.status is not Status.AUTO for one in now.segments.rows) > 0.9 * len(now.segments.rows)
    chromium.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    click(chromium, "a[href$='/export']")
    click(chromium, "[data-testid=stRadio] label", "TMX")
    click(chromium, "[data-testid=stDownloadButton] button", "Download TMX")
    file = until(lambda: next(iter(tmp_path.glob("*.tmx")), None), "downloaded")
    made = b"".join(workflow.export(desk.root, desk.name, format="tmx").chunks)
    units = [[seg.text for seg in tree.iter("seg")] for tree in (etree.parse(file), etree.fromstring(made))]
    assert units[0] == units[1]
    assert len(units[0]) > 4 * len(right.segments.rows)
