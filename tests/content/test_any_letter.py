"""No shipped letter leaves with a gap, whoever asks for it and whatever was drawn."""

from __future__ import annotations

import re
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.commands.letter_made import letter_words
from bot.content.leftovers import PATTERNS, SAMPLE
from bot.content.letterpress import LetterPress, demands_of
from bot.content.loader import load_folder
from bot.content.slots import SLOT
from bot.core.drafts import Draft, Sender, typed
from bot.core.letters import Offer
from bot.core.library import Entry
from bot.settings import shipped
from bot.words import Words

ENTRIES = load_folder(shipped("campaigns")).entries
LETTERS = [(entry, letter) for entry in ENTRIES for letter in entry.campaign.letters]
PRESS = LetterPress()
WORDS = Words.load()
TRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|^\s*==|^\s*-- ?or\b|Undefined|None\b", re.MULTILINE)
DIRECTIONS = re.compile("[\u200e\u200f]")
SENDERS = ("name", "city", "organisation")

anything = st.text(max_size=120).map(typed)
values = st.one_of(
    st.just(""),
    anything,
    st.sampled_from(["{{ name }}", "{% if city %}", "== opening", "-- or", "1. Ann", "<b>&"]),
    st.sampled_from(["Ann Example", "Айгүл Үлгі", "آن مثال", "例 花子", "👩🏽‍⚖️", "e\u0301\u0323"]),
)


@st.composite
def orders(draw: st.DrawFn) -> tuple[Entry, Offer, int, tuple[str, ...] | None]:
    """A letter of a shipped campaign to one of its offices, a seed, and demands as wished."""
    entry, letter = draw(st.sampled_from(LETTERS))
    office = entry.campaign.office(draw(st.sampled_from(letter.to)))
    action = next(one for one in entry.campaign.actions if one.letter == letter.id)
    offer = Offer(action=action, letter=letter, office=office, key=office.id)
    some = st.lists(st.sampled_from(letter.demands), unique=True) if letter.demands else st.just([])
    wanted = draw(st.one_of(st.none(), some.map(tuple)))
    return entry, offer, draw(st.integers(0, 2**64 - 1)), wanted


Ordered = tuple[Entry, Offer, int, tuple[str, ...] | None]


def drafted(ordered: Ordered, language: str, sender: Sender) -> Draft:
    entry, offer, seed, wanted = ordered
    zone = entry.campaign.tz
    moment = offer.action.starts_at(zone) + timedelta(days=seed % 300)
    return PRESS.draft(
        entry,
        offer,
        language=language,
        words=letter_words(WORDS, language, moment, zone),
        sender=sender,
        office_day=moment.date(),
        seed=seed,
        demands=wanted,
    )


def languages(ordered: Ordered) -> tuple[str, ...]:
    return ordered[0].letters.languages(ordered[1].letter.id)


@given(ordered=orders(), known=st.sets(st.sampled_from(SENDERS)))
def test_whatever_is_known_of_the_sender_nothing_is_left_open(
    ordered: Ordered, known: set[str]
) -> None:
    sender = Sender(**dict.fromkeys(known, SAMPLE))
    for language in languages(ordered):
        draft = drafted(ordered, language, sender)
        for text in (draft.plain(), "\n\n".join(map(str, draft.body))):
            assert not TRACES.search(text), text
            assert not SLOT.search(text), text
            for pattern, what in PATTERNS:
                # The last line of a letter is its formula, and ends as the language has it.
                found = pattern.search(text if text != draft.plain() else text + " " + SAMPLE)
                assert not found, (what, language, text)
        assert all(paragraph.text.strip() for paragraph in draft.body)
        assert SAMPLE in draft.plain() or not known


@given(ordered=orders(), sender=st.builds(Sender, name=values, city=values, organisation=values))
def test_what_people_type_stands_in_the_letter_as_it_is_and_changes_nothing_else(
    ordered: Ordered, sender: Sender
) -> None:
    """The letter equals the one of a sender with plain values, once these are exchanged."""
    marks = {name: f"Zq{name}" for name in SENDERS if getattr(sender, name)}
    for language in languages(ordered):
        plain = drafted(ordered, language, Sender(**marks)).plain()
        for name, mark in marks.items():
            value = getattr(sender, name)
            ends = value[-2:-1].isalnum() and value[-1] in ".!?…"  # then by itself, once
            plain = plain.replace(f"{mark}.", value if ends else f"{value}.")
            plain = plain.replace(mark, value)
        # Which way a city runs decides whether a mark stands after it.
        said = drafted(ordered, language, sender).plain()
        assert DIRECTIONS.sub("", said) == DIRECTIONS.sub("", plain)


@given(ordered=orders())
def test_all_demands_wanted_are_raised_in_their_order_and_no_other(ordered: Ordered) -> None:
    entry, offer, seed, wanted = ordered
    asked = demands_of(offer.letter, seed) if wanted is None else wanted
    demands = [entry.campaign.demand(id) for id in asked]
    for language in languages(ordered):
        items = [one.text for one in drafted(ordered, language, Sender()).body if one.mark]
        ways = [
            {str(entry.campaign.say(text, language)) for text in (one.text, *one.wordings)}
            for one in demands
        ]
        assert len(items) == len(ways) or not asked
        for item, there in zip(items, ways, strict=False):
            assert item in {" ".join(text.split()) for text in there}
