"""Reads the translations: a folder with a ``bot.po`` in it is a language, nothing is compiled.

English needs no file: its sentences are the keys. A file that cannot be read costs its own language
and one sentence saying where the mistake is, never the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

SOURCE = "en"
"""The language the templates are written in."""

PLACE = Path("LC_MESSAGES") / "bot.po"

EXTRACT = "python -m bot.words.extract"
"""What brings the files up to date, and makes those of new languages."""

_LINE = re.compile(r'(#.*|((msgctxt|msgid|msgid_plural|msgstr(\[\d+\])?)\s+)?"([^"\\]|\\.)*")?')


@dataclass(frozen=True, kw_only=True)
class Catalogues:
    """Translations by language, the source language first, and what could not be read."""

    translations: dict[str, NullTranslations]
    problems: tuple[str, ...] = field(default_factory=tuple)


class Unreadable(Exception):
    """A catalogue that cannot be used; the message is one sentence with file and line."""


def po_files(locales: Path) -> Iterator[tuple[str, Path]]:
    """Every language code with its file, in alphabetical order; the file may be missing."""
    for folder in sorted(locales.iterdir()) if locales.is_dir() else ():
        if folder.is_dir() and not folder.name.startswith("."):
            yield folder.name, folder / PLACE


def load(locales: Path) -> Catalogues:
    """Read every catalogue of a folder."""
    translations: dict[str, NullTranslations] = {SOURCE: NullTranslations()}
    problems: list[str] = []
    for language, path in po_files(locales):
        try:
            translations[language] = _translations(read_catalogue(path, language))
        except Unreadable as unreadable:
            problems.append(str(unreadable))
        except ValueError as error:
            problems.append(_sentence(path, 1, f"its Plural-Forms cannot be used ({error})"))
    return Catalogues(translations=translations, problems=tuple(problems))


def read_catalogue(path: Path, language: str) -> Catalog:
    """One file as Babel's catalogue. Raises ``Unreadable``."""
    try:
        locale = Locale.parse(language, sep="-" if "-" in language else "_")
    except (ValueError, UnknownLocaleError):
        reason = f"its folder's name '{language}' is no language code"
        raise Unreadable(_sentence(path, 1, reason)) from None
    try:
        return read_po(_lines(path), locale=locale, charset="utf-8", abort_invalid=True)
    except PoFileError as error:
        reason = str(error).rpartition(" on ")[0]
        raise Unreadable(_sentence(path, error.lineno + 1, reason)) from None


def _lines(path: Path) -> list[str]:
    """The file's lines. Babel would cut a string that lacks its last quote: a mistake here."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        reason = f"there is no such file; run: {EXTRACT}"
        raise Unreadable(_sentence(path, 1, reason)) from None
    except OSError as error:
        raise Unreadable(_sentence(path, 1, str(error.strerror))) from None
    try:
        lines = raw.decode().splitlines()
    except UnicodeDecodeError as error:
        number = raw.count(b"\n", 0, error.start) + 1
        raise Unreadable(_sentence(path, number, "it is not UTF-8")) from None
    for number, line in enumerate(lines, 1):
        if not _LINE.fullmatch(line.strip()):
            reason = "this is neither a comment nor a keyword with a text in quotes"
            raise Unreadable(_sentence(path, number, reason))
    return lines


def _translations(catalogue: Catalog) -> NullTranslations:
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _sentence(path: Path, line: int, reason: str) -> str:
    return f"{path}:{line}: this language is left out until the file is mended: {reason}"
