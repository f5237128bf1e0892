"""The web application: which path leads where."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .mail import MailPages
from .webhook import Accept, Webhook

Healthy = Callable[[], Awaitable[bool]]


def build(
    healthy: Healthy,
    webhook_path: str = "",
    secret: str = "",
    accept: Accept | None = None,
    mail: MailPages | None = None,
) -> Starlette:
    """The application; the webhook exists only where a path and ``accept`` are given.

    So do the e-mail pages of letters, where there is a ``mail`` to make them.
    """

    async def health(_request: Request) -> Response:
        well = await healthy()
        return JSONResponse({"status": "ok" if well else "degraded"}, 200 if well else 503)

    routes = [Route("/healthz", health)]
    if accept is not None and webhook_path:
        hook = Webhook(secret, accept)
        routes.append(Route(webhook_path, hook.receive, methods=["POST"]))
    if mail is not None:
        routes += mail.routes()
    app = Starlette(routes=routes)
    app.router.redirect_slashes = False  # who guesses a path is not helped along
    return app
