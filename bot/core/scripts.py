"""What to say on the telephone: the steps of a call, in the words of the other side."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .people import Id
from .texts import Document, Line, Text
from .values import Whole

Turn = Literal[
    "asked", "not-understood", "no-tone", "engaged", "no-answer", "hung-up", "refused", "done"
]
"""What may happen in a call beside the way it should go."""

Recording = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]

STRESS = "\u0301"
"""Combining acute: stands after the stressed vowel."""


class Step(Document):
    """One step of a call: you say, they say, or wait."""

    who: Literal["you", "they", "wait"]
    """Whose turn it is."""
    words: Line | None = None
    """What is said, in its original script; U+0301 after a vowel marks the stress."""
    language: str | None = None
    """The language of these words."""
    say: Text | None = None
    """How to pronounce them, written for readers of each language; made by rule where missing."""
    means: Text | None = None
    """What they mean."""
    seconds: Whole | None = Field(default=None, ge=1, le=120)
    """How long to wait."""
    note: Text | None = None
    """What happens in this step, or what to look out for."""
    voice: Recording | None = None
    """Name of a recording of these words, without its ending: voices/<name>.ogg."""

    @property
    def plain(self) -> str:
        """The words without stress marks; empty where nothing is said."""
        return without_stress(self.words or "")


class Branch(Document):
    """What to do or say when a call takes another turn."""

    when: Turn
    """What happened; done: it is over, and one says goodbye."""
    steps: tuple[Step, ...] = ()
    """What to say then, in its order."""
    note: Text | None = None
    """What to do then, in place of our own advice."""


class CallScript(Document):
    """What to say on the telephone, step by step."""

    id: str = Id
    """Short name by which channels and actions refer to the script."""
    title: Text
    """What it is for."""
    steps: tuple[Step, ...] = Field(min_length=1)
    """The steps, in their order."""
    branches: tuple[Branch, ...] = ()
    """Words for other turns of the call; for those left out the bot gives its own advice."""
    source: str | None = None
    """Id of the source that tells how."""
    voice: Recording | None = None
    """Name of a recording of the whole, without its ending: voices/<name>.ogg."""

    def branch(self, when: str) -> Branch | None:
        """The campaign's own words for a turn of the call, if it has any."""
        return next((branch for branch in self.branches if branch.when == when), None)


def without_stress(words: str) -> str:
    """Words as they are usually written; letters that have an accent of their own keep it."""
    bare = unicodedata.normalize("NFC", words)
    return bare.replace(STRESS, "")
