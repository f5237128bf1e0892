"""Style and script of our pages, at addresses that change with them, so that browsers keep them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

FOLDER = Path(__file__).parent / "assets"
KINDS = {".css": "text/css", ".js": "text/javascript"}
A_YEAR = "public, max-age=31536000, immutable"


class Assets:
    """The files of a folder, read once."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._files = {
            path.name: path.read_bytes()
            for path in sorted(folder.iterdir())
            if path.suffix in KINDS
        }
        together = hashlib.sha256(b"\0".join(self._files.values()))
        self._version = together.hexdigest()[:12]

    def address(self, name: str) -> str:
        """From a page one step below the top, wherever a proxy has put that."""
        return f"../assets/{self._version}/{name}" if name in self._files else ""

    def routes(self) -> list[Route]:
        return [Route("/assets/{version}/{name}", self.serve)]

    async def serve(self, request: Request) -> Response:
        """A file; that of another version too, for a replica may be older than the page."""
        name, version = request.path_params["name"], request.path_params["version"]
        content = self._files.get(name)
        if content is None:
            return Response(status_code=404)
        headers = {
            "cache-control": A_YEAR if version == self._version else "no-store",
            "x-content-type-options": "nosniff",
            "cross-origin-resource-policy": "same-origin",
        }
        return Response(content, headers=headers, media_type=KINDS[Path(name).suffix])
