"""A server and a browser for all browser tests."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import free_port, serve, window
from correcting import NAME, Desk

from workbench import workflow

HOSTILE = """3 May 202418:05

<b>Answers</b> **on** $x$ the harbour

Question: <script>window.hurt = 1</script> When will it open? <img src=x onerror="window.hurt = 2">

Minister: On **12 June** at [9 am](javascript:alert(1)). It costs $40$ million. \u202eReversed\u202c text.

Question: Is that enough?

Minister: We think it is.
"""
ARABIC = """3 مايو 2024

إجابات الوزيرة عن الميناء

سؤال: متى سيفتح الميناء؟

الوزيرة: في 12 يونيو الساعة 9. التكلفة 40 مليون. نص معكوس.

سؤال: هل هذا يكفي؟

الوزيرة: نعتقد ذلك.
"""


GERMAN = """3. Mai 2024

<b>Antworten</b> **zum** $x$ Hafen

Frage: <script>window.hurt = 1</script> Wann wird er eröffnet? <img src=x onerror="window.hurt = 2">

Ministerin: Am **13. Juni** um [9 Uhr](javascript:alert(1)). Er kostet $50$ Millionen. \u202eVerkehrter\u202c Text.

Frage: Reicht das?

Ministerin: Wir meinen, ja.
"""


@pytest.fixture(scope="session")
def shelf(bundled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a root folder with the bundled transcripts and a hostile one, aligned."""
    root = tmp_path_factory.mktemp("shelf") / "root"
    shutil.copytree(bundled, root)
    workflow.add(root, "hostile", [("en-GB.txt", HOSTILE.encode()), ("ar-EG.txt", ARABIC.encode())])
    workflow.align(root, "hostile")
    workflow.add(root, "slips", [("en-GB.txt", HOSTILE.encode()), ("de-DE.txt", GERMAN.encode())])
    workflow.align(root, "slips")
    return root


@pytest.fixture(scope="session")
def address(shelf: Path) -> Iterator[str]:
    """Serve the dashboard on a free port."""
    port = free_port()
    server = serve(shelf, port)
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(timeout=20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Return a window."""
    one = window()
    yield one
    one.quit()


@pytest.fixture
def desk(shelf: Path, address: str, request: pytest.FixtureRequest) -> Desk:
    """Return a transcript of this test's own."""
    name = re.sub(r"\W", "-", request.node.name)[:60]
    shutil.copytree(shelf / "corpora" / NAME, shelf / "corpora" / name)
    shutil.copy(shelf / "alignments" / f"{NAME}.parquet", shelf / "alignments" / f"{name}.parquet")
    return Desk(shelf, name, f"{address}/parallel?transcript={name}")
