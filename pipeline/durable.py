"""Write files so that after a power cut they are either whole or not there."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


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
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Force a folder's entries to the disk; Windows has no such call and journals them itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_once(path: Path, data: bytes) -> None:
    """Create ``path`` with ``data``, whole or not at all.

    Raises ``FileExistsError`` when the file is already there: what is written once is never replaced.
    """
    if path.exists():
        raise FileExistsError(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    sync_file(part)
    part.replace(path)
    sync_folder(path.parent)
