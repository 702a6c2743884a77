"""How kernels are compiled: by Numba, once on a machine, kept beside the code or in the user's cache folder.

A module says ``from workbench.align.compiled import njit``. Where no folder can be written the kernels are compiled
anew in each process rather than refused. Modules named in ``WORKBENCH_INTERPRETED`` are left as Python, so that
processes can share the first compilation among themselves (see :mod:`workbench.warming`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from typing import Any, TypeVar, cast

os.environ.setdefault("NUMBA_OPT", "1")  # as fast as at 3 within two per cent, and compiled in a fifth less time

import numba

F = TypeVar("F", bound=Callable[..., Any])

_INTERPRETED = frozenset(os.environ.get("WORKBENCH_INTERPRETED", "").split(","))
_KERNELS: list[Any] = []


def njit(*, cache: bool, nogil: bool) -> Callable[[F], F]:
    """Return the decorator that compiles a function at its first call; see ``numba.njit``."""

    def compiled(function: F) -> F:
        if function.__module__ in _INTERPRETED:
            return function
        try:
            made: Any = numba.njit(cache=cache, nogil=nogil)(function)
        except RuntimeError:  # Numba found no folder that can be written
            made = numba.njit(nogil=nogil)(function)
        _KERNELS.append(made)
        return cast("F", made)

    return compiled


def cold(modules: Collection[str]) -> bool:
    """Tell whether a public kernel of imported modules is neither compiled nor kept for this machine."""
    kernels = (k for k in _KERNELS if k.py_func.__module__ in modules and not k.py_func.__name__.startswith("_"))
    return any(not kernel.signatures and not _kept(kernel) for kernel in kernels)


def keeps() -> bool:
    """Tell whether what is compiled is kept for the next process."""
    return all(kernel.stats.cache_path for kernel in _KERNELS)


def _kept(kernel: Any) -> bool:
    """Tell whether Numba keeps an overload of a kernel as its source stands."""
    if kernel.stats.cache_path is None:
        return False
    try:
        return bool(kernel._cache._cache_file._load_index())  # noqa: SLF001 — Numba has no public question for it
    except AttributeError:  # another version of Numba: then nothing is announced
        return True
