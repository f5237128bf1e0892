"""Types commands and looks at what they print."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.__main__ import main


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, kw_only=True)
class Terminal:
    """A folder, an environment, and the program."""

    folder: Path
    patch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    def set(self, **environment: object) -> None:
        for name, value in environment.items():
            self.patch.setenv(name, str(value))

    def types(self, *words: str) -> Ended:
        """Run the program with these words; it never ends with a traceback."""
        self.patch.setattr("sys.argv", ["solidarity", *words])
        self.capture.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        told = self.capture.readouterr()
        assert "Traceback" not in told.out + told.err
        assert "mistake in the program" not in told.err
        code = end.value.code
        return Ended(code=code if isinstance(code, int) else 0, out=told.out, err=told.err)
