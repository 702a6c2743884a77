"""Dismissals: kept in order, undone by another entry, safe where several people decide at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from workbench import dismissals
from workbench.dismissals import Action
from workbench.errors import Conflict


def test_asking_twice_is_asking_once(root: Path) -> None:
    """The same dismissal by the same person is one entry; so is restoring what counts."""
    for _ in range(2):
        dismissals.dismiss(root, "x", "number-1", reason="as printed", who="Ada")
    assert len(dismissals.history(root, "x")) == 1
    for _ in range(2):
        dismissals.restore(root, "x", "number-1", who="Ada")
    assert [entry.action for entry in dismissals.history(root, "x")] == [Action.DISMISS, Action.RESTORE]
    assert dismissals.dismissed(root, "x") == {}


def test_who_dismisses_what_another_restored_meanwhile_is_told(root: Path) -> None:
    """Deciding on a state that somebody changed is refused, and the other's decision stands."""
    dismissals.dismiss(root, "x", "a", reason="as printed", who="Ada")
    seen = dismissals.history(root, "x")[-1].number
    dismissals.restore(root, "x", "a", who="Eva", seen=seen)
    dismissals.dismiss(root, "x", "a", reason="still", who="Eva")
    with pytest.raises(Conflict, match="Eva dismissed it meanwhile"):
        dismissals.restore(root, "x", "a", who="Ada", seen=seen)
    assert dismissals.dismissed(root, "x")["a"].who == "Eva"


def test_many_at_once_lose_nothing(root: Path) -> None:
    """Eight people dismissing at the same time: each of their decisions is there, with reason and name."""

    def decide(person: int) -> None:
        for n in range(6):
            dismissals.dismiss(root, "x", f"f{person}-{n}", reason=f"reason {n}", who=f"person {person}")
            dismissals.dismiss(root, "x", f"all-{n}", reason="same", who=f"person {person}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(decide, range(8)))
    entries = dismissals.history(root, "x")
    assert len(entries) == 8 * 12
    assert len({entry.number for entry in entries}) == len(entries)
    assert len(dismissals.dismissed(root, "x")) == 8 * 6 + 6


def test_nothing_decided_makes_no_file(root: Path) -> None:
    """Asking what was decided leaves an empty folder empty."""
    assert dismissals.dismissed(root, "x") == {}
    assert dismissals.version(root, "x") == 0
    assert not list(root.iterdir())
