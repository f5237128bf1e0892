from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.core.campaign import Campaign
from bot.core.drafts import Draft, LetterWords, Paragraph, Sender, assemble, paragraphs, typed
from bot.core.letters import Offer, addressees, ended, languages, offers
from tests.appeal import COURT, FAX, LETTER, PRESIDENT, a_campaign

HEARING_DAY = datetime(2003, 1, 6, 12, tzinfo=UTC)
WORDS = LetterWords(
    title="Letter",
    copy_to="Copy to",
    closing="Respectfully",
    salutation="Dear Sir or Madam",
    date="6 January 2003",
)


def a_draft(
    campaign: Campaign | None = None,
    *,
    office: str = "president",
    language: str = "en",
    body: str = "We are shocked.",
    sender: Sender | None = None,
    day: date = date(2003, 1, 6),
) -> Draft:
    campaign = campaign or a_campaign()
    offer = Offer(
        action=campaign.actions[0],
        letter=campaign.letters[0],
        office=campaign.office(office),
        key=office,
    )
    return assemble(
        campaign,
        offer,
        language=language,
        body=body,
        words=WORDS,
        sender=sender or Sender(),
        office_day=day,
    )


def test_a_letter_has_all_its_parts_in_order() -> None:
    draft = a_draft(sender=Sender(name="Jane Doe", city="London", organisation="Example Union"))
    assert draft.plain() == (
        "President of the Republic of Kazakhstan\nN. Nazarbayev\n\n"
        "Copy to:\nKaraganda regional court\n\n"
        "London, 6 January 2003\n\n"
        "The case of Saken Zhunusov and others\n\n"
        "Dear President Nazarbayev,\n\n"
        "We are shocked.\n\n"
        "Respectfully,\nJane Doe\nExample Union"
    )


def test_the_letter_speaks_the_language_asked_for() -> None:
    draft = a_draft(language="ru")
    assert draft.addressee == ("Президенту Республики Казахстан", "Н. А. Назарбаеву")
    assert draft.copies == ("Карагандинский областной суд",)
    assert draft.subject == "Дело Сакена Жунусова и других"


@pytest.mark.parametrize(
    ("sender", "ending", "place"),
    (
        (Sender(), "Respectfully", "6 January 2003"),
        (Sender(city="London"), "Respectfully", "London, 6 January 2003"),
        (Sender(name="Jane Doe"), "Respectfully,\nJane Doe", "6 January 2003"),
        (Sender(organisation="Union"), "Respectfully,\nUnion", "6 January 2003"),
    ),
)
def test_what_is_left_out_leaves_no_trace(sender: Sender, ending: str, place: str) -> None:
    draft = a_draft(sender=sender)
    assert draft.plain().endswith(f"\n\n{ending}")
    assert draft.place_and_date == place


def test_an_office_without_a_known_holder_is_addressed_by_its_name() -> None:
    draft = a_draft(day=date(2026, 1, 6))
    assert draft.addressee == ("Office of the President",)
    assert draft.salutation == "Dear Sir or Madam,"


def test_an_office_may_have_a_greeting_and_an_address_of_its_own() -> None:
    court = COURT | {
        "salutation": "Honourable judges!",
        "address": "1 Example Street\nKaraganda",
    }
    draft = a_draft(a_campaign(offices=[court, PRESIDENT]), office="court")
    assert draft.salutation == "Honourable judges!"
    assert draft.addressee == ("Karaganda regional court", "1 Example Street", "Karaganda")


def test_no_copy_goes_to_the_addressee() -> None:
    draft = a_draft(office="court")
    assert draft.copies == ()
    assert "Copy to" not in draft.plain()


def test_a_copy_takes_one_line_however_the_office_is_addressed() -> None:
    copied = LETTER | {"to": ["court"], "cc": ["court", "president"]}
    draft = a_draft(a_campaign(letters=[copied]), office="court", language="ru")
    assert draft.copies == ("Президенту Республики Казахстан, Н. А. Назарбаеву",)


