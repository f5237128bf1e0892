"""Logging in one place, through a formatter that lets no token, chat id or name out (V4, B25).

Redaction sits in the formatter because only there tracebacks pass as well; and because no field we
log on purpose is a long number, every long number is taken for an id.
"""

from __future__ import annotations

import asyncio
import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

import structlog

TOKENS = re.compile(r"\d{5,}:[A-Za-z0-9_-]{30,}")
IDS = re.compile(r"(?<!\d)(?<!\d\.)-?\d{6,}")
"""Long whole numbers; fractions of a second are none."""
SMALLEST_ID = 100_000
CONTROLS = {code: f"\\x{code:02x}" for code in (*range(10), *range(11, 32), *range(127, 160))}
"""All but the line break, which tracebacks need."""
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
PLAIN_WORDS = (SystemExit, KeyboardInterrupt, OSError)
"""Errors not of ours whose words never quote what somebody wrote."""


def redacted(text: str) -> str:
    """The text without tokens and ids."""
    return IDS.sub("[id]", TOKENS.sub("[token]", text))


class Redactor(structlog.stdlib.ProcessorFormatter):
    """Formats a record, then takes out whatever must never be written down."""

    def __init__(self, renderer: structlog.typing.Processor, secrets: Iterable[str]) -> None:
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
        return redacted(line)


def story(error: BaseException) -> str:
    """Where an error happened and what it was, in the order of a traceback.

    The words of errors that are not ours are left out: they quote what was being handled, and that
    may be somebody's name.
    """
    return "\n\nThen, while handling that:\n\n".join(_told(each) for each in _chain(error))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it, the first cause first."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _chain(before)
    yield error


def _told(error: BaseException) -> str:
    kind = type(error)
    ours = kind.__module__.partition(".")[0] == "bot" or isinstance(error, PLAIN_WORDS)
    words = f": {error}" if ours else ""
    parts = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    inside = "".join(f"\n  one of them:\n{_told(part)}" for part in parts)
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"{frames}{kind.__module__}.{kind.__qualname__}{words}{inside}"


def _tame(
    _logger: Any, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Nothing that is logged can forge a line or paint the terminal; JSON stays JSON."""
    for name, value in event.items():
        if isinstance(value, str):
            tame = value.translate(CONTROLS)
            event[name] = tame if name in {"exception", "stack"} else tame.replace("\n", "\\n")
        elif isinstance(value, int | float) and abs(value) >= SMALLEST_ID:
            event[name] = "[id]"
    return event


SHARED: tuple[structlog.typing.Processor, ...] = (
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%SZ", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.ExceptionRenderer(lambda info: story(info[1])),
    _tame,
)


def configure(
    level: str = "INFO",
    form: Literal["text", "json"] = "text",
    secrets: Iterable[str] = (),
) -> None:
    """Send all logging, ours and the libraries', to standard error through the redactor."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redactor(RENDERERS[form](), secrets))
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
    _close_side_doors()


def _close_side_doors() -> None:
    """What Python itself would print, raw, goes the same way."""
    logging.raiseExceptions = False  # else a record that cannot be formatted is printed as it is
    logging.captureWarnings(capture=True)
    threading.excepthook = lambda failed: _unhandled("a thread broke", failed.exc_value)
    sys.unraisablehook = lambda failed: _unhandled("an error was lost", failed.exc_value)


def unhandled(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """An event loop's handler for errors that nobody waited for."""
    _unhandled("a task broke", context.get("exception"))


def _unhandled(event: str, error: BaseException | None) -> None:
    logger(__name__).error(event, exc_info=error)


def _text() -> structlog.typing.Processor:
    return structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )


RENDERERS: dict[str, Callable[[], structlog.typing.Processor]] = {
    "text": _text,
    "json": structlog.processors.JSONRenderer,
}


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of one module: ``log.info("alert queued", alert=17, chats=240)``."""
    bound: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return bound
