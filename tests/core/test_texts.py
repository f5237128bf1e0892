from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.core.texts import Said, Text


def a_text(**texts: str) -> Text:
    return Text.model_validate(texts)


def test_a_plain_string_is_in_the_campaigns_own_language() -> None:
    text = Text.model_validate("Привет")
    assert text.pick("en", "ru") == Said(text="Привет", language="ru")
    assert text.languages("ru") == {"ru"}


def test_a_reader_gets_the_nearest_language_and_is_told_which_it_is() -> None:
    text = a_text(en="Hello", ru="Привет", de="Hallo")
    assert str(text.pick("ru", "en")) == "Привет"
    assert text.pick("ru-KZ", "en").language == "ru"
    assert text.pick("kk", "de").language == "de"
    assert text.pick("kk", "fr").language == "en"
    assert a_text(de="Hallo", tr="Merhaba").pick("kk", "fr").language == "de"
    assert text.languages("en") == {"en", "ru", "de"}


@pytest.mark.parametrize(
    "junk", ["", "  ", {}, {"en": ""}, {"en": ["x"]}, [], 3, {"en": "x" * 5000}]
)
def test_an_empty_or_endless_text_is_refused(junk: object) -> None:
    with pytest.raises(ValidationError):
        Text.model_validate(junk)


def test_a_text_is_stripped_and_survives_json() -> None:
    text = a_text(en=" Hello \n")
    assert text.root == {"en": "Hello"}
    assert Text.model_validate_json(text.model_dump_json()) == text


def test_equal_texts_have_equal_hashes_whatever_their_order() -> None:
    one, other = a_text(en="Hello", ru="Привет"), a_text(ru="Привет", en="Hello")
    assert one == other
    assert hash(one) == hash(other)
    assert len({one, other, a_text(en="Hello")}) == 2
