"""`solidarity check`: every mistake in campaigns or translations, with place and mend."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.content.check import check as check_campaigns
from bot.settings import load
from bot.words.extract import problems as check_locales

from .environment import ENV_FILE, environment
from .exits import FOUND, plain_failures

out = Console(highlight=False, soft_wrap=True)

Folder = Annotated[
    Path | None,
    typer.Argument(metavar="[DIR]", help="The folder to check; else the one in the settings."),
]
Locales = Annotated[bool, typer.Option("--locales", help="Check the translations instead.")]


def check(folder: Folder = None, locales: Locales = False) -> None:
    """Check campaign files (or translations) and name every mistake with file and line."""
    with plain_failures():
        settings = load(environment(), ENV_FILE)
    if locales:
        place = folder or settings.locales_dir
        problems = check_locales(place) if place.is_dir() else [f"{place}: there is no such folder"]
    else:
        place = folder or settings.campaigns_dir
        problems = [str(problem) for problem in check_campaigns(place)]
    for problem in problems:
        out.print(problem, markup=False)
    if problems:
        count = len(problems)
        out.print(f"{count} problem{'s' * (count != 1)} found in {place}.", markup=False)
        raise typer.Exit(FOUND)
    out.print(f"No problems found in {place}.", markup=False)
