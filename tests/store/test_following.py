"""What follows an alert: its copies changed, the last one first, and whoever may have one told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.chats import Audience
from bot.core.delivery import CHANGED, TURNS, WITHDRAWAL, Act, State
from bot.store import Copies, Store, Tx
from tests.store.builders import LONDON, NOW, SLUG, an_alert, chats_of, queue, settled, subscribe

ALMATY = Audience(language="kk", zone="Asia/Almaty", kind="private")
ENDS = (State.SENT, State.GONE, State.UNKNOWN_FINAL, State.UNKNOWN, State.FAILED, State.SENT)


async def followed(tx: Tx, target: int, act: Act, key: str = "") -> int:
    """An alert that follows another one, with all its rows."""
    number = await tx.alerts.add(
        an_alert(
            key=key or f"{act}:{target}", policy=WITHDRAWAL, act=act, target=target, texts={},
            kind="withdrawal", subject=f"alert:{target}",
        )
    )  # fmt: skip
    assert number is not None
    numbers = await tx.alerts.audiences(target)
    await tx.alerts.add_texts(number, dict.fromkeys(numbers, '{"html":"Withdrawn"}'), numbers)
    await tx.fanout.begin(number)
    alert = await tx.alerts.get(number)
    while alert is not None:
        alert = (await tx.fanout.slice(alert, 2)).left
    return number


async def ended(store: Store, tx: Tx) -> int:
    """Six chats, each with another end; the last copy has no number."""
    target = await queue(tx, 1, 2, 3, 4, 5, 6)
    claims = sorted(await tx.outbox.claim(9, NOW, store.epoch), key=lambda claim: claim.chat_id)
    await tx.outbox.settle(
        [
            settled(each, store.epoch, state, message_id=70 if each.chat_id == 1 else None)
            for each, state in zip(claims, ENDS, strict=True)
        ]
    )
    return target


async def test_only_copies_with_a_number_are_deleted(store: Store) -> None:
    async with store.transaction() as tx:
        target = await ended(store, tx)
        await tx.alerts.cancel(target)
        deletion = await followed(tx, target, Act.DELETE)
        [claim] = await tx.outbox.claim(9, NOW, store.epoch)
    assert (claim.alert_id, claim.chat_id, claim.copy) == (deletion, 1, 70)


async def test_whoever_has_it_or_may_have_it_is_told(store: Store) -> None:
    async with store.transaction() as tx:
        target = await ended(store, tx)
        await tx.alerts.cancel(target)
        await followed(tx, target, Act.SEND)
        claims = await tx.outbox.claim(9, NOW, store.epoch)
    assert sorted(chats_of(claims)) == [1, 3, 4, 6]
    assert [claim.copy for claim in claims] == [None] * 4


async def test_what_is_known_of_copies_is_counted(store: Store) -> None:
    async with store.transaction() as tx:
        target = await ended(store, tx)
        assert await tx.alerts.copies(target) == Copies(known=1, doubtful=3, changed=0, rows=6)
        await tx.alerts.cancel(target)
        deletion = await followed(tx, target, Act.DELETE)
        [claim] = await tx.outbox.claim(9, NOW, store.epoch)
        await tx.outbox.settle([settled(claim, store.epoch, State.SENT, reason=CHANGED)])
        assert (await tx.alerts.copies(deletion)).changed == 1
        assert await tx.alerts.copies(999) == Copies(known=0, doubtful=0, changed=0, rows=0)


async def test_what_went_out_last_is_called_back_first_and_told_last(store: Store) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, 1, 2)
        await subscribe(tx, 3, 4, zone="Asia/Almaty", language="kk")
        target = await tx.alerts.add(an_alert(texts={LONDON: "{}", ALMATY: "{}"}))
        assert target is not None
        lacking = await tx.standings.lacking(target, SLUG)
        numbers = await tx.alerts.audiences(target)
        await tx.fanout.add_turns(
            target,
            {each.id: numbers[each.standing.audience] for each in lacking},
            {each.id: 0 if each.standing.audience == ALMATY else TURNS - 2 for each in lacking},
        )
        await tx.fanout.begin(target)
        alert = await tx.alerts.get(target)
        while alert is not None:
            alert = (await tx.fanout.slice(alert)).left
        claims = await tx.outbox.claim(9, NOW, store.epoch)
        assert chats_of(claims) == [3, 4, 1, 2]
        sent = [settled(each, store.epoch, State.SENT, message_id=7) for each in claims]
        await tx.outbox.settle(sent)
        await followed(tx, target, Act.DELETE)
        assert chats_of(await tx.outbox.claim(9, NOW, store.epoch)) == [1, 2, 3, 4]
        await followed(tx, target, Act.SEND)
        assert chats_of(await tx.outbox.claim(9, NOW, store.epoch)) == [3, 4, 1, 2]


@pytest.mark.parametrize("act", [Act.SEND, Act.EDIT])
@pytest.mark.parametrize("over", ["filled", "cancelled", "expired"])
async def test_nothing_more_of_an_alert_is_sent_while_it_is_found_out_who_is_told_about_it(
    store: Store, act: Act, over: str
) -> None:
    later = NOW + timedelta(minutes=1)
    async with store.transaction() as tx:
        target = await queue(tx, 1, 2, 3)
        [first, due] = await tx.outbox.claim(2, NOW, store.epoch)
        await tx.outbox.settle([settled(first, store.epoch, State.SENT)])
        await tx.outbox.settle([settled(due, store.epoch, State.PENDING)])
        number = await tx.alerts.add(
            an_alert(key="corrected", kind="corrected", act=act, target=target, expires=later)
        )
        assert number is not None
        await tx.fanout.begin(number)
        edits = act is Act.EDIT
        assert len(await tx.outbox.claim(1, NOW, store.epoch)) == edits
        if over == "filled":
            alert = await tx.alerts.get(number)
            while alert is not None:
                alert = (await tx.fanout.slice(alert)).left
        if over == "cancelled":
            await tx.alerts.cancel(number)
        moment = later if over == "expired" else NOW
        rows = await tx.outbox.claim(9, moment, store.epoch)
        assert len([row for row in rows if row.alert_id == target]) == 2 - edits
        told = [row.chat_id for row in rows if row.alert_id == number]
        assert told == ([first.chat_id] if over == "filled" and not edits else [])


async def test_texts_keep_the_numbers_of_those_they_follow(store: Store) -> None:
    async with store.transaction() as tx:
        target = await queue(tx, 1)
        await tx.alerts.add_texts(target, {LONDON: "not needed", ALMATY: "two"})
        deletion = await followed(tx, target, Act.DELETE)
        assert await tx.alerts.audiences(deletion) == await tx.alerts.audiences(target)


@pytest.mark.parametrize(
    ("state", "deleted", "told"), [(State.SENT, [1], [1]), (State.UNKNOWN, [], [1])]
)
async def test_what_arrives_late_is_followed(
    store: Store, state: State, deleted: list[int], told: list[int]
) -> None:
    async with store.transaction() as tx:
        target = await queue(tx, 1)
        [claim] = await tx.outbox.claim(1, NOW, store.epoch)
        await tx.alerts.cancel(target)
        deletion = await followed(tx, target, Act.DELETE)
        notice = await followed(tx, target, Act.SEND)
        await tx.outbox.settle([settled(claim, store.epoch, state, message_id=70)])
        await tx.fanout.late_copies([(target, 1)])
        rows = await tx.outbox.claim(9, NOW, store.epoch)
    assert [row.chat_id for row in rows if row.alert_id == deletion] == deleted
    assert [row.chat_id for row in rows if row.alert_id == notice] == told


async def test_what_a_crash_left_under_way_is_told_though_its_alert_is_withdrawn(
    store: Store,
) -> None:
    async with store.transaction() as tx:
        target = await queue(tx, 1)
        await tx.outbox.claim(1, NOW, store.epoch - 1)
        await tx.alerts.cancel(target)
        notice = await followed(tx, target, Act.SEND)
        assert await tx.outbox.recover(store.epoch, NOW) == 1
        [claim] = await tx.outbox.claim(9, NOW, store.epoch)
    assert (claim.alert_id, claim.chat_id) == (notice, 1)


async def test_a_group_that_moved_has_no_copy_that_could_be_touched(store: Store) -> None:
    async with store.transaction() as tx:
        target = await queue(tx, -1)
        [claim] = await tx.outbox.claim(1, NOW, store.epoch)
        await tx.outbox.settle([settled(claim, store.epoch, State.SENT, message_id=70)])
        await tx.chats.move(-1, -100)
        await followed(tx, target, Act.DELETE)
        assert await tx.outbox.claim(9, NOW, store.epoch) == []
        assert (await tx.alerts.copies(target)).doubtful == 1


async def test_neither_leaving_nor_blocking_keeps_a_copy_from_being_taken_away(
    store: Store,
) -> None:
    async with store.transaction() as tx:
        target = await queue(tx, 1, 2)
        claims = await tx.outbox.claim(2, NOW, store.epoch)
        sent = [settled(each, store.epoch, State.SENT, message_id=7) for each in claims]
        await tx.outbox.settle(sent)
        deletion = await followed(tx, target, Act.DELETE)
        await followed(tx, target, Act.SEND)
        await tx.subscriptions.remove(1, SLUG)
        await tx.chats.retire(2)
        rows = await tx.outbox.claim(9, NOW, store.epoch)
    assert [(row.alert_id, row.chat_id) for row in rows] == [(deletion, 1), (deletion, 2)]


async def test_who_is_gone_is_told_nothing_and_counted(store: Store) -> None:
    async with store.transaction() as tx:
        target = await queue(tx, 1, 2)
        claims = await tx.outbox.claim(2, NOW, store.epoch)
        await tx.outbox.settle([settled(each, store.epoch, State.SENT) for each in claims])
        await tx.chats.retire(2)
        notice = await followed(tx, target, Act.SEND)
        assert await tx.alerts.counts(notice) == {State.PENDING: 1, State.GONE: 1}
        assert chats_of(await tx.outbox.claim(9, NOW, store.epoch)) == [1]


async def test_news_about_the_same_hearing_does_not_stop_a_deletion(store: Store) -> None:
    async with store.transaction() as tx:
        target = await ended(store, tx)
        deletion = await followed(tx, target, Act.DELETE)
        await tx.alerts.cancel_subject(SLUG, "hearing:verdict")
        alert = await tx.alerts.get(deletion)
    assert alert is not None
    assert not alert.cancelled


async def test_the_newest_alerts_are_those_that_stand_for_themselves(store: Store) -> None:
    async with store.transaction() as tx:
        first = await queue(tx, 1, key="first")
        await queue(tx, 1, key="asked", kind="proposal")
        await followed(tx, first, Act.DELETE)
        second = await queue(tx, 1, key="second", kind="update", campaign="metallist-2000")
        found = await tx.alerts.newest(("hearing", "update"), 5)
        assert [alert.id for alert in found] == [second, first]
        assert [alert.id for alert in await tx.alerts.newest(("hearing", "update"), 1)] == [second]


async def test_what_was_queued_since_the_alerts_were_looked_up_is_taken_the_next_time(
    store: Store,
) -> None:
    async with store.transaction() as tx:
        first = await queue(tx, 1, key="first")
        known = await tx.outbox.open_alerts()
        second = await tx.alerts.add(an_alert(key="second"))
        assert second is not None
        await tx.fanout.singles(second, [1])
        claims = await tx.outbox.claim(9, NOW, store.epoch, alerts=known)
        assert [claim.alert_id for claim in claims] == [first]
        claims = await tx.outbox.claim(9, NOW, store.epoch)
        assert [claim.alert_id for claim in claims] == [second]


async def test_other_words_are_a_new_version_and_news_stay_where_none_are_given(
    store: Store,
) -> None:
    async with store.transaction() as tx:
        target = await queue(tx, 1, news="{}")
        await tx.alerts.reword(target, {1: "new"})
        alert = await tx.alerts.get(target)
        assert alert is not None
        assert (alert.news, await tx.alerts.texts(target)) == ("{}", {1: "new"})
        await tx.alerts.reword(target, {1: "newer"}, "[]")
        alert = await tx.alerts.get(target)
        assert alert is not None
        assert alert.news == "[]"
        [opened] = await tx.outbox.open_alerts()
    assert opened.version > 2
