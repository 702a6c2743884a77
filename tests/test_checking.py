"""The verb check: reports, exit status, dismissals, profiles and the comparison with the last run."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from lxml import html

from workbench import checking, workflow
from workbench.cli import run
from workbench.errors import InputError

PAGE = """{title}

{q}: {ask}

{name}: {answer}

{q}: {again}

{name}: {end}
"""
TEXTS = {
    "en-GB": ("Press conference", "Question", "Anna Berg", "How long did it take?", "It took 85 days in all.", "And who paid?", "The city paid <everything>."),
    "de-DE": ("Pressekonferenz", "Frage", "Anna Berg", "Wie lange hat es gedauert?", "Es dauerte insgesamt 85 Tage.", "Und wer hat bezahlt?", "Die Stadt hat <alles> bezahlt."),
    "fr-FR": ("Conférence de presse", "Question", "Anna Berg", "Combien de temps cela a-t-il pris ?", "Cela a pris en tout 58 jours.", "Et qui a payé ?", "La ville a <tout> payé."),
}  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a root with a transcript in three editions, one of which has a wrong number."""
    files = []
    for tag, (title, q, name, ask, answer, again, end) in TEXTS.items():
        page = PAGE.format(title=title, q=q, name=name, ask=ask, answer=answer, again=again, end=end)
        files.append((f"{tag}.txt", page.encode()))
    workflow.add(tmp_path, "talk", files)
    workflow.align(tmp_path, "talk")
    return tmp_path


def _numbers(root: Path) -> list[str]:
    return [f.id for f in checking.check(root, "talk", remember=False).report.findings if f.check == "number"]


def test_contract(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON report is a list of objects with the keys of the contract."""
    assert run(["--root", str(root), "check", "talk", "--format", "json"]) == 0
    found = [f for f in json.loads(capsys.readouterr().out) if f["check"] == "number"]
    assert len(found) == 1
    keys = {"id", "check", "severity", "row", "turn_row", "languages", "odd_one_out", "message", "spans"}
    assert keys <= set(found[0])
    assert found[0]["odd_one_out"] == "fr-FR"
    assert found[0]["languages"][0] == "fr-FR"
    assert [s["text"] for s in found[0]["spans"]["fr-FR"]] == ["58"]


def test_fail_on(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The exit status is 1 when a finding reaches --fail-on, else 0, and 2 for unusable input."""
    assert run(["--root", str(root), "check", "talk", "--fail-on", "error"]) == 1
    assert run(["--root", str(root), "check", "talk"]) == 0
    assert run(["--root", str(root), "check", "nothing"]) == 2
    assert run(["--root", str(root), "check", "talk", "--format", "doc"]) == 2
    assert capsys.readouterr().err.count("\n") == 2


@pytest.mark.parametrize("kind", [k.name for k in checking.REPORTS])
def test_every_report_is_written(root: Path, kind: str) -> None:
    """Each kind of report is well-formed and holds the finding, escaped."""
    path = root / f"report.{kind}"
    assert run(["--root", str(root), "check", "talk", "--format", kind, "--output", str(path)]) == 0
    data = path.read_bytes()
    if kind == "xlsx":
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            assert "58" in book.read("xl/sharedStrings.xml").decode()
    elif kind == "html":
        page = html.fromstring(data.decode())
        assert "58" in [m.text for m in page.iter("mark")]
        assert not page.xpath("//script")
    elif kind == "sarif":
        run_ = json.loads(data)["runs"][0]
        rules = [r["id"] for r in run_["tool"]["driver"]["rules"]]
        assert run_["results"]
        assert all(rules[r["ruleIndex"]] == r["ruleId"] and r["message"]["text"] for r in run_["results"])
    else:
        assert "58" in data.decode()


def test_dismissed_stays_dismissed(root: Path) -> None:
    """A dismissed finding is not reported, also after a new alignment, until it is restored."""
    (number,) = _numbers(root)
    arguments = ["--root", str(root), "check", "talk"]
    assert run([*arguments, "--dismiss", number]) == 2
    assert run([*arguments, "--dismiss", number, "--reason", "as printed", "--who", "Eva"]) == 0
    workflow.align(root, "talk", pivot="de-DE")
    assert _numbers(root) == []
    checked = checking.check(root, "talk")
    assert checked.report.dismissed == {number: "as printed"}
    assert run([*arguments, "--restore", number]) == 0
    assert _numbers(root) == [number]
    assert run([*arguments, "--restore", number]) == 2


def test_comparison_with_the_last_run(root: Path) -> None:
    """The second run tells what is new, gone and still there."""
    assert checking.check(root, "talk").report.comparison.first
    (root / "corpora" / "talk" / "checks.toml").write_text('[severity]\nnumber = "off"\n')
    after = checking.check(root, "talk").report.comparison
    assert not after.first
    assert len(after.gone) == 1
    assert not after.new


def test_profiles_lie_over_each_other(root: Path) -> None:
    """A transcript's profile goes before the corpus's; what is unknown in it is one line with a remedy."""
    (root / "corpora" / "checks.toml").write_text('[severity]\nnumber = "off"\nname = "info"\n')
    assert _numbers(root) == []
    (root / "corpora" / "talk" / "checks.toml").write_text('[severity]\nnumber = "warning"\n')
    assert len(_numbers(root)) == 1
    (root / "corpora" / "talk" / "checks.toml").write_text('[severity]\nnumbers = "off"\n')
    with pytest.raises(InputError, match="unknown check"):
        checking.check(root, "talk")


def test_glossary_of_the_profile(root: Path) -> None:
    """A glossary beside checks.toml is read; forbidden renderings are found."""
    folder = root / "corpora" / "talk"
    (folder / "checks.toml").write_text('[glossary]\nfile = "terms.tsv"\n')
    (folder / "terms.tsv").write_text("en-GB\tde-DE\ncity\tKommune|!Stadt\n", "utf-8")
    found = [f for f in checking.check(root, "talk").report.findings if f.check == "term"]
    assert any(f.found == "Stadt" and f.expected == "Kommune" for f in found)
