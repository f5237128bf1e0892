from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import shipped
from bot.words import Words
from bot.words.catalogue import load

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
PLURALS = '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'


def a_catalogue(
    locales: Path, language: str, body: str | bytes, head: str = HEAD + PLURALS
) -> Path:
    path = locales / language / "LC_MESSAGES" / "bot.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(body if isinstance(body, bytes) else f"{head}\n{body}".encode())
    return path


def test_dropping_in_a_file_makes_a_language(tmp_path: Path) -> None:
    a_catalogue(
        tmp_path, "de", 'msgid "Back"\nmsgstr "Zurück"\n\nmsgid "English"\nmsgstr "Deutsch"\n'
    )
    words = Words.load(tmp_path)
    assert words.languages == ("en", "de")
    assert words.problems == ()
    assert words.label("back", "de") == "Zurück"
    assert words.language_name("de") == "Deutsch"
    assert words.label("cancel", "de") == "Cancel", "what is not translated yet is said in English"


def test_no_folder_at_all_leaves_english(tmp_path: Path) -> None:
    assert Words.load(tmp_path / "nothing").languages == ("en",)


@pytest.mark.parametrize(
    ("language", "body", "line", "reason"),
    (
        ("de", 'msgid "Back"\nmsgstr Zurück\n', 7, "quotes"),
        ("de", HEAD.encode() + b'msgid "Back"\nmsgstr "Zur\xfcck"\n', 5, "UTF-8"),
        ("de", 'msgid "Back\nmsgstr "Zurück"\n', 6, "quotes"),
        ("de", 'msgid "Back"\n\nmsgid "End"\nmsgstr "Ende"\n', 6, "missing msgstr"),
        ("not_a_language", 'msgid "Back"\nmsgstr "x"\n', 1, "no language code"),
    ),
)
def test_an_unreadable_file_costs_its_own_language_and_one_sentence(
    tmp_path: Path, language: str, body: str | bytes, line: int, reason: str
) -> None:
    path = a_catalogue(tmp_path, language, body)
    a_catalogue(tmp_path, "fr", 'msgid "Back"\nmsgstr "Retour"\n')
    catalogues = load(tmp_path)
    assert list(catalogues.translations) == ["en", "fr"]
    (sentence,) = catalogues.problems
    assert sentence.startswith(f"{path}:{line}: ")
    assert "left out" in sentence
    assert reason in sentence


def test_a_folder_without_a_file_is_told_with_what_makes_it(tmp_path: Path) -> None:
    (tmp_path / "de").mkdir()
    (tmp_path / ".git").mkdir()
    catalogues = load(tmp_path)
    assert list(catalogues.translations) == ["en"]
    (sentence,) = catalogues.problems
    assert sentence.startswith(f"{tmp_path / 'de' / 'LC_MESSAGES' / 'bot.po'}:1: ")
    assert sentence.endswith("there is no such file; run: python -m bot.words.extract")


def test_a_plural_rule_nobody_can_follow_is_a_mistake_as_well(tmp_path: Path) -> None:
    head = HEAD + '"Plural-Forms: nplurals=2; plural=(n !=;\\n"\n'
    a_catalogue(tmp_path, "de", 'msgid "Back"\nmsgstr "Zurück"\n', head)
    catalogues = load(tmp_path)
    assert list(catalogues.translations) == ["en"]
    assert "Plural-Forms" in catalogues.problems[0]


@pytest.mark.parametrize(
    ("code", "language"),
    (
        ("ru", "ru"),
        ("ru-RU", "ru"),
        ("kk_KZ", "kk"),
        ("EN-us", "en"),
        ("uk", "en"),
        ("rus", "en"),
        ("", "en"),
        (None, "en"),
    ),
)
def test_the_language_of_an_app_finds_the_nearest_the_bot_speaks(
    code: str | None, language: str
) -> None:
    assert Words.load().best(code) == language


def test_every_shipped_catalogue_is_read() -> None:
    words = Words.load()
    assert words.problems == ()
    assert set(words.languages) >= {"en", "ru", "kk"}
    assert words.languages[0] == "en"


def test_in_the_middle_of_a_russian_sentence_the_polite_you_is_small() -> None:
    catalogue = (shipped("locales") / "ru" / "LC_MESSAGES" / "bot.po").read_text("utf-8")
    assert re.findall(r"(?<=[а-яё,;] )В(?:ы|ас|ам|ами|аш[а-яё]*)\b.*", catalogue) == []
