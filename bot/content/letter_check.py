"""The letters of a campaign: their files, their languages, and how each reads full and empty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.core.flaws import Flaw, Loc, choice, named, words
from bot.core.references import ids

from . import characters, letter_languages, letter_variants, slots
from .campaign_files import LETTERS, Unreadable, read, shown
from .letter_file import judged
from .letter_parts import MOST_FILE, parted
from .letter_templates import LetterError
from .letter_versions import differences
from .problems import Problem
from .vocabulary import is_language

_NAME = re.compile(r"(?P<letter>[a-z][a-z0-9-]{0,19})\.(?P<language>[A-Za-z-]{2,20})\.j2")


@dataclass(frozen=True, kw_only=True)
class Letters:
    """What was found in a campaign's letters folder."""

    sources: Mapping[str, Mapping[str, str]]
    """By letter, then by language."""
    problems: tuple[Problem, ...]


def read_letters(folder: Path, document: Mapping[str, object]) -> Letters:
    """Read and check every file in a campaign's letters folder."""
    sources: dict[str, dict[str, str]] = {}
    problems: list[Problem] = []
    letters = {letter["id"]: letter for _, letter in named(document, "letters")}
    try:
        files = _files(folder / LETTERS)
    except OSError:
        what, mend = "the folder cannot be read", "check its permissions"
        return Letters(
            sources={},
            problems=(Problem(file=shown(folder / LETTERS), what=what, mend=mend),),
        )
    for path in files:
        name = _NAME.fullmatch(path.name)
        complaint = _misnamed(path, name, ids(document, "letters"))
        if complaint or name is None:
            problems += complaint
            continue
        try:
            text, found = _read(path, folder)
        except Unreadable as error:
            text, found = "", [error.problem]
        demands = bool(letters[name["letter"]].get("demands"))
        problems += found or [
            _problem(shown(path), error) for error in judged(text, demands=demands)
        ]
        sources.setdefault(name["letter"], {})[name["language"]] = text
    problems += _unlike(folder, sources, str(document.get("language")))
    return Letters(sources=sources, problems=tuple(problems))


def _unlike(folder: Path, sources: Mapping[str, Mapping[str, str]], own: str) -> Iterator[Problem]:
    """Where a letter's languages differ from the campaign's own, or else from the first."""
    for id, there in sources.items():
        model = own if own in there else next(iter(there))
        taken = {language: parted(source) for language, source in there.items() if source}
        for language, version in taken.items():
            if model in taken and not version.mistakes and not taken[model].mistakes:
                file = shown(folder / LETTERS / f"{id}.{language}.j2")
                found = differences(version, taken[model], f"{id}.{model}.j2")
                yield from (_problem(file, error) for error in found)


def flaws(document: Mapping[str, object], letters: Letters) -> Iterator[Flaw]:
    """Letters without a file, languages in which one is needed, too few variants, slots."""
    offices = {office["id"]: office for _, office in named(document, "offices")}
    for loc, letter in named(document, "letters"):
        there = letters.sources.get(str(letter["id"]), {})
        yield from _own_language(loc, letter, there, document.get("language"))
        yield from _every_language(loc, letter, there, document)
        to = letter.get("to")
        for index, id in enumerate(to if there and isinstance(to, list) else []):
            if isinstance(id, str) and id in offices:
                yield from _read_by(offices[id], (*loc, "to", index), letter, there)
    yield from letter_languages.flaws(document, letters.sources)
    yield from letter_variants.flaws(document, letters.sources)
    yield from slots.flaws(document)


def _own_language(
    loc: Loc, letter: Mapping[str, object], there: Mapping[str, str], own: object
) -> Iterator[Flaw]:
    if str(own) in there:
        return
    id = letter["id"]
    lacking = f"the letter '{id}' lacks the campaign's own language, '{own}'"
    nothing = f"there is no file with the words of the letter '{id}'"
    yield Flaw(
        loc=(*loc, "id"),
        what=lacking if there else nothing,
        mend=f"write {LETTERS}/{id}.{own or 'en'}.j2",
    )


def _every_language(
    loc: Loc, letter: Mapping[str, object], there: Mapping[str, str], document: Mapping[str, object]
) -> Iterator[Flaw]:
    """The languages of the title are those a campaign speaks: its letters are in each of them."""
    title = document.get("title")
    spoken = [code for code in title if is_language(str(code))] if isinstance(title, dict) else []
    for code in spoken if there else ():
        if code not in there and code != document.get("language"):
            yield Flaw(
                loc=(*loc, "id"),
                what=f"the letter '{letter['id']}' is missing in '{code}', as the title is in it",
                mend=f"write {LETTERS}/{letter['id']}.{code}.j2",
            )


def _read_by(
    office: Mapping[str, object], loc: Loc, letter: Mapping[str, object], there: Mapping[str, str]
) -> Iterator[Flaw]:
    known = [code for _, code in words(office, "languages.*")]
    if known and not set(known) & set(there):
        yield Flaw(
            loc=loc,
            what=f"the office '{office['id']}' reads no language of the letter '{letter['id']}'",
            mend=f"write {LETTERS}/{letter['id']}.{known[0]}.j2",
        )


def _files(folder: Path) -> list[Path]:
    """Everything in the letters folder but hidden files; nothing where there is none."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _misnamed(path: Path, name: re.Match[str] | None, known: tuple[str, ...]) -> list[Problem]:
    if name is None:
        what, mend = "this is no letter", "name it like protest.en.j2, or move it elsewhere"
    elif name["letter"] not in known:
        what = f"there is no letter '{name['letter']}' in campaign.yaml"
        mend = choice(name["letter"], known) if known else "add it under 'letters:'"
    elif not is_language(name["language"]):
        what, mend = f"there is no language '{name['language']}'", "name it like protest.en.j2"
    else:
        return []
    return [Problem(file=shown(path), what=what, mend=mend)]


def _read(path: Path, folder: Path) -> tuple[str, list[Problem]]:
    """A letter's source, and what is wrong with its characters or its size."""
    file = shown(path)
    raw = read(path, folder, MOST_FILE)
    if len(raw) > MOST_FILE:
        what = f"the letter is larger than {MOST_FILE // 1024} KB"
        return "", [Problem(file=file, what=what, mend="shorten it")]
    text, problems = characters.decode(raw, file)
    problems += characters.problems_in(text, file)
    if not text.strip():
        problems.append(Problem(file=file, line=1, what="the letter is empty", mend="write it"))
    return text, problems


def _problem(file: str, error: LetterError) -> Problem:
    return Problem(file=file, line=error.line, what=error.what, mend=error.mend)
