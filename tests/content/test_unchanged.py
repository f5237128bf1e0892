"""Whether files are still those that were found sound, by a digest of their bytes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.content.campaign_files import LETTERS, VOICES
from bot.content.unchanged import files_digest
from bot.settings import shipped

SLUG = "karaganda-2003"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copied = tmp_path / SLUG
    shutil.copytree(shipped("campaigns") / SLUG, copied)
    return copied


def a_letter(folder: Path) -> Path:
    return next(iter(sorted((folder / LETTERS).iterdir())))


def test_a_copy_of_the_same_files_has_the_same_digest(folder: Path) -> None:
    assert files_digest(folder) == files_digest(shipped("campaigns") / SLUG)


def test_every_byte_that_is_read_counts(folder: Path) -> None:
    digests = {files_digest(folder)}
    for path in (folder / "campaign.yaml", a_letter(folder)):
        path.write_bytes(path.read_bytes() + b"\n")
        digests.add(files_digest(folder))
    assert len(digests) == 3
    assert None not in digests


def test_a_recording_counts(folder: Path) -> None:
    digests = {files_digest(folder)}
    (folder / VOICES).mkdir()
    for sound in (b"one", b"two"):
        (folder / VOICES / "take-fax.ogg").write_bytes(sound)
        digests.add(files_digest(folder))
    assert len(digests) == 3


def test_the_names_of_letters_and_of_the_folder_count(folder: Path) -> None:
    digests = {files_digest(folder)}
    letter = a_letter(folder)
    letter.rename(letter.with_name("other.en.j2"))
    digests.add(files_digest(folder))
    letter.with_name("more.en.j2").write_bytes(b"")
    digests.add(files_digest(folder))
    digests.add(files_digest(folder.rename(folder.with_name("elsewhere"))))
    assert len(digests) == 4


def test_what_nobody_reads_does_not_count(folder: Path) -> None:
    before = files_digest(folder)
    (folder / "notes.txt").write_text("by hand", encoding="utf-8")
    (folder / LETTERS / ".protest.en.j2.swp").write_text("half", encoding="utf-8")
    assert files_digest(folder) == before


def test_files_of_which_there_is_something_to_say_have_no_digest(folder: Path) -> None:
    outside = folder.with_name("outside.j2")
    a_letter(folder).rename(outside)
    (folder / LETTERS / "protest.de.j2").symlink_to(outside)
    assert files_digest(folder) is None
    shutil.rmtree(folder / LETTERS)
    assert files_digest(folder) is not None
    (folder / "campaign.yaml").unlink()
    assert files_digest(folder) is None
