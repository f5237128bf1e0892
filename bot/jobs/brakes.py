"""Reasons for which nothing is claimed for sending, whatever waits; each comes and goes."""

from __future__ import annotations

from enum import StrEnum

from bot.log import logger

log = logger(__name__)


class Brake(StrEnum):
    """Why alerts are held back. None of these loses anything: rows wait in the outbox."""

    DISK = "disk"
    """The disk is nearly full, or was full at the last write."""
    CLOCK = "clock"
    """The wall clock jumped by more than a day: nobody knows what is due."""
    CONFLICT = "conflict"
    """Another program uses this bot's token."""


class Brakes:
    """Which brakes are on. Alerts stop while any is; replies go on."""

    def __init__(self) -> None:
        self._on: set[Brake] = set()

    @property
    def on(self) -> frozenset[Brake]:
        """Those that are on now."""
        return frozenset(self._on)

    def put_on(self, brake: Brake) -> bool:
        """Hold alerts back; False if this brake was on already."""
        if brake in self._on:
            return False
        self._on.add(brake)
        log.warning("alerts are held back", why=brake.value)
        return True

    def take_off(self, brake: Brake) -> bool:
        """Let alerts go, as far as it is up to this brake; False if it was not on."""
        if brake not in self._on:
            return False
        self._on.discard(brake)
        log.info("a reason to hold alerts back is gone", was=brake.value)
        return True
