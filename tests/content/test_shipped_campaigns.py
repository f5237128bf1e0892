from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content import shape
from bot.content.loader import load_folder
from bot.core.campaign import Campaign
from bot.core.library import Entry
from bot.core.sittings import sitting

CAMPAIGNS = Path(__file__).parents[2] / "campaigns"
LANGUAGES = {"en", "ru", "kk", "ar", "es"}
NAMES_ALONE = {"WMKS"}  # a name that is the same in every language


@pytest.fixture(scope="module")
def entries() -> Mapping[str, Entry]:
    loaded = load_folder(CAMPAIGNS)
    assert [str(problem) for problem in loaded.problems] == []
    return {entry.campaign.slug: entry for entry in loaded.entries}


@pytest.fixture(scope="module")
def karaganda(entries: Mapping[str, Entry]) -> Campaign:
    return entries["karaganda-2003"].campaign


@pytest.fixture(scope="module")
def metallist(entries: Mapping[str, Entry]) -> Campaign:
    return entries["metallist-2000"].campaign


def raw_texts() -> Iterator[tuple[str, object]]:
    for path in CAMPAIGNS.glob("*/campaign.yaml"):
        document: Any = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506  # our own
        for loc, text in shape.texts(document):
            yield f"{path.parent.name}: {loc}", text


def test_every_text_exists_in_every_language() -> None:
    for where, text in raw_texts():
        if isinstance(text, str):
            assert text in NAMES_ALONE, where
        else:
            assert isinstance(text, dict)
            assert set(text) == LANGUAGES, where


def texts_in(language: str) -> Iterator[tuple[str, str]]:
    for where, text in raw_texts():
        if isinstance(text, dict) and language in text:
            yield where, text[language]


def test_arabic_is_written_with_arabic_marks_and_the_digits_of_the_dates() -> None:
    for where, text in texts_in("ar"):
        assert re.search("[\u0600-\u06ff]", text), where
        assert not re.search("[,;?!%\"'\u0640\u0660-\u0669\u06f0-\u06f9]", text), where


def test_a_line_in_arabic_begins_in_arabic_so_that_it_runs_from_right_to_left() -> None:
    for where, text in texts_in("ar"):
        for line in text.splitlines():
            letters = (sign for sign in line if unicodedata.bidirectional(sign) in {"L", "AL"})
            assert unicodedata.bidirectional(next(letters)) == "AL", where


def test_spanish_stays_calm_and_quotes_as_it_prints() -> None:
    for where, text in texts_in("es"):
        assert not re.search("[!¡\"'“”]", text), where
        assert text.count("?") == text.count("¿"), where


def test_both_are_history_and_offer_nothing_to_do_now(entries: Mapping[str, Entry]) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    for entry in entries.values():
        assert entry.campaign.past(now)
        assert entry.campaign.open_actions(now) == ()
        assert entry.campaign.next_action(now) is None


def test_campaigns_survive_json(entries: Mapping[str, Entry]) -> None:
    for entry in entries.values():
        again = Campaign.model_validate_json(entry.campaign.model_dump_json())
        assert again == entry.campaign


# What the appeals say: the figures are copied from them by hand.


def test_the_verdict_is_assumed_for_nine_in_karaganda(karaganda: Campaign) -> None:
    hearing = karaganda.hearing("verdict")
    found = sitting(hearing, karaganda.office(hearing.office))
    assert found is not None
    assert found.at == datetime(2003, 1, 6, 3, 0, tzinfo=UTC)
    assert found.assumed
    assert hearing.last_day == date(2003, 1, 10)
    assert [state.status for state in hearing.states] == ["announced", "postponed", "date-known"]
    assert karaganda.reminders == (24 * 60, 60)


