from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.content.check import check
from bot.content.letter_parts import MOST_FILE
from tests.campaign_folders import LETTER, a_folder


def told(root: Path, letters: dict[str, str], *changes: tuple[str, str]) -> list[str]:
    folder = a_folder(root, "strike", *changes, letters=letters)
    return [str(problem).removeprefix(f"{folder.as_posix()}/") for problem in check(root)]


def test_a_letter_without_any_file_is_told_at_its_id(tmp_path: Path) -> None:
    [problem] = told(tmp_path, {})
    assert problem == (
        "campaign.yaml:102: there is no file with the words of the letter 'protest'; "
        "write letters/protest.en.j2"
    )


def test_a_letter_must_exist_in_the_campaigns_own_language(tmp_path: Path) -> None:
    [problem] = told(tmp_path, {"protest.ru.j2": LETTER})
    assert problem == (
        "campaign.yaml:102: the letter 'protest' lacks the campaign's own language, 'en'; "
        "write letters/protest.en.j2"
    )


def test_a_letter_must_exist_in_a_language_its_office_reads(tmp_path: Path) -> None:
    problems = told(tmp_path, {"protest.en.j2": LETTER})
    assert (
        "campaign.yaml:105: the office 'court' reads no language of the letter 'protest'; "
        "write letters/protest.ru.j2"
    ) in problems
    assert told(tmp_path / "ru", {"protest.en.j2": LETTER, "protest.ru.j2": LETTER}) == []


def test_a_letter_is_in_every_language_the_title_is_in(tmp_path: Path) -> None:
    problems = told(tmp_path, {"protest.en.j2": LETTER, "protest.kk.j2": LETTER})
    missing = (
        "campaign.yaml:102: the letter 'protest' is missing in 'ru', as the title is in it; "
        "write letters/protest.ru.j2"
    )
    problems.remove(missing)
    assert all("is written in 'kk'" in problem for problem in problems)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("protest.j2", "this is no letter; name it like protest.en.j2, or move it elsewhere"),
        ("notes.txt", "this is no letter; name it like protest.en.j2, or move it elsewhere"),
        ("protset.en.j2", "there is no letter 'protset' in campaign.yaml; did you mean 'protest'?"),
        ("protest.qq.j2", "there is no language 'qq'; name it like protest.en.j2"),
    ],
)
def test_a_file_that_belongs_to_no_letter_is_told(name: str, sentence: str, tmp_path: Path) -> None:
    letters = {"protest.en.j2": LETTER, "protest.ru.j2": LETTER, name: LETTER}
    assert told(tmp_path, letters) == [f"letters/{name}: {sentence}"]


def test_hidden_files_of_the_system_are_passed_over(tmp_path: Path) -> None:
    letters = {"protest.en.j2": LETTER, "protest.ru.j2": LETTER, ".DS_Store": "\0"}
    assert told(tmp_path, letters) == []


def test_letters_of_a_campaign_that_has_none_are_told(tmp_path: Path) -> None:
    head = "letters:\n  - id: protest\n    title: Protest\n"
    whole = f"{head}    subject: {{en: Anna, ru: Анна}}\n    to: [court]\n"
    rest = "    people: [anna]\n    demands: [release]\n"
    [problem] = told(
        tmp_path, {"protest.en.j2": LETTER}, (whole + rest, ""), ("    letter: protest\n", "")
    )
    assert problem == (
        "letters/protest.en.j2: there is no letter 'protest' in campaign.yaml; "
        "add it under 'letters:'"
    )


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("", "1: the letter is empty; write it"),
        ("{{ demands }}\n\tx", "2: a tab stands here; write blanks instead"),
        ("{{ demands }}\u202e", "1: an invisible character that turns the text around (U+202E)"),
        ("x" * (MOST_FILE + 1), " the letter is larger than 96 KB; shorten it"),
        ("No demands at all.", " the letter never says its demands; put {{ demands }} on a line"),
        ("{{ demands }}\n{{ naem }}", "2: there is no placeholder 'naem'; did you mean 'name'?"),
        (
            "Write from {{ city }} today.\n{{ demands }}",
            "1: two blanks stand beside each other when nothing is known for city, near 'Write",
        ),
        (
            "{{ demands }}\nI am {{ name }}, of {{ city }}.",
            "2: a blank stands before a punctuation mark when nothing is known for city",
        ),
        (
            "{{ demands }}\n\nAnna ({{ city }})",
            "3: punctuation is left over when nothing is known for city",
        ),
        ("{{ demands }}\n{{ name }}, worker", "a line begins with a punctuation mark"),
        ("{{ demands }}\n\n{{ name }}\n\nEnd", "two empty lines follow each other"),
        (
            "I am\n[your name].\n{{ demands }}",
            "2: a slot is left open for somebody to fill in, '[your name]'; write a placeholder",
        ),
        ("From ______.\n{{ demands }}", "1: a slot is left open for somebody to fill in, '______'"),
        ("From {city}.\n{{ demands }}", "1: a slot is left open for somebody to fill in, '{'"),
        ("Two  blanks.\n{{ demands }}", "1: two blanks stand beside each other, near 'Two blanks"),
        ("{{ demands }}" + "x" * 17_000, " the finished letter is larger than 16 KB"),
    ],
)
def test_what_is_wrong_in_a_letter_is_told_at_its_line(
    source: str, sentence: str, tmp_path: Path
) -> None:
    problems = told(tmp_path, {"protest.en.j2": source, "protest.ru.j2": LETTER})
    mine = [problem.removeprefix("letters/protest.en.j2:") for problem in problems]
    assert any(sentence in problem for problem in mine), problems


def test_a_letter_without_demands_must_not_list_any(tmp_path: Path) -> None:
    letters = {"protest.en.j2": LETTER, "protest.ru.j2": "Free Anna."}
    [problem] = told(tmp_path, letters, ("    demands: [release]\n", ""))
    assert problem == (
        "letters/protest.en.j2: the letter has no demands to list; "
        "name them under 'demands:' in campaign.yaml, or take {{ demands }} out"
    )


def test_a_letter_may_not_lead_out_of_its_folder(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(LETTER)
    folder = a_folder(tmp_path / "campaigns", letters={"protest.ru.j2": LETTER})
    (folder / "letters" / "protest.en.j2").symlink_to(secret)
    [problem] = check(tmp_path / "campaigns")
    assert str(problem).endswith(
        "protest.en.j2: this leads to a file in another place; "
        "put the file itself into the campaign's folder"
    )


def test_a_folder_of_letters_elsewhere_is_refused_too(tmp_path: Path) -> None:
    elsewhere = a_folder(tmp_path / "other", "other")
    folder = a_folder(tmp_path / "campaigns", letters={})
    (folder / "letters").rmdir()
    (folder / "letters").symlink_to(elsewhere / "letters")
    assert all(
        "leads to a file in another place" in str(problem)
        or "no file with the words" in str(problem)
        for problem in check(tmp_path / "campaigns")
    )
    assert check(tmp_path / "campaigns")


def test_a_folder_of_letters_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may read everything, so the refusal of the system is played."""
    iterdir = Path.iterdir

    def refuse(self: Path) -> Iterator[Path]:
        if self.name == "letters":
            raise PermissionError(13, "Permission denied", str(self))
        return iterdir(self)

    monkeypatch.setattr(Path, "iterdir", refuse)
    problems = told(tmp_path, {"protest.en.j2": LETTER, "protest.ru.j2": LETTER})
    assert "letters: the folder cannot be read; check its permissions" in problems
