"""The words of a withdrawal: whatever fails, there are some, for the alert must go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from markupsafe import escape

from bot.core.campaign import Campaign
from bot.core.chats import Audience
from bot.core.messages import Message
from bot.log import logger
from bot.words import Words
from bot.words.corrections import disregard, in_its_place

from .attempt import in_english, spare

log = logger(__name__)


class Retreat:
    """One alert on its way back; who cannot be written for reads it in English."""

    def __init__(
        self, words: Words, campaign: Campaign | None, now: datetime, sent: datetime
    ) -> None:
        self._words = words
        self._campaign = campaign
        self._now = now
        self._sent = sent
        self.failed: set[Audience] = set()
        """Whose own words failed."""

    def in_its_place(self, audience: Audience) -> Message:
        """What stands where the alert stood, where it cannot be removed."""

        def make(each: Audience) -> Message:
            return in_its_place(self._words, self._campaign, each, self._now, self._sent)

        return self._made(make, audience) or Message(html=self._spare("withdrawn", audience))

    def disregard(self, audience: Audience, about: str) -> Message:
        """What is told to who got it; ``about`` is by what they recognise it."""

        def make(each: Audience) -> Message:
            return disregard(self._words, self._campaign, each, self._now, self._sent, about)

        made = self._made(make, audience)
        return made or Message(html=f"{self._spare('disregard', audience)}\n<i>{escape(about)}</i>")

    def _spare(self, name: str, audience: Audience) -> str:
        return escape(spare(self._words, f"spare_{name}", audience.language))

    def _made(self, make: Callable[[Audience], Message], audience: Audience) -> Message | None:
        troubles: list[Exception] = []
        made = in_english(make, audience, troubles)
        if troubles and audience not in self.failed:
            self.failed.add(audience)
            log.error("a withdrawal cannot be written for all", exc_info=troubles[0])
        return made
