"""What is installed from the wheel is whole: data travel with the code."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

HOUSE = Path(__file__).parent.parent
TRAVELS_AS = {
    "bot": "bot",
    "campaigns": "bot/_shipped/campaigns",
    "locales": "bot/_shipped/locales",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)),
        cwd=HOUSE,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def _files_below(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(folder).as_posix()


@pytest.mark.parametrize("room", TRAVELS_AS)
def test_every_file_travels_in_the_wheel(wheel: Path, room: str) -> None:
    expected = {f"{TRAVELS_AS[room]}/{name}" for name in _files_below(HOUSE / room)}
    assert expected
    assert expected - set(ZipFile(wheel).namelist()) == set()


def test_nothing_else_travels(wheel: Path) -> None:
    first = {name.split("/", 1)[0] for name in ZipFile(wheel).namelist()}
    assert {name for name in first if not name.endswith(".dist-info")} == {"bot"}


@pytest.mark.process
def test_unpacked_elsewhere_it_finds_its_campaigns_and_languages(
    wheel: Path, tmp_path: Path
) -> None:
    ZipFile(wheel).extractall(tmp_path / "installed")
    program = (
        "from bot.settings import load; from bot import __file__ as f; s = load({});"
        "print(f, *(d.relative_to(f[:-11]).as_posix() for d in (s.campaigns_dir, s.locales_dir)))"
    )
    printed = subprocess.run(
        (sys.executable, "-c", program),
        cwd=tmp_path / "installed",
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    at = tmp_path / "installed" / "bot" / "__init__.py"
    assert printed == f"{at} _shipped/campaigns _shipped/locales\n"
