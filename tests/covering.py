"""Measures the coverage of the rooms that must not fail, by their own tests: ``-p tests.covering``.

Tracing every other test as well, fixtures and all, takes half as long again as the tests
themselves. Each process writes a file of its own; ``coverage combine`` puts them together.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest
import xdist  # type: ignore[import-untyped]  # it has none

_measure = coverage.Coverage()
ROOMS = tuple(
    Path(__file__).parent / package.rpartition(".")[2] for package in _measure.config.source_pkgs
)
_measure.start()  # before anything of ours is imported


def pytest_collection_finish() -> None:
    """All is imported."""
    _measure.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    if not any(map(item.path.is_relative_to, ROOMS)):
        return (yield)
    _measure.start()
    try:
        return (yield)
    finally:
        _measure.stop()


def pytest_sessionfinish(session: pytest.Session) -> None:
    _measure.stop()
    if not xdist.is_xdist_controller(session):  # which runs no test itself
        _measure.save()
