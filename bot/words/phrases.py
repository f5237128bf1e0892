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
        self._macros: dict[str, Callable[..., str]] = {}
        self._still: dict[str, str] = {}
        """Those that were said without pieces: they never change."""
        self.twice: tuple[str, ...] = ()
        """Names that more than one macro has: only the last one is ever heard."""
        for template in sorted(environment.list_templates(filter_func=_is_labels)):
            # A template's module is made once; making one for every label took 30 ms for /help.
            for name, macro in vars(environment.get_template(template).module).items():
                if name in self._macros:
                    self.twice = (*self.twice, name)
                if not name.startswith("_"):
                    self._macros[name] = macro

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._macros)

    def __call__(self, name: str, **pieces: object) -> str:
        """One label on one line. TypeError where its macro takes other pieces."""
        if name not in self._macros:
            raise TemplateNotFound(f"label {name!r} in labels*.j2")
        if not pieces and name in self._still:
            return self._still[name]
        words = Markup(self._macros[name](**pieces))  # noqa: S704  # from a template
        label = " ".join(words.unescape().split())
        if not pieces:
            self._still[name] = label
        return label


def _is_labels(template: str) -> bool:
    return template.startswith("labels") and template.endswith(".j2")
