"""One county with every kind of problem, processed once, and empty ones for tests that change things."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Border, Font, PatternFill, Side

from tests.e2e.night import CASH_HEADER, Night, cash_book, read_here  # noqa: F401 (a fixture)

TOWN = "梧桐树乡/南塘村"
BOOK = f"{TOWN}/南塘村2024年3月.xlsx"
CSV = f"{TOWN}/南塘村2024年4月.csv"
ODD = "临河镇/=1+1 账#100%?\n*😀.xlsx"
GOOD = [("2024-03-04", "记-1", "购买办公用品", None, 125, "杨学军")]
BAD = [
    ("2024-03-01", "记-1", "收上级拨入", 50000, None, "杨学军"),
    ("2024-03-05", "记-2", "村部维修", None, "约三千", "杨学军"),
    ("2024-02-30", "记-3", "购买办公用品", None, 1250.5, "马晓燕"),
    ("2024-03-12", "记-4", None, None, 860, "马晓燕"),
    ("2024-03-18", "记-5", "=cmd|' /C calc'!A0", None, "@SUM(1)", "马晓燕"),
    ("2024-03-25", "记-6", "付垃圾清运费", None, 4300, "杨学军"),
]


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Night:
    night = Night(tmp_path_factory.mktemp("county"))
    night.register()
    style_book(night.book(BOOK, {"现金账": cash_book("南塘村", "2024年3月", [])}))
    text = f"南塘村2024年4月现金日记账\n{','.join(CASH_HEADER)}\n2024-04-08,记-3,付货款,,壹佰多,马\n"
    (night.inputs / CSV).write_bytes((text + "2024-04-09,记-4,付货款,,33,马\n").encode("gb18030"))
    (night.inputs / "临河镇").mkdir()
    (night.inputs / "临河镇/坏.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (night.inputs / "临河镇/加密.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    night.book("临河镇/东滩村3月.xlsx", {"账": cash_book("东滩村", "2024年3月", GOOD)})
    night.book("临河镇/东滩村3月副本.xlsx", {"账": cash_book("东滩村", "2024年3月", GOOD)})
    night.book("临河镇/东滩村5月.xlsx", {"账": cash_book("东滩村", "2024年5月", GOOD[:0] + in_month("05"))})
    night.book("临河镇/西渠村4月.xlsx", {"账": cash_book("西渠村", "2024年4月", in_month("04"))})
    night.book("临河镇/外村.xlsx", {"账": cash_book("查无此村", "2024年3月", GOOD)})
    night.book(ODD, {"账": cash_book("西渠村", "2024年3月", BAD[1:2])})
    night.publish()
    return night


def in_month(month: str) -> list[tuple[object, ...]]:
    return [(f"2024-{month}-04", *GOOD[0][1:])]


def style_book(path: Path) -> None:
    """Fill in the entries as an officer would: own fonts, borders, a merged title, a total with its result."""
    book = openpyxl.load_workbook(path)
    sheet = book["现金账"]
    sheet.merge_cells("A1:F1")
    sheet["A1"].font = Font(name="宋体", size=18, bold=True)
    for row in BAD:
        sheet.append([None] * 6)
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(sheet.max_row, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
            cell.font = Font(name="仿宋", size=11, italic=column == 3)
            cell.border = Border(*[Side(style="thin")] * 4)
            cell.number_format = "#,##0.00" if column in {4, 5} else "General"
    sheet["B4"].fill = PatternFill("solid", fgColor="FFCCFFCC")
    sheet.column_dimensions["C"].width = 31
    sheet.append(["合计", None, None, "=SUM(D4:D9)", "=SUM(E4:E9)"])
    book.save(path)
    with_results(path, {"D10": "50000", "E10": "6410.5"})


def with_results(path: Path, results: dict[str, str]) -> None:
    """Put formula results into a workbook, as a spreadsheet program saves them."""
    import zipfile

    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    for place, value in results.items():
        start = sheet.index(f'<c r="{place}"')
        head, tail = sheet[:start], sheet[start:]
        sheet = head + tail.replace("<v></v>", f"<v>{value}</v>", 1).replace("<v/>", f"<v>{value}</v>", 1)
    parts["xl/worksheets/sheet1.xml"] = sheet
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
