from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.core.alerts import ALERTS
from bot.core.delivery import State
from bot.core.hearings import Hearing
from bot.core.news import HearingChange, to_payload
from bot.core.wire import from_json
from bot.store import Claimed, NewAlert, Settled, Store
from tests.commands.cases import RICH, VERDICT, an_entry, entries, quiet
from tests.commands.conftest import HOST
from tests.commands.visitor import GROUP, Stage, Visitor
from tests.store.builders import queue_for_all, totals
from tests.unwritable import break_words

TEXT = "Come to the court.\nBring <friends> & flags."


@pytest.fixture
async def audience(stage: Stage) -> None:
    """Two English readers, a Russian one and a group."""
    for number, language in enumerate(("en", "en", "ru")):
        reader = Visitor(stage, user=8_000_000_000 + number, app_language=language)
        await reader.says("/subscribe karaganda-2003")
    admin = Visitor(stage, user=8_000_000_010, chat=GROUP, admin=True)
    await admin.says("/subscribe karaganda-2003")


async def queued(store: Store) -> int:
    async with store.reading() as tx:
        return sum((await totals(tx)).values())


def token_of(host: Visitor) -> str:
    return next(data for data in host.data if data.startswith("broadcast:send:")).split(":")[2]


@pytest.mark.usefixtures("audience")
async def test_every_language_is_shown_exactly_as_it_will_be_sent(
    host: Visitor, kept: Store
) -> None:
    await host.says(f"/broadcast karaganda-2003 {TEXT}")
    *shown, question = host.screens
    assert len(shown) == 2
    assert "Come to the court.\nBring &lt;friends&gt; &amp; flags." in shown[0].html
    assert "3 people, 1 group" in question.html.replace("\u00a0", " ")
    assert "English: 3 chats" in question.html.replace("\u00a0", " ")
    await host.taps("Send to 4 chats")
    async with kept.reading() as tx:
        (alert,) = await tx.alerts.latest("karaganda-2003", 5)
        texts = [from_json(text) for text in (await tx.alerts.texts(alert.id)).values()]
    assert {one.html for one in shown} <= {one.html for one in texts}


@pytest.mark.usefixtures("audience")
async def test_nothing_is_queued_before_it_is_confirmed(host: Visitor, kept: Store) -> None:
    await host.says(f"/broadcast karaganda-2003 {TEXT}")
    assert await queued(kept) == 0
    await host.taps("Send to 4 chats")
    assert "On its way to 4 chats." in host.text
    assert host.reply.edit is not None
    assert await queued(kept) == 4


@pytest.mark.usefixtures("audience")
async def test_a_hundred_parallel_taps_send_once(host: Visitor, kept: Store) -> None:
    await host.says(f"/broadcast karaganda-2003 {TEXT}")
    press: dict[str, Any] = {
        "event": "press",
        "chat_id": HOST,
        "chat_kind": "private",
        "user_id": HOST,
        "press": f"broadcast:send:{token_of(host)}",
    }
    replies = await asyncio.gather(*(host.stage.handle(**press) for _ in range(100)))
    assert sum(reply.edit is not None for reply in replies) == 1
    assert sum("Already sent" in (reply.toast or "") for reply in replies) == 99
    assert await queued(kept) == 4


@pytest.mark.usefixtures("audience")
async def test_a_draft_that_was_dropped_cannot_be_sent(host: Visitor, kept: Store) -> None:
    await host.says(f"/broadcast karaganda-2003 {TEXT}")
    send = f"broadcast:send:{token_of(host)}"
    await host.taps("Do not send")
    assert "Not sent, and not kept." in host.text
    assert "It was not sent." in ((await host.presses(send)).reply.toast or "")
    assert await queued(kept) == 0


@pytest.mark.usefixtures("audience")
async def test_after_a_quarter_of_an_hour_the_button_is_dead(host: Visitor, kept: Store) -> None:
    await host.says(f"/broadcast karaganda-2003 {TEXT}")
    host.stage.now += timedelta(minutes=16)
    await host.taps("Send to 4 chats")
    assert "too old" in (host.reply.toast or "")
    assert host.reply.edit is not None
    assert "It was not sent. Write /broadcast again" in host.text
    assert host.buttons == []
    assert await queued(kept) == 0


