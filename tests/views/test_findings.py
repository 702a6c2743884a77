"""The findings page: what the list is given, what is stored of what people decide, and the parallel text's share."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from workbench import checking, dismissals, workflow
from workbench.views import judged, noticed

NAME = "northern-grid-conference"
HOSTILE = """3 May 2024

Press <b>conference</b>

Question: <script>window.hurt = 1</script> How much is it?

Minister: It costs 40 million 😀 **euros** [here](javascript:alert(1)) and $x$.
"""
GERMAN = """3. Mai 2024

Presse <b>Konferenz</b>

Frage: <script>window.hurt = 1</script> Wie viel ist es?

Minister: Es kostet 😀😀 50 Millionen **Euro** [hier](javascript:alert(1)) und $x$.
"""


@pytest.fixture
def copy(bundled: Path, root: Path) -> Path:
    """Return a root of one's own with a transcript that has faults."""
    shutil.copytree(bundled, root, dirs_exist_ok=True)
    return root


@pytest.fixture
def session() -> Iterator[None]:
    """Give each test a session of its own."""
    st.session_state.clear()
    yield
    st.session_state.clear()


def sent(*asked: dict[str, Any], who: str = "Ada", transcript: str = NAME) -> str:
    """Return what the browser sends."""
    return json.dumps({"transcript": transcript, "who": who, "asked": list(asked)})


def dismissal(finding: str, ident: str = "a", **more: Any) -> dict[str, Any]:
    """Return a request to dismiss."""
    return {"id": ident, "kind": "dismiss", "finding": finding, "reason": "as printed", "seen": 0, **more}


def test_without_a_transcript_the_page_says_what_to_do(visit: Callable[..., Any], root: Path) -> None:
    """Nothing aligned: a sentence and the way out."""
    assert "Nothing is aligned yet." in visit("findings", root).text()


def test_the_list_has_every_finding_with_its_places_in_every_edition(visit: Callable[..., Any], copy: Path) -> None:
    """Each finding is there, and each of its places is the text that the checks name."""
    page = visit("findings", copy, transcript=NAME)
    given = page.findings()
    checked = checking.check(copy, NAME)
    assert {f["id"] for f in given["findings"]} == {f.id for f in checked.report.findings}
    known = {f.id: f for f in checked.report.findings}
    for one in given["findings"]:
        finding = known[one["id"]]
        places = [given["texts"][k][str(segment)][start:end] for k, segment, start, end in one["spans"]]
        assert places == [span.text for spans in finding.spans.values() for span in spans]
        if finding.odd_one_out:
            assert given["languages"][one["odd"]]["tag"] == finding.odd_one_out
        for k, cell in enumerate(one["cells"]):
            assert all(str(segment) in given["texts"][k] for segment in cell)


def test_places_count_as_browsers_do(root: Path, visit: Callable[..., Any]) -> None:
    """Characters outside the basic plane count twice; markup in a text stays text."""
    workflow.add(root, "hostile", [("en-GB.txt", HOSTILE.encode()), ("de-DE.txt", GERMAN.encode())])
    workflow.align(root, "hostile")
    given = visit("findings", root, transcript="hostile").findings()
    number = next(f for f in given["findings"] if f["check"] == "number")
    said = []
    for k, segment, start, end in number["spans"]:
        wide = given["texts"][k][str(segment)].encode("utf-16-le")
        said.append(wide[2 * start : 2 * end].decode("utf-16-le"))
    assert sorted(said) == ["40 million", "50 Millionen"]


def test_a_bad_profile_is_told_in_words(visit: Callable[..., Any], copy: Path) -> None:
    """What is wrong in checks.toml, where, and the way out; no list."""
    (copy / "corpora" / NAME / "checks.toml").write_text("[severity]\nnumbers = 1\n")
    page = visit("findings", copy, transcript=NAME)
    assert 'unknown check "numbers"' in page.text().casefold()
    assert not page.given("workbench_findings")


def test_reports_are_offered_in_every_kind(visit: Callable[..., Any], copy: Path) -> None:
    """Each kind of report has its button."""
    page = visit("findings", copy, transcript=NAME)
    labels = {button.proto.label for button in page.app.get("download_button")}
    assert {"JSON", "HTML", "XLSX", "SARIF"} <= labels


