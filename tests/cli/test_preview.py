"""`solidarity preview`: what a reader will get, in the terminal or in a file."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest

from bot.cli.exits import FOUND, USAGE
from tests.campaign_folders import a_folder
from tests.cli.terminal import Terminal

EVENING = ["--at", "2003-01-05T20:00+00:00"]
LONDON = ["--country", "GB", "--zone", "Europe/London", *EVENING]
SLUG = "karaganda-2003"


def test_the_case(terminal: Terminal) -> None:
    ended = terminal.types("preview", "campaign", SLUG, *LONDON)
    assert ended.code == 0
    assert "Zhunusov" in ended.out
    assert "of 4096" in ended.out


def test_the_case_in_another_language(terminal: Terminal) -> None:
    assert "Жунусов" in terminal.types("preview", "campaign", SLUG, "--lang", "ru", *LONDON).out


def test_the_calls_on_the_readers_clock(terminal: Terminal) -> None:
    ended = terminal.types("preview", "call", SLUG, *LONDON)
    assert ended.code == 0
    assert "03:00" in ended.out
    assert "09:00 in Karaganda" in " ".join(ended.out.replace("│", " ").split())


def test_one_office_with_what_to_dial_and_say(terminal: Terminal) -> None:
    ended = terminal.types("preview", "call", SLUG, "court", *LONDON)
    assert "00 7 3212 42 02 20" in ended.out.replace("\u00a0", " ")


def test_a_country_with_one_clock_needs_no_zone(terminal: Terminal) -> None:
    ended = terminal.types("preview", "call", SLUG, "--country", "FR", *EVENING)
    assert "04:00" in ended.out


def test_the_alerts_of_the_year(terminal: Terminal) -> None:
    private = terminal.types("preview", "alert", SLUG, *LONDON)
    group = terminal.types("preview", "alert", SLUG, "--group", *LONDON)
    assert private.code == group.code == 0
    assert "Court in" in private.out
    assert "for you" in private.out
    assert "for you" not in group.out


def test_the_letter_in_both_languages(terminal: Terminal) -> None:
    ended = terminal.types("preview", "letter", SLUG, "--name", "Anna Example", *LONDON)
    assert ended.code == 0
    assert "Anna Example" in ended.out
    assert "Президент" in ended.out
    assert "President" in ended.out


def test_another_reader_gets_another_letter_and_the_same_one_again(terminal: Terminal) -> None:
    first, other, again = (
        terminal.types("preview", "letter", SLUG, "--reader", number, *LONDON).out
        for number in ("1", "2", "1")
    )
    assert first == again != other


def test_the_letter_as_a_file_to_print(terminal: Terminal) -> None:
    ended = terminal.types(
        "preview", "letter", SLUG, "--out", "letter.pdf", "--name", "Anna", *LONDON
    )
    assert (ended.code, ended.out) == (0, "Written to letter.pdf\n")
    pdf = pypdf.PdfReader(io.BytesIO((terminal.folder / "letter.pdf").read_bytes()))
    assert "Anna" in pdf.pages[-1].extract_text() + pdf.pages[0].extract_text()


@pytest.mark.parametrize("what", ["campaign", "letter", "call", "alert"])
def test_anything_as_a_text_file(terminal: Terminal, what: str) -> None:
    ended = terminal.types("preview", what, SLUG, "--out", "it.txt", *LONDON)
    assert (ended.code, ended.out) == (0, "Written to it.txt\n")
    assert len((terminal.folder / "it.txt").read_text(encoding="utf-8")) > 100


@pytest.mark.parametrize("what", ["campaign", "letter", "call", "alert"])
@pytest.mark.parametrize("file", ["no/such/folder.txt", "."])
def test_a_file_that_cannot_be_written_is_said_to_be_so(
    terminal: Terminal, what: str, file: str
) -> None:
    ended = terminal.types("preview", what, SLUG, "--out", file, *LONDON)
    assert ended.code == USAGE
    assert ended.err.startswith(f"--out: {file} cannot be written (")


@pytest.mark.parametrize("what", ["campaign", "letter", "call", "alert"])
def test_a_campaign_that_is_not_there(terminal: Terminal, what: str) -> None:
    ended = terminal.types("preview", what, "karaganda")
    assert ended.code == FOUND
    assert ended.err == (
        "No campaign 'karaganda' can be read. There are: karaganda-2003, metallist-2000.\n"
    )


def test_an_office_that_is_not_there(terminal: Terminal) -> None:
    for what, sentence in (("letter", "No letter goes to 'zoo'."), ("call", "'zoo' cannot be")):
        ended = terminal.types("preview", what, SLUG, "zoo", *LONDON)
        assert ended.code == FOUND
        assert ended.err.startswith(sentence)
        assert "court" in ended.err


@pytest.mark.parametrize("what", ["letter", "alert"])
def test_when_nothing_is_of_use_any_more_it_says_so(terminal: Terminal, what: str) -> None:
    ended = terminal.types("preview", what, SLUG, "--at", "2030-01-01T00:00")
    assert ended.code == FOUND
    assert "Try another --at." in ended.err


@pytest.mark.parametrize("what", ["letter", "alert"])
@pytest.mark.parametrize("state", ["paused", "won"])
def test_of_a_campaign_that_rests_its_state_is_named(
    terminal: Terminal, what: str, state: str
) -> None:
    a_folder(terminal.folder, "strike", ("slug: strike\n", f"slug: strike\nstate: {state}\n"))
    terminal.set(CAMPAIGNS_DIR=terminal.folder)
    ended = terminal.types("preview", what, "strike", *EVENING)
    assert ended.code == FOUND
    assert f"The state of 'strike' is '{state}'" in ended.err
    assert "--at" not in ended.err


def test_a_language_whose_file_is_broken_is_told_from_one_that_is_not_there(
    terminal: Terminal,
) -> None:
    file = terminal.folder / "kk" / "LC_MESSAGES" / "bot.po"
    file.parent.mkdir(parents=True)
    file.write_text('msgid ""\nmsgstr "\n', encoding="utf-8")
    terminal.set(LOCALES_DIR=terminal.folder)
    broken = terminal.types("preview", "campaign", SLUG, "--lang", "kk")
    missing = terminal.types("preview", "campaign", SLUG, "--lang", "de")
    assert broken.code == missing.code == USAGE
    assert missing.err == "--lang: 'de' is none of en.\n"
    assert "`solidarity check --locales` says what is wrong with it." in broken.err
    assert str(file.relative_to(terminal.folder)) in terminal.types("check", "--locales").out


def test_signs_the_fonts_do_not_have_are_named(terminal: Terminal) -> None:
    name = ["--name", "A\U000110bd\u2603\U0001f3f4 𒀀"]
    ended = terminal.types("preview", "letter", SLUG, "--out", "l.pdf", *name, *LONDON)
    assert ended.code == FOUND
    assert "have no signs for" in ended.err
    assert not (terminal.folder / "l.pdf").exists()


def test_without_campaigns_there_is_nothing_to_show(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    terminal.set(CAMPAIGNS_DIR="empty")
    assert "There are: none." in terminal.types("preview", "campaign", SLUG).err


def test_a_preview_leaves_nothing_behind(terminal: Terminal) -> None:
    terminal.types("preview", "call", SLUG, *LONDON)
    assert list(terminal.folder.iterdir()) == []
