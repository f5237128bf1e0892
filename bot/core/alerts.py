"""The kinds of alert there are, and the moments at which a campaign calls for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .delivery import ALERT, CORRECTION, Policy


@dataclass(frozen=True, kw_only=True)
class AlertKind:
    """One kind of alert: its template, its delivery policy, how late it may still be started."""

    name: str
    policy: Policy
    grace: timedelta
    """A moment missed by more than this is dropped and logged, never sent late in silence."""

    @property
    def template(self) -> str:
        return f"alerts/{self.name}.j2"


ALERTS: dict[str, AlertKind] = {
    kind.name: kind
    for kind in (
        AlertKind(name="hearing", policy=ALERT, grace=timedelta(minutes=30)),
        AlertKind(name="hearing-changed", policy=CORRECTION, grace=timedelta(hours=24)),
        AlertKind(name="action", policy=ALERT, grace=timedelta(hours=12)),
        AlertKind(name="action-ends", policy=ALERT, grace=timedelta(hours=3)),
        AlertKind(name="opens", policy=ALERT, grace=timedelta(minutes=30)),
        AlertKind(name="update", policy=ALERT, grace=timedelta(hours=24)),
    )
}


@dataclass(frozen=True, kw_only=True)
class Moment:
    """Something falls due: which alert, about what, when, and until when it is of use."""

    kind: str
    campaign: str
    subject: str
    """What it is about: ``hearing:verdict``, ``action:fax``, ``office:court``."""
    at: datetime
    expires: datetime
    key: str
    """Unique for ever: the same moment is never queued twice."""
