"""Messages that move by themselves: edited in place, for a while, and never in anybody's way."""

from __future__ import annotations

import pytest

from bot.chat.messenger import TelegramMessenger
from bot.core.messages import Incoming, Message, Reply, Sent
from bot.demo.bot_api import BotApi
from bot.demo.faults import Fault
from bot.jobs.pace import Pace
from bot.jobs.screens import LIVE, ScreenKeeper
from bot.store import Screen, Store, Tx
from tests.jobs.builders import PEOPLE, QuickClock, texts

ASKER = PEOPLE[0]


class Page:
    """What a press would show now; every look is noted."""

    def __init__(self) -> None:
        self.sent = 0
        self.live: str | None = "status"
        self.looks: list[Incoming] = []
        self.breaks = False

    async def __call__(self, incoming: Incoming, tx: Tx) -> Reply:
        self.looks.append(incoming)
        if self.breaks:
            raise ZeroDivisionError
        return Reply(edit=Message(html=f"{self.sent} sent"), live=self.live)


@pytest.fixture
def page() -> Page:
    return Page()


@pytest.fixture
def pace(clock: QuickClock) -> Pace:
    return Pace(clock)


@pytest.fixture
def keeper(
    store: Store, messenger: TelegramMessenger, clock: QuickClock, pace: Pace, page: Page
) -> ScreenKeeper:
    return ScreenKeeper(store, page, messenger, pace, clock)


async def screens(store: Store) -> list[Screen]:
    async with store.reading() as tx:
        return await tx.screens.all()


def asked(person: int = ASKER, message: int | None = None, language: str = "ru") -> Incoming:
    return Incoming(
        update_id=1,
        event="message" if message is None else "press",
        chat_id=person,
        chat_kind="private",
        user_id=person,
        app_language=language,
        message_id=message,
    )


async def shown(
    keeper: ScreenKeeper, messenger: TelegramMessenger, live: str | None = "status"
) -> int:
    """A host was answered; gives the number of the message."""
    reply = Reply(messages=(Message(html="0 sent"),), live=live)
    outcomes = await messenger.reply(asked(), reply)
    await keeper.shown(asked(), reply, outcomes)
    assert isinstance(outcomes[0], Sent)
    return outcomes[0].message_id or 0


async def test_it_shows_what_a_press_would_show(
    keeper: ScreenKeeper, messenger: TelegramMessenger, api: BotApi, page: Page
) -> None:
    number = await shown(keeper, messenger)
    for page.sent in (10, 20):
        await keeper.step()
        assert texts(api, ASKER) == [f"{page.sent} sent"]
    press = page.looks[0]
    assert (press.press, press.user_id, press.message_id) == ("status", ASKER, number)
    assert press.app_language == "ru"


async def test_what_has_not_changed_is_not_sent(
    keeper: ScreenKeeper, messenger: TelegramMessenger, api: BotApi, store: Store
) -> None:
    await shown(keeper, messenger)
    await keeper.step()
    api.faults.script("editMessageText", Fault.answer(403, "Forbidden: not asked for"))
    for _ in range(3):
        await keeper.step()
    assert await screens(store), "nothing was asked for, so nothing was refused"


async def test_an_answer_that_is_not_live_stays_as_it_is(
    keeper: ScreenKeeper, messenger: TelegramMessenger, store: Store, page: Page
) -> None:
    await shown(keeper, messenger, live=None)
    await keeper.step()
    assert await screens(store) == []
    assert page.looks == []


async def test_at_the_end_it_shows_the_end_and_rests(
    keeper: ScreenKeeper, messenger: TelegramMessenger, api: BotApi, page: Page, store: Store
) -> None:
    await shown(keeper, messenger)
    page.sent, page.live = 30, None
    await keeper.step()
    assert texts(api, ASKER) == ["30 sent"]
    assert await screens(store) == []


async def test_after_a_while_it_rests_whatever_is_still_sent(
    keeper: ScreenKeeper,
    messenger: TelegramMessenger,
    store: Store,
    page: Page,
    clock: QuickClock,
) -> None:
    await shown(keeper, messenger)
    clock.forward(seconds=LIVE.total_seconds() + 1)
    await keeper.step()
    assert await screens(store) == []
    await keeper.step()
    assert len(page.looks) == 1


