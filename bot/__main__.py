"""``solidarity``: the command line of the bot."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable

import typer

from bot import log
from bot.cli.exits import SOFTWARE, USAGE, errors, usage_error
from bot.cli.first_look import look_first

logger = log.logger(__name__)

INTERRUPTED = 130
"""What shells make of a program that Ctrl-C ended."""
BROKEN = "This is a mistake in the program. Please report it with the lines above."


def main() -> None:
    """Run the command line; exit codes are those of ``bot.cli.exits``."""
    log.configure("WARNING")
    try:
        _main()
    except SystemExit as end:
        raise SystemExit(USAGE if usage_error(end) else end.code) from None
    except typer.Exit as end:
        raise SystemExit(end.exit_code) from None
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    except Exception:  # the last resort: a raw traceback would tell the token
        logger.exception("the program broke")
        errors.print(BROKEN)
        raise SystemExit(SOFTWARE) from None


def _main() -> None:
    run_only = sys.argv[1:] == ["run"]
    if run_only:
        look_first()
    begin = _read(run_only=run_only)
    begin()


def _read(*, run_only: bool) -> Callable[[], object]:
    """The rest of the program: a second that nobody has to wait for whose bot cannot run."""
    # What is read now stays to the end: to look through it for garbage would be in vain.
    gc.disable()
    begin: Callable[[], object]
    if run_only:
        from bot.cli.run import run as begin  # noqa: PLC0415
    else:
        from bot.cli.table import app as begin  # noqa: PLC0415
    gc.freeze()
    gc.enable()
    return begin


if __name__ == "__main__":
    main()
