"""What Telegram would say to a text: tags that do not close, too long, too many lines."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from bot.core.lengths import units

TAGS = frozenset({"b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-time", "tg-spoiler"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.faults: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag not in TAGS:
            self.faults.append(f"unknown tag {tag}")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"{tag} closes what is not open")

    def handle_data(self, data: str) -> None:
        self.text += data


def visible(html: str) -> str:
    """The text people see. AssertionError where Telegram would refuse the message."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.faults == [], html
    assert reader.open == [], html
    assert 0 < units(reader.text) <= 4096, f"{units(reader.text)} units"
    return reader.text


def faults_of_form(html: str, lines: int = 14) -> list[str]:
    """What VOICE asks of every message, beyond its words."""
    text = visible(html)
    rules = {
        "trailing space": re.search(r"[ \t]$", html, re.MULTILINE),
        "two blank lines": "\n\n\n" in html,
        "begins or ends with a blank line": html != html.strip(),
        "too many lines": text.count("\n") >= lines,
        "two sentences without a space": re.search(r"[a-zа-яә][.!?][A-ZА-ЯӘ]", text),
        "two lines run together": re.search(r"\d[A-ZА-ЯӘІҢҒҮҰҚӨҺ][a-zа-яәіңғүұқөһ]", text),
        "two full stops": re.search(r"(?<!\.)\.\.(?!\.)", text),
        "double space": "  " in text,
        "space before a mark": re.search(r"\s[,.;:](\s|$)", text),
        "an empty pair": re.search(r"\(\s*\)|“\s*”|: \.|: $", text, re.MULTILINE),
        "None or undefined": re.search(r"\bNone\b|Undefined|%\(", text),
    }
    return [name for name, broken in rules.items() if broken]
