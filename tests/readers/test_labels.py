"""Labels, roles and speakers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.model import Role
from workbench.readers import read_edition
from workbench.readers.blocks import Block
from workbench.readers.labels import base, kind, languages, split_labels
from workbench.readers.roles import roles
from workbench.readers.speakers import one_form, people

QUESTIONS = {
    "de": "Frage", "en": "Question", "es": "Pregunta", "fr": "Question", "ru": "Вопрос", "it": "Domanda", "pt": "Pergunta",
    "nl": "Vraag", "pl": "Pytanie", "cs": "Otázka", "uk": "Питання", "bg": "Въпрос", "hu": "Kérdés", "ro": "Întrebare",
    "el": "Ερώτηση", "tr": "Soru", "fi": "Kysymys", "sv": "Fråga", "ar": "سؤال", "he": "שאלה", "hi": "प्रश्न", "zh": "问",
    "ja": "質問", "ko": "질문", "vi": "Câu hỏi", "id": "Pertanyaan", "hr": "Pitanje", "sr": "Питање",
}  # fmt: skip


def test_label_words_are_data_of_many_languages() -> None:
    """At least 25 languages have label words, in a data file."""
    assert len(languages()) >= 25
    assert set(QUESTIONS) <= set(languages())


@pytest.mark.parametrize("language", QUESTIONS)
def test_questions_are_announced_in_many_languages(language: str) -> None:
    """The word for a question is known, in capitals, with a number or a remark too."""
    word = QUESTIONS[language]
    for label in (word, word.upper(), f"{word} 3", f"{word} (translated from German)"):
        assert kind(label) == "question"


@pytest.mark.parametrize(
    ("label", "what"),
    [
        ("Question from the floor", "question"),
        ("Frage, Nordpost", "question"),
        ("Questioning", None),
        ("Moderator", "moderator"),
        ("A", "answer"),
        ("Ana", None),
    ],
)
def test_kinds(label: str, what: str | None) -> None:
    """A known word may have company; a word that only begins like one is none."""
    assert kind(label) == what


def labels_of(*paragraphs: str) -> list[str]:
    """Return the labels found on paragraphs."""
    return [p.label for p in split_labels([Block(p) for p in paragraphs])]


def test_colons_in_speech_are_no_labels() -> None:
    """A colon in the middle of speech begins no turn."""
    found = labels_of(
        "Question: How is it?",
        "Costa: One thing is clear: it works.",
        "The rest is this: nothing.",
        "Question: So?",
        "Costa: So.",
    )
    assert found == ["Question", "Costa", "", "Question", "Costa"]


def test_forms_of_one_label() -> None:
    """Full names, initials, surnames, offices and remarks are labels of one speaker."""
    labels = [
        "Sergey Lavrov",
        "S. Lavrov",
        "Lavrov",
        "Foreign Minister Lavrov",
        "Sergey Lavrov (in Russian)",
        "Mr Lavrov",
        "S.Lavrov",
    ]
    assert set(one_form(labels).values()) == {"Sergey Lavrov"}


def test_two_of_one_surname_stay_two() -> None:
    """Where two speakers share a surname, the surname alone is nobody's form."""
    found = one_form(["Anna Berg", "Paul Berg", "A. Berg", "Berg"])
    assert found == {"Anna Berg": "Anna Berg", "Paul Berg": "Paul Berg", "A. Berg": "Anna Berg", "Berg": "Berg"}


def test_label_words_are_no_names() -> None:
    """Labels that announce questions stand for themselves."""
    assert one_form(["Question", "Question 2", "Q"])["Q"] == "Q"


def interview(language: str, asker: str, first: str, second: str) -> str:
    """Return an exchange with two answerers."""
    return f"{asker}: x y?\n\n{first}: a b.\n\n{asker}: c d?\n\n{second}: e f.\n\n{asker}: g h?\n\n{first}: i j.\n\n{asker}: k?\n\n{second}: l."


def test_people_over_editions_and_scripts() -> None:
    """The same speaker is one person in every edition and script."""
    forms = {
        "en-GB": ("Question", "Sergey Lavrov", "Maria Zakharova"),
        "de-DE": ("Frage", "Sergej Lawrow", "Maria Sacharowa"),
        "es-ES": ("Pregunta", "Serguéi Lavrov", "María Zajárova"),
        "fr-FR": ("Question", "Sergueï Lavrov", "Maria Zakharova"),
        "ru-RU": ("Вопрос", "С.В.Лавров", "М.В.Захарова"),
        "el-GR": ("Ερώτηση", "Σεργκέι Λαβρόφ", "Μαρία Ζαχάροβα"),
    }
    editions = [
        read_edition(interview(tag, *names).encode(), where="x", language=tag, verify=False)
        for tag, names in forms.items()
    ]
    found = people(editions)
    assert [p.name for p in found] == ["Sergey Lavrov", "Maria Zakharova"]
    for person, place in zip(found, (1, 2), strict=True):
        assert {tag: labels[0] for tag, labels in person.labels.items()} == {
            tag: names[place] for tag, names in forms.items()
        }


def test_a_moderator_asks_and_opens() -> None:
    """A moderator's turns ask, but the first and the last are statements."""
    found = roles(["Moderator", "Moderator", "Costa", "Moderator"], ["Welcome.", "How is it?", "Fine.", "Thank you."])
    assert [r for r, _, _ in found] == [Role.STATEMENT, Role.QUESTION, Role.ANSWER, Role.STATEMENT]


def test_names_alone_who_asks() -> None:
    """Between names, the one whose turns end in question marks asks."""
    found = roles(["Reed", "Costa"] * 3, ["So?", "Yes.", "Why?", "Because.", "When?", "Soon."])
    assert [r for r, _, _ in found] == [Role.QUESTION, Role.ANSWER] * 3
    assert all(0 < sure < 0.9 for _, sure, _ in found)


@given(st.lists(st.text(max_size=60), max_size=12))
def test_no_text_is_lost_to_labels(paragraphs: list[str]) -> None:
    """A paragraph is its label, what parts it from the speech, and the speech."""
    for paragraph, found in zip(paragraphs, split_labels([Block(p) for p in paragraphs]), strict=True):
        assert paragraph.endswith(found.text)
        assert found.label in paragraph


@given(st.lists(st.text(max_size=40), max_size=10))
def test_one_form_is_stable(labels: list[str]) -> None:
    """Every label has a form, whatever the labels."""
    assert set(one_form(labels)) == set(labels)
    assert all(isinstance(base(label), str) for label in labels)
