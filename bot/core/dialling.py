"""What to press to ring a number: from a mobile, and from a landline in the reader's country.

Numbers and dialling prefixes are libphonenumber's, as they are today. Two things it cannot know are
ours: Russia and Kazakhstan share +7 without being one country to a caller, and Kazakhstan's area
codes began with 3 until 2007 (Karaganda 3212, today 7212), which libphonenumber takes for Russian.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumber, PhoneNumberFormat

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_FORMERLY_KAZAKH = re.compile(r"\+73([123][0-9]{8})")
_TONE = "~"
"""libphonenumber's sign for: wait for the tone."""
_ONE_PREFIX = re.compile(r"[0-9]+(?:~[0-9]+)?")
_SHARED = 7
"""The country code that Russia and Kazakhstan share."""
# From landlines of these countries the way to a +7 number of another is not sure: no guide of
# their operators was found, and libphonenumber takes Russia and Kazakhstan for one.
_DOUBTFUL_FROM = frozenset({"RU", "KZ", "BY"})


@dataclass(frozen=True, kw_only=True)
class DialCard:
    """One number as one reader rings it. The mobile line comes first: it works from everywhere."""

    e164: str
    mobile: str
    """International form in groups: "+7 7212 42 02 20"."""
    region: str | None
    """ISO 3166-1 alpha-2 of the country the number is in, where that is known."""
    landline: str | None = None
    """What to press on a landline in the reader's country, ``~`` where one waits for a tone. None
    where the country is not known or has no single prefix for calls abroad."""
    carrier_choice: bool = False
    """True where every operator has a prefix of its own: press that, then ``after_prefix``."""
    doubtful: bool = False
    """True where the landline form is only likely: the reader had better ask the operator."""
    domestic: bool = False
    """True for a call inside the reader's own country."""
    given: bool = False
    """True where the landline form is the campaign's own: somebody there knows better."""

    @property
    def after_prefix(self) -> str:
        """What follows whatever one presses for a call abroad: "7 7212 42 02 20"."""
        return self.mobile.removeprefix("+")

    @property
    def second_tone(self) -> bool:
        """Whether one waits for a second dial tone on the way."""
        return self.tone_after is not None

    @property
    def tone_after(self) -> str | None:
        """The digits after which the second tone comes, such as "8"."""
        return self.steps[0] if len(self.steps) > 1 else None

    @property
    def steps(self) -> tuple[str, ...]:
        """The landline form cut where one waits for a tone: ("8", "10 7 7212 42 02 20")."""
        return tuple(self.landline.split(_TONE)) if self.landline else ()


def dial(
    e164: str,
    from_country: str | None,
    display: str | None = None,
    given: Mapping[str, str] = MappingProxyType({}),
) -> DialCard:
    """How to ring a number from a country (ISO 3166-1 alpha-2; None: not known).

    No digit is left out, right or wrong: what is wrong with a number ``number_problem`` tells.
    ``display`` groups the same digits for reading, with or without the plus; ``given`` is what the
    campaign knows to be pressed on a landline, by country. Raises ``ValueError`` for what is no
    E.164 number, or where the digits of ``display`` are others.
    """
    card = _worked_out(e164, from_country, display)
    landline = given.get(from_country or "")
    if landline is None:
        return card
    return replace(card, landline=landline, given=True, carrier_choice=False, doubtful=False)


@lru_cache(maxsize=4096)
def _worked_out(e164: str, from_country: str | None, display: str | None) -> DialCard:
    number = _parsed(e164)
    region = region_of(e164)
    mobile = _as_displayed(e164, display) if display else _grouped(e164, number)
    plain = DialCard(e164=e164, mobile=mobile, region=region)
    metadata = PhoneMetadata.metadata_for_region(from_country or "", None)
    if metadata is None:
        return plain
    if region == from_country:
        landline = _national(number, mobile, metadata, known=display is None)
        return DialCard(e164=e164, mobile=mobile, region=region, landline=landline, domestic=True)
    if number.country_code == metadata.country_code != _SHARED:
        landline = phonenumbers.format_out_of_country_calling_number(number, metadata.id)
        return DialCard(e164=e164, mobile=mobile, region=region, landline=landline)
    prefix = _international_prefix(metadata)
    return DialCard(
        e164=e164,
        mobile=mobile,
        region=region,
        landline=f"{prefix} {plain.after_prefix}" if prefix else None,
        carrier_choice=prefix is None,
        doubtful=number.country_code == _SHARED and from_country in _DOUBTFUL_FROM,
    )


