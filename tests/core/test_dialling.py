from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.dialling import dial, number_problem, region_of

COURT = "+77212420220"
COURT_IN_2003 = "+73212420220"
PREFIXES = {
    "GB": "00",
    "US": "011",
    "FR": "00",
    "DE": "00",
    "TR": "00",
    "CN": "00",
    "KG": "00",
    "UZ": "00",
    "AE": "00",
    "JP": "010",
    "AU": "0011",
    "UA": "0~0",
    "BY": "8~10",
    "RU": "8~10",
}


@pytest.mark.parametrize(("country", "prefix"), PREFIXES.items())
def test_the_court_is_dialled_from(country: str, prefix: str) -> None:
    card = dial(COURT, country)
    assert card.mobile == "+7 7212 42 02 20"
    assert card.landline == f"{prefix} 7 7212 42 02 20"
    assert card.region == "KZ"
    assert not card.domestic
    assert not card.carrier_choice


@pytest.mark.parametrize(("country", "prefix"), PREFIXES.items())
def test_the_number_of_2003_is_dialled_in_its_own_groups_from(country: str, prefix: str) -> None:
    card = dial(COURT_IN_2003, country)
    assert card.mobile == "+7 3212 42 02 20"
    assert card.landline == f"{prefix} 7 3212 42 02 20"
    assert card.region == "KZ"
    assert not card.domestic


def test_inside_kazakhstan_it_is_a_domestic_call() -> None:
    card = dial(COURT, "KZ")
    assert card.domestic
    assert card.landline == "8 (7212) 42 02 20"
    assert dial(COURT_IN_2003, "KZ").landline == "8 3212 42 02 20"


@pytest.mark.parametrize(
    ("country", "first", "then"),
    [("UA", "0", "0 7 7212 42 02 20"), ("BY", "8", "10 7 7212 42 02 20")],
)
def test_a_second_tone_is_told_with_the_digits_before_it(
    country: str, first: str, then: str
) -> None:
    card = dial(COURT, country)
    assert card.second_tone
    assert card.tone_after == first
    assert card.steps == (first, then)


def test_without_a_second_tone_it_is_one_step() -> None:
    card = dial(COURT, "GB")
    assert not card.second_tone
    assert card.tone_after is None
    assert card.steps == ("00 7 7212 42 02 20",)


@pytest.mark.parametrize(
    ("number", "country"),
    [(COURT, "RU"), (COURT, "BY"), (COURT_IN_2003, "RU"), ("+74951234567", "KZ")],
)
def test_between_countries_of_one_code_the_landline_is_doubtful(number: str, country: str) -> None:
    assert dial(number, country).doubtful
    assert not dial(number, country).domestic


@pytest.mark.parametrize("country", ["GB", "KZ", "UA", "US"])
def test_elsewhere_it_is_not(country: str) -> None:
    assert not dial(COURT, country).doubtful


@pytest.mark.parametrize("country", ["BR", "KR", "SG", "TW", "IL"])
def test_where_every_operator_has_its_own_prefix_the_rest_is_told(country: str) -> None:
    card = dial(COURT, country)
    assert card.carrier_choice
    assert card.landline is None
    assert card.steps == ()
    assert card.after_prefix == "7 7212 42 02 20"


@pytest.mark.parametrize("country", [None, "ZZ"])
def test_without_a_country_only_the_mobile_form_is_given(country: str | None) -> None:
    card = dial(COURT, country)
    assert card.mobile == "+7 7212 42 02 20"
    assert card.landline is None
    assert not card.carrier_choice


@pytest.mark.parametrize("display", ["7 3212 42-02-20", "+7 3212 42-02-20"])
def test_a_campaign_may_group_the_digits_itself(display: str) -> None:
    card = dial(COURT_IN_2003, "GB", display)
    assert card.mobile == "+7 3212 42-02-20"
    assert card.landline == "00 7 3212 42-02-20"
    assert dial(COURT_IN_2003, "KZ", display).landline == "8 3212 42-02-20"


