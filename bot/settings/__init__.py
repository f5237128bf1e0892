"""Every setting there is, read from the environment, a ``.env`` file and ``NAME_FILE`` secrets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
)

from .values import database, http, ids, is_address, key, lower, number, public, token, upper

SHIPPED = Path(__file__).parent.parent / "_shipped"
"""Where the wheel carries the campaigns and languages; a source tree has them at its top."""


class WrongSettings(Exception):
    """Some settings cannot be used. ``problems`` holds one sentence for each of them."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def shipped(name: str) -> Path:
    """A folder that travels with the program: beside the package in its source, else inside it."""
    beside = Path(__file__).parent.parent.parent / name
    in_source = beside.is_dir() and (beside.parent / "pyproject.toml").is_file()
    return beside if in_source else SHIPPED / name


class Settings(BaseModel):
    """The settings of one installation. Names in the environment are these in capitals."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    telegram_token: Annotated[SecretStr, AfterValidator(token)] = SecretStr("")
    """The bot's token from @BotFather. Required by `run`."""
    telegram_api_url: Annotated[str, BeforeValidator(http)] = "https://api.telegram.org"
    """Address of the Bot API: Telegram's, or a local server's."""
    database_url: Annotated[str, BeforeValidator(database), Field(repr=False)] = (
        "sqlite:///data/solidarity.db"
    )
    """`sqlite:///path`, or `postgresql://user@host/name` with the extra `postgres` installed."""
    campaigns_dir: Path = Field(default_factory=lambda: shipped("campaigns"))
    """Folder of the campaigns; the shipped ones where it is not set."""
    locales_dir: Path = Field(default_factory=lambda: shipped("locales"))
    """Folder of the languages; the shipped ones where it is not set."""
    host_ids: Annotated[frozenset[int], BeforeValidator(ids)] = frozenset()
    """Numeric Telegram ids of the people who may broadcast, separated by commas."""
    send_rate: Annotated[int, BeforeValidator(number), Field(ge=1, le=1000)] = 25
    """Messages a second at most; Telegram's own limit is about 30."""
    paid_broadcast: Annotated[Literal["yes", "no"], BeforeValidator(lower)] = "no"
    """`yes`: `SEND_RATE` may go up to 1000; Telegram takes Stars for what is above its limit."""
    updates: Annotated[Literal["polling", "webhook"], BeforeValidator(lower)] = "polling"
    """How updates arrive: `polling` needs nothing else, `webhook` needs a public address."""
    webhook_url: str = ""
    """Public https address that leads to this server, when `UPDATES=webhook`."""
    webhook_secret: SecretStr = SecretStr("")
    """Secret of the webhook: 16 to 256 letters, digits, `_` or `-`."""
    http_host: str = "127.0.0.1"
    """Address the web server (health check, webhook) listens on."""
    http_port: Annotated[int, BeforeValidator(number), Field(ge=0, le=65535)] = 8081
    """Its port."""
    public_url: Annotated[str, BeforeValidator(public)] = ""
    """Public https address that leads to this web server, for the e-mail pages of letters."""
    secret_key: Annotated[SecretStr, AfterValidator(key)] = SecretStr("")
    """32 signs or more, by which kept names and e-mail pages are sealed; else the token is used."""
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(upper)] = (
        "INFO"
    )
    """How much is logged: `DEBUG`, `INFO`, `WARNING` or `ERROR`."""
    log_format: Annotated[Literal["text", "json"], BeforeValidator(lower)] = "text"
    """`text` for people, `json` for machines."""


FREE = 30
"""Messages a second that Telegram carries for nothing. Source: its Bots FAQ."""
TELEGRAM_CALLS = frozenset({80, 88, 443, 8443})
"""Ports on which Telegram looks for webhooks."""
SECRETS = ("telegram_token", "webhook_secret", "database_url", "secret_key")
"""Settings that may hold a secret: never shown, and readable from a file named in NAME_FILE."""


def load(
    environ: Mapping[str, str], env_file: Path | None = None, *, to_run: bool = False
) -> Settings:
    """Read the settings; the environment beats ``.env``.

    ``to_run``: also see that everything is there which `run` cannot do without.
    Raises WrongSettings with one sentence per setting that cannot be used, all of them together.
    """
    problems: list[str] = []
    sources = (environ, _from_env_file(env_file, problems))
    given = {name: _given(name, sources, problems) for name in Settings.model_fields}
    given = {name: value for name, value in given.items() if value}
    settings = None
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        problems += [_sentence(e) for e in error.errors()]
    problems += _webhook_problems(given)
    problems += _rate_problems(given, problems)
    if to_run:
        problems += _lacking(given, problems)
    if problems or settings is None:
        raise WrongSettings(sorted(problems, key=_place))
    return settings


