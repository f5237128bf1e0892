from __future__ import annotations

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
