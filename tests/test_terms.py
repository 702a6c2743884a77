"""Glossaries and recurring terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.terms import find_concepts, parse_glossary

TBX = b"""<?xml version="1.0"?><martif><text><body><termEntry>
<langSet xml:lang="en"><tig><term>price cap</term></tig></langSet>
<langSet xml:lang="de"><tig><term>Preisdeckel</term></tig>
<tig><term>Preisbremse</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet>
</termEntry></body></text></martif>"""


def test_tbx() -> None:
    """TBX gives renderings by language; deprecated ones are forbidden."""
    found = parse_glossary(TBX, where="x.tbx")
    assert found.required == ({"en": ["price cap"], "de": ["Preisdeckel"]},)
    assert found.forbidden == ({"de": ["Preisbremse"]},)


@pytest.mark.parametrize("data", [b"", b"term,note\nx,y\n", b"<a>", b"<tbx/>"])
def test_unusable_glossary(data: bytes) -> None:
    """What is no glossary is refused with one line."""
    with pytest.raises(InputError):
        parse_glossary(data, where="x")


def test_concepts() -> None:
    """Words that keep standing together in rows are one concept."""
    rows = [
        [
            f"The safeguard clause helps in case {n}.",
            f"Die Schutzklausel hilft im Fall {n}.",
            f"La clause de sauvegarde aide {n}.",
        ]
        for n in range(4)
    ] + [[f"Bread number {n}", f"Brot {n}", f"Du pain {n}"] for n in range(60)]
    concepts = find_concepts(rows, ["en-GB", "de-DE", "fr-FR"])
    assert any({len(v) for v in c.rows.values()} == {4} and len(c.forms) == 3 for c in concepts)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_glossary_or_refused(data: bytes) -> None:
    """Whatever the file holds, it is read or refused in one line; so is a return without a line feed."""
    for some in (data, b"en-GB\tde-DE\nproto\rcol\tProtokoll\n" + data):
        try:
            parse_glossary(some, where="glossary.tsv")
        except InputError as error:
            assert "\n" not in str(error)  # noqa: PT017 — what is read is right, too
