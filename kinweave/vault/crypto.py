"""AES-256-GCM and nothing else. Layout of what is stored: 1 byte version, 12 bytes nonce, ciphertext with tag."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
_NONCE = 12


class Unreadable(RuntimeError):
    """The bytes were not sealed with this key for this place: wrong key, moved, or damaged."""


def new_key() -> bytes:
    """A fresh 256-bit key."""
    return AESGCM.generate_key(256)


def seal(key: bytes, plain: bytes, place: bytes) -> bytes:
    """Encrypt `plain`, bound to `place` (the row and field it belongs to)."""
    nonce = os.urandom(_NONCE)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plain, VERSION + place)


def unseal(key: bytes, sealed: bytes | memoryview[int], place: bytes) -> bytes:
    """Decrypt what `seal` made for the same `place`. Raises Unreadable."""
    sealed = bytes(sealed)
    if sealed[:1] != VERSION:
        raise Unreadable("These words were sealed by a version of the vault that is not known here.")
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], VERSION + place)
    except InvalidTag as error:
        raise Unreadable("These words cannot be read with this key in this place.") from error
