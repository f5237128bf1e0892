"""What the store gives and takes, subject by subject. Moments are aware UTC; JSON is text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.core.chats import Audience, Chat, Standing
from bot.core.delivery import Act, Hold, Policy, State


@dataclass(frozen=True, kw_only=True)
class ChatData:
    """Everything kept about one chat, for /mydata."""

    chat: Chat
    slugs: tuple[str, ...]
    reminders: int
    sender_kept: bool
    joined_week: str


@dataclass(frozen=True, kw_only=True)
class Revision:
    """One version of a campaign; numbers grow from 1 within each slug."""

    slug: str
    number: int
    document: str
    letters: str
    digest: str
    author: str
    created: datetime


@dataclass(frozen=True, kw_only=True)
class NewAlert:
    """An alert about to be queued. ``key`` is unique for ever and must not contain a chat's id."""

    key: str
    kind: str
    campaign: str
    subject: str
    policy: Policy
    created: datetime
    expires: datetime
    texts: Mapping[Audience, str]
    """The message for each audience, as JSON (``bot.core.wire``)."""
    act: Act = Act.SEND
    target: int | None = None
    """For an edit or a deletion: the alert whose copies are meant."""
    news: str = ""
    """What it is about, as JSON, for as long as it has to be written for further audiences."""


@dataclass(frozen=True, kw_only=True)
class Alert:
    """A queued alert, without its texts."""

    id: int
    key: str
    kind: str
    campaign: str
    subject: str
    policy: Policy
    created: datetime
    expires: datetime
    cancelled: bool
    act: Act = Act.SEND
    target: int | None = None
    """The alert whose copies are edited or deleted."""
    held: Hold = Hold.NONE
    filled: bool = True
    """Whether every chat has its row."""
    reached: int | None = None
    """The last chat that has its row, while they are being made."""
    news: str = ""
    """What it is about, as JSON, where it may have to be written for further audiences."""

    def reaching(self, chat_id: int) -> Alert:
        """The same alert after the next slice of rows."""
        return replace(self, reached=chat_id)


@dataclass(frozen=True, kw_only=True)
class Copies:
    """What is known of the messages that an alert has left in chats, or changed there."""

    known: int
    """Whose number Telegram told: these can be edited and deleted."""
    doubtful: int
    """Chats where there may be one, or one more, of which nobody knows the number."""
    changed: int
    """Too old to be taken away: the words were changed instead."""
    rows: int


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A standing that exists among a campaign's subscribers, and how many of them have it."""

    id: int
    standing: Standing
    chats: int


@dataclass(slots=True, kw_only=True)
class OpenAlert:
    """What sending has to know of an alert that is not over."""

    id: int
    policy: Policy
    act: Act
    target: int | None
    version: int
    """Grows when its texts are written anew."""
    held: Hold
    filled: bool
    fresh: bool
    """Whether there may be rows that were never touched."""
    cancelled: bool
    expires: datetime
    reached: int | None

    def is_dead(self, now: datetime) -> bool:
        """Whether nothing of it may be sent any more."""
        return self.cancelled or self.expires <= now

    def collects(self, now: datetime) -> bool:
        """Whether it is being found out who got its target, and has to be told: nobody more may
        get that one meanwhile.
        """
        follows = self.target is not None and self.act is Act.SEND
        return follows and not self.filled and not self.is_dead(now)

    def may_go(self, now: datetime) -> bool:
        """Whether its rows may be claimed."""
        return self.filled and self.held in (Hold.NONE, Hold.WAIVED) and not self.is_dead(now)


@dataclass(slots=True, kw_only=True)
class Claimed:
    """One message that is ours to send now."""

    alert: OpenAlert
    chat_id: int
    thread: int | None
    variant: int
    attempts: int
    """Earlier attempts whose fate is unknown: this one's index into ``policy.resend_after``."""
    copy: int | None
    """The message to edit or delete."""

    @property
    def alert_id(self) -> int:
        return self.alert.id

    @property
    def policy(self) -> Policy:
        return self.alert.policy

    @property
    def silent(self) -> bool:
        """A copy may have arrived before: send without a sound."""
        return self.attempts > 0


@dataclass(slots=True, kw_only=True)
class Settled:
    """What became of a claimed message."""

    alert_id: int
    chat_id: int
    epoch: int
    state: State
    message_id: int | None = None
    not_before: datetime | None = None
    """For PENDING and UNKNOWN: when it may be claimed again; None: at once."""
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class Pending:
    """An update that was received and not yet handled."""

    update_id: int
    chat_id: int
    """``NO_CHAT`` for updates that belong to none."""
    body: str
    tries: int
    more: bool = field(default=False, compare=False)
    """Whether others of its chat waited behind it when it was taken."""


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """A chat wants to be told when an office opens."""

    chat_id: int
    slug: str
    office: str
    due: datetime
    created: datetime


@dataclass(frozen=True, kw_only=True)
class Screen:
    """A message that the bot keeps up to date until a moment."""

    chat_id: int
    message_id: int
    press: str
    """What a button would have to say to bring it up to date."""
    language: str
    """That of the app of whoever asked."""
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Dialogue:
    """Where a person stands in a conversation of several steps."""

    command: str
    step: str
    data: dict[str, Any]
