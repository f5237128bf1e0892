from __future__ import annotations

import pytest

from bot.content.letter_file import judged
from tests.content.parted_letters import ENGLISH, RUSSIAN


def told(source: str, *, demands: bool = True) -> list[str]:
    return [str(error) for error in judged(source, demands=demands)]


def changed(old: str, new: str) -> str:
    assert old in ENGLISH
    return ENGLISH.replace(old, new, 1)


def test_sound_letters_have_nothing_wrong_with_them() -> None:
    assert told(ENGLISH) == []
    assert told(RUSSIAN) == []
    assert told("{{ demands }}") == []


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (
            changed("Nobody believes", "Nobody {{ beleives }}"),
            "line 14: there is no placeholder 'beleives'; write one of:",
        ),
        (
            changed("{% if organisation %} on", "{% if organisation %} on {% for %}"),
            "line 4: this cannot be read as a template; ",
        ),
        (
            changed("{% if city %} from {{ city }}{% endif %}", " from {{ city }}"),
            "line 2: a blank stands before a punctuation mark when nothing is known for city",
        ),
        (
            changed("Nobody believes the charges.", "Nobody believes\nthe charges,"),
            "line 15: the text ends in the middle of a sentence",
        ),
        (changed("The world is watching.", "{# later #}"), "line 26: this way of saying it is em"),
        (
            changed("There is one way out:\n\n{{ demands }}", "There is one way out."),
            "line 21: this way of saying the part 'demands' lacks the demands; put {{ demands }}",
        ),
        (
            changed("The world is watching.", "Once more:\n\n{{ demands }}"),
            "line 25: the demands are listed twice: in the parts 'demands' and 'last-word'; put",
        ),
        (
            changed("== demands", "== demands, optional"),
            "line 16: the part with the demands may not be left out by chance; take 'optional'",
        ),
        (
            "== a, optional\n{{ demands }}",
            "line 1: every part may be left out, and then nothing would be said; take 'optional'",
        ),
        ("== a\nx", "the letter never says its demands; put {{ demands }} on a line of its own"),
        (
            f"== a\n{'x' * 9_000}\n== b\n{'y' * 9_000}\n\n{{{{ demands }}}}",
            "the finished letter is larger than 16 KB; shorten it",
        ),
    ],
)
def test_what_is_wrong_is_told_at_the_line_of_the_file(source: str, sentence: str) -> None:
    assert any(one.startswith(sentence) for one in told(source)), told(source)


def test_a_letter_without_demands_must_not_list_any() -> None:
    [sentence] = told(ENGLISH, demands=False)
    assert sentence.startswith("the letter has no demands to list; ")
