from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.core.alerts import ALERTS
from bot.core.chats import ChatKind
from bot.core.messages import Message
from bot.core.news import HearingChange, News, Scheduled, Update
from bot.words import Words
from bot.words.alerts import compose
from tests.appeal import COURT, FAX, PRESIDENT, a_campaign
from tests.words.builders import EVENING, VERDICT, an_audience
from tests.words.case import (
    CHANGES,
    HEARING,
    LETTER_ACTION,
    a_case,
    a_huge_case,
    a_long_case,
    an_entry,
    an_opening,
    changed,
    every_news,
    scheduled,
)
from tests.words.telegram import faults_of_form, visible

WORDS = Words.load()
HOUR_BEFORE = VERDICT - timedelta(hours=1)


def alert(news: News, now: datetime = EVENING, **reader: str | None) -> Message:
    audience = an_audience(**reader)  # type: ignore[arg-type]  # a test may give any kind of chat
    return compose(WORDS, an_entry(), news, audience, now)


def lines(news: News, now: datetime = EVENING, **reader: str | None) -> list[str]:
    return alert(news, now, **reader).html.replace("\u00a0", " ").split("\n")


def labels(message: Message) -> list[str]:
    return [button.label for row in message.buttons for button in row]


@pytest.mark.parametrize("language", WORDS.languages)
@pytest.mark.parametrize("kind", ("private", "group", "channel"))
@pytest.mark.parametrize("zone", ("Europe/London", "America/Los_Angeles", None))
def test_every_alert_has_a_form_telegram_and_a_tired_reader_accept(
    language: str, kind: ChatKind, zone: str | None
) -> None:
    audience = an_audience(zone, language, kind)
    for campaign in (a_case(), a_long_case()):
        for name, (news, now) in every_news(campaign).items():
            message = compose(WORDS, an_entry(campaign), news, audience, now)
            assert faults_of_form(message.html) == [], f"{name}:\n{message.html}"
            assert "!" not in visible(message.html).replace("more!", ""), name
            for button in (button for row in message.buttons for button in row):
                assert len((button.press or button.start or "").encode()) <= 64
                assert 0 < len(button.label) <= 40


@pytest.mark.parametrize("kind", ("private", "group"))
def test_no_text_is_too_long_for_telegram(kind: ChatKind) -> None:
    campaign = a_huge_case()
    hearing = campaign.hearings[0]
    everything = every_news(campaign)
    everything["changed"] = (HearingChange(old=hearing, new=hearing), EVENING)
    everything["longest update"] = (Update(text="word " * 600, language="en"), EVENING)
    for name, (news, now) in everything.items():
        html = compose(WORDS, an_entry(campaign), news, an_audience(kind=kind), now).html
        assert visible(html), name


def test_every_kind_of_alert_is_among_those_tried() -> None:
    assert {news.kind.name for news, _ in every_news(a_case()).values()} == set(ALERTS)


def test_a_reminder_says_what_and_when_first_and_its_source_last() -> None:
    told = lines(scheduled("hearing"), VERDICT - timedelta(days=1))
    assert told[0] == (
        "⚖️ <b>Court: tomorrow, Mon 6 January, 03:00 for you (09:00 in Karaganda)</b>"
    )
    assert told[2] == (
        "Verdict expected: Saken Zhunusov (Сакен Жунусов) and Ramil Mingazov (Рамиль Мингазов)."
    )
    assert told[3] == "The prosecutor asks for 6 and 2 years."
    assert "the court's opening is assumed" in told[-2]
    assert told[-1].startswith("The campaign · written 6 January")


def test_an_hour_before_it_says_so() -> None:
    told = lines(scheduled("hearing"), HOUR_BEFORE)
    assert told[0].startswith("⚖️ <b>Court in 1 hour: today, Mon 6 January, 03:00 for you")


def test_an_hour_that_a_source_gives_is_not_called_assumed() -> None:
    hearing = HEARING | {"states": [{"status": "date-known", "on": "2003-01-06", "at": "10:00"}]}
    campaign = a_case(hearings=[hearing])
    news = scheduled("hearing", campaign)
    html = compose(WORDS, an_entry(campaign), news, an_audience(), HOUR_BEFORE).html
    assert "No source gives the hour" not in html
    assert "The office hours are assumed." in html


