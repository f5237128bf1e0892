"""Alerts as messages: one template and one set of fitting buttons for every kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.core.alerts import Moment
from bot.core.chats import Audience
from bot.core.library import Entry
from bot.core.messages import Message
from bot.core.news import HearingChange, News, Scheduled, Update

from . import action_alerts, hearing_alerts
from .alert_buttons import buttons
from .occasion import Occasion, Shown
from .words import Words

SCHEDULED: dict[str, Callable[[Occasion, Moment], Shown]] = {
    "hearing": hearing_alerts.reminder,
    "action": action_alerts.action,
    "action-ends": action_alerts.action,
    "opens": action_alerts.opening,
}
"""What each kind shows that the clock calls for."""


def compose(words: Words, entry: Entry, news: News, audience: Audience, now: datetime) -> Message:
    """The alert as this audience is to read it at ``now`` (aware).

    Raises KeyError where the campaign has no such hearing, action or office, and ValueError where
    a hearing to be reminded of has no date any more.
    """
    shown = _shown(Occasion(campaign=entry.campaign, now=now), news)
    html = words.render(news.kind.template, audience, now, campaign=entry.campaign, **shown.context)
    return Message(
        html=html, buttons=buttons(words, entry.campaign, audience, shown.acts, shown.remind)
    )


def _shown(occasion: Occasion, news: News) -> Shown:
    if isinstance(news, Scheduled):
        return SCHEDULED[news.moment.kind](occasion, news.moment)
    if isinstance(news, HearingChange):
        return hearing_alerts.change(occasion, news)
    return _update(occasion, news)


def _update(occasion: Occasion, news: Update) -> Shown:
    """An organiser's own words; the buttons are those of what can be done now."""
    campaign = occasion.campaign
    actions = campaign.open_actions(occasion.now)
    offices = [id for action in actions for id in action.offices]
    return Shown(
        acts=(*occasion.letter, *occasion.call(offices), "case"),
        context={
            "text": news.text,
            "written_in": news.language,
            "corrected": news.corrected,
        },
    )
