"""Round figures: "nearly five million" for 4.9 million, by words that say so (``data/numerals.toml``)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_REACH = 24  # characters before a number in which the word may stand
_FAR = 0.06  # by which share a round figure may differ


def hedge(text: str, start: int, base: str) -> str:
    """Return ``about``, ``under`` or ``over`` where the words before a number say that it is no more than near, or "".

    ``base`` is the primary language subtag; languages without a table have no such words.
    """
    words = _hedges().get(base)
    if words is None:
        return ""
    match = words.search(text[max(0, start - _REACH) : start].casefold())
    return match.lastgroup or "" if match else ""


def rounds_to(exact: float, figure: float, about: str) -> bool:
    """Tell whether a figure is another in fewer digits, on the side that ``about`` says and within six per cent."""
    if figure == exact or not exact or (about == "under" and exact > figure) or (about == "over" and exact < figure):
        return False
    digits = next((n for n in range(3) if float(f"{figure:.{n}e}") == figure), None)
    if digits is None or float(f"{exact:.{digits}e}") == exact or abs(figure - exact) > _FAR * abs(exact):
        return False
    return about != "about" or float(f"{exact:.{digits}e}") == figure


@cache
def _hedges() -> dict[str, re.Pattern[str]]:
    table = tomllib.loads((files("workbench") / "data" / "numerals.toml").read_text("utf-8"))
    return {
        base: re.compile(
            "|".join(rf"(?P<{side}>\b(?:{'|'.join(words[side])})\s*$)" for side in ("about", "under", "over"))
        )
        for base, words in table.items()
        if "about" in words
    }