def test_a_hearing_known_only_to_fall_between_two_days_is_not_given_a_date() -> None:
    window = {"status": "window", "since": "2003-01-06", "until": "2003-01-10"}
    campaign = a_case(hearings=[HEARING | {"states": [window]}])
    news = scheduled("hearing", campaign)
    told = compose(WORDS, an_entry(campaign), news, an_audience(), HOUR_BEFORE).html
    assert "Court, at the earliest: today" in told
    assert "It may be on any day until Fri 10\u00a0January." in told


def test_a_reminder_tells_when_the_offices_answer_the_reader() -> None:
    told = "\n".join(lines(scheduled("hearing"), HOUR_BEFORE))
    assert (
        "Karaganda regional court and Office of the President: somebody answers today, Monday,"
        " 03:00–12:00 for you (09:00–18:00 in Karaganda), break 07:00–08:00." in told
    )


def test_a_reminder_of_a_hearing_without_a_date_is_refused() -> None:
    campaign = a_case(hearings=[HEARING | {"states": [{"status": "announced"}]}])
    with pytest.raises(ValueError, match="no date"):
        compose(WORDS, an_entry(campaign), scheduled("hearing"), an_audience(), EVENING)


def test_in_private_the_next_step_is_the_first_button() -> None:
    message = alert(scheduled("hearing"), HOUR_BEFORE)
    assert labels(message) == [
        "Draft my letter",
        "When can I call?",
        "Remind me when they open",
        "The case",
    ]
    presses = [button.press for row in message.buttons for button in row]
    assert presses == [
        "letter:karaganda-2003",
        "call:karaganda-2003",
        "remind:karaganda-2003:court",
        "case:karaganda-2003",
    ]


def test_an_office_that_is_open_is_not_waited_for() -> None:
    message = alert(scheduled("action"), VERDICT)
    assert "Remind me when they open" not in labels(message)


def test_a_group_gets_everybodys_own_time_and_one_way_to_the_own_card() -> None:
    message = alert(scheduled("hearing"), HOUR_BEFORE, kind="group", zone=None)
    told = '<tg-time unix="1041822000" format="wDt">Mon 6\u00a0January, 09:00</tg-time>'
    assert f"{told} (Monday 09:00 in Karaganda)" in message.html
    assert "for you" not in message.html
    ((button,),) = message.buttons
    assert (button.label, button.start) == ("My card: letter and call", "karaganda-2003")


@pytest.mark.parametrize(
    ("change", "first"),
    (
        (
            "moved",
            "Hearing moved: now Wed 8 January, 04:00 for you (10:00 in Karaganda)",
        ),
        ("postponed", "Hearing postponed: there is no new date yet"),
        ("window", "Hearing moved: now Mon 13 January – Fri 17 January in Karaganda"),
        ("set", "Hearing date: Wed 8 January, 04:00 for you (10:00 in Karaganda)"),
        ("announced", "Hearing announced: there is no date yet"),
        ("undated", "Hearing: its date is not known yet"),
        ("begun", "The hearing has begun"),
        ("adjourned", "Hearing adjourned: nobody has said until when"),
        (
            "adjourned to a day",
            "Hearing adjourned: it goes on Wed 8 January, 03:00 for you (09:00 in Karaganda)",
        ),
        ("held", "The hearing has been held"),
        ("cancelled", "The hearing has been cancelled"),
        ("verdict", "The court has decided"),
    ),
)
def test_every_change_of_a_hearing_is_told_in_its_own_words(change: str, first: str) -> None:
    assert lines(CHANGES[change])[0] == f"⚖️ <b>{first}</b>"


def test_the_old_date_is_struck_through_and_the_reason_given() -> None:
    told = lines(CHANGES["moved"])
    assert told[1] == "<s>Mon 6 January, 03:00 for you (09:00 in Karaganda)</s>"
    assert "Reason given: The judge is ill." in told
    assert "The reminders have moved with it." in told
    assert "Reason given: none." in lines(CHANGES["postponed"])
    window = {"status": "window", "since": "2003-01-06", "until": "2003-01-10"}
    moved = lines(changed(window, status="postponed"))
    assert moved[1] == "<s>Mon 6 January – Fri 10 January</s>"


