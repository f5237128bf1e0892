"""Alerts about actions: one begins, one ends soon, an office opens."""

from __future__ import annotations

from bot.core.alerts import Moment
from bot.core.hours import OfficeHours
from bot.core.schedule import asked_until

from .occasion import Occasion, Shown, subject_id


def action(occasion: Occasion, moment: Moment) -> Shown:
    """An action begins, or soon ends: what to do, until when, and who answers."""
    campaign = occasion.campaign
    asked = campaign.action(subject_id(moment))
    offices = asked.offices
    writing = occasion.letter if asked.letter else ()
    ringing = occasion.call(offices)
    by_phone = asked.kind in ("fax", "call")
    remind = occasion.remind(offices) if by_phone else None
    return Shown(
        acts=(
            *(ringing + writing if by_phone else writing + ringing),
            *(("remind",) if remind else ()),
            "case",
        ),
        remind=remind,
        context={
            "action": asked,
            "ends": moment.expires,
            "left": (moment.expires - occasion.now).total_seconds(),
            "phones": occasion.phones(offices) if by_phone else (),
            "source": asked.source,
        },
    )


def opening(occasion: Occasion, moment: Moment) -> Shown:
    """An office answers now; the present opening is told, or the one that was meant."""
    campaign = occasion.campaign
    office = campaign.office(subject_id(moment))
    hours = OfficeHours.of(office)
    state = hours.state(occasion.now)
    if not state.open:
        state = hours.state(moment.at)
    closes = state.day_ends or state.closes
    until = asked_until(campaign, office.id, occasion.now)
    asked = tuple(
        each
        for each in campaign.open_actions(occasion.now)
        if not each.offices or office.id in each.offices
    )
    return Shown(
        acts=(*occasion.call([office.id], "ring"), *occasion.letter, "later", "case"),
        remind=office.id,
        context={
            "office": office,
            "closes": min(closes, until) if closes and until else closes,
            "breaks": tuple(pause for pause in state.breaks if pause[1] > occasion.now),
            "asked": asked[:1],
            "source": office.source,
        },
    )
