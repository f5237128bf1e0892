"""The one message that every contestant sends: 600 characters of HTML and two buttons."""

from __future__ import annotations

LENGTH = 600
_HEAD = (
    "<b>Tuesday 24 November, 10:00</b>: the court in Karaganda reads its verdict on <i>eleven oil "
    "workers</i>, who are accused of having called a strike. "
)
_BODY = (
    "Ring the court, write to the prosecutor, or come to the hearing: who is watched is treated "
    "better. Be polite and brief; say your name, your town and that you follow the case. "
)
HTML = (_HEAD + _BODY * 4)[:LENGTH]
PRESS = ("Write the letter", "letter:karaganda-2003")
LINK = ("The case", "https://example.org/case")

FIRST_CHAT = 7_000_000_000
"""The number of the first chat; the others follow it."""


def keyboard() -> list[list[dict[str, str]]]:
    """The two buttons as the Bot API takes them."""
    return [
        [{"text": PRESS[0], "callback_data": PRESS[1]}],
        [{"text": LINK[0], "url": LINK[1]}],
    ]
