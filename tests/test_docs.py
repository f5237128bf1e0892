"""The documentation is true: what it names exists, and is as the code has it."""

from __future__ import annotations

import re
import shlex
import struct
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from bot.cli import exits
from bot.cli.table import app
from bot.commands.table import COMMANDS
from bot.content import letter_parts, letter_templates, yaml_reader
from bot.content.letter_file import judged
from bot.content.loader import load_folder
from bot.content.meanings import meanings
from bot.content.schema import campaign_schema
from bot.core.delivery import FINAL
from bot.core.hearings import Hearing
from bot.core.letters import offers
from bot.settings import SECRETS, Settings
from tests.docs.house_tables import EXITS, commands
from tests.docs.markdown import anchor, anchors, blocks, code, first_column, links
from tests.docs.pages import HOUSE, PAGES, PARTS, parts_in, renewed
from tests.screenshots import PICTURES

README, CONTRIBUTING, GUIDE, HOSTING = (
    (HOUSE / name).read_text(encoding="utf-8")
    for name in ("README.md", "CONTRIBUTING.md", "docs/campaigns.md", "docs/hosting.md")
)
MAKEFILE = (HOUSE / "Makefile").read_text(encoding="utf-8")
RUBBISH = {"__pycache__", "build", "data", "dist"}


