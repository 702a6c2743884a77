"""How fast, and in how much memory, a large corpus is written; beside translate-toolkit's TMX writer.

::

    python tests/benchmarks/exports.py --rows 1000000 --output /tmp/exports

Each format is written by a process of its own, so that its peak memory is its own. The corpus is made of different
transcripts of a thousand rows in five languages, which are written one after the other under new names.
translate-toolkit writes the same rows as four bilingual units each, since it knows no others, without and with one
note a unit; it holds its document in memory, so it is given fewer rows, and rows per second are compared.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from workbench.exchange import exported, format_named, save
from workbench.model import AlignedTranscript, Alignment, Edition, Level, Role, Row, Score, Segment, Transcript, Turn
from workbench.writers import Corpus, Selection

LANGUAGES = ("en-GB", "de-DE", "es-ES", "fr-FR", "ru-RU")
SIZE, KINDS = 1000, 20
LETTERS = {"ru-RU": "абвгдежзиклмнопрстуфхцчшыэюя"}
WRITERS = ("tmx", "tmx, texts only", "jsonl", "parquet", "moses")


def transcript(seed: int) -> AlignedTranscript:
    """Return a transcript of a thousand rows; one row in twenty is 2-1-1-1-1, one sentence in fifty holds markup."""
    source = random.Random(seed)  # noqa: S311 — figures, not secrets
    editions = []
    for place, language in enumerate(LANGUAGES):
        letters = LETTERS.get(language, "abcdefghijklmnopqrstuvwxyz")
        words = ["".join(source.choices(letters, k=source.randint(2, 11))) for _ in range(800)]
        size = SIZE + (SIZE // 20 if place == 0 else 0)
        texts = [" ".join(source.choices(words, k=source.randint(5, 25))).capitalize() + "." for _ in range(size)]
        texts[::50] = [text + " <R&D>" for text in texts[::50]]
        segments = tuple(Segment(i, text) for i, text in enumerate(texts))
        edges = [*range(0, size, 10), size]
        turns = tuple(
            Turn(k, Role.ANSWER if k % 2 else Role.QUESTION, "Minister" if k % 2 else "Question", a, b)
            for k, (a, b) in enumerate(pairwise(edges))
        )
        editions.append(Edition(language, turns, segments))
    pairs = {(i, j): source.random() for i in range(5) for j in range(i + 1, 5)}
    rows, first = [], 0
    for number in range(SIZE):
        width = 2 if number % 20 == 0 else 1
        cells = (tuple(range(first, first + width)), *((number,) for _ in LANGUAGES[1:]))
        first += width
        rows.append(Row(cells, Score(source.random()), pairs, number // 10, Role.ANSWER))
    sizes = tuple(len(e.turns) for e in editions)
    turn_rows = [Row(tuple((k,) if k < size else () for size in sizes), Score(1.0)) for k in range(max(sizes))]
    return AlignedTranscript(
        Transcript(f"t{seed}", tuple(editions)),
        Alignment(LANGUAGES, sizes, Level.TURN, tuple(turn_rows)),
        Alignment(LANGUAGES, tuple(len(e.segments) for e in editions), Level.SEGMENT, tuple(rows)),
        "en-GB",
    )


def corpus(rows: int, *, metadata: bool) -> Corpus:
    """Return a corpus of so many rows, with a progress bar on standard error."""
    kinds = [transcript(seed) for seed in range(KINDS)]
    names = tuple(f"transcript-{n:05}" for n in range(rows // SIZE))

    def load() -> Iterator[AlignedTranscript]:
        from tqdm import tqdm  # noqa: PLC0415

        for number, name in enumerate(tqdm(names, unit=" transcripts", leave=False, disable=not sys.stderr.isatty())):
            kind = kinds[number % KINDS]
            yield dataclasses.replace(kind, transcript=dataclasses.replace(kind.transcript, name=name))

    return Corpus("corpus", LANGUAGES, load, Selection(metadata=metadata), None, names)


def write(name: str, rows: int, output: Path) -> None:
    """Write one format and print its figures as JSON."""
    form = format_named(name.split(",", maxsplit=1)[0])
    made = corpus(rows, metadata="texts only" not in name)
    path = output / name.replace(", ", "-").replace(" ", "-")
    start, worked = time.perf_counter(), time.process_time()
    save(path, exported(made, form))
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    size = sum(p.stat().st_size for p in path.rglob("*") if p.is_file()) if path.is_dir() else path.stat().st_size
    report(rows, (seconds, worked), size)


def write_toolkit(rows: int, output: Path, *, notes: bool) -> None:
    """Write the same rows with translate-toolkit: a bilingual unit for each language beside the first."""
    from translate.storage import tmx  # noqa: PLC0415

    kinds = [transcript(seed) for seed in range(KINDS)]
    texts = [
        [
            [e.text(Level.SEGMENT, cell) for e, cell in zip(kind.transcript.editions, row.cells, strict=True)]
            for row in kind.segments.rows
        ]
        for kind in kinds
    ]
    start, worked = time.perf_counter(), time.process_time()
    stores = {language: tmx.tmxfile(sourcelanguage="en-GB", targetlanguage=language) for language in LANGUAGES[1:]}
    for number in range(rows):
        row = texts[number // SIZE % KINDS][number % SIZE]
        for language, text in zip(LANGUAGES[1:], row[1:], strict=True):
            unit = tmx.tmxunit(row[0])
            stores[language].addunit(unit)
            unit.target = text
            if notes:
                unit.addnote("confidence 0.9712, status auto, role answer, row 17")
    size = 0
    for language, store in stores.items():
        with (output / f"toolkit-{language}.tmx").open("wb") as file:
            store.serialize(file)
            size += file.tell()
    report(rows, (time.perf_counter() - start, time.process_time() - worked), size)


def report(rows: int, seconds: tuple[float, float], size: int) -> None:
    """Print figures as a line of JSON: rows a second by the clock, and a second of this process's work."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = {"rows": rows, "rows_s": round(rows / seconds[0]), "rows_cpu_s": round(rows / seconds[1])}
    print(json.dumps(figures | {"MB": round(size / 1e6), "peak_MB": round(peak)}))


def main() -> None:
    """Run every writer in a process of its own, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--toolkit-rows", type=int, default=20_000)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--only")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    if options.only:
        if options.only.startswith("toolkit"):
            write_toolkit(options.toolkit_rows, options.output, notes="notes" in options.only)
        else:
            write(options.only, options.rows, options.output)
        return
    print(f"{'writer':24} {'rows':>9} {'rows/s':>9} {'of work':>9} {'MB':>7} {'peak MB':>8}")
    for name in (*WRITERS, "toolkit", "toolkit with notes"):
        command = [sys.executable, __file__, "--only", name, "--rows", str(options.rows)]
        command += ["--toolkit-rows", str(options.toolkit_rows), "--output", str(options.output)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        found = json.loads(done.stdout)
        print(
            f"{name:24} {found['rows']:9} {found['rows_s']:9} {found['rows_cpu_s']:9} {found['MB']:7} {found['peak_MB']:8}",
            flush=True,
        )


if __name__ == "__main__":
    main()
