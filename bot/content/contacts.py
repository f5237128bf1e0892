"""Links, e-mail addresses, and things that must never stand in a published campaign."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from bot.core.flaws import Flaw, Loc, words

from . import shape

LINKS = ("organisations.*.url", "evidence.*.url", "channels.*.url")
EMAILS = ("channels.*.email",)

_EMAIL = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)
_HOST = re.compile(r"([^\W_]([\w-]{0,61}[^\W_])?\.)+[^\W\d_]([\w-]{0,61}[^\W_])?")
_DIGIT = re.compile(r"\d")
_OTHER_LINK = re.compile(
    r"\b(?:(?:http|ftp|file|tg|ws|wss)://|(?:javascript|data|vbscript|mailto):(?=\S))",
    re.IGNORECASE,
)
_IDENTITY = re.compile(
    r"(passport|identity card|паспорт\w*|удостоверени\w+ личности|төлқұжат\w*|жеке куәлік\w*"
    r"|ИИН|ЖСН|ИНН|СНИЛС)[^\d\n]{0,20}\d[\d ]{5,}",
    re.IGNORECASE,
)
_FLAT = re.compile(
    r"\b(flat|apt\.?|apartment|кв\.|квартира|пәтер)\s*(no\.?|№)?\s*\d+", re.IGNORECASE
)


def flaws(document: Mapping[str, object]) -> Iterator[Flaw]:
    """Links that are not https, misspelt e-mail addresses, identity papers, private addresses."""
    for path in LINKS:
        for loc, link in words(document, path):
            if reason := link_problem(link):
                yield Flaw(loc=loc, what=reason, mend="write it like https://example.org/page")
    for path in EMAILS:
        for loc, address in words(document, path):
            if len(address) > 254 or not _EMAIL.fullmatch(address):
                yield Flaw(
                    loc=loc,
                    what=f"'{address}' is no e-mail address",
                    mend="write it like court@example.org",
                )
    for loc, text in _all_words(document):
        yield from _in_text(loc, text)


def link_problem(link: str) -> str | None:
    """Why a link is refused; None where it is https to a named host and hides nothing."""
    try:
        parts = urlsplit(link)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "this is no link"
    if parts.scheme != "https":
        return "a link must begin with https://"
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        return "a link must not hold a user's name"
    if not _HOST.fullmatch(host) or port not in {None, 443} or re.search(r"[\s\\<>\"]", link):
        return "this is no link to a public page"
    return None


def _all_words(document: Mapping[str, object]) -> Iterator[tuple[Loc, str]]:
    """Every text in every language, and the values of payment cards."""
    for loc, text in shape.texts(document):
        if isinstance(text, str):
            yield loc, text
        elif isinstance(text, Mapping):
            for language, said in text.items():
                if isinstance(said, str):
                    yield (*loc, language), said
    yield from words(document, "funds.*.methods.*.fields.*.value")
    yield from words(document, "initiatives.*.contact")


def _in_text(loc: Loc, text: str) -> Iterator[Flaw]:
    if ":" in text and (other := _OTHER_LINK.search(text)):
        yield Flaw(
            loc=loc,
            what=f"'{other[0]}' begins a link that is not https",
            mend="use a link that begins with https://, or leave it out",
        )
    if not _DIGIT.search(text):  # most texts hold none, and what follows takes its time
        return
    if _IDENTITY.search(text):
        yield Flaw(
            loc=loc,
            what="this looks like the number of an identity document",
            mend="leave it out: it could harm its holder",
        )
    if _FLAT.search(text):
        yield Flaw(
            loc=loc,
            what="this looks like a private address",
            mend="leave it out, or give a public office instead",
        )