async def test_a_restart_goes_on_with_it(
    keeper: ScreenKeeper,
    messenger: TelegramMessenger,
    store: Store,
    api: BotApi,
    page: Page,
    clock: QuickClock,
    pace: Pace,
) -> None:
    await shown(keeper, messenger)
    page.sent = 40
    await ScreenKeeper(store, page, messenger, pace, clock).step()
    assert texts(api, ASKER) == ["40 sent"]


async def test_another_page_in_its_place_is_left_alone(
    keeper: ScreenKeeper, messenger: TelegramMessenger, store: Store, api: BotApi, page: Page
) -> None:
    number = await shown(keeper, messenger)
    other = Reply(edit=Message(html="Withdraw it?"))
    press = asked(message=number)
    await keeper.shown(press, other, await messenger.reply(press, other))
    page.sent = 50
    await keeper.step()
    assert texts(api, ASKER) == ["Withdraw it?"]
    assert await screens(store) == []


async def test_of_two_the_newer_moves(
    keeper: ScreenKeeper, messenger: TelegramMessenger, api: BotApi, page: Page
) -> None:
    await shown(keeper, messenger)
    await shown(keeper, messenger)
    page.sent = 60
    await keeper.step()
    assert texts(api, ASKER) == ["0 sent", "60 sent"]


async def test_who_is_forgotten_is_not_written_to(
    keeper: ScreenKeeper, messenger: TelegramMessenger, store: Store, api: BotApi, page: Page
) -> None:
    await shown(keeper, messenger)
    async with store.transaction() as tx:
        await tx.chats.forget(ASKER)
    page.sent = 70
    await keeper.step()
    assert texts(api, ASKER) == ["0 sent"]
    assert page.looks == []


async def test_while_telegram_makes_everybody_wait_nothing_is_asked(
    keeper: ScreenKeeper,
    messenger: TelegramMessenger,
    api: BotApi,
    page: Page,
    pace: Pace,
    clock: QuickClock,
    store: Store,
) -> None:
    await shown(keeper, messenger)
    api.faults.script("editMessageText", Fault.too_many_requests(30))
    page.sent = 80
    await keeper.step()
    assert pace.gate_opens_in() > 0
    looks = len(page.looks)
    await keeper.step()
    assert len(page.looks) == looks
    assert texts(api, ASKER) == ["0 sent"]
    clock.forward(seconds=40)
    await keeper.step()
    assert texts(api, ASKER) == ["80 sent"]
    assert await screens(store)


@pytest.mark.parametrize(
    "fault",
    [
        Fault.answer(403, "Forbidden: bot was blocked by the user"),
        Fault.answer(400, "Bad Request: can't parse entities"),
    ],
)
async def test_where_it_cannot_be_changed_it_rests(
    keeper: ScreenKeeper,
    messenger: TelegramMessenger,
    api: BotApi,
    page: Page,
    store: Store,
    fault: Fault,
) -> None:
    await shown(keeper, messenger)
    api.faults.script("editMessageText", fault)
    page.sent = 90
    await keeper.step()
    assert await screens(store) == []


async def test_a_page_that_breaks_is_not_tried_again(
    keeper: ScreenKeeper, messenger: TelegramMessenger, page: Page, store: Store
) -> None:
    await shown(keeper, messenger)
    page.breaks = True
    await keeper.step()
    assert await screens(store) == []


async def test_it_counts_among_the_replies(
    keeper: ScreenKeeper,
    messenger: TelegramMessenger,
    page: Page,
    pace: Pace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await shown(keeper, messenger)
    asked_for: list[int] = []

    async def no_place(chat_id: int) -> bool:
        asked_for.append(chat_id)
        return False

    monkeypatch.setattr(pace, "for_reply", no_place)
    page.sent = 95
    await keeper.step()
    assert asked_for == [ASKER]


async def test_what_takes_long_to_count_is_counted_seldom(
    keeper: ScreenKeeper, messenger: TelegramMessenger, page: Page, clock: QuickClock
) -> None:
    await shown(keeper, messenger)

    async def slowly(incoming: Incoming, tx: Tx) -> Reply:
        clock.forward(seconds=2)
        return await page(incoming, tx)

    keeper._answer = slowly
    await keeper.step()
    clock.forward(seconds=10)
    await keeper.step()
    assert len(page.looks) == 1
    clock.forward(seconds=40)
    await keeper.step()
    assert len(page.looks) == 2