@pytest.mark.usefixtures("audience")
async def test_the_button_is_nobody_elses(host: Visitor, stage: Stage, kept: Store) -> None:
    await host.says(f"/broadcast karaganda-2003 {TEXT}")
    second = Visitor(stage, user=8_000_000_098)
    object.__setattr__(stage.desk, "hosts", frozenset({HOST, 8_000_000_098}))
    await second.presses(f"broadcast:send:{token_of(host)}")
    assert second.reply.toast
    assert await queued(kept) == 0
    await host.taps("Send to 4 chats")
    assert await queued(kept) == 4


@pytest.mark.usefixtures("audience")
async def test_who_is_no_host_any_more_cannot_confirm(
    host: Visitor, stage: Stage, kept: Store
) -> None:
    await host.says(f"/broadcast karaganda-2003 {TEXT}")
    object.__setattr__(stage.desk, "hosts", frozenset())
    await host.presses(f"broadcast:send:{token_of(host)}")
    assert host.reply.toast
    assert await queued(kept) == 0


@pytest.mark.usefixtures("audience")
async def test_the_very_same_words_go_out_once_a_day(host: Visitor, kept: Store) -> None:
    for _ in range(2):
        await host.says(f"/broadcast karaganda-2003 {TEXT}")
        await host.taps("Send to 4 chats")
    assert "These very words were sent before." in host.text
    assert await queued(kept) == 4


@pytest.mark.usefixtures("audience")
async def test_the_language_of_the_text_can_be_put_right(host: Visitor, kept: Store) -> None:
    await host.says("/broadcast karaganda-2003 Приходите")
    old = token_of(host)
    await host.taps("My text is in: Русский")
    assert "taken to be in this language: Russian" in host.text
    assert (await host.presses(f"broadcast:send:{old}")).reply.toast
    assert await queued(kept) == 0


@pytest.mark.usefixtures("audience")
async def test_a_language_we_do_not_speak_is_refused(host: Visitor) -> None:
    await host.says("/broadcast karaganda-2003 Come")
    assert (await host.presses(f"broadcast:in:xx:{token_of(host)}")).reply.toast


@pytest.mark.usefixtures("audience")
async def test_how_far_it_is_is_told_in_states(host: Visitor, kept: Store) -> None:
    await host.says(f"/broadcast karaganda-2003 {TEXT}")
    await host.taps("Send to 4 chats")
    await host.taps("How far is it?")
    assert "0 of 4 sent" in host.text
    assert "4 still waiting" in host.text
    states = (State.SENT, State.GONE, State.UNKNOWN_FINAL, State.FAILED)
    async with kept.transaction() as tx:
        claims: list[Claimed] = await tx.outbox.claim(9, host.stage.now, kept.epoch)
        await tx.outbox.settle(
            [
                Settled(alert_id=c.alert_id, chat_id=c.chat_id, epoch=kept.epoch, state=state)
                for c, state in zip(claims, states, strict=True)
            ]
        )
    await host.taps("How far is it?")
    assert "1 of 4 sent" in host.text
    assert "1 chat is gone" in host.text
    assert "1 may have arrived, nobody can tell" in host.text
    assert "1 could not be sent" in host.text
    assert host.labels == ["Correct it", "Withdraw it"]


async def test_how_far_something_unknown_is_gets_a_notice(host: Visitor) -> None:
    assert (await host.presses("broadcast:status:999")).reply.toast


async def test_nobody_subscribed_is_said_at_once(host: Visitor) -> None:
    await host.says("/broadcast quiet-2003 hello")
    assert "Nobody is subscribed to The quiet campaign yet" in host.text
    assert host.buttons == []


