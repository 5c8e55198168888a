"""Make one feedback workbook in a worker process: an annotated copy where possible, else a list."""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path

from pipeline.files import guard, sheet_xml
from pipeline.files.marks import Refusal
from pipeline.publish.feedback.cases import Case
from pipeline.read.own_sheets import PROBLEMS

# Copying takes a second for each 2 MB of unpacked sheets; officers of a county must not wait for minutes.
MOST_UNPACKED = 16 << 20
# openpyxl makes an object of every cell under a merged area: of a merge over the whole sheet 17 thousand million.
MOST_MERGED = 200_000
_NO_COPY = "请按下面的位置在原文件里改正，改好后用原来的文件名放回 inputs 里原来的文件夹，盖掉旧文件。"


@dataclass(frozen=True, slots=True)
class Task:
    """A case and where the original bytes stand."""

    case: Case
    original: str


@dataclass(frozen=True, slots=True)
class Made:
    """A feedback workbook: its bytes, and ``annotated``: the ending of its name (``.xlsx``), '' for a list."""

    data: bytes
    annotated: str


def make(task: Task) -> Made:
    """Make the feedback on one case."""
    data = Path(task.original).read_bytes()
    kind = guard.inspect(data)
    # What the reader refused as a whole (a far cell, a bomb) would break openpyxl too.
    refused = any(one.level == "高" and not one.sheet for one in task.case.findings)
    if refused or isinstance(kind, Refusal):
        return listed(task.case, "这个文件打不开或不能读。")
    if kind.format not in {"xlsx", "xlsm"}:
        return listed(task.case, "这种格式的文件不能直接加批注。")
    if _is_heavy(data):
        return listed(task.case, "文件很大，没有做带批注的副本。")
    # Late: the process that hands out the tasks makes no workbook.
    from pipeline.publish.feedback.annotate import annotate

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            copy = annotate(data, task.case, macros=kind.format == "xlsm")
    except MemoryError:
        raise
    # openpyxl is stricter than the reader, and fails on odd workbooks in every way there is.
    except Exception:
        return listed(task.case, "这个文件不能直接加批注。")
    return Made(copy, f".{kind.format}")


def listed(case: Case, why: str) -> Made:
    """Make the problem list of ``case`` as a workbook of its own."""
    import openpyxl

    from pipeline.publish.feedback import problem_sheet

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = PROBLEMS
    problem_sheet.write(sheet, case, (), (), why + _NO_COPY)
    output = io.BytesIO()
    book.save(output)
    return Made(output.getvalue(), "")


def _is_heavy(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [member for member in archive.infolist() if member.filename.endswith(".xml")]
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            return True
        sheets = (part for part in parts if part.filename.startswith("xl/worksheets/"))
        return sum(sheet_xml.merged_cells(archive.read(part)) for part in sheets) > MOST_MERGED
