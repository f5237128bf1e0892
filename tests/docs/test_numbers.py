"""Every number that the documentation tells of the code is the code's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from bot import app, settings
from bot.alerting import enqueue, proposal, question
from bot.chat import poller
from bot.commands import once, request
from bot.core import breaker, delivery, outcomes, pacing
from bot.demo import limits
from bot.jobs import ballast, canary, cleaning, clockwatch, screens, sender, space, watch
from bot.settings import Settings
from tests import test_house
from tests.docs.pages import HOUSE

MB = 1024 * 1024


def page(name: str) -> str:
    """Without line breaks, so that a sentence is found however it is wrapped."""
    return " ".join((HOUSE / name).read_text(encoding="utf-8").split())


def minutes(span: timedelta) -> int:
    return int(span.total_seconds()) // 60


def hours(span: timedelta) -> int:
    return span // timedelta(hours=1)


def in_minutes(seconds: Iterable[float]) -> list[int]:
    return [int(each) // 60 for each in seconds]


def fastest(slots: int) -> int:
    """The highest rate for which so many slots are enough."""
    return max(rate for rate in range(1, 1001) if sender.slots_for(rate) <= slots)


def setting(name: str) -> Any:
    return Settings.model_fields[name].default


def highest(name: str) -> int:
    return next(
        int(rule.le) for rule in Settings.model_fields[name].metadata if hasattr(rule, "le")
    )


FIRST, SECOND, THIRD = in_minutes(delivery.ALERT.resend_after)
REFUSED, GONE = canary.FIRST // canary.TOO_MANY, canary.RUN // canary.TOO_MANY
GROUP = next(limit.count for limit in pacing.GROUP if limit.seconds == 60)

README = (
    f"number of the update, without the chat, for {hours(cleaning.INBOX_KEPT)} hours",
    f"| {delivery.ROWS_KEPT.days} days; then only how many |",
    f"without the bot’s key | {outcomes.WITNESS_KEPT.days} days; then only how many |",
    f"all of the above for {cleaning.GONE_KEPT.days} days, then nothing",
    f"under a code instead of their number | {cleaning.AUDIT_KEPT.days} days |",
    f"while something is sent | {minutes(screens.LIVE)} minutes |",
    f"name, city and union, encrypted | {minutes(request.PATIENCE)} minutes |",
    f"waits for a tap on its button | {minutes(once.VALID)} minutes |",
    f"without the draft | {once.REMEMBERED.days} days |",
    f"up to {enqueue.AT_ONCE} chats in the transaction in which it fell due or was approved",
    f"if the bot is killed these are at most {sender.FEWEST} messages, those under way",
    f"Where `SEND_RATE` is above {fastest(sender.FEWEST)}",
    f"what goes out in {sender.ROUND_TRIP} seconds and two more, at most {sender.MOST}.",
    f"without a sound after {FIRST}, {SECOND} and {THIRD} minutes",
    f"at most {len(delivery.ALERT.resend_after) + 1} attempts in all",
    f"(at most {pacing.GATE_LIMIT / 60:g} minutes) and {pacing.SPARE:g} second more",
    f"it is asked about every {breaker.PROBE_EVERY:g} seconds",
    f"where more than {REFUSED} of the first {canary.FIRST} are refused",
    f"or more than {GONE} of the first {canary.RUN} chats are gone",
    f"older than {hours(limits.DELETE_WITHIN)} hours",
    f"with up to {len(delivery.WITHDRAWAL.resend_after) + 1} attempts for each",
    f"| `{setting('send_rate')}` | Messages a second at most;",
    f"Telegram's own limit is about {settings.FREE}. |",
    f"`SEND_RATE` may go up to {highest('send_rate')}",
)
HOSTING = (
    f"127.0.0.1:{setting('http_port')}:{setting('http_port')}",
    f"stood still for more than {watch.LATEST:g} seconds",
    f"`/healthz` says 503 for {watch.REMEMBERED:g} seconds",
    f"When {watch.FAILURES} steps fail within {watch.WITHIN / 60:g} minutes",
    f"moves by itself for {minutes(screens.LIVE)} minutes",
    f"`SEND_RATE` messages a second, {setting('send_rate')} unless you say otherwise",
    f"Telegram carries about {settings.FREE} for nothing",
    f"a group at most {GROUP} a minute",
    f"every {pacing.RECOVERY:g} seconds. After an outage",
    f"it begins at {pacing.RAMP[0]:g} a second",
    f"rises to the full rate within {pacing.RAMP[1]:g} seconds",
    f"of {setting('send_rate')} messages a second” is how fast",
    f"“0 of {sender.slots_for(setting('send_rate'))} under way”",
    f"up to {highest('send_rate')} a second",
    f"fewer than {space.LOW // MB} MB are free",
    f"go on by themselves from {space.ENOUGH // MB} MB on",
    f"`….db.ballast` of {ballast.SIZE // MB} MB",
    f"jumped by more than {hours(clockwatch.JUMP)} hours",
    f"for {poller.CONTESTED:g} seconds another program has fetched",
    f"more than {REFUSED} of its first {canary.FIRST} messages are refused",
    f"more than {GONE} of its first {canary.RUN} chats are gone",
)
GUIDE = (
    f"older than {hours(limits.DELETE_WITHIN)} hours Telegram does not let go",
    f"Both can be done for {delivery.ROWS_KEPT.days} days, once.",
)
CONTRIBUTING = (f"Files of 60 to 200 lines, at most {test_house.MOST_LINES};",)
TEMPLATES = "bot/words/templates"
SAID = {
    "privacy/kept.j2": (
        f"how that ended: {delivery.ROWS_KEPT.days} days",
        f"all of it for {cleaning.GONE_KEPT.days} days",
        f"so that nobody is counted twice: {outcomes.WITNESS_KEPT.days} days",
    ),
    "privacy/brief.j2": (f"for {delivery.ROWS_KEPT.days} days",),
    "privacy/mydata.j2": (
        f"in the last {delivery.ROWS_KEPT.days} days",
        f"letters: kept for {outcomes.WITNESS_KEPT.days} days",
    ),
    "broadcast/confirm.j2": (f"works once, within {minutes(once.VALID)} minutes",),
    "broadcast/correct.j2": (f"works, once, within {minutes(once.VALID)} minutes",),
    "broadcast/withdraw.j2": (
        f"works once, within {minutes(once.VALID)} minutes",
        f"older than {hours(limits.DELETE_WITHIN)} hours",
    ),
    "broadcast/barred.j2": (f"more than {delivery.ROWS_KEPT.days} days old",),
}
FACTS = {
    "README.md": README,
    "docs/hosting.md": HOSTING,
    "docs/campaigns.md": GUIDE,
    "CONTRIBUTING.md": CONTRIBUTING,
} | {f"{TEMPLATES}/{name}": words for name, words in SAID.items()}


@pytest.mark.parametrize(
    ("name", "words"), [(name, words) for name in FACTS for words in FACTS[name]]
)
def test_a_number_in_the_documentation_is_that_of_the_code(name: str, words: str) -> None:
    assert words in page(name)


def test_numbers_that_are_told_in_words() -> None:
    half_an_hour, day = timedelta(minutes=30), timedelta(days=1)
    assert half_an_hour == request.PATIENCE
    assert "half an hour" in page(f"{TEMPLATES}/privacy/kept.j2")
    assert "kept for half an hour" in page(f"{TEMPLATES}/broadcast/which.j2")
    assert day == question.VALID == proposal.VALID
    assert "works once, within a day" in page(f"{TEMPLATES}/broadcast/held.j2")
    assert "works once, within a day" in page("docs/campaigns.md")
    assert pacing.PERSON == 1
    assert "A person gets at most one alert a second" in page("docs/hosting.md")


def test_after_too_many_requests_it_goes_on_as_the_hosting_guide_says() -> None:
    pacer = pacing.Pacer(50)
    opens = pacer.too_many(0, 10)
    assert "goes on half as fast, and gains a 25th of `SEND_RATE`" in page("docs/hosting.md")
    assert pacer.rate(opens) == 50 / 2
    assert pacer.rate(opens + pacing.RECOVERY) == 50 / 2 + 50 / 25


def test_who_keeps_the_bot_running_waits_longer_than_it_needs_to_stop() -> None:
    told = page("docs/hosting.md")
    [patience] = re.findall(r"wait (\d+) seconds before it kills", told)
    assert re.findall(r"--stop-timeout (\d+)", told) == [patience]
    assert app.GRACE + 5 <= int(patience) <= app.GRACE + 15


def test_the_image_runs_as_the_user_and_on_the_port_that_the_hosting_guide_names() -> None:
    image = (HOUSE / "Dockerfile").read_text(encoding="utf-8")
    [user] = re.findall(r"^USER (\d+)$", image, re.MULTILINE)
    assert f"the user {user} as whom the bot runs" in page("docs/hosting.md")
    assert f"EXPOSE {setting('http_port')}\n" in image
