"""A letter in signs that fax machines, old web forms and mail gateways do not spoil."""

from __future__ import annotations

import re
import unicodedata

from .ascii_signs import table

_AS: dict[str, str] = {
    **dict.fromkeys("‘’‚‛‹›′´ʼʹʻʽ", "'"),
    **dict.fromkeys("„″〝〞〟「」『』《》〈〉", '"'),
    **dict.fromkeys("•‣⁃∙◦●○■□▪▫◆◇►▶★☆✓✔✗✘➤−─", "-"),
    "…": "...",
    "×": "x",
    "→": "->",
    "←": "<-",
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "±": "+/-",
    "÷": "/",
    "⁄": "/",
    "©": "(c)",
    "®": "(R)",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₽": "RUB",
    "₸": "KZT",
    "₴": "UAH",
    "₹": "INR",
    "₺": "TRY",
    "₩": "KRW",
    "₪": "ILS",
    "\u2028": "\n",
    "\u2029": "\n\n",
}
"""What a sign becomes; dashes, quotation marks and blanks that are not named go by their class."""
_BY_CLASS = {"Pd": "-", "Pi": '"', "Pf": '"', "Zs": " "}
_STAY = frozenset("\n№§°")
"""A line break, and signs that any printer of an office has."""
_DROPPED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Sk", "So"})
"""Classes of what cannot be seen, and of emoji and other pictures."""
_LOOKS = frozenset(
    {"\u034f", "\u20e3", *map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10)))}
)
"""Marks that only choose how the sign before them looks."""
_ACCENTS = range(0x0300, 0x0370)
_DOT_ALONE = re.compile(r"(?<!\w)·(?!\w)")
_FRACTION_AFTER_NUMBER = re.compile(r"(?<=\d)(?=[¼-¾⅐-⅞])")
_LOST = "\0"
_BLANKS_OF_LOST = re.compile(rf"(?m)(^|(?<= )){_LOST}+ ?|{_LOST}+")


def fax_safe(text: str) -> str:
    """The text in NFC with plain quotes, hyphens, blanks and "..."; letters of any script stay.

    Emoji and invisible signs, joiners and direction marks among them, are left out.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    seen = "".join(_LOST if _is_dropped(sign) else sign for sign in lines)
    whole = unicodedata.normalize("NFC", _BLANKS_OF_LOST.sub("", seen))
    apart = _FRACTION_AFTER_NUMBER.sub(" ", _DOT_ALONE.sub("-", whole))
    plain = "".join(map(_plain, apart))
    return "\n".join(line.rstrip(" ") for line in unicodedata.normalize("NFC", plain).split("\n"))


def ascii_only(text: str, language: str) -> str | None:
    """The text in ASCII, Cyrillic letters by their sounds in the language; None where it cannot be.

    Nothing is left out but accents. Arabic, for one, does not write what would have to be written.
    """
    letters = table(language)
    signs = fax_safe(text)
    found: list[str] = []
    for place, sign in enumerate(signs):
        folded = _folded(sign, letters)
        if folded is None:
            return None
        found.append(_cased(folded, sign, signs[place - 1 : place] + signs[place + 1 : place + 2]))
    return "".join(found)


def _is_dropped(sign: str) -> bool:
    if sign in _LOOKS:
        return True
    if sign.isascii() and sign.isprintable():
        return False
    known = sign in _AS or sign in _STAY
    return not known and unicodedata.category(sign) in _DROPPED and not _spelt_out(sign)


def _plain(sign: str) -> str:
    if sign.isascii() or sign in _STAY:
        return sign
    known = _AS.get(sign) or _BY_CLASS.get(unicodedata.category(sign))
    return known or _spelt_out(sign) or sign


def _spelt_out(sign: str) -> str:
    """A sign put together of others, as those: "½" as "1/2"; empty where it is not."""
    if not unicodedata.decomposition(sign).startswith("<"):
        return ""
    parts = unicodedata.normalize("NFKC", sign).replace("⁄", "/")
    raised = unicodedata.decomposition(sign).startswith("<super>") and parts.isdecimal()
    plain = all(part.isalnum() or 32 < ord(part) < 127 or part in "° " for part in parts)
    return f"^{parts}" if raised else parts if plain else ""


def _folded(sign: str, letters: dict[str, str]) -> str | None:
    """A sign in ASCII, a letter in lower case where the table has it."""
    if sign.isascii():
        return sign
    known = letters.get(sign.lower())
    if known is not None:
        return known
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    parts = unicodedata.normalize("NFD", sign)
    base, accents = parts[0], parts[1:]
    if any(ord(accent) not in _ACCENTS for accent in accents):
        return None
    if ord(base) in _ACCENTS:
        return ""
    return _folded(base, letters) if accents else None


def _cased(folded: str, sign: str, beside: str) -> str:
    """With the capitals the sign had: all of them in a word of capitals."""
    if sign.isascii() or not sign.isupper():
        return folded
    return folded.upper() if len(folded) > 1 and beside.isupper() else folded.capitalize()
