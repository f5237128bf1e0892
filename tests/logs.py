"""Logging belongs to the whole process: a test that configures it gives it back as it was."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from bot.log import NOISY


@contextmanager
def as_before() -> Iterator[None]:
    """Whatever is done to logging in the block is undone at its end."""
    root = logging.getLogger()
    handlers, level, raising = root.handlers[:], root.level, logging.raiseExceptions
    hooks = threading.excepthook, sys.unraisablehook
    levels = {name: logging.getLogger(name).level for name in NOISY}
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        logging.raiseExceptions = raising
        threading.excepthook, sys.unraisablehook = hooks
        logging.captureWarnings(capture=False)
        for name, library_level in levels.items():
            logging.getLogger(name).setLevel(library_level)
        structlog.reset_defaults()
