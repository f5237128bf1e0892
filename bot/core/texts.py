"""Texts in several languages, and which one a reader is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    RootModel,
    StringConstraints,
    model_validator,
)

Filled = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)
]

OWN = "own"
"""Key of a text given as one plain string: it is in the campaign's own language."""


class Document(BaseModel):
    """Base of everything read from a campaign file: frozen, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, kw_only=True)
class Said:
    """A text as it is shown, with the language it is really in."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text


class Text(RootModel[dict[str, Filled]]):
    """One text in one or more languages. In YAML: a plain string, or a map of language to string."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _plain_string(cls, value: Any) -> Any:
        return {OWN: value} if isinstance(value, str) else value

    def pick(self, wanted: str, own: str) -> Said:
        """The text for a reader of ``wanted`` in a campaign written in ``own``.

        Falls back in a fixed order: the wanted language, its base language, the campaign's own,
        English, then whatever comes first.
        """
        texts = {own if key == OWN else key: text for key, text in self.root.items()}
        for language in (wanted, wanted.split("-")[0], own, "en"):
            if language in texts:
                return Said(text=texts[language], language=language)
        language, text = next(iter(texts.items()))
        return Said(text=text, language=language)

    def languages(self, own: str) -> frozenset[str]:
        """The languages this text exists in."""
        return frozenset(own if key == OWN else key for key in self.root)
