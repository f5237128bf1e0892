"""B26: the demo answers nobody but this machine's bot and its own page."""

from __future__ import annotations

import pytest

from bot.demo.guard import is_own_host
from bot.demo.server import PAGE, build_demo_app
from tests.demo.asking import OWN, Asker
from tests.demo.people import ANN, TOKEN, Journey, a_stage, an_api


@pytest.fixture
def client() -> Asker:
    return Asker(build_demo_app(an_api(), Journey(), a_stage()))


def start(client: Asker, **headers: str | bytes) -> int:
    """The status of a change that the page asks for, with these headers instead of its own."""
    own: dict[str, str | bytes] = {"Origin": OWN, "X-Demo-Token": client.page_token()}
    given: dict[str, str | bytes] = {
        name: value for name, value in {**own, **headers}.items() if value
    }
    body = {"user_id": ANN, "payload": ""}
    return client.post("/demo/start", json=body, headers=given).status_code


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1:8080", True),
        ("localhost:8080", True),
        ("LOCALHOST:8080", True),
        ("[::1]:8080", True),
        ("127.0.0.1:8081", False),
        ("127.0.0.1", False),
        ("[::1]", False),
        ("evil.example:8080", False),
        ("127.0.0.1.evil.example:8080", False),
        ("localhost.:8080", False),
        ("", False),
        (":8080", False),
    ],
)
def test_only_this_machine_and_this_port(host: str, own: bool) -> None:
    assert is_own_host(host, ("127.0.0.1", 8080)) is own


def test_without_a_port_it_is_80() -> None:
    assert is_own_host("localhost", ("127.0.0.1", 80))
    assert not is_own_host("localhost:80", None)


@pytest.mark.parametrize("path", ["/", "/demo/state", f"/bot{TOKEN}/getMe", "/page/js/app.js"])
def test_a_foreign_host_gets_nothing(client: Asker, path: str) -> None:
    answer = client.get(path, headers={"Host": "evil.example:8080"})
    assert answer.status_code == 403
    assert TOKEN not in answer.text


@pytest.mark.parametrize("path", ["/", "/demo/state", "/page/js/app.js", "/nowhere"])
def test_every_answer_is_locked_down(client: Asker, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    for part in ("frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"):
        assert part in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


def test_our_own_page_may_change_things(client: Asker) -> None:
    assert start(client) == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": ""},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "https://127.0.0.1:8080"},
        {"X-Demo-Token": ""},
        {"X-Demo-Token": "guess"},
        {"X-Demo-Token": "жоқ".encode()},
    ],
    ids=str,
)
def test_nobody_else_may(client: Asker, headers: dict[str, str | bytes]) -> None:
    assert start(client, **headers) == 403


def test_each_run_has_its_own_token(client: Asker) -> None:
    other = Asker(build_demo_app(an_api(), Journey(), a_stage()))
    assert len(client.page_token()) > 20
    assert client.page_token() != other.page_token()
    assert client.page_token() == client.page_token()


def test_changes_are_no_plain_links(client: Asker) -> None:
    for path in ("send", "press", "start", "location", "membership", "travel"):
        assert client.get(f"/demo/{path}").status_code == 405


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_sites_read_nothing(client: Asker, site: str) -> None:
    assert client.get("/demo/state", headers={"Sec-Fetch-Site": site}).status_code == 403


@pytest.mark.parametrize("header", [{"Origin": OWN}, {"Sec-Fetch-Site": "same-origin"}], ids=str)
def test_browsers_have_no_business_with_the_bot_api(client: Asker, header: dict[str, str]) -> None:
    assert client.post(f"/bot{TOKEN}/getMe", headers=header).status_code == 403


def test_the_page_has_no_inline_script_or_style() -> None:
    index = (PAGE / "index.html").read_text(encoding="utf-8")
    assert " style=" not in index
    assert "<style" not in index
    assert index.count("<script") == 1
    assert " on" not in "".join(part.partition(">")[0] for part in index.split("<"))


def test_the_page_never_parses_chat_text_as_html() -> None:
    sources = "".join(file.read_text(encoding="utf-8") for file in (PAGE / "js").glob("*.js"))
    for danger in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert danger not in sources


def test_the_page_fetches_nothing_from_elsewhere() -> None:
    for file in PAGE.rglob("*.*"):
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        for address in ("//cdn", "@import", "url(", 'src="http', 'href="http'):
            assert address not in text, file.name