def region_of(e164: str) -> str | None:
    """The country a number is or was in; None where that cannot be said.

    Raises ``ValueError`` for what is no E.164 number.
    """
    number = _parsed(e164)
    if phonenumbers.is_valid_number(number):
        region: str | None = phonenumbers.region_code_for_number(number)
        return region
    if _FORMERLY_KAZAKH.fullmatch(e164):
        return "KZ"
    regions = phonenumbers.region_codes_for_country_code(number.country_code or 0)
    return regions[0] if len(regions) == 1 else None


def number_problem(e164: str, country: str) -> str | None:
    """What is wrong with a number said to be in force in a country today, and how to mend it.

    A number with a last day in the past need not be asked about: it is history.
    """
    try:
        number = _parsed(e164)
    except ValueError as error:
        return str(error)
    shown = _grouped(e164, number)
    if phonenumbers.is_valid_number(number):
        return _elsewhere(shown, region_of(e164), country)
    if former := _FORMERLY_KAZAKH.fullmatch(e164):
        today = f"+77{former[1]}"
        advice = f"write {_grouped(today, _parsed(today))}, or give the last day it was in force"
        return f"{shown} is how Kazakhstan wrote it until 2007: {advice}"
    if without := _without_prefix(e164):
        return f"{shown} has a prefix that is pressed only inside the country: write {without}"
    return f"{shown} is not a number anybody has today: look for a missing or a wrong digit"


def _without_prefix(e164: str) -> str | None:
    """The valid number that is left when what is pressed inside the country is taken out."""
    read = _read(e164)
    known = _digits(read)
    return known if _is_cut(known, e164, read) and phonenumbers.is_valid_number(read) else None


def _elsewhere(shown: str, region: str | None, country: str) -> str | None:
    if region != country:
        return f"{shown} is a number of {region}, but the office is in {country}: mend one of them"
    return None


def _parsed(e164: str) -> PhoneNumber:
    """The number with every digit it was given: libphonenumber leaves out an inland prefix."""
    number = _read(e164)
    if not _is_cut(_digits(number), e164, number):
        return number
    digits = e164.removeprefix(f"+{number.country_code}")
    national = digits.lstrip("0") or "0"
    zeros = len(digits) - len(national)
    return PhoneNumber(
        country_code=number.country_code,
        national_number=int(national),
        italian_leading_zero=zeros > 0,
        number_of_leading_zeros=zeros or None,
    )


def _digits(number: PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def _is_cut(known: str, e164: str, number: PhoneNumber) -> bool:
    """Whether digits after the country code are missing, and none was written otherwise."""
    rest = known.removeprefix(f"+{number.country_code}")
    return len(known) < len(e164) and e164.endswith(rest)


def _read(e164: str) -> PhoneNumber:
    if not _E164.fullmatch(e164):
        raise ValueError(f'"{e164}" is no international number: write it like "+77212420220"')
    try:
        return phonenumbers.parse(e164, None)
    except NumberParseException as error:
        raise ValueError(f"{e164} begins with no known country code: look it up again") from error


def _as_displayed(e164: str, display: str) -> str:
    if re.sub(r"\D", "", display) != e164[1:]:
        raise ValueError(f'"{display}" does not have the digits of {e164}: mend one of them')
    return f"+{display.removeprefix('+').strip()}"


def _grouped(e164: str, number: PhoneNumber) -> str:
    """International form: the country's own groups where the number is known, else pairs."""
    if phonenumbers.is_valid_number(number):
        return str(phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL))
    code = str(number.country_code)
    digits = e164[1 + len(code) :]
    head = 4 if len(digits) % 2 == 0 else 3
    pairs = re.findall("..", digits[head:])
    return " ".join((f"+{code}", digits[:head], *pairs))


def _national(number: PhoneNumber, mobile: str, metadata: PhoneMetadata, *, known: bool) -> str:
    """The form for a call inside the country; our own groups where libphonenumber has none."""
    if known and phonenumbers.is_valid_number(number):
        return str(phonenumbers.format_out_of_country_calling_number(number, metadata.id))
    trunk = metadata.national_prefix or ""
    rest = mobile.removeprefix(f"+{number.country_code}").strip()
    return f"{trunk}{rest}" if trunk == "0" else f"{trunk} {rest}".strip()


def _international_prefix(metadata: PhoneMetadata) -> str | None:
    """What one presses for a call abroad; None where that depends on the operator chosen."""
    preferred: str | None = metadata.preferred_international_prefix
    if preferred:
        return preferred
    pattern: str = metadata.international_prefix or ""
    return pattern if _ONE_PREFIX.fullmatch(pattern) else None