def test_own_groups_inside_a_country_with_trunk_zero_or_none() -> None:
    assert dial("+442079460000", "GB", "44 2079 46 00 00").landline == "02079 46 00 00"
    assert dial("+34911234567", "ES", "34 91 123 45 67").landline == "91 123 45 67"


def test_other_digits_in_the_display_are_refused() -> None:
    with pytest.raises(ValueError, match="does not have the digits"):
        dial(COURT, "GB", "7 7212 42 02 21")


@pytest.mark.parametrize(
    ("number", "country", "landline"),
    [
        ("+442079460000", "GB", "020 7946 0000"),
        ("+442079460000", "GG", "020 7946 0000"),
        ("+14165550123", "US", "1 (416) 555-0123"),
        ("+442079460000", "KZ", "8~10 44 20 7946 0000"),
    ],
)
def test_other_countries_numbers_follow_their_customs(
    number: str, country: str, landline: str
) -> None:
    assert dial(number, country).landline == landline


@pytest.mark.parametrize(
    ("number", "region"),
    [
        (COURT, "KZ"),
        (COURT_IN_2003, "KZ"),
        ("+73172324959", "KZ"),
        ("+73432420220", "RU"),
        ("+74951234567", "RU"),
        ("+70002420220", None),
        ("+9969999", "KG"),
    ],
)
def test_a_number_is_of(number: str, region: str | None) -> None:
    assert region_of(number) == region


@pytest.mark.parametrize(
    "number", ["", "007 3212 420220", "+7", "77212420220", "+0123456789", "+7721242022x"]
)
def test_what_is_no_international_number_is_refused(number: str) -> None:
    for look in (region_of, lambda each: dial(each, "GB")):
        with pytest.raises(ValueError, match="no international number"):
            look(number)


def test_a_country_code_that_nobody_has_is_refused() -> None:
    with pytest.raises(ValueError, match="country code"):
        region_of("+99912345678")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("007 3212 420220", "no international number"),
        ("+99912345678", "country code"),
        (COURT_IN_2003, r"write \+7 7212 42 02 20, or give the last day"),
        ("+7721242022", "not a number anybody has"),
        ("+74951234567", "number of RU, but the office is in KZ"),
        ("+73432420220", "number of RU, but the office is in KZ"),
    ],
)
def test_a_wrong_number_is_told_with_the_remedy(number: str, said: str) -> None:
    problem = number_problem(number, "KZ")
    assert problem is not None
    assert re.search(said, problem)


@pytest.mark.parametrize(
    ("number", "country", "right"),
    [("+4402079460000", "GB", r"\+442079460000"), ("+787212420220", "KZ", r"\+77212420220")],
)
def test_a_prefix_that_is_only_for_inside_the_country_is_told(
    number: str, country: str, right: str
) -> None:
    problem = number_problem(number, country)
    assert problem is not None
    assert re.search(f"only inside the country: write {right}$", problem)


@pytest.mark.parametrize(
    ("number", "country"), [("+378886377", "SM"), ("+67206609", "NF"), ("+54111523456789", "AR")]
)
def test_a_form_that_libphonenumber_only_writes_otherwise_is_none_to_mend(
    number: str, country: str
) -> None:
    assert number_problem(number, country) is None


def test_a_right_number_has_no_problem() -> None:
    assert number_problem(COURT, "KZ") is None


@example("+783010000000", "GB")
@example("+4402079460000", "FR")
@example("+39000000000", "DE")
@given(
    st.from_regex(r"\+(?:7|44|1|49|86|998|39)[0-9]{9,11}", fullmatch=True),
    st.sampled_from([*PREFIXES, "KZ", "BR", "IT", None]),
)
def test_no_digit_of_a_number_is_ever_lost(number: str, country: str | None) -> None:
    card = dial(number, country)
    assert re.sub(r"\D", "", card.mobile) == number[1:]
    if card.landline and not card.domestic:
        assert re.sub(r"\D", "", card.landline).endswith(number[3:])
