"""Of a sheet whose header no one understands, the title or a name may still say which table it was."""

from __future__ import annotations

import pytest

from pipeline.read.intake import digest
from tests.ledgers.test_layouts import recogniser

ROWS = "甲栏,甲栏,甲栏\nJY-2024-01,维修水渠,6000\nJY-2024-02,维修路灯,800\n"


@pytest.mark.parametrize(
    ("file", "title", "kind"),
    [
        ("甲村/一.csv", "甲村2024年四议两公开台账", "resolution"),
        ("甲村/2024年四议两公开台账.csv", "甲村", "resolution"),
        ("甲村/2024年四议两公开台账.csv", "甲村2024年项目台账", "project"),
        ("甲村/一.csv", "甲村2024年情况说明", ""),
        ("甲村/一.csv", "甲村2024年序时账", ""),
    ],
    ids=[
        "the title",
        "the file's name",
        "the title before the name",
        "neither",
        "a name that two kinds share",
    ],
)
def test_it_is_of_the_one_kind_that_is_named(file: str, title: str, kind: str) -> None:
    (sheet,) = digest(file, f"{title}\n{ROWS}".encode(), recogniser()).tables
    assert (sheet.kind, sheet.runner_up, sheet.sent_back) == ("", kind, True)


def test_what_its_entries_say_is_no_title() -> None:
    rows = "甲栏,甲栏,甲栏,甲栏\n2024-01-05,干部补贴发放表,张三,6000\n2024-01-09,维修路灯,李四,800\n"
    (sheet,) = digest("甲村/一.csv", f"甲村2024年银行存款日记账\n{rows}".encode(), recogniser()).tables
    assert (sheet.kind, sheet.runner_up) == ("", "cash_entry")
