from __future__ import annotations

import pytest

from bot.content.shape import fields_at, texts
from bot.content.vocabulary import flaws, is_language
from bot.core.campaign import Campaign


@pytest.mark.parametrize("code", ["en", "ru", "kk", "zh-Hant", "pt-BR", "ckb"])
def test_languages_that_exist_are_known(code: str) -> None:
    assert is_language(code)


@pytest.mark.parametrize("code", ["", "EN", "qq", "english", "und", "root", "en_GB", "en-", "own"])
def test_what_is_no_language_is_refused(code: str) -> None:
    assert not is_language(code)


def test_texts_are_found_wherever_the_model_has_them() -> None:
    document = {
        "title": "a",
        "people": [{"name": {"en": "b"}, "custody": {"place": "c"}, "variants": ["no text"]}],
        "funds": [{"methods": [{"fields": [{"name": "d", "value": "no text"}]}]}, "junk"],
        "unknown": {"title": "no text"},
    }
    assert dict(texts(document)) == {
        ("title",): "a",
        ("people", 0, "name"): {"en": "b"},
        ("people", 0, "custody", "place"): "c",
        ("funds", 0, "methods", 0, "fields", 0, "name"): "d",
    }


def test_the_fields_of_each_place_are_known() -> None:
    assert fields_at(()) == tuple(Campaign.model_fields)
    assert fields_at(("people", 3, "health")) == ("note", "consent", "source")
    assert fields_at(("title",)) == ()
    assert fields_at(("nowhere", "at", "all")) == ()


def test_a_zone_is_sought_in_the_country_first() -> None:
    [flaw] = flaws({"offices": [{"zone": "Almaty", "country": "KZ"}]})
    assert flaw.loc == ("offices", 0, "zone")
    assert flaw.mend == "did you mean 'Asia/Almaty'?"
    [flaw] = flaws({"zone": "Almaty"})
    assert flaw.mend == "write an IANA name such as Asia/Almaty"


def test_a_plain_text_needs_no_language() -> None:
    assert list(flaws({"language": "kk", "title": "Сот", "summary": {"kk": "Сот"}})) == []
    [flaw] = flaws({"language": "kk", "title": {"en": "Court"}})
    assert flaw.mend == "add a line 'kk: …'"
