from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.lengths import pieces, units

FAMILY = "👨‍👩‍👧"


def test_an_emoji_counts_as_telegram_counts_it() -> None:
    assert units("Қ") == 1
    assert units("😀") == 2
    assert units(FAMILY) == 8


def test_a_short_text_stays_whole() -> None:
    assert pieces("Dear President,", 20) == ("Dear President,",)


def test_nothing_gives_no_piece() -> None:
    assert pieces("  \n ", 20) == ()


def test_a_text_is_cut_between_paragraphs_first() -> None:
    assert pieces("one two\n\nthree\nfour five", 16) == ("one two", "three\nfour five")


def test_then_between_lines_and_then_between_words() -> None:
    assert pieces("one two\nthree four", 14) == ("one two", "three four")
    assert pieces("one two three", 8) == ("one two", "three")


def test_a_word_that_just_fits_is_not_cut() -> None:
    assert pieces("aaaa bbbb", 4) == ("aaaa", "bbbb")


def test_an_endless_word_is_cut_but_no_letter_loses_its_accents() -> None:
    assert pieces("a\u0301" * 3, 3) == ("a\u0301",) * 3
    assert pieces("a" + FAMILY, 8) == ("a", FAMILY)


def test_a_letter_with_more_accents_than_fit_is_cut_after_all() -> None:
    assert "".join(pieces("a" + "\u0301" * 9, 4)) == "a" + "\u0301" * 9


@given(
    st.text(st.sampled_from("aЖ Қ\n\n 😀\u0301\u200d")),
    st.integers(min_value=2, max_value=40),
)
def test_every_piece_fits_and_no_sign_is_lost(text: str, limit: int) -> None:
    parts = pieces(text, limit)
    assert all(0 < units(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@given(
    st.lists(st.text("abcЖҚ😀", min_size=1, max_size=10), max_size=60),
    st.sampled_from([" ", "\n", "\n\n"]),
)
def test_words_that_fit_are_never_torn(words: list[str], seam: str) -> None:
    parts = pieces(seam.join(words), 20)
    assert [word for part in parts for word in part.split()] == words


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    (
        (
            "Free them all. Pay the wages now, please.",
            24,
            ("Free them all.", "Pay the wages now,", "please."),
        ),
        ("Кто виноват? Мы ждём ответа.", 20, ("Кто виноват?", "Мы ждём ответа.")),
        ("هل وصلت الرسالة؟ ننتظر الجواب", 20, ("هل وصلت الرسالة؟", "ننتظر الجواب")),
        ("我们要求释放。我们等待。", 8, ("我们要求释放。", "我们等待。")),
        ("He said “Free them!” and we agree.", 24, ("He said “Free them!” and", "we agree.")),
    ),
)
def test_inside_a_paragraph_it_is_cut_after_a_sentence(
    text: str, limit: int, cut: tuple[str, ...]
) -> None:
    assert pieces(text, limit) == cut


@pytest.mark.parametrize(
    "text",
    (
        "Мы пишем Н. А. Назарбаеву",
        "Our letter No. 5 came back",
        "Наше письмо 2003 г. вернулось",
        "Мы просим Вас и др. Членов",
        "He said: “Free them!” and went",
    ),
)
def test_initials_and_short_forms_do_not_end_a_sentence(text: str) -> None:
    assert pieces(f"We wait for you. {text}", 16 + len(text)) == ("We wait for you.", text)


def test_the_mark_of_an_item_stays_with_it() -> None:
    assert pieces("We demand of you:\n12. Free them all", 26) == (
        "We demand of you:",
        "12. Free them all",
    )


def test_an_early_end_of_a_paragraph_does_not_make_a_message_of_two_words() -> None:
    assert pieces("Dear Sir,\n\n" + "We write. " * 12, 100)[0].endswith("We write.")


@pytest.mark.parametrize("sign", (FAMILY, "👍🏽", "🇰🇿", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "1️⃣", "কি", "a\u0301\u0302"))
def test_what_is_seen_as_one_sign_stays_one(sign: str) -> None:
    fits = units(sign) + 1
    assert pieces(sign * 5, fits) == ((sign,) * 5 if units(sign) > 1 else (sign * 2,) * 2 + (sign,))


LETTERS = st.text(
    st.sampled_from("aЖ Қ.?! \n\n\n😀\u0301\u0301\u200d\U0001f3fd\U0001f1f0\U0001f1ff۔؟"),
    max_size=80,
)


@given(LETTERS, st.integers(min_value=12, max_value=40))
def test_no_accent_begins_a_piece_that_stood_behind_a_letter(text: str, limit: int) -> None:
    at = 0
    for part in pieces(text, limit)[:-1]:
        at = text.index(part, at) + len(part)
        rest = text[at:].lstrip()
        crowd = re.search(r"\S{8,}", text)  # towers of signs may be longer than a whole piece
        assert crowd or not unicodedata.combining(rest[0])


@given(
    st.lists(st.text("abcЖҚ", min_size=3, max_size=9), min_size=2, max_size=8),
    st.integers(min_value=2, max_value=30),
)
def test_sentences_that_fit_are_never_torn(words: list[str], times: int) -> None:
    sentence = " ".join(words).capitalize() + "."
    for part in pieces(" ".join([sentence] * times), 300):
        assert part.endswith(".")
        assert part.startswith(sentence)
