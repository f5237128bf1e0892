"""`solidarity check`: every mistake in campaigns or translations, with place and mend."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.content.check import check as check_campaigns
from bot.content.loader import load_folder
from bot.core.library import Entry
from bot.settings import load
from bot.words import Words
from bot.words.extract import problems as check_locales

from .environment import ENV_FILE, environment
from .exits import FOUND, USAGE, fail, plain_failures
from .likeness import METHOD, likenesses

out = Console(highlight=False, soft_wrap=True)

Folder = Annotated[
    Path | None,
    typer.Argument(metavar="[DIR]", help="The folder to check; else the one in the settings."),
]
Locales = Annotated[bool, typer.Option("--locales", help="Check the translations instead.")]
Letters = Annotated[
    bool, typer.Option("--letters", help="Also measure how alike the letters of two readers are.")
]


def check(folder: Folder = None, locales: Locales = False, letters: Letters = False) -> None:
    """Check campaign files (or translations) and name every mistake with file and line."""
    if letters and locales:
        raise fail(USAGE, "Choose one of --letters and --locales.")
    with plain_failures():
        settings = load(environment(), ENV_FILE)
    if locales:
        place = folder or settings.locales_dir
        problems = check_locales(place) if place.is_dir() else [f"{place}: there is no such folder"]
    else:
        place = folder or settings.campaigns_dir
        problems = [str(problem) for problem in check_campaigns(place)]
        if letters:
            problems += _alike(load_folder(place).entries, Words.load(settings.locales_dir))
    for problem in problems:
        out.print(problem, markup=False)
    if problems:
        count = len(problems)
        out.print(f"{count} problem{'s' * (count != 1)} found in {place}.", markup=False)
        raise typer.Exit(FOUND)
    out.print(f"No problems found in {place}.", markup=False)


def _alike(entries: Sequence[Entry], words: Words) -> list[str]:
    """Print what is measured of each letter; sentences about those that do not differ."""
    found = []
    out.print(METHOD, markup=False)
    for likeness in likenesses(entries, words):
        out.print(str(likeness), markup=False)
        if likeness.same:
            found.append(likeness.problem)
    return found
