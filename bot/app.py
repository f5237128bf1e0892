"""The only place where the parts are put together: opened in order, closed in reverse."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import orjson
from telegram import Bot
from telegram.error import TelegramError

from bot.chat.messenger import TelegramMessenger
from bot.chat.outcomes import Answered
from bot.chat.poller import Poller
from bot.chat.translate import UpdateTranslator, chat_of
from bot.chat.transport import Transport
from bot.clock import Clock
from bot.commands.answer import answer
from bot.commands.desk import Desk
from bot.commands.menus import menus
from bot.content.letterpress import LetterPress
from bot.core.chats import Audience
from bot.core.library import Library
from bot.core.messages import Incoming, Message, Reply
from bot.jobs.cleaning import Cleaner
from bot.jobs.importer import Importer
from bot.jobs.inbox import InboxWorker
from bot.jobs.loop import Loop
from bot.jobs.pace import Pace
from bot.jobs.ports import Messenger, Translator
from bot.jobs.scheduler import Scheduler
from bot.jobs.sender import Sender
from bot.log import logger
from bot.settings import Settings
from bot.store import Store, Tx, open_store
from bot.store.cities import Cities
from bot.web.app import build as build_web
from bot.web.server import serving
from bot.words import Words

log = logger(__name__)

GETME_PAUSE = 5.0
"""Seconds between tries to reach Telegram at the start."""


class TokenRefused(Exception):
    """Telegram does not know the bot's token."""


