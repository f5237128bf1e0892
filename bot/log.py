"""Logging in one place, through a formatter that lets no token and no chat id out (V4, B25).

Redaction sits in the formatter because only there tracebacks pass as well; and because no field we
log on purpose is a long number, every long number is taken for an id.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable
from typing import Literal

import structlog

TOKENS = re.compile(r"\d{5,}:[A-Za-z0-9_-]{30,}")
IDS = re.compile(r"(?<![\w.])-?\d{6,}(?!\w)")
NOISY = (
    "telegram",
    "httpx",
    "httpcore",
    "aiohttp",
    "aiosqlite",
    "asyncio",
    "uvicorn",
    "tornado",
)
"""Libraries that log addresses with the token, or statements with their values, below WARNING."""


class Redactor(structlog.stdlib.ProcessorFormatter):
    """Formats a record, then takes out whatever must never be written down."""

    def __init__(
        self, renderer: structlog.typing.Processor, secrets: Iterable[str]
    ) -> None:
        super().__init__(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                renderer,
            ],
            foreign_pre_chain=SHARED,
        )
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, "[secret]")
        return IDS.sub("[id]", TOKENS.sub("[token]", line))


SHARED: tuple[structlog.typing.Processor, ...] = (
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%SZ", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
)


def configure(
    level: str = "INFO",
    form: Literal["text", "json"] = "text",
    secrets: Iterable[str] = (),
) -> None:
    """Send all logging, ours and the libraries', to standard error through the redactor."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redactor(renderer, secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in NOISY:
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate = True
        library.setLevel(max(logging.WARNING, logging.getLevelName(level)))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of one module: ``log.info("alert queued", alert=17, chats=240)``."""
    bound: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return bound
