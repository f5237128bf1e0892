"""How far two spellings of a name are apart, and which spellings one slip of the finger makes."""

from __future__ import annotations

_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзиклмнопрстуфхцчшщъыьэюя",
    "اءبتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "αβγδεζηθικλμνξοπρστυφχψω",
    "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
)


def one_slip(word: str) -> frozenset[str]:
    """All spellings one letter dropped, doubled up, changed or swapped away from a folded word.

    Letters come from the alphabets the word is written in.
    """
    letters = "".join(alphabet for alphabet in _ALPHABETS if set(alphabet) & set(word))
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    dropped = {before + after[1:] for before, after in cuts if after}
    swapped = {before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1}
    changed = {before + new + after[1:] for before, after in cuts if after for new in letters}
    added = {before + new + after for before, after in cuts for new in letters}
    return frozenset((dropped | swapped | changed | added) - {word, ""})


def distance(one: str, other: str, most: int) -> int:
    """Letters dropped, added, changed, or swapped with a neighbour, between two words.

    Counting stops beyond ``most``: the answer is then ``most + 1``. (Optimal string alignment: no
    part of a word is mended twice.)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    rows = [list(range(len(other) + 1))]
    for down in range(1, len(one) + 1):
        rows.append(_next_row(one, other, down, rows))
        if min(*rows[-1], *rows[-2]) > most:
            return most + 1
    return min(rows[-1][-1], most + 1)


def _next_row(one: str, other: str, down: int, rows: list[list[int]]) -> list[int]:
    """Distances of the first ``down`` letters of ``one`` to every beginning of ``other``."""
    above, row = rows[-1], [down]
    for across in range(1, len(other) + 1):
        same = one[down - 1] == other[across - 1]
        steps = min(above[across] + 1, row[-1] + 1, above[across - 1] + (not same))
        swapped = one[down - 2 : down] == other[across - 2 : across][::-1]
        if swapped and down > 1 and across > 1 and not same:
            steps = min(steps, rows[-2][across - 2] + 1)
        row.append(steps)
    return row
