"""Small pieces of text that Python puts together: macros of a template file, called by name."""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import Environment, TemplateNotFound
from markupsafe import Markup


class Phrases:
    """The macros of one template in one language."""

    def __init__(self, environment: Environment, template: str) -> None:
        self._module = environment.get_template(template).module

    def __call__(self, name: str, **pieces: object) -> Markup:
        """One phrase; KeyError where the template has no macro of this name."""
        macro: Callable[..., str] = vars(self._module)[name]
        return Markup(str(macro(**pieces)).strip())  # noqa: S704  # the macro has escaped its pieces


class Labels:
    """Words of buttons, menus and notices: plain text, from every ``labels*.j2`` there is."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._home: dict[str, str] = {}
        self.twice: tuple[str, ...] = ()
        """Names that more than one macro has: only the last one is ever heard."""
        for template in sorted(environment.list_templates(filter_func=_is_labels)):
            for name in vars(environment.get_template(template).module):
                if name in self._home:
                    self.twice = (*self.twice, name)
                if not name.startswith("_"):
                    self._home[name] = template

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._home)

    def __call__(self, name: str, **pieces: object) -> str:
        """One label on one line. TypeError where its macro takes other pieces."""
        if name not in self._home:
            raise TemplateNotFound(f"label {name!r} in labels*.j2")
        # A template's module is made once; making one for every label took 30 ms for /help.
        macro: Callable[..., str] = vars(self._environment.get_template(self._home[name]).module)[
            name
        ]
        return " ".join(Markup(macro(**pieces)).unescape().split())  # noqa: S704  # from a template


def _is_labels(template: str) -> bool:
    return template.startswith("labels") and template.endswith(".j2")
