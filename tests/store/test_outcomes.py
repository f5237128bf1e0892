"""How calls went and letters were sent: counted exactly, and by whom only under a keyed name."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.core.outcomes import Cell, Outcome, ToldLine, cell
from bot.store import LetterCount, Store, Told, Tx
from tests.store.builders import NOW, SLUG, chance

NUMBER = "+73212420220"
MORNING = NOW + timedelta(hours=7)
"""Monday 09:00 in Karaganda."""
WINDOW = timedelta(minutes=10)
DAY = timedelta(days=1)
COUNTED, AGAIN = Told(counted=True), Told(counted=False)
DOUBTED = Told(counted=True, doubted=True)
R, F, E, N, D, T = Outcome


def at(now: datetime = MORNING, office: str = "court", channel: str = "karaganda-1") -> Cell:
    return cell(SLUG, office, "Asia/Almaty", channel, NUMBER, now)


async def tell(tx: Tx, who: str, outcome: Outcome, now: datetime = MORNING) -> Told:
    return await tx.outcomes.tell(who, at(now), outcome, now)


async def doubts(tx: Tx, now: datetime = MORNING) -> list[str]:
    told = await tx.outcomes.told_lines(SLUG, now)
    return [line.number for line in told if line.doubted]


async def test_an_outcome_is_counted_in_the_hour_of_the_office(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tell(tx, "a", R) == COUNTED
        [(where, outcome)] = await tx.outcomes.cells(SLUG)
        assert (where.week, where.weekday, where.hour) == ("2003-W02", 0, 9)
        assert (where.office, where.channel, where.number) == ("court", "karaganda-1", NUMBER)
        assert outcome is R
        assert await tx.outcomes.calls(SLUG) == 1


async def test_a_second_tap_on_the_same_is_not_counted_until_ten_minutes_later(
    store: Store,
) -> None:
    async with store.transaction() as tx:
        assert await tell(tx, "a", E) == COUNTED
        assert await tell(tx, "a", E, MORNING + WINDOW) == AGAIN
        assert await tell(tx, "a", E, MORNING + WINDOW + timedelta(seconds=1)) == COUNTED
        assert list((await tx.outcomes.cells(SLUG)).values()) == [2]
        assert await tx.outcomes.calls(SLUG) == 2


async def test_changing_one_s_mind_corrects_the_count_in_the_hour_of_the_call(
    store: Store,
) -> None:
    late = MORNING + timedelta(minutes=58)
    async with store.transaction() as tx:
        await tell(tx, "a", D, late)
        assert await tell(tx, "a", E, late + timedelta(minutes=5)) == COUNTED
        assert await tx.outcomes.cells(SLUG) == {(at(late), E): 1}
        assert await tx.outcomes.calls(SLUG) == 1


async def test_three_chats_that_find_a_number_dead_make_it_doubted_once(store: Store) -> None:
    async with store.transaction() as tx:
        assert [await tell(tx, who, D) for who in "ab"] == [COUNTED, COUNTED]
        assert await doubts(tx) == []
        assert await tell(tx, "c", D) == DOUBTED
        assert await doubts(tx) == [NUMBER]
        assert await tell(tx, "d", D) == COUNTED, "its doubt is no news"


async def test_one_chat_may_say_so_as_often_as_it_likes(store: Store) -> None:
    async with store.transaction() as tx:
        for hour in range(5):
            assert await tell(tx, "a", D, MORNING + timedelta(hours=hour)) == COUNTED
        office = at(office="akimat")
        assert await tx.outcomes.tell("a", office, D, MORNING) == COUNTED
        assert await tell(tx, "b", D) == COUNTED


@pytest.mark.parametrize("through", (R, F, T))
async def test_somebody_who_got_through_since_ends_what_was_said_before(
    store: Store, through: Outcome
) -> None:
    async with store.transaction() as tx:
        await tell(tx, "a", D)
        await tell(tx, "b", D, MORNING + timedelta(hours=1))
        await tell(tx, "c", through, MORNING + timedelta(hours=2))
        assert await tell(tx, "d", D, MORNING + timedelta(hours=3)) == COUNTED
        assert await tell(tx, "e", D, MORNING + timedelta(hours=4)) == COUNTED
        assert await tell(tx, "f", D, MORNING + timedelta(hours=5)) == DOUBTED


async def test_an_engaged_line_or_one_nobody_answers_proves_nothing(store: Store) -> None:
    async with store.transaction() as tx:
        await tell(tx, "a", D)
        await tell(tx, "b", D, MORNING + timedelta(hours=1))
        await tell(tx, "c", E, MORNING + timedelta(hours=2))
        await tell(tx, "d", N, MORNING + timedelta(hours=3))
        assert await tell(tx, "e", D, MORNING + timedelta(hours=4)) == DOUBTED


async def test_two_chats_that_get_through_lift_the_doubt(store: Store) -> None:
    later = MORNING + timedelta(hours=2)
    async with store.transaction() as tx:
        for who in "abc":
            await tell(tx, who, D)
        await tell(tx, "d", R, later)
        await tell(tx, "d", T, later + timedelta(hours=1))
        assert await doubts(tx, later) == [NUMBER], "one chat is not enough"
        await tell(tx, "e", T, later + timedelta(hours=2))
        assert await doubts(tx, later + timedelta(hours=2)) == []
        assert await tell(tx, "f", D, later + timedelta(hours=3)) == COUNTED


async def test_a_doubt_ends_when_fewer_than_three_have_said_so_for_two_weeks(
    store: Store,
) -> None:
    async with store.transaction() as tx:
        await tell(tx, "a", D)
        await tell(tx, "b", D, MORNING + DAY)
        await tell(tx, "c", D, MORNING + 2 * DAY)
        assert await doubts(tx, MORNING + 14 * DAY - timedelta(seconds=1)) == [NUMBER]
        assert await doubts(tx, MORNING + 14 * DAY) == []
        assert await tell(tx, "d", D, MORNING + 14 * DAY) == DOUBTED


async def test_who_takes_it_back_at_once_lifts_the_doubt(store: Store) -> None:
    async with store.transaction() as tx:
        for who in "abc":
            await tell(tx, who, D)
        await tell(tx, "c", N, MORNING + timedelta(minutes=1))
        assert await doubts(tx) == []


async def test_a_number_that_answers_goes_first_and_one_that_never_does_last(
    store: Store,
) -> None:
    async with store.transaction() as tx:
        for number in range(12):
            await tell(tx, str(number), R)
            silent = at(channel="karaganda-2")
            await tx.outcomes.tell(str(number), silent, N, MORNING)
        told = await tx.outcomes.told_lines(SLUG, MORNING)
    assert told == [
        ToldLine(channel="karaganda-1", number=NUMBER, rank=-1, doubted=False),
        ToldLine(channel="karaganda-2", number=NUMBER, rank=1, doubted=False),
    ]


async def test_hours_are_added_up_over_recent_weeks_without_dead_numbers(store: Store) -> None:
    async with store.transaction() as tx:
        for week, outcome in enumerate((R, N, D, E, F)):
            await tell(tx, "a", outcome, MORNING + week * 7 * DAY)
        [monday] = await tx.outcomes.hours(SLUG, "court", MORNING + 5 * 7 * DAY)
        assert (monday.weekday, monday.hour, monday.tried, monday.answered) == (0, 9, 4, 2)
        assert await tx.outcomes.hours(SLUG, "court", MORNING + 20 * 7 * DAY) == []
        assert await tx.outcomes.hours(SLUG, "akimat", MORNING) == []


async def test_random_taps_are_counted_as_a_patient_clerk_would(store: Store) -> None:
    for seed in range(6):
        luck, slug = chance(seed), f"random-{seed}"
        ledger: Counter[tuple[Cell, Outcome]] = Counter()
        last: dict[tuple[str, str, str], tuple[datetime, Cell, Outcome]] = {}
        now, calls = MORNING, 0
        async with store.transaction() as tx:
            for _ in range(120):
                now += timedelta(minutes=luck.choice((0, 1, 4, 9, 11, 50)))
                who, outcome = luck.choice("abc"), luck.choice(list(Outcome))
                office, channel = luck.choice(("court", "akimat")), luck.choice(("one", "two"))
                where = replace(at(now, office, channel), slug=slug)
                before = last.get((who, office, channel))
                recent = before is not None and now - before[0] <= WINDOW
                told = await tx.outcomes.tell(who, where, outcome, now)
                assert told.counted is not (recent and before is not None and before[2] is outcome)
                if not told.counted:
                    continue
                if recent and before is not None:
                    ledger[before[1], before[2]] -= 1
                    ledger[before[1], outcome] += 1
                    last[who, office, channel] = (before[0], before[1], outcome)
                else:
                    calls += 1
                    ledger[where, outcome] += 1
                    last[who, office, channel] = (now, where, outcome)
            assert await tx.outcomes.cells(slug) == {k: n for k, n in ledger.items() if n}
            assert await tx.outcomes.calls(slug) == calls


async def test_a_letter_counts_once_for_each_addressee_and_way(store: Store) -> None:
    async with store.transaction() as tx:
        sent = tx.outcomes.letter_sent
        assert await sent("a", SLUG, "protest", "court", "email", NOW) is True
        assert await sent("a", SLUG, "protest", "court", "email", NOW + DAY) is False
        assert await sent("a", SLUG, "protest", "court", "fax", NOW) is True
        assert await sent("a", SLUG, "protest", "akimat", "email", NOW) is True
        assert await sent("b", SLUG, "protest", "court", "email", NOW) is True
        assert await sent("a", SLUG, "protest", "court", "email", NOW + 14 * DAY) is True
        assert await tx.outcomes.letters_sent(SLUG) == 5
        first, *_ = await tx.outcomes.letters(SLUG)
    assert first == LetterCount(
        letter="protest",
        office="akimat",
        channel="email",
        week="2003-W01",
        outcome="sent",
        letters=1,
    )


async def test_what_came_back_is_counted_beside_what_was_sent(store: Store) -> None:
    async with store.transaction() as tx:
        where = ("a", SLUG, "protest", "court", "email")
        await tx.outcomes.letter_sent(*where, NOW)
        assert await tx.outcomes.letter_answered(*where, "bounce", NOW) is True
        assert await tx.outcomes.letter_answered(*where, "bounce", NOW) is False
        assert await tx.outcomes.letter_answered(*where, "reply", NOW) is True
        counts = {each.outcome: each.letters for each in await tx.outcomes.letters(SLUG)}
        assert await tx.outcomes.letters_sent(SLUG) == 1
    assert counts == {"sent": 1, "bounce": 1, "reply": 1}


async def test_forgetting_a_chat_keeps_the_counts(store: Store) -> None:
    async with store.transaction() as tx:
        await tell(tx, "a", R)
        await tx.outcomes.letter_sent("a", SLUG, "protest", "court", "email", NOW)
        await tell(tx, "b", R)
        assert await tx.outcomes.of("a") == 2
        assert await tx.outcomes.forget("a") == 2
        assert await tx.outcomes.of("a") == 0
        assert await tx.outcomes.of("b") == 1
        assert (await tx.outcomes.calls(SLUG), await tx.outcomes.letters_sent(SLUG)) == (2, 1)


async def test_names_of_chats_are_kept_for_two_weeks(store: Store) -> None:
    async with store.transaction() as tx:
        await tell(tx, "a", R)
        assert await tx.outcomes.purge(MORNING + 14 * DAY) == 0
        assert await tx.outcomes.purge(MORNING + 14 * DAY + timedelta(seconds=1)) == 1
        assert await tx.outcomes.calls(SLUG) == 1
