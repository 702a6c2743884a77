"""``python -m workbench`` and the ``workbench`` command."""

from __future__ import annotations

import contextlib
import gc
import os
import sys

_ALLOCATIONS = 200_000  # between two looks for garbage: the aligner makes many small values that all stay


def main() -> None:
    """Run the command line and exit with its status."""
    gc.set_threshold(_ALLOCATIONS, 20, 20)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its matrices are small: more threads only wait for each other
    from workbench.cli import run  # noqa: PLC0415 — so that an interrupt during the imports is caught as well

    status = run(sys.argv[1:])
    with contextlib.suppress(BrokenPipeError):  # the reader of a pipe may have gone
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)  # every file is closed by now; taking the lexicon apart word by word would cost half a second


if __name__ == "__main__":
    main()
