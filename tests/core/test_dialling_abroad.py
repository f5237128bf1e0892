"""What a landline presses, written out for every country a member is expected in."""

from __future__ import annotations

import phonenumbers
import pytest

from bot.core.dialling import dial

COURT = "+77212420220"
# From RU and BY the form is only likely, and the card says so; from KZ it is a call inside the
# country; where there is None every operator has a code of its own.
TO_THE_COURT = {
    "GB": "00 7 7212 42 02 20",
    "US": "011 7 7212 42 02 20",
    "DE": "00 7 7212 42 02 20",
    "FR": "00 7 7212 42 02 20",
    "ES": "00 7 7212 42 02 20",
    "RU": "8~10 7 7212 42 02 20",
    "KZ": "8 (7212) 42 02 20",
    "UA": "0~0 7 7212 42 02 20",
    "BY": "8~10 7 7212 42 02 20",
    "KG": "00 7 7212 42 02 20",
    "TR": "00 7 7212 42 02 20",
    "BR": None,
    "IN": "00 7 7212 42 02 20",
    "JP": "010 7 7212 42 02 20",
    "KR": None,
    "AU": "0011 7 7212 42 02 20",
    "ZA": "00 7 7212 42 02 20",
    "EG": "00 7 7212 42 02 20",
    "IL": None,
    "SG": None,
    "TW": None,
}
FROM_KAZAKHSTAN = {
    "+442079460000": "8~10 44 20 7946 0000",
    "+12025550123": "8~10 1 202-555-0123",
    "+14165550123": "8~10 1 416-555-0123",
    "+74951234567": "8~10 7 495 123-45-67",
    "+4930123456": "8~10 49 30 123456",
    "+77172324959": "8 (7172) 32 49 59",
}
NORTH_AMERICAN = ("CA", "JM", "BS", "BB", "DO", "PR", "TT")
# Every country of which libphonenumber gives a pattern for calls abroad and no single prefix.
OWN_CODES = {
    "BO", "BR", "CL", "CO", "ID", "IL", "KH", "KP", "KR", "PW", "SB", "SG", "TH", "TW", "TZ", "UG",
}  # fmt: skip


@pytest.mark.parametrize(("country", "pressed"), TO_THE_COURT.items())
def test_the_court_in_karaganda_is_rung_from(country: str, pressed: str | None) -> None:
    card = dial(COURT, country)
    assert card.mobile == "+7 7212 42 02 20"
    assert card.landline == pressed
    assert card.carrier_choice == (pressed is None)
    assert card.doubtful == (country in {"RU", "BY"})
    assert card.domestic == (country == "KZ")
    assert card.second_tone == (country in {"RU", "BY", "UA"})


@pytest.mark.parametrize(("number", "pressed"), FROM_KAZAKHSTAN.items())
def test_from_a_landline_in_kazakhstan(number: str, pressed: str) -> None:
    card = dial(number, "KZ")
    assert card.landline == pressed
    assert card.doubtful == number.startswith("+7495")
    assert card.domestic == number.startswith("+77")


@pytest.mark.parametrize("country", NORTH_AMERICAN)
def test_north_america_and_the_caribbean_have_one_prefix_and_one_code(country: str) -> None:
    assert dial(COURT, country).landline == "011 7 7212 42 02 20"
    assert dial("+12025550123", country).landline == "1 (202) 555-0123"


def test_the_countries_where_one_asks_the_operator_are_known() -> None:
    found = {each for each in phonenumbers.SUPPORTED_REGIONS if dial(COURT, each).carrier_choice}
    assert found == OWN_CODES


def test_no_country_is_left_without_a_form_or_a_reason() -> None:
    for country in phonenumbers.SUPPORTED_REGIONS:
        card = dial(COURT, country)
        assert bool(card.landline) != card.carrier_choice, country
        assert set(card.landline or "") <= set("0123456789 ()~-"), country


@pytest.mark.parametrize("country", ["RU", "BR", "KZ"])
def test_what_a_campaign_knows_better_stands_above_every_rule(country: str) -> None:
    own = {country: "8~10 7 7212 42-02-20"}
    card = dial(COURT, country, given=own)
    assert (card.landline, card.given) == ("8~10 7 7212 42-02-20", True)
    assert card.steps == ("8", "10 7 7212 42-02-20")
    assert not card.doubtful
    assert not card.carrier_choice
    elsewhere = dial(COURT, "GB", given=own)
    assert (elsewhere.landline, elsewhere.given) == ("00 7 7212 42 02 20", False)