def _place(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


pages = pytest.mark.parametrize("page", PAGES, ids=_place)


def sentence(text: str) -> str:
    """Without line breaks, so that a sentence is found however it is wrapped."""
    return " ".join(text.split())


# What is made from the code


@pages
def test_tables_made_from_the_code_are_up_to_date(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert renewed(text) == text, "run: make docs"


def test_every_table_made_from_the_code_stands_in_one_page() -> None:
    stand = Counter(part for page in PAGES for part in parts_in(page.read_text(encoding="utf-8")))
    assert stand == Counter(list(PARTS))


def test_the_settings_in_the_readme_are_those_of_the_model() -> None:
    told = first_column(README, "Setting")
    assert told == [name.upper() for name in Settings.model_fields]
    assert meanings(Settings).keys() == Settings.model_fields.keys()
    for name in SECRETS:
        assert f"`{name.upper()}`" in README.partition("<!-- settings")[0]


def test_the_commands_in_the_readme_are_those_of_the_bot() -> None:
    assert first_column(README, "Command") == [f"/{command.name}" for command in COMMANDS]


def test_the_command_line_in_the_readme_is_the_program_s() -> None:
    told = re.findall(r"^\| `(solidarity [^`]+)` \|", README, re.MULTILINE)
    assert told == [usage for usage, _ in commands()]
    groups: Any = typer.main.get_command(app)
    assert {usage.split()[1] for usage in told} == set(groups.commands)


def test_the_exit_codes_in_the_readme_are_the_program_s() -> None:
    codes = {name: value for name, value in vars(exits).items() if type(value) is int}
    assert {name: value for name, (value, _) in EXITS.items()} == {"OK": 0, **codes}
    assert first_column(README, "Code") == [str(value) for value, _ in EXITS.values()]


def test_every_field_of_a_campaign_is_in_the_guide() -> None:
    def fields(part: dict[str, Any]) -> Iterator[str]:
        for kind in (part, *part["$defs"].values()):
            yield from kind.get("properties", ())

    table = GUIDE.partition("## Every field")[2]
    missing = [name for name in fields(campaign_schema()) if f"| `{name}` |" not in table]
    assert missing == []


# What is told in sentences


def test_every_clause_of_the_promise_names_tests_that_there_are() -> None:
    promise = README.partition("## What it promises about delivery")[2].partition("\n## ")[0]
    clauses = promise.partition("Clause by clause")[2].split("\n- ")[1:]
    named = [set(re.findall(r"`(test_\w+)`", clause)) for clause in clauses]
    written = "\n".join(p.read_text(encoding="utf-8") for p in (HOUSE / "tests").rglob("test_*.py"))
    there = set(re.findall(r"def (test_\w+)\(", written))
    assert len(clauses) >= 10
    assert all(named)
    assert set.union(*named) - there == set()


def test_the_readme_names_every_state_in_which_a_message_ends() -> None:
    found = re.search(
        r"Each row ends in one state that can be counted: ([^.]+)\.", sentence(README)
    )
    assert found is not None
    words = {"failed": "refused", "unknown_final": "unknown"}
    ends = {words.get(state.name.lower(), state.name.lower()) for state in FINAL}
    assert set(re.split(r", (?:or )?", found[1])) == ends


def test_the_guide_tells_how_large_files_may_be() -> None:
    campaign = f"`campaign.yaml` may have {yaml_reader.MOST_BYTES // 1024} KB"
    letter = f"a letter {letter_parts.MOST_FILE // 1024} KB"
    way = f"may have {letter_templates.MOST_BYTES // 1024} KB"
    assert f"A {campaign}, {letter}. One way of saying one of its parts {way}." in sentence(GUIDE)


def test_the_letter_in_parts_that_the_guide_shows_is_sound() -> None:
    _, in_parts = blocks(GUIDE, "jinja")
    assert judged(in_parts, demands=True) == []


def test_the_guide_tells_every_placeholder_and_filter_of_letters() -> None:
    rows = re.findall(r"^\| `(\w+)` \| .* \| (yes)? ?\|$", GUIDE, re.MULTILINE)
    told = {name: bool(empty) for name, empty in rows if name in letter_templates.PLACEHOLDERS}
    may_be_empty = letter_templates.MAY_BE_EMPTY
    assert told == {name: name in may_be_empty for name in letter_templates.PLACEHOLDERS}
    first = ", ".join(f"`{name}`" for name in letter_templates.FILTERS[:-1])
    assert f"the filters {first} and `{letter_templates.FILTERS[-1]}`." in sentence(GUIDE)


def test_the_picture_of_the_house_has_every_room_on_its_floor() -> None:
    picture = next(blocks(CONTRIBUTING, "text"))
    shown = re.findall(r"bot/(\w+)", picture)
    rooms = {path.relative_to(HOUSE / "bot").parts[0] for path in (HOUSE / "bot").rglob("*.py")}
    assert sorted(shown) == sorted(name.removesuffix(".py") for name in rooms - {"__init__.py"})
    configured = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
    layers = configured["tool"]["importlinter"]["contracts"][0]["layers"]
    assert shown == [room for layer in layers for room in re.findall(r"\w+", layer)]


# The example in the guide


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The campaign of the guide, written out as the guide says."""
    folder = tmp_path / "campaigns" / "example-2026"
    (folder / "letters").mkdir(parents=True)
    document = next(block for block in blocks(GUIDE, "yaml") if "slug:" in block)
    (folder / "campaign.yaml").write_text(document, encoding="utf-8")
    (folder / "letters" / "protest.en.j2").write_text(next(blocks(GUIDE, "jinja")), "utf-8")
    return folder


def test_the_example_of_the_guide_is_a_sound_campaign(example: Path) -> None:
    loaded = load_folder(example.parent, date(2026, 11, 2))
    assert [str(problem) for problem in loaded.problems] == []
    [entry] = loaded.entries
    assert f"campaigns/{entry.campaign.slug}/campaign.yaml" in GUIDE
    assert offers(entry.campaign, datetime(2026, 11, 20, tzinfo=UTC))


def test_the_mistake_in_the_guide_is_told_as_the_guide_says(example: Path) -> None:
    document = example / "campaign.yaml"
    text = document.read_text(encoding="utf-8")
    document.write_text(text.replace("in_city:", "in_town:"), encoding="utf-8")
    told = [
        str(problem).replace(example.parent.as_posix(), "campaigns")
        for problem in load_folder(example.parent).problems
    ]
    assert "\n".join(told) + "\n" in list(blocks(GUIDE, "text"))


def test_the_moved_hearing_in_the_guide_is_one() -> None:
    block = next(block for block in blocks(GUIDE, "yaml") if block.startswith("states:"))
    states = yaml.load(block, yaml.BaseLoader)  # noqa: S506  # builds only strings
    hearing = Hearing.model_validate({"id": "first", "what": "Hearing", "office": "court"} | states)
    assert hearing.current.status == "postponed"


# What the text names exists


@pages
def test_links_lead_somewhere(page: Path) -> None:
    lost = []
    for link in links(page.read_text(encoding="utf-8")):
        if "://" in link:
            continue
        name, _, heading = link.partition("#")
        target = page.parent / name if name else page
        known = anchors(target.read_text("utf-8")) if heading and target.suffix == ".md" else ()
        if not target.exists() or (heading and heading not in known):
            lost.append(link)
    assert lost == []


@pages
def test_no_heading_stands_twice_in_a_page(page: Path) -> None:
    headings = re.findall(r"^#{1,6} (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    if page.name == "CHANGELOG.md":  # each version has the same kinds of change
        return
    assert [name for name, times in Counter(map(anchor, headings)).items() if times > 1] == []


@pages
def test_links_to_other_places_are_https(page: Path) -> None:
    assert [link for link in links(page.read_text("utf-8")) if link.startswith("http:")] == []


@pages
def test_every_target_of_make_exists_and_its_variables_too(page: Path) -> None:
    targets = set(re.findall(r"^\.PHONY: ([a-z-]+)$", MAKEFILE, re.MULTILINE))
    for line in code(page.read_text(encoding="utf-8")):
        for run in re.findall(r"(?:^|&& )make\b([^#&]*)", line):
            words = shlex.split(run)
            assert {word for word in words if "=" not in word} <= targets, line
            for variable in (word.partition("=")[0] for word in words if "=" in word):
                assert f"$({variable})" in MAKEFILE, line


@pages
def test_every_command_line_is_one_the_program_understands(page: Path) -> None:
    for line in code(page.read_text(encoding="utf-8").replace("\\\n", " ")):
        found = RUN.match(line)
        if found and not re.search(r"SLUG|\[DIR\]", line):
            _understood(shlex.split(found["words"].partition("#")[0].partition(" > ")[0]))


RUN = re.compile(
    r"((\w+=\S+ )?(\.venv/bin/)?solidarity|docker run .* solidarity-alerts) (?P<words>.+)"
)


def _understood(words: list[str]) -> None:
    """Parse a command line as the program would, without running it; fails where it is refused."""
    command: Any = typer.main.get_command(app)
    while hasattr(command, "commands") and words:
        assert words[0] in command.commands, words
        command, words = command.commands[words[0]], words[1:]
    command.make_context("solidarity", words)


def test_settings_in_examples_exist() -> None:
    known = {name.upper() for name in Settings.model_fields}
    known |= {f"{name.upper()}_FILE" for name in SECRETS}
    for page in PAGES:
        for block in blocks(page.read_text(encoding="utf-8"), "ini"):
            assert set(re.findall(r"^(\w+)=", block, re.MULTILINE)) <= known


@pages
def test_paths_in_the_text_exist(page: Path) -> None:
    """Those that begin with a folder of the repository, and hold no name to be filled in."""
    folders = {path.name for path in HOUSE.iterdir() if path.is_dir()} - RUBBISH
    told = {
        piece
        for piece in code(page.read_text(encoding="utf-8"))
        if re.fullmatch(r"[\w.-]+(/[\w.-]+)+", piece) and piece.split("/")[0] in folders
    }
    made_up = {path for path in told if "example-2026" in path or "/de/" in path or ".venv" in path}
    assert [path for path in told - made_up if not (HOUSE / path).exists()] == []


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_pictures_are_as_wide_as_they_should_be_and_light_enough(picture: Any) -> None:
    data = picture.path.read_bytes()
    width, height = struct.unpack(">II", data[16:24])
    assert data.startswith(b"\x89PNG")
    assert (width, height) == (picture.width * picture.scale, picture.height * picture.scale)
    assert len(data) <= 250_000
    assert f"docs/images/{picture.name}" in README


# What must not stand anywhere


HIDDEN = {".ci", ".dockerignore", ".editorconfig", ".gitignore", ".pre-commit-config.yaml"}


def _files() -> Iterator[Path]:
    """Every file of the repository, without what tools and runs leave behind."""
    for path in HOUSE.rglob("*"):
        parts = set(path.relative_to(HOUSE).parts)
        hidden = {part for part in parts if part.startswith(".")} - HIDDEN
        if path.is_file() and not hidden and not RUBBISH & parts:
            yield path


REGISTRIES = (
    r"pypi\.org|pythonhosted\.org|pypi\.python|index-url\s*=|npmjs\.|crates\.io|"
    r"proxy\.golang\.org|rubygems\.org|conda\.anaconda"
)
SOMEBODYS = r"/(?:home|Users|root)/\w|[A-Z]:\\Users\\"


def test_no_file_names_a_package_registry_or_a_folder_of_one_machine() -> None:
    own = re.escape(HOUSE.as_posix()) + r"(?![\w-])"
    unwanted = re.compile("|".join((REGISTRIES, SOMEBODYS, own)).encode())
    found = {_place(path): unwanted.search(path.read_bytes()) for path in _files()}
    assert {place: match[0] for place, match in found.items() if match} == {}
