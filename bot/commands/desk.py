"""What every command may use besides the transaction."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.alerting.survey import Sight
from bot.content.day_picture import DayPress
from bot.core.library import Library
from bot.sealing import Keys
from bot.store.cities import Cities
from bot.words import Words

if TYPE_CHECKING:  # only for its name: it is not touched here
    from bot.content.letterpress import LetterPress


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Built once by the roof and shared by all commands; nothing in it changes but the library."""

    library: Library
    words: Words
    cities: Cities
    letters: LetterPress
    hosts: frozenset[int] = frozenset()
    """Numeric Telegram ids of the people who may broadcast."""
    bot_username: str = ""
    days: DayPress = field(default_factory=DayPress)
    keys: Keys = field(default_factory=lambda: Keys(secrets.token_bytes(32)), repr=False)
    """For what is kept encrypted; the roof gives those of the installation."""
    public_url: str = ""
    """Where our web pages are reached from outside; empty where they are not."""
    per_second: float = 20.0
    """Messages a second that replies always leave to alerts."""
    sight: Sight = field(default_factory=Sight)
    """What was counted for a host, just before the host is answered."""
    audit_key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    """Hides who acted in the audit log; without one of its own every start uses a new key."""
