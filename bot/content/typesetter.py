"""Typst with our typefaces and no others, for letters and pictures; one sheet for each."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from .glyphs import FONTS

if TYPE_CHECKING:
    import typst


class Typesetter:
    """One sheet, set again and again. The compiler is kept: that makes it a matter of milliseconds.

    Threads take turns: a compiler that is at work refuses another.
    """

    def __init__(self, sheet: Path) -> None:
        self._sheet = sheet
        self._turn = threading.Lock()
        self._compiler: typst.Compiler | None = None

    def set(self, name: str, data: object, **form: Any) -> bytes:
        """The sheet with ``data`` under ``name``, as text only; the same data, the same bytes.

        ``form`` is the compiler's: what the file is to be. Raises ``typst.TypstError``.
        """
        import typst  # noqa: PLC0415  # a start need not wait for it

        inputs = {name: data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)}
        with self._turn:
            if self._compiler is None:
                self._compiler = typst.Compiler(
                    self._sheet,
                    root=self._sheet.parent,
                    font_paths=[FONTS],
                    ignore_system_fonts=True,
                )
            made = self._compiler.compile(sys_inputs=inputs, timestamp=0, **form)
        # Only pictures of several pages come as several files.
        return cast("bytes", made)
