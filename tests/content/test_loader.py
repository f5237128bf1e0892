from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.content.check import check
from bot.content.loader import load_folder
from tests.campaign_folders import LETTER, SOUND, a_folder


def test_sound_campaigns_load_with_their_letters(tmp_path: Path) -> None:
    a_folder(tmp_path)
    loaded = load_folder(tmp_path)
    assert loaded.problems == ()
    [entry] = loaded.entries
    assert entry.campaign.slug == "strike"
    assert entry.campaign.people[0].health is not None
    assert entry.campaign.people[0].health.consent is True
    assert entry.revision == 0
    assert entry.letters.languages("protest") == ("en", "ru")
    assert entry.letters.sources["protest"]["en"] == LETTER


def test_a_bad_campaign_never_takes_down_the_others(tmp_path: Path) -> None:
    a_folder(tmp_path, "bad", ("language: en", "language: &x en"))
    a_folder(tmp_path, "good")
    loaded = load_folder(tmp_path)
    assert [entry.campaign.slug for entry in loaded.entries] == ["good"]
    assert {Path(problem.file).parent.name for problem in loaded.problems} == {"bad"}


def test_a_campaign_with_a_bad_letter_is_left_out(tmp_path: Path) -> None:
    a_folder(tmp_path, letters={"protest.en.j2": "{{ self }}", "protest.ru.j2": LETTER})
    assert load_folder(tmp_path).entries == ()


def test_the_folder_of_one_campaign_can_be_named_too(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    assert [entry.campaign.slug for entry in load_folder(folder).entries] == ["strike"]


def test_numbers_are_history_by_the_day_asked_about(tmp_path: Path) -> None:
    a_folder(tmp_path)
    assert load_folder(tmp_path, date(2026, 1, 1)).problems == ()
    [problem] = load_folder(tmp_path, date(2007, 6, 30)).problems
    assert "is how Kazakhstan wrote it until 2007" in problem.what


def test_what_is_no_campaign_is_passed_over(tmp_path: Path) -> None:
    a_folder(tmp_path)
    for name in (".git", "_drafts"):
        (tmp_path / name).mkdir()
    (tmp_path / "README.md").write_text("x")
    (tmp_path / "campaign.schema.json").write_text("{}")
    assert check(tmp_path) == []


def test_a_folder_without_its_document_is_told(tmp_path: Path) -> None:
    a_folder(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "renamed").mkdir()
    (tmp_path / "renamed" / "campaign.yml").write_text(SOUND)
    (tmp_path / "lonely.yaml").write_text(SOUND)
    root = tmp_path.as_posix()
    empty, lonely, renamed = map(str, check(tmp_path))
    assert empty == (
        f"{root}/empty: there is no campaign.yaml in this folder; "
        "write one, or put a '_' before the folder's name to have it passed over"
    )
    assert lonely == (
        f"{root}/lonely.yaml: a campaign needs a folder; "
        "move it into a folder of its own, as <name>/campaign.yaml"
    )
    assert renamed == (
        f"{root}/renamed/campaign.yml: the file has another name; rename it to campaign.yaml"
    )


def test_a_document_that_lies_elsewhere_or_is_a_folder_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text(SOUND)
    root = tmp_path / "campaigns"
    (root / "strike").mkdir(parents=True)
    (root / "strike" / "campaign.yaml").symlink_to(outside)
    (root / "broken").mkdir()
    (root / "broken" / "campaign.yaml").symlink_to(tmp_path / "nowhere")
    (root / "nested" / "campaign.yaml").mkdir(parents=True)
    told = [problem.what for problem in check(root)]
    assert told == [
        "this leads to a file in another place",
        "this is no file",
        "this leads to a file in another place",
    ]


def test_a_link_inside_the_folder_is_followed(tmp_path: Path) -> None:
    """Orchestrators mount files so: campaign.yaml leads to ..data/campaign.yaml."""
    folder = a_folder(tmp_path)
    (folder / "..data").mkdir()
    (folder / "campaign.yaml").rename(folder / "..data" / "campaign.yaml")
    (folder / "campaign.yaml").symlink_to(folder / "..data" / "campaign.yaml")
    assert check(tmp_path) == []


def test_a_campaign_folder_may_not_lead_elsewhere(tmp_path: Path) -> None:
    a_folder(tmp_path / "other")
    root = tmp_path / "campaigns"
    root.mkdir()
    (root / "strike").symlink_to(tmp_path / "other" / "strike")
    assert [problem.what for problem in check(root)] == ["this leads to a folder in another place"]


@pytest.mark.parametrize("unreadable", ["campaign.yaml", "."])
def test_what_cannot_be_read_is_told(
    unreadable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may read everything, so the refusal of the system is played."""
    folder = a_folder(tmp_path)

    def refuse(self: Path, *args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open" if unreadable == "campaign.yaml" else "iterdir", refuse)
    told = [str(problem) for problem in check(tmp_path)]
    name = (folder / unreadable).as_posix() if unreadable != "." else tmp_path.as_posix()
    assert told[0].startswith(f"{name}: the ")
    assert "cannot be read; check its permissions" in told[0]
