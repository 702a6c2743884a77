"""Glossaries beside a transcript: brought, found, checked against, replaced and removed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from workbench import checking, glossaries, workflow
from workbench.errors import Conflict, InputError

NAME = "northern-grid-conference"
TABLE = "en-GB\tde-DE\nprice cap\tPreisdeckel|!Kabel\n"
TBX = """<?xml version="1.0"?><tbx><text><body><conceptEntry>
<langSec xml:lang="en-GB"><termSec><term>price cap</term></termSec></langSec>
<langSec xml:lang="de-DE"><termSec><term>Deckel</term><termNote>deprecatedTerm-admn-sts</termNote></termSec></langSec>
</conceptEntry></body></text></tbx>"""


@pytest.fixture
def copy(bundled: Path, root: Path) -> Path:
    """Return a root of one's own."""
    shutil.copytree(bundled, root, dirs_exist_ok=True)
    return root


def test_a_glossary_that_is_brought_is_checked_against(copy: Path) -> None:
    """It needs not be named: what it forbids is found at the next check, and no edition is mistaken for it."""
    before = {f.id for f in checking.check(copy, NAME).report.findings}
    glossaries.keep(copy, NAME, "My Terms.TSV", TABLE.encode())
    fresh = [f for f in checking.check(copy, NAME).report.findings if f.id not in before]
    assert any(f.check == "term" and "forbidden" in f.message for f in fresh)
    assert len(workflow.load(copy, NAME).transcript.languages) == 5


def test_bringing_another_kind_replaces_it(copy: Path) -> None:
    """One glossary at a time, whatever its kind; removing it leaves none."""
    glossaries.keep(copy, NAME, "a.tsv", TABLE.encode())
    glossaries.keep(copy, NAME, "b.tbx", TBX.encode())
    path = checking.glossary_file(copy, NAME)
    assert path is not None
    assert path.suffix == ".tbx"
    assert not (copy / "corpora" / NAME / "glossary.tsv").exists()
    glossaries.drop(copy, NAME)
    assert checking.glossary_file(copy, NAME) is None
    with pytest.raises(Conflict):
        glossaries.drop(copy, NAME)


def test_what_is_no_glossary_is_refused_and_nothing_is_stored(copy: Path) -> None:
    """Other kinds of files, and tables without a language, are told in a line."""
    for file, data in (("a.docx", b"PK"), ("a.tsv", b"one\ttwo\n"), ("a.tbx", b"<a>"), ("a", TABLE.encode())):
        with pytest.raises(InputError):
            glossaries.keep(copy, NAME, file, data)
    assert checking.glossary_file(copy, NAME) is None


def test_the_transcripts_own_glossary_goes_before_the_corpus_s(copy: Path) -> None:
    """One beside all transcripts serves those that have none of their own; a named one goes before both."""
    (copy / "corpora" / "glossary.csv").write_text("en-GB,de-DE\nx,y\n")
    path = checking.glossary_file(copy, NAME)
    assert path is not None
    assert path.name == "glossary.csv"
    glossaries.keep(copy, NAME, "a.tsv", TABLE.encode())
    path = checking.glossary_file(copy, NAME)
    assert path is not None
    assert path.name == "glossary.tsv"
    (copy / "corpora" / NAME / "checks.toml").write_text('[glossary]\nfile = "own.tsv"\n')
    (copy / "corpora" / NAME / "own.tsv").write_text(TABLE)
    path = checking.glossary_file(copy, NAME)
    assert path is not None
    assert path.name == "own.tsv"
