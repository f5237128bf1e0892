"""Markdown as far as the documentation needs it: writing tables, reading links and commands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

_FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\((?P<to>[^)\s]+)\)|\b(?:src|href)=\"(?P<html>[^\"]+)\"")
_HEADING = re.compile(r"^#{1,6} (?P<words>.+)$", re.MULTILINE)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; bars inside cells are escaped."""
    lines = [head, ["---"] * len(head), *rows]
    cells = ([cell.replace("|", "\\|") for cell in line] for line in lines)
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


def first_column(text: str, head: str) -> list[str]:
    """The first cells, without code marks, of the table whose first head this is."""
    found = re.search(rf"^\| {head} \|.*\n\| ---.*\n(?P<rows>(?:\|.*\n)+)", text, re.MULTILINE)
    if found is None:
        return []
    return [row.split(" | ")[0].strip("| `") for row in found["rows"].splitlines()]


def links(text: str) -> Iterator[str]:
    """Where links and pictures lead, outside code."""
    for link in _LINK.finditer(_FENCE.sub("", text)):
        yield link["to"] or link["html"]


def anchor(heading: str) -> str:
    """The name by which GitHub links to a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def anchors(text: str) -> frozenset[str]:
    """Those of all headings of a page."""
    return frozenset(anchor(found["words"]) for found in _HEADING.finditer(_FENCE.sub("", text)))


def code(text: str) -> Iterator[str]:
    """Every line of code: those of blocks, and what stands between backticks in sentences."""
    for block in _FENCE.finditer(text):
        yield from block["text"].splitlines()
    yield from re.findall(r"`([^`\n]+)`", _FENCE.sub("", text))


def blocks(text: str, kind: str) -> Iterator[str]:
    """The texts of the code blocks of one kind, such as ``ini``."""
    for block in _FENCE.finditer(text):
        if block["kind"] == kind:
            yield block["text"]
