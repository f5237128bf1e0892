from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.pronunciation import SPELLINGS, pronounced, spelling_for
from bot.core.scripts import STRESS
from bot.core.sounds import from_cyrillic
from bot.core.sounds.sound import CONSONANTS, VOWELS

ALPHABETS = {
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "ky": "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя",
    "es": "abcdefghijklmnñopqrstuvwxyzáéíóúü",
    "tr": "abcçdefgğhıijklmnoöprsştuüvyz",
}
SILENT = {("es", "h"), ("tr", "ğ")} | {
    (language, sign) for language in ALPHABETS for sign in from_cyrillic.SILENT
}
"""They change the letters beside them, or nothing at all."""
LETTERS = [(language, letter) for language, letters in ALPHABETS.items() for letter in letters]


def others(language: str) -> list[str]:
    return [reader for reader in SPELLINGS if reader != language]


@pytest.mark.parametrize(("language", "letter"), LETTERS)
def test_every_letter_has_a_sound_for_every_reader(language: str, letter: str) -> None:
    for reader in others(language):
        said = pronounced(letter, language, reader)
        assert said is not None
        spelling = SPELLINGS[reader]
        same = spelling.accent and letter in spelling.alphabet
        assert bool(said) != (same or (language, letter) in SILENT), (reader, said)


@pytest.mark.parametrize("reader", SPELLINGS)
def test_every_sound_can_be_written_by_every_reader(reader: str) -> None:
    assert SPELLINGS[reader].letters.keys() >= VOWELS | CONSONANTS


@pytest.mark.parametrize("reader", SPELLINGS)
def test_a_table_writes_nothing_but_the_readers_own_letters(reader: str) -> None:
    spelling = SPELLINGS[reader]
    assert set("".join(spelling.letters.values())) <= spelling.alphabet


WORDS = st.sampled_from(["ru", "kk", "uk", "be", "ky"]).flatmap(
    lambda language: st.tuples(
        st.just(language),
        st.lists(
            st.sampled_from([*ALPHABETS[language], "а" + STRESS, "о" + STRESS, *" ,.?-"]),
            min_size=1,
            max_size=30,
        ).map("".join),
    )
)


@given(WORDS, st.sampled_from(sorted(SPELLINGS)))
def test_whatever_is_said_comes_in_the_readers_letters_with_its_signs(
    said: tuple[str, str], reader: str
) -> None:
    language, words = said
    spoken = pronounced(words, language, reader)
    assert spoken is not None
    if not spoken or language == reader or spoken == words:
        return
    spelling = SPELLINGS[reader]
    letters = {sign for sign in spoken.lower() if unicodedata.category(sign)[0] == "L"}
    assert letters <= spelling.alphabet
    turned = str.maketrans(dict(spelling.signs))
    for sign in " .?,":
        shown = sign.translate(turned)
        assert spoken.count(shown) == words.count(sign)


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        ("en", "pree-NYAT faks"),
        ("es", "pri-ÑAT faks"),
        ("de", "pri-NJAT faks"),
        ("fr", "pri-NIATT faks"),
        ("kk", "Приня\u0301ть факс"),
        ("ar", "برينيات فاكس"),
        ("fa", "پرینیات فاکس"),
        ("ja", "pree-NYAT faks"),
        ("pt-BR", "pree-NYAT faks"),
    ],
)
def test_each_reader_gets_the_words_in_their_own_spelling(reader: str, said: str) -> None:
    assert pronounced("Приня\u0301ть факс", "ru", reader) == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("обраще\u0301ние", "ah-brah-SHCHEH-nee-yeh"),
        ("обращение", "oh-brah-shcheh-nee-yeh"),
        ("его\u0301", "yeh-VOH"),
        ("много", "mnoh-goh"),
        ("сего\u0301дня", "syeh-VOD-nyah"),
        ("что", "shtoh"),
        ("здра\u0301вствуйте", "ZDRAST-vooy-tyeh"),
        ("пожа\u0301луйста", "pah-ZHAH-loos-tah"),
        ("суд", "soot"),
        ("жить", "zhit"),
        ("подъе\u0301зд", "pah-DYEZT"),
        ("ещё", "yeh-SHCHOH"),
        ("«Да», к 5!", "«dah», k 5!"),
    ],
)
def test_russian_is_read_by_its_rules(words: str, said: str) -> None:
    assert pronounced(words, "ru", "en") == said


@pytest.mark.parametrize(
    ("words", "language", "reader", "said"),
    [
        ("Рақмет", "kk", "en", "rak-met"),
        ("Сәлеметсіз бе?", "kk", "ru", "салеметсиз бе?"),
        ("Факсты қосыңызшы", "kk", "ar", "فاكستي قوسينغيزشي"),
        ("М'який", "uk", "en", "myah-kiy"),
        ("Вы говори\u0301те", "ru", "uk", "ви ґаварі\u0301тє"),
        ("¿Mañana?", "es", "en", "mah-nyah-nah?"),
        ("¿Qué guerra?", "es", "ru", "ке\u0301 гера?"),
        ("adiós", "es", "de", "a-di-OSS"),
        ("Değil, çay", "tr", "es", "de-il, chai"),
        ("شُكْرًا", "ar", "en", "shoo-kran"),
        ("по-ру\u0301сски", "ru", "de", "po-RUSS-ki"),
        ("касса", "ru", "de", "ka-ssa"),
        ("болыңыз", "kk", "en", "boh-ling-iz"),
    ],
)
def test_other_languages_are_read_too(words: str, language: str, reader: str, said: str) -> None:
    assert pronounced(words, language, reader) == said


def test_who_knows_the_language_or_the_letters_needs_nothing() -> None:
    assert pronounced("Да", "ru", "ru") == ""
    assert pronounced("Да", "ru", "kk") == ""
    assert pronounced("Да", "ru-KZ", "ru") == ""


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Hello", "en"),
        ("مرحبا", "ar"),
        ("Да ñ", "ru"),
        ("はい", "ja"),
        ("Да", "es"),
        ("в СССР", "ru"),
    ],
)
def test_what_we_have_no_rules_for_is_not_guessed(words: str, language: str) -> None:
    assert pronounced(words, language, "fr") is None


def test_a_language_without_a_spelling_of_its_own_reads_the_english_one() -> None:
    assert [spelling_for(code) for code in ("de-AT", "tr", "hi", "fa")] == ["de", "en", "en", "fa"]


def test_the_stressed_syllable_is_the_only_one_in_capitals() -> None:
    said = pronounced("Нет сигна\u0301ла", "ru", "en") or ""
    assert re.findall("[A-Z]+", said) == ["NAH"]
