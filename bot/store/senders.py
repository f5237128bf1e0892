"""Names for letters, kept only for those who asked for it."""

from __future__ import annotations

import json
from typing import Any

from .subject import Subject


class Senders(Subject):
    """Name, city and union of the person behind a private chat."""

    name = "senders"

    async def get(self, chat_id: int) -> dict[str, Any] | None:
        data = await self.sql.get(self.db, chat_id=chat_id)
        return None if data is None else dict(json.loads(data))

    async def put(self, chat_id: int, data: dict[str, Any]) -> None:
        await self.sql.put(self.db, chat_id=chat_id, data=json.dumps(data, ensure_ascii=False))

    async def remove(self, chat_id: int) -> bool:
        """False if there was nothing."""
        return bool(await self.sql.remove(self.db, chat_id=chat_id))
