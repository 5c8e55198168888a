"""Make `inputs/示例-吉首试点/`: the published Jishou pilot as the workbooks its offices would hand in.

Run by hand: ``.venv/bin/python -m tests.golden.build_example``. The same bytes come out every time.
Only published facts are entered (002_df8329ac1b69cce9.txt, lines 803-835); what is not published stays blank.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

EXAMPLE = Path(__file__).parents[2] / "inputs" / "示例-吉首试点"
SOURCE = "002_df8329ac1b69cce9.txt"
Value = str | int | float | None


@dataclass(frozen=True)
class Column:
    title: str
    width: int
    money: bool = False


@dataclass(frozen=True)
class Form:
    """One sheet: a title, the line with 编制单位 and 单位, a bordered table, notes, and the signatures."""

    sheet: str
    title: str
    prepared_by: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    unit: str = ""
    total: bool = False
    notes: Sequence[str] = ()


VILLAGE_COLUMNS = (
    Column("序号", 8), Column("县（市）", 24), Column("乡镇", 24), Column("村名", 24),
)  # fmt: skip
PARAMETER_COLUMNS = (
    Column("参数名称", 32), Column("适用范围", 12), Column("生效日期", 12), Column("参数值", 14),
    Column("依据", 62),
)  # fmt: skip
SHARE_COLUMNS = (
    Column("序号", 6), Column("年度", 8), Column("合作社名称", 24), Column("入股日期", 12),
    Column("变动事项", 12), Column("出资形式", 10), Column("金额", 16, money=True),
    Column("持有人类型", 14), Column("委托协议号", 16),
)  # fmt: skip
DIVIDEND_COLUMNS = (
    Column("序号", 6), Column("年度", 8), Column("合作社名称", 24), Column("股本金", 16, money=True),
    Column("实收红利", 16, money=True), Column("到账日期", 12),
)  # fmt: skip
USE_COLUMNS = (
    Column("序号", 6), Column("合作社名称", 24), Column("年度", 8), Column("使用日期", 12),
    Column("用途类别", 12), Column("用途", 36), Column("金额", 16, money=True), Column("备注", 20),
)  # fmt: skip
PLAIN_USE_COLUMNS = tuple(c for c in USE_COLUMNS if c.title != "用途类别")

YEAR_NOTE = (
    f"说明：试点2011年11月启动，试点第一年即获红利，红利年度据此填为2012年（出处 {SOURCE}:803、:833），"
    "到账日期、使用日期未公布，留空。"
)
SHARE_NOTE = (
    f"说明：股本为整合的支农资金（出处 {SOURCE}:813）；红色公司由党支部委托党员以个人名义注册（出处 :807）；"
    "公司名称、受托人姓名、入股日期、委托协议号未公布，留空。"
)


@dataclass(frozen=True)
class Village:
    township: str
    name: str
    cooperative: str
    unit: str
    capital: int
    dividend: int
    uses: Sequence[tuple[str, str, int]]
    with_category: bool = True
    separate_uses: bool = False
    note: str = ""

    @property
    def folder(self) -> str:
        return f"{self.township}/{self.name}"


VILLAGES = (
    Village(
        "马颈坳镇", "隘口村", "茶叶专业合作社", "元", 400_000, 40_000,
        uses=(
            ("再投入", "作为股本金进行茶叶产业再投入", 20_000),
            ("困难帮扶", "帮扶贫困党员及科技示范户", 2_000),
            ("公益事业", "维修因涨水受损的吊桥", 2_000),
            ("党员活动", "党支部活动", 6_000),
            ("产业扶持", "茶叶育苗，带动未加入合作社的村民致富", 10_000),
        ),
    ),
    Village(
        "白岩乡", "着落村", "亿利德中药材合作社", "万元", 200_000, 12_000,
        uses=(("", "开展党员活动", 4_000), ("", "水井建设", 3_000), ("", "村级公路道路维护", 5_000)),
        with_category=False, separate_uses=True,
    ),
    Village(
        "太平乡", "司马村", "吉太养殖合作社", "元", 200_000, 20_000,
        uses=(("困难帮扶", "帮扶困难党员", 2_000), ("公益事业", "修路及改水", 18_000)),
    ),
    Village(
        "河溪镇", "马鞍村", "富旺春柑桔合作社", "万元", 220_000, 20_000, uses=(),
        note=f"说明：合作社名称，{SOURCE}:811 作“富旺春柑桔”，:833 作“富旺春椪柑”，按 :811 填。",
    ),
)  # fmt: skip


def register() -> list[Form]:
    """Give the village register and the published control totals, as the city office keeps them."""
    villages = Form(
        sheet="村情登记表",
        title="吉首市“红色股份”试点村情况登记表",
        prepared_by="吉首市农村经济合作管理局",
        columns=VILLAGE_COLUMNS,
        rows=[(i, "吉首市", v.township, v.name) for i, v in enumerate(VILLAGES, start=1)],
        notes=(
            f"说明：首批4个试点村，出处 {SOURCE}:803、:811；"
            "其余13个村未公布村名，村代码、户数、人口未公布，均不填。",
        ),
    )
    basis = f"{SOURCE}:833"
    parameters = Form(
        sheet="政策参数表",
        title="“红色股份”政策参数表",
        prepared_by="吉首市农村经济合作管理局",
        columns=PARAMETER_COLUMNS,
        rows=[
            ("red_share_control_villages", "吉首市", None, 17, f"{basis} 由第一年的4个推广到今年的17个"),
            ("red_share_control_capital", "吉首市", None, 3_450_000, f"{basis} 整合股本资本金345万元"),
        ],
    )
    return [villages, parameters]


def share_register(village: Village) -> Form:
    """Give the share register: what was put in and what the dividend added."""
    reinvested = sum(amount for category, _, amount in village.uses if category == "再投入")
    events = [(2011, "初始投入", village.capital)]
    if reinvested:
        events.append((2012, "红利转增", reinvested))
    in_unit = _in_unit(village.unit)
    rows = [
        (number, year, village.cooperative, None, event, "资金", in_unit(amount), "受托个人", None)
        for number, (year, event, amount) in enumerate(events, start=1)
    ]
    return Form(
        sheet="红色股份登记台账",
        title=f"{village.township}{village.name}红色股份登记台账",
        prepared_by=f"{village.township}{village.name}",
        unit=village.unit,
        columns=SHARE_COLUMNS,
        rows=rows,
        total=True,
        notes=(SHARE_NOTE,),
    )


def dividend(village: Village) -> Form:
    """Give the dividend received in the first year."""
    in_unit = _in_unit(village.unit)
    row = (1, 2012, village.cooperative, in_unit(village.capital), in_unit(village.dividend), None)
    return Form(
        sheet="红利收取表",
        title=f"{village.name}2012年度红利收取表",
        prepared_by=f"{village.township}{village.name}",
        unit=village.unit,
        columns=DIVIDEND_COLUMNS,
        rows=[row],
        notes=(YEAR_NOTE, village.note) if village.note else (YEAR_NOTE,),
    )


def dividend_uses(village: Village) -> Form:
    """Give what the dividend was spent on, as published."""
    rows: list[Sequence[Value]] = []
    for number, (category, summary, amount) in enumerate(village.uses, start=1):
        middle = (category, summary) if village.with_category else (summary,)
        rows.append((number, village.cooperative, 2012, None, *middle, amount, None))
    return Form(
        sheet="红利使用明细表",
        title=f"{village.name}2012年度红利使用明细表",
        prepared_by=f"{village.township}{village.name}",
        unit="元",
        columns=USE_COLUMNS if village.with_category else PLAIN_USE_COLUMNS,
        rows=rows,
        total=True,
        notes=(YEAR_NOTE,),
    )


def _in_unit(unit: str) -> Callable[[int], Value]:
    return (lambda yuan: yuan / 10_000) if unit == "万元" else (lambda yuan: yuan)


def build(folder: Path) -> list[Path]:
    """Write every workbook of the example below ``folder`` and list them."""
    books: dict[str, list[Form]] = {"市农经局/村情登记表.xlsx": register()}
    for village in VILLAGES:
        shares = [share_register(village), dividend(village)]
        books[f"{village.folder}/红色股份台账.xlsx"] = shares
        if village.uses and village.separate_uses:
            books[f"{village.folder}/2012年红利使用明细表.xlsx"] = [dividend_uses(village)]
        elif village.uses:
            shares.append(dividend_uses(village))
    return [_write(folder / name, forms) for name, forms in books.items()]


def _write(path: Path, forms: Sequence[Form]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    # XlsxWriter stamps zip members with 1980-01-01; a fixed creation date makes all bytes repeatable.
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": datetime(2026, 11, 22), "company": forms[0].prepared_by})
        styles = _styles(book)
        for form in forms:
            _draw(book.add_worksheet(form.sheet), form, styles)
    return path


def _styles(book: xlsxwriter.Workbook) -> dict[str, Format]:
    body = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
    cell = {**body, "border": 1, "text_wrap": True}
    return {
        "title": book.add_format(
            {"font_name": "黑体", "font_size": 18, "align": "center", "valign": "vcenter"}
        ),
        "left": book.add_format(body),
        "right": book.add_format({**body, "align": "right"}),
        "header": book.add_format({**cell, "bold": True, "align": "center", "bg_color": "#F2F2F2"}),
        "text": book.add_format(cell),
        "centre": book.add_format({**cell, "align": "center"}),
        "money": book.add_format({**cell, "num_format": "#,##0.00"}),
        "note": book.add_format({**body, "font_size": 10, "text_wrap": True}),
    }


def _draw(sheet: Worksheet, form: Form, styles: dict[str, Format]) -> None:
    last = len(form.columns) - 1
    for index, column in enumerate(form.columns):
        sheet.set_column(index, index, column.width)
    sheet.set_row(0, 32)
    sheet.merge_range(0, 0, 0, last, form.title, styles["title"])
    sheet.write(1, 0, f"编制单位：{form.prepared_by}", styles["left"])
    if form.unit:
        sheet.write(1, last, f"单位：{form.unit}", styles["right"])
    sheet.set_row(2, 24)
    for index, column in enumerate(form.columns):
        sheet.write(2, index, column.title, styles["header"])
    for line, row in enumerate(form.rows, start=3):
        sheet.set_row(line, 22)
        for index, (value, column) in enumerate(zip(row, form.columns, strict=True)):
            sheet.write(line, index, value, _cell_style(column, value, styles))
    line = 3 + len(form.rows)
    if form.total:
        _draw_total(sheet, form, line, styles)
        line += 1
    for note in form.notes:
        sheet.set_row(line, 30)
        sheet.merge_range(line, 0, line, last, note, styles["note"])
        line += 1
    sheet.write(
        line,
        0,
        "单位负责人：          审核人：          制表人：          填报日期：    年    月    日",
        styles["left"],
    )
    _set_page(sheet, line, last)


def _draw_total(sheet: Worksheet, form: Form, line: int, styles: dict[str, Format]) -> None:
    for index, column in enumerate(form.columns):
        if column.money:
            letter = chr(ord("A") + index)
            value = sum(float(row[index] or 0) for row in form.rows)
            sheet.write_formula(line, index, f"=SUM({letter}4:{letter}{line})", styles["money"], value)
        else:
            sheet.write(line, index, "合计" if index == 0 else None, styles["centre"])


def _cell_style(column: Column, value: Value, styles: dict[str, Format]) -> Format:
    if column.money:
        return styles["money"]
    return styles["centre"] if column.width <= 12 or isinstance(value, int) else styles["text"]


def _set_page(sheet: Worksheet, last_row: int, last_column: int) -> None:
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 0)
    sheet.print_area(0, 0, last_row, last_column)
    sheet.set_footer("&C第 &P 页，共 &N 页")


if __name__ == "__main__":
    for written in build(EXAMPLE):
        print(written.relative_to(EXAMPLE.parents[1]))
