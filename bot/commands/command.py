"""One line of the table of commands."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from bot.core.messages import Reply

from .request import Request

Run = Callable[[Request], Awaitable[Reply]]


@dataclass(frozen=True, kw_only=True)
class Command:
    """A command: what it does, where it may be used and by whom."""

    name: str
    run: Run
    answer: Run | None = None
    """Takes the text or place that was asked for in a dialogue of this command."""
    in_groups: Literal["admin", "anyone", "no"] = "no"
    """Who may use it in a group. "no": the group is shown the way into the private chat."""
    hosts_only: bool = False
    """For the hosts of this installation, in private; for everybody else it does not exist."""
    menu: bool = True
    """Shown in the command menu and in /help."""
    linked: bool = False
    """A link may lead to it: ``?start=<name>_<slug>``. Only for commands that change nothing."""

    @property
    def about(self) -> str:
        """Name of the label that says what the command does."""
        return f"about_{self.name}"
