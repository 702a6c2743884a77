"""Turns that editors dropped, moved, merged, split, lost or mislabelled: how many rows of turns come out whole.

    python tests/benchmarks/structure.py [--seeds N] [--languages a,b] [--bare] [--show] [FILE ...]

Into the hand-written texts (``tests/cases/faults``, or FILEs like them) one to three changes of structure are made at
random (with a seed), each in one edition; then the editions are aligned. The truth is what each turn was made of:
merged turns join what they hold. Strict F1 of whole rows of turns, over all editions at once.
``--bare`` leaves out the lexicon.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(Path(__file__).parent))

from handwritten import edition_of  # noqa: E402

from workbench.align.bilingual import Options  # noqa: E402
from workbench.align.joint import align_transcript  # noqa: E402

CHANGES = (1, 3)
"""The fewest and the most changes made to a text."""


@dataclass
class Piece:
    """A turn of a draft: its label, its sentences, and the turns of the text that it holds something of."""

    label: str
    sentences: list[str]
    of: frozenset[int]


Draft = list[Piece]
Operator = Callable[[random.Random, Draft, set[str]], bool]


def _plain(pieces: Draft) -> bool:
    return all(len(piece.of) == 1 for piece in pieces)


def drop(rng: random.Random, draft: Draft, _asking: set[str]) -> bool:
    """Leave an exchange out."""
    at = rng.randrange(len(draft) // 2) * 2
    possible = _plain(draft[at : at + 2])
    if possible:
        del draft[at : at + 2]
    return possible


def lose(rng: random.Random, draft: Draft, _asking: set[str]) -> bool:
    """Leave one turn out."""
    at = rng.randrange(len(draft))
    possible = _plain(draft[at : at + 1])
    if possible:
        del draft[at]
    return possible


def move(rng: random.Random, draft: Draft, _asking: set[str]) -> bool:
    """Print an exchange elsewhere."""
    at, to = (rng.randrange(len(draft) // 2) * 2 for _ in range(2))
    if at == to or not _plain(draft[at : at + 2]):
        return False
    block = draft[at : at + 2]
    del draft[at : at + 2]
    draft[to:to] = block
    return True


def merge(rng: random.Random, draft: Draft, asking: set[str]) -> bool:
    """Print two questions as one, and then their answers as one."""
    at = rng.randrange(len(draft) // 2 - 1) * 2
    four = draft[at : at + 4]
    if len(four) < 4 or not _plain(four) or [piece.label in asking for piece in four] != [True, False, True, False]:
        return False
    draft[at : at + 4] = [
        Piece(a.label, a.sentences + b.sentences, a.of | b.of) for a, b in zip(four[:2], four[2:], strict=True)
    ]
    return True


def split(rng: random.Random, draft: Draft, asking: set[str]) -> bool:
    """Cut an answer of four sentences or more in two, both under its label."""
    long = [k for k, p in enumerate(draft) if len(p.sentences) >= 4 and p.label not in asking and _plain([p])]
    if not long:
        return False
    at = rng.choice(long)
    whole = draft[at]
    cut = rng.randrange(2, len(whole.sentences) - 1)
    draft[at : at + 1] = [
        Piece(whole.label, sentences, whole.of) for sentences in (whole.sentences[:cut], whole.sentences[cut:])
    ]
    return True


def mislabel(rng: random.Random, draft: Draft, asking: set[str]) -> bool:
    """Print an answer under a question's label."""
    answers, questions = ([k for k, p in enumerate(draft) if (p.label in asking) == wanted] for wanted in (False, True))
    draft[rng.choice(answers)].label = draft[rng.choice(questions)].label
    return True


OPERATORS: tuple[Operator, ...] = (drop, lose, move, merge, split, mislabel)


def truth(drafts: dict[str, Draft]) -> set[frozenset[tuple[str, int]]]:
    """Return the rows: turns, as (language, number), that hold something of the same turns of the text."""
    joined: dict[int, int] = {}

    def root(turn: int) -> int:
        while joined.setdefault(turn, turn) != turn:
            turn = joined[turn]
        return turn

    for draft in drafts.values():
        for piece in draft:
            for turn in piece.of:
                joined[root(turn)] = root(min(piece.of))
    rows: dict[int, set[tuple[str, int]]] = {}
    for language, draft in drafts.items():
        for number, piece in enumerate(draft):
            rows.setdefault(root(min(piece.of)), set()).add((language, number))
    return {frozenset(row) for row in rows.values()}


def changed(text: dict[str, Any], languages: list[str], rng: random.Random) -> tuple[dict[str, Draft], list[str]]:
    """Return the editions of a text with some changes, and what was done."""
    drafts = {
        tag: [Piece(turn[tag][0], list(turn[tag][1:]), frozenset([n])) for n, turn in enumerate(text["turns"])]
        for tag in languages
    }
    done = []
    for _ in range(rng.randint(*CHANGES)):
        tag, operator = rng.choice(languages), rng.choice(OPERATORS)
        if operator(rng, drafts[tag], labels(text, tag)):
            done.append(f"{operator.__name__} in {tag}")
    return drafts, done


def labels(text: dict[str, Any], tag: str) -> set[str]:
    """Return the labels of an edition's questions."""
    return {turn[tag][0] for turn in text["turns"][::2]}


def main() -> None:
    """Change, align, compare; print F1 and how many texts came out whole, and by operator how many did not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--seeds", type=int, default=25)
    parser.add_argument("--languages", default="")
    parser.add_argument("--bare", action="store_true")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    count: Counter[str] = Counter()
    for path in options.files or sorted((ROOT / "tests" / "cases" / "faults").glob("*.json")):
        text = json.loads(path.read_text("utf-8"))
        languages = options.languages.split(",") if options.languages else list(text["turns"][0])
        for seed in range(options.seeds):
            drafts, done = changed(text, languages, random.Random(f"{text['name']} {seed}"))  # noqa: S311 — no secret
            editions = [
                edition_of(tag, [(p.label, p.sentences) for p in drafts[tag]], labels(text, tag)) for tag in languages
            ]
            turns, _ = align_transcript(editions, pivot=languages[0], options=Options(lexicon=not options.bare))
            found = {frozenset((languages[k], n) for k, c in enumerate(row.cells) for n in c) for row in turns.rows}
            wanted = truth(drafts)
            count.update(texts=1, whole=found == wanted, gold=len(wanted), found=len(found), right=len(found & wanted))
            count.update(done)
            if found != wanted:
                count.update(f"{what}, not whole" for what in done)
                if options.show:
                    print(text["name"], seed, "; ".join(done))
    f1 = 2 * count["right"] / (count["gold"] + count["found"])
    print(f"{count['texts']} texts, {count['gold']} rows of turns: strict F1 {f1:.4f}, {count['whole']} texts whole")
    for operator in OPERATORS:
        name = operator.__name__
        made = sum(times for what, times in count.items() if what.startswith(f"{name} ") and "not" not in what)
        missed = sum(times for what, times in count.items() if what.startswith(f"{name} ") and "not" in what)
        print(f"{name:9} made {made:3}, in texts that are not whole {missed}")


if __name__ == "__main__":
    main()
