from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from bot.content.letterpress import LetterPress
from bot.core.drafts import Draft, LetterWords, Sender
from bot.core.letters import offers
from bot.core.library import Entry, LetterTexts
from tests.appeal import LETTER, a_campaign

NOON = datetime(2003, 1, 6, 12, tzinfo=UTC)
WORDS = LetterWords(
    title="Letter",
    copy_to="Copy to",
    closing="Respectfully",
    salutation="Dear Sir or Madam,",
    date="6 January 2003",
)
PEOPLE = [
    {"id": "saken", "name": {"en": "Saken Zhunusov", "ru": "Сакен Жунусов"}},
    {"id": "rustam", "name": {"en": "Rustam Zhanusov", "ru": "Рустам Жанусов"}},
    {"id": "ramil", "name": {"en": "Ramil Mingazov", "ru": "Рамиль Мингазов"}},
]
DEMANDS = [
    {"id": "release", "text": {"en": "Release them.", "ru": "Освободить их."}},
    {"id": "wages", "text": {"en": "Pay the wages.", "ru": "Выплатить зарплату."}},
]


def a_draft(source: str, language: str = "en", **changes: Any) -> Draft:
    asking = LETTER | {"demands": ["wages", "release"]} | changes
    campaign = a_campaign(people=PEOPLE, demands=DEMANDS, letters=[asking])
    entry = Entry(
        campaign=campaign,
        letters=LetterTexts(sources={"protest": {language: source}}),
        revision=1,
    )
    return LetterPress().draft(
        entry,
        offers(campaign, NOON)[0],
        language=language,
        words=WORDS,
        sender=Sender(name="Jane Doe", city="London", organisation="Example Union"),
        office_day=date(2003, 1, 6),
    )


def body(draft: Draft) -> str:
    return "\n".join(str(paragraph) for paragraph in draft.body)


def test_people_and_demands_stand_in_the_letters_language_and_in_its_order() -> None:
    source = "For {{ people }}:\n\n{{ demands }}"
    english = "For Saken Zhunusov, Rustam Zhanusov and Ramil Mingazov:"
    assert body(a_draft(source)) == f"{english}\n1. Pay the wages.\n2. Release them."
    russian = "For Сакен Жунусов, Рустам Жанусов и Рамиль Мингазов:"
    wanted = f"{russian}\n1. Выплатить зарплату.\n2. Освободить их."
    assert body(a_draft(source, "ru")) == wanted


def test_a_letter_may_speak_for_some_of_the_people_only() -> None:
    assert body(a_draft("{{ people }}", people=["ramil"])) == "Ramil Mingazov"


def test_the_sender_the_date_and_the_office_can_be_named_in_the_body() -> None:
    source = "{{ name }}, {{ city }}, {{ organisation }}, {{ date }}, {{ office }}, {{ addressee }}"
    assert body(a_draft(source)) == (
        "Jane Doe, London, Example Union, 6 January 2003, Office of the President, "
        "Dear President Nazarbayev,"
    )


def test_the_country_of_the_settings_never_enters_a_letter() -> None:
    assert body(a_draft("From{% if country %} {{ country }}{% endif %} here.")) == "From here."
