"""The house rules that no linter knows: sizes, names, and what must not stand in the repository."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot

HOUSE = Path(__file__).parent.parent
MODULES = sorted((HOUSE / "bot").rglob("*.py"))
LOCKS = sorted(HOUSE.glob("requirements*.lock"))

MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 45
DRAWERS = {"common", "const", "helper", "helpers", "manager", "misc", "util", "utils"}


def _place(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", MODULES, ids=_place)
def test_a_file_is_short_enough_to_be_read_at_once(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", MODULES, ids=_place)
def test_a_function_is_short_enough_to_be_understood(path: Path) -> None:
    lengths = {f.name: (f.end_lineno or f.lineno) - f.lineno + 1 for f in _functions(path)}
    long = {name: lines for name, lines in lengths.items() if lines > MOST_LINES_OF_A_FUNCTION}
    assert long == {}


def test_no_file_is_a_drawer_for_odds_and_ends() -> None:
    assert [_place(path) for path in MODULES if path.stem in DRAWERS] == []


def test_there_are_locks_for_running_developing_building_measuring_and_cities() -> None:
    assert [path.name for path in LOCKS] == [
        "requirements-bench.lock",
        "requirements-build.lock",
        "requirements-cities.lock",
        "requirements-dev.lock",
        "requirements.lock",
    ]


@pytest.mark.parametrize("path", LOCKS, ids=_place)
def test_a_lock_pins_hashes_and_names_no_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    pins = re.findall(r"^[a-z0-9][^\n]*", text, flags=re.MULTILINE)
    assert pins
    assert all(re.match(r"[a-z0-9-]+==\S+( ; .+)? \\$", pin) for pin in pins)
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
    assert "\n    --hash=sha256:" in text


def test_the_newest_entry_of_the_changelog_is_this_version() -> None:
    changelog = (HOUSE / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[(.+?)\]", changelog, flags=re.MULTILINE)
    assert newest is not None
    assert newest[1] == bot.__version__
