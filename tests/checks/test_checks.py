"""Each check finds what it should and is quiet where translation is merely free (tests/cases/findings.json)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from small import edition
from small import rows_of as aligned

from workbench.align.joint import align_transcript
from workbench.checks import CHECKS, NAMES, run_checks
from workbench.checks.profile import Profile, Suppression
from workbench.findings import Finding, Severity
from workbench.model import AlignedTranscript, Role, Transcript
from workbench.terms import Glossary

CASES = json.loads((Path(__file__).parents[1] / "cases" / "findings.json").read_text("utf-8"))


def loud(findings: list[Finding]) -> list[tuple[str, str | None]]:
    """Return check and odd edition of errors and warnings."""
    return [(f.check, f.odd_one_out) for f in findings if f.severity is not Severity.INFO]


@pytest.mark.parametrize("case", CASES, ids=[c["label"] for c in CASES])
def test_cases(case: dict) -> None:
    """A fault is one finding that names the odd one out; free translation is none."""
    found = run_checks(aligned(case["rows"]))
    assert loud(found) == [tuple(f) for f in case["findings"]]
    if "told" in case:
        infos = [(f.check, f.odd_one_out) for f in found if f.severity == Severity.INFO and f.check == "negation"]
        assert infos == [tuple(f) for f in case["told"]]


def test_spans_hold_the_text() -> None:
    """A span's characters are those of its segment."""
    for case in CASES:
        transcript = aligned(case["rows"])
        for finding in run_checks(transcript):
            for language, spans in finding.spans.items():
                segments = transcript.transcript.edition(language).segments
                assert all(segments[s.segment].text[s.start : s.end] == s.text for s in spans)


def test_ids_survive_rows_added_before() -> None:
    """A finding keeps its id when other sentences come before its own."""
    case = next(c for c in CASES if c["findings"])
    before = [dict.fromkeys(case["rows"][0], "–")]
    ids = {f.id for f in run_checks(aligned(case["rows"]))}
    assert ids <= {f.id for f in run_checks(aligned(before + case["rows"]))}


@pytest.mark.parametrize("label", ["digits changed", "magnitude", "weekday", "name replaced", "half a year lost"])
def test_ids_survive_an_edition_that_joins(label: str) -> None:
    """What one edition has wrong keeps its id when another, in whatever words, agrees with the rest."""
    (case,) = (c for c in CASES if c["label"] == label)
    (expected,) = run_checks(aligned(case["rows"]))
    for language in set(case["rows"][0]) - {expected.odd_one_out}:
        fewer = [{tag: text for tag, text in row.items() if tag != language} for row in case["rows"]]
        assert [f.id for f in run_checks(aligned(fewer))] == [expected.id]


def test_registry_names_are_unique() -> None:
    """Every check has one place in the registry, and a docstring for the linguist."""
    assert len(set(NAMES)) == len(NAMES)
    assert all(check.find.__doc__ and "Cannot see" in check.find.__doc__ for check in CHECKS)


def test_profile() -> None:
    """A profile turns a check off, changes its severity, or suppresses by pattern."""
    case = next(c for c in CASES if c["label"] == "digits changed")
    transcript = aligned(case["rows"])
    assert not run_checks(transcript, profile=Profile({"number": "off"}))
    assert run_checks(transcript, profile=Profile({"number": "info"}))[0].severity is Severity.INFO
    assert not run_checks(transcript, profile=Profile(suppress=(Suppression(check="number", pattern="58"),)))
    assert run_checks(transcript, profile=Profile(suppress=(Suppression(language="de-DE"),)))


def test_glossary() -> None:
    """A forbidden rendering is an error, a missing required one a warning, in any inflection."""
    rows = [
        {
            "en-GB": "The price caps work.",
            "de-DE": "Die Strompreisbremsen wirken.",
            "fr-FR": "Les plafonds de prix agissent.",
        }
    ]
    glossary = Glossary(
        ({"en": ["price cap"], "de": ["Preisdeckel"], "fr": ["plafond de prix"]},), ({"de": ["Strompreisbremse"]},)
    )
    found = run_checks(aligned(rows), glossary=glossary)
    assert [(f.check, f.severity) for f in found] == [("term", Severity.ERROR), ("term", Severity.WARNING)]


def test_two_editions_are_divided() -> None:
    """Between two editions nobody is the odd one out."""
    found = run_checks(aligned([{"en-GB": "It took 85 days.", "de-DE": "Es dauerte 58 Tage."}]))
    assert [(f.check, f.odd_one_out, set(f.languages)) for f in found] == [("number", None, {"en-GB", "de-DE"})]


def test_empty_cells_everywhere() -> None:
    """Rows of one edition only are no stumbling block."""
    rows = [{"en-GB": "Only here, in the year 2019.", "de-DE": ""}, {"en-GB": "", "de-DE": "Nur hier, im Jahr 2018."}]
    assert isinstance(run_checks(aligned(rows)), list)
    assert replace(run_checks(aligned(rows))[0], row=0) is not None if run_checks(aligned(rows)) else True