def test_wrapped_lines_are_joined_and_list_items_keep_their_marks() -> None:
    body = "We have\n  no doubt.\n\nWe demand:\n- release\n  at once;\n* wages.\n\n1. one\n2) two\n"
    assert paragraphs(body) == (
        Paragraph(text="We have no doubt."),
        Paragraph(text="We demand:"),
        Paragraph(text="release at once;", mark="•"),
        Paragraph(text="wages.", mark="•"),
        Paragraph(text="one", mark="1."),
        Paragraph(text="two", mark="2)"),
    )


def test_the_items_of_a_list_stand_together() -> None:
    text = a_draft(body="We demand:\n\n- release;\n- wages.\n\nWe wait.").plain()
    assert "We demand:\n\n• release;\n• wages.\n\nWe wait." in text


def test_a_year_at_the_beginning_of_a_line_is_no_list() -> None:
    assert paragraphs("It was in\n2003. They were arrested.") == (
        Paragraph(text="It was in 2003. They were arrested."),
    )


def test_a_letter_is_offered_while_its_action_is_of_use() -> None:
    (offer,) = offers(a_campaign(), HEARING_DAY)
    assert (offer.letter.id, offer.office.id, offer.key) == ("protest", "president", "president")


@pytest.mark.parametrize("day", (5, 11))
def test_no_letter_is_offered_before_or_after_its_days(day: int) -> None:
    assert offers(a_campaign(), datetime(2003, 1, day, 12, tzinfo=UTC)) == ()


def test_a_campaign_that_rests_offers_nothing() -> None:
    assert offers(a_campaign(state="won"), HEARING_DAY) == ()


def test_an_action_without_a_letter_offers_none() -> None:
    picket = FAX | {"id": "picket", "kind": "picket", "letter": None}
    assert offers(a_campaign(actions=[picket]), HEARING_DAY) == ()


def test_every_addressee_of_every_letter_is_one_choice() -> None:
    both = LETTER | {"to": ["president", "court"]}
    other = LETTER | {"id": "wages"}
    again = FAX | {"id": "again"}
    wages = FAX | {"id": "wages", "letter": "wages", "ends": "2003-01-12"}
    campaign = a_campaign(letters=[both, other], actions=[wages, FAX, again])
    assert [(o.letter.id, o.key) for o in offers(campaign, HEARING_DAY)] == [
        ("protest", "president"),
        ("protest", "court"),
        ("wages", "president.2"),
    ]


def test_a_choice_keeps_its_name_when_another_letter_is_over() -> None:
    """Names that moved on would put a person's name under a letter they never chose."""
    wages = FAX | {"id": "wages", "letter": "wages", "ends": "2003-01-12"}
    soon = FAX | {"ends": "2003-01-08"}
    campaign = a_campaign(letters=[LETTER, LETTER | {"id": "wages"}], actions=[soon, wages])
    later = datetime(2003, 1, 9, 12, tzinfo=UTC)
    assert [one.key for one in offers(campaign, HEARING_DAY)] == ["president", "president.2"]
    assert [one.key for one in offers(campaign, later)] == ["president.2"]
    office, letter = addressees(campaign)["president.2"]
    assert (office.id, letter.id) == ("president", "wages")


def test_subject_and_greeting_are_one_line_each_however_they_are_written() -> None:
    office = COURT | {"salutation": "Dear\nJudges,"}
    letter = LETTER | {"subject": "The case\nof Saken Zhunusov"}
    draft = a_draft(a_campaign(letters=[letter], offices=[office, PRESIDENT]), office="court")
    assert (draft.subject, draft.salutation) == ("The case of Saken Zhunusov", "Dear Judges,")


