"""What is wrong with the translations: all of it, each with its file and line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from gettext import c2py
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural

from .catalogue import EXTRACT, Unreadable, po_files, read_catalogue
from .environment import TEMPLATES
from .sentences import pot_text, sentences

POT = "bot.pot"
MEND = f"run: {EXTRACT}"

SALUTATIONS = frozenset({"Dear Sir or Madam,"})
"""A letter's greeting ends as its language asks for, in many of them with an exclamation mark."""

NUMBER = "%(num)s"
"""The number of a counted word: "two hours" says it without a digit in some languages."""

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
_BARE_PERCENT = re.compile(r"%(?!%|\(\w+\)[sd])")
_TAG = re.compile(r"</?[a-z-]+")


def plural_forms(language: str) -> tuple[int, str]:
    """How many forms of a counted word a language has, and gettext's rule for choosing one."""
    number, rule = get_plural(Locale.parse(language.replace("-", "_")))
    return number, rule


@cache
def exact_forms(language: str) -> frozenset[int]:
    """The plural forms that are used for one number only, and so may leave it unsaid."""
    form = c2py(plural_forms(language)[1])
    counted = Counter(form(number) for number in range(1000))
    return frozenset(each for each, numbers in counted.items() if numbers == 1)


def problems(locales: Path, templates: Path = TEMPLATES) -> list[str]:
    """One sentence per mistake, ``file:line: what``; empty where every translation is complete."""
    found = list(_stale(locales / POT, templates))
    wanted = sentences(templates)
    for language, path in po_files(locales):
        try:
            catalog = read_catalogue(path, language)
        except Unreadable as unreadable:
            found.append(str(unreadable))
        else:
            found += [
                f"{path}:{line}: {what}" for line, what in _of_catalogue(catalog, wanted, language)
            ]
    found += [f"{templates / name}: {what}" for name, what in _of_source(wanted)]
    return found


def _stale(pot: Path, templates: Path) -> Iterator[str]:
    if pot.is_file() and pot.read_text("utf-8") != pot_text(templates):
        yield f"{pot}:1: it is older than the templates; {MEND}"


def _of_source(wanted: Catalog) -> Iterator[tuple[str, str]]:
    for message in wanted:
        if any("!" in text for text in _ids(message)):
            yield message.locations[0][0], f"an exclamation mark: {_short(message)}"


def _of_catalogue(catalog: Catalog, wanted: Catalog, language: str) -> Iterator[tuple[int, str]]:
    exact = exact_forms(language)
    if catalog.num_plurals != plural_forms(language)[0]:
        yield 1, f"its Plural-Forms are not those of the language; {MEND}"
    for message in wanted:
        if message.id and catalog.get(message.id, message.context) is None:
            yield 1, f"missing: {_short(message)}; {MEND}"
    for message in (*catalog, *catalog.obsolete.values()):
        if not message.id:
            continue
        line = message.lineno or 1
        if wanted.get(message.id, message.context) is None:
            yield line, f"no template says this any more: {_short(message)}; {MEND}"
        else:
            for what in _of_message(message, exact):
                yield line, f"{what}: {_short(message)}"


def _of_message(message: Message, exact: frozenset[int]) -> Iterator[str]:
    """What is wrong with one translation. ``exact``: plural forms that need not say a number."""
    if message.fuzzy:
        yield "marked as fuzzy, so nobody is shown it; look at it and take the mark away"
    given = message.string if isinstance(message.string, tuple) else (message.string,)
    if not all(given):
        yield "not translated"
        return
    source = _ids(message)[-1]
    for form, text in enumerate(map(str, given)):
        may_be_unsaid = len(given) > 1 and form in exact and NUMBER in source
        said = text + NUMBER if may_be_unsaid else text
        for differs, what in DIFFERENCES:
            if differs(source, said):
                yield what
                break


def _placeholders_differ(source: str, text: str) -> bool:
    return set(_PLACEHOLDER.findall(source)) != set(_PLACEHOLDER.findall(text))


def _tags_differ(source: str, text: str) -> bool:
    return Counter(_TAG.findall(source)) != Counter(_TAG.findall(text)) or any(
        (sign in text) != (sign in source) for sign in "<>"
    )


def _shouts(source: str, text: str) -> bool:
    return "!" in text and source not in SALUTATIONS


DIFFERENCES: tuple[tuple[Callable[[str, str], bool], str], ...] = (
    (_placeholders_differ, "its placeholders are not those of the sentence"),
    (lambda _source, text: bool(_BARE_PERCENT.search(text)), "a percent sign must be written %%"),
    (_tags_differ, "its HTML tags are not those of the sentence"),
    (_shouts, "an exclamation mark; the bot never raises its voice"),
)


def _ids(message: Message) -> tuple[str, ...]:
    """The sentence, or its singular and plural."""
    return message.id if isinstance(message.id, tuple) else (str(message.id),)


def _short(message: Message) -> str:
    text = _ids(message)[0]
    return f"“{text if len(text) <= 60 else text[:59] + '…'}”"
