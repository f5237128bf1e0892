"""A letter is in one language from head to foot: what stands in it exists in all of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.core.flaws import Flaw, Loc, named

Raw = Mapping[str, object]


def flaws(document: Raw, sources: Mapping[str, Mapping[str, str]]) -> Iterator[Flaw]:
    """Subjects, demands, addressees and names that are missing in a language of a letter.

    Each place is told of once, in the first of the languages that it lacks.
    """
    own, told = str(document.get("language")), set[Loc]()
    for loc, letter in named(document, "letters"):
        for language in sorted(set(sources.get(str(letter["id"]), {})) - {own}):
            for place, text, what in _texts(document, loc, letter):
                if place not in told and not _has(text, language):
                    told.add(place)
                    yield Flaw(
                        loc=place,
                        what=f"the letter '{letter['id']}' is written in '{language}', {what} not",
                        mend=f"add a line '{language}: …'",
                    )


def _texts(document: Raw, loc: Loc, letter: Raw) -> Iterator[tuple[Loc, object, str]]:
    """What stands in a letter beside the words of its file: where, the raw text, and its words."""
    yield (*loc, "subject"), letter.get("subject"), "its subject is"
    for place, demand in _used(document, "demands", letter.get("demands")):
        yield (*place, "text"), demand.get("text"), "this demand is"
    offices = [*_ids(letter.get("to")), *_ids(letter.get("cc"))]
    for place, office in _used(document, "offices", offices):
        head = "addressed" if office.get("addressed") else "name"
        yield (*place, head), office.get(head), "the addressee is"
        yield from _greeted(place, office)
        holders = office.get("holders")
        for index, holder in enumerate(holders if isinstance(holders, list) else []):
            if isinstance(holder, dict):
                yield from _greeted((*place, "holders", index), holder, ("addressed",))
    named_there = letter.get("people") or [one["id"] for _, one in named(document, "people")]
    for place, person in _used(document, "people", named_there):
        if isinstance(person.get("name"), dict):  # a plain name is the same in every language
            yield (*place, "name"), person.get("name"), "this name is"


def _greeted(
    place: Loc, office: Raw, also: tuple[str, ...] = ()
) -> Iterator[tuple[Loc, object, str]]:
    for field in (*also, "salutation"):
        if office.get(field):
            yield (*place, field), office.get(field), "the addressee is"


def _used(document: Raw, collection: str, wanted: object) -> Iterator[tuple[Loc, Raw]]:
    ids = _ids(wanted)
    return ((loc, item) for loc, item in named(document, collection) if item["id"] in ids)


def _ids(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _has(text: object, language: str) -> bool:
    """Whether a raw text exists in a language; what is no text at all is told of elsewhere."""
    if isinstance(text, str):
        return not text.strip()
    return not isinstance(text, dict) or not text or language in text
