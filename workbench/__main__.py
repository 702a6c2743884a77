"""``python -m workbench`` and the ``workbench`` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with its status."""
    from workbench.cli import run  # noqa: PLC0415 — so that an interrupt during the imports is caught as well

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
