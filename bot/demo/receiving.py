"""How the bot hears: getUpdates or a webhook, and its answers to pressed buttons."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

from bot.demo import limits
from bot.demo.answers import Json, Refusal, bad_request
from bot.demo.params import Params
from bot.demo.updates import Webhook
from bot.demo.world import World

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
WEBHOOK_ACTIVE: Final = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
POLLED_TWICE: Final = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)


def get_updates(world: World, params: Params) -> list[Json]:
    """What waits now; `BotApi.request` does the waiting of a long poll."""
    queue = world.updates
    if queue.webhook.url:
        raise Refusal(409, WEBHOOK_ACTIVE)
    _ask_for(world, params)
    queue.acknowledge(params.number("offset"))
    limit = params.number("limit", limits.UPDATES_AT_ONCE)
    return queue.first(min(max(limit, 1), limits.UPDATES_AT_ONCE))


def _ask_for(world: World, params: Params) -> None:
    if "allowed_updates" not in params:
        return
    kinds = params.data("allowed_updates", "can't parse allowed_updates JSON object")
    if not isinstance(kinds, list):
        raise bad_request("expected an Array of String")
    world.updates.allowed = frozenset(str(kind) for kind in kinds)


def set_webhook(world: World, params: Params) -> bool:
    url, secret = params.text("url"), params.text("secret_token")
    if not url:
        return delete_webhook(world, params)
    if len(secret) > limits.SECRET_TOKEN:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    parts = urlsplit(url)
    # Like a local Bot API server, plain http is taken for this very machine.
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    _ask_for(world, params)
    _drop_pending(world, params)
    world.updates.webhook = Webhook(
        url=url, secret_token=secret, max_connections=params.number("max_connections", 40)
    )
    world.updates.bell.ring()
    return True


def delete_webhook(world: World, params: Params) -> bool:
    world.updates.webhook = Webhook()
    _drop_pending(world, params)
    world.updates.bell.ring()
    return True


def _drop_pending(world: World, params: Params) -> None:
    if params.flag("drop_pending_updates"):
        world.updates.waiting.clear()


def webhook_info(world: World, _params: Params) -> Json:
    hook = world.updates.webhook
    told: Json = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.waiting),
    }
    if hook.url:
        told["max_connections"] = hook.max_connections
    if hook.last_error_date:
        told |= {"last_error_date": hook.last_error_date, "last_error_message": hook.last_error}
    if world.updates.allowed:
        told["allowed_updates"] = sorted(world.updates.allowed)
    return told


def answer_press(world: World, params: Params) -> bool:
    """answerCallbackQuery: once per press; the text goes to the one who pressed."""
    text = params.text("text")
    if limits.utf16(text) > limits.CALLBACK_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    pressed = world.queries.pop(params.text("callback_query_id"), None)
    if pressed is None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    user_id, chat_id = pressed
    world.events.emit(
        "answer",
        query_id=params.text("callback_query_id"),
        user_id=user_id,
        chat_id=chat_id,
        text=text,
        alert=params.flag("show_alert"),
    )
    return True


METHODS: Final[Mapping[str, Callable[[World, Params], object]]] = {
    "getupdates": get_updates,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": webhook_info,
    "answercallbackquery": answer_press,
}
