"""The letters of a campaign: their files, their languages, and how each reads full and empty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.core.flaws import Flaw, Loc, choice, named, words
from bot.core.references import ids

from . import characters
from .campaign_files import LETTERS, Unreadable, read, shown
from .letter_templates import (
    MAY_BE_EMPTY,
    MOST_BYTES,
    PLACEHOLDERS,
    LetterError,
    mistakes,
    placeholders,
    render_letter,
)
from .problems import Problem
from .vocabulary import is_language

_NAME = re.compile(r"(?P<letter>[a-z][a-z0-9-]{0,19})\.(?P<language>[A-Za-z-]{2,20})\.j2")
_SAMPLE = "Xxxx"
_FULL: Mapping[str, str] = dict.fromkeys(PLACEHOLDERS, _SAMPLE)
# What a placeholder leaves behind when it turns out empty.
_LEFTOVERS = (
    (re.compile(r"\S {2,}\S"), "two blanks stand beside each other"),
    (re.compile(r"\S +[,.](?=\s|$)", re.MULTILINE), "a blank stands before a punctuation mark"),
    (re.compile(r",\s*[,.;]|\(\s*\)|«\s*»|“\s*”|(?<!\w)\"\s*\"(?!\w)"), "punctuation is left over"),
    (re.compile(r"^[ ]*[,.;:]", re.MULTILINE), "a line begins with a punctuation mark"),
    (re.compile(r"\n[ ]*\n[ ]*\n"), "two empty lines follow each other"),
)


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
        problems += found or _checked(text, shown(path), letters[name["letter"]])
        sources.setdefault(name["letter"], {})[name["language"]] = text
    return Letters(sources=sources, problems=tuple(problems))


def flaws(document: Mapping[str, object], letters: Letters) -> Iterator[Flaw]:
    """Letters without a file, and languages in which one is needed."""
    offices = {office["id"]: office for _, office in named(document, "offices")}
    for loc, letter in named(document, "letters"):
        there = letters.sources.get(str(letter["id"]), {})
        yield from _own_language(loc, letter, there, document.get("language"))
        yield from _every_language(loc, letter, there, document)
        to = letter.get("to")
        for index, id in enumerate(to if there and isinstance(to, list) else []):
            if isinstance(id, str) and id in offices:
                yield from _read_by(offices[id], (*loc, "to", index), letter, there)


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
    raw = read(path, folder, MOST_BYTES)
    if len(raw) > MOST_BYTES:
        what = f"the letter is larger than {MOST_BYTES // 1024} KB"
        return "", [Problem(file=file, what=what, mend="shorten it")]
    text, problems = characters.decode(raw, file)
    problems += characters.problems_in(text, file)
    if not text.strip():
        problems.append(Problem(file=file, line=1, what="the letter is empty", mend="write it"))
    return text, problems


def _checked(source: str, file: str, letter: Mapping[str, object]) -> list[Problem]:
    """What is wrong with a letter as a template, and as a text once it is filled in."""
    refused = mistakes(source)
    if refused:
        return [_problem(file, error) for error in refused]
    used = placeholders(source)
    problems = []
    if letter.get("demands") and "demands" not in used:
        mend = "put {{ demands }} on a line of its own"
        problems.append(Problem(file=file, what="the letter never says its demands", mend=mend))
    if not letter.get("demands") and "demands" in used:
        mend = "name them under 'demands:' in campaign.yaml, or take {{ demands }} out"
        problems.append(Problem(file=file, what="the letter has no demands to list", mend=mend))
    return problems + list(_leftovers(source, file))


def _leftovers(source: str, file: str) -> Iterator[Problem]:
    """Traces of empty placeholders: none empty, each, all of them. Each kind is told once."""
    told = set()
    cases = [(), *((name,) for name in sorted(MAY_BE_EMPTY)), tuple(sorted(MAY_BE_EMPTY))]
    for empty in cases:
        try:
            text = render_letter(source, dict(_FULL) | dict.fromkeys(empty, ""))
        except LetterError as error:
            yield _problem(file, error)
            return
        when = f" when nothing is known for {', '.join(empty)}" if empty else ""
        for pattern, what in _LEFTOVERS:
            found = pattern.search(text)
            if found and what not in told:
                told.add(what)
                yield Problem(
                    file=file,
                    line=_line(source, text, found),
                    what=f"{what}{when}, near '{_around(text, found)}'",
                    mend="put the words that belong to the placeholder inside its {% if … %}",
                )


def _around(text: str, found: re.Match[str]) -> str:
    """The words about a place, on one line."""
    return " ".join(text[max(0, found.start() - 15) : found.end() + 15].split())


def _line(source: str, text: str, found: re.Match[str]) -> int | None:
    """The line of the template from which a place of the finished letter comes, if it shows."""
    before = text[: found.start() + 1].rpartition("\n")[2].rpartition(_SAMPLE)[2][-15:].strip()
    after = text[found.end() :].partition("\n")[0].partition(_SAMPLE)[0][:15].strip()
    places = (source.find(words) for words in (before, after) if words)
    place = next((place for place in places if place >= 0), None)
    return None if place is None else source.count("\n", 0, place) + 1


def _problem(file: str, error: LetterError) -> Problem:
    return Problem(file=file, line=error.line, what=error.what, mend=error.mend)
