"""The complaints of the model about a document, in words a volunteer understands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from bot.core.flaws import Flaw, Loc, choice, nearest

from . import shape

Details = Mapping[str, Any]
_Sentence = Callable[[str, Details], tuple[str, str]]

_PATTERNS = {
    "id": (
        "is no id",
        "write up to 20 small letters, digits and hyphens, beginning with a letter: 'court-2'",
    ),
    "slug": (
        "is no name of a campaign",
        "write small letters, digits and hyphens: 'karaganda-2003'",
    ),
    "country": ("is no country code", "write two capital letters, such as KZ"),
    "currency": ("is no currency code", "write three capital letters, such as USD"),
    "voice": (
        "is no name of a recording",
        "write small letters, digits and hyphens, without '.ogg': 'take-fax'",
    ),
    "e164": ("is no international number", 'write it without blanks, in quotes: "+77212420220"'),
}
_TEXT = "write a text, in quotes if it holds a colon"
_ONE = "write one value on the line"
_DAY = "write it like 2003-01-06"
_HOUR = "write it like 09:00"
_WHOLE = "write a whole number in plain digits, such as 60"


def _pattern(name: str, details: Details) -> tuple[str, str]:
    what, mend = _PATTERNS.get(name, ("is not written as it should be", "compare another campaign"))
    return f"'{_short(details)}' {what}", mend


def _literal(name: str, details: Details) -> tuple[str, str]:
    allowed = re.findall(r"'([^']*)'", str(details["ctx"]["expected"]))
    there = ", ".join(allowed)
    mend = choice(_short(details), allowed)
    return f"'{_short(details)}' is not one of: {there}", mend if "?" in mend else "choose one"


def _own(name: str, details: Details) -> tuple[str, str]:
    """Our own rules: "what is wrong; how to mend it"."""
    what, _, mend = str(details["msg"]).removeprefix("Value error, ").partition("; ")
    return what, mend or "correct it"


def _written(what: str, mend: str) -> _Sentence:
    return lambda name, details: (f"'{_short(details)}' {what}", mend)


def _said(what: str, mend: str) -> _Sentence:
    """A fixed sentence; ``{name}`` stands for the field, other names for the complaint's limits."""

    def sentence(name: str, details: Details) -> tuple[str, str]:
        values = dict(details.get("ctx", {})) | {"name": name}
        return what.format(**values), mend.format(**values)

    return sentence


_SENTENCES: Mapping[str, _Sentence] = {
    "missing": _said("'{name}' is missing", "add a line '{name}: …'"),
    "string_type": _said("'{name}' must be a text", _TEXT),
    "string_too_short": _said("'{name}' is empty", "write something or delete the line"),
    "string_too_long": _said("'{name}' is longer than {max_length} characters", "shorten it"),
    "string_pattern_mismatch": _pattern,
    "literal_error": _literal,
    "tuple_type": _said("'{name}' must be a list", "write [one, two], or a line '- …' for each"),
    "too_short": _said("'{name}' is an empty list", "add at least one item"),
    "dict_type": _said("'{name}' must be a text", "write it, or one line for each language"),
    "model_type": _said("'{name}' must be a group of lines", "write 'name: value' lines under it"),
    "greater_than": _said("'{name}' must be more than {gt:g}", "correct the number"),
    "greater_than_equal": _said("'{name}' must be at least {ge:g}", "correct the number"),
    "less_than_equal": _said("'{name}' must be at most {le:g}", "correct the number"),
    "date_type": _said("'{name}' must be a day", _DAY),
    "time_type": _said("'{name}' must be an hour", _HOUR),
    "int_type": _said("'{name}' must be a number", _WHOLE),
    "float_type": _said("'{name}' must be a number", "write it like 2 or 1.5"),
    "bool_type": _said("'{name}' must be true or false", _ONE),
    "day_written": _written("is no day", _DAY),
    "day_missing": _written("is a day that does not exist", "look at the calendar again"),
    "hour_written": _written("is no hour", _HOUR),
    "whole_written": _written("is no whole number", _WHOLE),
    "years_written": _written("is no number of years", "write it like 2 or 1.5"),
    "flag_written": _written("is neither true nor false", "write true or false"),
    "value_error": _own,
}
_ANYTHING_ELSE = _said("'{name}' does not hold what belongs there", "compare another campaign")


def flaws(errors: Sequence[Details]) -> Iterator[Flaw]:
    """Pydantic's errors as flaws of the document, without those that only follow from others.

    A misspelt field is not also missing; a list is not empty because its only item is refused.
    """
    meant = {
        (*loc[:-1], nearest(str(loc[-1]), shape.fields_at(loc[:-1])))
        for loc in (tuple(error["loc"]) for error in errors if error["type"] == "extra_forbidden")
    }
    for error in errors:
        misspelt = error["type"] == "missing" and tuple(error["loc"]) in meant
        refused = error["type"] == "too_short" and bool(error["input"])
        if not misspelt and not refused:
            yield _flaw(error)


def _flaw(error: Details) -> Flaw:
    loc: Loc = tuple(error["loc"])
    if error["type"] == "extra_forbidden":
        what, mend = _unknown_field(loc)
    else:
        what, mend = _SENTENCES.get(error["type"], _ANYTHING_ELSE)(_name(loc), error)
    return Flaw(loc=loc, what=what, mend=mend, rule=error["type"] == "value_error")


def _unknown_field(loc: Loc) -> tuple[str, str]:
    there = shape.fields_at(loc[:-1])
    meant = nearest(str(loc[-1]), there)
    mend = f"did you mean '{meant}'?" if meant else f"the fields here are: {', '.join(there)}"
    return f"there is no field '{loc[-1]}'", mend


def _name(loc: Loc) -> str:
    """The field a place belongs to: the last name on the way that is neither place nor language."""
    return next((str(step) for step in reversed(loc) if isinstance(step, str)), "the campaign")


def _short(details: Details) -> str:
    """What stands in the file, cut to a readable length."""
    given = str(details["input"])
    return given if len(given) <= 40 else f"{given[:39]}…"
