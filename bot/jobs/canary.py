"""The first messages of a broadcast show whether something is wrong with all of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.core.delivery import Hold
from bot.core.messages import Gone, Outcome, Refused, Sent

FIRST = 20
"""Results by which the words are judged; until they are there no more are under way at once."""
RUN = 200
"""Results by which the list of chats is judged."""
TOO_MANY = 5
"""One in so many may be refused, or gone."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the messages of one alert."""

    answered: int = 0
    refused: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Tallies as they will be, and alerts that have to wait for a host's word."""

    tallies: dict[int, Tally] = field(default_factory=dict)
    holds: dict[int, Hold] = field(default_factory=dict)


class Canary:
    """Counts what became of the first messages of each alert since this program started."""

    def __init__(self) -> None:
        self._tallies: dict[int, Tally] = {}

    def most(self, alert_id: int, flying: int) -> int:
        """How many more messages of an alert may go out, ``flying`` being under way."""
        tally = self._tallies.get(alert_id)
        young = tally is None or tally.answered < FIRST
        return max(0, FIRST - flying) if young else sys.maxsize

    def judge(self, results: Iterable[tuple[int, Outcome]]) -> Verdict:
        """What results (by alert) say together with those before; nothing is noted yet."""
        verdict = Verdict()
        for alert_id, outcome in results:
            if not isinstance(outcome, Sent | Refused | Gone):
                continue
            before = verdict.tallies.get(alert_id) or self._tallies.get(alert_id) or Tally()
            if before.answered >= RUN:  # it is proven
                continue
            tally = Tally(
                answered=before.answered + 1,
                refused=before.refused + isinstance(outcome, Refused),
                gone=before.gone + isinstance(outcome, Gone),
            )
            verdict.tallies[alert_id] = tally
            if tally.answered <= FIRST and tally.refused > FIRST // TOO_MANY:
                verdict.holds.setdefault(alert_id, Hold.REFUSED)
            elif tally.answered <= RUN and tally.gone > RUN // TOO_MANY:
                verdict.holds.setdefault(alert_id, Hold.GONE)
        return verdict

    def note(self, verdict: Verdict) -> None:
        """The results are on disk: they count from now on."""
        self._tallies |= verdict.tallies

    def keep(self, alert_ids: frozenset[int]) -> None:
        """Forget all alerts but these."""
        for alert_id in self._tallies.keys() - alert_ids:
            del self._tallies[alert_id]
