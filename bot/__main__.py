"""``solidarity``: the command line of the bot."""

from __future__ import annotations

from bot.cli.exits import USAGE, usage_error
from bot.cli.table import app


def main() -> None:
    """Run the command line; exit codes are those of ``bot.cli.exits``."""
    try:
        app()
    except SystemExit as end:
        raise SystemExit(USAGE if usage_error(end) else end.code) from None


if __name__ == "__main__":
    main()
