"""Free translation is no fault: the checks on texts without one (tests/cases/faultless), and what tells it from one."""

from __future__ import annotations

from collections import Counter

import pytest
import told
from small import rows_of as aligned

from workbench.align.joint import align_transcript
from workbench.checks import run_checks
from workbench.checks.material import Material
from workbench.checks.wording import literal, literal_beside
from workbench.findings import Severity
from workbench.model import AlignedTranscript, Transcript


def test_few_alarms_on_free_translation() -> None:
    """At most three errors or warnings, and few notes, in 141 rows of five editions without a fault."""
    found: Counter[Severity] = Counter()
    rows = 0
    for name in told.names(told.FAULTLESS):
        text = told.read(name, told.FAULTLESS)
        editions = tuple(told.edition(text, tag, told.straight(text)) for tag in text.languages)
        turns, segments = align_transcript(editions, pivot=editions[0].language)
        whole = AlignedTranscript(Transcript(name, editions), turns, segments, editions[0].language)
        found.update(finding.severity for finding in run_checks(whole))
        rows += len(segments.rows)
    assert rows >= 140
    assert found[Severity.ERROR] + found[Severity.WARNING] <= 3
    assert found[Severity.INFO] <= 12


LONG = {
    "en-GB": "The ministers discussed the budget and the hospitals, and the president visited the schools in the capital.",
    "de-DE": "Die Minister berieten über den Haushalt und die Krankenhäuser, und der Präsident besuchte die Schulen in der Hauptstadt.",
    "es-ES": "Los ministros debatieron el presupuesto y los hospitales, y el presidente visitó las escuelas de la capital.",
    "fr-FR": "Les ministres ont débattu du budget et des hôpitaux, et le président a visité les écoles de la capitale.",
}
FILLER = {
    "en-GB": "The government published the report on Monday.",
    "de-DE": "Die Regierung veröffentlichte den Bericht am Montag.",
    "es-ES": "El gobierno publicó el informe el lunes.",
    "fr-FR": "Le gouvernement a publié le rapport lundi.",
}


@pytest.mark.parametrize(
    ("russian", "loud"),
    [
        ("Министры обсудили бюджет и больницы.", True),
        ("Министры обсудили бюджет и больницы, а президент посетил школы в столице.", False),
    ],
    ids=["clause lost", "clause kept"],
)
def test_a_clause_lost_is_told_from_one_kept(russian: str, loud: bool) -> None:
    """A sentence that says the same but for a clause lacks it."""
    rows = [{**FILLER, "ru-RU": "Правительство опубликовало доклад в понедельник."}] * 6 + [{**LONG, "ru-RU": russian}]
    found = [f for f in run_checks(aligned(rows)) if f.check == "omission" and f.severity is Severity.WARNING]
    assert [f.odd_one_out for f in found] == (["ru-RU"] if loud else [])


def test_wording_is_compared_by_the_lexicon() -> None:
    """Words said on the other side count, those put otherwise do not; beside a place, only its own clause counts."""
    material = Material(
        aligned(
            [
                {
                    "en-GB": "The president did not visit the schools, the weather was fine.",
                    "de-DE": "Der Präsident besuchte die Schulen nicht.",
                }
            ]
        )
    )
    whole = literal(material, 0, 0, [1])
    assert 0.0 < whole < 1.0
    at = material.text(0, 0).index("not")
    assert literal_beside(material, 0, 0, [1], [(0, at, at + 3)]) > whole
    assert literal_beside(material, 0, 0, [1], []) == 0.0
