"""`solidarity demo` with the campaigns that are there: what it tells of its people is true."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, build_opener

import pytest

from bot.cli import january
from tests.campaign_folders import a_folder
from tests.demo.process import started

pytestmark = pytest.mark.process


def asked(address: str, path: str) -> dict[str, Any]:
    """What the page reads of the demo, past any proxy that the machine may have."""
    with build_opener(ProxyHandler({})).open(f"{address}demo/{path}", timeout=30) as answer:
        return dict(json.load(answer))


def said_in(address: str, chat: int, person: int) -> str:
    return json.dumps(asked(address, f"chat?chat_id={chat}&user_id={person}"), ensure_ascii=False)


def seats(address: str) -> dict[str, dict[str, Any]]:
    return {seat["name"]: seat for seat in asked(address, "state")["seats"]}


def test_where_the_usual_campaign_is_missing_people_have_subscribed_to_the_first_at_work(
    tmp_path: Path,
) -> None:
    a_folder(tmp_path, "appeal", ("slug: appeal\n", "slug: appeal\nstate: won\n"))
    a_folder(tmp_path, "march")
    a_folder(tmp_path, "strike")
    with started(CAMPAIGNS_DIR=str(tmp_path)) as address:
        member = said_in(address, january.LOS_ANGELES, january.LOS_ANGELES)
        group = said_in(address, january.GROUP, january.ORGANISER)
        there = seats(address)
    for said in (member, group):
        assert "/subscribe march" in said
        assert "I don't know" not in said
        assert "Strike at the mill" in said
    assert there["losangeles"]["subtitle"].startswith("subscribed, ")
    assert there["organiser"]["hints"][0].startswith("/broadcast march ")


def test_where_no_campaign_is_at_work_nobody_is_said_to_have_subscribed(tmp_path: Path) -> None:
    with started(CAMPAIGNS_DIR=str(tmp_path)) as address:
        member = said_in(address, january.LOS_ANGELES, january.LOS_ANGELES)
        there = seats(address)
    assert "/subscribe" not in member
    for seat in there.values():
        assert "subscribe" not in seat["subtitle"]
        assert not any("/broadcast" in hint for hint in seat["hints"])
