"""/help: what there is, on one screen, read off the table of commands."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.button_rows import in_pairs
from bot.core.messages import Button, Reply

from .command import Command
from .request import Request

OFFERED = ("campaigns", "letter", "call", "settings")
"""Commands that also stand as buttons under the list."""


def page(request: Request, commands: Sequence[Command], *, lost: bool = False) -> Reply:
    """The list of commands this chat may use. ``lost``: somebody wrote what nobody understood."""
    if not request.private:
        button = Button(label=request.label("open_private"), start="help_")
        return request.note("help/group.j2", ((button,),))
    shown = [(c.name, request.label(c.about)) for c in commands if _is_for(request, c)]
    names = {command.name for command in commands}
    taps = (request.button(f"tap_{name}", name) for name in OFFERED if name in names)
    template = "help/lost.j2" if lost else "help/help.j2"
    return request.note(template, in_pairs(taps), commands=shown)


def _is_for(request: Request, command: Command) -> bool:
    is_host = request.incoming.user_id in request.desk.hosts
    return command.menu and (is_host or not command.hosts_only)
