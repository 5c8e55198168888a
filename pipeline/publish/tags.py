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
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import durable
from pipeline.errors import Stop

if TYPE_CHECKING:
    from pipeline.publish.masking import Tag

_KEY_BYTES = 32
# No digits, so that a tag is never read as part of a number, and no letters that look like digits.
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_LENGTH = 6


class KeyFault(Stop):
    """The key of the masks can't be used."""


def key(path: Path) -> bytes:
    """Read the key of the masks that lies beside a warehouse; a new warehouse gets that of the user's other ones.

    So the masks stay as they are from night to night, and in outputs built anew from the same inputs. Raises
    ``KeyFault``.
    """
    if not path.exists():
        _keep(path, _own_key(path.name))
    found = path.read_bytes()
    if len(found) != _KEY_BYTES:
        raise KeyFault(
            f"遮盖密钥 {path} 已损坏，不能发布。请从备份恢复；没有备份的，删去后重新运行，遮盖后的尾码会全部改变。"
        )
    return found


def at_hand(path: Path) -> bool:
    """Tell whether the key that lies beside a warehouse, or the user's other one, is there."""
    return path.exists() or _users(path.name).exists()


def _users(name: str) -> Path:
    from typer import get_app_dir

    return Path(get_app_dir("cunzhang")) / name


def _own_key(name: str) -> bytes:
    """Read the key of the user who runs the program, made once; who has no folder of his own gets a new one."""
    path = _users(name)
    new = secrets.token_bytes(_KEY_BYTES)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _keep(path, new)
        found = path.read_bytes()
    except OSError:
        return new
    return found if len(found) == _KEY_BYTES else new


def _keep(path: Path, secret: bytes) -> None:
    """Write a key that only its user may read."""
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    durable.sync_folder(path.parent)


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
