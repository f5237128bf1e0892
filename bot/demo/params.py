"""Parameters of a call, read as leniently as Telegram does: values are text, objects are JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from bot.demo.answers import UploadedFile, bad_request

_INTEGER: Final = re.compile(r"-?[0-9]{1,19}", re.ASCII)
_TRUE: Final = frozenset({"true", "yes", "1"})


class Params:
    """The parameters and files of one call."""

    def __init__(self, given: Mapping[str, object], files: Mapping[str, UploadedFile]) -> None:
        self._given = given
        self.files = files

    def __contains__(self, name: str) -> bool:
        return self._given.get(name) is not None

    def text(self, name: str) -> str:
        """The value as text, "" when absent; objects and arrays come back as JSON."""
        value = self._given.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def number(self, name: str, default: int = 0) -> int:
        """The value as an integer; what is not a number counts as 0, as on the real server."""
        value = self.text(name)
        if not value:
            return default
        return int(value) if _INTEGER.fullmatch(value) else 0

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in _TRUE

    def data(self, name: str, refusal: str) -> Any:
        """A JSON value, as such or as text; None when absent. `refusal` is said of bad JSON."""
        value = self._given.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(refusal) from None
