"""Buttons that work once, and the log of who used them."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import timedelta
from typing import Any

from .request import Request
from .sorry import Stale

VALID = timedelta(minutes=15)
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
    payload = await request.tx.tokens.take(token, request.user_id, request.now, action)
    if payload is None:
        raise Stale("decided")
    return payload


async def note(request: Request, act: str, subject: str) -> None:
    """Who did what, for the audit log; the person only as a keyed hash."""
    actor = hmac.new(
        request.desk.audit_key, str(request.user_id).encode(), hashlib.sha256
    ).hexdigest()[:16]
    await request.tx.audit.add(actor, f"broadcast.{act}", subject, request.now)
