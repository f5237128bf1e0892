"""The only place where the parts are put together: opened in order, closed in reverse."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from bot.alerting.pause import telling_of_pauses
from bot.alerting.question import asking
from bot.chat.connection import Connection, connected
from bot.chat.messenger import TelegramMessenger
from bot.chat.poller import Poller
from bot.chat.translate import UpdateTranslator, chat_of
from bot.clock import Clock, TravelClock
from bot.commands.answer import answer
from bot.commands.desk import Desk
from bot.commands.kept import sealed
from bot.commands.menus import menus
from bot.commands.sorry import apology
from bot.commands.status import seeing
from bot.content.letterpress import LetterPress
from bot.core.library import Library
from bot.core.messages import Incoming, Reply
from bot.core.notation import written
from bot.core.pacing import Pacer
from bot.jobs.ballast import ballast_of
from bot.jobs.cleaning import Cleaner
from bot.jobs.conditions import of_sending
from bot.jobs.filler import Filler
from bot.jobs.heart import Heart, is_at_work
from bot.jobs.importer import Importer
from bot.jobs.inbox import InboxWorker
from bot.jobs.loop import cancelled, ended
from bot.jobs.pace import Pace
from bot.jobs.ports import Messenger, Translator
from bot.jobs.reporter import Reporter
from bot.jobs.scheduler import Scheduler
from bot.jobs.sender import Sender, slots_for
from bot.jobs.showing import showing
from bot.jobs.space import Space
from bot.log import logger, unhandled
from bot.sealing import Keys
from bot.settings import Settings
from bot.store import Store, Tx, file_of, open_store
from bot.store.cities import Cities
from bot.web.app import build as build_web
from bot.web.mail import MailPages
from bot.web.server import serving
from bot.words import Words

log = logger(__name__)


GRACE = 35.0
"""Seconds for what is under way at the end: longer than an answer of Telegram may take."""


class StoppedEarly(Exception):
    """Told to stop before Telegram could be reached: nothing was begun."""


class App:
    """A bot that is put together. ``loops`` are its heartbeats, by name."""

    reporter: Reporter
    mail: MailPages

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
        heart: Heart,
    ) -> None:
        self.store = store
        self.clock = clock
        self.library = library
        self.importer = importer
        self.scheduler = scheduler
        self.sender = sender
        self.inbox = inbox
        self.heart = heart
        heart.keep("inbox", inbox.step, 5)
        heart.keep("sender", sender.step, 1, by_the_clock=True)
        heart.keep("scheduler", scheduler.step, 1, by_the_clock=True)
        heart.keep("importer", importer.step, 5, by_the_clock=True)
        heart.keep("cleaner", Cleaner(store, clock).step, 60, by_the_clock=True)
        heart.health.conditions["database"] = self._answers
        self.loops = heart.loops

    async def accept(self, updates: list[dict[str, Any]]) -> None:
        """Commit updates to the inbox; only then may Telegram be told that they arrived."""
        arrived = [(each["update_id"], chat_of(each), written(each).decode()) for each in updates]
        async with self.store.transaction() as tx:
            await tx.inbox.store_all(arrived, self.clock.now())
        self.inbox.knock()
        self.loops["inbox"].wake.set()

    async def healthy(self) -> bool:
        """Whether all is as it should be. Cheap enough to be asked often."""
        return not await self.heart.health.broken()

    async def _answers(self) -> bool:
        async with self.store.reading() as tx:
            await tx.inbox.waiting()
        return True

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
            waiting = await tx.inbox.take(1)
            due = await tx.outbox.next_due(now)
        return bool(waiting) or not self.inbox.idle or not self.sender.idle or due == now

    async def finish(self, tasks: list[asyncio.Task[None]]) -> None:
        """Start nothing new, finish what is under way, write its results; ``tasks`` run the loops.

        The loops end first: a claim that is just being made is still sent and settled.
        """
        self.sender.halt()
        self.heart.stop()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                await asyncio.gather(*tasks, return_exceptions=True)
                await asyncio.gather(self.inbox.drain(), self.sender.drain())


@asynccontextmanager
async def running(
    settings: Settings,
    clock: Clock,
    stop: asyncio.Event,
    pacer: Pacer | None = None,
    *,
    after_restore: bool = False,
) -> AsyncIterator[App]:
    """A whole bot at work until the block ends; then it drains. ``stop`` ends a start that waits.

    A bot that gives up sets it too: its fuse is blown. ``pacer``: how fast it may send, if not as
    the settings say. ``after_restore``: the database is a copy made earlier.
    Raises StoreError (database), TokenRefused, StoppedEarly, PlaceTaken (the web server's port).
    """
    asyncio.get_running_loop().set_exception_handler(unhandled)
    token = settings.telegram_token.get_secret_value()
    async with AsyncExitStack() as stack:
        opening = open_store(settings.database_url, clock, after_restore=after_restore)
        store = await sealed(await stack.enter_async_context(opening), _keys(settings))
        telegram = await stack.enter_async_context(connected(token, settings.telegram_api_url))
        username = await telegram.username(stop)
        if username is None:
            raise StoppedEarly
        pacer = pacer or Pacer(settings.send_rate, settings.send_rate / 5)
        desk = _desk(settings, token, username, stack.enter_context(Cities()), pacer)
        paid = settings.paid_broadcast == "yes"
        messenger = TelegramMessenger(telegram.bot, telegram.transport, username, paid=paid)
        translate = seeing(UpdateTranslator(telegram.bot, username), desk, store, clock.now)
        heart = Heart(clock, stop.set, travels=isinstance(clock, TravelClock))
        ballast = ballast_of(file_of(settings.database_url))
        space = Space(store, desk.words, settings.host_ids, clock, heart, ballast)
        stack.callback(space.close)
        app = _build(settings, clock, Pace(clock, pacer), store, desk, messenger, translate, heart)
        stack.push_async_callback(app.reporter.end)
        await app.sender.recover()
        await app.importer.step()
        await _listen(stack, settings, app, telegram, stop)
        tasks = [asyncio.create_task(loop.run(), name=name) for name, loop in app.loops.items()]
        stack.push_async_callback(ended, tasks)
        stack.push_async_callback(app.finish, tasks)
        for work in _beside(heart, messenger, desk.words):
            stack.push_async_callback(cancelled, asyncio.create_task(work))
        log.info("running", bot=username, campaigns=len(app.library))
        yield app


def _beside(
    heart: Heart, messenger: TelegramMessenger, words: Words
) -> tuple[Coroutine[Any, Any, None], ...]:
    """What goes on, or is done once, without anybody waiting for it."""
    preparing = asyncio.to_thread(words.prepare)
    return heart.pulse.run(), messenger.set_menus(menus(words)), preparing


def _keys(settings: Settings) -> Keys:
    secret, token = settings.secret_key, settings.telegram_token
    return Keys.of(secret.get_secret_value(), token.get_secret_value())


def _desk(settings: Settings, token: str, username: str, cities: Cities, pacer: Pacer) -> Desk:
    return Desk(
        library=Library(),
        words=Words.load(settings.locales_dir),
        cities=cities,
        letters=LetterPress(),
        hosts=settings.host_ids,
        bot_username=username,
        per_second=pacer.full_rate - pacer.reserve,
        # The same from start to start, so that the audit log can tell who is who.
        keys=_keys(settings),
        public_url=settings.public_url,
        audit_key=hashlib.sha256(f"audit:{token}".encode()).digest(),
    )


def _build(
    settings: Settings,
    clock: Clock,
    pace: Pace,
    store: Store,
    desk: Desk,
    messenger: Messenger,
    translate: Translator,
    heart: Heart,
) -> App:
    words, library, hosts = desk.words, desk.library, sorted(desk.hosts)
    ask, told = asking(words, library, hosts), telling_of_pauses(words, hosts)
    brakes, slots = heart.brakes, slots_for(settings.send_rate)
    sender = Sender(store, messenger, pace, clock, brakes=brakes, ask=ask, paused=told, slots=slots)

    async def answered(incoming: Incoming, tx: Tx) -> Reply:
        return await answer(incoming, tx, desk, clock.now())

    def sorry(incoming: Incoming) -> Reply:
        return apology(words, incoming, clock.now())

    def knock() -> None:
        for name in ("filler", "sender"):
            app.loops[name].wake.set()

    app = App(
        store=store,
        clock=clock,
        library=library,
        importer=Importer(store, library, words, clock, settings.campaigns_dir, hosts),
        scheduler=Scheduler(store, library, words, clock, knock, hosts),
        sender=sender,
        inbox=InboxWorker(store, translate, answered, messenger, pace, sorry, after=knock),
        heart=heart,
    )
    filler = Filler(store, library, words, clock, app.loops["sender"].wake.set, hosts)
    heart.keep("filler", filler.step, 5, by_the_clock=True)
    heart.health.conditions |= of_sending(sender, pace, store, clock)
    app.mail = MailPages.of(desk, clock.now)
    app.reporter = showing(answered, messenger, pace, sender, app.inbox, heart, store, clock)
    return app


async def _listen(
    stack: AsyncExitStack,
    settings: Settings,
    app: App,
    telegram: Connection,
    stop: asyncio.Event,
) -> None:
    """Let updates come in: by a loop of our own, or by a web server that Telegram calls."""
    secret = settings.webhook_secret.get_secret_value()
    mail = app.mail if settings.public_url else None
    if settings.updates == "polling":
        await telegram.leave_webhook(stop)
        brakes = app.heart.brakes
        poller = Poller(telegram.transport, telegram.bot.base_url, app.accept, brakes=brakes)
        loop = app.heart.loop("poller", poller.step, 0)
        app.heart.health.conditions["updates"] = lambda: poller.well and is_at_work(loop)
        task = asyncio.create_task(loop.run())
        stack.push_async_callback(cancelled, task)
        web = build_web(app.healthy, mail=mail)
    else:
        path = urlsplit(settings.webhook_url).path or "/"
        web = build_web(app.healthy, path, secret, app.accept, mail)
    await stack.enter_async_context(serving(web, settings.http_host, settings.http_port))
    if settings.updates == "webhook":
        await telegram.take_webhook(settings.webhook_url, secret, stop)