def test_two_terms_as_one() -> None:
    """A word that an edition has for two terms, which all others keep apart, is one finding with all its places."""
    pairs = [
        ("sluicegate", "Schützentafel", "compuerta", "pelle-vanne"),
        ("floodbarrier", "Hochwassersperre", "compuerta", "batardeau"),
    ]
    said = [
        ("The {} came at noon.", "Mittags kam: {}.", "A mediodía llegó la {}.", "À midi est venu le {}."),
        (
            "We asked the {} twice.",
            "Zweimal gefragt: {}.",
            "Preguntamos dos veces por la {}.",
            "Nous avons interrogé le {}.",
        ),
        ("No {} saw it.", "Gesehen hat es: {}.", "Ninguna {} lo vio.", "Aucun {} ne l’a vu."),
    ]
    tags = ("en-GB", "de-DE", "es-ES", "fr-FR")
    rows = [{t: s.format(w) for t, s, w in zip(tags, texts, pair, strict=True)} for pair in pairs for texts in said]
    found = [f for f in run_checks(aligned(rows)) if f.check == "term" and f.odd_one_out == "es-ES"]
    assert [f.found for f in found] == ["compuerta"]
    assert len(found[0].spans["es-ES"]) == 6


def test_moved_sentence() -> None:
    """A sentence that one edition has at the other end of the turn is moved, neither left out nor put in."""
    order = [(0, 1, 2, 3, 4), (1, 2, 3, 4, 0)]
    english = [
        "The bridge will be closed in spring.",
        "Ferries will run all night.",
        "The workers have asked for it.",
        "The city pays the fare.",
        "We thank everyone.",
    ]
    french = [
        "Le pont sera fermé au printemps.",
        "Des bacs circuleront toute la nuit.",
        "Les ouvriers l’ont demandé.",
        "La ville paie le trajet.",
        "Nous remercions chacun.",
    ]
    german = [
        "Die Brücke wird im Frühling geschlossen.",
        "Fähren werden die ganze Nacht fahren.",
        "Die Arbeiter haben darum gebeten.",
        "Die Stadt bezahlt die Fahrt.",
        "Wir danken allen.",
    ]
    texts = {
        "en-GB": [english[i] for i in order[0]],
        "fr-FR": [french[i] for i in order[0]],
        "de-DE": [german[i] for i in order[1]],
    }
    editions = [edition(tag, (Role.STATEMENT, "", said)) for tag, said in texts.items()]
    turns, segments = align_transcript(editions, pivot="en-GB")
    found = loud(run_checks(AlignedTranscript(Transcript("x", tuple(editions)), turns, segments, "en-GB")))
    assert found == [("moved", "de-DE")]


_SUM = {
    "de-DE": "Der Bau kostet 1,8 Milliarden Euro.",
    "en-GB": "The work costs 1.8 billion euros.",
    "fr-FR": "Les travaux coûtent 1,8 milliard d'euros.",
}
_LENGTH = {
    "de-DE": "Die Fahrt dauert für sechs Personen lange.",
    "en-GB": "The trip takes long for six persons.",
    "fr-FR": "Le trajet est long pour six personnes.",
}


@pytest.mark.parametrize(
    ("given", "tag", "said", "told"),
    [
        (_SUM, "it-IT", "I lavori costano 1,8 miliardi di euro.", False),
        (_SUM, "it-IT", "I lavori costano 1,8 milioni di euro.", True),
        (_SUM, "pl-PL", "Prace kosztują 1,8 miliarda euro.", False),
        (_SUM, "pl-PL", "Prace kosztują 1,8 mln euro.", True),
        (_SUM, "nl-NL", "De bouw kost 1,8 miljoen euro.", True),
        (_SUM, "pt-PT", "A obra custa 1,8 mil milhões de euros.", False),
        (_SUM, "cs-CZ", "Stavba stojí 1,8 miliardy eur.", False),
        (_SUM, "cs-CZ", "Stavba stojí 1,8 milionu eur.", True),
        (_SUM, "eu-ES", "Lanak 1,8 blabla euro balio du.", False),
        (_SUM, "eu-ES", "Lanak 2,9 blabla euro balio du.", True),
        (_LENGTH, "pl-PL", "Podróż dla sześciu osób trwa długo.", False),
        (_LENGTH, "cs-CZ", "Cesta pro šest osob trvá dlouho.", False),
    ],
)
def test_numbers_of_other_languages(given: dict[str, str], tag: str, said: str, *, told: bool) -> None:
    """A magnitude of any language is read; words that nobody reads accuse no edition."""
    found = [f for f in run_checks(aligned([{**given, tag: said}])) if f.check == "number"]
    assert bool([f for f in found if f.odd_one_out == tag]) is told


def test_a_known_name_inflected_is_no_name_of_one_edition() -> None:
    """A body that all editions name, each in its own words and case, is told of none."""
    row = {
        "de-DE": "Die Staaten der Europäischen Union haben zugestimmt.",
        "en-GB": "The states of the European Union have agreed.",
        "fr-FR": "Les États de l'Union européenne ont accepté.",
        "it-IT": "Gli Stati dell'Unione europea hanno accettato.",
        "pl-PL": "Państwa Unii Europejskiej zgodziły się.",
    }
    assert not [f for f in run_checks(aligned([row])) if f.check == "name"]
