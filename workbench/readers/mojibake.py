"""Garbled characters ("CafÃ©", "Ð›Ð°Ð²Ñ€Ð¾Ð²"), mended by ftfy; each step is recorded and can be replayed.

Only lines that ftfy's heuristic calls bad are touched, and only their encoding: quotes, dashes and
width stay as printed.
"""

from __future__ import annotations

from collections.abc import Sequence

from ftfy import apply_plan, fix_encoding_and_explain
from ftfy.badness import is_bad

__all__ = ["mend", "replay", "summary"]


def mend(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text with garbled lines mended, and the steps: ``3: encode latin-1, decode utf-8``.

    The number is the line's, counted from 1; :func:`replay` makes the same text of the same steps.
    """
    if not is_bad(text):
        return text, ()
    lines = text.split("\n")
    steps = []
    for number, line in enumerate(lines, start=1):
        if not is_bad(line):
            continue
        fixed = fix_encoding_and_explain(line)
        if fixed.text != line and fixed.explanation is not None:
            lines[number - 1] = fixed.text
            plan = ", ".join(f"{step.action} {step.parameter}" for step in fixed.explanation)
            steps.append(f"{number}: {plan}")
    return "\n".join(lines), tuple(steps)


def replay(text: str, steps: Sequence[str]) -> str:
    """Return the text after the recorded steps; the text of :func:`mend` for its steps."""
    lines = text.split("\n")
    for step in steps:
        number, plan = step.split(": ", 1)
        actions = [tuple(part.split(" ", 1)) for part in plan.split(", ")]
        lines[int(number) - 1] = apply_plan(lines[int(number) - 1], actions)  # type: ignore[arg-type]
    return "\n".join(lines)


def summary(steps: Sequence[str]) -> str:
    """Return one sentence on the steps, for a note."""
    plans = list(dict.fromkeys(step.split(": ", 1)[1] for step in steps))
    shown = plans[0] + (f" and {len(plans) - 1} other ways" if len(plans) > 1 else "")
    lines = "line" if len(steps) == 1 else "lines"
    return f"garbled characters mended in {len(steps)} {lines} ({shown})"
