"""A strict reader for campaign files: maps, lists and strings, each with its line; nothing else.

YAML guesses types ("no" becomes false), takes a key twice in silence, and lets a short file unfold
into gigabytes. Here every scalar is a string, the model converts, and surprises are refused.
"""

from __future__ import annotations

from typing import Any

import yaml

from . import characters
from .problems import Problem
from .yaml_mistakes import explain
from .yaml_tree import Builder, Refused, Tree

MOST_BYTES = 256 * 1024

# The one on libyaml is faster; both yield the same events.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(raw: bytes, file: str) -> tuple[Tree | None, list[Problem]]:
    """The document in a file's bytes, and everything wrong with its form.

    The tree is None where the form is broken beyond reading; it may be there beside problems.
    """
    if len(raw) > MOST_BYTES:
        size = Problem(
            file=file,
            what=f"the file is larger than {MOST_BYTES // 1024} KB",
            mend="shorten it or divide it into two campaigns",
        )
        return None, [size]
    text, problems = characters.decode(raw, file)
    problems += characters.problems_in(text, file)
    builder = Builder(file)
    try:
        for event in yaml.parse(characters.blanked(text), Loader=_LOADER):
            builder.take(event)
    except Refused:
        return None, [*problems, *builder.problems]
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return None, [*problems, *builder.problems, explain(error, file)]
    if not isinstance(builder.root, dict):
        what = "no name with a colon stands here" if builder.root else "the file is empty"
        mend = "begin the file with lines like 'slug: …' and 'title: …'"
        empty = Problem(file=file, line=1, column=1, what=what, mend=mend)
        return None, [*problems, *builder.problems, empty]
    tree = Tree(value=builder.root, places=builder.places, faulty=frozenset(builder.faulty))
    return tree, [*problems, *builder.problems]
