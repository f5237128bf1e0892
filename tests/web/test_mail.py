"""The e-mail page of a letter over real HTTP: right for whoever has its address, nothing else."""

from __future__ import annotations

import html
import io
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot import log
from bot.commands.letter_made import make
from bot.content.letterpress import LetterPress
from bot.core.drafts import Sender
from bot.core.orders import Order
from bot.sealing import Keys
from bot.web.app import build
from bot.web.server import serving
from bot.web.static import FOLDER
from bot.web.visitor import preferred
from bot.words import Words
from tests.core.test_emails import read
from tests.logs import as_before
from tests.web.letters import ANN, LETTERS, USERNAME, Server, a_library, an_order

WORDS = Words.load()
OFFICES = ("court", "ministry", "palace")


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    async with Server(library=a_library(tmp_path)).up() as server:
        yield server


async def get(url: str, method: str = "GET", **headers: str) -> tuple[int, str, dict[str, str]]:
    async with (
        aiohttp.ClientSession() as client,
        client.request(method, url, headers=headers) as answer,
    ):
        told = {name.lower(): value for name, value in answer.headers.items()}
        return answer.status, await answer.text(), told


def fields(page: str) -> dict[str, str]:
    """What stands in each field of the page, by its id."""
    found = re.findall(r'<pre id="([\w-]+)"[^>]*>(.*?)</pre>', page, flags=re.DOTALL)
    return {id: html.unescape(value) for id, value in found}


def links(page: str) -> list[str]:
    return [html.unescape(link) for link in re.findall(r'href="(mailto:[^"]*)"', page)]


def letter(server: Server, order: Order) -> str:
    made = make(WORDS, LetterPress(), server.library, order, server.now)
    assert made is not None
    return made.office.plain()


# What stands on it


async def test_every_field_is_there_and_says_exactly_what_the_letter_says(server: Server) -> None:
    order = an_order("court")
    status, page, _ = await get(server.url(order))
    assert status == 200
    assert fields(page) == {
        "letter-1-to": "press+court@example.org, court@example.org",
        "letter-1-cc": "minister@example.org",
        "letter-1-subject": "Анна и забастовка",
        "letter-1-text": letter(server, order),
    }
    assert ANN.organisation in fields(page)["letter-1-text"]
    assert "<of>" not in page


@pytest.mark.parametrize("office", ["court", "ministry"])
async def test_the_link_holds_exactly_the_letter(server: Server, office: str) -> None:
    order = an_order(office)
    _, page, _ = await get(server.url(order))
    shown, filled = fields(page), read(links(page)[0])
    assert filled["body"] == letter(server, order).replace("\n", "\r\n")
    assert filled["subject"] == shown["letter-1-subject"]
    assert filled["to"].split(",") == shown["letter-1-to"].split(", ")
    assert filled["cc"].split(",") == shown["letter-1-cc"].split(", ")


async def test_several_letters_stand_on_one_page_each_with_its_own_link(server: Server) -> None:
    orders = [an_order(office) for office in OFFICES]
    _, page, _ = await get(server.url(*orders))
    for number, order in enumerate(orders, 1):
        assert fields(page)[f"letter-{number}-text"] == letter(server, order)
    assert {read(link)["to"] for link in links(page)} == {
        "press+court@example.org,court@example.org",
        "minister@example.org",
    }


async def test_an_office_without_an_address_gets_the_text_by_its_form(server: Server) -> None:
    _, page, _ = await get(server.url(an_order("palace")))
    assert "We know no e-mail address of this office." in page
    assert 'href="https://palace.example.org/write?to=all&amp;from=me"' in page
    assert links(page) == []
    assert set(fields(page)) == {"letter-1-subject", "letter-1-text"}


async def test_without_a_form_it_can_still_be_opened_and_addressed_by_hand(tmp_path: Path) -> None:
    library = a_library(tmp_path, without="  - {id: form,")
    async with Server(library=library).up() as server:
        _, page, _ = await get(server.url(an_order("palace")))
    assert "We know no e-mail address of this office." in page
    assert read(links(page)[0])["to"] == ""


async def test_the_reader_has_the_same_in_a_language_of_their_own(server: Server) -> None:
    _, page, _ = await get(server.url(an_order("court", "ar")))
    own = re.search(r'<details>.*<pre class="value" lang="ar" dir="rtl">(.*?)</pre>', page, re.S)
    assert own is not None
    assert "علمنا أن" in own[1]
    assert '<html lang="ar" dir="rtl">' in page
    assert re.search(r'<pre id="letter-1-text"[^>]* lang="ru" dir="ltr">', page)


