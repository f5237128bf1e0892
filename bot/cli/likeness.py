"""How alike the letters of a folder's campaigns are, measured on letters as readers get them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import quantiles

from bot.commands.letter_made import letter_words
from bot.content.letter_variants import variants
from bot.content.letterpress import LetterPress
from bot.core.drafts import Sender
from bot.core.letters import Offer
from bot.core.library import Entry
from bot.core.shingles import shared, shingles
from bot.words import Words

READERS = 1000
NEIGHBOURS = 10
"""Each reader's letter is held against those of so many readers after it."""
ALL_DIFFERENT = 200
"""Among so many readers no two letters may be the same."""

METHOD = (
    f"Measured on {READERS:,} readers who told nothing of themselves, the letter of each held "
    f"against those of the next {NEIGHBOURS}: runs of five words that stand in both, of those in "
    f"the shorter one. Whole letters, without the sender's lines. Goal: a median under 60 %."
)


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """What was measured of one letter in one language. Shares are from 0 to 1."""

    file: str
    variants: int
    median: float
    high: float
    """The 95th percentile."""
    same: bool
    """Whether two of the first 200 are the same letter."""

    def __str__(self) -> str:
        count = f"{self.variants:,} variant{'s' * (self.variants != 1)}"
        end = "two of 200 are the same" if self.same else "no two of 200 are the same"
        return (
            f"{self.file}: {count}; two letters share {self.median:.0%} (median), "
            f"{self.high:.0%} (95th percentile); {end}"
        )

    @property
    def problem(self) -> str:
        return (
            f"{self.file}: two of {ALL_DIFFERENT} readers get the same letter; write more ways of "
            "saying its parts (after '-- or'), or give its demands more 'wordings'"
        )


def likenesses(entries: Sequence[Entry], words: Words) -> Iterator[Likeness]:
    """Every letter that an action asks for, in every language it is written in."""
    press = LetterPress()
    for entry in entries:
        for offer in _offers(entry):
            count = variants(entry, offer.letter)
            for language in sorted(entry.letters.languages(offer.letter.id)):
                texts = list(_texts(press, words, entry, offer, language))
                file = f"{entry.campaign.slug}/{offer.letter.id}.{language}"
                yield _measured(file, count, texts)


def _offers(entry: Entry) -> Iterator[Offer]:
    """Each letter once, to the office that is its first choice."""
    campaign = entry.campaign
    for letter in campaign.letters:
        office = campaign.office(letter.to[0])
        for action in [one for one in campaign.actions if one.letter == letter.id][:1]:
            yield Offer(action=action, letter=letter, office=office, key=office.id)


def _texts(
    press: LetterPress, words: Words, entry: Entry, offer: Offer, language: str
) -> Iterator[str]:
    """The letter as the readers get it, on the first day on which it is of use."""
    zone = entry.campaign.tz
    said = letter_words(words, language, offer.action.starts_at(zone), zone)
    for reader in range(READERS):
        draft = press.draft(
            entry,
            offer,
            language=language,
            words=said,
            sender=Sender(),
            office_day=offer.action.begins,
            seed=reader,
        )
        yield draft.plain()


def _measured(file: str, count: int, texts: Sequence[str]) -> Likeness:
    runs = [shingles(text) for text in texts]
    shares = [
        shared(runs[reader], runs[(reader + step) % len(runs)])
        for reader in range(len(runs))
        for step in range(1, NEIGHBOURS + 1)
    ]
    cuts = quantiles(shares, n=20)
    return Likeness(
        file=file,
        variants=count,
        median=cuts[9],
        high=cuts[18],
        same=len(set(texts[:ALL_DIFFERENT])) < ALL_DIFFERENT,
    )
