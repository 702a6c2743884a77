"""What the tests of the pages stand on: one page, run by itself over a root folder."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest


class Page:
    """A page under test, and what stands on it."""

    def __init__(self, app: AppTest) -> None:
        """Take the app, run once."""
        self.app = app

    def text(self) -> str:
        """Return the plain text of notices."""
        return "\n".join(element.value for element in self.app.text)

    def given(self, component: str) -> list[Any]:
        """Return what a component was given, each time it is on the page."""
        found = [element.proto for element in self.app.get("bidi_component")]
        return [proto for proto in found if proto.component_name == component]

    def rows(self, which: int = 0) -> list[dict[str, Any]]:
        """Return the rows of a sheet on the page."""
        rows: list[dict[str, Any]] = json.loads(self.given("workbench_sheet")[which].json)["rows"]
        return rows

    def parallel(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return header and content of what the parallel text was given."""
        head, _, content = self.given("workbench_parallel")[0].bytes.split(b"\n", maxsplit=2)
        return json.loads(head), json.loads(zlib.decompress(content))

    def noticed(self) -> dict[str, Any]:
        """Return what the parallel text was given of the checks."""
        _, noticed, _ = self.given("workbench_parallel")[0].bytes.split(b"\n", maxsplit=2)
        found: dict[str, Any] = json.loads(noticed)
        return found

    def findings(self) -> dict[str, Any]:
        """Return what the list of findings was given."""
        found: dict[str, Any] = json.loads(self.given("workbench_findings")[0].json)
        return found

    def press(self, key: str) -> None:
        """Press a button and run the page again."""
        self.app.button(key=key).click().run()


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Page]:
    """Return a function that runs one page over a root folder, with an address's parameters."""

    def run_page(page: str, root: Path, **params: str) -> Page:
        monkeypatch.setenv("WORKBENCH_ROOT", str(root))
        app = AppTest.from_string(f"from workbench.views import {page}\n{page}.draw()\n", default_timeout=120)
        for key, value in params.items():
            app.query_params[key] = value
        app.run()
        assert not app.exception, app.exception
        return Page(app)

    return run_page
