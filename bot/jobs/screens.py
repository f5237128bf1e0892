"""Messages that move by themselves: how far a broadcast is, for the host who asked."""

from __future__ import annotations

from datetime import timedelta

from bot.clock import Clock
from bot.core.delivery import Act
from bot.core.messages import Gone, Incoming, Message, Outcome, Refused, Reply, Sent, Unknown, Wait
from bot.log import logger
from bot.store import Screen, Store, StoreError

from .pace import Pace
from .ports import Answerer, Messenger

log = logger(__name__)

EVERY = 5.0
"""Seconds between two looks at what is shown."""
LIVE = timedelta(minutes=10)
"""So long a message moves by itself; a press makes it move again."""
SHARE = 20
"""At most one part in so many of the time is spent in counting."""


class ScreenKeeper:
    """Does what the host's own press would do. Which messages move stands in the database."""

    def __init__(
        self, store: Store, answer: Answerer, messenger: Messenger, pace: Pace, clock: Clock
    ) -> None:
        self._store = store
        self._answer = answer
        self._messenger = messenger
        self._pace = pace
        self._clock = clock
        self._any = True
        """Whether there may be such messages; at the start nobody knows."""
        self._shown: dict[tuple[int, int], Message] = {}
        """What each of them shows now, by chat and message, where it is known."""
        self._next = float("-inf")

    async def shown(self, incoming: Incoming, reply: Reply, outcomes: tuple[Outcome, ...]) -> None:
        """An answer went out: it moves from here on, or has taken the place of one that did."""
        numbers = [each.message_id for each in outcomes if isinstance(each, Sent)]
        message_id = next((number for number in reversed(numbers) if number is not None), None)
        try:
            if reply.live is not None and message_id is not None:
                await self._begin(incoming, reply.live, message_id)
            elif self._any and reply.edit is not None and incoming.message_id is not None:
                await self._end(incoming.chat_id, incoming.message_id)
        except StoreError as trouble:  # the answer itself has arrived
            log.warning("a message will not move", why=type(trouble).__name__)

    async def step(self) -> bool:
        """Bring every one up to date, unless Telegram keeps us waiting."""
        began = self._clock.monotonic()
        if not self._any or began < self._next or self._pace.gate_opens_in() > 0:
            return False
        async with self._store.reading() as tx:
            screens = await tx.screens.all()
        self._any = bool(screens)
        for screen in screens:
            try:
                await self._renew(screen)
            except StoreError:
                raise
            except Exception:  # this page shall not be tried again and again
                log.exception("a message cannot be brought up to date")
                await self._end(screen.chat_id, screen.message_id)
        return False

    async def _begin(self, incoming: Incoming, press: str, message_id: int) -> None:
        self._any = True
        async with self._store.transaction() as tx:
            await tx.screens.put(
                Screen(
                    chat_id=incoming.chat_id,
                    message_id=message_id,
                    press=press,
                    language=incoming.app_language or "",
                    until=self._clock.now() + LIVE,
                )
            )

    async def _end(self, chat_id: int, message_id: int) -> None:
        self._shown.pop((chat_id, message_id), None)
        async with self._store.transaction() as tx:
            await tx.screens.end(chat_id, message_id)

    async def _renew(self, screen: Screen) -> None:
        reply = await self._now(screen)
        goes_on = reply.live is not None and self._clock.now() < screen.until
        place = (screen.chat_id, screen.message_id)
        if reply.edit is not None and reply.edit != self._shown.get(place):
            outcome = await self._edit(screen, reply.edit)
            if outcome is None or isinstance(outcome, Wait | Unknown):
                return  # next time
            goes_on = goes_on and not isinstance(outcome, Gone | Refused)
            self._shown[place] = reply.edit
        if not goes_on:
            await self._end(*place)

    async def _now(self, screen: Screen) -> Reply:
        """What the host would see after a press, looked up beside the one writer."""
        began = self._clock.monotonic()
        press = Incoming(
            update_id=0,
            event="press",
            chat_id=screen.chat_id,
            chat_kind="private",
            user_id=screen.chat_id,
            app_language=screen.language or None,
            press=screen.press,
            message_id=screen.message_id,
        )
        async with self._store.reading() as tx:
            reply = await self._answer(press, tx)
        ended = self._clock.monotonic()
        self._next = max(self._next, ended + (ended - began) * SHARE - EVERY)
        return reply

    async def _edit(self, screen: Screen, message: Message) -> Outcome | None:
        """None where everybody has to wait, or the message was put to another use meanwhile."""
        if not await self._pace.for_reply(screen.chat_id):
            return None
        async with self._store.reading() as tx:
            if screen not in await tx.screens.all():
                return None
        prepared = self._messenger.prepare(message, Act.EDIT)
        outcome = await self._messenger.deliver(prepared, screen.chat_id, copy=screen.message_id)
        return self._pace.heard(outcome)
