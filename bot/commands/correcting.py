"""An alert is withdrawn or corrected: the question, what every language will see, the answer."""

from __future__ import annotations

from dataclasses import replace

from bot.alerting.correction import (
    Bar,
    bar,
    correct,
    corrected,
    rewritten,
    withdraw_alert,
    words_of,
)
from bot.alerting.headline import headline
from bot.core.delivery import Act, State
from bot.core.library import Entry
from bot.core.messages import Message, Reply
from bot.store import Alert

from . import once
from .preview import see_words
from .report import chosen, page, title_beside
from .request import Request
from .sorry import Sorry, Stale


async def ask_withdrawal(request: Request) -> Reply:
    """What withdrawing means, in numbers, and the button that does it once."""
    alert = await chosen(request, request.arg(1))
    await _possible(request, alert, Act.DELETE)
    token = await once.offer(request, "withdraw", alert=alert.id)
    rows = (
        (request.button("withdraw_now", f"broadcast:recall:{token}"),),
        (request.button("leave_it", f"broadcast:status:{alert.id}"),),
    )
    return request.page(
        "broadcast/withdraw.j2",
        rows,
        about=await headline(request.tx, request.desk.library, alert, request.audience),
        title=title_beside(request, alert),
        **await _reach(request, alert),
    )


async def withdraw(request: Request) -> Reply:
    """Withdraw it. Taking the token and all that follows are one transaction."""
    payload = await once.take(request, request.arg(1), "withdraw")
    alert = await chosen(request, str(payload["alert"]))
    entry, words = request.entry(alert.campaign), request.desk.words
    hosts = sorted(request.desk.hosts)
    barred = await withdraw_alert(request.tx, words, entry, alert, request.now, hosts)
    _barred(request, alert, barred)
    await once.note(request, "withdraw", f"{alert.campaign}:{alert.id}")
    return await page(request, await chosen(request, str(alert.id)))


async def ask_words(request: Request) -> Reply:
    """Ask for the new words; the old ones are shown, to be copied."""
    alert = await chosen(request, request.arg(1))
    return await _ask_words(request, alert)


async def _ask_words(request: Request, alert: Alert) -> Reply:
    await _possible(request, alert, Act.EDIT)
    before = words_of(alert)
    if before is None:
        raise Stale
    await request.ask("broadcast", "correct", alert=alert.id)
    return request.note("broadcast/rewrite.j2", text=before.text)


async def answer(request: Request) -> Reply:
    """The new words: what every language will see of them, and two buttons, of which one works."""
    known = request.dialogue.data.get("alert") if request.dialogue else None
    alert = await chosen(request, str(known))
    text = request.incoming.text
    if not text:
        return await _ask_words(request, alert)
    await _possible(request, alert, Act.EDIT)
    see_words(text, again=True)
    before = words_of(alert)
    if before is None or before.text.split() == text.split():
        raise Sorry("broadcast/barred.j2", bar="same")
    await request.stop_asking()
    shown = await _preview(request, _entry(request, alert), alert, text)
    return Reply(messages=(*shown, await _question(request, alert, text)))


async def _preview(request: Request, entry: Entry, alert: Alert, text: str) -> tuple[Message, ...]:
    """One message for each language, as it will read; times are on the organiser's clock.

    Raises Sorry where there are no words for some.
    """
    news = corrected(alert, text, request.now)
    audiences = await request.tx.alerts.audiences(alert.id)
    first = {audience.language: audience for audience in reversed(list(audiences))}
    readers = {replace(first[name], zone=request.chat.zone): 1 for name in sorted(first)}
    made = rewritten(request.desk.words, entry, news, request.now, readers)
    if made.missed:
        raise _sorry(request, alert, Bar.UNWRITTEN)
    return tuple(made.messages[audience] for audience in readers)


async def _question(request: Request, alert: Alert, text: str) -> Message:
    token = await once.offer(request, "correct", alert=alert.id, text=text)
    rows = (
        (request.button("correct_silently", f"broadcast:reword:{token}"),),
        (request.button("correct_and_tell", f"broadcast:retell:{token}"),),
        (request.button("leave_it", f"broadcast:keep:{token}"),),
    )
    return request.message("broadcast/correct.j2", rows, **await _reach(request, alert))


async def _reach(request: Request, alert: Alert) -> dict[str, float]:
    """How many copies there are, who still waits, and the seconds it takes to change them all."""
    counts = await request.tx.alerts.counts(alert.id)
    copies = counts.get(State.SENT, 0)
    return {
        "copies": copies,
        "waiting": counts.get(State.PENDING, 0) + counts.get(State.UNKNOWN, 0),
        "takes": copies / request.desk.per_second,
    }


async def reword(request: Request) -> Reply:
    """Other words in every copy, without a sound."""
    return await _correct(request, tell=False)


async def retell(request: Request) -> Reply:
    """Other words in every copy, and as a new message to who got the old ones."""
    return await _correct(request, tell=True)


async def _correct(request: Request, *, tell: bool) -> Reply:
    payload = await once.take(request, request.arg(1), "correct")
    alert = await chosen(request, str(payload["alert"]))
    entry, words, text = _entry(request, alert), request.desk.words, str(payload["text"])
    hosts = sorted(request.desk.hosts)
    barred = await correct(request.tx, words, entry, alert, text, request.now, hosts, tell=tell)
    _barred(request, alert, barred)
    act = "correct-and-tell" if tell else "correct"
    await once.note(request, act, f"{alert.campaign}:{alert.id}")
    return await page(request, await chosen(request, str(alert.id)))


async def keep(request: Request) -> Reply:
    """Throw the new words away."""
    payload = await once.take(request, request.arg(1), "correct")
    return await page(request, await chosen(request, str(payload["alert"])))


def _entry(request: Request, alert: Alert) -> Entry:
    entry = request.entry(alert.campaign)
    if entry is None:
        raise Stale("campaign_gone")
    return entry


async def _possible(request: Request, alert: Alert, act: Act) -> None:
    _barred(request, alert, await bar(request.tx, alert, act, request.now))


def _barred(request: Request, alert: Alert, barred: Bar | None) -> None:
    """Say kindly why it cannot be."""
    if barred is not None:
        raise _sorry(request, alert, barred)


def _sorry(request: Request, alert: Alert, barred: Bar) -> Sorry:
    """With what can be done instead where only the words failed: those of the host are above."""
    rows = (
        (request.button("correct_it", f"broadcast:correct:{alert.id}"),),
        (request.button("withdraw_it", f"broadcast:withdraw:{alert.id}"),),
    )
    return Sorry("broadcast/barred.j2", rows if barred is Bar.UNWRITTEN else (), bar=barred.value)
