"""Put a new batch into a report whose content has not changed, instead of making it anew."""

from __future__ import annotations

import re
import zipfile
from html import escape
from typing import TYPE_CHECKING

from pipeline.publish.report import overview

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.publish.report.figures import Batch

_MARKED = re.compile(r'(<(\w+) data-batch="(\w+)">)[^<]*(?=</\2>)')
_TITLE = re.compile(r"(?<=<title>)([^<]*　)[^<]*(?=</title>)")
# The sheet 总览 comes first in the workbook.
_PARTS = ("xl/worksheets/sheet1.xml", "docProps/core.xml")


def told(batch: Batch) -> dict[str, str]:
    """Say what the page tells of a batch, by the name of the place."""
    return {
        "as_of": batch.as_of.isoformat(),
        "batch_id": batch.batch_id,
        "started_at": f"{batch.started_at:%Y-%m-%d %H:%M}",
        "program": batch.program,
        "manifest": batch.manifest_sha256 or "—",
        "database": batch.database_sha256 or "—",
    }


def page(old: Path, part: Path, batch: Batch) -> None:
    """Write to ``part`` the page ``old`` with another batch."""
    texts = told(batch)
    html = old.read_text(encoding="utf-8")
    html = _TITLE.sub(lambda found: found[1] + escape(batch.batch_id), html, count=1)
    html = _MARKED.sub(lambda found: found[1] + escape(texts[found[3]]), html)
    part.write_text(html, encoding="utf-8", newline="\n")


def workbook(old: Path, part: Path, before: Batch, batch: Batch) -> None:
    """Write to ``part`` the workbook ``old``, which tells of ``before``, with another batch."""
    pairs = list(zip(_texts(before), _texts(batch), strict=True))
    with zipfile.ZipFile(old) as source, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            data = source.read(member)
            if member.filename in _PARTS:
                text = data.decode()
                for found, wanted in pairs:
                    text = text.replace(found, wanted)
                data = text.encode()
            target.writestr(member, data)


def _texts(batch: Batch) -> list[str]:
    """List what stands in the workbook of a batch, as it is written there."""
    made = f"{batch.started_at:%Y-%m-%dT%H:%M:%SZ}"
    return [escape(text, quote=False) for text in (overview.dated(batch), *overview.sealed(batch), made)]
