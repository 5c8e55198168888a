"""Make `inputs/示例-吉首试点/`: the published Jishou pilot as the workbooks its offices would hand in.

Run by hand: ``.venv/bin/python -m tests.golden.build_example``. The same bytes come out every time.
Only published facts are entered; what is not published stays blank.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.golden.office_form import Column, Form, Value, write

EXAMPLE = Path(__file__).parents[2] / "inputs" / "示例-吉首试点"
SOURCE = "《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》"
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
    f"说明：试点2011年11月启动，试点第一年即获红利，红利年度据此填为2012年（出处：{SOURCE}案例背景、案例成效），"
    "到账日期、使用日期未公布，留空。"
)
SHARE_NOTE = (
    f"说明：股本为整合的支农资金，红色公司由党支部委托党员以个人名义注册（出处：{SOURCE}案例做法）；"
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
        note=f"说明：合作社名称，{SOURCE}案例做法作“富旺春柑桔”，案例成效作“富旺春椪柑”，按案例做法填。",
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
            f"说明：首批4个试点村（出处：{SOURCE}案例背景、案例做法）；"
            "其余13个村未公布村名，村代码、户数、人口未公布，均不填。",
        ),
    )
    basis = f"{SOURCE}案例成效："
    parameters = Form(
        sheet="政策参数表",
        title="“红色股份”政策参数表",
        prepared_by="吉首市农村经济合作管理局",
        columns=PARAMETER_COLUMNS,
        rows=[
            ("red_share_control_villages", "吉首市", None, 17, f"{basis}由第一年的4个推广到今年的17个"),
            ("red_share_control_capital", "吉首市", None, 3_450_000, f"{basis}整合股本资本金345万元"),
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
    return [write(folder / name, forms) for name, forms in books.items()]


if __name__ == "__main__":
    for written in build(EXAMPLE):
        print(written.relative_to(EXAMPLE.parents[1]))
