from __future__ import annotations

import pytest
import yaml

from bot.content import yaml_reader
from bot.content.yaml_reader import MOST_BYTES, read_yaml
from bot.content.yaml_tree import MOST_EVENTS


def problems_of(text: str | bytes) -> list[str]:
    raw = text if isinstance(text, bytes) else text.encode()
    return [f"{p.line}:{p.column} {p.what}; {p.mend}" for p in read_yaml(raw, "f")[1]]


def document_of(text: str) -> object:
    tree, problems = read_yaml(text.encode(), "f")
    assert problems == []
    assert tree is not None
    return tree.value


@pytest.fixture(params=["libyaml", "python"])
def _either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "python":
        monkeypatch.setattr(yaml_reader, "_LOADER", yaml.SafeLoader)


def test_every_scalar_is_a_string() -> None:
    text = "a: no\nb: 0123\nc: 12:30:45\nd: 2003-01-06\ne: 1e3\nf: [true, .inf]\ng: 'x'\n"
    assert document_of(text) == {
        "a": "no",
        "b": "0123",
        "c": "12:30:45",
        "d": "2003-01-06",
        "e": "1e3",
        "f": ["true", ".inf"],
        "g": "x",
    }


def test_places_are_those_of_the_values_and_of_the_nearest_thing_around() -> None:
    tree, _ = read_yaml(b"a: 1\nb:\n  - c: 2\n    d:\n      e: >-\n        long\n", "f")
    assert tree is not None
    assert tree.place(("a",)) == (1, 4)
    assert tree.place(("b",)) == (2, 1)
    assert tree.place(("b", 0)) == (3, 5)
    assert tree.place(("b", 0, "d")) == (4, 5)
    assert tree.place(("b", 0, "d", "e")) == (5, 10)
    assert tree.place(("b", 0, "missing", "deeper")) == (3, 5)
    assert tree.place(("nowhere",)) == (1, 1)


def test_windows_line_ends_count_as_line_ends() -> None:
    assert document_of("a: 1\r\nb: 2\r\n") == {"a": "1", "b": "2"}


@pytest.mark.usefixtures("_either_parser")
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: &x 1", "1:4 '&x' is an anchor, and anchors are not allowed"),
        ("a: [1]\nb: *x", "2:4 '*x' is an alias, and aliases are not allowed"),
        ("*x : b", "1:1 '*x' is an alias, and aliases are not allowed"),
        ("<<: {a: 1}", "1:1 '<<' is not allowed; write the lines out again"),
        ("a: 1\nb: 2\na: 3", "3:1 'a' stands twice, first in line 1; keep one of the two"),
        ("a: !!str x", "1:4 a tag (a word beginning with '!') is not allowed"),
        ("a: !x {b: c}", "1:4 a tag (a word beginning with '!') is not allowed"),
        ("%YAML 1.1\n---\na: 1", "1:1 a line beginning with '%' stands at the top; delete it"),
        ("a: 1\n---\nb: 2", "2:1 a second document begins here"),
        ("? [a]\n: b", "1:3 a name is expected before the colon, not a list or a map"),
        ("a: ~", "1:4 nothing stands after 'a:'; write a value or delete the line"),
        ("a: null", "1:4 nothing stands after 'a:'; write a value or delete the line"),
        ("a:\n  -\n", "2:4 nothing stands after the hyphen; write a value or delete the line"),
        ("\ta: 1", "1:1 a tab stands here; write blanks instead"),
        ("\ufeffa: 1", "1:1 an invisible byte order mark stands here"),
        ("a: x\0y", "1:5 a NUL character stands here; delete it"),
        ("a: x\ry", "1:5 a line end of old Macintosh computers stands here"),
        ("a: x\u2028y", "1:5 an invisible control character (U+2028) stands here; delete it"),
        ("a: x\u202ey", "1:5 an invisible character that turns the text around (U+202E) stands"),
        ('a: "x\\ty"', "1:4 a tab is written here with a backslash; write blanks instead"),
        ("", "1:1 the file is empty; begin the file with lines like 'slug: …'"),
        ("# nothing", "1:1 the file is empty"),
        ("--- ''", "1:1 the file is empty"),
        ("just words", "1:1 no name with a colon stands here"),
        ("- a\n- b", "1:1 no name with a colon stands here"),
        ("a: 'x\n", "1:4 a text in quotes begins here and never ends"),
        ("a: [1\nb: 2", "1:4 a list in square brackets is not closed, or a comma is missing"),
        ("a: {b: c", "1:4 something in braces is not closed, or a comma is missing"),
        ("a: b: c", "1:5 a colon stands inside a text; put the whole text in double quotes"),
        ("a: @x", "1:4 a text begins with a character that means something else here"),
        ("- a\nb: c", "2:1 this line does not fit the lines above it"),
        ("a: b\nc\nd: e", "this line has no colon, or a text goes on where it may not"),
        ('a: "\\q"', "a backslash in double quotes does not mean itself"),
    ],
)  # fmt: skip
def test_what_could_surprise_is_refused_at_its_place(text: str, told: str) -> None:
    assert any(told in problem for problem in problems_of(text)), problems_of(text)


def test_the_rest_is_read_in_spite_of_what_is_refused() -> None:
    tree, problems = read_yaml(b"a: &x 1\nb: *x\nc:\nd: 4", "f")
    assert tree is not None
    assert tree.value == {"a": "1", "b": "", "c": "", "d": "4"}
    assert tree.faulty == {("b",), ("c",)}
    assert [problem.line for problem in problems] == [1, 2, 3]


def test_a_billion_laughs_are_refused_without_being_told() -> None:
    lines = ["a0: &a0 [ha]"] + [
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)
    ]
    tree, problems = read_yaml("\n".join(lines).encode(), "f")
    assert len(problems) == 30 + 29 * 9
    assert tree is not None
    assert tree.value["a29"] == [""] * 9


def test_too_large_too_many_and_too_deep_end_the_reading() -> None:
    assert problems_of(b"a" * (MOST_BYTES + 1)) == [
        "None:None the file is larger than 256 KB; shorten it or divide it into two campaigns"
    ]
    many = problems_of("a: [" + "1," * MOST_EVENTS + "]")
    assert many[0].startswith("1:")
    assert "the file has more than 20000 parts" in many[0]
    assert "more than 16 deep" in problems_of("[" * 5000)[0]
    assert "more than 16 deep" in problems_of("".join(f"{' ' * n}a:\n" for n in range(40)))[0]


def test_bytes_that_are_not_utf8_are_told_where_they_stand() -> None:
    told = problems_of("a: 1\nb: Караганда".encode("cp1251"))
    assert told[0] == ("2:4 the file is not written in UTF-8; save it as UTF-8 in your editor")


def test_of_a_picture_only_the_first_complaints_are_told() -> None:
    assert len(problems_of("\n".join("a\0b\u202e" for _ in range(500)))) <= 22


def test_an_escape_for_no_character_is_a_problem_and_no_exception(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(yaml_reader, "_LOADER", yaml.SafeLoader)
    assert problems_of('a: "\\U00110000"') == [
        "None:None this cannot be read as YAML; compare the line with those of another campaign"
    ]
