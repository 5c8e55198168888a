"""The problems that are planted: what each changes in a clean cash book, and the code it must get."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from tests.county.paper import Book, Cell, Formula
from tests.county.places import SHARED_NAMES, VILLAGES
from tests.county.planted import FIELDS, HEADS, Change, Planted
from tests.unit.compound_file import compound

UNSAVED = "没有保存"


def row_lost(head: str, value: Cell, code: str, at: str = "") -> tuple[str, Change]:
    """A value without which the row can't be loaded."""

    def change(book: Planted) -> None:
        book.cell = book.put(6, head, value)
        book.cell = at or book.cell
        book.lose(6)

    return code, change


def value_lost(head: str, value: Cell, code: str) -> tuple[str, Change]:
    """A value whose loss leaves the row loaded."""

    def change(book: Planted) -> None:
        book.cell = book.put(7, head, value)
        book.unknown(7, FIELDS[HEADS.index(head)])

    return code, change


def header(book: Planted, *heads: str) -> None:
    book.page.rows[2] = [*heads, *HEADS[len(heads) :]]


def everything_lost(book: Planted) -> None:
    book.page.truth.clear()


def hidden_row(book: Planted) -> None:
    book.page.hidden_rows, book.cell = {6}, "A6"


def hidden_column(book: Planted) -> None:
    book.page.hidden_columns, book.cell = {4}, "E3"


def hidden_sheet(book: Planted) -> None:
    book.page.hidden = True
    book.cover.add("填表说明")


def no_header(book: Planted) -> None:
    del book.page.rows[:3]
    book.page.rows[:] = [row[:6] for row in book.page.rows]
    book.cell = "A1"
    everything_lost(book)


def no_amounts(book: Planted) -> None:
    book.page.rows[2:] = [[*row[:3], *row[9:]] for row in book.page.rows[2:]]
    book.cell = "A3"
    everything_lost(book)


def two_amounts(book: Planted) -> None:
    header(book, "日期", "凭证号", "摘要", "金额", "金额")
    book.cell = "A3"
    everything_lost(book)


def rival_columns(book: Planted) -> None:
    header(book, "日期", "凭证号", "摘要", "支出", "支出金额")
    book.page.rows[4][3] = 88
    book.cell = "E5"
    everything_lost(book)


def unknown_village(book: Planted) -> None:
    book.page.rows[1][0] = "编制单位：查无此村"
    everything_lost(book)


def shared_name(book: Planted) -> None:
    book.page.rows[1][0] = f"编制单位：{min(SHARED_NAMES)}"
    everything_lost(book)


def file_of_another(book: Planted) -> None:
    other = next(v for v in VILLAGES if v != book.village and v.name not in SHARED_NAMES)
    book.path = f"收件/{other.name}账{book.number}.xlsx"


def unknown_in_column(book: Planted) -> None:
    for row in book.page.rows[2:]:
        row.insert(0, book.village.name)
    book.page.rows[2][0] = "村名"
    book.page.rows[1][0] = None
    book.page.rows[6][0] = "查无此村"
    book.cell = "A7"
    book.lose(7)


def odd_direction(book: Planted) -> None:
    header(book, "日期", "凭证号", "摘要", "收支方向", "金额")
    for row in book.page.rows[3:]:
        row[3], row[4] = ("收", row[3]) if row[3] else ("支", row[4])
    book.page.rows[5][3] = "转"
    book.cell = "D6"
    book.lose(6)


def paper_voucher(book: Planted) -> None:
    """A voucher form without account codes must not become a cash book with money on both sides."""
    book.page.rows[:] = [
        ["记账凭证"],
        [f"编制单位：{book.village.name}", None, f"2023年{book.month}月5日", None, "记字第1号"],
        ["摘要", "总账科目", "明细科目", "借方金额", "贷方金额"],
        ["买纸", "管理费用", "办公费", 100, None],
        ["买纸", "库存现金", None, None, 100],
    ]
    book.cell = "A3"
    everything_lost(book)


