"""The first messages of a broadcast show whether something is wrong with all of it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.delivery import Hold
from bot.core.messages import Gone, Outcome, Refused, Sent

FIRST = 20
"""Results by which the words are judged; until they are there no more are under way at once."""
RUN = 200
"""Results by which the list of chats is judged."""
TOO_MANY = 5
"""One in so many may be refused, or gone."""


@dataclass(slots=True)
class _Tally:
    answered: int = 0
    refused: int = 0
    gone: int = 0


class Canary:
    """Counts what became of the first messages of each alert since this program started."""

    def __init__(self) -> None:
        self._tallies: dict[int, _Tally] = {}

    def is_young(self, alert_id: int) -> bool:
        """Whether its words are not proven yet."""
        tally = self._tallies.get(alert_id)
        return tally is None or tally.answered < FIRST

    def count(self, alert_id: int, outcome: Outcome) -> Hold:
        """Note one result; says why the alert has to wait for a host's word, if it has to."""
        if not isinstance(outcome, Sent | Refused | Gone):
            return Hold.NONE
        tally = self._tallies.setdefault(alert_id, _Tally())
        tally.answered += 1
        tally.refused += isinstance(outcome, Refused)
        tally.gone += isinstance(outcome, Gone)
        if tally.answered <= FIRST and tally.refused > FIRST // TOO_MANY:
            return Hold.REFUSED
        if tally.answered <= RUN and tally.gone > RUN // TOO_MANY:
            return Hold.GONE
        return Hold.NONE

    def keep(self, alert_ids: frozenset[int]) -> None:
        """Forget all alerts but these."""
        for alert_id in self._tallies.keys() - alert_ids:
            del self._tallies[alert_id]
