"""A township's own books are its unit's where the register names one; its name alone says where a village lies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.layout.headers import Headers
from pipeline.layout.recognise import Recogniser
from pipeline.place.dictionary import Entry, village_aliases
from pipeline.place.identify import Register, Village
from pipeline.place.locate import Located, locate
from pipeline.read.intake import digest
from schemas import ledgers
from tests.ledgers.drawing import Drawn, workbook

VILLAGES = [Village("1", "柳河村", "云溪镇", "青石县"), Village("2", "东坡村", "石桥乡", "青石县")]
TOWN = Village("3", "云溪镇", "云溪镇", "青石县", unit_kind="乡镇")
OFFICE = Village("4", "石桥乡财政所", "石桥乡", "青石县", unit_kind="乡镇")
RECOGNISER = Recogniser(Headers([replace(ledger, model=None) for ledger in ledgers().values()]))
BOOK = ("日期 | 摘要 | 收入 | 支出 | 余额", "2024-03-05 | 收拨款 | 100 | | 100")


def placed(path: str, *lines: str, register: Register | None = None) -> tuple[list[str], list[str]]:
    """Give the codes of the villages of a table's rows, and the codes of its issues; ``lines`` from its title down."""
    drawn = Drawn("Sheet1", lines=[*lines, *BOOK[: 0 if "|" in lines[-1] else 2]] if lines else list(BOOK))
    [extract] = digest(path, workbook([drawn]), RECOGNISER).tables
    table = Located(extract, path, "s", "h")
    issues = locate(table, ledgers()[extract.kind], register or Register([*VILLAGES, TOWN, OFFICE]))
    return [v.code for v in table.villages if extract.rows], [one.code for one in issues]


@pytest.mark.parametrize(
    ("path", "lines", "code"),
    [
        ("云溪镇/财政所/现金日记账.xlsx", [], "3"),
        ("石桥乡/财政所/现金日记账.xlsx", [], "4"),
        ("账.xlsx", ["云溪镇财政所2024年现金日记账"], "3"),
        ("账.xlsx", ["2024年现金日记账", "编制单位：云溪镇人民政府"], "3"),
        ("账.xlsx", ["2024年现金日记账", "编制单位：云溪镇"], "3"),
        ("账.xlsx", ["石桥乡财政所村级资金代管账户现金日记账"], "4"),
        # its villages stay who they are, whoever keeps their books
        ("云溪镇/柳河村/现金日记账.xlsx", [], "1"),
        ("云溪镇/财政所/柳河村现金日记账.xlsx", [], "1"),
        ("账.xlsx", ["云溪镇柳河村2024年现金日记账"], "1"),
        ("云溪镇/柳河村/账.xlsx", ["2024年现金日记账", "编制单位：云溪镇财政所"], "1"),
    ],
)
def test_a_table_is_of_the_township_or_of_its_village(path: str, lines: list[str], code: str) -> None:
    assert placed(path, *lines) == ([code], [])


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        ("云溪镇/现金日记账.xlsx", []),
        ("云溪镇/新沟村/现金日记账.xlsx", []),
        ("云溪镇/财政所/新沟村现金日记账.xlsx", []),
        ("账.xlsx", ["云溪镇财政所代管新沟村现金日记账"]),
        ("账.xlsx", ["云溪镇2024年现金日记账"]),
        ("大川镇/财政所/现金日记账.xlsx", []),
        ("账.xlsx", ["大川镇财政所2024年现金日记账"]),
    ],
)
def test_what_may_be_a_villages_or_anothers_is_sent_back(path: str, lines: list[str]) -> None:
    assert placed(path, *lines) == ([], ["V01"])


def test_without_a_unit_in_the_register_its_sheets_are_sent_back() -> None:
    assert placed("云溪镇/财政所/现金日记账.xlsx", register=Register(VILLAGES)) == ([], ["V01"])


def test_a_custody_book_is_split_by_its_column_and_the_rest_stays_the_townships() -> None:
    lines = (
        "代管资金现金日记账",
        "村名 | 日期 | 摘要 | 收入 | 支出",
        "柳河村 | 2024-03-05 | 收拨款 | 100 |",
        " | 2024-03-06 | 利息 | 1 |",
        "云溪镇 | 2024-03-07 | 付电费 | | 5",
        "新沟村 | 2024-03-08 | 付水费 | | 6",
    )
    assert placed("云溪镇/财政所/账.xlsx", *lines) == (["1", "3", "3"], ["V04"])


def test_a_local_name_of_the_township_is_its_own() -> None:
    names, faults = village_aliases([Entry("别名.xlsx", ("镇本级", "云溪镇", ""))], [*VILLAGES, TOWN])
    assert faults == []
    assert placed("账.xlsx", "镇本级现金日记账", register=Register([*VILLAGES, TOWN], names)) == (["3"], [])
