"""Texts in several languages, and which one a reader is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    GetJsonSchemaHandler,
    RootModel,
    StringConstraints,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

MOST_TEXT = 4000
"""Code points of one text in one language: more than a Telegram message holds."""
MOST_WORDS = 500
"""Code points of a name, a line or an address that is given in one form only."""

Filled = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_TEXT)
]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_WORDS)]

OWN = "own"
"""Key of a text given as one plain string: it is in the campaign's own language."""


class Document(BaseModel):
    """Base of everything read from a campaign file: frozen, and strict about unknown fields.

    The string under a field is its description in the editor's completion and in the guide.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, kw_only=True)
class Said:
    """A text as it is shown, with the language it is really in."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text


class Text(RootModel[dict[str, Filled]]):
    """A plain text in the campaign's own language, or a map of language to text."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _plain_string(cls, value: Any) -> Any:
        return {OWN: value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _has_a_language(self) -> Text:
        if not self.root:
            raise ValueError("no language; write the text after its language, such as 'en: …'")
        return self

    def __hash__(self) -> int:
        # The one that comes with ``frozen`` fails on a dict.
        return hash(frozenset(self.root.items()))

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """What an editor may offer: one string, or strings by language code."""
        text = {"type": "string", "minLength": 1, "maxLength": MOST_TEXT}
        return {
            "title": "Text",
            "description": "One text in the campaign's own language, or texts by language code.",
            "anyOf": [
                text,
                {
                    "type": "object",
                    "minProperties": 1,
                    "propertyNames": {"pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"},
                    "additionalProperties": text,
                },
            ],
        }

    def pick(self, wanted: str, own: str) -> Said:
        """The text for a reader of ``wanted`` in a campaign written in ``own``.

        Falls back in a fixed order: the wanted language, its base language, the campaign's own,
        English, then whatever comes first.
        """
        texts = {own if key == OWN else key: text for key, text in self.root.items()}
        for language in (wanted, wanted.split("-", 1)[0], own, "en"):
            if language in texts:
                return Said(text=texts[language], language=language)
        language, text = next(iter(texts.items()))
        return Said(text=text, language=language)

    def languages(self, own: str) -> frozenset[str]:
        """The languages this text exists in."""
        return frozenset(own if key == OWN else key for key in self.root)
