"""Tell one masked number from another of the same end: a keyed hash (HMAC-SHA-256), written in six letters.

Equal numbers get equal tags, so that they are still equal inside the published database, and nobody without
the key can try numbers out.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from functools import cache
from typing import TYPE_CHECKING

from pipeline import durable
from pipeline.errors import Stop

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.publish.masking import Tag

_KEY_BYTES = 32
# No digits, so that a tag is never read as part of a number, and no letters that look like digits.
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_LENGTH = 6


class KeyFault(Stop):
    """The key of the masks can't be used."""


def key(path: Path) -> bytes:
    """Read the key of the masks, made once: with another one every mask would look new. Raises ``KeyFault``."""
    if not path.exists():
        part = path.with_name(f".{path.name}.part")
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        durable.sync_folder(path.parent)
    found = path.read_bytes()
    if len(found) != _KEY_BYTES:
        raise KeyFault(
            f"遮盖密钥 {path} 已损坏，不能发布。请从备份恢复；没有备份的，删去后重新运行，遮盖后的尾码会全部改变。"
        )
    return found


def tagger(secret: bytes) -> Tag:
    """Make the function that gives a number its tag."""

    @cache
    def tag(number: str) -> str:
        left = int.from_bytes(hmac.digest(secret, number.encode(), hashlib.sha256))
        letters = []
        for _ in range(_LENGTH):
            left, place = divmod(left, len(_LETTERS))
            letters.append(_LETTERS[place])
        return "".join(letters)

    return tag
