"""The commands of the command line, in the order in which help shows them."""

from __future__ import annotations

import typer

from .check import check
from .demo import demo
from .doctor import doctor
from .preview import preview
from .run import run
from .schema import schema
from .status import status

app = typer.Typer(
    name="solidarity",
    help="Solidarity Alerts: a Telegram bot for campaigns that have to be quick and right.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (demo, run, status, check, schema, doctor):
    app.command()(command)
app.add_typer(preview, name="preview")
