"""The first compilation: what is compiled, shared between processes, announced, and kept or not."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import numba
import pytest

from workbench import cli, warming
from workbench.align import compiled


def test_the_rehearsal_compiles_every_kernel() -> None:
    """After the rehearsal no public kernel of the parts is left to compile."""
    warming.rehearse()
    assert not compiled.cold([module for part in warming.PARTS for module in part])


@pytest.mark.parametrize("part", warming.PARTS)
def test_a_part_runs_with_the_others_as_python(part: tuple[str, ...]) -> None:
    """A helper aligns the sentences with the kernels of the other parts left as Python."""
    assert warming.helper(part).wait() == 0


def test_a_cold_machine_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing is kept yet the command line says so in a pipe, and helpers compile the parts."""
    started: list[tuple[str, ...]] = []

    def helper(part: tuple[str, ...]) -> subprocess.Popen[bytes]:
        started.append(part)
        return subprocess.Popen(["true"])

    monkeypatch.setattr(compiled, "cold", lambda _: True)
    monkeypatch.setattr(compiled, "keeps", lambda: True)
    monkeypatch.setattr(warming, "helper", helper)
    with cli.show_progress("files") as tell:
        warming.warm(tell)
    assert started == list(warming.PARTS)
    assert capsys.readouterr().err == f"workbench: {warming.NOTICE}\n"


def test_no_folder_to_keep_it_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Numba finds no folder that can be written, kernels are compiled all the same, and count as cold."""
    real = numba.njit

    def njit(*, nogil: bool, cache: bool = False) -> Callable[..., object]:
        if cache:
            raise RuntimeError("no locator available")
        return real(nogil=nogil)

    monkeypatch.setattr(numba, "njit", njit)
    monkeypatch.setattr(compiled, "_KERNELS", [])

    def double(x: int) -> int:
        return 2 * x

    made = compiled.njit(cache=True, nogil=True)(double)
    assert compiled.cold([__name__])
    assert not compiled.keeps()
    assert made(21) == 42
    assert not compiled.cold([__name__])
