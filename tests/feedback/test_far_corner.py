"""What a workbook does not hold costs nothing, however far its formats reach."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

from openpyxl.styles import PatternFill

from pipeline.publish.feedback import copies
from pipeline.publish.feedback.annotate import annotate
from tests.feedback.test_annotate import case, saved, workbook


def test_a_formatted_far_corner_is_not_filled_with_blanks() -> None:
    book = workbook("账")
    book["账"].cell(2_000, 1_000).fill = PatternFill("solid", "FFFF00")
    data = saved(book)
    tracemalloc.start()
    annotate(data, case(("账", "B2")), macros=False)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100 << 20


def test_a_file_refused_as_a_whole_is_listed_without_being_opened(tmp_path: Path) -> None:
    original = tmp_path / "账.xlsx"
    original.write_bytes(saved(workbook("账")))
    made = copies.make(copies.Task(case(("", "")), str(original)))
    assert made.annotated == ""
