"""A press conference in exchanges, in three languages, and ways to tell it otherwise; all sentences our own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.model import Edition, Role, Segment, Turn

Told = dict[str, tuple[str, str]]

EXCHANGES: tuple[Told, ...] = (
    {
        "en": ("When does the new library open?", "On 14 September at ten. The mayor will cut the ribbon."),
        "de": (
            "Wann öffnet die neue Bibliothek?",
            "Am 14. September um zehn. Der Bürgermeister schneidet das Band durch.",
        ),
        "ru": ("Когда откроется новая библиотека?", "14 сентября в десять. Мэр перережет ленту."),
    },
    {
        "en": ("How many books will it hold?", "About 320,000. A third of them are for children."),
        "de": ("Wie viele Bücher wird sie fassen?", "Rund 320.000. Ein Drittel davon ist für Kinder."),
        "ru": ("Сколько книг в ней будет?", "Около 320 000. Треть из них для детей."),
    },
    {
        "en": ("Was the architect from Finland paid?", "Yes."),
        "de": ("Wurde der Architekt aus Finnland bezahlt?", "Ja."),
        "ru": ("Заплатили ли архитектору из Финляндии?", "Да."),
    },
    {
        "en": ("Why did the roof leak in March?", "A pipe had frozen. The company repaired the roof within a week."),
        "de": (
            "Warum war das Dach im März undicht?",
            "Ein Rohr war gefroren. Die Firma hat das Dach binnen einer Woche repariert.",
        ),
        "ru": ("Почему в марте протекла крыша?", "Замёрзла труба. Компания за неделю починила крышу."),
    },
    {
        "en": ("Will there be a café?", "No comment."),
        "de": ("Wird es ein Café geben?", "Kein Kommentar."),
        "ru": ("Будет ли там кафе?", "Без комментариев."),
    },
    {
        "en": ("What did Martin Kowalski say about the costs?", "He said 47 million euros are enough."),
        "de": ("Was sagte Martin Kowalski zu den Kosten?", "Er sagte, 47 Millionen Euro seien genug."),
        "ru": ("Что сказал о расходах Мартин Ковальский?", "Он сказал, что 47 миллионов евро хватит."),
    },
    {
        "en": ("Can students work there at night?", "From October, until two in the morning. Guards stay all night."),
        "de": (
            "Können Studenten dort nachts arbeiten?",
            "Ab Oktober, bis zwei Uhr morgens. Wachleute bleiben die ganze Nacht.",
        ),
        "ru": (
            "Смогут ли студенты работать там ночью?",
            "С октября, до двух часов ночи. Охрана остаётся на всю ночь.",
        ),
    },
    {
        "en": ("And the old building on the market square?", "It becomes a school. Work starts in spring."),
        "de": ("Und das alte Gebäude am Marktplatz?", "Es wird eine Schule. Die Arbeiten beginnen im Frühling."),
        "ru": ("А старое здание на рыночной площади?", "В нём будет школа. Работы начнутся весной."),
    },
    {
        "en": ("Who guards the rare manuscripts from Prague?", "The police do. We trust them."),
        "de": ("Wer bewacht die seltenen Handschriften aus Prag?", "Die Polizei. Wir vertrauen ihr."),
        "ru": ("Кто охраняет редкие рукописи из Праги?", "Полиция. Мы ей доверяем."),
    },
    {
        "en": ("Does the tram stop there?", "Line 6 does, every 12 minutes."),
        "de": ("Hält dort die Straßenbahn?", "Die Linie 6, alle 12 Minuten."),
        "ru": ("Останавливается ли там трамвай?", "Шестая линия, каждые 12 минут."),
    },
)

LABELS = {"en": ("Question", "Director"), "de": ("Frage", "Direktorin"), "ru": ("Вопрос", "Директор")}
QUESTION, ANSWER = 0, 1


@dataclass(frozen=True)
class Said:
    """A turn: its part, and the items (exchange, part) that it holds."""

    part: int
    items: tuple[tuple[int, int], ...]


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; an ordinal's full stop ends none."""
    return re.split(r"(?<=\D\.) ", text)


def straight(count: int = len(EXCHANGES)) -> list[Said]:
    """Return the turns Q1 A1 Q2 A2 … of the first exchanges."""
    return [Said(part, ((number, part),)) for number in range(count) for part in (QUESTION, ANSWER)]


def edition(language: str, turns: list[Said], *, bare: bool = False) -> Edition:
    """Return an edition; ``bare`` makes every turn a statement without a label."""
    segments: list[Segment] = []
    made: list[Turn] = []
    for index, turn in enumerate(turns):
        start = len(segments)
        for number, part in turn.items:
            for text in sentences(EXCHANGES[number][language][part]):
                segments.append(Segment(len(segments), text))
        role = Role.STATEMENT if bare else (Role.QUESTION, Role.ANSWER)[turn.part]
        label = "" if bare else LABELS[language][turn.part]
        made.append(Turn(index, role, label, start, len(segments)))
    return Edition(language, tuple(made), tuple(segments))


def gold(editions: list[list[Said]]) -> set[tuple[tuple[int, ...], ...]]:
    """Return the rows that the items connect."""
    groups: list[set[tuple[int, int]]] = []
    for turns in editions:
        for turn in turns:
            touched = [group for group in groups if group & set(turn.items)]
            groups = [group for group in groups if group not in touched]
            groups.append(set(turn.items).union(*touched))
    return {
        tuple(tuple(k for k, turn in enumerate(turns) if set(turn.items) <= group) for turns in editions)
        for group in groups
    }