@pytest.mark.parametrize(
    "news",
    (
        changed(status="date-known", on="2003-01-06", at="09:00"),
        changed(status="date-known", on="2003-01-06", until="2003-01-10"),
        changed(status="postponed", on="2003-01-06"),
    ),
    ids=("its hour became known", "it may take longer", "nothing but the word"),
)
def test_a_hearing_that_begins_when_it_was_to_is_not_said_to_have_moved(
    news: HearingChange,
) -> None:
    told = lines(news)
    assert told[0] == (
        "⚖️ <b>Hearing date: tomorrow, Mon 6 January, 03:00 for you (09:00 in Karaganda)</b>"
    )
    assert not any("<s>" in line or "moved" in line or "Reason" in line for line in told)


def test_a_window_that_stays_has_not_moved() -> None:
    window = {"since": "2003-01-13", "until": "2003-01-17"}
    told = lines(changed({"status": "window", **window}, status="postponed", **window))
    assert told[0] == "⚖️ <b>Hearing date: Mon 13 January – Fri 17 January in Karaganda</b>"
    later = lines(changed({"status": "window", **window}, status="window", since="2003-01-20",
                          until="2003-01-20"))  # fmt: skip
    assert told[0] != later[0] == "⚖️ <b>Hearing date: Mon 20 January in Karaganda</b>"


def test_the_last_day_a_hearing_may_take_is_told_with_its_change() -> None:
    longer = changed(status="date-known", on="2003-01-06", until="2003-01-10")
    assert "It may go on until Fri 10 January." in lines(longer)
    assert not any("go on" in line for line in lines(CHANGES["moved"]))


@pytest.mark.parametrize("change", ("set", "adjourned to a day"))
def test_reminders_that_there_never_were_have_not_moved(change: str) -> None:
    assert "The reminders have moved with it." not in lines(CHANGES[change])


def test_what_is_still_of_use_ends_at_a_moment_of_the_readers_own() -> None:
    letter = LETTER_ACTION | {"until": "09:00"}
    entry = an_entry(a_case(actions=[letter]))
    far_west = an_audience("America/Los_Angeles")
    html = compose(WORDS, entry, CHANGES["moved"], far_west, EVENING).html.replace("\u00a0", " ")
    assert (
        "Still of use until Thu 9 January, 19:00 for you (Friday 09:00 local time there):"
        " Write to the president." in html
    )


def test_what_is_of_use_later_begins_at_a_moment_of_the_readers_own() -> None:
    entry = an_entry(a_case(actions=[FAX | {"begins": "2003-01-08"}]))
    far_west = an_audience("America/Los_Angeles")
    html = compose(WORDS, entry, CHANGES["moved"], far_west, EVENING).html.replace("\u00a0", " ")
    assert (
        "Nothing to do until Tue 7 January, 19:00 for you (Wednesday 09:00 in Karaganda):"
        " Fax the court." in html
    )


def test_a_struck_date_in_a_group_is_plain_text() -> None:
    told = lines(CHANGES["moved"], kind="group")
    assert told[1] == "<s>Mon 6 January, 09:00 in Karaganda</s>"


def test_what_was_asked_for_a_hearing_goes_with_it() -> None:
    during = VERDICT + timedelta(hours=1)
    assert any("Fax the court" in line for line in lines(CHANGES["moved"], during))
    cancelled = lines(CHANGES["cancelled"], during)
    assert not any("Fax the court" in line for line in cancelled)
    assert any("Write to the president" in line for line in cancelled)


def test_a_decision_says_what_is_known_and_what_is_not() -> None:
    assert "Six years." in lines(CHANGES["verdict"])
    assert "What was decided is not known to us yet." in lines(CHANGES["held"])
    people = [
        {"id": "saken", "name": "Saken", "given": {"years": 6}},
        {"id": "ramil", "name": "Ramil", "given": {"years": 1}},
    ]
    entry = an_entry(a_case(people=people))
    html = compose(WORDS, entry, changed(status="verdict"), an_audience(), EVENING).html
    assert "The court gave 6 and 1 year." in html


