"""Files that passed through the emulated server: kept in memory, bounded, handed out by id."""

from __future__ import annotations

import hashlib
import struct
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from bot.demo import limits
from bot.demo.answers import Json, UploadedFile, bad_request
from bot.demo.params import Params

VOICE: Final = "audio/ogg"
KEPT_BYTES: Final = 64 * 1024 * 1024
IMAGE_STARTS: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    file_id: str
    file: UploadedFile
    folder: str

    @property
    def unique_id(self) -> str:
        return hashlib.sha256(self.file.content).hexdigest()[:16]

    @property
    def path(self) -> str:
        return f"{self.folder}/{self.file_id}"

    def json(self) -> Json:
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.file.content),
        }


@dataclass
class Files:
    """The newest files, `KEPT_BYTES` in all."""

    _kept: OrderedDict[str, StoredFile] = field(default_factory=OrderedDict)
    _bytes: int = 0
    _made: int = 0

    def keep(self, file: UploadedFile, folder: str) -> StoredFile:
        self._made += 1
        stored = StoredFile(file_id=f"demo-{folder}-{self._made:06d}", file=file, folder=folder)
        self._kept[stored.file_id] = stored
        self._bytes += len(file.content)
        while self._bytes > KEPT_BYTES and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= len(oldest.file.content)
        return stored

    def get(self, file_id: str) -> StoredFile | None:
        return self._kept.get(file_id)

    def at_path(self, path: str) -> StoredFile | None:
        found = self._kept.get(path.rpartition("/")[2])
        return found if found and found.path == path else None

    def from_call(self, params: Params, name: str, most_bytes: int) -> StoredFile:
        """The file of a call that sends one: uploaded now, or known by its id."""
        given = params.text(name)
        uploaded = params.files.get(given.removeprefix("attach://") or name)
        if uploaded is None and (known := self.get(given)):
            return known
        if uploaded is None:
            raise bad_request(_missing(name, given))
        if not uploaded.content:
            raise bad_request("file must be non-empty")
        if len(uploaded.content) > most_bytes:
            raise bad_request("file is too big")
        return self.keep(uploaded, f"{name}s")


def _missing(name: str, given: str) -> str:
    if not given or given.startswith("attach://"):
        return f"there is no {name} in the request"
    if given.startswith(("http://", "https://")):
        return "failed to get HTTP URL content"
    return "wrong remote file identifier specified: Wrong string length"


def document(stored: StoredFile) -> Json:
    return {"file_name": stored.file.name, "mime_type": stored.file.mime, **stored.json()}


def voice(stored: StoredFile) -> Json:
    """A voice message; refused when the bytes are no Opus sound, which the real server converts."""
    content = stored.file.content
    if not content.startswith(b"OggS") or b"OpusHead" not in content[:64]:
        raise bad_request("VOICE_FILE_INVALID")
    return {"duration": _seconds(content), "mime_type": VOICE, **stored.json()}


def _seconds(sound: bytes) -> int:
    """Whole seconds of an Ogg Opus file: its last page counts samples, 48,000 to the second."""
    last = sound.rfind(b"OggS")
    page = sound[last + 6 : last + 14]
    return struct.unpack("<q", page)[0] // 48_000 if len(page) == 8 else 0


def photo(stored: StoredFile) -> list[Json]:
    """The one size we keep; refused when the bytes are no picture."""
    content = stored.file.content
    if not content.startswith(IMAGE_STARTS) or len(content) > limits.PHOTO_BYTES:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = 320, 240
    if content.startswith(IMAGE_STARTS[0]) and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
    return [{**stored.json(), "width": width, "height": height}]
