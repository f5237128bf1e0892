"""The real demo, started as the README says, in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def started(**environment: str) -> Iterator[str]:
    """The demo on a free port; gives its address, and sees that it ends well."""
    command = (sys.executable, "-m", "bot", "demo", "--no-browser", "--port", "0")
    env = os.environ | environment
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as demo:
        try:
            told = demo.stdout.readline() if demo.stdout is not None else ""
            address = re.search(r"http://127\.0\.0\.1:\d+/", told)
            assert address, f"the demo said: {told!r}"
            yield address.group()
        finally:
            demo.terminate()
        assert demo.wait(30) == 0
