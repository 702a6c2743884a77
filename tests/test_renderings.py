"""How editions render what recurs: the odd rendering is found with its places; glossaries are held against the text."""

from __future__ import annotations

from small import edition

from workbench.counterparts import Counterparts, counterparts
from workbench.model import AlignedTranscript, Alignment, Level, Role, Row, Transcript
from workbench.renderings import Term, glossary_kept, recurring_terms
from workbench.terms import parse_glossary

ENGLISH = [
    "The price cap begins in March.", "Nobody asked about it.", "A price cap is no market.", "They left early.",
    "We want the price cap.", "It rained.", "The price cap ends next year.", "So what?", "Who pays for the price cap?",
    "The end.", "That was all.", "Good night.",
]  # fmt: skip
GERMAN = [
    "Der Preisdeckel beginnt im März.", "Niemand fragte danach.", "Ein Preisdeckel ist kein Markt.", "Sie gingen früh.",
    "Wir wollen den Preisdeckel.", "Es regnete.", "Die Preisobergrenze endet nächstes Jahr.", "Na und?",
    "Wer zahlt für den Preisdeckel?", "Das Ende.", "Das war alles.", "Gute Nacht.",
]  # fmt: skip
FRENCH = [
    "Le plafond de prix commence en mars.", "Nul ne l’a demandé.", "Un plafond de prix n’est pas un marché.",
    "Ils sont partis tôt.", "Nous voulons le plafond de prix.", "Il a plu.", "Le plafond de prix finit dans un an.",
    "Et alors ?", "Qui paie le plafond de prix ?", "La fin.", "C’était tout.", "Bonne nuit.",
]  # fmt: skip


def aligned(**texts: list[str]) -> AlignedTranscript:
    """Return editions whose sentences correspond one to one."""
    editions = tuple(edition(tag.replace("_", "-"), (Role.STATEMENT, "", said)) for tag, said in texts.items())
    languages = tuple(e.language for e in editions)
    count = len(editions[0].segments)
    rows = tuple(Row(tuple((n,) for _ in editions)) for n in range(count))
    turns = Alignment(languages, (1,) * len(editions), Level.TURN, (Row(tuple((0,) for _ in editions)),))
    segments = Alignment(languages, (count,) * len(editions), Level.SEGMENT, rows)
    return AlignedTranscript(Transcript("x", editions), turns, segments, languages[0])


def sample() -> AlignedTranscript:
    """Return three editions, one of which renders a term in two ways."""
    return aligned(en_GB=ENGLISH, de_DE=GERMAN, fr_FR=FRENCH)


def words(text: AlignedTranscript) -> Counterparts:
    """Return the counterparts of its words by the lexicon."""
    said = [[segment.text for segment in e.segments] for e in text.transcript.editions]
    return counterparts(said, text.transcript.languages, {})


def price_cap(terms: list[Term]) -> Term:
    """Return the term in question."""
    return next(t for t in terms if any("Preisdeckel" in one.text for one in t.renderings.get(1, ())))


def test_a_term_rendered_in_two_ways_comes_first_with_all_its_places() -> None:
    """The usual rendering with its places, then the other one with its own; each place is the text it names."""
    text = sample()
    terms = recurring_terms(text, words(text))
    assert terms[0] is price_cap(terms)
    usual, other = terms[0].renderings[1]
    assert (usual.text, [place.row for place in usual.places]) == ("Preisdeckel", [0, 2, 4, 8])
    assert (other.text, [place.row for place in other.places]) == ("Preisobergrenze", [6])
    assert terms[0].inconsistent == (1,)
    for term in terms:
        for k, said in term.renderings.items():
            for one in said:
                shown = [text.transcript.editions[k].segments[p.segment].text[p.start : p.end] for p in one.places]
                assert one.text in shown


def test_inflection_and_compounds_are_no_other_way_to_say_it() -> None:
    """What is bent or put into a compound counts as the usual rendering."""
    german = [s.replace("Die Preisobergrenze endet", "Die Preisdeckelung endet") for s in GERMAN]
    text = aligned(en_GB=ENGLISH, de_DE=german, fr_FR=FRENCH)
    term = price_cap(recurring_terms(text, words(text)))
    assert term.inconsistent == ()
    assert [place.row for place in term.renderings[1][0].places] == [0, 2, 4, 6, 8]


def test_where_nothing_stands_for_it_the_row_is_told() -> None:
    """An edition that leaves the term out, or says it quite otherwise, lacks it there."""
    german = [s.replace("Die Preisobergrenze endet", "Sie endet") for s in GERMAN]
    text = aligned(en_GB=ENGLISH, de_DE=german, fr_FR=FRENCH)
    term = price_cap(recurring_terms(text, Counterparts(({}, {}, {}))))
    assert term.lacking[1] == (6,)


def test_a_text_in_which_nothing_recurs_has_no_terms() -> None:
    """Few rows, no terms; no rows, none either."""
    text = aligned(en_GB=["One."], de_DE=["Eins."])
    assert recurring_terms(text, words(text)) == []


def test_a_glossary_is_held_against_the_text_in_any_inflection() -> None:
    """Required renderings with their places and the rows that lack one; forbidden ones with theirs."""
    table = "en-GB\tde\tru-RU\nprice cap\tPreisdeckel|!Preisobergrenzen\tпотолок цен\n"
    (kept,) = glossary_kept(sample(), parse_glossary(table.encode(), where="g.tsv"))
    assert [place.row for place in kept.required[0][0].places] == [0, 2, 4, 6, 8]
    assert kept.lacking == {0: (), 1: (6,)}
    assert [place.row for place in kept.forbidden[1][0].places] == [6]
    assert 2 not in kept.required
