"""Fuzz every reader: mutate small good files of each format; nothing but the documented errors may come out.

Run as ``python tests/fuzz/fuzz_readers.py --minutes 10``; a file that breaks a reader is kept in
``tests/fuzz/seeds`` and from then on part of the tests.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import time
import traceback
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[n]) for n in (1, 2)]

from page_samples import samples  # noqa: E402

from workbench.adding import explain  # noqa: E402
from workbench.errors import WorkbenchError  # noqa: E402

SEEDS = Path(__file__).parent / "seeds"
_PIECES = (
    b"<", b">", b"</p>", b"<table>", b"<tr><td>", b"&amp;", b"&#x0;", b"<!ENTITY x 'y'>", b"\x00", b"\xff\xfe", b":", b"\n\n",
    b"Question:", b"\t", b'"', b"\r", b"%PDF-1.4", b"PK\x03\x04", b"\xe2\x80\xa8", b"<u who='#a'>", b"(", b"1" * 40, b"\xf0\x9f\x98\x80",
)  # fmt: skip


def mutate(data: bytes, rng: random.Random, others: list[bytes]) -> bytes:
    """Return the bytes changed in one to six places."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(out) + 1)
        what = rng.randrange(7)
        if what == 0 and out:
            out[at % len(out)] = rng.randrange(256)
        elif what == 1:
            out[at:at] = rng.choice(_PIECES)
        elif what == 2:
            del out[at : at + rng.randint(1, 40)]
        elif what == 3:
            del out[at:]
        elif what == 4:
            out[at:at] = out[at : at + rng.randint(1, 300)] * rng.randint(1, 4)
        elif what == 5:
            other = rng.choice(others)
            start = rng.randrange(len(other) + 1)
            out[at:at] = other[start : start + rng.randint(1, 200)]
        else:
            out[at : at + 8] = bytes(rng.randrange(256) for _ in range(8))
    return bytes(out)


def inside_zip(data: bytes, rng: random.Random, others: list[bytes]) -> bytes:
    """Return a ZIP-based file with one member mutated, so that the archive itself stays sound."""
    with zipfile.ZipFile(BytesIO(data)) as source:
        names = source.namelist()
        chosen = rng.choice(names)
        target = BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
            for name in names:
                content = source.read(name)
                made.writestr(name, mutate(content, rng, others) if name == chosen else content)
    return target.getvalue()


def outcome(name: str, data: bytes) -> str:
    """Return how a file was read: ``read``, or the class of the documented error; raises anything else."""
    try:
        explain([(name, data)])
    except WorkbenchError as error:
        line = str(error)
        if "\n" in line or not error.remedy:
            raise AssertionError(line) from error
        return type(error).__name__
    return "read"


def main() -> int:
    """Fuzz for a while, and print how often which outcome was met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rng = random.Random(options.seed)  # noqa: S311 — no secret
    good = samples()
    others = list(good.values())
    counts: Counter[str] = Counter()
    slowest: dict[str, float] = {}
    end = time.monotonic() + 60 * options.minutes
    broken = 0
    while time.monotonic() < end:
        name = rng.choice(list(good))
        data = good[name]
        changed = (
            inside_zip(data, rng, others) if data[:2] == b"PK" and rng.random() < 0.7 else mutate(data, rng, others)
        )
        started = time.monotonic()
        try:
            counts[f"{name}: {outcome(name, changed)}"] += 1
        except Exception:  # noqa: BLE001 — that is what is looked for
            broken += 1
            file = SEEDS / f"{hashlib.sha256(changed).hexdigest()[:12]}-{name}"
            file.write_bytes(changed)
            print(f"{file.name}\n{traceback.format_exc()}")
            if broken > 20:
                break
        slowest[name] = max(slowest.get(name, 0.0), time.monotonic() - started)
    for line, count in sorted(counts.items()):
        print(f"{count:8}  {line}")
    print("slowest", {name: round(seconds, 2) for name, seconds in slowest.items()})
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