@pytest.mark.usefixtures("audience")
async def test_a_text_that_is_too_long_is_refused_with_its_length(host: Visitor) -> None:
    await host.says("/broadcast karaganda-2003 " + "😀" * 1501)
    assert "3,002 characters of at most 3,000" in host.text
    assert host.buttons == []


@pytest.mark.usefixtures("audience")
async def test_the_longest_text_fits_whatever_is_in_it(host: Visitor) -> None:
    await host.says("/broadcast karaganda-2003 " + "<&>" * 1000)
    assert "Send to 4 chats" in host.labels


@pytest.mark.usefixtures("audience")
async def test_an_unknown_campaign_loses_no_text(host: Visitor) -> None:
    await host.says(f"/broadcast karagnda {TEXT}")
    assert "I don&#39;t know the campaign <code>karagnda</code>" in host.text.replace("'", "&#39;")
    await host.taps("Worker activists on trial")
    assert "Bring &lt;friends&gt;" in host.text
    assert "Send to 4 chats" in host.labels


@pytest.mark.usefixtures("audience")
async def test_what_is_missing_is_asked_for(host: Visitor) -> None:
    await host.says("/broadcast")
    assert "To the subscribers of which campaign?" in host.text
    await host.taps("Worker activists on trial")
    assert "Write what the subscribers of Worker activists on trial shall read." in host.text
    await host.says(TEXT)
    assert "Send to 4 chats" in host.labels


@pytest.mark.usefixtures("audience")
async def test_a_text_on_the_next_line_is_a_text(host: Visitor) -> None:
    await host.says("/broadcast karaganda-2003\nFirst line\nSecond line")
    assert "First line\nSecond line" in host.text


@pytest.mark.usefixtures("audience")
async def test_a_location_is_no_text(host: Visitor) -> None:
    await host.says("/broadcast karaganda-2003")
    await host.shares(1.0, 2.0)
    assert "Write what the subscribers" in host.text


@pytest.mark.usefixtures("audience")
async def test_a_campaign_that_goes_while_it_is_written_for(host: Visitor) -> None:
    await host.says("/broadcast karaganda-2003")
    host.stage.desk.library.replace((quiet(),))
    await host.says("Come")
    assert host.data == ["broadcast:to:quiet-2003"]
    assert (await host.presses("broadcast:to:karaganda-2003")).reply.toast
    host.stage.desk.library.replace(())
    await host.says("/broadcast")
    assert "There is no campaign here yet." in host.text


@pytest.mark.usefixtures("audience")
async def test_a_campaign_that_goes_before_it_is_confirmed(host: Visitor, kept: Store) -> None:
    await host.says("/broadcast karaganda-2003 Come")
    host.stage.desk.library.replace((quiet(),))
    await host.taps("Send to 4 chats")
    assert "no longer here" in (host.reply.toast or "")
    assert await queued(kept) == 0
    host.stage.desk.library.replace(entries())


@pytest.mark.usefixtures("audience")
async def test_a_button_of_an_old_question_asks_for_the_text(host: Visitor) -> None:
    await host.presses("broadcast:to:karaganda-2003")
    assert "Write what the subscribers" in host.text
    assert (await host.presses("broadcast:nonsense")).reply.toast


AGAIN = VERDICT | {"states": [*VERDICT["states"], {"status": "postponed", "on": "2003-01-08"}]}


def moved() -> HearingChange:
    return HearingChange(old=Hearing.model_validate(VERDICT), new=Hearing.model_validate(AGAIN))


async def drafted(store: Store, stage: Stage) -> str:
    """A change found in a file, which is live since, put before the host."""
    stage.desk.library.replace((an_entry(**RICH | {"hearings": [AGAIN]}),))
    payload = to_payload(moved(), "karaganda-2003")
    async with store.transaction() as tx:
        later = stage.now + timedelta(hours=1)
        return await tx.tokens.issue("broadcast", HOST, HOST, payload, later)


