"""``solidarity``: the command line of the bot."""

from __future__ import annotations

import sys

import typer

from bot import log
from bot.cli.exits import SOFTWARE, USAGE, errors, usage_error
from bot.cli.first_look import look_first

logger = log.logger(__name__)

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
    except Exception:  # the last resort: a raw traceback would tell the token
        logger.exception("the program broke")
        errors.print(BROKEN)
        raise SystemExit(SOFTWARE) from None


def _main() -> None:
    if sys.argv[1:] == ["run"]:
        look_first()
    # Two seconds of reading that nobody has to wait for whose bot cannot run.
    from bot.cli.table import app  # noqa: PLC0415

    app()


if __name__ == "__main__":
    main()
