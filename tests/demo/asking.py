"""Asks an application without a server: each request runs the whole stack in this process."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx
from starlette.applications import Starlette

OWN = "http://127.0.0.1:8080"


@dataclass(frozen=True)
class Asker:
    """A browser or a bot at `OWN`, without an event loop of its own."""

    app: Starlette

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.ask("GET", path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:
        return self.ask("POST", path, **options)

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url=OWN) as client:
                return await client.request(method, path, **options)

        return asyncio.run(asked())

    def page_token(self) -> str:
        """This run's token, as the page reads it."""
        home = self.get("/").text
        return home.partition('name="demo-token" content="')[2].partition('"')[0]
