"""What a letter with one's name on it can bring upon its writer, by campaign and by country."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .offices import Country
from .texts import Document, Text


class Advice(Document):
    """What readers in some countries should know before they sign."""

    countries: tuple[Country, ...] = Field(min_length=1)
    """The countries they live in: two capital letters each."""
    note: Text
    """The advice, in one or two sentences."""


class Danger(Document):
    """How dangerous it can be to sign with one's own name."""

    level: Literal["raised", "high"] = "raised"
    """high: signing for an organisation, or not at all, is offered before one's own name."""
    note: Text | None = None
    """What everybody should know before they sign; a general sentence where none is given."""
    readers: tuple[Advice, ...] = ()
    """What readers in some countries should know besides."""

    def advice_in(self, country: str | None) -> tuple[Text, ...]:
        """The advice for readers in a country (ISO 3166-1 alpha-2; None: not known)."""
        return tuple(one.note for one in self.readers if country in one.countries)
