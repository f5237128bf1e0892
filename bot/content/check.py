"""What ``solidarity check`` tells of a folder of campaigns."""

from __future__ import annotations

from pathlib import Path

from .loader import load_folder
from .problems import Problem


def check(folder: Path) -> list[Problem]:
    """Every problem of the campaigns in a folder, in the order of files and lines; [] if clean.

    A folder that does not exist, is a file, or holds no campaign is a problem too.
    """
    return list(load_folder(folder).problems)
