"""When Telegram asks for a long pause the hosts are told of it, once a day."""

from __future__ import annotations

import pytest

from bot.alerting.pause import telling_of_pauses
from bot.demo.faults import Fault
from bot.words import Words
from tests.jobs.weather import Weather

HOST = 7_300_000_001


async def read_by_the_host(weather: Weather, words: Words, *pauses: int) -> list[str]:
    """When all is over."""
    weather.api.add_user(HOST, "Host", started=True)
    weather.another_sender(paused=telling_of_pauses(words, [HOST]))
    for pause in pauses:
        weather.spoil(Fault.too_many_requests(pause), times=1)
    await weather.queued(3)
    await weather.passes(sum(min(pause, 3600) + 60 for pause in pauses), every=5)
    assert len(weather.api.deliveries) >= 3
    return [message["text"] for message in weather.api.history(HOST)]


@pytest.mark.parametrize(("asked", "told"), [(600, "10 min"), (1800, "30 min"), (10**9, "60 min")])
async def test_after_a_pause_of_ten_minutes_or_more_the_hosts_read_how_long_it_was(
    weather: Weather, words: Words, asked: int, told: str
) -> None:
    [text] = await read_by_the_host(weather, words, asked)
    assert told in text


async def test_of_short_pauses_they_read_nothing(weather: Weather, words: Words) -> None:
    assert await read_by_the_host(weather, words, 30, 500) == []


async def test_of_many_long_pauses_they_read_once_a_day(weather: Weather, words: Words) -> None:
    assert len(await read_by_the_host(weather, words, 1200, 1200, 1200)) == 1
