"""Which of many patterns may begin at a word: told by the word alone, once a word, so that few have to be tried."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEAD_ENDS = re.compile(r"\(\?[!=<].*|\[\^.*|\\s.*|\s.*", re.DOTALL)
_BEHIND = re.compile(r"(?:\(\?<[!=][^()]*\))+")
_PLAIN = re.compile(r"(?:[\w¿¡'|?:+*{},()\[\]-]|\\[wb])*")
_TOKEN = re.compile(r"(?<!\w)(?=([\w¿¡][\w'-]*))")
_RUN = re.compile(r"[\w¿¡][\w'¿¡-]*")
_MANY = 1 << 18  # words kept before the table begins anew


class Begins(dict[str, int]):
    """The groups of patterns that may begin at a word, a bit each; worked out once a word.

    A pattern's head, up to the first space or condition, must match a word for the whole to match there. Where that
    cannot be told from its spelling, its group may begin anywhere (``always``).
    """

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        """Take groups of patterns that are to match where a word begins, or a mark that opens a question."""
        super().__init__()
        found = [[_head(pattern) for pattern in group] for group in groups]
        self.always = sum(1 << n for n, heads in enumerate(found) if not all(heads))
        self.heads = [(1 << n, _either(heads)) for n, heads in enumerate(found) if heads and all(heads)]
        self.any = _either([head for heads in found if all(heads) for head in heads])

    def __missing__(self, word: str) -> int:
        """Return the groups for a run of words (l'eau, vis-à-vis) that has not been met: those of all its words."""
        if len(self) > _MANY:
            self.clear()
        bits = 0
        for part in _TOKEN.findall(word):
            if self.any.match(part):
                bits |= sum(bit for bit, head in self.heads if head.match(part))
        self[word] = bits
        return bits

    def groups_in(self, text: str) -> int:
        """Return the groups that may match somewhere in a text, a bit each."""
        found = self.always
        for bits in map(self.__getitem__, _RUN.findall(text)):
            found |= bits
        return found


def _either(heads: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{head})" for head in heads)) if heads else re.compile(r"(?!)")


def _head(pattern: str) -> str:
    """Return the beginning of a pattern that one word must match; "" where any word might."""
    if _divided(pattern):
        return ""
    head = _HEAD_ENDS.sub("", _BEHIND.sub("", pattern, count=1) if _BEHIND.match(pattern) else pattern)
    if not _compiles(head):  # a bracket that what follows had closed
        head = head.partition("(")[0]
    return head if _compiles(head) and _PLAIN.fullmatch(head) else ""


def _divided(pattern: str) -> bool:
    """Tell whether a pattern has alternatives outside all brackets."""
    depth = 0
    for character in pattern:
        depth += (character in "([") - (character in ")]")
        if character == "|" and not depth:
            return True
    return False


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True
