"""Opposites: one edition has the opposite of the word that the others have."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.checks.material import Fault, Material


def check_opposites(material: Material) -> Iterator[Fault]:
    """Yield rows."""
    return iter(())
