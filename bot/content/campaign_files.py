"""The files of a campaigns folder: which there are, and reading none that lies outside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .problems import Problem

DOCUMENT = "campaign.yaml"
LETTERS = "letters"
VOICES = "voices"
_MISNAMED = ("campaign.yml", "Campaign.yaml", "campaign.yaml.txt")


class Unreadable(Exception):
    """A file cannot or must not be read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def shown(path: Path) -> str:
    """A path as problems name it."""
    return path.as_posix()


def campaign_folders(root: Path) -> tuple[list[Path], list[Problem]]:
    """The campaigns' folders in a folder, and what is wrong with the folder itself.

    A folder that holds a campaign.yaml is taken as the only campaign.
    """
    if not root.exists():
        return [], [_about(root, "there is no such folder", "check its name")]
    if not root.is_dir():
        mend = "name the folder that holds the campaigns' folders"
        return [], [_about(root, "this is a file, not a folder", mend)]
    if (root / DOCUMENT).exists():
        return [root], []
    try:
        inside = sorted(root.iterdir())
    except OSError:
        return [], [_about(root, "the folder cannot be read", "check its permissions")]
    folders = [path for path in inside if path.is_dir() and not path.name.startswith((".", "_"))]
    problems = [*_strays(inside), *_elsewhere(folders, root)]
    folders = [path for path in folders if _is_within(path, root)]
    if not folders and not problems:
        mend = f"make a folder for each campaign, with a {DOCUMENT} in it"
        problems.append(_about(root, "there is no campaign in this folder", mend))
    return folders, problems


def read(path: Path, folder: Path, most: int) -> bytes:
    """At most ``most`` + 1 bytes of a file of a campaign. Raises ``Unreadable``."""
    try:
        if not _is_within(path, folder):
            mend = "put the file itself into the campaign's folder"
            raise Unreadable(_about(path, "this leads to a file in another place", mend))
        if not path.is_file():
            raise Unreadable(_about(path, "this is no file", "put a file of this name here"))
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise Unreadable(
            _about(path, "the file cannot be read", "check its permissions")
        ) from error


def without_document(folder: Path) -> Problem:
    """What is to be said of a folder in which there is no campaign.yaml."""
    for name in _MISNAMED:
        if (folder / name).exists():
            return _about(folder / name, "the file has another name", f"rename it to {DOCUMENT}")
    mend = "write one, or put a '_' before the folder's name to have it passed over"
    return _about(folder, f"there is no {DOCUMENT} in this folder", mend)


def _strays(inside: list[Path]) -> Iterator[Problem]:
    for path in inside:
        if path.is_file() and path.suffix in {".yaml", ".yml"} and not path.name.startswith("."):
            mend = f"move it into a folder of its own, as <name>/{DOCUMENT}"
            yield _about(path, "a campaign needs a folder", mend)


def _elsewhere(folders: list[Path], root: Path) -> Iterator[Problem]:
    for path in folders:
        if not _is_within(path, root):
            mend = "put the folder itself here"
            yield _about(path, "this leads to a folder in another place", mend)


def _is_within(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _about(path: Path, what: str, mend: str) -> Problem:
    return Problem(file=shown(path), what=what, mend=mend)
