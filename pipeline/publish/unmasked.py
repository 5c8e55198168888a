"""Publish a second database with personal numbers whole, for a purpose that the batch's manifest names."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from pipeline.publish import database

if TYPE_CHECKING:
    from pathlib import Path


def prepare(state: Path, target: Path, purpose: str) -> dict[str, str] | None:
    """Build what is to stand at ``target`` for ``purpose``, if any; returns what the manifest says of it."""
    if not purpose:
        return None
    return {
        "file": target.name,
        "sha256": database.prepare(state, target, unmasked=True).sha256,
        "purpose": purpose,
    }


def place(target: Path, batch_id: str, purpose: str) -> None:
    """Put in its place what is prepared; without a purpose, remove what was built for an earlier one."""
    if purpose:
        database.place(target, batch_id)
        return
    for path in target.parent.glob(f"{target.stem}*{target.suffix}"):
        # Somebody may have it open; then a later batch removes it.
        with suppress(PermissionError):
            path.unlink()
