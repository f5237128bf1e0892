"""One Jinja environment per language: HTML is escaped, unknown names are refused."""

from __future__ import annotations

from gettext import NullTranslations
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

TEMPLATES = Path(__file__).resolve().parent / "templates"

EXTENSIONS = ("jinja2.ext.i18n", "jinja2.ext.do")


class _Compiled(BytecodeCache):
    """What templates compile to: the same in every language, so done for the first only."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


_compiled = _Compiled()


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
        bytecode_cache=_compiled,
    )
    environment.policies["ext.i18n.trimmed"] = True
    # The extension adds this method at run time, where no type checker sees it.
    install: Any = environment.install_gettext_translations  # type: ignore[attr-defined]
    install(translations, newstyle=True)
    return environment
