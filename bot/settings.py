"""Every setting there is, read from the environment, a ``.env`` file and ``NAME_FILE`` secrets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

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

TOKEN = re.compile(r"^[0-9]{5,}:[A-Za-z0-9_-]{30,}$")
SHIPPED = Path(__file__).parent / "_shipped"
"""Where the wheel carries the campaigns and languages; a source tree has them at its top."""


class WrongSettings(Exception):
    """Some settings cannot be used. ``problems`` holds one sentence for each of them."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def shipped(name: str) -> Path:
    """A folder that travels with the program: beside the package in a source tree, else inside it."""
    beside = Path(__file__).parent.parent / name
    return (
        beside
        if beside.is_dir() and (beside.parent / "pyproject.toml").is_file()
        else SHIPPED / name
    )


def _ids(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    words = value.replace(",", " ").split()
    wrong = [word for word in words if not re.fullmatch(r"[1-9][0-9]{0,18}", word)]
    if wrong:
        raise ValueError(f"'{wrong[0]}' is not a numeric Telegram user id")
    return frozenset(int(word) for word in words)


def _token(value: SecretStr) -> SecretStr:
    if value.get_secret_value() and not TOKEN.match(value.get_secret_value()):
        raise ValueError("it does not look like a token from @BotFather (123456:ABC…)")
    return value


def _http(value: str) -> str:
    if not re.match(r"^https?://[^\s/]+", value):
        raise ValueError("write a full address such as https://example.org")
    return value.rstrip("/")


def _database(value: str) -> str:
    if not re.match(r"^(sqlite:///.+|postgres(ql)?://.+)", value):
        raise ValueError(
            "write sqlite:///path/to/file.db or postgresql://user@host/name"
        )
    return value


def _upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


class Settings(BaseModel):
    """The settings of one installation. Names in the environment are these in capitals."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", use_attribute_docstrings=True
    )

    telegram_token: Annotated[SecretStr, AfterValidator(_token)] = SecretStr("")
    """The bot's token from @BotFather. Required by `run`."""
    telegram_api_url: Annotated[str, BeforeValidator(_http)] = (
        "https://api.telegram.org"
    )
    """Address of the Bot API: Telegram's, or a local server's."""
    database_url: Annotated[str, BeforeValidator(_database)] = (
        "sqlite:///data/solidarity.db"
    )
    """`sqlite:///path`, or `postgresql://user@host/name` with the extra `postgres` installed."""
    campaigns_dir: Path = Field(default_factory=lambda: shipped("campaigns"))
    """Folder of the campaigns; the shipped ones where it is not set."""
    locales_dir: Path = Field(default_factory=lambda: shipped("locales"))
    """Folder of the languages; the shipped ones where it is not set."""
    host_ids: Annotated[frozenset[int], BeforeValidator(_ids)] = frozenset()
    """Numeric Telegram ids of the people who may broadcast, separated by commas."""
    updates: Literal["polling", "webhook"] = "polling"
    """How updates arrive: `polling` needs nothing else, `webhook` needs a public address."""
    webhook_url: str = ""
    """Public https address that leads to this server, when `UPDATES=webhook`."""
    webhook_secret: SecretStr = SecretStr("")
    """Secret of the webhook: 16 to 256 letters, digits, `_` or `-`."""
    http_host: str = "127.0.0.1"
    """Address the web server (health check, webhook) listens on."""
    http_port: int = Field(default=8081, ge=0, le=65535)
    """Its port."""
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)
    ] = "INFO"
    """How much is logged: `DEBUG`, `INFO`, `WARNING` or `ERROR`."""
    log_format: Literal["text", "json"] = "text"
    """`text` for people, `json` for machines."""


SECRETS = ("telegram_token", "webhook_secret", "database_url")
"""Settings that may hold a secret: never shown, and readable from a file named in NAME_FILE."""


def load(environ: Mapping[str, str], env_file: Path | None = None) -> Settings:
    """Read the settings; the environment beats ``.env``.

    Raises WrongSettings with one sentence per setting that cannot be used, all of them together.
    """
    values: dict[str, str] = {}
    if env_file is not None and env_file.is_file():
        values.update(
            {k: v for k, v in dotenv_values(env_file).items() if v is not None}
        )
    values.update(environ)
    problems: list[str] = []
    given = {
        name: values[name.upper()]
        for name in Settings.model_fields
        if values.get(name.upper())
    }
    for name in SECRETS:
        given.update(_from_file(name, values, problems))
    problems += _webhook_problems(given)
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        raise WrongSettings(problems + [_sentence(e) for e in error.errors()]) from None
    if problems:
        raise WrongSettings(problems)
    return settings


def _webhook_problems(given: Mapping[str, str]) -> list[str]:
    if given.get("updates") != "webhook":
        return []
    problems = []
    if not given.get("webhook_url", "").startswith("https://"):
        problems.append(
            "WEBHOOK_URL: with UPDATES=webhook it must be an https:// address."
        )
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", given.get("webhook_secret", "")):
        problems.append(
            "WEBHOOK_SECRET: with UPDATES=webhook it must be 16 to 256 letters, digits, _ or -."
        )
    return problems


def _from_file(
    name: str, values: Mapping[str, str], problems: list[str]
) -> dict[str, str]:
    variable = f"{name.upper()}_FILE"
    path = values.get(variable)
    if not path:
        return {}
    try:
        return {name: Path(path).read_text(encoding="utf-8").strip()}
    except (OSError, UnicodeDecodeError) as error:
        problems.append(
            f"{variable}: the file {path} cannot be read ({type(error).__name__})."
        )
        return {}


MESSAGES = {
    "int_parsing": "write a whole number",
    "greater_than_equal": "the number is too small",
    "less_than_equal": "the number is too large",
}


def _sentence(error: Any) -> str:
    message = (
        str(error["msg"])
        .removeprefix("Value error, ")
        .replace("Input should be", "write")
    )
    name = ".".join(str(part) for part in error["loc"]).upper()
    shown = "" if name.lower() in SECRETS else f" (it is '{error['input']}')"
    return f"{name}: {MESSAGES.get(error['type'], message)}{shown}."
