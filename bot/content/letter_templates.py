"""Letter templates by volunteers: a small, safe part of Jinja2, rendered to plain text.

The sandbox alone limits neither time nor memory, so a template is read first, and only what a
letter needs is let through: texts, placeholders, conditions, six filters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, UndefinedError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.core.flaws import choice

PLACEHOLDERS = (
    "name",
    "city",
    "organisation",
    "country",
    "date",
    "demands",
    "people",
    "office",
    "addressee",
)
MAY_BE_EMPTY = frozenset({"name", "city", "organisation", "country"})
"""What the sender may not have told: a letter must read well without each of them."""
FILTERS = ("upper", "lower", "title", "trim", "default", "e")
TESTS = ("defined", "undefined", "eq", "ne", "equalto", "sameas", "string", "none")
MOST_BYTES = 20 * 1024
"""Of one template, which is one way of saying one part."""
MOST_OUTPUT = 16 * 1024

_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.If,
    nodes.Filter,
    nodes.Test,
    nodes.Const,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Compare,
    nodes.Operand,
)
_DEEPEST = 40
_REMEMBERED = 4096
"""Templates kept ready: each letter has dozens, and reading one anew takes a millisecond."""
_UNREADABLE = "this cannot be read as a template"


class LetterError(Exception):
    """A template cannot be used: where, what is wrong, and how to mend it."""

    def __init__(self, line: int | None, what: str, mend: str) -> None:
        super().__init__(f"line {line}: {what}; {mend}" if line else f"{what}; {mend}")
        self.line = line
        self.what = what
        self.mend = mend


def _environment() -> ImmutableSandboxedEnvironment:
    """Without globals, with our filters only; lines that hold nothing but a tag leave no line."""
    environment = ImmutableSandboxedEnvironment(
        autoescape=False,  # letters are plain text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=0,
    )
    environment.globals.clear()
    for table, kept in ((environment.filters, FILTERS), (environment.tests, TESTS)):
        for name in [name for name in table if name not in kept]:
            del table[name]
    # Nothing is to be escaped in plain text; people are used to writing it all the same.
    environment.filters["e"] = str
    return environment


_ENVIRONMENT = _environment()


class _Mistake(NamedTuple):
    line: int | None
    what: str
    mend: str


class _Seen(NamedTuple):
    """What one look at a template shows."""

    mistakes: tuple[_Mistake, ...]
    names: frozenset[str] = frozenset()


def mistakes(source: str) -> list[LetterError]:
    """Everything in a template that is not allowed in one, in the order of its lines."""
    return [LetterError(*mistake) for mistake in _look(source).mistakes]


def placeholders(source: str) -> frozenset[str]:
    """The names a sound template speaks of."""
    return _look(source).names


@lru_cache(maxsize=_REMEMBERED)
def _look(source: str) -> _Seen:
    if len(source.encode("utf-8", "replace")) > MOST_BYTES:
        what = f"this text is larger than {MOST_BYTES // 1024} KB"
        return _Seen((_Mistake(None, what, "shorten it"),))
    if _is_plain(source):
        return _Seen(())
    try:
        tree = _ENVIRONMENT.parse(source)
    except TemplateSyntaxError as error:
        return _Seen((_Mistake(error.lineno, _UNREADABLE, _syntax(error)),))
    except (RecursionError, ValueError, OverflowError):
        return _Seen((_Mistake(None, _UNREADABLE, "write it more simply"),))
    refused = sorted(_refused(tree, 0), key=lambda mistake: mistake.line or 0)
    return _Seen(tuple(refused), frozenset(name.name for name in tree.find_all(nodes.Name)))


def render_letter(source: str, values: Mapping[str, str]) -> str:
    """The text: plain, stripped, with simple line ends, at most 16 KB.

    ``values`` are all the placeholders, of which some may be empty. Raises ``LetterError``.
    """
    for error in mistakes(source):
        raise error
    try:
        pieces = (
            iter((source,))
            if _is_plain(source)
            else _compiled(source).generate({name: str(values[name]) for name in values})
        )
        text = "".join(_within(pieces))
    except UndefinedError as error:
        raise LetterError(None, f"a value is missing: {error.message}", "give it") from error
    return text.replace("\r\n", "\n").strip()


def _is_plain(source: str) -> bool:
    """Most ways of saying something hold no placeholder: there is nothing to fill in."""
    return "{" not in source


@lru_cache(maxsize=_REMEMBERED)
def _compiled(source: str) -> Template:
    return _ENVIRONMENT.from_string(source)


def _within(pieces: Iterator[str]) -> Iterator[str]:
    """The pieces, as long as they are not too much together."""
    length = 0
    for piece in pieces:
        length += len(piece.encode("utf-8", "replace"))
        if length > MOST_OUTPUT:
            what = f"the finished letter is larger than {MOST_OUTPUT // 1024} KB"
            raise LetterError(None, what, "shorten it")
        yield piece


def _refused(node: nodes.Node, depth: int) -> Iterator[_Mistake]:
    if depth > _DEEPEST:
        yield _Mistake(node.lineno, "conditions stand too deep inside each other", "simplify it")
        return
    if isinstance(node, nodes.Name):
        yield from _name(node)
    elif isinstance(node, nodes.Filter) and node.name not in FILTERS:
        mend = choice(node.name, FILTERS)
        yield _Mistake(node.lineno, f"the filter '{node.name}' is not allowed", mend)
    elif isinstance(node, nodes.Test) and node.name not in TESTS:
        mend = "write a condition such as {% if name %}"
        yield _Mistake(node.lineno, f"the test '{node.name}' is not allowed", mend)
    elif isinstance(node, nodes.Const) and not isinstance(node.value, str | bool | None):
        yield _Mistake(node.lineno, "a number is not allowed here", "put it in quotes")
    elif not isinstance(node, _ALLOWED):
        yield _Mistake(
            node.lineno,
            f"this part of a template is not allowed in letters ({type(node).__name__})",
            "use only texts, {{ placeholders }} and {% if … %} … {% endif %}",
        )
        return
    for child in node.iter_child_nodes():
        yield from _refused(child, depth + 1)


def _name(node: nodes.Name) -> Iterator[_Mistake]:
    if node.name not in PLACEHOLDERS:
        mend = choice(node.name, PLACEHOLDERS)
        yield _Mistake(node.lineno, f"there is no placeholder '{node.name}'", mend)


def _syntax(error: TemplateSyntaxError) -> str:
    """How to mend what Jinja2 could not read; its own words are for programmers."""
    if "Unknown" in (error.message or "") or "unknown" in (error.message or ""):
        return "use only {{ placeholders }} and {% if … %} … {% else %} … {% endif %}"
    return "check that every {{ has its }}, and every {% if … %} its {% endif %}"
