"""How many different letters a campaign's words can make, and whether these are enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.core.actions import Letter
from bot.core.flaws import Flaw, Loc, named
from bot.core.library import Entry
from bot.core.texts import OWN
from bot.core.variation import Part, letters

from .campaign_files import LETTERS
from .letter_parts import parted


def variants(entry: Entry, letter: Letter) -> int:
    """How many different letters one letter of a sound campaign can become, in any language."""
    campaign = entry.campaign
    source = next(iter(entry.letters.sources[letter.id].values()))
    ways = [1 + len(campaign.demand(id).wordings) for id in letter.demands]
    return letters(_drawn(source), ways, any_order=letter.any_order)


def flaws(
    document: Mapping[str, object], sources: Mapping[str, Mapping[str, str]]
) -> Iterator[Flaw]:
    """Letters with fewer variants than they need; wordings that are not in every language."""
    demands = {str(demand["id"]): demand for _, demand in named(document, "demands")}
    for loc, letter in named(document, "letters"):
        there = sources.get(str(letter["id"]), {})
        if there:
            yield from _too_few(loc, letter, there, demands)
    own = str(document.get("language"))
    for loc, demand in named(document, "demands"):
        yield from _wordings(loc, demand, own)


def _too_few(
    loc: Loc,
    letter: Mapping[str, object],
    there: Mapping[str, str],
    demands: Mapping[str, Mapping[str, object]],
) -> Iterator[Flaw]:
    asked, least = _items(letter.get("demands")), str(letter.get("least_variants", ""))
    if not (least.isascii() and least.isdigit()):
        return
    ways = [1 + len(_items(demands.get(str(id), {}).get("wordings"))) for id in asked]
    any_order = letter.get("any_order") == "true"
    # Whatever language has fewer ways than another is told of beside this.
    count = min(letters(_drawn(said), ways, any_order=any_order) for said in there.values())
    if count < int(least):
        id = letter["id"]
        yield Flaw(
            loc=(*loc, "least_variants"),
            what=f"the words of the letter '{id}' make {count:,} different letters, "
            f"fewer than {int(least):,}",
            mend=f"write more ways of saying its parts in {LETTERS}/{id}.*.j2 (after '-- or'), "
            "make parts movable, or give its demands more 'wordings'",
        )


def _wordings(loc: Loc, demand: Mapping[str, object], own: str) -> Iterator[Flaw]:
    text, wordings = demand.get("text"), _items(demand.get("wordings"))
    first = _by_language(text, own)
    told = {(code, " ".join(said.split())) for code, said in first.items()}
    for index, wording in enumerate(wordings):
        there, place = _by_language(wording, own), (*loc, "wordings", index)
        lacking = sorted(set(first) - set(there) - {own}) if there else []
        if lacking:
            yield Flaw(
                loc=place,
                what=f"this wording lacks '{lacking[0]}', which the demand's text has",
                mend=f"add a line '{lacking[0]}: …'",
            )
        for code, said in there.items():
            same = (code, " ".join(said.split()))
            if same in told:
                yield Flaw(
                    loc=place,
                    what=f"in '{code}' this wording is the same as another one of the demand",
                    mend="say it in other words, or take it out",
                )
            told.add(same)


def _by_language(text: object, own: str) -> dict[str, str]:
    """A raw text by language; empty where it is none."""
    if isinstance(text, str):
        return {own: text}
    there = text if isinstance(text, Mapping) else {}
    return {
        own if code == OWN else str(code): said
        for code, said in there.items()
        if isinstance(said, str)
    }


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _drawn(source: str) -> list[Part]:
    return [part.drawn for part in parted(source).parts]
