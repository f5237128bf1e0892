from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.plain_letter import ascii_only, fax_safe

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.mark.parametrize(
    ("typed", "sent"),
    (
        ("“We” – it’s… „so“ «da» ‹x›", '"We" - it\'s... "so" "da" \'x\''),
        ("• one;\n• two", "- one;\n- two"),
        ("· one\nl·l", "- one\nl·l"),
        ("Free them 😀 now 👨‍👩‍👧\nall 🇰🇿 of them", "Free them now\nall of them"),
        ("❗️ Now", "Now"),
        ("№\u00a05, §\u202f3, 20\u00a0°", "№ 5, § 3, 20 °"),
        ("3½ m², 10², 500 ₸, € 5", "3 1/2 m^2, 10^2, 500 KZT, EUR 5"),
        ("Қара\u200bғанды\ufeff", "Қарағанды"),
        ("\u200fعمر\u200c\u2067علی\u2069، نعم؟", "عمرعلی، نعم؟"),
        ("Cafe\u0301", "Café"),
        ("ﬁne ＡＢＣ ™", "fine ABC TM"),
        ("one\r\ntwo\ttabs\u2028three", "one\ntwo tabs\nthree"),
    ),
)
def test_what_a_fax_or_a_form_would_spoil_is_written_plainly(typed: str, sent: str) -> None:
    assert fax_safe(typed) == sent


@given(TEXTS)
def test_nothing_unsafe_is_left(text: str) -> None:
    safe = fax_safe(text)
    assert unicodedata.is_normalized("NFC", safe)
    found = {sign: unicodedata.category(sign) for sign in safe if sign not in "\n№§°"}
    assert [sign for sign, kind in found.items() if kind[0] == "C" or kind == "So"] == []
    assert [sign for sign, kind in found.items() if kind in {"Pd", "Zs"} and sign not in "- "] == []
    assert not set(safe) & set("‘’‚“”„«»…•\u00a0\ufe0f")


@given(TEXTS)
def test_the_letters_of_every_script_stay(text: str) -> None:
    def letters(of: str) -> list[str]:
        whole = unicodedata.normalize("NFKC", of)
        return [sign for sign in whole if unicodedata.category(sign) in {"Lu", "Ll", "Lo"}]

    whole = unicodedata.normalize("NFC", text)
    plain = "".join(sign for sign in whole if not unicodedata.decomposition(sign).startswith("<"))
    assert set(letters(plain)) <= set(letters(fax_safe(plain)))


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=60))
def test_what_is_plain_already_stays_as_it_is(text: str) -> None:
    assert fax_safe(text) == text.rstrip(" ")
    assert ascii_only(text, "en") == text.rstrip(" ")


@pytest.mark.parametrize(
    ("language", "typed", "sent"),
    (
        ("ru", "«Да» — Щука, ЩИ, Юля, ЮЛЯ", '"Da" - Shchuka, SHCHI, Yulya, YULYA'),
        ("ru", "подъезд, мы́ль, Ё, № 7", "pod'ezd, myl', Yo, No. 7"),
        ("kk", "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі", "Aa Ghgh Qq Ngng Oo Uu Uu Hh Ii"),
        ("kk", "Қарағанды, ҚАРАҒАНДЫ", "Qaraghandy, QARAGHANDY"),
        ("uk", "Київ, Гайдай", "Kyyiv, Hayday"),
        ("bg", "Търново, Щъркел", "Tarnovo, Shtarkel"),
        ("de", "Größe, Übung, ÄRGER", "Groesse, Uebung, AERGER"),
        ("tr", "İşçi, ığüşöç", "Isci, igusoc"),
        ("es", "¿Qué? ¡Año!", "Que? Ano!"),
        ("pl", "Łódź, ŁÓDŹ", "Lodz, LODZ"),
        ("is", "Þór, ÞÓR, Æsa", "Thor, THOR, Aesa"),
        ("en", "٣ … ½", "3 ... 1/2"),
    ),
)
def test_letters_are_written_in_ascii_by_their_sound(language: str, typed: str, sent: str) -> None:
    assert ascii_only(typed, language) == sent


@pytest.mark.parametrize("text", ("عمر مثال", "Дело عمر", "中村", "Ωμέγα", "שלום", "∞"))
def test_what_ascii_cannot_say_is_not_said_wrongly(text: str) -> None:
    assert ascii_only(text, "ru") is None


@given(TEXTS, st.sampled_from(("en", "ru", "kk", "de")))
def test_ascii_is_ascii_and_asks_no_questions_of_its_own(text: str, language: str) -> None:
    folded = ascii_only(text, language)
    if folded is not None:
        assert folded.isascii()
        assert folded.count("?") <= sum(unicodedata.normalize("NFKC", text).count(s) for s in "?؟")


@given(st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһіІҢЩЮ", min_size=1))
def test_no_letter_of_russian_or_kazakh_is_lost(text: str) -> None:
    folded = ascii_only(text, "kk")
    assert folded is not None
    assert len(folded) >= len(text)
