"""The public names of the package."""

from __future__ import annotations

import inspect

import pytest

import workbench


@pytest.mark.parametrize("name", workbench.__all__)
def test_public_names_are_there_and_documented(name: str) -> None:
    """Every public name can be imported from the package and says what it is."""
    assert inspect.getdoc(getattr(workbench, name))


def test_other_names_are_refused() -> None:
    """A name that is not public is an attribute error, as of any module."""
    with pytest.raises(AttributeError, match="no_such_name"):
        workbench.no_such_name  # noqa: B018