class App:
    """A bot that is put together. ``loops`` are its heartbeats, by name."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        library: Library,
        importer: Importer,
        scheduler: Scheduler,
        sender: Sender,
        inbox: InboxWorker,
    ) -> None:
        self.store = store
        self.clock = clock
        self.library = library
        self.importer = importer
        self.scheduler = scheduler
        self.sender = sender
        self.inbox = inbox
        self.loops = {
            "inbox": Loop("inbox", inbox.step, 5),
            "sender": Loop("sender", sender.step, 1),
            "scheduler": Loop("scheduler", scheduler.step, 1),
            "importer": Loop("importer", importer.step, 5),
            "cleaner": Loop("cleaner", Cleaner(store, clock).step, 60),
        }

    async def accept(self, updates: list[dict[str, Any]]) -> None:
        """Commit updates to the inbox; only then may Telegram be told that they arrived."""
        now = self.clock.now()
        async with self.store.transaction() as tx:
            for update in updates:
                body = orjson.dumps(update).decode()
                await tx.inbox.store(update["update_id"], chat_of(update), body, now)
        self.loops["inbox"].wake.set()

    async def healthy(self) -> bool:
        """Whether the database answers and every loop is alive."""
        return not await self.store.problems() and all(loop.alive for loop in self.loops.values())

    async def settled(self, patience: float = 10.0) -> None:
        """Wait until everything that can be done now is done; for the demo and for tests."""
        for loop in self.loops.values():
            loop.wake.set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while True:
                    if not await self._is_busy():
                        return
                    await asyncio.sleep(0.02)

    async def _is_busy(self) -> bool:
        now = self.clock.now()
        async with self.store.reading() as tx:
            waiting = await tx.inbox.take(1, ())
            due = await tx.outbox.next_due(now)
        return bool(waiting) or not self.inbox.idle or not self.sender.idle or due == now

    async def finish(self) -> None:
        """Start nothing new, finish what is under way, write its results."""
        for loop in self.loops.values():
            loop.stop()
        await self.inbox.drain()
        await self.sender.drain()


@asynccontextmanager
async def running(settings: Settings, clock: Clock, stop: asyncio.Event) -> AsyncIterator[App]:
    """A whole bot at work until the block ends; then it drains. ``stop`` ends a start that waits.

    Raises StoreError (database), TokenRefused, OSError (the web server's port).
    """
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(settings.database_url, clock))
        transport = Transport()
        await transport.initialize()
        stack.push_async_callback(transport.shutdown)
        bot = Bot(
            settings.telegram_token.get_secret_value(),
            base_url=f"{settings.telegram_api_url}/bot",
            base_file_url=f"{settings.telegram_api_url}/file/bot",
            request=transport,
            get_updates_request=transport,
        )
        username = await _username(bot, stop)
        desk = Desk(
            library=Library(),
            words=Words.load(settings.locales_dir),
            cities=stack.enter_context(Cities()),
            letters=LetterPress(),
            hosts=settings.host_ids,
            bot_username=username,
        )
        messenger = TelegramMessenger(bot, transport, username)
        app = _build(settings, clock, store, desk, messenger, UpdateTranslator(bot, username))
        await app.sender.recover()
        await app.importer.step()
        await _listen(stack, settings, app, bot, transport)
        tasks = [asyncio.create_task(loop.run(), name=name) for name, loop in app.loops.items()]
        stack.push_async_callback(_ended, tasks)
        stack.push_async_callback(app.finish)
        setting_menus = asyncio.create_task(messenger.set_menus(menus(desk.words)))
        stack.push_async_callback(_cancelled, setting_menus)
        log.info("running", bot=username, campaigns=len(app.library))
        yield app


def _build(
    settings: Settings,
    clock: Clock,
    store: Store,
    desk: Desk,
    messenger: Messenger,
    translate: Translator,
) -> App:
    words, library = desk.words, desk.library
    pace = Pace(clock)
    sender = Sender(store, messenger, pace, clock)

    async def answered(incoming: Incoming, tx: Tx) -> Reply:
        return await answer(incoming, tx, desk, clock.now())

    def knock() -> None:
        app.loops["sender"].wake.set()

    app = App(
        store=store,
        clock=clock,
        library=library,
        importer=Importer(
            store, library, words, clock, settings.campaigns_dir, sorted(settings.host_ids)
        ),
        scheduler=Scheduler(store, library, words, clock, knock),
        sender=sender,
        inbox=InboxWorker(
            store,
            translate,
            answered,
            messenger,
            pace,
            apology=_apology(words, clock),
            after=knock,
        ),
    )
    return app


async def _listen(
    stack: AsyncExitStack, settings: Settings, app: App, bot: Bot, transport: Transport
) -> None:
    """Let updates come in: by a loop of our own, or by a web server that Telegram calls."""
    if settings.updates == "polling":
        await _once(bot.delete_webhook())
        poller = Poller(transport, bot.base_url, app.accept)
        task = asyncio.create_task(Loop("poller", poller.step, 0).run())
        stack.push_async_callback(_cancelled, task)
        web = build_web(app.healthy)
    else:
        secret = settings.webhook_secret.get_secret_value()
        path = urlsplit(settings.webhook_url).path or "/"
        web = build_web(app.healthy, path, secret, app.accept)
    await stack.enter_async_context(serving(web, settings.http_host, settings.http_port))
    if settings.updates == "webhook":
        await _once(
            bot.set_webhook(
                settings.webhook_url,
                secret_token=settings.webhook_secret.get_secret_value(),
                allowed_updates=["message", "callback_query", "my_chat_member"],
            )
        )


async def _username(bot: Bot, stop: asyncio.Event) -> str:
    """The bot's own name, asked until Telegram can be reached; empty if told to stop before."""
    while not stop.is_set():
        try:
            return str((await bot.get_me()).username)
        except Answered as error:
            if error.status in {401, 404}:
                raise TokenRefused from None
            log.warning("Telegram does not answer as it should", status=error.status)
        except TelegramError as error:
            log.warning("Telegram cannot be reached", why=type(error).__name__)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), GETME_PAUSE)
    return ""


def _apology(words: Words, clock: Clock) -> Callable[[Incoming], Reply]:
    def apology(incoming: Incoming) -> Reply:
        audience = Audience(
            language=words.best(incoming.app_language), zone=None, kind=incoming.chat_kind
        )
        html = words.render("errors/trouble.j2", audience, clock.now())
        return Reply(messages=(Message(html=html),))

    return apology


async def _once(call: Awaitable[object]) -> None:
    """A call whose failure is logged and no reason to stop."""
    try:
        await call
    except TelegramError as error:
        log.warning("Telegram refused a setting", why=str(error.message))


async def _ended(tasks: list[asyncio.Task[None]]) -> None:
    await asyncio.gather(*tasks, return_exceptions=True)


async def _cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
