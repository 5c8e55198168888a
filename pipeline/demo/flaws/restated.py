"""Flaws in what is handed in again or twice (WB06, WB07)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from pipeline.demo.flaws.desk import Bound, Desk, pages
from pipeline.demo.flaws.registry import MIDDLING, flaw
from pipeline.demo.paper import Sheet
from pipeline.demo.village import Row
from pipeline.demo.window import day_in


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


@flaw("WB07", "重报时删了一行慰问发放", area="again", also=("DU06", "CARE04"))
def row_deleted(desk: Desk) -> None:
    def delete(bound: Bound) -> None:
        _, page = next(pages(bound, "aid_payment"))
        gone = page.rows.pop(1)
        desk.say("", gone["amount"])

    desk.again.append(delete)


@flaw("WB07", "重报时改了一笔补贴的金额", area="again", also=("CAD01", "CAD02"))
def amount_changed(desk: Desk) -> None:
    def change(bound: Bound) -> None:
        _, page = next(pages(bound, "allowance"))
        row = dict(next(r for r in page.rows if r["item"] == "误工补贴"))
        place = next(n for n, r in enumerate(page.rows) if r["item"] == "误工补贴")
        page.rows[place] = row | {"amount": row["amount"] + 400_00}
        desk.say("", 400_00)

    desk.again.append(change)


@flaw("WB07", "重报时续记了后来的公开事项", MIDDLING, decoy=True, area="again")
def continued(desk: Desk) -> None:
    def add(bound: Bound) -> None:
        found = list(pages(bound, "publication"))
        last = max(row["published_on"] for row in found[-1][1].rows)
        row = dict(found[-1][1].rows[-1])
        day = last + timedelta(days=1)
        new = {"subject": "土地确权公示", "published_on": day, "withdrawn_on": day + timedelta(days=15)}
        new |= {"covers_from": day, "covers_to": day}
        found[-1][1].rows.append(row | new)

    desk.again.append(add)


@flaw("WB07", "重报时只改了标题的字", decoy=True, area="again")
def retitled(desk: Desk) -> None:
    def change(bound: Bound) -> None:
        _, page = next(pages(bound, "resolution"))
        page.title += "（更正版式）"

    desk.again.append(change)