def test_the_prosecutor_asks_for_fifteen_years_in_all(karaganda: Campaign) -> None:
    asked = {person.id: person.demanded.years for person in karaganda.people if person.demanded}
    assert asked == {"rustam": 7, "saken": 6, "ramil": 2}
    assert karaganda.letter("protest").people == ("saken", "ramil", "rustam")


@pytest.mark.parametrize(
    ("person", "spellings"),
    [
        ("saken", {"Saken Zhunusov"}),
        ("rustam", {"Rustan Zhanusev", "Rustam Zhanusov"}),
        ("ramil", {"Ramil Mengazov", "Ramil Mingazov"}),
        ("popov", {"Sergei Popov"}),
    ],
)
def test_both_spellings_of_each_name_are_kept(
    person: str, spellings: set[str], karaganda: Campaign
) -> None:
    found = karaganda.person(person)
    assert spellings <= {*found.variants, *found.name.root.values()}
    assert found.note is not None


def test_father_and_son_share_no_spelling(karaganda: Campaign) -> None:
    father, son = karaganda.person("saken"), karaganda.person("rustam")
    assert not {*father.variants, *father.name.root.values()} & {
        *son.variants,
        *son.name.root.values(),
    }


def test_the_numbers_are_as_printed_in_2003_and_their_successors_since(
    karaganda: Campaign,
) -> None:
    printed = ["+73212420220", "+73212742783", "+73172324959", "+73172321904"]
    then, now = date(2003, 1, 6), date(2026, 1, 1)
    numbers = [
        tuple(number.e164 for number in (c.number_on(then), c.number_on(now)) if number)
        for c in karaganda.channels
    ]
    assert numbers == [(number, f"+77{number[3:]}") for number in printed]
    assert not any(channel.assigned for channel in karaganda.channels)
    assert {channel.kind for channel in karaganda.channels} == {"manual-fax"}


def test_the_president_is_greeted_by_name_only_while_in_office(karaganda: Campaign) -> None:
    president = karaganda.office("president")
    arabic, spanish = "فخامة الرئيس نور سلطان نزارباييف،", "Señor presidente Nazarbáyev:"
    named = {"en": "Dear President Nazarbayev,", "ar": arabic, "es": spanish}
    neutral = {"en": "Dear President,", "ar": "فخامة الرئيس،", "es": "Excelencia:"}
    for day, greeting in (
        (date(2003, 1, 6), named),
        (date(2019, 3, 20), named),
        (date(2019, 3, 21), neutral),
    ):
        salutation = president.salutation_on(day)
        assert salutation is not None
        assert greeting.items() <= salutation.root.items()
    assert "Назарбаеву" in president.addressed_on(date(2003, 1, 6)).root["ru"]
    assert president.addressed_on(date(2020, 1, 1)).root["ru"] == "Президенту Республики Казахстан"


def test_offices_keep_assumed_hours_in_almatys_zone(karaganda: Campaign) -> None:
    for office in karaganda.offices:
        assert office.hours == "Mo-Fr 09:00-13:00,14:00-18:00; PH off"
        assert office.hours_assumed
        assert (office.zone, office.languages) == ("Asia/Almaty", ("ru", "kk"))


def test_nothing_in_the_payment_cards_can_be_paid_to(metallist: Campaign) -> None:
    [fund] = metallist.funds
    assert (fund.amount, fund.currency, fund.fictitious) == (2000, "USD", True)
    for method in fund.methods:
        for field in method.fields:
            assert "example" in field.value.lower() or set(field.value) <= {"0", " "}
    assert fund.methods[0].reference == ("HELP", "Current Expenses")


def test_the_appeal_of_2000_has_no_people_offices_or_letters(metallist: Campaign) -> None:
    for part in (metallist.people, metallist.offices, metallist.letters, metallist.hearings):
        assert part == ()
    assert metallist.events[0].on == date(2000, 2, 29)
    assert {report.country for report in metallist.pickets} == {"RU", "UA", "GB"}
    assert metallist.sources[0].written == date(2000, 2, 26)