async def test_the_office_s_language_has_its_own_direction(server: Server) -> None:
    _, page, _ = await get(server.url(an_order("ministry", "ru")))
    assert '<html lang="ru" dir="ltr">' in page
    assert re.search(r'<pre id="letter-1-text"[^>]* lang="ar" dir="rtl">', page)
    assert re.search(r'<pre id="letter-1-to"[^>]* dir="ltr">', page)


async def test_it_warns_and_says_what_is_kept_and_how_long_it_opens(server: Server) -> None:
    _, page, _ = await get(server.url(an_order()))
    assert "The office sees your e-mail address" in page
    assert "Nothing: your letter stands in the address of the page alone." in page
    assert "The page can be opened until Tue 14\xa0January, 09:30" in page
    assert f'href="https://t.me/{USERNAME}"' in page


async def test_the_advice_for_the_reader_s_country_is_repeated(tmp_path: Path) -> None:
    danger = (
        "danger:\n  note: Think twice.\n  readers:\n    - {countries: [KZ], note: Do not sign.}\n"
    )
    async with Server(library=a_library(tmp_path, first=danger)).up() as server:
        _, british, _ = await get(server.url(an_order(country="GB")))
        _, kazakh, _ = await get(server.url(an_order(country="KZ")))
    assert ("Think twice." in british, "Do not sign." in british) == (True, False)
    assert ("Think twice." in kazakh, "Do not sign." in kazakh) == (True, True)


async def test_the_letter_keeps_the_day_on_which_it_was_written(server: Server) -> None:
    url = server.url(an_order("court"))
    _, first, _ = await get(url)
    server.now += timedelta(days=2)
    _, later, _ = await get(url)
    assert fields(first) == fields(later)
    assert "7\xa0января 2003" in fields(later)["letter-1-text"]


async def test_who_signs_with_nothing_leaves_no_trace_on_it(server: Server) -> None:
    _, page, _ = await get(server.url(an_order(sender=Sender(), zone=None, country=None)))
    assert fields(page)["letter-1-text"].splitlines()[-1] == "С уважением"


# Long letters


async def test_a_long_letter_can_be_opened_without_its_text(server: Server) -> None:
    _, page, _ = await get(server.url(an_order("court")))
    whole, bare = links(page)
    assert len(whole) > 2000
    assert "body" in read(whole)
    assert read(bare) == {name: value for name, value in read(whole).items() if name != "body"}
    assert f'data-bare="{html.escape(bare)}"' in page


async def test_a_letter_no_program_takes_is_pasted(tmp_path: Path) -> None:
    letters = {name: text.replace("\n\n", "\n\n" + "Слово " * 1200 + "\n\n", 1)
               for name, text in LETTERS.items()}  # fmt: skip
    async with Server(library=a_library(tmp_path, letters=letters)).up() as server:
        order = an_order("court")
        _, page, _ = await get(server.url(order))
        assert fields(page)["letter-1-text"] == letter(server, order)
    assert ["body" in read(link) for link in links(page)] == [False]
    assert "The letter is too long to be filled in here." in page


# Who gets nothing


async def test_an_address_that_is_none_is_answered_politely(server: Server) -> None:
    token = server.token(an_order())
    for wrong in ("x", token[:-4], token[:40] + "AAAA" + token[44:], "A" * 6000, "%D0%AF", "a%0Ab"):
        status, page, _ = await get(f"{server.address}/mail/{wrong}")
        assert status == 404
        assert "No letter stands at this address" in page
        assert f'href="https://t.me/{USERNAME}"' in page


async def test_after_its_time_the_bot_is_to_be_asked_again(server: Server) -> None:
    token = server.token(an_order(language="en"), lasts=timedelta(hours=1))
    url = f"{server.address}/mail/{token}"
    server.now += timedelta(hours=1, seconds=-1)
    assert (await get(url))[0] == 200
    server.now += timedelta(seconds=1)
    status, page, _ = await get(url, **{"accept-language": "ru"})
    assert status == 410
    assert "This page has expired" in page
    assert f'href="https://t.me/{USERNAME}"' in page
    assert "Ann Example" not in page


async def test_the_reader_of_an_expired_page_is_told_in_the_language_chosen(server: Server) -> None:
    token = server.token(an_order(language="kk"), lasts=timedelta())
    _, page, _ = await get(f"{server.address}/mail/{token}", **{"accept-language": "ru"})
    assert '<html lang="kk" dir="ltr">' in page


async def test_a_letter_of_no_use_any_more_is_not_offered(server: Server) -> None:
    url = server.url(an_order())
    server.now += timedelta(days=4)
    status, page, _ = await get(url)
    assert status == 410
    assert "This letter is of no use any more" in page
    assert links(page) == []


async def test_of_several_letters_those_of_use_are_shown(server: Server) -> None:
    _, page, _ = await get(server.url(an_order("gone"), an_order("court")))
    assert fields(page)["letter-1-text"] == letter(server, an_order("court"))
    assert "letter-2-text" not in fields(page)


