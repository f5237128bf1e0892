#!/usr/bin/env python3
"""Rebuild the list of signs that the typefaces of a letter have, as typst itself finds it.

    .venv/bin/python scripts/build_glyphs.py

Needed when a font is added or a newer typst brings other ones; a test says so.
"""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import typst

from bot.content.glyphs import COVERAGE, FONTS

# The cuts a letter is set in: a sign must be in every one of them.
CUTS = (("regular", "normal"), ("semibold", "normal"), ("regular", "italic"))
NEVER_TEXT = {"Cc", "Cn", "Co", "Cs"}
# Signs of which typst draws nothing, or a dotted circle, instead of saying that it cannot; marks
# that would turn a whole letter around, and the one that no PDF may have.
NOT_OURS = ("HANGUL", "KHMER", "MONGOLIAN", "MUSICAL", "SHORTHAND")
NOT_TEXT = {*range(0x202A, 0x202F), 0xFEFF}
BESIDE = {"n", " "}
AT_ONCE = 8192
HEAD = "# Signs that letters can be set in: ranges of code points. Written by build_glyphs.py.\n"
SHEET = r"""
#set document(title: "Signs")
#let money = (name: "DejaVu Sans Mono", covers: regex("[\u{20a0}-\u{20cf}]"))
#set text(font: ("Libertinus Serif", "Noto Naskh Arabic", money), fallback: false)
#set text(weight: sys.inputs.weight, style: sys.inputs.style)
#for sign in json(bytes(sys.inputs.signs)) [
  #par(sign)
  #par("n" + sign + "n")
  #par("n " + sign + " n")
]
"""


def signs() -> Iterator[int]:
    """All that Unicode has given a meaning, as this Python knows it."""
    for code in range(0x20, 0x30000):
        sign = chr(code)
        ours = not unicodedata.name(sign, "").startswith(NOT_OURS) and code not in NOT_TEXT
        if ours and unicodedata.category(sign) not in NEVER_TEXT:
            yield code


def lacking(compiler: typst.Compiler, codes: list[int], weight: str, style: str) -> Iterator[int]:
    """The code points that one cut of the typefaces has no glyph for, alone or beside others."""
    inputs = {"signs": json.dumps([*map(chr, codes)]), "weight": weight, "style": style}
    try:
        compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards="ua-1")
    except typst.TypstError as error:
        found = re.findall(r'the text `"(.*?)"` could not be displayed', error.diagnostic)
        if not found:
            raise
        for text in found:
            plain = re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), text)
            yield from (ord(sign) for sign in plain if sign not in BESIDE)


def measured() -> list[int]:
    """The code points that can be set in every cut."""
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder, "signs.typ")
        sheet.write_text(SHEET, encoding="utf-8")
        compiler = typst.Compiler(sheet, font_paths=[FONTS], ignore_system_fonts=True)
        there = list(signs())
        for cut in CUTS:
            parts = (there[at : at + AT_ONCE] for at in range(0, len(there), AT_ONCE))
            lost = {code for part in parts for code in lacking(compiler, part, *cut)}
            there = [code for code in there if code not in lost]
    return there


def ranges(codes: Iterable[int]) -> Iterator[str]:
    """Neighbouring code points as one row: "410-44f"."""
    numbered = enumerate(codes)
    for _, together in groupby(numbered, key=lambda pair: pair[1] - pair[0]):
        row = [code for _, code in together]
        yield f"{row[0]:x}-{row[-1]:x}" if len(row) > 1 else f"{row[0]:x}"


def main() -> None:
    """Write the list beside the fonts."""
    found = measured()
    COVERAGE.write_text(HEAD + "\n".join(ranges(found)) + "\n", encoding="ascii")
    print(f"{len(found)} signs written to {COVERAGE}")


if __name__ == "__main__":
    main()
