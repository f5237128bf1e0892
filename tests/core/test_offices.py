from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.core.offices import Number

COURT = "+77212420220"


def test_a_campaign_may_say_what_is_pressed_in_a_country() -> None:
    number = Number.model_validate({"e164": COURT, "dial": {"RU": "8~10 7 (7212) 42-02-20"}})
    assert number.dial == {"RU": "8~10 7 (7212) 42-02-20"}
    assert Number.model_validate({"e164": COURT}).dial == {}


@pytest.mark.parametrize(
    ("dial", "said"),
    [
        ({"RU": "8~10 7 7212 42 02 21"}, r"does not end like \+77212420220; correct one"),
        ({"RU": "+7 7212 42 02 20"}, "pattern"),
        ({"RU": "ask the operator"}, "pattern"),
        ({"ru": "8~10 7 7212 42 02 20"}, "pattern"),
        ({"RU": ""}, "pattern"),
    ],
)
def test_what_cannot_be_pressed_or_rings_somebody_else_is_refused(
    dial: dict[str, str], said: str
) -> None:
    with pytest.raises(ValidationError, match=said):
        Number.model_validate({"e164": COURT, "dial": dial})