def test_a_day_at_the_beginning_of_a_wrapped_line_is_no_item() -> None:
    assert [str(one) for one in paragraphs("Seit dem\n9. Januar\n2003 steht er vor Gericht.")] == [
        "Seit dem 9. Januar 2003 steht er vor Gericht."
    ]
    assert [
        str(one) for one in paragraphs("Wir fordern:\n1. Freiheit, bis zum\n9. Mai.\n2) Lohn.")
    ] == [
        "Wir fordern:",
        "1. Freiheit, bis zum 9. Mai.",
        "2) Lohn.",
    ]


def test_the_letter_that_ended_last_can_be_named() -> None:
    earlier = FAX | {"id": "earlier", "begins": "2002-12-01", "ends": "2002-12-24"}
    campaign = a_campaign(actions=[earlier, FAX])
    assert ended(campaign, HEARING_DAY) == campaign.action("earlier")
    assert ended(campaign, datetime(2003, 2, 1, tzinfo=UTC)) == campaign.action("fax")
    assert ended(campaign, datetime(2002, 11, 1, tzinfo=UTC)) is None


def test_the_office_gets_its_first_language_and_the_reader_their_own_beside_it() -> None:
    chosen = languages(("en", "ru", "kk"), a_campaign().office("court"), "en", "en")
    assert (chosen.office, chosen.reader) == ("ru", "en")
    assert chosen.office_reads
    assert chosen.reader_reads


def test_one_version_is_enough_for_a_reader_who_reads_as_the_office_does() -> None:
    chosen = languages(("en", "ru"), a_campaign().office("court"), "ru", "en")
    assert (chosen.office, chosen.reader, chosen.reader_reads) == ("ru", None, True)


def test_the_office_gets_its_next_language_where_the_first_is_missing() -> None:
    assert languages(("en", "kk"), a_campaign().office("court"), "en", "en").office == "kk"


def test_a_letter_in_no_language_of_the_office_says_so() -> None:
    chosen = languages(("fr", "en"), a_campaign().office("court"), "de", "fr")
    assert (chosen.office, chosen.office_reads) == ("fr", False)
    assert (chosen.reader, chosen.reader_reads) == (None, False)


def test_a_reader_without_a_version_gets_the_campaigns_own_language() -> None:
    chosen = languages(("ru", "en"), a_campaign().office("court"), "de-AT", "en")
    assert (chosen.reader, chosen.reader_reads) == ("en", False)


def test_a_regional_language_is_served_by_its_base() -> None:
    chosen = languages(("ru", "pt"), a_campaign().office("court"), "pt-BR", "ru")
    assert (chosen.reader, chosen.reader_reads) == ("pt", True)


@pytest.mark.parametrize(
    ("written", "kept"),
    (
        ("  Jane\t \n Doe ", "Jane Doe"),
        ("<b>Jane</b> & {{ 7*7 }}", "<b>Jane</b> & {{ 7*7 }}"),
        ("Ja\u202ene\x00\x1b Doe\ud800", "Jane Doe"),
        ("Z\u0301\u0302\u0303\u0304\u0305\u0306", "Ź\u0302\u0303\u0304"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("London, ", "London"),
        ("لندن،", "لندن"),
        (",", ""),
        ("\u200d\u200c \u2060", ""),
        ("   ", ""),
    ),
)
def test_what_people_type_becomes_one_harmless_line(written: str, kept: str) -> None:
    assert typed(written) == kept


def test_a_value_that_is_too_long_shows_itself_as_such() -> None:
    assert len(typed("x" * 100)) == 100
    assert len(typed("x" * 10_000)) == 101


@pytest.mark.parametrize(
    ("language", "city", "line"),
    (
        ("en", "London", "London, 6 January 2003"),
        ("en", "", "6 January 2003"),
        ("ru", "القاهرة", "القاهرة\u200e, 6 January 2003"),
        ("ar", "القاهرة", "القاهرة، 6 January 2003"),
        ("ar", "London", "London\u200f، 6 January 2003"),
    ),
)
def test_a_city_of_another_script_does_not_pull_the_day_to_it(
    language: str, city: str, line: str
) -> None:
    assert a_draft(language=language, sender=Sender(city=city)).place_and_date == line
