"""The terms page: what the table is given, and a glossary brought, named, broken."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workbench import glossaries

NAME = "northern-grid-conference"
HOSTILE = "en-GB\tde-DE\n<script>window.hurt = 1</script>\t**Nichts**\nprice cap\t!Preisdeckel\n"


@pytest.fixture
def copy(bundled: Path, root: Path) -> Path:
    """Return a root of one's own with a transcript."""
    shutil.copytree(bundled, root, dirs_exist_ok=True)
    return root


def tables(page: Any) -> dict[str, dict[str, Any]]:
    """Return what the tables of terms were given, by their label."""
    given = [json.loads(one.json) for one in page.given("workbench_terms")]
    return {one["label"]: one for one in given}


def test_without_a_transcript_the_page_says_what_to_do(visit: Callable[..., Any], root: Path) -> None:
    """Nothing aligned: a sentence and the way out."""
    assert "Nothing is aligned yet." in visit("terms", root).text()


def test_terms_come_with_every_place_and_the_inconsistent_first(visit: Callable[..., Any], bundled: Path) -> None:
    """Each place is the text that it names, each row is one of the alignment; what varies comes first."""
    given = tables(visit("terms", bundled, transcript=NAME))["Recurring terms"]
    assert len(given["terms"]) > 20
    varies = [term["varies"] for term in given["terms"]]
    assert varies == sorted(varies, reverse=True)
    for term in given["terms"]:
        for k, said in term["cells"].items():
            for text, places, _ in said:
                printed = [given["texts"][int(k)][str(segment)][start:end] for _, segment, start, end in places]
                assert text in printed


def test_an_address_narrows_the_terms(visit: Callable[..., Any], bundled: Path) -> None:
    """What is looked for, in any edition and any case."""
    given = tables(visit("terms", bundled, transcript=NAME, q="PREISDECKEL"))["Recurring terms"]
    assert 0 < len(given["terms"]) < 5


def test_a_glossary_is_shown_with_what_it_forbids_and_misses(visit: Callable[..., Any], copy: Path) -> None:
    """Concepts as written, markup and all; the broken ones first, in the order of the file else."""
    glossaries.keep(copy, NAME, "g.tsv", HOSTILE.encode())
    page = visit("terms", copy, transcript=NAME)
    given = tables(page)["The glossary in this text"]
    texts = [one[0] for term in given["terms"] for said in term["cells"].values() for one in said]
    assert "<script>window.hurt = 1</script>" in texts
    assert "**Nichts**" in texts
    forbidden = [one for said in given["terms"][0]["cells"].values() for one in said if one[2] == "forbidden"]
    assert forbidden[0][0] == "Preisdeckel"
    assert len(forbidden[0][1]) >= 4
    page.press("drop_glossary")
    assert "no glossary" in page.text()


def test_a_named_glossary_is_not_overwritten(visit: Callable[..., Any], copy: Path) -> None:
    """Where checks.toml names one, the page says so and takes no other."""
    (copy / "corpora" / NAME / "checks.toml").write_text('[glossary]\nfile = "own.tsv"\n')
    (copy / "corpora" / NAME / "own.tsv").write_text("en-GB\tde-DE\nprice cap\tPreisdeckel\n")
    page = visit("terms", copy, transcript=NAME)
    assert "checks.toml names" in page.text()
    assert not page.app.get("file_uploader")


def test_a_broken_glossary_is_told_in_words(visit: Callable[..., Any], copy: Path) -> None:
    """What is wrong, where, and the way out; the terms are there all the same."""
    (copy / "corpora" / NAME / "glossary.tbx").write_text("<tbx>")
    page = visit("terms", copy, transcript=NAME)
    assert "not well-formed" in page.text().casefold()
    assert "Recurring terms" in tables(page)
