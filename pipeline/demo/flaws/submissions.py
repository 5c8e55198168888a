"""Flaws in what is handed in: workbooks (WB), missing periods (SUB01)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from pipeline.demo.flaws.desk import Bound, Desk
from pipeline.demo.flaws.registry import MIDDLING, flaw
from pipeline.demo.paper import Sheet
from pipeline.demo.village import Row
from pipeline.demo.window import day_in


def _sheets(bound: Bound, kind: str, word: str = "") -> Iterator[tuple[str, Sheet]]:
    """Find the sheets of one kind whose title contains ``word``, with their paths."""
    for path, sheets in bound.items():
        for sheet in sheets:
            if sheet.kind == kind and word in sheet.title:
                yield path, sheet


@flaw("SUB01", "缺一个月的序时账", area="vouchers", also=("LED04",))
def month_missing(desk: Desk) -> None:
    def drop(bound: Bound) -> None:
        pages = list(_sheets(bound, "voucher_line"))
        path, page = pages[len(pages) // 2]
        bound[path] = [sheet for sheet in bound[path] if sheet is not page]
        desk.say(page.name.split("月")[0] + " 月")

    desk.paper.append(drop)


@flaw("WB02", "合计行比明细多一千元", area="office totals")
def total_wrong(desk: Desk) -> None:
    def spoil(bound: Bound) -> None:
        pages = [sheet for _, sheet in _sheets(bound, "cash_entry", "办公经费") if sheet.rows]
        page = pages[len(pages) // 2]
        page.sums["expense"] = sum(row["expense"] or 0 for row in page.rows) + 1_000_00
        desk.say("", 1_000_00)

    desk.paper.append(spoil)


@flaw("WB02", "合计之下另有本年累计", MIDDLING, decoy=True, area="office totals")
def year_so_far(desk: Desk) -> None:
    def add(bound: Bound) -> None:
        sums: dict[tuple[int, str], int] = {}
        for _, page in _sheets(bound, "cash_entry", "办公经费"):
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
        _, page = next(_sheets(bound, "purchase"))
        page.texts[len(page.rows) // 2, "amount"] = "三千多"
        page.total = ""
        desk.say("")

    desk.paper.append(spoil)


@flaw("WB03", "金额带千分位和“元”字", MIDDLING, decoy=True, area="purchases")
def amount_with_unit(desk: Desk) -> None:
    def spoil(bound: Bound) -> None:
        for _, page in _sheets(bound, "purchase"):
            for number, row in enumerate(page.rows):
                page.texts[number, "amount"] = f"{row['amount'] / 100:,.2f}元"

    desk.paper.append(spoil)


@flaw("WB04", "隐藏的行里有金额", area="office totals")
def hidden_row(desk: Desk) -> None:
    def hide(bound: Bound) -> None:
        page = max(
            (sheet for _, sheet in _sheets(bound, "cash_entry", "办公经费")), key=lambda s: len(s.rows)
        )
        place = next(n for n, row in enumerate(page.rows) if row["expense"] and n > 1)
        page.hidden.add(place)
        desk.say("")

    desk.paper.append(hide)


def _list(desk: Desk, title: str, rows: list[Row]) -> None:
    place = desk.one.place
    path = f"{place.township}/{place.name}/{title}.xlsx"
    heading = f"{place.name}{rows[0]['purchased_on'].year}年{title}"
    desk.paper.append(
        lambda bound: bound.update(
            {
                path: [
                    Sheet(
                        title,
                        "purchase",
                        heading,
                        rows,
                        (f"编制单位：{place.name}", "单位：元"),
                        total="合计",
                    )
                ]
            }
        )
    )


def _items(desk: Desk, own: int) -> list[Row]:
    """Make up a dozen items, alike in every village that takes part but for ``own``."""
    rng, day = desk.shared, day_in(desk.month(rng=desk.shared), 10)
    items = (
        "编织袋",
        "铁丝",
        "照明灯",
        "雨衣",
        "救生绳",
        "抽水泵",
        "彩条布",
        "柴油",
        "铁锹",
        "木桩",
        "对讲机",
        "手套",
    )
    rows = []
    for item in items:
        price, count = rng.randint(600, 9000), rng.randint(2, 20) + own
        rows.append({
            "purchased_on": day + timedelta(days=own), "item": f"防汛{item}", "unit": "件", "quantity": count,
            "unit_price": str(Decimal(price) / 100), "amount": price * count, "supplier": "青禾县应急物资经营部",
        })  # fmt: skip
    return rows


@flaw("WB06", "两个村报来同一份采购清单", villages=2)
def same_list_twice(desk: Desk) -> None:
    rows = _items(desk, 0)
    _list(desk, "防汛物资采购明细表", rows)
    desk.say("", sum(row["amount"] for row in rows))


@flaw("WB06", "两个村买同样的东西，日期和数量不同", MIDDLING, decoy=True, villages=2)
def similar_lists(desk: Desk) -> None:
    _list(desk, "防汛物资采购明细表", _items(desk, desk.role * 3))


@flaw("WB07", "重报时删了一行慰问发放", area="again", also=("DU06",))
def row_deleted(desk: Desk) -> None:
    def delete(bound: Bound) -> None:
        _, page = next(_sheets(bound, "aid_payment"))
        gone = page.rows.pop(1)
        desk.say("", gone["amount"])

    desk.again.append(delete)


@flaw("WB07", "重报时改了一笔补贴的金额", area="again", also=("CAD01", "CAD02"))
def amount_changed(desk: Desk) -> None:
    def change(bound: Bound) -> None:
        _, page = next(_sheets(bound, "allowance"))
        row = dict(next(r for r in page.rows if r["item"] == "误工补贴"))
        place = next(n for n, r in enumerate(page.rows) if r["item"] == "误工补贴")
        page.rows[place] = row | {"amount": row["amount"] + 400_00}
        desk.say("", 400_00)

    desk.again.append(change)


@flaw("WB07", "重报时续记了后来的公开事项", MIDDLING, decoy=True, area="again")
def continued(desk: Desk) -> None:
    def add(bound: Bound) -> None:
        pages = list(_sheets(bound, "publication"))
        last = max(row["published_on"] for row in pages[-1][1].rows)
        row = dict(pages[-1][1].rows[-1])
        day = last + timedelta(days=1)
        new = {"subject": "土地确权公示", "published_on": day, "withdrawn_on": day + timedelta(days=15)}
        new |= {"covers_from": day, "covers_to": day}
        pages[-1][1].rows.append(row | new)

    desk.again.append(add)


@flaw("WB07", "重报时只改了标题的字", decoy=True, area="again")
def retitled(desk: Desk) -> None:
    def change(bound: Bound) -> None:
        _, page = next(_sheets(bound, "resolution"))
        page.title += "（更正版式）"

    desk.again.append(change)
