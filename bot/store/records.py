"""What the store gives and takes, subject by subject. Moments are aware UTC; JSON is text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.core.chats import Audience, Chat
from bot.core.delivery import Policy, State


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
    ranks: Mapping[Audience, int] = field(default_factory=dict)
    """Lower goes first among alerts of one priority; 0 where none is given."""


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


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """One message that is ours to send now."""

    alert_id: int
    chat_id: int
    thread: int | None
    variant: int
    attempts: int
    """Earlier attempts whose fate is unknown: this one's index into ``policy.resend_after``."""
    policy: Policy
    silent: bool
    """A copy may have arrived before: send without a sound."""


@dataclass(frozen=True, kw_only=True)
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


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """A chat wants to be told when an office opens."""

    chat_id: int
    slug: str
    office: str
    due: datetime
    created: datetime


@dataclass(frozen=True, kw_only=True)
class Dialogue:
    """Where a person stands in a conversation of several steps."""

    command: str
    step: str
    data: dict[str, Any]
