"""Fit and validate the confidence of rows and pairs: ``workbench/align/calibration.py``'s ROWS and PAIRS.

    python tests/benchmarks/calibrate.py [--texts] [--write]

The texts and the folds are those of ``calibrate_texts.py``, each with the shipped lexicon and without. Figures are of
rows whose own text took no part in the fit. Texts count equally, whatever their length. ``--texts`` adds figures by
text, ``--write`` puts the constants into the code.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from textwrap import wrap
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from calibrate_texts import Document, documents

from workbench.align import joint
from workbench.align.bilingual import Options
from workbench.align.calibration import ROW_FEATURES, kinship, pair_features, row_features
from workbench.align.rows import Cells
from workbench.align.scores import Witnesses
from workbench.model import Alignment, Level

REPOSITORY = Path(__file__).resolve().parents[2]

Matrix = NDArray[np.float64]
Which = tuple[Level, bool]
Kind = tuple[Level, bool, bool]
RIDGE = {Level.TURN: 0.5, Level.SEGMENT: 2.0}
RIDGE_ALONE = 5.0
LEXICON = (True, False)


@dataclass(frozen=True)
class Case:
    """An alignment with raw beliefs, what it was made of, the turns above it, and the right rows."""

    text: str
    alignment: Alignment
    seen: Witnesses
    above: int | None
    gold: set[Cells]

    @property
    def which(self) -> Which:
        """Which model it is of."""
        return self.alignment.level, len(self.alignment.languages) > 2


def cases(source: Iterator[Document]) -> list[Case]:
    """Return the raw alignments of documents, with the lexicon and without."""
    found: list[Case] = []
    for document in source:
        for lexicon in LEXICON:
            taken: list[tuple[Alignment, Witnesses]] = []

            def keep(a: Alignment, s: Witnesses, _up: Alignment | None = None, t: list = taken) -> Alignment:  # type: ignore[type-arg]
                t.append((a, s))
                return a

            with patch.object(joint, "calibrated", keep):
                joint.align_transcript(document.editions, options=Options(lexicon=lexicon))
            above = None
            for alignment, seen in taken:
                gold = document.gold[alignment.level]
                if alignment.level is Level.TURN and gold:
                    above = len(found)
                if gold:
                    found.append(
                        Case(document.text, alignment, seen, above if alignment.level is Level.SEGMENT else None, gold)
                    )
    return found


def fit(features: Matrix, right: Matrix, weight: Matrix, ridge: float) -> Matrix:
    """Return the coefficients of a ridge logistic regression (Newton's method)."""
    beta = np.zeros(features.shape[1])
    for _ in range(30):
        p = 1.0 / (1.0 + np.exp(-features @ beta))
        slope = features.T @ (weight * (right - p)) - ridge * beta
        curve = (features * (weight * p * (1.0 - p))[:, None]).T @ features + ridge * np.eye(len(beta))
        step = np.linalg.solve(curve, slope)
        beta = beta + step
        if np.abs(step).max() < 1e-8:
            break
    return beta


def error(sure: Matrix, right: Matrix, weight: Matrix) -> float:
    """Return the expected calibration error over ten equal bins of confidence (Guo et al. 2017)."""
    bins = np.minimum(9, (sure * 10).astype(int))
    total = 0.0
    for k in range(10):
        inside = bins == k
        if inside.any():
            share = weight[inside] / weight[inside].sum()
            total += weight[inside].sum() * abs((share * sure[inside]).sum() - (share * right[inside]).sum())
    return float(total / weight.sum())


def area(sure: Matrix, right: Matrix) -> float:
    """Return the area under the receiver's curve: how often a right one is surer than a wrong one."""
    good, bad = np.sort(sure[right > 0.5]), sure[right < 0.5]
    if not len(good) or not len(bad):
        return float("nan")
    below, upto = np.searchsorted(good, bad, "left"), np.searchsorted(good, bad, "right")
    return float(np.mean(1.0 - (below + upto) / (2.0 * len(good))))


@dataclass
class Table:
    """Features, whether right, and the text of each, of one model; ``at`` is the case."""

    features: Matrix
    right: Matrix
    text: NDArray[np.str_]
    at: NDArray[np.int64]

    @property
    def weight(self) -> Matrix:
        """Weights: texts count alike, as if each had as many rows as there are on average; all strangers as one."""
        kinds = np.array(["+" if "+" in text else text for text in self.text])
        names, place, counts = np.unique(kinds, return_inverse=True, return_counts=True)
        return np.asarray(len(self.text) / len(names) / counts[place])


def table(
    chosen: Sequence[tuple[int, Case]], features: Callable[[Case], Matrix], right: Callable[[Case], list[bool]]
) -> Table:
    """Return the table of some cases."""
    parts = [(features(case), np.array(right(case), float), case.text, at) for at, case in chosen]
    return Table(
        np.vstack([p[0] for p in parts]),
        np.concatenate([p[1] for p in parts]),
        np.array([p[2] for p in parts for _ in p[1]]),
        np.array([p[3] for p in parts for _ in p[1]], np.int64),
    )


def crossed(data: Table, ridge: float) -> tuple[Matrix, Matrix]:
    """Return what each text's rows get from the others, and the coefficients of all."""
    out = np.zeros(len(data.right))
    for text in np.unique(data.text):
        rest = data.text != text
        train = part(data, rest)
        beta = fit(train.features, train.right, train.weight, ridge)
        out[~rest] = 1.0 / (1.0 + np.exp(-data.features[~rest] @ beta))
    return out, fit(data.features, data.right, data.weight, ridge)


def show(name: str, sure: Matrix, data: Table) -> None:
    """Print the figures of a model."""
    even = np.ones(len(sure))
    kin = np.array(["+" not in text for text in data.text])
    if kin.any() and not kin.all():
        show(f"{name} (strangers apart)", sure[kin], part(data, kin))
    print(
        f"{name:26s} {len(sure):6d} right {data.right.mean():.3f}  ECE {error(sure, data.right, data.weight):.3f}"
        f" (rows alike {error(sure, data.right, even):.3f})  AUROC {area(sure, data.right):.3f}"
    )
    if "--texts" in sys.argv:
        for text in np.unique(data.text):
            one = data.text == text
            print(
                f"    {text:26s} {one.sum():6d} right {data.right[one].mean():.3f} said {sure[one].mean():.3f}"
                f" AUROC {area(sure[one], data.right[one]):.3f}"
            )
    high = sure >= 0.95
    if high.any():
        print(f"{'':26s} of {high.sum()} at .95 and more, right: {data.right[high].mean():.3f}")


def rows_right(case: Case) -> list[bool]:
    """Return which rows are right."""
    return [row.cells in case.gold for row in case.alignment.rows]


def pairs_right(case: Case) -> list[bool]:
    """Return which pairs of cells are right, row by row."""
    known = {
        pair: {(row[pair[0]], row[pair[1]]) for row in case.gold}
        for pair in combinations(range(len(case.alignment.languages)), 2)
    }
    return [(row.cells[x], row.cells[y]) in known[x, y] for row in case.alignment.rows for x, y in row.pairs]


def sure_of(case: Case, confidence: Matrix) -> Alignment:
    """Return a case's alignment with confidences in its rows."""
    rows = [
        replace(row, score=replace(row.score, confidence=float(c)))
        for row, c in zip(case.alignment.rows, confidence, strict=True)
    ]
    return replace(case.alignment, rows=tuple(rows))


def _pairs(case: Case) -> Matrix:
    kin = kinship(case.alignment, case.seen)
    return np.vstack(
        [pair_features(row, row.score.confidence, case.alignment.level, kin) for row in case.alignment.rows]
    )


def part(data: Table, chosen: NDArray[np.bool_]) -> Table:
    """Return some rows of a table."""
    return Table(data.features[chosen], data.right[chosen], data.text[chosen], data.at[chosen])


def train(found: list[Case]) -> tuple[dict[Kind, Matrix], dict[Which, Matrix]]:
    """Fit all models, print how they do on texts left out, and return the coefficients."""
    rows: dict[Kind, Matrix] = {}
    pairs: dict[Which, Matrix] = {}
    turns: dict[int, Alignment] = {}
    for level in (Level.TURN, Level.SEGMENT):
        chosen = [(k, case) for k, case in enumerate(found) if case.alignment.level is level]
        data = table(chosen, lambda c: _rows(c, turns), rows_right)
        many = np.array([found[at].which[1] for at in data.at])
        alone = data.features[:, ROW_FEATURES.index("alone")] > 0.5
        sure = np.zeros(len(many))
        for several in (False, True):
            for single in (False, True):
                here = (many == several) & (alone == single)
                # so few turns of several editions stand alone that those of two teach them too
                taught = alone if single and several and level is Level.TURN else here
                out, rows[level, several, single] = crossed(part(data, taught), RIDGE_ALONE if single else RIDGE[level])
                sure[here] = out[here[taught]]
                name = f"{level} rows, {'several' if several else 'two'}{', alone' if single else ''}"
                show(name, sure[here], part(data, here))
            show(
                f"{level} rows, {'several' if several else 'two'}, all",
                sure[many == several],
                part(data, many == several),
            )
        for at, case in chosen:
            turns[at] = sure_of(case, sure[data.at == at])
        both = [(at, replace(case, alignment=turns[at])) for at, case in chosen if case.which[1]]
        known = table(both, _pairs, pairs_right)
        sure, pairs[level, True] = crossed(known, RIDGE[level])
        show(f"{level} pairs", sure, known)
    return rows, pairs


def _rows(case: Case, turns: dict[int, Alignment]) -> Matrix:
    above = None if case.above is None else turns.get(case.above)
    return row_features(case.alignment, case.seen, above, kinship(case.alignment, case.seen))


def write(name: str, kind: str, models: Mapping[tuple[Level, *tuple[bool, ...]], Matrix]) -> str:
    """Return constants as source."""
    lines = [f"{name}: dict[{kind}, tuple[float, ...]] = {{"]
    for (level, *flags), beta in models.items():
        numbers = ", ".join(f"{value:.3f}" for value in beta)
        where = f"(Level.{level.name}, {', '.join(map(str, flags))})"
        lines += [
            f"    {where}: (",
            *wrap(f"{numbers},", 110, initial_indent=" " * 8, subsequent_indent=" " * 8),
            "    ),",
        ]
    return "\n".join([*lines, "}  # fmt: skip"])


def main() -> None:
    """Fit, validate, and write if asked."""
    rows, pairs = train(cases(documents()))
    source = (write("ROWS", "tuple[Level, bool, bool]", rows), write("PAIRS", "tuple[Level, bool]", pairs))
    print("\n".join(source))
    if "--write" in sys.argv:
        path = REPOSITORY / "workbench" / "align" / "calibration.py"
        text = path.read_text("utf-8")
        for name, constant in zip(("ROWS", "PAIRS"), source, strict=True):
            text = re.sub(
                rf"^{name}: [^\n]*\{{.*?\}}(  # fmt: skip)?$",
                lambda _, c=constant: c,
                text,
                count=1,
                flags=re.MULTILINE | re.DOTALL,
            )
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
