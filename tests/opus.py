"""A recording for tests: real Ogg Opus, all of it silence."""

from __future__ import annotations

import struct

_SILENCE = b"\xf8\xff\xfe"
"""One Opus packet of 20 ms."""
_SAMPLES = 960
_POLYNOMIAL = 0x04C11DB7


def silence(seconds: int = 1) -> bytes:
    """So many whole seconds (at most 5, as one page holds 255 packets)."""
    packets = [_SILENCE] * (seconds * 50)
    head = b"OpusHead" + struct.pack("<BBHIHB", 1, 1, 0, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 4) + b"test" + struct.pack("<I", 0)
    return (
        _page(2, 0, 0, [head])
        + _page(0, 0, 1, [tags])
        + _page(4, len(packets) * _SAMPLES, 2, packets)
    )


def _page(kind: int, granule: int, number: int, packets: list[bytes]) -> bytes:
    sizes = bytes(len(packet) for packet in packets)
    head = struct.pack("<4sBBqIIIB", b"OggS", 0, kind, granule, 1, number, 0, len(packets))
    page = head + sizes + b"".join(packets)
    return page[:22] + struct.pack("<I", _crc(page)) + page[26:]


def _crc(page: bytes) -> int:
    """Ogg's own: most significant bit first, begun at 0. Source: RFC 3533, section 6."""
    crc = 0
    for byte in page:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1) ^ (_POLYNOMIAL if crc & 0x80000000 else 0)
            crc &= 0xFFFFFFFF
    return crc
