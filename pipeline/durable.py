"""Write files so that after a power cut they are either whole or not there."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# Some network folders can't be asked to write to the disk at once; then nobody can do more.
_NO_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


def sha256(source: bytes | Path) -> str:
    """Return the SHA-256 of bytes, or of a file's bytes, as 64 lower-case hex digits."""
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_file(path: Path) -> None:
    """Force a file's bytes to the disk."""
    # Windows only flushes handles that may write.
    with path.open("r+b") as file:
        _sync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Force a folder's entries to the disk; Windows has no such call and journals them itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        _sync(handle)
    finally:
        os.close(handle)


def sync_all() -> None:
    """Force all that was written to the disk: many small files at once, where the system has a call for it."""
    if hasattr(os, "sync"):
        os.sync()


def write_once(path: Path, data: bytes) -> None:
    """Create ``path`` with ``data``, whole or not at all.

    Raises ``FileExistsError`` when the file is already there: what is written once is never replaced.
    """
    if path.exists():
        raise FileExistsError(path)
    replace(path, data)
    sync_folder(path.parent)


def replace(path: Path, data: bytes) -> None:
    """Write ``path`` whole or not at all, in place of an earlier file; open elsewhere: ``PermissionError``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # A name of its own length might be too long with an ending.
    part = path.with_name(f".{sha256(path.name.encode())[:16]}.part")
    try:
        part.write_bytes(data)
        sync_file(part)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def made(path: Path, make: Callable[[Path], None]) -> bool:
    """Make a file beside ``path`` and put it in its place; False when ``path`` is open elsewhere."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.stem}.part{path.suffix}")
    try:
        make(part)
        part.replace(path)
    except PermissionError:
        return False
    finally:
        part.unlink(missing_ok=True)
    return True


def _sync(handle: int) -> None:
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
