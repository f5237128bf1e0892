"""Brings the catalogues up to date with the templates, and says what is wrong with them.

``python -m bot.words.extract`` rewrites ``bot.pot`` and merges it into every ``bot.po``. The files
hold no line numbers, dates or tool versions, so that only a changed sentence changes them. English
has no file: the templates are its catalogue.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog

from bot.settings import shipped

from .catalogue import Unreadable, po_files, read_catalogue
from .environment import TEMPLATES
from .sentences import po_body, pot_text, sentences
from .translation_checks import POT, plural_forms, problems

__all__ = ["problems", "update"]


def update(locales: Path, templates: Path = TEMPLATES) -> list[Path]:
    """Rewrite ``bot.pot`` and merge it into every catalogue; returns the files written.

    Translations of unchanged sentences stay. Those of similar ones are kept as fuzzy: not shown to
    anybody until a translator has looked. Raises ``Unreadable`` for a catalogue that is broken.
    """
    written = [locales / POT]
    locales.mkdir(parents=True, exist_ok=True)
    (locales / POT).write_text(pot_text(templates), "utf-8")
    for language, path in po_files(locales):
        path.parent.mkdir(exist_ok=True)
        path.touch()  # a new folder is a new language
        catalog = read_catalogue(path, language)
        catalog.update(sentences(templates), update_creation_date=False)
        path.write_text(_head(language, catalog) + po_body(catalog), "utf-8")
        written.append(path)
    return written


def _head(language: str, catalog: Catalog) -> str:
    """The comment on top is the translators' own; what the program needs follows it."""
    number, rule = plural_forms(language)
    fields = (
        f"Language: {language}",
        "Content-Type: text/plain; charset=utf-8",
        f"Plural-Forms: nplurals={number}; plural={rule};",
    )
    comment = "".join(f"{line}\n" for line in catalog.header_comment.splitlines() if line.strip())
    return comment + 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in fields) + "\n"


if __name__ == "__main__":
    try:
        for changed in update(shipped("locales")):
            sys.stdout.write(f"{changed}\n")
    except Unreadable as unreadable:
        sys.exit(str(unreadable))
