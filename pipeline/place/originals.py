"""Give rows that were set aside after reading their cells back, as they stand on the sheet.

What is set aside by its village, by a dictionary or by a model has only values left. The file is read again in a
worker process, and only where there are such rows.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.files import workbook
from pipeline.place.pool import Failed, map_isolated
from pipeline.values.celltext import as_seen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipeline.place.submission import Submission
    from pipeline.read.extract import Rejected
    from pipeline.settings import Settings

    Rows = dict[tuple[str, int], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Task:
    """A file, where it lies, and the rows (sheet, row from 1) to be shown."""

    source_file: str
    path: str
    rows: frozenset[tuple[str, int]]


def show(task: Task) -> Rows:
    """Read the cells of the rows of ``task``; runs in a worker."""
    book = workbook.read(task.source_file, Path(task.path).read_bytes())
    return {
        (sheet.name, row): as_seen(sheet.rows[row - 1], row - 1)
        for sheet in book.sheets
        for name, row in sorted(task.rows)
        if name == sheet.name and row <= len(sheet.rows)
    }


def fill(submissions: Iterable[Submission], path: Callable[[Submission], Path], settings: Settings) -> None:
    """Fill in the cells of all rows that have none; ``path`` tells where a submission's file lies."""
    lacking: dict[str, dict[tuple[str, int], list[Rejected]]] = {}
    tasks: list[Task] = []
    for one in submissions:
        places: dict[tuple[str, int], list[Rejected]] = defaultdict(list)
        for table in one.tables:
            for row in table.extract.rejected:
                if not row.cells:
                    places[table.extract.sheet, row.row].append(row)
        if places:
            lacking[one.source_file] = places
            tasks.append(Task(one.source_file, str(path(one)), frozenset(places)))
    results = map_isolated(
        show,
        tasks,
        workers=settings.workers,
        seconds=settings.file_seconds,
        megabytes=settings.file_megabytes,
    )
    for task, shown in results:
        # It was read a moment ago; should it fail now, the row and its reason stand without cells.
        if isinstance(shown, Failed):
            continue
        for place, cells in shown.items():
            for row in lacking[task.source_file][place]:
                row.cells = cells