async def waiting_reminder(store: Store, stage: Stage) -> int:
    async with store.transaction() as tx:
        alert_id = await tx.alerts.add(
            NewAlert(
                key="old reminder",
                kind="hearing",
                campaign="karaganda-2003",
                subject="hearing:verdict",
                policy=ALERTS["hearing"].policy,
                created=stage.now,
                expires=stage.now + timedelta(hours=5),
                texts={
                    audience: '{"html": "tomorrow"}'
                    for audience, _ in await tx.subscriptions.audiences("karaganda-2003")
                },
            )
        )
        assert alert_id is not None
        await queue_for_all(tx, alert_id)
        return alert_id


@pytest.mark.usefixtures("audience")
async def test_an_approved_change_goes_out_and_calls_back_the_old_reminder(
    host: Visitor, kept: Store
) -> None:
    old = await waiting_reminder(kept, host.stage)
    token = await drafted(kept, host.stage)
    await host.presses(f"broadcast:send:{token}")
    assert "On its way to 4 chats." in host.text
    async with kept.reading() as tx:
        assert await tx.alerts.counts(old) == {State.CANCELLED: 4}


@pytest.mark.usefixtures("audience")
async def test_two_hosts_approve_the_same_change_once(
    host: Visitor, stage: Stage, kept: Store
) -> None:
    first, second = await drafted(kept, stage), await drafted(kept, stage)
    await host.presses(f"broadcast:send:{first}")
    await host.presses(f"broadcast:send:{second}")
    assert "sent before" in host.text
    assert await queued(kept) == 4


@pytest.mark.usefixtures("audience")
@pytest.mark.parametrize("now_live", [[VERDICT], []], ids=["changed back", "taken out"])
async def test_a_change_that_is_outdated_is_not_sent(
    host: Visitor, kept: Store, now_live: list[dict[str, Any]]
) -> None:
    token = await drafted(kept, host.stage)
    host.stage.desk.library.replace((an_entry(**RICH | {"hearings": now_live}),))
    await host.presses(f"broadcast:send:{token}")
    assert "changed once more since" in host.text
    assert await queued(kept) == 0


ILL = {"status": "postponed", "on": "2003-01-08", "reason": "The judge is ill."}
REWORDED = VERDICT | {"states": [*VERDICT["states"], ILL]}


@pytest.mark.usefixtures("audience")
async def test_a_change_whose_words_were_corrected_is_shown_again_before_it_goes_out(
    host: Visitor, kept: Store
) -> None:
    token = await drafted(kept, host.stage)
    host.stage.desk.library.replace((an_entry(**RICH | {"hearings": [REWORDED]}),))
    await host.presses(f"broadcast:send:{token}")
    assert "comes once more" in host.text
    async with kept.transaction() as tx:
        [proposal] = await tx.outbox.claim(9, host.stage.now, 1)
        [text] = (await tx.alerts.texts(proposal.alert_id)).values()
    assert proposal.chat_id == HOST
    shown = from_json(text)
    assert "The judge is ill." in shown.html
    assert shown.buttons[0][0].press is not None
    await host.presses(shown.buttons[0][0].press)
    assert "On its way to 4 chats." in host.text


@pytest.mark.usefixtures("audience")
async def test_a_change_that_went_out_is_not_shown_again_for_its_corrected_words(
    host: Visitor, kept: Store
) -> None:
    first, second = await drafted(kept, host.stage), await drafted(kept, host.stage)
    await host.presses(f"broadcast:send:{first}")
    host.stage.desk.library.replace((an_entry(**RICH | {"hearings": [REWORDED]}),))
    await host.presses(f"broadcast:send:{second}")
    assert "sent before" in host.text
    assert await queued(kept) == 4


@pytest.mark.usefixtures("audience")
async def test_a_change_has_no_language_to_put_right(host: Visitor, kept: Store) -> None:
    token = await drafted(kept, host.stage)
    assert (await host.presses(f"broadcast:in:ru:{token}")).reply.toast


@pytest.mark.usefixtures("audience")
async def test_a_token_of_another_kind_is_no_approval(host: Visitor, kept: Store) -> None:
    async with kept.transaction() as tx:
        later = host.stage.now + timedelta(hours=1)
        token = await tx.tokens.issue("other", HOST, HOST, {"campaign": "karaganda-2003"}, later)
    assert (await host.presses(f"broadcast:send:{token}")).reply.toast
    assert await queued(kept) == 0


