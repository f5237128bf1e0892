"""`parse_mode=HTML`: Telegram's tags to text and entities, refused in Telegram's own words.

The grammar, the list of tags and the messages follow what tdlib's parser answers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import parse_qs, urlsplit

from bot.demo import limits
from bot.demo.answers import Json, Refusal, bad_request
from bot.demo.entities import Entity, date_time
from bot.demo.links import checked_link

KIND_OF_TAG: Final = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER: Final = re.compile(r"&(?:#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}))|(lt|gt|amp|quot));?")
_TAG_NAME: Final = re.compile(r"[^\s>]*")
_ATTRIBUTE_NAME: Final = re.compile(r"[^\s=>/\"']*")
_TOKEN: Final = re.compile(r"[A-Za-z0-9.-]*")
_PLAIN: Final = re.compile(r"[^<&]*")
_SPACE: Final = re.compile(r"\s*")


@dataclass
class _Open:
    """A tag that waits for its end."""

    tag: str
    attributes: dict[str, str]
    offset: int
    text_from: int


@dataclass
class _Parser:
    source: str
    now: datetime
    at: int = 0
    out: list[str] = field(default_factory=list)
    offset: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def parse(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            step = {"<": self._tag, "&": self._reference}.get(self.source[self.at], self._plain)
            step()
        if self.stack:
            raise _unparsed(
                f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"'
            )
        return "".join(self.out), self.entities

    def _emit(self, text: str) -> None:
        self.out.append(text)
        self.offset += limits.utf16(text)

    def _plain(self) -> None:
        self._emit(self._take(_PLAIN, self.at))

    def _reference(self) -> None:
        match = _CHARACTER.match(self.source, self.at)
        self._emit(_character(match) if match else "&")
        self.at = match.end() if match else self.at + 1

    def _tag(self) -> None:
        begin = self.at
        if self.source.startswith("/", begin + 1):
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _start_tag(self, begin: int) -> None:
        name = self._take(_TAG_NAME, begin + 1)
        if self.at >= len(self.source):
            raise _unparsed(f"Unclosed start tag at byte offset {self._byte(begin)}")
        tag = name.lower()
        if tag not in KIND_OF_TAG:
            raise _unparsed(f'Unsupported start tag "{tag}" at byte offset {self._byte(begin)}')
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _unparsed(
                f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}'
            )
        self.stack.append(_Open(tag, attributes, self.offset, len(self.out)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while self._skip() != ">":
            name = self._take(_ATTRIBUTE_NAME, self.at)
            if not name:
                raise _unparsed(
                    f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(begin)}'
                )
            if self._skip() != "=":
                self._demand_more(tag, begin)
                found[name] = ""
                continue
            self.at += 1
            self._skip()
            self._demand_more(tag, begin)
            found[name] = self._value(begin)
        self.at += 1
        return found

    def _value(self, begin: int) -> str:
        quote = self.source[self.at]
        if quote in "\"'":
            end = self.source.find(quote, self.at + 1)
            stop = end if end >= 0 else len(self.source)
            value = _CHARACTER.sub(_character, self.source[self.at + 1 : stop])
            self.at = stop + 1
        else:
            token_at = self.at
            value = self._take(_TOKEN, token_at).lower()
            if self.at < len(self.source) and self.source[self.at] not in " \t\r\n>":
                raise _unparsed(
                    f"Unexpected end of name token at byte offset {self._byte(token_at)}"
                )
        if self.at >= len(self.source):
            raise _unparsed(f"Unclosed start tag at byte offset {self._byte(begin)}")
        return value

    def _end_tag(self, begin: int) -> None:
        if not self.stack:
            raise _unparsed(f"Unexpected end tag at byte offset {self._byte(begin)}")
        name = self._take(_TAG_NAME, begin + 2).lower()
        if self._skip() != ">":
            raise _unparsed(f"Unclosed end tag at byte offset {self._byte(begin)}")
        self.at += 1
        opened = self.stack.pop()
        if name and name != opened.tag:
            raise _unparsed(
                f"Unmatched end tag at byte offset {self._byte(begin)}, expected "
                f'"</{opened.tag}>", found "</{name}>"'
            )
        if self.offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        inner = "".join(self.out[opened.text_from :])
        kind, extra = _meaning(opened, inner, self.now)
        last = self.entities[-1] if self.entities else None
        if kind in {"code", "pre"} and last and self._wraps(opened, last):
            # <pre><code class="language-…"> is one entity: pre with a language.
            language = {**last.extra, **extra}
            self.entities[-1] = _entity("pre", opened.offset, self.offset, language)
        elif kind:
            self.entities.append(_entity(kind, opened.offset, self.offset, extra))

    def _wraps(self, opened: _Open, last: Entity) -> bool:
        pair = {opened.tag, last.kind} == {"code", "pre"}
        return pair and last.offset == opened.offset and last.end == self.offset

    def _take(self, pattern: re.Pattern[str], start: int) -> str:
        match = pattern.match(self.source, start)
        text = match.group() if match else ""
        self.at = start + len(text)
        return text

    def _skip(self) -> str:
        """Pass white space; the character that stands there, "" at the end."""
        self._take(_SPACE, self.at)
        return self.source[self.at : self.at + 1]

    def _demand_more(self, tag: str, begin: int) -> None:
        if self.at >= len(self.source):
            raise _unparsed(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode())


def parse_html(source: str, now: datetime) -> tuple[str, list[Entity]]:
    """Text and entities of a text with Telegram's HTML tags; raises the server's refusal."""
    return _Parser(source, now).parse()


def _meaning(opened: _Open, inner: str, now: datetime) -> tuple[str | None, Json]:
    kind = KIND_OF_TAG[opened.tag]
    special = {"text_link": _link, "custom_emoji": _emoji, "code": _code, "blockquote": _quote}
    if kind == "date_time":
        return _time(opened.attributes, now)
    return special[kind](opened.attributes, inner) if kind in special else (kind, {})


def _link(attributes: dict[str, str], inner: str) -> tuple[str | None, Json]:
    address = attributes.get("href") or inner
    parts = urlsplit(address)
    if parts.scheme == "tg" and parts.netloc == "user":
        user = parse_qs(parts.query).get("id", [""])[0]
        return "text_mention", {"user": {"id": int(user or 0), "is_bot": False, "first_name": ""}}
    checked = checked_link(address)
    # The real server drops a bad link in silence and keeps its text.
    return ("text_link", {"url": checked}) if checked else (None, {})


def _emoji(attributes: dict[str, str], _inner: str) -> tuple[str | None, Json]:
    number = attributes.get("emoji-id", "")
    if not number.isdecimal() or not int(number):
        raise _unparsed("Invalid custom emoji identifier specified")
    return "custom_emoji", {"custom_emoji_id": number}


def _code(attributes: dict[str, str], _inner: str) -> tuple[str | None, Json]:
    language = attributes.get("class", "").removeprefix("language-")
    return "code", {"language": language} if language != attributes.get("class", "") else {}


def _quote(attributes: dict[str, str], _inner: str) -> tuple[str | None, Json]:
    return "expandable_blockquote" if "expandable" in attributes else "blockquote", {}


def _time(attributes: dict[str, str], now: datetime) -> tuple[str | None, Json]:
    unix = attributes.get("unix", "")
    seconds = int(unix) if re.fullmatch(r"-?[0-9]{1,10}", unix) else 0
    extra = date_time(seconds, attributes.get("format", ""), now)
    return ("date_time", extra) if seconds > 0 else (None, {})


def _entity(kind: str, start: int, end: int, extra: Json) -> Entity:
    return Entity(kind=kind, offset=start, length=end - start, extra=extra)


def _character(match: re.Match[str]) -> str:
    sixteen, ten, named = match.groups()
    if named:
        return _NAMED[named]
    code = int(sixteen, 16) if sixteen else int(ten)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else match.group()


def _unparsed(reason: str) -> Refusal:
    return bad_request(f"can't parse entities: {reason}")
