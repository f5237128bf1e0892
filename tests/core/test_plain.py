from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.plain import MARKS_IN_A_ROW, clean, has_words, one_line

ANYTHING = st.text(st.characters(), max_size=300)
"""Every code point there is, halves of surrogate pairs included."""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Қарағанды \n", "Қарағанды"),
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("half \ud83d a pair", "half  a pair"),
        ("gnp.\u202eexe", "gnp.exe"),
        ("\u2066left\u2069", "left"),
        ("private \ue000 use", "private  use"),
        ("one\r\ntwo\rthree\tfour", "one\ntwo\nthree four"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("e\u0301", "é"),
        ("e\u202e\u0301", "é"),
        ("z" + "\u0335" * 40, "z" + "\u0335" * MARKS_IN_A_ROW),
        ("", ""),
        (" \x00 \n", ""),
    ],
)
def test_typed_text_is_made_safe_to_show(typed: str, kept: str) -> None:
    assert clean(typed, 100) == kept


def test_a_text_is_cut_at_its_limit() -> None:
    assert clean("абв" * 100, 10) == "абвабвабва"


def test_a_line_stays_a_line() -> None:
    assert one_line(" Anna\n\n  Maria\t K. ", 100) == "Anna Maria K."
    assert one_line("one two three", 8) == "one two"


@given(ANYTHING, st.integers(1, 40))
def test_what_is_kept_is_never_dangerous_nor_too_long(typed: str, limit: int) -> None:
    kept = clean(typed, limit)
    assert len(kept) <= limit
    assert kept == kept.strip()
    assert unicodedata.is_normalized("NFC", kept)
    classes = {unicodedata.category(sign) for sign in kept if sign != "\n"}
    assert not classes & {"Cc", "Cs", "Co"}
    kept.encode()  # whatever is kept can be written


@given(ANYTHING)
def test_cleaning_twice_changes_nothing(typed: str) -> None:
    once = clean(typed, 200)
    assert clean(once, 200) == once


@given(ANYTHING)
def test_a_line_never_breaks(typed: str) -> None:
    line = one_line(typed, 50)
    assert line.splitlines() in ([], [line])
    assert len(line) <= 50


@pytest.mark.parametrize(
    "text", ["", " \n", "\u200b\u200d\ufeff", "\u2800", "\u3164\u115f\uffa0", "\u00ad\u0301\ufe0f"]
)
def test_what_nobody_can_see_is_no_words(text: str) -> None:
    assert not has_words(text)


@pytest.mark.parametrize("text", ["a", "\u200bСвободу", "5", "…", "✊", "👩\u200d⚖️", "क्"])
def test_whatever_can_be_seen_is_words(text: str) -> None:
    assert has_words(text)