def test_an_action_says_until_when_it_is_of_use() -> None:
    told = lines(scheduled("action"), VERDICT)
    assert told[0] == (
        "📣 <b>Fax the court: from now until Fri 10 January, 12:00 for you (18:00 in Karaganda)</b>"
    )
    assert "<i>The office hours are assumed.</i>" in told
    ends = lines(scheduled("action-ends"), scheduled("action-ends").moment.at)
    assert ends[0].startswith(
        "📣 <b>Write to the president: it ends in 24 hours, tomorrow, Fri 10 January, 17:59 for you"
    )
    assert "(23:59 local time there)" in ends[0]


def test_an_office_that_opens_can_be_rung_now() -> None:
    message = alert(Scheduled(moment=an_opening()), VERDICT)
    assert message.html.replace("\u00a0", " ").startswith(
        "☎️ <b>Karaganda regional court answers now,"
        " until today, Monday, 12:00 for you (18:00 in Karaganda)</b>"
    )
    assert labels(message)[:2] == ["Ring now", "Draft my letter"]
    assert message.buttons[0][0].press == "call:karaganda-2003:court:ring"


@pytest.mark.parametrize(
    ("changes", "told"),
    (
        ({"offices": [COURT | {"hours": "24/7"}, PRESIDENT]}, "regional court: open now</b>"),
        (
            {"actions": [FAX | {"ends": "2003-01-06", "until": "12:00"}]},
            "until today, Monday, 06:00",
        ),
    ),
    ids=("never closes", "too late before it closes"),
)
def test_an_office_that_opens_is_told_of_whenever_it_closes(
    changes: dict[str, Any], told: str
) -> None:
    entry = an_entry(a_campaign(**changes))
    message = compose(WORDS, entry, Scheduled(moment=an_opening()), an_audience(), VERDICT)
    assert told in message.html.replace("\u00a0", " ")


def test_an_update_stands_in_a_frame_that_says_whose_words_they_are() -> None:
    html = alert(Update(text="We <won> & more.\n\nThanks.", language="en")).html
    assert html == (
        "<b>News of the campaign “Worker activists on trial”</b>\n\n"
        "We &lt;won&gt; &amp; more.\n\nThanks.\n\n"
        "<i>Written and sent by the organisers of the campaign.</i>"
    )


def test_an_update_in_another_language_says_so() -> None:
    html = alert(Update(text="Мы победили.", language="ru")).html
    assert "Written in Russian: there is no translation yet." in html
    own = alert(Update(text="Мы победили.", language="ru"), language="ru").html
    assert "русск" not in own


def test_texts_without_a_translation_are_named_once() -> None:
    html = alert(scheduled("action-ends"), VERDICT, language="ru").html
    assert html.count("английский") == 1


def test_a_closed_campaign_offers_nothing_to_do() -> None:
    entry = an_entry(a_case(state="lost"))
    message = compose(WORDS, entry, CHANGES["verdict"], an_audience(), VERDICT)
    assert labels(message) == ["The case"]
    group = compose(WORDS, entry, CHANGES["verdict"], an_audience(kind="group"), VERDICT)
    assert labels(group) == ["The case"]


def test_the_moment_of_a_reminder_is_the_readers_not_the_servers() -> None:
    far_west = lines(scheduled("hearing"), HOUR_BEFORE, zone="America/Los_Angeles")
    assert "today, Sun 5 January, 19:00 for you (Monday 09:00 in Karaganda)" in far_west[0]


def test_a_reminder_before_the_action_begins_offers_only_what_is_honoured() -> None:
    campaign = a_case(actions=[FAX | {"begins": "2003-01-06", "hearing": "verdict"}])
    soon = VERDICT - timedelta(hours=24)
    news = scheduled("hearing", campaign)
    told = compose(WORDS, an_entry(campaign), news, an_audience(), soon)
    assert labels(told) == ["When can I call?", "Remind me when they open", "The case"]
