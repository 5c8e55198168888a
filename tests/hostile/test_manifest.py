"""Every file known to break readers meets its expectation, all dropped in together.

The files are not ours to carry along: they are read from the shared folder where it exists.
"""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

import pytest

from pipeline.files import workbook
from pipeline.place.pool import Failed, map_isolated

FOLDERS = (
    Path(os.environ.get("CUNZHANG_HOSTILE", "")),
    Path(__file__).parents[3] / "shared" / "hostile",
    Path("/work/shared/hostile"),
)
FOLDER = next((folder for folder in FOLDERS if (folder / "MANIFEST.tsv").is_file()), None)

pytestmark = pytest.mark.skipif(FOLDER is None, reason="the shared hostile files are not on this machine")


def summarise(path: Path) -> tuple[int, int, list[str]]:
    """Read a file and count its sheets and filled cells; an error cell is filled."""
    book = workbook.read(path.name, path.read_bytes())
    filled = sum(str(cell).strip() != "" for sheet in book.sheets for row in sheet.rows for cell in row)
    filled += sum(len(sheet.errors) for sheet in book.sheets)
    return len(book.sheets), filled, [f"{issue.found}{issue.expected}{issue.fix}" for issue in book.issues]


def complaint(row: dict[str, str], result: tuple[int, int, list[str]] | Failed) -> str:
    """Say how a result misses the expectation of its manifest line; empty when it is met."""
    if isinstance(result, Failed):
        return f"lost its worker: {result}"
    sheets, filled, texts = result
    if sheets == 0 and not any(re.search(r"[\u4e00-\u9fff]", text) for text in texts):
        return "was refused without a Chinese text"
    if row["expectation"] == "refuse":
        if sheets:
            return "was read but must be refused"
        if "密码" in row["what_is_odd"] and "密码" not in texts[0]:
            return f"is password protected, the text says {texts}"
    if row["expectation"] == "reads":
        # Where the manifest leaves the count open, the reader that sees error cells too is right.
        seen = row["nonempty_cells"]
        if seen == "-":
            seen = max(re.findall(r"(\d+) cells", row["seen_by_other_readers"]), key=int)
        if (str(sheets), str(filled)) != (row["sheets"], seen):
            return f"gave {sheets} sheets, {filled} cells, not {row['sheets']}, {seen}: {texts}"
    return ""


def test_every_hostile_file_meets_its_expectation() -> None:
    assert FOLDER is not None
    with (FOLDER / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        manifest = {
            row["file"]: row for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        }
    assert len(manifest) > 100
    results = map_isolated(
        summarise, [FOLDER / name for name in manifest], workers=2, seconds=20, megabytes=1024
    )
    complaints = {path.name: complaint(manifest[path.name], result) for path, result in results}
    assert list(complaints) == list(manifest)
    assert {name: text for name, text in complaints.items() if text} == {}
