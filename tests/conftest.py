"""What many tests stand on: the bundled corpora, and transcripts small enough to write by hand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from workbench import workflow

REPOSITORY = Path(__file__).resolve().parent.parent
BUNDLED = ("hamburg-briefing", "northern-grid-conference", "river-panel")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an empty root folder."""
    return tmp_path


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a root folder with a copy of the bundled corpora, aligned once for all tests; do not change it."""
    root = tmp_path_factory.mktemp("bundled")
    shutil.copytree(REPOSITORY / "corpora", root / "corpora")
    for name in BUNDLED:
        workflow.align(root, name)
    return root


@pytest.fixture
def page() -> str:
    """Return a small page as a reader copies it, in our own words."""
    return (
        "3 May 202418:05\n\nThe minister’s answers on the harbour, Lisbon, 3 May 2024\n\n"
        "  • de-DE1 en-GB1 fr-FR1\n\n"
        "Question: Minister, when will the harbour open? And who pays?\n\n"
        "Minister: On 12 June at 9 am. The city pays 40 million euros.\n\n"
        "The rest comes from the port authority.\n\n"
        "Question: Is that enough?\n\nMinister: We think it is.\n\n"
        "Additional materials\n\nAdvanced settings\n"
    )
