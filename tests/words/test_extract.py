from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import shipped
from bot.words.catalogue import PLACE
from bot.words.environment import TEMPLATES
from bot.words.extract import problems, update
from bot.words.sentences import pot_text, sentences
from bot.words.translation_checks import exact_forms

TEMPLATE = """\
{# NOTE: a greeting #}
{% trans %}Good evening{% endtrans %}
{% trans name=who %}<b>{{ name }}</b> writes{% endtrans %}
{% trans num=count %}{{ num }} letter{% pluralize %}{{ num }} letters{% endtrans %}
{% trans %}
A sentence
on two lines
{% endtrans %}
{{ _("in prison") }}
"""
HEAD = """\
# Words by a volunteer.
msgid ""
msgstr ""
"Language: ru\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 \
&& (n%100<10 || n%100>=20) ? 1 : 2);\\n"
"""
COMPLETE = {
    'msgid "Good evening"': 'msgstr "Добрый вечер"',
    'msgid "<b>%(name)s</b> writes"': 'msgstr "Пишет <b>%(name)s</b>"',
    'msgid "%(num)s letter"\nmsgid_plural "%(num)s letters"': (
        'msgstr[0] "%(num)s письмо"\nmsgstr[1] "%(num)s письма"\nmsgstr[2] "%(num)s писем"'
    ),
    'msgid "A sentence on two lines"': 'msgstr "Предложение в две строки"',
    'msgid "in prison"': 'msgstr "в заключении"',
}


class Shop:
    """A folder of templates and one of catalogues, with a complete Russian one."""

    def __init__(self, folder: Path) -> None:
        self.templates = folder / "templates"
        self.locales = folder / "locales"
        self.templates.mkdir()
        self.template(TEMPLATE)
        self.russian = self.locales / "ru" / PLACE
        self.russian.parent.mkdir(parents=True)
        self.write(COMPLETE)

    def template(self, source: str) -> None:
        (self.templates / "hello.j2").write_text(source, encoding="utf-8")

    def write(self, entries: dict[str, str], head: str = HEAD) -> None:
        body = "\n\n".join(f"{key}\n{value}" for key, value in entries.items())
        self.russian.write_text(f"{head}\n{body}\n", encoding="utf-8")

    def update(self) -> None:
        update(self.locales, self.templates)

    @property
    def problems(self) -> list[str]:
        return problems(self.locales, self.templates)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def test_a_new_folder_becomes_a_language_with_everything_to_translate(shop: Shop) -> None:
    (shop.locales / "de").mkdir()
    assert any("no such file" in problem for problem in shop.problems)
    shop.update()
    german = (shop.locales / "de" / PLACE).read_text("utf-8")
    assert 'msgid "Good evening"\nmsgstr ""' in german
    assert "nplurals=2" in german


def test_sentences_come_from_the_templates_with_notes_and_without_line_numbers(shop: Shop) -> None:
    text = pot_text(shop.templates)
    assert '#. a greeting\n#: hello.j2\nmsgid "Good evening"' in text
    assert 'msgid "A sentence on two lines"' in text
    assert 'msgid_plural "%(num)s letters"' in text
    assert str(shop.templates) not in text
    found = {message.id for message in sentences(shop.templates) if message.id}
    assert found == {
        "Good evening",
        "<b>%(name)s</b> writes",
        ("%(num)s letter", "%(num)s letters"),
        "A sentence on two lines",
        "in prison",
    }


def test_a_complete_catalogue_has_no_problems(shop: Shop) -> None:
    assert shop.problems == []
    shop.update()
    assert shop.problems == []


def test_updating_twice_changes_nothing(shop: Shop) -> None:
    shop.update()
    once = shop.russian.read_bytes(), (shop.locales / "bot.pot").read_bytes()
    shop.update()
    assert (shop.russian.read_bytes(), (shop.locales / "bot.pot").read_bytes()) == once


def test_updating_keeps_the_translators_words_and_comment(shop: Shop) -> None:
    shop.template(TEMPLATE + "{% trans %}A new sentence of its own{% endtrans %}\n")
    shop.update()
    text = shop.russian.read_text("utf-8")
    assert text.startswith("# Words by a volunteer.\n")
    assert 'msgstr[2] "%(num)s писем"' in text
    assert 'msgid "A new sentence of its own"\nmsgstr ""' in text
    (problem,) = shop.problems
    assert "not translated: “A new sentence of its own”" in problem


