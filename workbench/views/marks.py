"""Places in texts as a browser counts them."""

from __future__ import annotations


def units(text: str, at: int) -> int:
    """Return the place of a character in UTF-16 units: characters outside the basic plane count twice."""
    return at if text.isascii() else at + sum(character > "\uffff" for character in text[:at])
