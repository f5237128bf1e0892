"""Names for letters: kept only for those who ask for it, and never readable in the database."""

from __future__ import annotations

import json
from dataclasses import asdict

from bot.core.drafts import Sender
from bot.log import logger
from bot.sealing import Broken, Keys
from bot.store import Store

from .request import Request

log = logger(__name__)

FIELDS = ("name", "city", "organisation")
"""What may be kept, in the order in which it is asked for and shown."""


async def kept_sender(request: Request) -> Sender | None:
    """What this person chose to keep; None where there is nothing that can be read."""
    box = await request.tx.senders.get(request.chat.id)
    if box is None:
        return None
    try:
        return opened(request.desk.keys, request.chat.id, box)
    except Broken:  # sealed with a key that is no more: nobody can ever read it again
        log.warning("a kept name cannot be read: the key has changed")
        return None


async def keep_sender(request: Request, sender: Sender) -> None:
    box = closed(request.desk.keys, request.chat.id, sender)
    await request.tx.senders.put(request.chat.id, box)


def closed(keys: Keys, chat_id: int, sender: Sender) -> str:
    """A sender as the database may hold it: sealed, and of use for this chat only."""
    plain = json.dumps(asdict(sender), ensure_ascii=False).encode()
    return keys.senders.seal(plain, str(chat_id).encode())


def opened(keys: Keys, chat_id: int, box: str) -> Sender:
    """The sender in a box. Raises ``Broken``."""
    plain = keys.senders.open(box, str(chat_id).encode())
    return read(json.loads(plain))


def read(data: dict[str, object]) -> Sender:
    """A sender from the fields of a row or a dialogue; what is missing is empty."""
    return Sender(**{field: str(data.get(field, "")) for field in FIELDS})


def lines(sender: Sender) -> tuple[str, ...]:
    """What is known of a sender, as it is shown back to them."""
    values = asdict(sender)
    return tuple(values[field] for field in FIELDS if values[field])


async def sealed(store: Store, keys: Keys) -> Store:
    """The same store, once all is sealed that was kept in clear by earlier versions."""
    async with store.transaction() as tx:
        in_clear = await tx.senders.in_clear()
        for chat_id, plain in in_clear.items():
            await tx.senders.put(chat_id, closed(keys, chat_id, read(json.loads(plain))))
    if in_clear:  # until then they stand in the file, and what seals them in its log alone
        await store.wipe_log()
    return store
