from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.content.check import check
from bot.content.loader import load_folder
from bot.content.recordings import MOST_BYTES
from tests.campaign_folders import a_folder
from tests.opus import silence

NAMED = ("language: ru}", "language: ru, voice: take-fax}")


def recorded(root: Path, sound: bytes | None, change: tuple[str, str] = NAMED) -> Path:
    folder = a_folder(root, "strike", change)
    (folder / "voices").mkdir()
    if sound is not None:
        (folder / "voices" / "take-fax.ogg").write_bytes(sound)
    return folder


def test_a_recording_comes_with_its_campaign(tmp_path: Path) -> None:
    recorded(tmp_path, silence())
    assert check(tmp_path) == []
    (entry,) = load_folder(tmp_path).entries
    assert entry.voices == {"take-fax": silence()}


@pytest.mark.parametrize(
    ("sound", "what"),
    [
        (None, "voices/take-fax.ogg: this is no file"),
        (b"ID3", "voices/take-fax.ogg is no Ogg file with Opus sound"),
        (b"OggS" + b"\0" * 24 + b"\x01vorbis", "voices/take-fax.ogg is no Ogg file"),
        (silence() + b"\0" * MOST_BYTES, "voices/take-fax.ogg is larger than 200 kB"),
    ],
)
def test_a_recording_that_cannot_be_played_is_told_of(
    tmp_path: Path, sound: bytes | None, what: str
) -> None:
    recorded(tmp_path, sound)
    (problem,) = check(tmp_path)
    assert problem.what.startswith(what)
    assert problem.line is not None


def test_a_recording_lies_in_the_campaigns_own_folder(tmp_path: Path) -> None:
    recorded(tmp_path, None, ("language: ru}", "language: ru, voice: ../take-fax}"))
    (problem,) = check(tmp_path)
    assert "is no name of a recording" in problem.what
    recorded_elsewhere = tmp_path / "elsewhere.ogg"
    recorded_elsewhere.write_bytes(silence())
    shutil.rmtree(tmp_path / "strike")
    folder = recorded(tmp_path, None)
    (folder / "voices" / "take-fax.ogg").symlink_to(recorded_elsewhere)
    (problem,) = check(tmp_path)
    assert "leads to a file in another place" in problem.what


def test_another_recording_is_noticed(tmp_path: Path) -> None:
    folder = recorded(tmp_path, silence())
    first = load_folder(tmp_path)
    known = dict.fromkeys(first.digests.values(), first.entries[0])
    assert load_folder(tmp_path, known=known).entries[0] is first.entries[0]
    (folder / "voices" / "take-fax.ogg").write_bytes(silence(2))
    assert load_folder(tmp_path, known=known).entries[0].voices == {"take-fax": silence(2)}


def test_an_entry_kept_without_its_recordings_finds_them_again(tmp_path: Path) -> None:
    recorded(tmp_path, silence())
    loaded = load_folder(tmp_path)
    bare = replace(loaded.entries[0], voices={}, revision=4)
    (entry,) = load_folder(tmp_path, known=dict.fromkeys(loaded.digests.values(), bare)).entries
    assert (entry.revision, entry.voices) == (4, {"take-fax": silence()})
