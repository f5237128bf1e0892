"""What to say on the telephone: the steps of a call, in the words of the other side."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .people import Id
from .texts import Document, Line, Text
from .values import Whole


class Step(Document):
    """One step of a call: you say, they say, or wait."""

    who: Literal["you", "they", "wait"]
    """Whose turn it is."""
    words: Line | None = None
    """What is said, in its original script."""
    language: str | None = None
    """The language of these words."""
    say: Text | None = None
    """How to pronounce them, written for readers of each language."""
    means: Text | None = None
    """What they mean."""
    seconds: Whole | None = Field(default=None, ge=1, le=120)
    """How long to wait."""
    note: Text | None = None
    """What happens in this step, or what to look out for."""


class CallScript(Document):
    """What to say on the telephone, step by step."""

    id: str = Id
    """Short name by which channels and actions refer to the script."""
    title: Text
    """What it is for."""
    steps: tuple[Step, ...] = Field(min_length=1)
    """The steps, in their order."""
    source: str | None = None
    """Id of the source that tells how."""
