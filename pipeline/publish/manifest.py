"""Write one JSON manifest per batch, each naming the hash of the one before."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipeline import durable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

REQUIRED = (
    "batch_id",
    "started_at",
    "finished_at",
    "as_of",
    "program_version",
    "counts",
    "submissions",
    "database",
)
SUBMISSION = ("source_file", "sha256", "status", "rows_loaded", "rows_rejected")
_BATCH_ID = re.compile(r"\w[\w.-]*")
_NUMBER = re.compile(r"-([0-9]+)$")


@dataclass(frozen=True, slots=True)
class Manifest:
    """One manifest on disk: its file, the hash of its bytes, its content (``{}`` if unreadable)."""

    path: Path
    sha256: str
    content: dict[str, Any]

    @property
    def sequence(self) -> int:
        """Number of the batch, from 1; 0 when the file does not say."""
        number = self.content.get("sequence")
        return number if isinstance(number, int) else 0

    @property
    def batch_id(self) -> str:
        """The batch it tells of; '' when the file does not say."""
        return str(self.content.get("batch_id") or "")

    @property
    def number(self) -> int:
        """The running number at the end of the batch's name."""
        found = _NUMBER.search(self.batch_id)
        return int(found[1]) if found else 0

    @property
    def head(self) -> str:
        """The hash that stands for this batch and all before it: note it elsewhere, and nobody can rewrite them."""
        return str(self.content.get("sha256") or "")

    @property
    def originals(self) -> dict[str, str]:
        """The archived originals it answers for: hash → file, '' for one whose file is not known."""
        content = self.content
        named = [*content.get("adopted", ()), *content.get("submissions", ())]
        return {str(one["sha256"]): str(one.get("source_file", "")) for one in named}

    @property
    def database_sha256(self) -> str:
        """The hash of the database it published, '' for none."""
        return str((self.content.get("database") or {}).get("sha256") or "")

    @property
    def unmasked_sha256(self) -> str:
        """The hash of the database with whole numbers that it published too, '' for none."""
        return str((self.content.get("unmasked") or {}).get("sha256") or "")

    @property
    def schema_version(self) -> int:
        """The version of the data it was written with; earlier programs did not say."""
        version = self.content.get("schema_version")
        return version if isinstance(version, int) else 1

    @property
    def intact(self) -> bool:
        """Whether the bytes are those that were written, as far as the manifest's own hash shows."""
        own = {key: value for key, value in self.content.items() if key != "sha256"}
        return self.sha256 == durable.sha256(_sealed(own))


def write(folder: Path, batch: Mapping[str, object]) -> Path:
    """Write the manifest of one batch to ``folder/<batch_id>.json`` and return its path.

    ``batch`` has the keys of ``REQUIRED``; ``submissions`` is a list of mappings with the keys of
    ``SUBMISSION``; ``database`` is ``{"file": name, "sha256": hash}``, or None when nothing was published.
    Amounts are ``Decimal`` and stand in the file as strings; a float is a fault (``TypeError``).
    ``sequence``, ``previous`` (hash of the previous manifest's bytes) and ``sha256`` (hash of this
    manifest without that key) are added here. Raises ``FileExistsError`` rather than overwrite.
    """
    missing = [key for key in REQUIRED if key not in batch]
    submissions: Any = batch.get("submissions", ())
    missing += [f"submissions.{key}" for one in submissions for key in SUBMISSION if key not in one]
    if missing:
        raise ValueError(f"manifest lacks {', '.join(dict.fromkeys(missing))}")
    batch_id = str(batch["batch_id"])
    if not _BATCH_ID.fullmatch(batch_id):
        raise ValueError(f"batch id can't be a file name: {batch_id!r}")
    earlier = chain(folder)
    content = {
        **batch,
        "sequence": earlier[-1].sequence + 1 if earlier else 1,
        "previous": earlier[-1].sha256 if earlier else "",
    }
    path = folder / f"{batch_id}.json"
    durable.write_once(path, _sealed(content))
    return path


def chain(folder: Path) -> list[Manifest]:
    """Read all manifests of ``folder`` in the order in which they were written; none when it is missing."""
    manifests = [_read(path) for path in folder.glob("*.json")]
    return sorted(manifests, key=lambda one: (one.sequence, one.path.name))


def named(manifests: Iterable[Manifest]) -> dict[str, str]:
    """List the archived originals that ``manifests`` answer for: hash → file."""
    return {sha256: path for one in manifests for sha256, path in one.originals.items()}


def batches(manifests: Iterable[Manifest]) -> set[str]:
    """List the batches that ``manifests`` answer for, with those whose own manifest is missing."""
    return {name for one in manifests for name in (one.batch_id, *one.content.get("adopted_batches", ()))}


def _read(path: Path) -> Manifest:
    data = path.read_bytes()
    try:
        content = json.loads(data, parse_float=Decimal)
    except ValueError:
        content = {}
    return Manifest(path, durable.sha256(data), content if isinstance(content, dict) else {})


def _sealed(content: Mapping[str, object]) -> bytes:
    return _canonical({**content, "sha256": durable.sha256(_canonical(content))})


def _canonical(content: Mapping[str, object]) -> bytes:
    text = json.dumps(_plain(content), ensure_ascii=False, sort_keys=True, indent=1)
    return f"{text}\n".encode()


def _plain(value: Any) -> Any:
    """Turn a value into one that has exactly one JSON text."""
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    raise TypeError(f"a manifest can't hold {type(value).__name__}: {value!r}")
