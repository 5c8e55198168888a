"""Make up small tables of many villages, with every edge that a rule draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from tests.oracles.statements import statements

Tables = dict[str, list[dict[str, Any]]]
VILLAGES = ["甲村", "乙村", "丙村", "丁村", "戊村", "己村", "庚村", "辛村"]
COOPERATIVES, YEARS = ("茶社", "果社"), (2022, 2023, 2024)


def text_of(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Write tables in the way the harness reads them."""
    blocks = []
    for title, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        lines = [[str(row.get(c) if row.get(c) is not None else "") for c in columns] for row in rows]
        if rows:
            blocks.append("\n".join([title, *(" | ".join(line) for line in [columns, *lines])]))
    return "\n\n".join(blocks)


def _pick(draw: st.DrawFn, *values: Any) -> Any:
    return draw(st.sampled_from(values))


def _some(draw: st.DrawFn, most: int) -> range:
    return range(draw(st.integers(0, most)))


@st.composite
def dividends(draw: st.DrawFn) -> Tables:
    """Dividends, their uses, co-operatives' statements and share events, as of 2025-06-30."""
    tables: Tables = {
        title: [] for title in ("红利收取表", "红利使用明细表", "合作社盈余分配表", "红色股份登记台账")
    }
    for village in VILLAGES:
        names = COOPERATIVES[: draw(st.integers(1, 2))]
        for name in names:
            for year in YEARS:
                _dividend(draw, tables, {"村": village, "合作社": name, "红利年度": year})
            _events(draw, tables, {"村": village, "合作社": name})
        for _ in _some(draw, 6):
            tables["红利使用明细表"].append({
                "村": village, "合作社": _pick(draw, *names, *names, *names, None), "红利年度": _pick(draw, *YEARS),
                "使用日期": "2024-05-05", "用途类别": _pick(draw, "再投入", "再投入", "公益事业"), "用途": "修路",
                "金额": _pick(draw, "6000", "6000.01", "5999", "50.50", "12000"),
            })  # fmt: skip
    return tables


def _dividend(draw: st.DrawFn, tables: Tables, key: dict[str, Any]) -> None:
    year = key["红利年度"]
    for _ in range(_pick(draw, 0, 1, 1, 1, 2)):
        tables["红利收取表"].append(key | {
            "股本": _pick(draw, None, "100000", "120000", "120000.01"),
            "应分红利": _pick(draw, None, "12000", "12001", "12010.01", "11899.99"),
            "实收红利": _pick(draw, "0", "12000", "12000", "12001", "100.01"),
            "未使用红利": _pick(draw, None, None, "0", "6000"),
            "到账日期": _pick(draw, None, f"{year + 1}-03-01", f"{year + 1}-05-01", f"{year + 1}-06-30"),
        })  # fmt: skip
    for _ in range(_pick(draw, 0, 1)):
        tables["合作社盈余分配表"].append({
            "村": key["村"], "合作社": key["合作社"], "年度": year,
            "股金总额": _pick(draw, None, "1000000"), "红色股份": _pick(draw, None, "100000"),
            "股金分红": _pick(draw, None, "120000", "118800"), "可分配盈余": _pick(draw, None, "300000"),
            "盈余返还": _pick(draw, None, "180000"), "本年盈余": _pick(draw, None, None, "0", "400000"),
            "分配决议日": _pick(draw, None, f"{year + 1}-01-30", f"{year + 1}-04-01", f"{year + 1}-05-31"),
        })  # fmt: skip


def _events(draw: st.DrawFn, tables: Tables, key: dict[str, Any]) -> None:
    if not draw(st.integers(0, 3)):
        return  # no register at all
    begun = _pick(draw, "2021-05-01", "2021-05-01", "2023-01-01", "2023-01-02", None)
    dated = [(begun, "初始投入", "100000")] if begun else []
    more = (
        ("2023-07-01", "追加投入", "20000"), ("2024-01-01", "红利转增", "6000"), ("2023-12-31", "红利转增", "20000"),
        ("2024-09-09", "退股", "20000"), ("2022-02-02", "质押", "50000"), (None, "追加投入", "1"),
    )  # fmt: skip
    dated += draw(st.lists(st.sampled_from(more), max_size=3, unique=True))
    holder, mandate = _pick(draw, "受托个人", "红色公司"), _pick(draw, None, None, "委1")
    for day, event, amount in dated:
        tables["红色股份登记台账"].append(key | {
            "红色公司": _pick(draw, None, "红公司"), "日期": day, "变动类型": event, "金额": amount,
            "持股人类型": _pick(draw, holder, "红色公司"), "委托协议号": mandate,
        })  # fmt: skip


