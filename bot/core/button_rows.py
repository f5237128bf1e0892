"""How buttons stand beneath a message. Telegram makes those of one row equally wide."""

from __future__ import annotations

from collections.abc import Iterable

from .messages import Button

ROW = 36
"""Letters of a label that a phone shows where the button has its row to itself."""
HALF_ROW = 17
"""The same where two share a row."""


def in_pairs(buttons: Iterable[Button]) -> tuple[tuple[Button, ...], ...]:
    """Two neighbours share a row where the label of each of them fits into its half."""
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        last = rows[-1] if rows else ()
        if len(last) == 1 and _is_short(last[0]) and _is_short(button):
            rows[-1] = (*last, button)
        else:
            rows.append((button,))
    return tuple(rows)


def _is_short(button: Button) -> bool:
    return len(button.label) <= HALF_ROW


def shortened(name: str, room: int = ROW) -> str:
    """A name as it stands on a button, where it may have ``room`` letters."""
    return name if len(name) <= room else name[: room - 1].rstrip() + "…"
