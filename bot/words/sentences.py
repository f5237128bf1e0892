"""Every sentence of the templates, as translators are given it; nothing else is translated."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po

from .environment import EXTENSIONS, TEMPLATES

METHOD = "jinja2.ext:babel_extract"

_KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_OPTIONS = {
    "extensions": ",".join(EXTENSIONS),
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "newstyle_gettext": "true",
    "trimmed": "true",
    "silent": "false",
}


def sentences(templates: Path = TEMPLATES) -> Catalog:
    """Every message of the templates, in the order of their files, with the translators' notes.

    Raises ``jinja2.TemplateSyntaxError`` for a template that cannot be read.
    """
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for path in sorted(templates.rglob("*.j2")):
        with path.open("rb") as file:
            found = extract(METHOD, file, _KEYWORDS, ["NOTE:"], _OPTIONS)
            for _line, message, comments, context in found:
                place = (path.relative_to(templates).as_posix(), 0)
                notes = [note.removeprefix("NOTE:").strip() for note in comments]
                catalog.add(message, None, [place], auto_comments=notes, context=context)
    return catalog


def pot_text(templates: Path = TEMPLATES) -> str:
    """What ``bot.pot`` has to hold."""
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return head + po_body(sentences(templates))


def po_body(catalog: Catalog) -> str:
    """The messages of a catalogue as they stand in its file, below the head."""
    file = BytesIO()
    write_po(
        file,
        catalog,
        width=0,
        omit_header=True,
        ignore_obsolete=True,
        include_lineno=False,
        sort_output=False,
    )
    return file.getvalue().decode().strip() + "\n"
