"""What comes in from a chat and what goes out to one, in our own words; no Telegram in here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .breaker import Trouble
from .chats import ChatKind

Event = Literal["message", "press", "added", "removed", "blocked", "unblocked", "migrated"]


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """One update, translated from Telegram's form. Ids are Telegram's own numbers."""

    update_id: int
    event: Event
    chat_id: int
    chat_kind: ChatKind
    user_id: int | None = None
    """Who wrote or pressed; None for channels and anonymous group admins."""
    app_language: str | None = None
    """Language code of the person's app, where Telegram tells it."""
    thread: int | None = None
    """Forum topic the message stands in; None for the general one and outside forums."""
    text: str = ""
    """The whole text of a message that is no command; stripped of control and bidi characters."""
    command: str | None = None
    """Without slash, lower case; None if the message is no command for this bot."""
    args: str = ""
    press: str | None = None
    """Data of the pressed button."""
    press_id: str | None = None
    """Telegram's id of the press, needed to answer it."""
    message_id: int | None = None
    """The message the button hangs on, or the message itself."""
    latitude: float | None = None
    longitude: float | None = None
    is_group_admin: bool = False
    """Checked with Telegram at this moment; always False in private chats."""
    migrated_to: int | None = None


@dataclass(frozen=True, kw_only=True)
class Button:
    """An inline button: exactly one of its four acts is set."""

    label: str
    press: str | None = None
    """Callback data, at most 64 bytes: ``<command>:<arguments>``."""
    url: str | None = None
    copy: str | None = None
    """Text put on the clipboard, at most 256 characters."""
    start: str | None = None
    """Payload of a deep link into the private chat with this bot."""


PICTURE = "image/png"
"""What is seen in the chat itself."""
VOICE = "audio/ogg"
"""Opus sound in an Ogg file, the only form that Telegram plays as a voice message."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """A file to send; one of the kind ``VOICE`` is played in the chat."""

    name: str
    data: bytes
    mime: str


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message: HTML as Telegram understands it, at most 4096 UTF-16 units of text."""

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    silent: bool = False
    document: Document | None = None
    """With a document, ``html`` is its caption (at most 1024 units)."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a command answers: messages to send, perhaps one that replaces the pressed one."""

    messages: tuple[Message, ...] = ()
    edit: Message | None = None
    """Replaces the message whose button was pressed (sent anew where that is impossible)."""
    toast: str | None = None
    """Short notice over the chat, in answer to a press (at most 200 characters)."""
    refresh_menu: bool = False
    """The chat's language was chosen or forgotten: the dispatcher puts its menus into ``menus``."""
    menus: tuple[Menu, ...] = ()
    """Command menus to set together with this answer."""
    wipe: bool = False
    """Once this is committed, the database's log must be emptied (/forget)."""
    live: str | None = None
    """Its last message is brought up to date by itself, for a while: as this press would do it."""


SILENCE = Reply()


@dataclass(frozen=True, kw_only=True)
class Sent:
    """Telegram accepted it."""

    message_id: int | None = None
    changed: bool = False
    """Too old to be taken away: its words were changed instead."""


@dataclass(frozen=True, kw_only=True)
class Wait:
    """Surely not delivered; may be tried again after some seconds."""

    seconds: float
    everyone: bool = False
    """A 429: nobody may send. Its ``seconds`` are 0 where it named no time."""
    trouble: Trouble | None = None
    """What is wrong between us and Telegram, where something is."""


@dataclass(frozen=True, kw_only=True)
class Moved:
    """The group became a supergroup with a new id; surely not delivered."""

    chat_id: int


@dataclass(frozen=True, kw_only=True)
class Gone:
    """This chat cannot be reached any more: blocked, kicked, deleted, not found."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Refused:
    """Telegram will never accept this message here; trying again is useless."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """The request may or may not have reached Telegram."""

    reason: str
    trouble: Trouble = Trouble.OUTAGE


Outcome = Sent | Wait | Moved | Gone | Refused | Unknown


@dataclass(frozen=True, kw_only=True)
class Menu:
    """A command menu for a scope and a language ("" is the default language)."""

    scope: Literal["private", "groups", "group-admins"]
    language: str
    commands: tuple[tuple[str, str], ...] = ()
    """Names and descriptions; none: there is to be no such menu, and a wider one shows."""
    chat_id: int | None = None
    """The one chat it is for; it then goes before that of the whole scope."""
