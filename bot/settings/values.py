"""What a single setting may be: each check gives the value back, or says what to write instead."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pydantic import SecretStr

SHORTEST_KEY = 32
TOKEN = re.compile(r"^[0-9]{5,}:[A-Za-z0-9_-]{30,}$")
OWN_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})


def ids(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    words = value.replace(",", " ").split()
    wrong = [word for word in words if not re.fullmatch(r"[1-9][0-9]{0,15}", word)]
    if wrong:
        raise ValueError(f"'{wrong[0][:40]}' is not a numeric Telegram user id")
    return frozenset(int(word) for word in words)


def token(value: SecretStr) -> SecretStr:
    if value.get_secret_value() and not TOKEN.match(value.get_secret_value()):
        raise ValueError("it does not look like a token from @BotFather (123456:ABC…)")
    return value


def key(value: SecretStr) -> SecretStr:
    if 0 < len(value.get_secret_value()) < SHORTEST_KEY:
        raise ValueError(f"write at least {SHORTEST_KEY} random signs: openssl rand -base64 48")
    return value


def http(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", value) or not is_address(value):
        raise ValueError("write a full address such as https://example.org")
    return value.rstrip("/")


def public(value: str) -> str:
    """Https, because names of senders stand on the pages; on this machine plain HTTP will do.

    Telegram refuses a button, and the draft above it, whose address has no dot, as `localhost`.
    """
    address = http(value)
    parts = urlsplit(address)
    if not re.search(r"[.:]", parts.hostname or ""):
        raise ValueError(
            "Telegram opens no address without a dot: write the whole name, on this machine "
            "http://127.0.0.1"
        )
    if parts.scheme != "https" and parts.hostname not in OWN_NAMES:
        raise ValueError("write an https:// address: people's names stand on its pages")
    return address


def is_address(value: str) -> bool:
    try:
        host, port = urlsplit(value).hostname or "", urlsplit(value).port
        host.encode("idna")
    except ValueError:  # half an IPv6 address, no number after the colon, two dots in a row
        return False
    return host != "" and port != 0


def database(value: str) -> str:
    if not re.match(r"^(sqlite:///.+|postgres(ql)?://.+)", value):
        raise ValueError("write sqlite:///path/to/file.db or postgresql://user@host/name")
    if not value.startswith("sqlite") and not _is_server(value):
        raise ValueError(
            "it cannot be read as an address. In a password write @ as %40, / as %2F, : as %3A, "
            "? as %3F, # as %23 and % as %25"
        )
    return value


def _is_server(value: str) -> bool:
    """Whether the driver will see what is meant: a sign of a password may end the part before it.

    No machine need be named (a socket), and there may be several with commas between.
    """
    try:
        parts = urlsplit(value)
        machines = parts.netloc.rpartition("@")[2].split(",")
        asked = parse_qs(parts.query, strict_parsing=True) if parts.query else {}
        ports = [urlsplit(f"//{each}").port for each in machines]
        ports += [int(each) for each in ",".join(asked.get("port", [])).split(",") if each]
    except ValueError:
        return False
    in_place = value.count("@") == ("@" in parts.netloc) and "#" not in value
    return in_place and 0 not in ports


def number(value: Any) -> Any:
    """Digits alone: int() would also take 8_081 and the digits of other scripts."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{1,9}", value.strip()):
        raise ValueError("write a whole number")
    return value


def upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


def lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value
