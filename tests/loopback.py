"""Forbids tests the network: whoever asks for an address outside this machine fails loudly."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest


class NetworkForbidden(RuntimeError):
    """A test reached for the network. No OSError, so that no retry takes it for a bad line."""

    def __init__(self, host: object) -> None:
        super().__init__(f"tests stay on this machine, but {host!r} was asked for")


def _refuse_elsewhere(host: object) -> None:
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if not host or host == "localhost":
        return
    try:
        local = ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        local = False
    if not local:
        raise NetworkForbidden(host)


def _guarded(name: str) -> Callable[..., Any]:
    """`socket.socket.connect` and its like, for Unix sockets and loopback only."""
    genuine = getattr(socket.socket, name)

    def guarded(self: socket.socket, *args: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            _refuse_elsewhere(args[-1][0])
        return genuine(self, *args)

    return guarded


@contextmanager
def only_loopback() -> Iterator[None]:
    """Refuse names and addresses outside this machine until left; other processes are not held."""
    resolve = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **options: Any) -> Any:
        _refuse_elsewhere(host)
        return resolve(host, *args, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", getaddrinfo)
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _guarded(name))
        yield
