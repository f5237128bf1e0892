"""Which addresses Telegram takes for links, in texts and on buttons."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from bot.demo.answers import bad_request

_INNER: Final = re.compile(r"(tg|ton|tonsite):(?://)?([A-Za-z0-9_.-]+)([/?].*)?", re.IGNORECASE)
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)")
_HOST: Final = re.compile(r"[\w-]+(\.[\w-]+)+|\[[0-9a-f:.]+\]")


def checked_link(address: str) -> str:
    """The address as Telegram keeps it, "" for one that it does not take."""
    address = address.strip()
    if _INNER.fullmatch(address):
        return address
    if not _SCHEME.match(address):
        address = f"http://{address}"
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    netloc = parts.netloc.rpartition("@")[2]
    host = netloc if netloc.startswith("[") else netloc.partition(":")[0]
    if parts.scheme not in {"http", "https"} or re.search(r"\s", address):
        return ""
    if not _HOST.fullmatch(host.lower()):
        return ""
    return address if parts.path else parts._replace(path="/").geturl()


def button_link(address: str) -> str:
    """The address of a button, or the server's refusal."""
    checked = checked_link(address)
    if not checked:
        raise bad_request(f"inline keyboard button URL '{address}' is invalid: Wrong HTTP URL")
    return checked
