"""What nobody can read or guess without this installation's key: sealed boxes, keyed numbers.

AES-256-GCM with random nonces; a key of its own for each purpose, derived by HKDF-SHA256.
Source: NIST SP 800-38D, RFC 5869.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from base64 import b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12
_KEY = 32


class Broken(Exception):
    """A box that was changed, was cut, or was sealed with another key."""


class Box:
    """Seals and opens with one key. ``about`` is not in the box, but must be the same again."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, plain: bytes, about: bytes = b"") -> str:
        """The box as letters that fit into an address: 4/3 of the length and 38 signs more."""
        nonce = os.urandom(_NONCE)
        sealed = nonce + self._cipher.encrypt(nonce, plain, about)
        return urlsafe_b64encode(sealed).decode().rstrip("=")

    def open(self, box: str, about: bytes = b"") -> bytes:
        """What is in a box. Raises ``Broken``."""
        try:
            padded = box.encode("ascii") + b"=" * (-len(box) % 4)
            sealed = b64decode(padded, b"-_", validate=True)
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], about)
        except (InvalidTag, NotBase64, UnicodeEncodeError, ValueError) as error:
            raise Broken from error


class Keys:
    """The keys of one installation, one for each purpose."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self.senders = Box(self._derived("senders"))
        """For what people keep for their letters."""
        self.mail = Box(self._derived("mail"))
        """For the addresses of letters' e-mail pages."""

    @classmethod
    def of(cls, secret_key: str, token: str) -> Self:
        """From the setting ``SECRET_KEY``, else from the bot's token."""
        return cls((secret_key or token).encode())

    def number(self, purpose: str, *about: object) -> int:
        """64 bits that are the same for the same things, and that nobody else can work out."""
        return int.from_bytes(self._digest(purpose, about)[:8], "big")

    def name(self, purpose: str, *about: object) -> str:
        """The same as 32 hexadecimal signs: a name for somebody that tells nothing about them."""
        return self._digest(purpose, about).hex()[:32]

    def _digest(self, purpose: str, about: tuple[object, ...]) -> bytes:
        said = "\0".join(map(str, about)).encode()
        return hmac.new(self._derived(purpose), said, hashlib.sha256).digest()

    def _derived(self, purpose: str) -> bytes:
        info = b"solidarity-alerts:" + purpose.encode()
        return HKDF(algorithm=SHA256(), length=_KEY, salt=None, info=info).derive(self._secret)
