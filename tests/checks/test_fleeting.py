"""Russian stems whose vowel comes and goes are one word for the glossary and for terms."""

from __future__ import annotations

import pytest
from small import rows_of as aligned

from workbench.checks import Glossary, run_checks

RUSSIAN = {"сбойка": "Готова 71 из 125 сбоек.", "список": "Их нет в нашем списке."}


@pytest.mark.parametrize("term", RUSSIAN)
def test_required(term: str) -> None:
    """A required rendering stands in any inflection, be its vowel gone or come."""
    rows = [{"en-GB": "This passage is a matter of record.", "ru-RU": RUSSIAN[term]}]
    glossary = Glossary(({"en-GB": ("passage",), "ru-RU": (term,)},), ({},))
    assert [f for f in run_checks(aligned(rows), glossary=glossary) if f.check == "term"] == []


def test_another_word() -> None:
    """A word with another vowel in it is another word."""
    rows = [{"en-GB": "This table is old.", "ru-RU": "Этот стул старый."}]
    glossary = Glossary(({"en-GB": ("table",), "ru-RU": ("стол",)},), ({},))
    assert [f.odd_one_out or f.languages[0] for f in run_checks(aligned(rows), glossary=glossary) if f.check == "term"]
