"""Buttons that work once, and the log of who used them."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.core.delivery import ROWS_KEPT

from .request import Request
from .sorry import Stale

VALID = timedelta(minutes=15)
REMEMBERED = ROWS_KEPT
"""So long it is known what became of a button: as long as of who got what."""
FATES = {"send": "already_sent", "drop": "dropped_before"}
"""What became of a draft by what was done: names of notices."""
LOST = {"broadcast": "too_old"}
"""The notice where nothing is known of a button any more: its time was over before it was used."""
PAGES = {"broadcast": "broadcast/too_old.j2", "replaced": "broadcast/replaced.j2"}
"""What then stands in the place of the question, whose buttons go."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,64}")


async def offer(request: Request, action: str, **payload: Any) -> str:
    """A token for this person's next decision; ``payload`` is kept behind it."""
    return await request.tx.tokens.issue(
        action, request.user_id, request.chat.id, payload, request.now + VALID
    )


async def take(request: Request, token: str, action: str) -> dict[str, Any]:
    """What stands behind a token, which is used up by this; Stale if it is not this person's."""
    if not _TOKEN.fullmatch(token):
        raise Stale("decided")
    tokens = request.tx.tokens
    payload = await tokens.take(token, request.user_id, request.now, action)
    if payload is None:
        fate = await tokens.fate(token, request.user_id)
        raise Stale(fate or LOST.get(action, "decided"), PAGES.get(fate or action))
    await _leave(request, token, "replaced" if request.arg(0) == "in" else "decided")
    return payload


async def retire(request: Request, action: str, told: Mapping[str, Any]) -> None:
    """This person's older buttons for the same thing, which a newer question replaces.

    ``told``: what stands behind all of them alike.
    """
    for token, payload in (await request.tx.tokens.of(action, request.user_id)).items():
        if told.items() <= payload.items():
            await _leave(request, token, "replaced")


async def _leave(request: Request, token: str, fate: str) -> None:
    until = request.now + REMEMBERED
    await request.tx.tokens.leave(token, request.user_id, request.chat.id, fate, until)


async def note(request: Request, act: str, subject: str) -> None:
    """Who did what, for the audit log, the person only as a keyed hash; and for a second tap."""
    if act in FATES:
        await _leave(request, request.arg(1), FATES[act])
    actor = hmac.new(
        request.desk.audit_key, str(request.user_id).encode(), hashlib.sha256
    ).hexdigest()[:16]
    await request.tx.audit.add(actor, f"broadcast.{act}", subject, request.now)
