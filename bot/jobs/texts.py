"""Texts made ready to be sent: each once for all the chats that get the same."""

from __future__ import annotations

from typing import Any

from bot.core.wire import from_json
from bot.log import logger
from bot.store import Claimed, OpenAlert, Tx

from .ports import Messenger

log = logger(__name__)

KEPT = 512
"""Texts kept in memory; a text is one per alert and audience."""


class Texts:
    """Looked up by alert, its version and the number of the text."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger
        self._kept: dict[tuple[int, int, int], Any] = {}

    async def of(self, tx: Tx, row: Claimed) -> Any:
        """The prepared message of a row; None where it cannot be sent."""
        key = (row.alert_id, row.alert.version, row.variant)
        if key not in self._kept:
            text = await tx.alerts.text(row.alert_id, row.variant)
            self._kept[key] = None if text is None else self._prepared(text, row.alert)
        return self._kept[key]

    def tidy(self) -> None:
        """Forget the oldest where there are too many."""
        while len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]

    def _prepared(self, text: str, alert: OpenAlert) -> Any:
        try:
            return self._messenger.prepare(from_json(text), alert.act)
        except (ValueError, LookupError, TypeError):  # no other chat may suffer for it
            log.exception("a text cannot be sent", alert=alert.id)
            return None
