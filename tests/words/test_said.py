from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.core.people import Person, Source
from bot.core.texts import Text
from bot.words import Words
from tests.words.builders import SPEECHES, an_audience, phrase
from tests.words.case import a_case

BOTH = Text({"en": "Release them", "ru": "Освободите их"})
SHIPPED = Words.load()
OWN = Text({"own": "Release them"})
ARABIC = Text({"ar": "أفرجوا عنهم"})


def in_(language: str, snippet: str, **context: Any) -> str:
    return phrase(snippet, an_audience(language=language), **context)


def test_a_text_is_said_in_the_readers_language() -> None:
    assert in_("ru", "text|said('en')", text=BOTH) == "Освободите их"
    assert in_("ru", "text|foreign('en')", text=BOTH) == ""


def test_a_text_without_a_translation_is_said_as_it_is_and_its_language_named() -> None:
    assert in_("kk", "text|said('en')", text=BOTH) == "Release them"
    assert in_("kk", "text|foreign('en')", text=BOTH) == "ағылшын тілі"
    assert in_("ru", "text|foreign('en')", text=OWN) == "английский"


def test_a_campaigns_own_language_is_taken_from_the_campaign() -> None:
    assert in_("ru", "text|foreign", text=OWN, campaign=a_case(language="kk")) == "казахский"


def test_a_text_in_nobody_knows_which_language_is_a_mistake_of_the_template() -> None:
    with pytest.raises(ValueError, match="in which language"):
        in_("ru", "text|said", text=OWN)


def test_a_text_that_runs_the_other_way_keeps_to_its_place() -> None:
    shown = in_("en", "text|said", text=ARABIC)
    assert shown == "\u2068أفرجوا عنهم\u2069"
    assert in_("en", "text|said('en')", text=BOTH).isascii()


def test_markup_in_a_text_stays_text() -> None:
    assert in_("en", "text|said", text="<b>&") == "&lt;b&gt;&amp;"


PEOPLE = (
    Person(id="saken", name=Text({"en": "Saken", "ru": "Сакен"}), original="Сакен"),
    Person(id="rustam", name=Text({"en": "Rustam"})),
    Person(id="ramil", name=Text({"en": "Ramil <3"}), original="Рамиль"),
)


@pytest.mark.parametrize(
    ("count", "expected"),
    (
        (0, ""),
        (1, "Saken (Сакен)"),
        (2, "Saken (Сакен) and Rustam"),
        (3, "Saken (Сакен), Rustam and Ramil &lt;3 (Рамиль)"),
    ),
)
def test_people_are_listed_with_the_original_script_beside_the_chosen_spelling(
    count: int, expected: str
) -> None:
    assert in_("en", "people|names('en', original=True)", people=PEOPLE[:count]) == expected


def test_an_original_that_says_the_same_is_not_repeated() -> None:
    assert in_("ru", "people|names('en', original=True)", people=PEOPLE[:1]) == "Сакен"
    assert in_("ru", "people|names('en')", people=PEOPLE[:2]) == "Сакен и Rustam"
    assert in_("kk", "['бір', 'екі', 'үш']|listed") == "бір, екі және үш"


def test_languages_and_countries_are_named_in_the_readers_words() -> None:
    assert in_("ru", "'kk'|language_name") == "казахский"
    assert in_("kk", "'KZ'|country_name") == "Қазақстан"
    assert in_("en", "'xx-unknown'|language_name") == "xx-unknown"
    assert in_("en", "'QQ'|country_name") == "QQ"


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert [in_(code, "7.5|number") for code in ("en", "ru")] == ["7.5", "7,5"]
    assert in_("ru", "6.0|number") == "6"
    assert (in_("ru", "7.5|counted"), in_("ru", "5.0|counted")) == ("2", "5")


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "2,001"), ("ru", "2 001"), ("kk", "2 001"), ("ar", "2,001"), ("es", "2.001")],
)
def test_a_number_that_bends_its_sentence_is_written_like_any_other(
    language: str, written: str
) -> None:
    assert in_(language, "2001|number") == written
    assert in_(language, "2001|figure") == written
    label = SHIPPED.label("send_to_all", language, count=2001)
    assert written in label


def test_a_number_bends_its_sentence_whichever_way_it_is_written() -> None:
    told = [SHIPPED.label("send_to_all", "ru", count=count) for count in (2001, 2002, 2005)]
    assert [one.split()[-1] for one in told] == ["чат", "чата", "чатов"], told


def a_source(**days: str) -> Source:
    return Source.model_validate({"id": "appeal", "who": "The <campaign>"} | days)


def test_a_source_says_who_when_and_how_fresh_in_one_line() -> None:
    source = a_source(written="2002-12-20", received="2003-01-04", checked="2003-01-05")
    line = in_("en", "source_line(campaign, source)", campaign=a_case(), source=source)
    assert line == (
        "The &lt;campaign&gt; · written 20 December 2002 · received yesterday · checked today"
    )


def test_days_that_are_still_ahead_have_not_happened() -> None:
    source = a_source(written="2003-01-06", received="2003-01-07")
    line = in_("en", "source_line(campaign, source)", campaign=a_case(), source=source)
    assert line == "The &lt;campaign&gt; · written 6 January"


def test_a_source_can_be_named_by_its_id_or_left_out() -> None:
    for source in ("'appeal'", "none"):
        line = in_("en", f"source_line(campaign, {source})", campaign=a_case())
        assert line.startswith("The campaign · written")


def test_the_labels_of_all_languages_are_the_same_and_fit_a_button() -> None:
    english = SPEECHES["en"].labels.names
    assert {"back", "cancel", "own_name", "draft_letter", "my_card"} <= english
    for speech in SPEECHES.values():
        assert speech.labels.names == english
        assert 0 < len(speech.labels("own_name")) <= 20


def test_labels_are_plain_text_on_one_line() -> None:
    shown = SPEECHES["en"].labels("copy_number", number="<b>1 & 2</b>\n3")
    assert shown == "Copy <b>1 & 2</b> 3"
    assert SPEECHES["ru"].labels("draft_letter") == "Подготовить письмо"


def test_no_two_labels_share_a_name() -> None:
    assert SPEECHES["en"].labels.twice == ()


def test_a_label_nobody_wrote_is_an_error() -> None:
    with pytest.raises(LookupError):
        SPEECHES["en"].labels("no_such_label")
    with pytest.raises(TypeError):
        SPEECHES["en"].labels("back", unknown="x")


def test_the_day_of_a_document_is_the_readers() -> None:
    now = datetime(2003, 1, 6, 3, tzinfo=UTC)  # still the fifth in Los Angeles
    there = an_audience("America/Los_Angeles")
    on = datetime(2003, 1, 5, tzinfo=UTC).date()
    assert phrase("dated(on)", there, now, on=on) == "today"
    assert phrase("dated(on)", an_audience(), now, on=on) == "yesterday"