@st.composite
def service(draw: st.DrawFn) -> Tables:
    """Grants and ratings, projects and what was paid for them."""
    tables: Tables = {title: [] for title in ("专项资金拨付表", "星级评定表", "项目台账", "收支明细账")}
    for village in VILLAGES:
        for year in (2024, 2025):
            for _ in _some(draw, 2):
                tables["专项资金拨付表"].append({
                    "村": village, "年度": year, "资金类别": _pick(draw, "专项资金", "专项资金", "办公经费"),
                    "拨付金额": _pick(draw, "100000", "200000", "199999.99", "300000", "150000"),
                    "拨付日期": _pick(draw, None, f"{year}-05-01", f"{year}-05-01", f"{year}-12-01"),
                })  # fmt: skip
            for day in draw(st.lists(st.sampled_from((None, f"{year}-01-10", f"{year}-11-10")), unique=True)):
                tables["星级评定表"].append({
                    "村": village, "评定年度": year, "星级": draw(st.integers(0, 5)), "评定日期": day,
                    "评星环节": _pick(draw, None, None, None, "降星", "摘星", "自评"),
                })  # fmt: skip
        for number in ("XM1", "XM2"):
            for _ in _some(draw, 2):
                tables["项目台账"].append({
                    "村": village, "项目编号": number, "项目名称": _pick(draw, "修路", "修渠"),
                    "批复金额": _pick(draw, None, "5000", "3000.01"), "变更金额": _pick(draw, None, "1000"),
                })  # fmt: skip
        for _ in _some(draw, 5):
            tables["收支明细账"].append({
                "村": village, "日期": "2024-03-03", "摘要": "付款", "项目编号": _pick(draw, "XM1", "XM2", None),
                "支出": _pick(draw, "3000", "3000.02", "2000", "-500"), "币种": _pick(draw, None, None, "美元"),
            })  # fmt: skip
    return tables


@st.composite
def books(draw: st.DrawFn) -> Tables:
    """Cash and bank books with balances, right or wrong, and vouchers."""
    tables: Tables = {"收支明细账": [], "记账凭证": []}
    for village in VILLAGES:
        place = {"村": village, "source_file": f"{village}.xlsx"}
        for kind in ("现金", "银行"):
            tables["收支明细账"] += _book(
                draw, place | {"账簿": kind, "source_sheet": kind, "slice_id": village + kind}
            )
        for line in _some(draw, 6):
            side = _pick(draw, "借方金额", "贷方金额")
            tables["记账凭证"].append(place | {
                "凭证日期": f"2025-0{draw(st.integers(1, 2))}-05", "凭证号": _pick(draw, "记-1", "记-2", "记-1-2/2"),
                "科目编码": _pick(draw, "101", "513"), side: _pick(draw, "100", "100", "99.99", "250.01"),
                "source_row": 2 + line,
            })  # fmt: skip
    return tables


def _book(draw: st.DrawFn, place: dict[str, Any]) -> list[dict[str, Any]]:
    days = sorted(draw(st.lists(st.integers(1, 6), max_size=6)))
    if _pick(draw, False, False, True):
        days.reverse()
    balance = 100
    rows = []
    for line, day in enumerate(days):
        income, expense = (
            (_pick(draw, 0, 30, 90), 0) if draw(st.booleans()) else (0, _pick(draw, 10, 70, 130))
        )
        balance += income - expense + _pick(draw, 0, 0, 0, 0, 0, 5)
        rows.append(place | {
            "日期": f"2025-03-0{day}", "摘要": f"第{line}笔", "收入": income or None, "支出": expense or None,
            "余额": _pick(draw, balance, balance, balance, None), "source_row": 2 + line,
        })  # fmt: skip
    return rows


@st.composite
def payments(draw: st.DrawFn) -> Tables:
    """Payments by invoice and in parts."""
    firms = (("光明路灯器材公司", "6001"), ("光明器材门市部", "6001"), ("兴旺水泥建材有限公司", None))
    entries = []
    for village in VILLAGES:
        for line in _some(draw, 9):
            firm, account = _pick(draw, *firms)
            entries.append({
                "村": village, "账簿": _pick(draw, "银行", "银行", "银行", None), "资金类别": "集体资金",
                "slice_id": f"{village}{line % 2}", "source_row": 2 + line,
                "日期": f"2025-{_pick(draw, '03-01', '03-08', '03-09', '03-31', '05-01')}",
                "凭证号": _pick(draw, None, "记1", "记2"), "摘要": _pick(draw, "购路灯", "购灯杆", "付第2批路灯款", "付进度款"),
                "支出": _pick(draw, "2500", "2499.99", "2600", "4999.99", "5000", "45000", "-2500"),
                "对方单位": firm, "收款账号": _pick(draw, account, account, None),
                "票据类型": _pick(draw, "发票", "发票", "收据", None),
                "票据号": _pick(draw, None, "25117000001111112222", "20817733", "NO.20817733", "3300211130 20817733"),
                "票面金额": _pick(draw, None, None, "5000", "2500"),
                "项目编号": "XM1" if line == 3 else None, "决议编号": "JY1" if line == 5 else None,
            })  # fmt: skip
    return {"收支明细账": entries}


@st.composite
def county(draw: st.DrawFn) -> Tables:
    """Put everything that the villages hand in together."""
    tables: Tables = {}
    for part in (dividends(), service(), books(), payments(), statements(VILLAGES)):
        for title, rows in draw(part).items():
            tables.setdefault(title, []).extend(rows)
    return tables
