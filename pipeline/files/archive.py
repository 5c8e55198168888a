"""Keep the original bytes of every submission under their SHA-256, once and for good."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from pipeline import durable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_SHA256 = re.compile(r"[0-9a-f]{64}")


def locate(folder: Path, sha256: str) -> Path:
    """Return where the bytes with this hash stand: ``<first two digits>/<hash>``, without a suffix.

    The place follows from the bytes alone, so one workbook handed in under two names is kept once.
    """
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"not a SHA-256: {sha256!r}")
    return folder / sha256[:2] / sha256


def store(folder: Path, sha256: str, source: bytes | Path) -> Path:
    """Keep ``source`` (bytes or a file) under ``sha256``; bytes already kept are left untouched.

    Raises ``ValueError`` when the bytes do not hash to ``sha256``: the file changed after it was read.
    """
    place = locate(folder, sha256)
    if place.exists():
        return place
    data = source if isinstance(source, bytes) else source.read_bytes()
    if durable.sha256(data) != sha256:
        raise ValueError(f"bytes changed between reading and archiving: {sha256}")
    durable.write_once(place, data)
    # A reminder for people; the proof is the hash.
    place.chmod(0o444)
    return place


def store_all(folder: Path, sources: Mapping[str, bytes | Path]) -> set[str]:
    """Keep every source under its hash; returns the hashes whose files changed or went away meanwhile.

    Several at a time, since each waits for the disk.
    """

    def lost(item: tuple[str, bytes | Path]) -> str:
        try:
            store(folder, *item)
        except (ValueError, FileNotFoundError):
            return item[0]
        return ""

    with ThreadPoolExecutor(8) as threads:
        return {sha256 for sha256 in threads.map(lost, sources.items()) if sha256}


def hashes(folder: Path) -> list[str]:
    """List the hashes of all that is kept, by the names of the files."""
    return [path.name for path in stored(folder) if _SHA256.fullmatch(path.name)]


def stored(folder: Path) -> Iterator[Path]:
    """List every file of the archive, in the order of their names."""
    return (path for path in sorted(folder.glob("*/*")) if not path.name.startswith("."))