async def test_any_replica_with_the_key_answers_and_no_other(tmp_path: Path) -> None:
    library = a_library(tmp_path)
    one, other, stranger = (
        Server(library=library), Server(library=library), Server(library=library, keys=Keys(b"?")),
    )  # fmt: skip
    async with one.up(), other.up(), stranger.up():
        token = one.token(an_order())
        pages = [await get(f"{each.address}/mail/{token}") for each in (one, other, stranger)]
    assert [status for status, _, _ in pages] == [200, 200, 404]
    assert pages[0][1] == pages[1][1]


async def test_without_a_public_address_there_are_no_pages() -> None:
    async def well() -> bool:
        return True

    async with serving(build(well), "127.0.0.1", 0) as port:
        for path in ("mail/x", "assets/x/mail.js"):
            assert (await get(f"http://127.0.0.1:{port}/{path}"))[0] == 404


# What goes with it


async def test_nobody_keeps_it_frames_it_lists_it_or_learns_of_it(server: Server) -> None:
    for path in (server.url(an_order()), f"{server.address}/mail/x"):
        _, page, headers = await get(path)
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-robots-tag"] == "noindex, nofollow"
        assert headers["content-type"] == "text/html; charset=utf-8"
        policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
        assert policy == {
            "default-src": "'none'",
            "style-src": "'self'",
            "script-src": "'self'",
            "img-src": "data:",
            "form-action": "'none'",
            "base-uri": "'none'",
            "frame-ancestors": "'none'",
        }
        assert "set-cookie" not in headers
        assert not re.search(r"<form|<iframe|<input|style=|onclick|javascript:", page)


async def test_it_can_be_looked_at_and_nothing_else(server: Server) -> None:
    url = server.url(an_order())
    status, page, headers = await get(url, "HEAD")
    assert (status, page) == (200, "")
    assert headers["cache-control"] == "no-store"
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert (await get(url, method))[0] == 405


async def test_everything_it_loads_is_ours_and_changes_its_address_with_its_content(
    server: Server,
) -> None:
    _, page, _ = await get(server.url(an_order()))
    loaded = re.findall(r'(?:src|stylesheet" href)="([^"]+)"', page)
    assert sorted(Path(each).name for each in loaded) == ["mail.css", "mail.js"]
    for each in loaded:
        status, content, headers = await get(f"{server.address}/mail/{each}")
        assert (status, content) == (200, (FOLDER / Path(each).name).read_text(encoding="utf-8"))
        kind = "text/css" if each.endswith("css") else "text/javascript"
        assert headers["content-type"].startswith(kind)
        assert "immutable" in headers["cache-control"]


async def test_a_replica_of_another_version_lends_its_own_without_letting_it_be_kept(
    server: Server,
) -> None:
    status, _, headers = await get(f"{server.address}/assets/0123456789ab/mail.js")
    assert (status, headers["cache-control"]) == (200, "no-store")
    for path in ("0123456789ab/other.js", "0123456789ab/..%2Fmail.py", "x/..%2f..%2fapp.py"):
        assert (await get(f"{server.address}/assets/{path}"))[0] == 404


@pytest.mark.parametrize("form", ["text", "json"])
async def test_neither_address_nor_letter_is_logged(
    server: Server, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    written = io.StringIO()
    with as_before():
        monkeypatch.setattr("sys.stderr", written)
        log.configure("DEBUG", form)  # type: ignore[arg-type]  # one of the two
        token = server.token(an_order())
        for path in (token, token[:-3], "x"):
            await get(f"{server.address}/mail/{path}")
        server.now += timedelta(days=9)
        await get(f"{server.address}/mail/{token}")
        log.logger("bot.test").info("the log is written")
    told = written.getvalue()
    assert "the log is written" in told
    assert not any(part in told for part in (token[:12], token[40:52], "Example", "Анн", "/mail"))


# The language of whoever has no letter


@pytest.mark.parametrize(
    ("accepts", "language"),
    [
        ("", "en"),
        ("ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        ("xx, kk;q=0.5, en;q=0.4", "kk"),
        ("en-US,ru;q=0.9", "en"),
        ("ru;q=0.2, kk;q=0.9", "kk"),
        ("ru;q=0, kk;q=0.1", "kk"),
        ("*", "en"),
        ("ru;q=nonsense,,;;, kk", "kk"),
        (",".join(["xx"] * 5000), "en"),
    ],
)
def test_the_browser_says_which_language_is_liked(accepts: str, language: str) -> None:
    assert preferred(accepts, WORDS) == language


async def test_an_apology_is_in_the_visitor_s_language(server: Server) -> None:
    _, page, _ = await get(f"{server.address}/mail/x", **{"accept-language": "ar"})
    assert '<html lang="ar" dir="rtl">' in page
