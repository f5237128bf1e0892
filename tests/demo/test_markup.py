"""HTML to text and entities: offsets in UTF-16 units, nesting, and Telegram's complaints."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.bot_api import BotApi
from bot.demo.limits import utf16_part
from tests.demo.people import ANN, an_api, send


@pytest.fixture
def api() -> BotApi:
    api = an_api()
    api.start_link(ANN)
    return api


def html(api: BotApi, text: str) -> dict[str, Any]:
    answer = send(api, text=text, parse_mode="HTML")
    assert answer.status == 200, answer.body
    return dict(answer.result)


def spans(message: dict[str, Any]) -> list[tuple[str, str]]:
    """(kind, covered text) of each entity."""
    return [
        (entity["type"], utf16_part(message["text"], entity["offset"], entity["length"]))
        for entity in message.get("entities", [])
    ]


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("strike", "strikethrough"),
        ("del", "strikethrough"),
        ("tg-spoiler", "spoiler"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
    ],
    ids=str,
)
def test_every_plain_tag(api: BotApi, tag: str, kind: str) -> None:
    assert spans(html(api, f"a <{tag}>b</{tag}>")) == [(kind, "b")]


def test_offsets_count_utf16_units(api: BotApi) -> None:
    message = html(api, "✊🏽 Қарағанды: <b>сот 👩‍👩‍👧</b>")
    assert message["entities"] == [{"type": "bold", "offset": 15, "length": 12}]
    assert spans(message) == [("bold", "сот 👩‍👩‍👧")]


def test_nested_tags_keep_their_order(api: BotApi) -> None:
    message = html(api, "<b>all <i>both</i></b> <blockquote>he said <u>so</u></blockquote>")
    assert spans(message) == [
        ("bold", "all both"),
        ("italic", "both"),
        ("blockquote", "he said so"),
        ("underline", "so"),
    ]


def test_code_holds_and_joins_no_other_format(api: BotApi) -> None:
    message = html(api, "<b>ring <code>+7 <i>72</i></code> now</b>")
    assert spans(message) == [("bold", "ring "), ("code", "+7 72"), ("bold", " now")]


def test_a_quote_holds_no_quote(api: BotApi) -> None:
    message = html(api, "<blockquote>a <blockquote>b</blockquote></blockquote>")
    assert spans(message) == [("blockquote", "a b")]


def test_pre_with_code_knows_its_language(api: BotApi) -> None:
    message = html(api, '<pre><code class="language-text">Dear</code></pre>')
    assert message["entities"] == [{"type": "pre", "offset": 0, "length": 4, "language": "text"}]


def test_expandable_quote(api: BotApi) -> None:
    assert spans(html(api, "<blockquote expandable>a</blockquote>")) == [
        ("expandable_blockquote", "a")
    ]


def test_links_and_mentions(api: BotApi) -> None:
    message = html(
        api, '<a href="https://x.org/?a=1&amp;b=2">case</a> <a href="tg://user?id=12">Leo</a>'
    )
    assert message["entities"][0]["url"] == "https://x.org/?a=1&b=2"
    assert message["entities"][1]["user"]["id"] == 12


@pytest.mark.parametrize("bad", ["javascript:alert(1)", "http://localhost/", "mailto:a@b.org"])
def test_a_bad_link_is_dropped_and_its_text_kept(api: BotApi, bad: str) -> None:
    message = html(api, f'<a href="{bad}">here</a>')
    assert message["text"] == "here"
    assert "entities" not in message


def test_references_are_decoded_and_others_kept(api: BotApi) -> None:
    assert html(api, "&lt;b&gt; &amp; &#39;&#x416;&quot; &nbsp; & a")["text"] == (
        "<b> & 'Ж\" &nbsp; & a"
    )


def test_surrounding_space_goes_and_entities_move(api: BotApi) -> None:
    message = html(api, "\n  <b> hello</b> \n")
    assert message["text"] == "hello"
    assert spans(message) == [("bold", "hello")]


def test_carriage_returns_and_bidi_overrides_go(api: BotApi) -> None:
    assert html(api, "a\r\nb\u202ec\u200f")["text"] == "a\nbc\u200f"


COMPLAINTS = {
    "<b>x": 'Can\'t find end tag corresponding to start tag "b"',
    "x</b>": "Unexpected end tag at byte offset 1",
    "ж<h1>x</h1>": 'Unsupported start tag "h1" at byte offset 2',
    "<b>x</i>": 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"',
    "a < b": 'Unsupported start tag "" at byte offset 2',
    "<b": "Unclosed start tag at byte offset 0",
    "<a href=x": "Unclosed start tag at byte offset 0",
    '<a href="x>y</a>': "Unclosed start tag at byte offset 0",
    "<a href=a?b>x</a>": "Unexpected end of name token at byte offset 8",
    '<a ="x">y</a>': 'Empty attribute name in the tag "a" at byte offset 0',
    "<span>x</span>": 'Tag "span" must have class "tg-spoiler" at byte offset 0',
    "<b>x</b ": "Unclosed end tag at byte offset 4",
    '<tg-emoji emoji-id="x">y</tg-emoji>': "Invalid custom emoji identifier specified",
}


@pytest.mark.parametrize("text", COMPLAINTS, ids=str)
def test_it_complains_like_telegram(api: BotApi, text: str) -> None:
    answer = send(api, text=text, parse_mode="HTML")
    assert answer.body["description"] == f"Bad Request: can't parse entities: {COMPLAINTS[text]}"


class TestTimes:
    def test_a_time_carries_its_moment_and_pattern(self, api: BotApi) -> None:
        message = html(api, "<tg-time unix='1041822000' format='wDt'>Mon 6 January</tg-time>")
        assert message["text"] == "Mon 6 January"
        assert message["entities"] == [
            {
                "type": "date_time",
                "offset": 0,
                "length": 13,
                "unix_time": 1041822000,
                "date_time_format": "wDt",
            }
        ]

    def test_a_time_may_be_bold(self, api: BotApi) -> None:
        message = html(api, "<b>Court: <tg-time unix='1041822000' format='r'>soon</tg-time></b>")
        assert spans(message) == [("bold", "Court: soon"), ("date_time", "soon")]

    def test_a_time_inside_code_is_dropped(self, api: BotApi) -> None:
        message = html(api, "<code><tg-time unix='1041822000'>soon</tg-time></code>")
        assert spans(message) == [("code", "soon")]

    @pytest.mark.parametrize("pattern", ["x", "rt", "wDt!"])
    def test_strange_patterns_are_refused(self, api: BotApi, pattern: str) -> None:
        text = f"<tg-time unix='1041822000' format='{pattern}'>soon</tg-time>"
        answer = send(api, text=text, parse_mode="HTML")
        assert answer.body["description"] == "Bad Request: invalid date-time format specified"

    @pytest.mark.parametrize(("days", "taken"), [(3 * 365, True), (3 * 365 + 1, False)], ids=str)
    def test_at_most_three_years_ahead(self, api: BotApi, days: int, taken: bool) -> None:
        unix = 1_041_796_800 + days * 86_400
        answer = send(api, text=f"<tg-time unix='{unix}'>then</tg-time>", parse_mode="HTML")
        if taken:
            assert answer.status == 200
        else:
            assert answer.body["description"] == "Bad Request: ENTITY_DATE_INVALID"


class TestSpeltOut:
    """Entities given as such instead of tags."""

    def test_they_are_taken(self, api: BotApi) -> None:
        given = [{"type": "bold", "offset": 0, "length": 5}]
        assert spans(send(api, text="Hello", entities=given).result) == [("bold", "Hello")]

    @pytest.mark.parametrize(
        "entity",
        [
            {"type": "bold"},
            {"type": "loud", "offset": 0, "length": 1},
            {"type": "date_time", "offset": 0, "length": 1},
            "bold",
        ],
        ids=str,
    )
    def test_strange_ones_are_refused(self, api: BotApi, entity: Any) -> None:
        answer = send(api, text="Hello", entities=[entity])
        assert answer.body["description"].startswith("Bad Request: can't parse MessageEntity: ")


def test_links_commands_and_names_are_found(api: BotApi) -> None:
    text = (
        "See https://example.org/a?b=1. Or /call@comrades_demo_bot, @comrades_news, #Qaragandy, "
        "mail a@example.org or ring +7 7212 42 02 20; not 1/2 nor a/b"
    )
    assert spans(html(api, text)) == [
        ("url", "https://example.org/a?b=1"),
        ("bot_command", "/call@comrades_demo_bot"),
        ("mention", "@comrades_news"),
        ("hashtag", "#Qaragandy"),
        ("email", "a@example.org"),
        ("phone_number", "+7 7212 42 02 20"),
    ]


def test_nothing_is_found_inside_code(api: BotApi) -> None:
    assert spans(html(api, "<code>/call +7 7212 42 02 20</code>")) == [
        ("code", "/call +7 7212 42 02 20")
    ]
