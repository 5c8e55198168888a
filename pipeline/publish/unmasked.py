"""Publish a second database with personal numbers whole, for a purpose that the batch's manifest names."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from pipeline.publish import database

if TYPE_CHECKING:
    from pathlib import Path


def publish(state: Path, target: Path, batch_id: str, purpose: str) -> dict[str, str] | None:
    """Build ``target`` from the warehouse ``state`` for ``purpose``; returns what the manifest says of it.

    Without a purpose, what was built for an earlier one is removed, and None returned.
    """
    if not purpose:
        for path in target.parent.glob(f"{target.stem}*{target.suffix}"):
            # Somebody may have it open; then a later batch removes it.
            with suppress(PermissionError):
                path.unlink()
        return None
    published = database.publish(state, target, batch_id, unmasked=True)
    return {"file": published.path.name, "sha256": published.sha256, "purpose": purpose}
