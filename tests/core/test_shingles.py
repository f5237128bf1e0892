from __future__ import annotations

import pytest

from bot.core.shingles import shared, shingles, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Don’t stop: 2003, \u00abfree\u00bb them.", ["dont", "stop", "2003", "free", "them"]),
        ("Қазақша ӘҢ-ғой", ["қазақша", "әң", "ғой"]),
        ("أَطْلِقوا سَراحَهُم، الآن", ["أَطْلِقوا", "سَراحَهُم", "الآن"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("釈放を", ["釈", "放", "を"]),
        ("می\u200cخواهیم", ["میخواهیم"]),
        ("Straße", ["strasse"]),
        (" — ", []),
    ],
)
def test_words_in_any_script(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_a_text_is_cut_into_runs_of_five_words() -> None:
    assert shingles("a b c d e f") == {tuple("abcde"), tuple("bcdef")}
    assert shingles("a b") == {("a", "b")}
    assert shingles("") == set()


def test_what_is_shared_is_counted_against_the_shorter_text() -> None:
    long, short = shingles("a b c d e f g"), shingles("A, b, c, d, e!")
    assert shared(long, short) == shared(short, long) == 1.0
    assert shared(shingles("a b c d e x"), long) == 0.5
    assert shared(long, shingles("")) == 0.0
