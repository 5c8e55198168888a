"""Flaws in what is handed in: columns, totals, amounts (WB), missing periods (SUB01)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pipeline.demo.flaws.desk import Bound, Desk, pages
from pipeline.demo.flaws.registry import HARD, MIDDLING, flaw
from pipeline.demo.paper import Sheet
from pipeline.demo.window import day_in


@flaw("SUB01", "缺一个月的序时账", area="vouchers", also=("LED04",))
def month_missing(desk: Desk) -> None:
    def drop(bound: Bound) -> None:
        found = list(pages(bound, "voucher_line"))
        path, page = found[len(found) // 2]
        bound[path] = [sheet for sheet in bound[path] if sheet is not page]
        desk.say(page.name.split("月")[0] + " 月")

    desk.paper.append(drop)


@flaw("SUB01", "两个月的序时账合在一张表上，写明了期间", MIDDLING, decoy=True, area="vouchers")
def two_months_on_a_sheet(desk: Desk) -> None:
    def join(bound: Bound) -> None:
        found = list(pages(bound, "voucher_line"))
        (path, first), (later, second) = found[2], found[3]  # March and April: of one year
        first.rows += second.rows
        first.name = "3-4月序时账"
        first.title = first.title.replace("年3月", "年3-4月")
        for place, sheet in ((path, first), (later, second)):
            bound[place] = [other for other in bound[place] if other is not sheet]
        if path == later:
            bound[path].append(first)
        else:  # a workbook of one month can't hold it
            bound[path.replace("年3月账册", "年3-4月序时账")] = [first]

    desk.paper.append(join)


@flaw("WB01", "采购清单没有金额一列", area="flood list")
def column_missing(desk: Desk) -> None:
    _flood_list(desk, without={"amount"})
    desk.say("防汛")


@flaw("WB01", "采购清单没有数量和单价两列", MIDDLING, area="flood list")
def two_columns_missing(desk: Desk) -> None:
    _flood_list(desk, without={"quantity", "unit_price"})
    desk.say("防汛")


@flaw("WB01", "采购清单的列名带空格和单位", MIDDLING, decoy=True, area="flood list")
def headers_spaced(desk: Desk) -> None:
    _flood_list(desk, headers={"amount": "金　额（元）", "quantity": "数 量", "unit_price": "单价(元)"})


@flaw("WB01", "采购清单没有可填可不填的几列", HARD, decoy=True, area="flood list")
def optional_columns_missing(desk: Desk) -> None:
    _flood_list(desk, without={"specification", "document_no"})


def _flood_list(desk: Desk, **how: Any) -> None:
    """Hand in a list of goods for one month, in a workbook of its own."""
    place, month = desk.one.place, desk.month()
    rows = []
    for number, item in enumerate(("编织袋", "救生绳", "雨衣", "铁锹", "照明灯", "彩条布")):
        price, count = desk.rng.randint(24_00, 29_00), desk.rng.randint(3, 40)
        rows.append({
            "purchased_on": day_in(month, 3 + number), "item": item, "specification": "标准", "unit": "件",
            "quantity": count, "unit_price": str(Decimal(price) / 100), "amount": price * count,
            "supplier": "青禾县应急物资经营部", "document_no": None,
        })  # fmt: skip
    title = f"{month.month}月防汛物资采购明细表"
    heading = f"{place.name}{month.year}年{title}"
    head = (f"编制单位：{place.name}", "单位：元")
    sheet = Sheet(title, "purchase", heading, rows, head, **how)
    desk.paper.append(lambda bound: bound.update({f"{place.township}/{place.name}/{title}.xlsx": [sheet]}))


@flaw("WB02", "合计行比明细多一千元", area="office totals")
def total_wrong(desk: Desk) -> None:
    def spoil(bound: Bound) -> None:
        found = [sheet for _, sheet in pages(bound, "cash_entry", "办公经费") if sheet.rows]
        page = found[len(found) // 2]
        page.sums["expense"] = sum(row["expense"] or 0 for row in page.rows) + 1_000_00
        desk.say("", 1_000_00)

    desk.paper.append(spoil)


@flaw("WB02", "合计之下另有本年累计", MIDDLING, decoy=True, area="office totals")
def year_so_far(desk: Desk) -> None:
    def add(bound: Bound) -> None:
        sums: dict[tuple[int, str], int] = {}
        for _, page in pages(bound, "cash_entry", "办公经费"):
            for name in ("income", "expense"):
                for row in page.rows:
                    key = row["entry_date"].year, name
                    sums[key] = sums.get(key, 0) + (row[name] or 0)
            if page.rows:
                year = page.rows[0]["entry_date"].year
                page.so_far = {name: sums.get((year, name), 0) for name in ("income", "expense")}

    desk.paper.append(add)


@flaw("WB03", "金额写成“三千多”", area="purchases")
def amount_in_words(desk: Desk) -> None:
    def spoil(bound: Bound) -> None:
        _, page = next(pages(bound, "purchase"))
        page.texts[len(page.rows) // 2, "amount"] = "三千多"
        page.total = ""
        desk.say("")

    desk.paper.append(spoil)


@flaw("WB03", "金额带千分位和“元”字", MIDDLING, decoy=True, area="purchases")
def amount_with_unit(desk: Desk) -> None:
    def spoil(bound: Bound) -> None:
        for _, page in pages(bound, "purchase"):
            for number, row in enumerate(page.rows):
                page.texts[number, "amount"] = f"{row['amount'] / 100:,.2f}元"

    desk.paper.append(spoil)


@flaw("WB04", "隐藏的行里有金额", area="office totals")
def hidden_row(desk: Desk) -> None:
    def hide(bound: Bound) -> None:
        page = max((sheet for _, sheet in pages(bound, "cash_entry", "办公经费")), key=lambda s: len(s.rows))
        place = next(n for n, row in enumerate(page.rows) if row["expense"] and n > 1)
        page.hidden.add(place)
        desk.say("")

    desk.paper.append(hide)
