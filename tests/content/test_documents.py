from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.documents import digest, document_json, letters_json, read_entry
from bot.content.loader import load_folder
from bot.core.library import Entry
from tests.campaign_folders import LETTER, LETTERS, a_folder


def an_entry(root: Path, *changes: tuple[str, str], letters: dict[str, str] = LETTERS) -> Entry:
    a_folder(root, "strike", *changes, letters=letters)
    [entry] = load_folder(root).entries
    return entry


def test_a_campaign_comes_back_from_the_database_as_it_was(tmp_path: Path) -> None:
    entry = an_entry(tmp_path)
    document, letters = document_json(entry.campaign), letters_json(entry.letters)
    assert read_entry(document, letters, 7) == Entry(
        campaign=entry.campaign, letters=entry.letters, revision=7
    )


def test_what_this_version_cannot_read_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="slug"):
        read_entry("{}", "{}", 1)
    with pytest.raises(ValueError, match="JSON"):
        read_entry("{", "{}", 1)


def test_the_digest_changes_with_what_is_said(tmp_path: Path) -> None:
    plain = an_entry(tmp_path / "a")
    texts = an_entry(tmp_path / "b", ("subject: {en: Anna,", "subject: {en: Annas,"))
    letters = an_entry(
        tmp_path / "c", letters={"protest.en.j2": LETTER, "protest.ru.j2": f"x {LETTER}"}
    )
    digests = {digest(entry.campaign, entry.letters) for entry in (plain, texts, letters)}
    assert len(digests) == 3


def test_the_digest_does_not_change_with_how_it_is_written(tmp_path: Path) -> None:
    plain = an_entry(tmp_path / "a")
    other = an_entry(
        tmp_path / "b",
        ("slug: strike\n", "# a remark\n"),
        ("country: KZ\nzone", "slug: strike\ncountry: KZ\nzone"),
        ("{en: Anna, ru: Анна}", '{ru: "Анна", en: Anna}'),
    )
    assert digest(plain.campaign, plain.letters) == digest(other.campaign, other.letters)
