"""`solidarity check` and `schema`, as typed."""

from __future__ import annotations

import json
import re

from bot.cli.exits import FOUND, USAGE
from tests.campaign_folders import a_folder
from tests.cli.terminal import Terminal


def test_the_shipped_campaigns_and_languages_are_clean(terminal: Terminal) -> None:
    for words in (["check"], ["check", "--locales"]):
        ended = terminal.types(*words)
        assert ended.code == 0, ended.out
        assert ended.out.startswith("No problems found in ")


def test_every_mistake_is_told_with_its_file_and_line(terminal: Terminal) -> None:
    zone = ("zone: Asia/Almaty", "zone: Asia/Almatty")
    day = ("remand, since: 2003-01-02", "remand, since: 2003-13-02")
    a_folder(terminal.folder / "campaigns", "strike", zone, day)
    ended = terminal.types("check", "campaigns")
    assert ended.code == FOUND
    *problems, total = ended.out.splitlines()
    assert len(problems) == 2
    assert all("strike/campaign.yaml:" in problem for problem in problems)
    assert total.startswith(f"{len(problems)} problems found in ")


def test_letters_are_measured_and_the_shipped_ones_are_far_from_alike(terminal: Terminal) -> None:
    ended = terminal.types("check", "--letters")
    assert ended.code == 0, ended.out
    method, *letters, end = ended.out.splitlines()
    assert method.startswith("Measured on 1,000 readers who told nothing of themselves")
    assert len(letters) >= 5
    for line in letters:
        assert re.fullmatch(
            r"[a-z0-9-]+/[a-z0-9-]+\.[a-z]{2}: [\d,]+ variants; two letters share \d+% \(median\), "
            r"\d+% \(95th percentile\); no two of 200 are the same",
            line,
        )
        assert int(line.partition(" share ")[2].partition("%")[0]) < 60
    assert end.startswith("No problems found in ")


def test_letters_that_all_readers_share_are_a_problem(terminal: Terminal) -> None:
    a_folder(terminal.folder / "campaigns")
    assert terminal.types("check", "campaigns").code == 0
    ended = terminal.types("check", "--letters", "campaigns")
    assert ended.code == FOUND
    assert "strike/protest.en: 1 variant; two letters share 100% (median)" in ended.out
    assert "strike/protest.ru: two of 200 readers get the same letter; write more" in ended.out


def test_letters_and_translations_are_checked_one_at_a_time(terminal: Terminal) -> None:
    assert terminal.types("check", "--letters", "--locales").code == USAGE


def test_the_folder_of_the_settings_is_the_one_checked(terminal: Terminal) -> None:
    a_folder(terminal.folder / "campaigns")
    terminal.set(CAMPAIGNS_DIR="campaigns")
    assert terminal.types("check").code == 0
    a_folder(terminal.folder / "campaigns", "broken", document="slug: [\n")
    assert terminal.types("check").code == FOUND


def test_a_folder_that_is_not_there_is_a_problem(terminal: Terminal) -> None:
    for words in (["check", "nowhere"], ["check", "--locales", "nowhere"]):
        ended = terminal.types(*words)
        assert ended.code == FOUND, words
        assert "nowhere" in ended.out


def test_a_file_in_place_of_a_folder_is_a_problem(terminal: Terminal) -> None:
    (terminal.folder / "file").write_text("x", encoding="utf-8")
    assert terminal.types("check", "file").code == FOUND
    assert terminal.types("check", "--locales", "file").code == FOUND


def test_an_unreadable_catalogue_is_a_problem(terminal: Terminal) -> None:
    place = terminal.folder / "locales" / "ru" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "bot.po").write_bytes(b'msgid "\xff"\n')
    assert terminal.types("check", "--locales", "locales").code == FOUND


def test_the_schema_is_one_json_document(terminal: Terminal) -> None:
    ended = terminal.types("schema")
    assert ended.code == 0
    assert json.loads(ended.out)["title"]
