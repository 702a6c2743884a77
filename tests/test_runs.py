"""Runs of the checks kept: taken up where nothing changed, carried where rows were corrected, compared with the last."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from workbench import checking, reviewing, runs, workflow
from workbench.checks import Profile, run_checks
from workbench.findings import Finding
from workbench.review import Kind, Request
from workbench.reviewing import Asked
from workbench.terms import Glossary

NAME = "northern-grid-conference"


@pytest.fixture
def copy(bundled: Path, root: Path) -> Path:
    """Return a root with a transcript that has faults."""
    shutil.copytree(bundled, root, dirs_exist_ok=True)
    return root


def correct(root: Path, kind: Kind, row: int, **how: object) -> None:
    """Correct a row as a person would."""
    review = reviewing.load(root, NAME)
    assert review is not None
    asked = Asked(Request(id=f"{kind}-{row}", kind=kind, rows=(), **how), (review.keys[row],))  # type: ignore[arg-type]
    reviewing.ask(root, review.base, asked, who="Ada")


def test_a_finding_told_as_json_is_the_same_finding(bundled: Path) -> None:
    """Reading what was told gives the value back."""
    findings = run_checks(workflow.load(bundled, NAME))
    assert findings
    for finding in findings:
        assert Finding.from_json(finding.as_json()) == finding


def test_the_checks_run_once_over_the_same_text(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second look at the same rows takes up the first run, and says the same."""
    first = checking.check(copy, NAME)
    monkeypatch.setattr(checking, "run_checks", lambda *_, **__: pytest.fail("run again"))
    again = checking.check(copy, NAME)
    assert again.report.findings == first.report.findings
    assert again.report.comparison.first


def test_the_signature_changes_with_all_that_findings_depend_on(copy: Path) -> None:
    """Other rows, another profile or another glossary is another run; an accepted row is not."""
    aligned = workflow.load(copy, NAME)
    signature = runs.sign(aligned, Profile(), Glossary())
    assert runs.sign(aligned, Profile({"name": "off"}), Glossary()) != signature
    assert runs.sign(aligned, Profile(), Glossary(({"de-DE": ("Netz",)},), ({},))) != signature
    correct(copy, Kind.ACCEPT, 3)
    assert runs.sign(workflow.load(copy, NAME), Profile(), Glossary()) == signature
    correct(copy, Kind.UNLINK, 4, language="de-DE")
    assert runs.sign(workflow.load(copy, NAME), Profile(), Glossary()) != signature


def test_a_damaged_run_counts_as_none(copy: Path) -> None:
    """What is derived is made anew, whatever stands in its place."""
    checking.check(copy, NAME)
    for odd in (b"", b"[]", b'{"form": 2}', b'{"form": 2, "findings": 7}', b"\xff"):
        runs.path(copy, NAME).write_bytes(odd)
        assert runs.last(copy, NAME) is None
    assert checking.check(copy, NAME).report.findings


def test_findings_are_carried_to_where_their_sentences_stand(copy: Path) -> None:
    """After a correction each finding is in the row of its sentences; one about a divided sentence waits."""
    checking.check(copy, NAME)
    run = runs.last(copy, NAME)
    assert run is not None
    correct(copy, Kind.UNLINK, 4, language="de-DE")
    review = reviewing.load(copy, NAME)
    assert review is not None
    carried = {f.id: f for f in runs.carried(run, review.now.aligned, review.now.ids)}
    assert carried.keys() == {f.id for f in run.findings}
    for old in run.findings:
        for tag, spans in carried[old.id].spans.items():
            segments = review.now.aligned.transcript.edition(tag).segments
            assert all(segments[s.segment].text[s.start : s.end] == s.text for s in spans)
    later = [f for f in run.findings if f.row > 10]
    assert all(carried[f.id].row == f.row + 1 for f in later)
    number = next(f for f in carried.values() if f.check == "number" and f.odd_one_out == "fr-FR" and f.row > 10)
    correct(copy, Kind.DIVIDE, number.row, language="fr-FR", at=0, offset=10)
    review = reviewing.load(copy, NAME)
    assert review is not None
    left = {f.id for f in runs.carried(run, review.now.aligned, review.now.ids)}
    assert number.id not in left
    assert len(left) > len(carried) // 2


def test_what_is_dismissed_is_neither_new_nor_gone(copy: Path) -> None:
    """Dismissing is no change of the text: the comparison leaves it out."""
    first = checking.check(copy, NAME).report
    chosen = first.findings[0]
    checking.dismiss(copy, NAME, chosen.id, reason="as printed", who="Eva")
    correct(copy, Kind.UNLINK, 4, language="de-DE")
    after = checking.check(copy, NAME)
    assert not after.report.comparison.first
    assert chosen.id not in after.report.comparison.gone | after.report.comparison.new
    assert {f.id for f in after.gone} == after.report.comparison.gone
    assert replace(after.dismissed[0], row=0, turn_row=0) == replace(chosen, row=0, turn_row=0)


def test_only_the_main_thread_spreads_a_text_over_processes() -> None:
    """A page's thread runs the sections itself: a process started there would run the dashboard's script again."""
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(_spread_of_a_long_text).result() is map


def _spread_of_a_long_text() -> object:
    with checking._processes(1_000_000) as spread:
        return spread


def test_a_run_tells_whether_it_is_of_the_text_as_it_stands(copy: Path) -> None:
    """Checked once, it is; after a correction it is not, until the checks have run again."""
    runs.path(copy, NAME).unlink(missing_ok=True)
    assert not checking.is_checked(copy, workflow.load(copy, NAME))
    checking.check(copy, NAME)
    assert checking.is_checked(copy, workflow.load(copy, NAME))
    correct(copy, Kind.UNLINK, 4, language="de-DE")
    assert not checking.is_checked(copy, workflow.load(copy, NAME))
