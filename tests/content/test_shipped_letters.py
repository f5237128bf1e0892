from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.content.letter_parts import parted
from bot.content.letter_templates import MAY_BE_EMPTY, PLACEHOLDERS, render_letter

CAMPAIGNS = Path(__file__).parents[2] / "campaigns"
FILES = sorted(CAMPAIGNS.glob("*/letters/*.j2"))
VALUES = dict.fromkeys(PLACEHOLDERS, "Xxxx")
ALONE = VALUES | dict.fromkeys(MAY_BE_EMPTY, "")
ALPHABETS = {
    "en": "A-Za-z",
    "es": "A-Za-zÁÉÍÓÚÜÑáéíóúüñ",
    "ru": "А-Яа-яЁё",
    "kk": "А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі",
    "ar": "\u0621-\u064a\u064b-\u0652",
}
MARKS = {
    "en": ",;?'\"",
    "es": ",;¿?«»",
    "ru": ",;?«»—",
    "kk": ",;?«»—",
    "ar": "،؛؟«»",
}


def ways(file: Path) -> Iterator[tuple[str, str, str]]:
    """Part, words for an organisation, words for somebody who tells nothing: for each way."""
    for part in parted(file.read_text(encoding="utf-8")).parts:
        for way in part.ways:
            yield part.id, render_letter(way.source, VALUES), render_letter(way.source, ALONE)


def test_the_letter_of_2003_is_there_in_five_languages() -> None:
    names = {file.name for file in FILES if file.parts[-3] == "karaganda-2003"}
    assert names == {f"protest.{language}.j2" for language in ALPHABETS}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_way_of_saying_a_part_is_one_clean_paragraph(file: Path) -> None:
    for part, *texts in ways(file):
        for text in texts:
            said = text.removesuffix("\n\nXxxx") if part == "demands" else text
            assert "\n" not in said
            assert not re.search(r"  | [,.:;?)»،؛؟]|[(«¿] ", said), said
            assert said.endswith((":",) if part == "demands" else (".", "?", "؟")), said


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_an_organisation_is_named_whichever_way_a_letter_begins(file: Path) -> None:
    begins = {text for part, text, _ in ways(file) if part == "opening"}
    assert all("Xxxx" in text for text in begins)
    assert not any("Xxxx" in alone for part, _, alone in ways(file) if part == "opening")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_letter_keeps_to_its_own_alphabet_and_marks(file: Path) -> None:
    language = file.name.split(".")[1]
    allowed = rf"[{ALPHABETS[language]}{MARKS[language]} .:()\n-]*"
    for _, *texts in ways(file):
        for text in texts:
            own = re.sub(r"\b(?:Xxxx|KNB|و?MVD)\b", "", text)
            assert re.fullmatch(allowed, own), own