@pytest.mark.usefixtures("audience")
async def test_a_long_broadcast_says_how_long_it_takes(host: Visitor, kept: Store) -> None:
    async with kept.transaction() as tx:
        template = await tx.chats.get(8_000_000_000)
        assert template is not None
        for number in range(1300):
            await tx.chats.save(template.with_(id=9_000_000_000 + number), "2003-W01")
            await tx.subscriptions.add(9_000_000_000 + number, "karaganda-2003")
    await host.says("/broadcast karaganda-2003 Come")
    assert "It takes about 1 min." in host.text


INVISIBLE = ("\u200b\u200b", "\u2800", "\u3164 \u00ad")


@pytest.mark.usefixtures("audience")
@pytest.mark.parametrize("text", INVISIBLE)
async def test_a_text_that_nobody_can_see_is_refused_and_asked_for_again(
    host: Visitor, text: str
) -> None:
    for words in (f"/broadcast karaganda-2003 {text}", text):
        await host.says(words)
        assert "There are no words in it" in host.text
        assert host.buttons == []
    await host.says(TEXT)
    assert "Send to 4 chats" in host.labels


@pytest.mark.usefixtures("audience")
async def test_after_a_text_that_is_too_long_a_shorter_one_is_taken(host: Visitor) -> None:
    await host.says("/broadcast karaganda-2003")
    for _ in range(2):
        await host.says("x" * 3001)
        assert "3,001 characters of at most 3,000. Nothing was sent." in host.text
    await host.says("x" * 3000)
    assert "Send to 4 chats" in host.labels


async def test_nobody_subscribed_is_said_before_the_text_is_asked_for(host: Visitor) -> None:
    for words in ("/broadcast quiet-2003", "/broadcast"):
        await host.says(words)
    await host.taps("The quiet campaign")
    assert "Nobody is subscribed to The quiet campaign yet" in host.text
    await host.says("hello")
    assert "I did not understand" in host.text


@pytest.mark.usefixtures("audience")
async def test_a_newer_preview_takes_the_place_of_an_older_one(host: Visitor, kept: Store) -> None:
    await host.says("/broadcast karaganda-2003 First words")
    old = token_of(host)
    await host.says("/broadcast karaganda-2003 Second words")
    new = token_of(host)
    await host.presses(f"broadcast:send:{old}")
    assert "A newer preview took the place of this one" in host.text
    assert "not sent" in (host.reply.toast or "")
    assert host.buttons == []
    assert await queued(kept) == 0
    await host.presses(f"broadcast:send:{new}")
    assert "On its way to 4 chats." in host.text


@pytest.mark.usefixtures("audience")
async def test_a_change_that_was_put_before_a_host_stays_beside_a_newer_preview(
    host: Visitor, kept: Store
) -> None:
    change = await drafted(kept, host.stage)
    await host.says(f"/broadcast karaganda-2003 {TEXT}")
    await host.presses(f"broadcast:send:{change}")
    assert "On its way to 4 chats." in host.text


@pytest.mark.usefixtures("audience")
async def test_a_button_that_sent_says_so_also_when_it_is_too_old(host: Visitor) -> None:
    await host.says(f"/broadcast karaganda-2003 {TEXT}")
    send = f"broadcast:send:{token_of(host)}"
    await host.presses(send)
    host.stage.now += timedelta(hours=20)
    await host.presses(send)
    assert "Already sent" in (host.reply.toast or "")
    assert host.reply.edit is None


@pytest.mark.usefixtures("audience")
async def test_words_that_can_be_written_for_nobody_are_refused_as_that(
    host: Visitor, kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_words(monkeypatch)
    await host.says(f"/broadcast karaganda-2003 {TEXT}")
    assert "could not be made of these words for anybody. Nothing was sent." in host.text
    assert host.labels == []
    assert await queued(kept) == 0
