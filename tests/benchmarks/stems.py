"""Write the stems of the shipped lexicon, by language, to workbench/data/stems.

    python tests/benchmarks/stems.py

To be run whenever lexicon.tsv changes; a test holds both together.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from workbench.align.dictionary import shipped, stem_lines

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Write a file a language."""
    folder = ROOT / "workbench" / "data" / "stems"
    folder.mkdir(exist_ok=True)
    for language in shipped():
        (folder / f"{language}.tsv").write_text("\n".join(stem_lines(language)) + "\n", "utf-8")


if __name__ == "__main__":
    main()
