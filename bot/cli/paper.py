"""Messages on a terminal: what a chat shows, near enough to judge its words and its length."""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.core.lengths import units
from bot.core.messages import Message

from .exits import USAGE, fail

STYLES = {
    "b": "bold",
    "i": "italic",
    "s": "strike",
    "u": "underline",
    "code": "cyan",
    "pre": "cyan",
    "tg-time": "underline",
    "a": "underline blue",
}
WIDTH = 72

out = Console(highlight=False)


class _Reader(HTMLParser):
    """Telegram's HTML as styled text."""

    def __init__(self) -> None:
        super().__init__()
        self.text = Text()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        style = " ".join(STYLES[tag] for tag in self._open if tag in STYLES)
        self.text.append(data, style=style or None)


def plain(message: Message) -> str:
    """The words of a message, and its buttons in brackets."""
    return "\n".join([_read(message).plain, *_buttons(message)])


def show(messages: Iterable[Message], file: Path | None = None) -> None:
    """Print messages, or write their words into a file."""
    if file is not None:
        put(file, "\n\n".join(plain(m) for m in messages) + "\n")
        return
    for message in messages:
        body = _read(message)
        length = units(body.plain)
        for row in _buttons(message):
            body.append(f"\n{row}", style="green")
        title = f"{length} of 4096"
        out.print(Panel(body, subtitle=title, subtitle_align="right", width=WIDTH, style="none"))


def put(file: Path, content: str | bytes) -> None:
    """Write a file and say so; ends the program with a sentence where it cannot be written."""
    try:
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise fail(USAGE, f"--out: {file} cannot be written ({error.strerror}).") from None
    out.print(f"Written to {file}", markup=False)


def _read(message: Message) -> Text:
    reader = _Reader()
    reader.feed(message.html)
    return reader.text


def _buttons(message: Message) -> list[str]:
    return ["  ".join(f"[{button.label}]" for button in row) for row in message.buttons]
