from __future__ import annotations

from bot.core.library import Entry, LetterTexts, Library
from tests.appeal import a_campaign


def an_entry(slug: str) -> Entry:
    texts = LetterTexts(sources={"protest": {"en": "x", "ru": "y"}})
    return Entry(campaign=a_campaign(slug=slug), letters=texts, revision=1)


def test_campaigns_are_found_by_their_slugs() -> None:
    library = Library((an_entry("one"), an_entry("two")))
    assert len(library) == 2
    assert [entry.campaign.slug for entry in library] == ["one", "two"]
    found = library.get("two")
    assert found is not None
    assert found.letters.languages("protest") == ("en", "ru")
    assert found.letters.languages("plea") == ()
    assert library.get("three") is None


def test_a_reader_keeps_the_campaigns_it_began_with() -> None:
    library = Library((an_entry("one"), an_entry("two")))
    reading = iter(library)
    first = next(reading)
    library.replace((an_entry("three"),))
    assert [first.campaign.slug, next(reading).campaign.slug] == ["one", "two"]
    assert [entry.campaign.slug for entry in library] == ["three"]
