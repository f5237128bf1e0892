"""Letters in the address of a page: nobody changes them, nobody reads them, and they expire."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.mail_link import (
    LASTS,
    LONGEST,
    BrokenLink,
    ExpiredLink,
    mail_address,
    mail_token,
    opened,
)
from bot.core.drafts import LONGEST as LONGEST_VALUE
from bot.core.drafts import Sender
from bot.core.orders import Order
from bot.sealing import Keys
from tests.web.letters import ANN, an_order

NOW = datetime(2026, 3, 1, 12, 0, 0, 987654, tzinfo=UTC)
KEYS = Keys(b"the key of this installation")
WEEK = NOW + LASTS

VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=LONGEST_VALUE)
ORDERS = st.lists(
    st.builds(
        Order,
        slug=st.from_regex(r"[a-z0-9-]{1,28}", fullmatch=True),
        offer=st.from_regex(r"[a-z0-9-]{1,20}(\.[2-9])?", fullmatch=True),
        seed=st.integers(0, 2**64 - 1),
        demands=st.none() | st.lists(st.sampled_from(("release", "wages", "b"))).map(tuple),
        sender=st.builds(Sender, name=VALUES, city=VALUES, organisation=VALUES),
        language=st.sampled_from(("en", "kk", "pt-BR")),
        zone=st.none() | st.just("America/Argentina/Buenos_Aires"),
        country=st.none() | st.just("AR"),
    ),
    min_size=1,
    max_size=4,
)


@given(orders=ORDERS)
def test_what_was_sealed_comes_out_again(orders: list[Order]) -> None:
    link = opened(KEYS, mail_token(KEYS, orders, NOW, WEEK), NOW)
    assert link.orders == tuple(orders)
    assert (link.made, link.expires) == (NOW.replace(microsecond=0), WEEK.replace(microsecond=0))


@given(place=st.integers(0), sign=st.sampled_from("Az09-_"))
def test_whoever_changes_a_sign_gets_nothing(place: int, sign: str) -> None:
    token = mail_token(KEYS, [an_order()], NOW, WEEK)
    at = place % len(token)
    changed = token[:at] + sign + token[at + 1 :]
    if _bits(changed) != _bits(token):  # the last sign has bits to spare
        with pytest.raises(BrokenLink):
            opened(KEYS, changed, NOW)


@given(kept=st.integers(0))
def test_whoever_cuts_it_gets_nothing(kept: int) -> None:
    token = mail_token(KEYS, [an_order()], NOW, WEEK)
    with pytest.raises(BrokenLink):
        opened(KEYS, token[: kept % len(token)], NOW)


@pytest.mark.parametrize("more", ("!!", " ", "%00", "\n"))
def test_whoever_adds_to_it_gets_nothing(more: str) -> None:
    with pytest.raises(BrokenLink):
        opened(KEYS, mail_token(KEYS, [an_order()], NOW, WEEK) + more, NOW)


@given(token=st.text(max_size=300) | st.text("AZaz09-_=", max_size=300))
def test_whatever_is_made_up_is_nothing(token: str) -> None:
    with pytest.raises(BrokenLink):
        opened(KEYS, token, NOW)


def test_another_installation_cannot_open_it() -> None:
    token = mail_token(KEYS, [an_order()], NOW, WEEK)
    with pytest.raises(BrokenLink):
        opened(Keys(b"the key of another installation"), token, NOW)


def test_another_replica_with_the_same_key_can_and_as_often_as_it_is_asked() -> None:
    token = mail_token(KEYS, [an_order()], NOW, WEEK)
    replica = Keys(b"the key of this installation")
    assert opened(replica, token, NOW) == opened(replica, token, NOW) == opened(KEYS, token, NOW)


def test_what_is_sealed_for_something_else_is_no_letter() -> None:
    with pytest.raises(BrokenLink):
        opened(KEYS, KEYS.mail.seal(b"[]"), NOW)
    with pytest.raises(BrokenLink):
        opened(KEYS, KEYS.senders.seal(b"[]", b"mail:1"), NOW)


def test_it_expires_after_a_week_and_tells_whose_language_it_was() -> None:
    token = mail_token(KEYS, [an_order(language="kk")], NOW, WEEK)
    last = WEEK.replace(microsecond=0)
    assert opened(KEYS, token, last - timedelta(microseconds=1)).expires == last
    with pytest.raises(ExpiredLink) as caught:
        opened(KEYS, token, last)
    assert caught.value.language == "kk"
    assert LASTS.days == 7


def test_nobody_reads_in_the_address_who_writes() -> None:
    token = mail_token(KEYS, [an_order()], NOW, WEEK)
    plain = _bits(token)
    assert not any(word.encode() in plain for word in ("strike", "court", *vars(ANN).values()))
    assert token != mail_token(KEYS, [an_order()], NOW, WEEK)


def test_three_letters_of_a_usual_sender_need_few_signs() -> None:
    orders = [an_order(office) for office in ("court", "ministry", "palace")]
    assert len(mail_token(KEYS, orders, NOW, WEEK)) < 400


def test_the_longest_sender_fits_on_a_button() -> None:
    letters = "".join(chr(0x410 + number * 7 % 64) for number in range(LONGEST_VALUE))
    sender = Sender(name=letters, city=letters[::-1], organisation=letters[7:] + letters[:7])
    orders = [an_order(office, sender=sender) for office in ("court", "ministry", "palace")]
    assert len(mail_token(KEYS, orders, NOW, WEEK)) < 1200


def test_the_address_is_below_the_public_one() -> None:
    address = mail_address("https://bot.example.org/here", KEYS, [an_order()], NOW)
    assert address is not None
    before, _, token = address.rpartition("/")
    assert before == "https://bot.example.org/here/mail"
    assert opened(KEYS, token, NOW).expires == WEEK.replace(microsecond=0)


def test_where_no_page_can_be_reached_there_is_no_address() -> None:
    assert mail_address("", KEYS, [an_order()], NOW) is None
    assert mail_address("https://bot.example.org", KEYS, [], NOW) is None


def test_an_address_too_long_for_a_button_is_not_offered() -> None:
    assert mail_address("https://example.org/" + "a" * LONGEST, KEYS, [an_order()], NOW) is None


def _bits(token: str) -> bytes:
    return urlsafe_b64decode(token + "=" * (-len(token) % 4))
