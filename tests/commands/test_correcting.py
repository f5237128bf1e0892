"""A host withdraws or corrects what was sent: what is asked, what is shown, what works once."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import timedelta
from typing import Any

import pytest

from bot.alerting.question import asking
from bot.core.button_rows import ROW
from bot.core.chats import Audience
from bot.core.delivery import ROWS_KEPT, Act, Hold, State
from bot.core.wire import from_json
from bot.store import Alert, Claimed, Settled, Store
from tests.commands.cases import quiet
from tests.commands.conftest import HOST
from tests.commands.visitor import GROUP, Stage, Visitor
from tests.unwritable import break_templates, break_words

SLUG = "karaganda-2003"
OLD, NEW = "Fax 42 02 20.", "Fax 42 02 21."


@pytest.fixture
async def sent(stage: Stage, host: Visitor) -> Visitor:
    """Two English readers, a Russian one and a group have it; the host looks at its page."""
    for number, language in enumerate(("en", "en", "ru")):
        reader = Visitor(stage, user=8_000_000_000 + number, app_language=language)
        await reader.says(f"/subscribe {SLUG}")
    admin = Visitor(stage, user=8_000_000_010, chat=GROUP, admin=True)
    await admin.says(f"/subscribe {SLUG}")
    await host.says(f"/broadcast {SLUG} {OLD}")
    await host.taps("Send to 4 chats")
    await settle(stage)
    return await host.presses("broadcast:status:1")


async def claimed(stage: Stage, number: int = 99) -> list[Claimed]:
    async with stage.store.transaction() as tx:
        return await tx.outbox.claim(number, stage.now, stage.store.epoch)


async def settle(
    stage: Stage, state: State = State.SENT, number: int = 99, **facts: Any
) -> list[Claimed]:
    """What is due next has this end; gives what it was."""
    claims = await claimed(stage, number)
    async with stage.store.transaction() as tx:
        await tx.outbox.settle(
            [
                Settled(
                    alert_id=each.alert_id,
                    chat_id=each.chat_id,
                    epoch=stage.store.epoch,
                    state=state,
                    message_id=each.copy or 70 + place,
                    **facts,
                )
                for place, each in enumerate(claims)
            ]
        )
    return claims


async def followers(store: Store, act: Act) -> list[Alert]:
    async with store.reading() as tx:
        return [each for each in await tx.alerts.corrections(1) if each.act is act]


async def bodies(store: Store, alerts: Collection[Alert]) -> list[str]:
    async with store.reading() as tx:
        return [
            from_json(body).html.replace("\u00a0", " ")
            for alert in alerts
            for body in (await tx.alerts.texts(alert.id)).values()
        ]


async def audit(store: Store) -> list[str]:
    async with store._engine.reading() as db:
        return [str(row[0]) for row in await db.rows("SELECT action FROM audit ORDER BY at")]


async def test_withdrawing_is_asked_with_what_it_means_and_done_once(
    sent: Visitor, kept: Store
) -> None:
    await sent.taps("Withdraw it")
    assert "Withdraw this alert?" in sent.text
    assert f"<i>“{OLD}”</i>\nWorker activists on trial\n" in sent.text
    assert "4 copies are removed." in sent.text
    assert "older than 48 hours" in sent.text
    assert await followers(kept, Act.DELETE) == []
    again = next(data for data in sent.data if "recall" in data)
    await sent.taps("Withdraw it everywhere")
    assert "Withdrawn" in sent.text
    assert "0 of 4 copies dealt with" in sent.text
    assert "4 copies still to do" in sent.text
    assert sent.labels == ["How far is it?"]
    await sent.presses(again)
    assert "Already done" in (sent.reply.toast or "")
    assert len(await followers(kept, Act.DELETE)) == 1
    assert (await audit(kept))[-1] == "broadcast.withdraw"


async def test_a_hundred_parallel_taps_withdraw_once(sent: Visitor, kept: Store) -> None:
    await sent.taps("Withdraw it")
    press: dict[str, Any] = {
        "event": "press",
        "chat_id": HOST,
        "chat_kind": "private",
        "user_id": HOST,
        "press": next(data for data in sent.data if "recall" in data),
    }
    replies = await asyncio.gather(*(sent.stage.handle(**press) for _ in range(100)))
    assert sum(reply.edit is not None for reply in replies) == 1
    assert len(await followers(kept, Act.SEND)) == 1


async def test_the_page_of_a_withdrawn_alert_is_exact(sent: Visitor) -> None:
    await sent.taps("Withdraw it")
    await sent.taps("Withdraw it everywhere")
    await settle(sent.stage, number=1)
    await settle(sent.stage, number=1, reason="changed")
    await settle(sent.stage, State.GONE, number=1)
    await sent.taps("How far is it?")
    assert "3 of 4 copies dealt with" in sent.text
    assert "1 copy removed" in sent.text
    assert "1 was too old to remove" in sent.text
    assert "1 could not be reached" in sent.text
    assert "1 copy still to do" in sent.text
    await settle(sent.stage, State.UNKNOWN_FINAL)
    await sent.presses("broadcast:status:1")
    assert "In 1 chat it may remain" in sent.text
    assert "still to do" not in sent.text


async def test_readers_are_told_when_it_was_and_what_to_do_instead(
    sent: Visitor, kept: Store
) -> None:
    await sent.taps("Withdraw it")
    await sent.taps("Withdraw it everywhere")
    [deletion], [notice] = await followers(kept, Act.DELETE), await followers(kept, Act.SEND)
    async with kept.reading() as tx:
        texts = await tx.alerts.texts(notice.id)
        assert (
            set(texts) == set(await tx.alerts.texts(deletion.id)) == set(await tx.alerts.texts(1))
        )
    for html in await bodies(kept, [notice]):
        assert "Please disregard our alert of " in html
        assert OLD not in html, "what is taken back is not told once more"
    assert any("Sun 5 January, 20:00 UTC" in html for html in await bodies(kept, [notice]))
    offered = [from_json(text).buttons[0][0] for text in texts.values()]
    assert {button.label for button in offered} == {"What to do instead"}
    assert {button.press or button.start for button in offered} == {f"case:{SLUG}", SLUG}


async def test_who_has_not_got_it_gets_nothing_and_no_notice(
    stage: Stage, host: Visitor, kept: Store
) -> None:
    await Visitor(stage, user=8_000_000_000).says(f"/subscribe {SLUG}")
    await host.says(f"/broadcast {SLUG} {OLD}")
    await host.taps("Send to 1 chat")
    await host.taps("How far is it?")
    await host.taps("Withdraw it")
    assert "No copy has arrived yet." in host.text
    assert "1 chat that still waits for it will not get it." in host.text
    await host.taps("Withdraw it everywhere")
    assert "1 could not be sent" in host.text
    assert await claimed(stage) == []


async def test_a_message_under_way_at_the_withdrawal_counts_as_waiting(
    stage: Stage, host: Visitor
) -> None:
    await Visitor(stage, user=8_000_000_000).says(f"/subscribe {SLUG}")
    await host.says(f"/broadcast {SLUG} {OLD}")
    await host.taps("Send to 1 chat")
    await claimed(stage)
    await host.presses("broadcast:status:1")
    await host.taps("Withdraw it")
    await host.taps("Withdraw it everywhere")
    assert "1 copy still to do" in host.text


async def test_the_new_words_are_shown_in_every_language_before_anything_changes(
    sent: Visitor, kept: Store
) -> None:
    await sent.taps("Correct it")
    assert f"<code>{OLD}</code>" in sent.text
    await sent.says(NEW)
    *shown, question = sent.screens
    assert len(shown) == 2
    assert all("Corrected: news of the campaign" in one.html and NEW in one.html for one in shown)
    assert "4 copies are changed." in question.html.replace("\u00a0", " ")
    assert await followers(kept, Act.EDIT) == []
    await sent.taps("Correct silently")
    assert "Corrected" in sent.text
    assert "0 of 4 copies dealt with" in sent.text
    [edit] = await followers(kept, Act.EDIT)
    assert {one.html.replace("\u00a0", " ") for one in shown} <= set(await bodies(kept, [edit]))
    assert await followers(kept, Act.SEND) == []
    assert (await audit(kept))[-1] == "broadcast.correct"


async def test_a_change_of_substance_is_told_to_who_got_the_old_words(
    sent: Visitor, kept: Store
) -> None:
    await sent.taps("Correct it")
    await sent.says(NEW)
    silently = next(data for data in sent.data if "reword" in data)
    await sent.taps("Correct and tell everybody")
    await settle(sent.stage)
    await sent.taps("How far is it?")
    assert "4 copies corrected" in sent.text
    assert "Told about it: 4 of 4 chats" in sent.text
    assert sent.labels == ["Withdraw it"]
    await sent.presses(silently)
    assert "Already done" in (sent.reply.toast or "")


async def test_who_still_waits_gets_the_new_words(stage: Stage, host: Visitor) -> None:
    await Visitor(stage, user=8_000_000_000).says(f"/subscribe {SLUG}")
    await host.says(f"/broadcast {SLUG} {OLD}")
    await host.taps("Send to 1 chat")
    await host.taps("How far is it?")
    await host.taps("Correct it")
    await host.says(NEW)
    assert "1 chat that still waits for it gets the new words at once." in host.text
    await host.taps("Correct silently")
    async with stage.store.reading() as tx:
        [body] = (await tx.alerts.texts(1)).values()
    assert NEW in body
    assert OLD not in body
    [claim] = await claimed(stage)
    assert claim.alert_id == 1


async def test_new_words_can_be_thrown_away(sent: Visitor, kept: Store) -> None:
    await sent.taps("Correct it")
    await sent.says(NEW)
    await sent.taps("Leave it as it is")
    assert sent.labels == ["Correct it", "Withdraw it"]
    assert await followers(kept, Act.EDIT) == []


async def test_words_that_cannot_be_used_are_asked_for_again(sent: Visitor) -> None:
    await sent.taps("Correct it")
    await sent.says(OLD)
    assert "These are the words it has already." in sent.text
    await sent.says("😀" * 1501)
    assert "3,002 characters of at most 3,000. Nothing was changed." in sent.text
    await sent.shares(1.0, 2.0)
    assert "It reads now:" in sent.text
    await sent.says(NEW)
    assert "Correct silently" in sent.labels


async def test_the_longest_correction_fits_whatever_is_in_it(sent: Visitor) -> None:
    await sent.taps("Correct it")
    await sent.says("<&>" * 1000)
    await sent.taps("Correct silently")
    assert "4 copies still to do" in sent.text


async def test_twice_is_answered_kindly(sent: Visitor) -> None:
    await sent.taps("Correct it")
    await sent.says(NEW)
    await sent.taps("Correct silently")
    await sent.presses("broadcast:correct:1")
    assert "was corrected already" in sent.text
    await sent.presses("broadcast:withdraw:1")
    first = next(data for data in sent.data if "recall" in data)
    await sent.presses("broadcast:withdraw:1")
    await sent.taps("Withdraw it everywhere")
    await sent.presses(first)
    assert "withdrawn already" in sent.text
    await sent.presses("broadcast:correct:1")
    assert "withdrawn already" in sent.text


async def test_an_alert_withdrawn_while_its_words_are_written_stays_withdrawn(
    sent: Visitor, kept: Store
) -> None:
    await sent.presses("broadcast:withdraw:1")
    recall = next(data for data in sent.data if "recall" in data)
    await sent.presses("broadcast:correct:1")
    await sent.presses(recall)
    await sent.says(NEW)
    assert "withdrawn already" in sent.text
    assert await followers(kept, Act.EDIT) == []


async def test_after_a_week_it_is_too_late_and_said_so(sent: Visitor) -> None:
    sent.stage.now += ROWS_KEPT
    await sent.presses("broadcast:status:1")
    assert sent.labels == []
    for press in ("broadcast:withdraw:1", "broadcast:correct:1"):
        await sent.presses(press)
        assert "more than 7 days old" in sent.text


async def test_the_buttons_die_after_a_quarter_of_an_hour_and_are_nobody_elses(
    sent: Visitor, stage: Stage, kept: Store
) -> None:
    await sent.taps("Withdraw it")
    recall = next(data for data in sent.data if "recall" in data)
    second = Visitor(stage, user=8_000_000_098)
    object.__setattr__(stage.desk, "hosts", frozenset({HOST, 8_000_000_098}))
    assert (await second.presses(recall)).reply.toast
    assert (await second.presses(recall.replace("recall", "reword"))).reply.toast
    sent.stage.now += timedelta(minutes=16)
    assert (await sent.presses(recall)).reply.toast
    assert await followers(kept, Act.DELETE) == []


async def test_only_hosts_see_and_do_this(sent: Visitor, member: Visitor, kept: Store) -> None:
    for press in ("status", "withdraw", "correct"):
        assert (await member.presses(f"broadcast:{press}:1")).screens == ()
    await member.says("/sent")
    assert "newest alerts" not in member.text
    assert await followers(kept, Act.DELETE) == []


async def test_what_went_to_no_subscriber_has_no_page(sent: Visitor, kept: Store) -> None:
    await sent.taps("Withdraw it")
    await sent.taps("Withdraw it everywhere")
    [deletion] = await followers(kept, Act.DELETE)
    for press in ("status", "withdraw", "correct"):
        assert (await sent.presses(f"broadcast:{press}:{deletion.id}")).reply.toast
        assert (await sent.presses(f"broadcast:{press}:999")).reply.toast


async def test_a_campaign_that_is_gone_cannot_be_corrected_but_withdrawn(
    sent: Visitor, kept: Store
) -> None:
    await sent.taps("Correct it")
    await sent.says(NEW)
    sent.stage.desk.library.replace((quiet(),))
    await sent.taps("Correct silently")
    assert "no longer here" in (sent.reply.toast or "")
    await sent.presses("broadcast:withdraw:1")
    await sent.taps("Withdraw it everywhere")
    assert "4 copies still to do" in sent.text
    [notice] = await followers(kept, Act.SEND)
    assert any("of Sun 5 January, 20:00 UTC.</b>" in html for html in await bodies(kept, [notice]))


async def test_the_newest_alerts_are_a_tap_away(sent: Visitor) -> None:
    await sent.says("/sent")
    assert f"“{OLD}”\n<i>Worker activists on trial · Sun 5 January, 20:00 UTC · 4 of 4" in sent.text
    assert "4 of 4 sent" in sent.text
    assert sent.data == ["broadcast:status:1"]
    await sent.presses(sent.data[0])
    assert "Withdraw it" in sent.labels


async def test_an_alert_whose_rows_are_still_being_made_is_there_and_can_be_withdrawn(
    stage: Stage, host: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.alerting.enqueue.AT_ONCE", 0)
    await Visitor(stage, user=8_000_000_000).says(f"/subscribe {SLUG}")
    await host.says(f"/broadcast {SLUG} {OLD}")
    await host.taps("Send to 1 chat")
    await host.says("/sent")
    assert "0 of 1 sent" in host.text
    await host.presses(host.data[0])
    assert "1 still waiting" in host.text
    await host.taps("Withdraw it")
    await host.taps("Withdraw it everywhere")
    assert "Withdrawn" in host.text
    assert await claimed(stage) == []


async def test_before_the_first_alert_the_list_says_so(host: Visitor) -> None:
    assert "No alert has gone out yet." in (await host.says("/sent")).text


async def stopped(stage: Stage, *hosts: int) -> None:
    """A broadcast that Telegram refuses is stopped, and the hosts are asked."""
    await Visitor(stage, user=8_000_000_000).says(f"/subscribe {SLUG}")
    await Visitor(stage, user=HOST).says(f"/broadcast {SLUG} {OLD}")
    async with stage.store.reading() as tx:
        [token] = [str(row[0]) for row in await tx.outbox.db.rows("SELECT token FROM tokens")]
    await Visitor(stage, user=HOST).presses(f"broadcast:send:{token}")
    await settle(stage, State.FAILED)
    async with stage.store.transaction() as tx:
        await tx.alerts.hold(1, Hold.REFUSED)
        await asking(stage.desk.words, stage.desk.library, hosts)(tx, 1, Hold.REFUSED)


async def question(stage: Stage, host: int = HOST) -> list[str]:
    """The presses under the question a host was sent; its words are checked on the way."""
    for claim in await settle(stage):
        if claim.chat_id == host:
            async with stage.store.reading() as tx:
                [body] = (await tx.alerts.texts(claim.alert_id)).values()
            shown = from_json(body)
            assert "Telegram refused 1 of the first 1 messages." in shown.html.replace("\xa0", " ")
            return [str(row[0].press) for row in shown.buttons]
    raise AssertionError("nobody was asked")


async def test_a_stopped_broadcast_goes_on_when_a_host_says_so_once(
    stage: Stage, host: Visitor, kept: Store
) -> None:
    await stopped(stage, HOST)
    go_on, stop = await question(stage)
    await host.presses(go_on)
    async with kept.reading() as tx:
        alert = await tx.alerts.get(1)
    assert alert is not None
    assert (alert.held, alert.cancelled) == (Hold.WAIVED, False)
    assert (await host.presses(stop)).reply.toast
    assert (await audit(kept))[-1] == "broadcast.go-on"


async def test_the_first_of_two_hosts_decides(stage: Stage, host: Visitor, kept: Store) -> None:
    second = Visitor(stage, user=8_000_000_098)
    object.__setattr__(stage.desk, "hosts", frozenset({HOST, 8_000_000_098}))
    await stopped(stage, HOST, 8_000_000_098)
    async with kept.reading() as tx:
        rows = await tx.outbox.db.rows("SELECT token, user_id FROM tokens WHERE action = 'held'")
    tokens = {int(row[1]): str(row[0]) for row in rows}
    await host.presses(f"broadcast:stop:{tokens[HOST]}")
    assert "1 could not be sent" in host.text
    await second.presses(f"broadcast:go:{tokens[8_000_000_098]}")
    assert "Already done" in (second.reply.toast or "")
    async with kept.reading() as tx:
        alert = await tx.alerts.get(1)
    assert alert is not None
    assert alert.cancelled


async def test_nobody_is_asked_about_a_question(stage: Stage, kept: Store) -> None:
    await stopped(stage, HOST)
    async with kept.transaction() as tx:
        await asking(stage.desk.words, stage.desk.library, [HOST])(tx, 2, Hold.REFUSED)
        assert await tx.alerts.get(3) is None


async def test_two_broadcasts_are_told_apart_by_their_words(sent: Visitor) -> None:
    long = "Bring flags and food to the court of Karaganda,\nplease, at nine in the morning"
    await sent.says(f"/broadcast {SLUG} {long}")
    await sent.taps("Send to 4 chats")
    await sent.says("/sent")
    short = "“Bring flags and food to the court of Karaganda, p…”"
    assert sent.text.splitlines()[1] == short
    assert f"“{OLD}”" in sent.text
    assert all(len(label) <= ROW for label in sent.labels)
    await sent.presses("broadcast:status:2")
    assert f"<b>{short}</b>\n<i>Worker activists on trial</i>" in sent.text
    await sent.taps("Withdraw it")
    assert f"<i>{short}</i>" in sent.text


async def test_the_list_tells_what_was_withdrawn_or_corrected(sent: Visitor) -> None:
    await sent.taps("Correct it")
    await sent.says(NEW)
    await sent.taps("Correct silently")
    await sent.says("/sent")
    assert f"“{NEW}”\n✏️ <b>Corrected</b>\n" in sent.text
    await sent.presses("broadcast:withdraw:1")
    await sent.taps("Withdraw it everywhere")
    await sent.says("/sent")
    assert f"“{NEW}”\n✏️ <b>Withdrawn</b>\n" in sent.text


@pytest.mark.parametrize("text", ["\u200b", "\u2800\u2800"])
async def test_a_correction_that_nobody_can_see_is_refused(sent: Visitor, text: str) -> None:
    await sent.taps("Correct it")
    await sent.says(text)
    assert "There are no words in it" in sent.text
    assert "Nothing was changed." in sent.text
    await sent.says(NEW)
    assert "Correct silently" in sent.labels


async def test_the_preview_of_a_correction_is_on_the_organisers_clock(
    sent: Visitor, stage: Stage
) -> None:
    async with stage.store.transaction() as tx:
        for chat in (8_000_000_000, 8_000_000_001):
            kept = await tx.chats.get(chat)
            assert kept is not None
            await tx.chats.save(kept.with_(zone="Asia/Almaty"), "2003-W01")
    await sent.says(f"/broadcast {SLUG} Other words")
    await sent.taps("Send to 4 chats")
    await sent.presses("broadcast:correct:2")
    await sent.says(NEW)
    assert "Corrected Sun 5 January, 20:00 UTC." in sent.text
    assert "for you" not in sent.text
    await sent.taps("Correct silently")
    assert "<b>Corrected</b>, Sun 5 January, 20:00 UTC" in sent.text


async def test_who_cannot_be_written_for_gets_the_plainest_new_words_and_hosts_are_told(
    sent: Visitor, kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shared(audience: Audience) -> bool:
        return audience.shared

    break_words(monkeypatch, shared)
    await sent.taps("Correct it")
    await sent.says(NEW)
    await sent.taps("Correct silently")
    [edit] = await followers(kept, Act.EDIT)
    async with kept.reading() as tx:
        numbers = await tx.alerts.audiences(1)
        edits, now = await tx.alerts.texts(edit.id), await tx.alerts.texts(1)
        note = await tx.alerts.known(f"notice:unwritten:{edit.id}")
        assert note is not None
        [told] = (await tx.alerts.texts(note)).values()
    assert edits == now
    assert {number: NEW in body for number, body in edits.items()} == dict.fromkeys(edits, True)
    [group] = [number for audience, number in numbers.items() if audience.shared]
    assert from_json(edits[group]).buttons == ()
    assert "because their language failed: 1." in from_json(told).html


async def nothing_changed(store: Store) -> bool:
    async with store.reading() as tx:
        texts = (await tx.alerts.texts(1)).values()
    return await followers(store, Act.EDIT) == [] and all(OLD in body for body in texts)


async def test_words_that_cannot_be_shown_change_nothing_and_can_be_sent_again(
    sent: Visitor, kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sent.taps("Correct it")
    break_words(monkeypatch)
    await sent.says(NEW)
    assert "could not be made for everybody, so nothing was changed" in sent.text
    assert sent.labels == ["Correct it", "Withdraw it"]
    assert await nothing_changed(kept)
    monkeypatch.undo()
    await sent.taps("Correct it")
    await sent.says(NEW)
    assert "Correct silently" in sent.labels


@pytest.mark.parametrize("button", ["Correct silently", "Correct and tell everybody"])
async def test_words_that_fail_after_they_were_shown_change_nothing(
    sent: Visitor, kept: Store, monkeypatch: pytest.MonkeyPatch, button: str
) -> None:
    await sent.taps("Correct it")
    await sent.says(NEW)
    break_words(monkeypatch)
    await sent.taps(button)
    assert "could not be made for everybody, so nothing was changed" in sent.text
    assert await nothing_changed(kept)
    assert await followers(kept, Act.SEND) == []


SPARE = "✏️ Please disregard this alert. It is withdrawn"
SPARE_NOTICE = "✏️ Please disregard our alert, which is withdrawn"
RETREAT = ("corrections/withdrawn.j2", "corrections/disregard.j2")


async def test_a_withdrawal_whose_words_fail_for_some_goes_on_and_hosts_are_told(
    sent: Visitor, kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shared(audience: Audience) -> bool:
        return audience.shared

    break_templates(monkeypatch, *RETREAT, fails=shared)
    await sent.taps("Withdraw it")
    await sent.taps("Withdraw it everywhere")
    [deletion] = await followers(kept, Act.DELETE)
    told = await bodies(kept, [deletion])
    assert sum(text.startswith(SPARE) for text in told) == 1
    assert len(told) > 1
    async with kept.reading() as tx:
        note = await tx.alerts.known(f"notice:unwritten:{deletion.id}")
        assert note is not None
        [said] = (await tx.alerts.texts(note)).values()
    assert "because their language failed: 1." in from_json(said).html


async def test_a_withdrawal_goes_on_even_where_there_is_no_english(
    sent: Visitor, kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_templates(monkeypatch, *RETREAT)
    await sent.taps("Withdraw it")
    await sent.taps("Withdraw it everywhere")
    deletions, notices = [await followers(kept, act) for act in (Act.DELETE, Act.SEND)]
    assert all(text.startswith(SPARE) for text in await bodies(kept, deletions))
    told = await bodies(kept, notices)
    assert all(text.startswith(SPARE_NOTICE) for text in told)
    assert any("Worker activists on trial" in text for text in told)
