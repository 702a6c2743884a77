"""Known names of several words in the inflections of their language."""

from __future__ import annotations

import pytest

from workbench.names import known_name


@pytest.mark.parametrize(
    ("form", "language"),
    [
        ("Europäischen Union", "de-DE"),
        ("l'Union européenne", "fr-FR"),
        ("dell'Unione europea", "it-IT"),
        ("Unia Europejska", "pl-PL"),
        ("Европейского союза", "ru-RU"),
    ],
)
def test_inflected_names_of_several_words(form: str, language: str) -> None:
    """A country or body that CLDR names is known in any language, inflected, and after an elided article."""
    assert known_name(form, language) == known_name("European Union", "en-GB") is not None


def test_other_names_stay_apart() -> None:
    """A name that shares one word with a known one is not that one."""
    assert known_name("Unione Sovietica", "it-IT") != known_name("European Union", "en-GB")
    assert known_name("Vereinigten Werke", "de-DE") is None
