"""Telegram's limits, by their documented names. Lengths are in UTF-16 units unless said otherwise.

Sources: core.telegram.org/bots/api and the texts of tdlib/telegram-bot-api and tdlib/td (2026).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

TEXT: Final = 4096
CAPTION: Final = 1024
RAW_TEXT_BYTES: Final = 1 << 15
ENTITIES: Final = 100

CALLBACK_DATA_BYTES: Final = 64
COPY_TEXT: Final = 256
KEYBOARD_BUTTONS: Final = 100
KEYBOARD_ROW: Final = 8
KEYBOARD_BYTES: Final = 10_240
CALLBACK_ANSWER: Final = 200
START_PAYLOAD: Final = 64

COMMANDS: Final = 100
COMMAND_NAME: Final = 32
COMMAND_DESCRIPTION: Final = 256
NAME: Final = 64
DESCRIPTION: Final = 512
SHORT_DESCRIPTION: Final = 120

DELETE_WITHIN: Final = timedelta(hours=48)
DELETE_AT_ONCE: Final = 100
# tdlib/telegram-bot-api #852: dates further ahead are refused with ENTITY_DATE_INVALID.
DATE_AHEAD: Final = timedelta(days=3 * 365)

UPLOAD_BYTES: Final = 50 * 1024 * 1024
PHOTO_BYTES: Final = 10 * 1024 * 1024
DOWNLOAD_BYTES: Final = 20 * 1024 * 1024
LONG_POLL_SECONDS: Final = 50
UPDATES_AT_ONCE: Final = 100
SECRET_TOKEN: Final = 256


def utf16(text: str) -> int:
    """Length of a text as Telegram counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_part(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity covers."""
    units = text.encode("utf-16-le")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le")
