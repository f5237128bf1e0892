"""Measures the coverage of the rooms that must not fail, by their own tests: ``-p tests.covering``.

Tracing every other test as well takes half as long again as the tests themselves, and pytest-cov
cannot leave one out in a process of pytest-xdist. Each process writes a file of its own; ``coverage
combine`` puts them together.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest

ROOMS = tuple(Path(__file__).parent / room for room in ("core", "jobs", "store"))

_measure = coverage.Coverage(data_suffix=True)
_measure.start()  # before anything of ours is imported


def pytest_collection_finish() -> None:
    """All is imported."""
    _measure.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    measured = any(map(item.path.is_relative_to, ROOMS))
    if measured:
        _measure.start()
    yield
    if measured:
        _measure.stop()


def pytest_sessionfinish() -> None:
    _measure.stop()
    _measure.save()