def published_spending(book: Planted) -> None:
    """A published list of spending without dates must not become a budget."""
    book.page.rows[:] = [
        [f"{book.village.name}2023年第一季度财务公示表"],
        ["公示日期：2023年4月5日"],
        ["序号", "开支项目", "金额（元）", "资金来源", "使用部门", "项目负责人", "审核意见"],
        [1, "电费", 300, "办公经费", "村委会", "马建国", "同意"],
        [2, "水费", 120, "办公经费", "村委会", "马建国", "同意"],
    ]
    book.cell = "A3"
    everything_lost(book)


def damaged(book: Planted) -> None:
    book.save = lambda target: target.write_bytes(b"PK\x03\x04" + bytes(range(256))) and None
    everything_lost(book)


def locked(book: Planted) -> None:
    book.save = lambda target: target.write_bytes(compound(b"", "EncryptedPackage")) and None
    everything_lost(book)


def picture(book: Planted) -> None:
    book.save = lambda target: target.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200)) and None
    everything_lost(book)


def link(book: Planted) -> None:
    def outside(target: Path) -> None:
        other = target.parents[2] / f"外面{book.number}.xlsx"
        other.write_bytes(b"whatever")
        target.symlink_to(other)

    book.save = outside
    everything_lost(book)


PROBLEMS: dict[str, tuple[str, Change]] = {
    "金额是字": row_lost("支出", "约两千", "C01"),
    "三位小数": row_lost("支出", 12.345, "C02"),
    "三位小数文本": row_lost("支出", "1,234.567", "C02"),
    "没有的日子": row_lost("日期", "2023-06-31", "C03"),
    "日期是字": row_lost("日期", "月底", "C03"),
    "公式错误": row_lost("支出", Formula("=1/0", "#DIV/0!"), "C06"),
    "公式没有结果": row_lost("支出", Formula("=SUM(1,2)", UNSAVED), "C07"),
    "大小写不符": row_lost("支出", "壹佰元整（¥200.00）", "C13"),
    "数额过大": row_lost("支出", 123456789012345678.0, "C17"),
    "缺摘要": row_lost("摘要", None, "R01"),
    "缺日期": row_lost("日期", None, "R01"),
    "缺金额": row_lost("支出", None, "R02", at="D6"),
    "余额是字": value_lost("余额", "见上页", "C01"),
    "没有的方式": value_lost("支付方式", "以物抵债", "C05"),
    "没有的票据": value_lost("票据类型", "口头证明", "C05"),
    "账号成了数字": value_lost("收款账号", 6.2290012e18, "C12"),
    "隐藏行": ("C09", hidden_row),
    "隐藏列": ("C10", hidden_column),
    "隐藏表": ("S06", hidden_sheet),
    "没有表头": ("S01", no_header),
    "没有金额列": ("S04", no_amounts),
    "纸面凭证": ("S04", paper_voucher),
    "公示表没有日期": ("S04", published_spending),
    "两个金额": ("S05", two_amounts),
    "两列支出": ("S07", rival_columns),
    "外村": ("V01", unknown_village),
    "同名村": ("V02", shared_name),
    "文件名是别村": ("V03", file_of_another),
    "一行外村": ("V04", unknown_in_column),
    "方向看不懂": ("R03", odd_direction),
    "损坏": ("F01", damaged),
    "加密": ("F02", locked),
    "图片": ("F03", picture),
    "链接": ("F11", link),
}


def planted() -> dict[str, Book]:
    """Make one workbook for every problem, each of a village and month of its own."""
    homes = [v for v in VILLAGES if v.name not in SHARED_NAMES]
    books = {}
    for number, (name, (code, change)) in enumerate(PROBLEMS.items()):
        book = Planted(
            homes[number % len(homes)],
            1 + number // len(homes) * 3 + 5 * (name in {"没有的日子"}),
            number + 1,
        )
        book.code = code
        change(book)
        books[name] = book.book()
    return books


def unsave(target: Path) -> None:
    """Take away the saved results of formulas marked ``UNSAVED``."""
    with ZipFile(target) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    pattern = re.compile(rf' t="str">(<f>[^<]*</f>)<v>{UNSAVED}</v>'.encode())
    parts = {name: pattern.sub(rb">\1", data) for name, data in parts.items()}
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
