from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from bot.content.letter_parts import parted
from bot.content.letterpress import LetterPress
from bot.core.drafts import Draft, LetterWords, Sender
from bot.core.letters import offers
from bot.core.library import Entry, LetterTexts
from tests.appeal import LETTER, a_campaign
from tests.content.parted_letters import ENGLISH, RUSSIAN, VARIANTS

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
    {
        "id": "release",
        "text": {"en": "Release them.", "ru": "Освободить их."},
        "wordings": [{"en": "Let them go.", "ru": "Отпустить их."}, {"en": "Open the cell."}],
    },
    {"id": "wages", "text": {"en": "Pay the wages.", "ru": "Выплатить зарплату."}},
]


def a_draft(
    source: str,
    language: str = "en",
    seed: int = 0,
    wanted: tuple[str, ...] | None = None,
    organisation: str = "Example Union",
    **changes: Any,
) -> Draft:
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
        sender=Sender(name="Jane Doe", city="London", organisation=organisation),
        office_day=date(2003, 1, 6),
        seed=seed,
        demands=wanted,
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


def choice(draft: Draft, source: str) -> list[tuple[str, int] | None]:
    """Which way of which part each paragraph is; None for what is no beginning of a way."""
    begins = {
        way.source.split("\n")[0].partition("{")[0]: (part.id, number)
        for part in parted(source).parts
        for number, way in enumerate(part.ways)
    }
    return [
        next((way for words, way in begins.items() if str(paragraph).startswith(words)), None)
        for paragraph in draft.body
    ]


def test_two_languages_are_two_views_of_one_choice() -> None:
    seen = set()
    for seed in range(100):
        english = choice(a_draft(ENGLISH, seed=seed), ENGLISH)
        assert english == choice(a_draft(RUSSIAN, "ru", seed=seed), RUSSIAN)
        seen.add(tuple(english))
    assert len(seen) > VARIANTS / 2


def test_the_same_number_makes_the_same_letter() -> None:
    letters = {a_draft(ENGLISH, seed=seed).plain() for seed in [3, 3, 2**64 - 1, 2**64 - 1]}
    assert len(letters) == 2


def test_a_demand_is_worded_as_drawn_and_in_its_text_where_the_wording_lacks_the_language() -> None:
    english = [body(a_draft("{{ demands }}", seed=seed)) for seed in (0, 2, 4)]
    assert [text.partition("2. ")[2] for text in english] == [
        "Release them.",
        "Open the cell.",
        "Let them go.",
    ]
    russian = [body(a_draft("{{ demands }}", "ru", seed=seed)) for seed in (0, 2, 4)]
    assert [text.partition("2. ")[2] for text in russian] == [
        "Освободить их.",
        "Освободить их.",
        "Отпустить их.",
    ]


def test_the_sender_may_drop_and_reorder_demands() -> None:
    assert body(a_draft("{{ demands }}", wanted=("release", "wages"))) == (
        "1. Release them.\n2. Pay the wages."
    )
    assert body(a_draft("{{ demands }}", wanted=("wages", "wages", "gone"))) == (
        "1. Pay the wages."
    )
    any_order = {body(a_draft("{{ demands }}", seed=s, any_order=True)) for s in (0, 1, 5, 7)}
    assert any(text.startswith("1. Pay") for text in any_order)
    assert any(text.endswith("2. Pay the wages.") for text in any_order)
    chosen = {
        body(a_draft("{{ demands }}", seed=s, wanted=("wages", "release"), any_order=True))
        for s in (0, 1, 5, 7)
    }
    assert chosen == {"1. Pay the wages.\n2. Release them."}


def test_without_demands_their_part_is_left_out_and_the_rest_stays_as_it_was() -> None:
    for seed in range(20):
        whole = choice(a_draft(ENGLISH, seed=seed), ENGLISH)
        without = choice(a_draft(ENGLISH, seed=seed, wanted=()), ENGLISH)
        assert without == [part for part in whole if part is not None and part[0] != "demands"]


def test_a_letter_that_says_nothing_but_its_demands_keeps_them() -> None:
    assert body(a_draft("We demand:\n\n{{ demands }}", wanted=())).endswith("2. Release them.")
    optional = "== a\n{{ demands }}\n== b, optional\nx"
    assert "Release" in body(a_draft(optional, wanted=()))


def test_a_name_that_ends_in_a_stop_is_followed_by_no_second_one() -> None:
    source = "We are {{ organisation }}. We of {{ organisation }}, in {{ city }}, wait..."
    said = body(a_draft(source, organisation="Local 7 Ltd.", demands=[]))
    assert said == "We are Local 7 Ltd. We of Local 7 Ltd., in London, wait..."