def test_a_changed_sentence_keeps_its_old_words_for_the_translator_but_not_for_readers(
    shop: Shop,
) -> None:
    shop.template(TEMPLATE.replace("A sentence", "One sentence"))
    shop.update()
    assert 'msgstr "Предложение в две строки"' in shop.russian.read_text("utf-8")
    (problem,) = shop.problems
    assert "fuzzy" in problem


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    (
        ('msgid "Good evening"', 'msgstr ""', "not translated"),
        ('msgid "Good evening"', 'msgstr "Добрый вечер!"', "exclamation mark"),
        ('msgid "Good evening"', 'msgstr "Добрый вечер 100%"', "percent"),
        ('msgid "<b>%(name)s</b> writes"', 'msgstr "Пишет <b>%(nmae)s</b>"', "placeholders"),
        ('msgid "<b>%(name)s</b> writes"', 'msgstr "Пишет <b>кто-то</b>"', "placeholders"),
        ('msgid "<b>%(name)s</b> writes"', 'msgstr "Пишет %(name)s"', "HTML tags"),
        ('msgid "<b>%(name)s</b> writes"', 'msgstr "Пишет <b>%(name)s<b>"', "HTML tags"),
        ('msgid "Good evening"', 'msgstr "Добрый <вечер"', "HTML tags"),
        (
            'msgid "%(num)s letter"\nmsgid_plural "%(num)s letters"',
            'msgstr[0] "%(num)s письмо"\nmsgstr[1] "%(num)s письма"\nmsgstr[2] "писем"',
            "placeholders",
        ),
        (
            'msgid "%(num)s letter"\nmsgid_plural "%(num)s letters"',
            'msgstr[0] "%(num)s письмо"\nmsgstr[1] "%(num)s письма"',
            "not translated",
        ),
    ),
)
def test_every_mistake_of_a_translator_is_told_at_its_line(
    shop: Shop, key: str, value: str, expected: str
) -> None:
    shop.write(COMPLETE | {key: value})
    (problem,) = shop.problems
    assert expected in problem
    line = shop.russian.read_text("utf-8").split("\n").index(key.split("\n", maxsplit=1)[0]) + 1
    assert problem.startswith(f"{shop.russian}:{line}: ")


def test_missing_and_left_over_sentences_are_told(shop: Shop) -> None:
    entries = dict(COMPLETE)
    del entries['msgid "in prison"']
    shop.write(entries | {'msgid "Gone"': 'msgstr "Нет"', '#~ msgid "Old"': '#~ msgstr "Старое"'})
    found = "\n".join(shop.problems)
    assert "missing: “in prison”" in found
    assert "no template says this any more: “Gone”" in found
    assert "no template says this any more: “Old”" in found
    shop.update()
    assert [problem.split(": ", 1)[1] for problem in shop.problems] == [
        "not translated: “in prison”"
    ]


def test_a_form_for_one_number_alone_need_not_say_it() -> None:
    assert exact_forms("ar") == {0, 1, 2}
    assert exact_forms("es") == {0}
    assert exact_forms("ru") == frozenset()


def test_plural_forms_that_are_not_the_languages_are_told(shop: Shop) -> None:
    head = HEAD.replace("nplurals=3", "nplurals=2").replace(
        HEAD[HEAD.index("plural=(") : HEAD.index(";\\n", HEAD.index("plural=("))], "plural=(n!=1)"
    )
    two = 'msgstr[0] "%(num)s письмо"\nmsgstr[1] "%(num)s писем"'
    key = 'msgid "%(num)s letter"\nmsgid_plural "%(num)s letters"'
    shop.write(COMPLETE | {key: two}, head)
    assert any("Plural-Forms" in problem for problem in shop.problems)


def test_a_stale_list_of_sentences_is_told(shop: Shop) -> None:
    shop.update()
    (shop.locales / "bot.pot").write_text("# nothing\n", encoding="utf-8")
    (problem,) = shop.problems
    assert "older than the templates" in problem


def test_an_unreadable_catalogue_is_one_problem(shop: Shop) -> None:
    shop.russian.write_text("nonsense\n", encoding="utf-8")
    (problem,) = shop.problems
    assert problem.startswith(f"{shop.russian}:1: ")


def test_an_exclamation_mark_in_a_template_is_told(shop: Shop) -> None:
    shop.template("{% trans %}Hurry up!{% endtrans %}")
    assert any("hello.j2: an exclamation mark" in problem for problem in shop.problems)


def test_the_shipped_translations_are_complete_and_up_to_date() -> None:
    locales = shipped("locales")
    assert (locales / "bot.pot").is_file()
    assert problems(locales) == []


def test_no_template_holds_an_exclamation_mark_outside_its_code() -> None:
    for message in sentences(TEMPLATES):
        assert "!" not in str(message.id)
