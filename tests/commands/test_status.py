"""/status: what a host sees of all that is being sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.alerting.survey import Sight
from bot.commands.status import asks, seeing
from bot.core.breaker import Trouble
from bot.core.bulletin import MARK, Bulletin, to_json
from bot.core.delivery import Hold, State
from bot.core.messages import Incoming
from bot.store import Store
from bot.words import Words
from tests.commands.conftest import EVENING, HOST
from tests.commands.visitor import Stage, Visitor
from tests.store.builders import queue, settled

PEOPLE = tuple(range(7_100_000_001, 7_100_000_101))
CALM = Bulletin(at=EVENING, rate=25.0, full_rate=25.0, busy=True, under_way=4, slots=8)


async def told(store: Store, bulletin: Bulletin) -> None:
    async with store.transaction() as tx:
        await tx.marks.put(MARK, to_json(bulletin))


async def sent(store: Store, states: dict[State, int], **facts: Any) -> int:
    """An alert for a hundred chats, some of which it has reached."""
    async with store.transaction() as tx:
        alert_id = await queue(tx, *PEOPLE, kind="update", **facts)
        claims = await tx.outbox.claim(sum(states.values()), EVENING, store.epoch)
        ends = [state for state, number in states.items() for _ in range(number)]
        later = EVENING + timedelta(minutes=30)
        await tx.outbox.settle(
            [
                settled(
                    claim,
                    store.epoch,
                    state,
                    not_before=later if state is State.UNKNOWN else None,
                )
                for claim, state in zip(claims, ends, strict=True)
                if state is not State.SENDING
            ]
        )
    return alert_id


async def in_london(store: Store, host: Visitor) -> None:
    await host.says("/settings London")
    await host.taps(next(label for label in host.labels if "London" in label))
    async with store.reading() as tx:
        chat = await tx.chats.get(HOST)
    assert chat is not None
    assert chat.zone == "Europe/London"


async def test_nothing_is_being_sent(host: Visitor) -> None:
    await host.says("/status")
    assert host.text == "<b>Nothing is being sent.</b>"
    assert host.labels == ["Look again"]
    assert host.reply.live is None


async def test_what_was_sent_last_is_told_when_nothing_is(host: Visitor, kept: Store) -> None:
    await in_london(kept, host)
    await sent(kept, {State.SENT: 98, State.GONE: 2})
    await host.says("/status")
    assert "Nothing is being sent." in host.text
    assert "<b>Worker activists on trial</b> · news, 20:00 for you" in host.text
    assert "sent 98 · gone 2" in host.text


async def test_a_broadcast_under_way_is_counted_with_its_end(host: Visitor, kept: Store) -> None:
    await in_london(kept, host)
    await told(kept, replace(CALM, rate=0.1))
    states = {State.SENDING: 4, State.SENT: 30, State.GONE: 3, State.FAILED: 2, State.UNKNOWN: 1}
    await sent(kept, states)
    await host.says("/status")
    lines = host.text.splitlines()
    assert lines[0] == "<b>Worker activists on trial</b> · news"
    assert lines[1] == "▰▰▰▱▱▱▱▱▱▱ 35 %"
    assert lines[2] == "waiting 60 · being sent 4 · sent 30 · gone 3 · refused 2 · unknown 1"
    assert lines[3] == "of the unknown, tried again 1"
    assert lines[4] == "about 30 min, until 20:30 for you"
    assert lines[5] == "waiting since 20:00 for you"
    assert "Speed: 0.1 of 25 messages a second" in host.text
    assert "nobody can tell: 1" in host.text
    assert host.reply.live == "status"


async def test_the_numbers_together_are_the_chats_whatever_happened(
    host: Visitor, kept: Store
) -> None:
    await sent(kept, dict.fromkeys((s for s in State if s is not State.PENDING), 7))
    await host.says("/status")
    counts = next(line for line in host.text.splitlines() if line.startswith("waiting"))
    assert sum(int(part.rsplit(" ", 1)[1]) for part in counts.split(" · ")) == len(PEOPLE)
    assert "unknown 14" in counts


async def test_look_again_puts_the_new_numbers_in_the_same_place(
    host: Visitor, kept: Store
) -> None:
    await sent(kept, {State.SENT: 10})
    await host.says("/status")
    async with kept.transaction() as tx:
        claims = await tx.outbox.claim(30, EVENING, kept.epoch)
        await tx.outbox.settle([settled(each, kept.epoch, State.SENT) for each in claims])
    await host.taps("Look again")
    assert host.reply.edit is not None
    assert "▰▰▰▰▱▱▱▱▱▱ 40 %" in host.text


async def test_times_are_in_utc_for_a_host_whose_clock_is_not_known(
    host: Visitor, kept: Store
) -> None:
    await told(kept, CALM)
    await sent(kept, {State.SENT: 10})
    await host.says("/status")
    assert "about 1 min, until 20:00 UTC" in host.text


async def test_what_cannot_be_sent_in_time_is_said(host: Visitor, kept: Store) -> None:
    await told(kept, replace(CALM, rate=0.001))
    await sent(kept, {State.SENT: 10})
    await host.says("/status")
    assert "not all of it will be sent in time: it expires at 02:00 UTC" in host.text
    assert "about" not in host.text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"brakes": ("disk",)}, "the disk is nearly full"),
        ({"brakes": ("clock",)}, "clock has jumped"),
        ({"brakes": ("conflict",)}, "another program uses this bot"),
        ({"brakes": ("a new one",)}, "Alerts are held back."),
        ({"breaker": Trouble.OUTAGE}, "Telegram cannot be reached"),
        ({"breaker": Trouble.GARBAGE}, "something other than Telegram answers"),
        ({"breaker": Trouble.CREDENTIALS}, "does not accept the bot"),
        ({"gate": EVENING + timedelta(minutes=3)}, "it goes on in 3 min, at 20:03 UTC"),
        ({"oldest": 12}, "has not answered one message for 12 s"),
        ({"lag": 4}, "late with everything, by 4 s"),
        ({"rate": 12.5}, "Speed: 12.5 of 25 messages a second"),
    ],
    ids=str,
)
async def test_what_holds_everything_up_is_told(
    host: Visitor, kept: Store, change: dict[str, Any], says: str
) -> None:
    await told(kept, replace(CALM, **change))
    await sent(kept, {State.SENT: 10})
    await host.says("/status")
    assert says in host.text
    assert ("about" in host.text) == (not {"brakes", "breaker"} & change.keys())


@pytest.mark.parametrize(
    ("held", "says"),
    [(Hold.REFUSED, "Telegram refused too many"), (Hold.GONE, "too many of its first chats")],
)
async def test_a_broadcast_that_waits_for_a_word_says_so(
    host: Visitor, kept: Store, held: Hold, says: str
) -> None:
    await told(kept, CALM)
    alert_id = await sent(kept, {State.SENT: 10})
    async with kept.transaction() as tx:
        await tx.alerts.hold(alert_id, held)
    await host.says("/status")
    assert f"⚠️ Waits for your word: {says}" in host.text
    assert "about" not in host.text


async def test_of_many_broadcasts_the_first_are_shown_on_one_screen(
    host: Visitor, kept: Store
) -> None:
    await told(kept, CALM)
    async with kept.transaction() as tx:
        for number in range(7):
            await queue(tx, *PEOPLE, key=f"{number}", campaign="gone-2001", kind=f"new-{number}")
            await queue(tx, key=f"filled {number}")
    await host.says("/status")
    assert host.text.count("▱▱▱▱▱▱▱▱▱▱") == 3
    assert "and 4 more" in host.text
    assert len(host.text.splitlines()) <= 40


async def test_a_broadcast_of_a_campaign_that_is_gone_has_its_short_name(
    host: Visitor, kept: Store
) -> None:
    await sent(kept, {State.SENT: 10})
    host.stage.desk.library.replace(())
    await host.says("/status")
    assert "<b>karaganda-2003</b> · news" in host.text


async def test_there_is_no_such_command_for_anybody_else(member: Visitor, stage: Stage) -> None:
    await member.says("/status")
    assert "being sent" not in member.text
    assert (await member.presses("status")).reply.toast
    in_group = Visitor(stage, user=HOST, chat=-1_000_000_000_042)
    await in_group.says("/status")
    assert in_group.screens == ()


def asked(**facts: Any) -> Incoming:
    given = {"update_id": 1, "event": "message", "chat_id": HOST, "chat_kind": "private"}
    return Incoming(**{**given, "user_id": HOST, **facts})


def test_only_for_a_host_is_counted_beforehand() -> None:
    hosts = frozenset({HOST})
    assert asks(asked(command="status"), hosts)
    assert asks(asked(event="press", press="status"), hosts)
    assert not asks(asked(command="status", user_id=7), hosts)
    assert not asks(asked(command="status", chat_kind="group"), hosts)
    assert not asks(asked(command="letter"), hosts)
    assert not asks(asked(event="press", press="broadcast:status:1"), hosts)


async def test_what_a_reader_has_counted_is_told_once(host: Visitor, kept: Store) -> None:
    await sent(kept, {State.SENT: 10})
    stage = host.stage

    async def understood(body: str) -> Incoming | None:
        return asked(command="status")

    assert await seeing(understood, stage.desk, kept, lambda: stage.now)("{}")
    async with kept.transaction() as tx:
        claims = await tx.outbox.claim(30, EVENING, kept.epoch)
        await tx.outbox.settle([settled(each, kept.epoch, State.SENT) for each in claims])
    await host.says("/status")
    assert "sent 10" in host.text, "what was seen a moment ago"
    await host.says("/status")
    assert "sent 40" in host.text, "and then what is"


async def test_what_was_seen_long_ago_is_not_told(stage: Stage, kept: Store) -> None:
    sight = Sight()
    await sight.look(kept, lambda: EVENING - timedelta(minutes=1))
    await sent(kept, {State.SENT: 10})
    async with kept.reading() as tx:
        assert (await sight.take(tx, EVENING)).broadcasts


@pytest.mark.parametrize("language", Words.load().languages)
async def test_it_is_told_in_every_language(host: Visitor, kept: Store, language: str) -> None:
    host.stage.desk = replace(host.stage.desk, words=Words.load())
    host.app_language = language
    await told(kept, replace(CALM, brakes=("disk",), gate=EVENING + timedelta(minutes=1), lag=3))
    await sent(kept, dict.fromkeys((s for s in State if s is not State.PENDING), 7))
    await host.says("/status")
    assert len(host.text.splitlines()) <= 16
