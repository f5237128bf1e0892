"""How sending stands is told: to hosts in messages that move, and to whoever looks from outside."""

from __future__ import annotations

from bot.clock import Clock
from bot.store import Store

from . import reporter, screens
from .heart import Heart
from .inbox import InboxWorker
from .pace import Pace
from .ports import Answerer, Messenger
from .reporter import Reporter
from .screens import ScreenKeeper
from .sender import Sender


def showing(
    answer: Answerer,
    messenger: Messenger,
    pace: Pace,
    sender: Sender,
    inbox: InboxWorker,
    heart: Heart,
    store: Store,
    clock: Clock,
) -> Reporter:
    """Both begin with the heart; whoever ends the bot lets the reporter say so."""
    keeper = ScreenKeeper(store, answer, messenger, pace, clock)
    inbox.shown = keeper.shown
    heart.keep("screens", keeper.step, screens.EVERY)
    told = Reporter(store, clock, pace, sender, heart)
    heart.keep("reporter", told.step, reporter.EVERY)
    return told
