from __future__ import annotations

import pytest

from bot.content.letter_templates import (
    MAY_BE_EMPTY,
    MOST_BYTES,
    MOST_OUTPUT,
    PLACEHOLDERS,
    LetterError,
    mistakes,
    placeholders,
    render_letter,
)

FULL = {name: name.upper() for name in PLACEHOLDERS}


def test_a_letter_is_filled_in() -> None:
    source = "To {{ office }}{% if city %} from {{ city }}{% endif %}.\n\n{{ demands }}\n"
    assert render_letter(source, FULL) == "To OFFICE from CITY.\n\nDEMANDS"
    assert render_letter(source, FULL | {"city": ""}) == "To OFFICE.\n\nDEMANDS"


def test_a_line_with_nothing_but_a_tag_leaves_no_line() -> None:
    source = "one\n  {% if name %}\n{{ name }}\n  {% endif %}\ntwo"
    assert render_letter(source, FULL) == "one\nNAME\ntwo"
    assert render_letter(source, FULL | {"name": ""}) == "one\ntwo"


def test_what_people_write_is_only_ever_a_value() -> None:
    evil = "{{ 7*7 }} {% if %} {0.__class__} <b>&</b>"
    assert render_letter("{{ name }} {{ name|e }}", FULL | {"name": evil}) == f"{evil} {evil}"


@pytest.mark.parametrize(
    "source",
    [
        "{{ name|upper|lower|title|trim|e }}",
        "{{ name|default('x') }}",
        "{% if name and not city or date %}a{% elif city == 'x' %}b{% else %}c{% endif %}",
        "{% if name is defined %}a{% endif %}",
        "{% if name in city %}a{% endif %}",
        "{# a remark #}{% raw %}{{ self }}{% endraw %}",
    ],
)
def test_what_a_letter_needs_is_allowed(source: str) -> None:
    assert mistakes(source) == []
    render_letter(source, FULL)


@pytest.mark.parametrize(
    "source",
    [
        "{{ self }}",
        "{{ loop }}",
        "{{ caller }}",
        "{{ lipsum }}",
        "{{ naem }}",
        "{{ 7 }}",
        "{{ 7*7 }}",
        "{{ 'a'*10**9 }}",
        "{{ 'a' ~ name }}",
        "{{ lipsum(n=100000) }}",
        "{{ range(99999) }}",
        "{% for a in name %}{% for b in name %}x{% endfor %}{% endfor %}",
        "{% set a = name %}",
        "{% macro m() %}{{ m() }}{% endmacro %}",
        "{% include 'x' %}",
        "{% extends 'x' %}",
        "{% import 'x' as y %}",
        "{% block b %}{% endblock %}",
        "{% call x() %}{% endcall %}",
        "{% filter upper %}x{% endfilter %}",
        "{% with a = 1 %}{% endwith %}",
        "{{ name.upper }}",
        "{{ name['upper'] }}",
        "{{ name.__class__.__mro__ }}",
        "{{ '{0.secret}'.format(name) }}",
        "{{ name|safe }}",
        "{{ name|attr('x') }}",
        "{{ name|center(10000000000) }}",
        "{{ name|format(1) }}",
        "{{ name|default(boolean=true) }}",
        "{{ name if city else date }}",
        "{{ [name] }}",
        "{{ {'a': name} }}",
        "{% if name is divisibleby(3) %}x{% endif %}",
        "{% if name %}",
        "{% endif %}",
        "{{ name",
        "{% frobnicate %}",
        "{{ name|nonsense }}",
        "{% if name is nonsense %}x{% endif %}",
        "{{ " + "(" * 3000 + "name" + ")" * 3000 + " }}",
        "{% if name %}" * 60 + "x" + "{% endif %}" * 60,
        "{{ name" + "|e" * 100 + " }}",
        "x" * (MOST_BYTES + 1),
    ],
)
def test_everything_else_is_refused_before_it_runs(source: str) -> None:
    assert mistakes(source)
    with pytest.raises(LetterError):
        render_letter(source, FULL)


def test_mistakes_name_their_lines_and_how_to_mend_them() -> None:
    told = [str(error) for error in mistakes("a\n{{ naem }}\nb {{ city|uper }}\n{{ 7 }}")]
    assert told == [
        "line 2: there is no placeholder 'naem'; did you mean 'name'?",
        "line 3: the filter 'uper' is not allowed; did you mean 'upper'?",
        "line 4: a number is not allowed here; put it in quotes",
    ]
    assert str(mistakes("a\n{% if name %}")[0]) == (
        "line 2: this cannot be read as a template; "
        "check that every {{ has its }}, and every {% if … %} its {% endif %}"
    )


def test_a_finished_letter_has_a_limit() -> None:
    with pytest.raises(LetterError, match="the finished letter is larger than 16 KB"):
        render_letter("{{ name }}{{ name }}", FULL | {"name": "x" * (MOST_OUTPUT - 5)})


def test_a_placeholder_without_value_is_an_error_and_no_gap() -> None:
    with pytest.raises(LetterError, match="a value is missing: 'city' is undefined; give it"):
        render_letter("{{ name }} {{ city }}", {"name": "x"})


def test_placeholders_of_a_template_are_known() -> None:
    assert placeholders("{% if city %}{{ name|upper }}{% endif %}") == {"city", "name"}
    assert set(PLACEHOLDERS) > MAY_BE_EMPTY
