from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest

from bot.content.glyphs import covered, missing
from bot.content.pdf import LetterPdf
from bot.core.drafts import paragraphs
from tests.four_letters import ENGLISH, LETTERS

ALPHABETS = {
    "English": "ABCXYZabcxyz",
    "French": "àâæçéèêëîïôœùûüÿ«»",
    "German": "ÄÖÜäöüßẞ„“",
    "Spanish": "ÁÉÍÑÓÚÜáéíñóúü¿¡ªº",
    "Turkish": "ÇĞİÖŞÜçğıöşüâîû",
    "Polish": "ĄĆĘŁŃÓŚŹŻąćęłńóśźż",
    "Vietnamese": "ĂÂĐÊÔƠƯăâđêôơưạảấầẩẫậ",
    "Russian": "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя№",
    "Kazakh": "ӘҒҚҢӨҰҮҺІәғқңөұүһі₸",
    "Ukrainian and Belarusian": "ҐЄІЇЎґєіїў’ʼ₴",
    "Greek": "ΑΒΓΔΩαβγδωάέήίόύώς",
    "Hebrew": "אבגדהוזחטיכלמנסעפצקרשתךםןףץ₪",
    "Arabic": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهويىًٌٍَُِّْ،؛؟٠١٢٣٤٥٦٧٨٩ـ",
    "Persian and Urdu": "پچژگکیٹڈڑںھہے۰۱۲۳۴۵۶۷۸۹\u200c",
    "punctuation": "–—‑…•·“”‘’„‚«»‹›§°½×€£$%&@\u00a0\u202f\u200e\u200f\u2066\u2069",
}


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_the_typefaces_have_the_signs_of(alphabet: str) -> None:
    assert missing([ALPHABETS[alphabet]]) == ()


@pytest.mark.parametrize("name", ("田中", "김", "ნინო", "Անի", "अनीता", "அனிதா", "ꦄ", "😀"))
def test_they_lack_those_of(name: str) -> None:
    assert missing(["Jane", f"{name} {name}"]) == tuple(dict.fromkeys(name))


@pytest.mark.parametrize("language", LETTERS)
def test_nothing_is_missing_on_a_letter(language: str) -> None:
    assert missing([LETTERS[language].plain()]) == ()


def test_every_sign_on_the_list_can_be_set_in_every_cut() -> None:
    """Where it fails after an update of typst, run scripts/build_glyphs.py."""
    all_of_them = " ".join(sorted(covered() - {"\n"}))
    press = LetterPdf()
    for language in ("en", "ar"):
        draft = replace(
            ENGLISH,
            language=language,
            subject=all_of_them,
            copy_to=all_of_them,
            body=paragraphs(all_of_them),
        )
        assert press.make([draft], "a4").startswith(b"%PDF")


def test_no_mark_that_turns_a_letter_around_is_on_the_list() -> None:
    turning = {"LRE", "RLE", "LRO", "RLO", "PDF"}
    assert not {sign for sign in covered() if unicodedata.bidirectional(sign) in turning}
