"""One Jinja environment per language: HTML is escaped, unknown names are refused."""

from __future__ import annotations

from gettext import NullTranslations
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).resolve().parent / "templates"

EXTENSIONS = ("jinja2.ext.i18n", "jinja2.ext.do")


def build(translations: NullTranslations, templates: Path = TEMPLATES) -> Environment:
    """An environment whose ``{% trans %}`` speaks one language."""
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,  # an included line stays a line
        extensions=EXTENSIONS,
        auto_reload=False,
    )
    environment.policies["ext.i18n.trimmed"] = True
    # The extension adds this method at run time, where no type checker sees it.
    install: Any = environment.install_gettext_translations  # type: ignore[attr-defined]
    install(translations, newstyle=True)
    return environment
