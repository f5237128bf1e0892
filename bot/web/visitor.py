"""What a browser says about whoever visits."""

from __future__ import annotations

import re

from bot.words import Words

_CHOICE = re.compile(r"([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)(?:\s*;\s*q=([01](?:\.[0-9]{0,3})?))?")
MOST = 10
"""Languages of a list that are looked at."""


def preferred(accept_language: str, words: Words) -> str:
    """The language a visitor likes best among those the bot speaks; English where in doubt.

    Source: RFC 9110, section 12.5.4.
    """
    parts = [_CHOICE.fullmatch(part.strip()) for part in accept_language.split(",")[:MOST]]
    choices = [(part[1].lower(), float(part[2] or 1)) for part in parts if part]
    for code, liking in sorted(choices, key=lambda choice: -choice[1]):
        found = words.best(code)
        if liking and (found != words.languages[0] or code.split("-")[0] == found):
            return found
    return words.languages[0]