def _from_env_file(path: Path | None, problems: list[str]) -> Mapping[str, str]:
    try:
        if path is None or not path.is_file():
            return {}
        values = dotenv_values(path, interpolate=False, encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        problems.append(f"{path}: the file cannot be read ({type(error).__name__}).")
        return {}
    return {name: value for name, value in values.items() if value is not None}


def _given(name: str, sources: Iterable[Mapping[str, str]], problems: list[str]) -> str:
    """The value of the first source that names it, or names a file with it; empty if none does."""
    variable = name.upper()
    for source in sources:
        value = source.get(variable, "")
        path = source.get(f"{variable}_FILE", "") if name in SECRETS else ""
        if value and path:
            problems.append(f"{variable}, {variable}_FILE: both are set; leave one of them out.")
        if path and not value:
            return _secret_in(path, f"{variable}_FILE", problems)
        if value:
            return value
    return ""


def _secret_in(path: str, variable: str, problems: list[str]) -> str:
    try:
        secret = Path(path).read_text(encoding="utf-8-sig").strip()
    except (OSError, ValueError) as error:
        problems.append(f"{variable}: the file {path} cannot be read ({type(error).__name__}).")
        return ""
    if not secret:
        problems.append(f"{variable}: the file {path} is empty.")
    return secret


def _webhook_problems(given: Mapping[str, str]) -> list[str]:
    if given.get("updates", "").lower() != "webhook":
        return []
    problems = []
    address = given.get("webhook_url", "")
    if not re.fullmatch(r"https://[^\s/?#]+(/[A-Za-z0-9._~/-]*)?", address):
        problems.append("WEBHOOK_URL: with UPDATES=webhook it must be an https:// address.")
    elif not is_address(address) or (urlsplit(address).port or 443) not in TELEGRAM_CALLS:
        problems.append("WEBHOOK_URL: Telegram only calls the ports 443, 80, 88 and 8443.")
    elif urlsplit(address).path == "/healthz":
        problems.append("WEBHOOK_URL: /healthz is the health check; choose another path.")
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", given.get("webhook_secret", "")):
        problems.append(
            "WEBHOOK_SECRET: with UPDATES=webhook it must be 16 to 256 letters, digits, _ or -."
        )
    return problems


def _rate_problems(given: Mapping[str, str], known: Iterable[str]) -> list[str]:
    """A rate that costs money has to be meant; what is no rate at all has its sentence already."""
    rate = given.get("send_rate", "").strip()
    wrong = any(problem.startswith(("SEND_RATE", "PAID_BROADCAST")) for problem in known)
    if wrong or not rate or int(rate) <= FREE:
        return []
    if given.get("paid_broadcast", "no").lower() == "yes":
        return []
    return [
        f"SEND_RATE: more than {FREE} a second costs Stars; if you want it, PAID_BROADCAST=yes."
    ]


def _lacking(given: Mapping[str, str], known: Iterable[str]) -> list[str]:
    """What nobody could run with: no token, or folders that are not there."""
    problems = []
    named = any(problem.startswith("TELEGRAM_TOKEN") for problem in known)
    if "telegram_token" not in given and not named:
        problems.append("TELEGRAM_TOKEN: get one from @BotFather and set it.")
    for name, folder in (("campaigns_dir", "campaigns"), ("locales_dir", "locales")):
        place = Path(given.get(name) or shipped(folder))
        if not place.is_dir():
            problems.append(f"{name.upper()}: there is no folder {place}.")
    return problems


def _place(problem: str) -> int:
    """Sentences come in the order of the settings they are about."""
    variable = re.split(r"[:,]", problem, maxsplit=1)[0].removesuffix("_FILE").lower()
    return [*Settings.model_fields, variable].index(variable)


MESSAGES = {
    "greater_than_equal": "the number is too small",
    "less_than_equal": "the number is too large",
}


def _sentence(error: Any) -> str:
    message = str(error["msg"]).removeprefix("Value error, ").replace("Input should be", "write")
    name = ".".join(str(part) for part in error["loc"]).upper()
    value = str(error["input"])[:60]
    known = name.lower() in SECRETS or f"'{value[:40]}'" in message  # never told, or told already
    shown = "" if known else f" (it is '{value}')"
    return f"{name}: {MESSAGES.get(error['type'], message)}{shown}."
