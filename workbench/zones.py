"""Time zones named after a time of day, in any of the languages (``data/zones.toml``)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


def zone_after(plain: str, end: int) -> tuple[int | None, int]:
    """Return the zone named after a time that ends at ``end`` of a lower-case text, and where the time with it ends.

    The zone is how many minutes it is ahead of UTC; None, and ``end`` as given, where none is named, and None, too, for
    local time, which is compared with nothing.
    """
    pattern, offsets = _zones()
    match = pattern.match(plain, end)
    if match is None or match.lastindex is None:
        return None, end
    return offsets[match.lastindex - 1], match.end()


@cache
def _zones() -> tuple[re.Pattern[str], list[int | None]]:
    """Return a pattern with a group for each zone, and the zones' offsets; None for one that nobody knows."""
    table = tomllib.loads((files("workbench") / "data" / "zones.toml").read_text("utf-8"))
    groups = "|".join(f"({'|'.join(names)})" for names in table.values())
    # as in: 12.00 MSK, 12 Uhr (Moskauer Zeit), 12 p.m. Moscow time, midi, heure de Moscou, 12 часов по Москве
    between = r"[\s\u00a0]*(?:[ap]\.?m\b\.?|uhr|h\b|horas|heures?|час\w*)?[\s\u00a0,(]*(?:nach\s|in\s)?"
    pattern = re.compile(rf"{between}(?:{groups})(?!\w)")
    return pattern, [None if name == "local" else int(name) for name in table]