@pytest.mark.usefixtures("session")
def test_what_is_dismissed_is_stored_once_and_can_be_undone(copy: Path) -> None:
    """The same request twice is one dismissal, in the store of the command line; restoring makes it count again."""
    chosen = checking.check(copy, NAME).report.findings[0].id
    for _ in range(2):
        judged.take(copy, NAME, sent(dismissal(chosen)))
    assert judged.news(NAME)["stored"] == ["a"]
    entry = dismissals.dismissed(copy, NAME)[chosen]
    assert (entry.reason, entry.who) == ("as printed", "Ada")
    assert chosen not in {f.id for f in checking.check(copy, NAME).report.findings}
    judged.take(copy, NAME, sent({"id": "b", "kind": "restore", "finding": chosen, "seen": entry.number}))
    assert chosen in {f.id for f in checking.check(copy, NAME).report.findings}


@pytest.mark.usefixtures("session")
def test_what_cannot_be_dismissed_is_told(copy: Path) -> None:
    """No reason, no such finding: nothing is stored, and the browser hears why."""
    chosen = checking.check(copy, NAME).report.findings[0].id
    judged.take(copy, NAME, sent(dismissal(chosen, reason=" "), dismissal("number-nowhere", "b")))
    assert [ident for ident, _ in judged.news(NAME)["refused"]] == ["a", "b"]
    assert dismissals.dismissed(copy, NAME) == {}


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("text", ["", "[]", "{}", '{"asked": [{"id": 1, "kind": "burn"}]}', None, 7])
def test_what_is_not_from_the_element_is_let_pass(copy: Path, text: object) -> None:
    """Odd messages change nothing and raise nothing."""
    judged.take(copy, NAME, text)
    assert dismissals.history(copy, NAME) == []


def test_two_sessions_dismissing_at_once_lose_nothing(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people's decisions on the same and on different findings are all kept, and both see them."""
    monkeypatch.setenv("WORKBENCH_ROOT", str(copy))
    first, second, third = (f.id for f in checking.check(copy, NAME).report.findings[:3])
    apps = []
    for person, other in (("Ada", second), ("Eva", third)):
        app = AppTest.from_string("from workbench.views import findings\nfindings.draw()\n", default_timeout=60)
        app.query_params["transcript"] = NAME
        app.session_state["findings_inbox"] = [
            sent(dismissal(first, f"{person}1"), dismissal(other, f"{person}2"), who=person)
        ]
        apps.append(app.run())
    entries = [(entry.finding, entry.who) for entry in dismissals.history(copy, NAME)]
    assert entries == [(first, "Ada"), (second, "Ada"), (first, "Eva"), (third, "Eva")]
    given = json.loads(apps[1].run().get("bidi_component")[0].proto.json)
    assert {one: len(deeds) for one, deeds in given["history"].items()} == {first: 2, second: 1, third: 1}
    assert given["stored"] == ["Eva1", "Eva2"]


def test_the_parallel_text_marks_what_was_noticed(copy: Path, visit: Callable[..., Any]) -> None:
    """Marks are the characters that the findings name, in sentences and in turns; the dismissed are left out."""
    checked = checking.check(copy, NAME)
    dropped = checked.report.findings[0].id
    checking.dismiss(copy, NAME, dropped, reason="as printed", who="Ada")
    page = visit("parallel", copy, transcript=NAME)
    found, (_, content) = page.noticed(), page.parallel()
    kept = {f.id: f for f in checked.report.findings if f.id != dropped}
    assert {one[6] for one in found["list"]} == kept.keys()
    for level in ("segment", "turn"):
        for row, marks in found[level].items():
            for k, part, start, end, number in marks:
                cell = content["levels"][level]["text"][k][int(row)]
                text = (cell if isinstance(cell, list) else [cell])[part]
                finding = kept[found["list"][number][6]]
                assert text[start:end] in {s.text for s in finding.spans[content["languages"][k]["tag"]]}


def test_the_checks_run_beside_the_page(copy: Path, visit: Callable[..., Any]) -> None:
    """A text that nobody has checked is checked while it is read, and the next look shows what was found."""
    assert visit("parallel", copy, transcript=NAME).noticed()["list"] == []
    noticed._jobs().pool.submit(lambda: None).result(timeout=60)
    assert len(visit("parallel", copy, transcript=NAME).noticed()["list"]) > 10
