"""Templates are compiled once for all languages: nothing of a language may be compiled in."""

from __future__ import annotations

import pytest

from bot.settings import shipped
from bot.words.catalogue import load
from bot.words.speech import Speech

ENVIRONMENTS = [
    Speech(code, said).environment for code, said in load(shipped("locales")).translations.items()
]


@pytest.mark.parametrize("template", ENVIRONMENTS[0].list_templates())
def test_a_template_compiles_to_the_same_in_every_language(template: str) -> None:
    assert len(ENVIRONMENTS) > 1
    compiled = set()
    for environment in ENVIRONMENTS:
        assert environment.loader is not None
        source, file, _ = environment.loader.get_source(environment, template)
        compiled.add(environment.compile(source, template, file, raw=True))
    assert len(compiled) == 1


def test_what_a_language_would_leave_in_the_code_is_noticed() -> None:
    """A filter on a constant is worked out while compiling: this is what must not be written."""
    source = "{{ 3600|duration }}"
    assert len({each.compile(source, raw=True) for each in ENVIRONMENTS}) > 1
