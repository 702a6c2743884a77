"""A user's dictionary, as a table and as TBX."""

from __future__ import annotations

import pytest

from workbench.errors import InputError
from workbench.readers.dictionary import read_dictionary, word_pairs

TABLE = "en\tde\tcomment\nharbour|port\tHafen\tcheck\n\nferry\tFähre\t\nlonely\t\t\n"
TBX = """<?xml version="1.0"?><martif type="TBX"><text><body><termEntry id="1">
<langSet xml:lang="en"><tig><term>harbour</term></tig><tig><term>port</term></tig></langSet>
<langSet xml:lang="de-DE"><tig><term>Hafen</term></tig></langSet></termEntry></body></text></martif>"""


@pytest.mark.parametrize("text", [TABLE, TABLE.replace("\t", ";"), TBX, TBX.replace("termEntry", "conceptEntry")])
def test_a_concept_gives_all_its_pairs(text: str) -> None:
    """Alternatives multiply, languages match by primary subtag, other columns do not count."""
    pairs = word_pairs(read_dictionary(text.encode(), where="x"), "de-DE", "en-GB")
    assert pairs[:2] == (("Hafen", "harbour"), ("Hafen", "port"))


@pytest.mark.parametrize("text", ["en\nharbour\n", "a\tb\nx\ty\n", "en\tde\nharbour\n", "en\tde\nlonely\t\n", "<tbx>"])
def test_unusable_dictionaries_are_refused(text: str) -> None:
    """A table without two languages or with short lines, and broken XML, are named."""
    with pytest.raises(InputError, match=r"glossary\.tsv"):
        read_dictionary(text.encode(), where="glossary.tsv")
