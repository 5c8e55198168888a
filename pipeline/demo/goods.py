"""Buy goods at the prices everybody pays, item by item, on one invoice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pipeline.demo import draw
from pipeline.demo.village import Village

# item, specification, unit, usual price in cents
_GOODS = {
    "文印": (
        ("复印纸", "A4 70克", "箱", 145_00), ("档案盒", "PP 5.5厘米", "个", 8_50), ("硒鼓", "388A", "支", 120_00),
        ("会议记录本", "A5 100页", "本", 6_80), ("公示栏展板", "120×240厘米", "块", 460_00), ("中性笔", "0.5毫米", "盒", 14_00),
        ("宣传手册印刷", "A5 彩色", "册", 3_60),
    ),
    "建材": (
        ("水泥", "P.O 42.5", "吨", 415_00), ("河沙", "中粗", "立方米", 118_00), ("红砖", "240×115×53", "千块", 520_00),
        ("PE管", "DN63", "米", 16_50), ("碎石", "5-31.5毫米", "立方米", 96_00),
    ),
    "五金": (
        ("铁锹", "圆头", "把", 28_00), ("LED灯泡", "30瓦", "只", 24_00), ("闸阀", "DN50", "个", 86_00),
        ("垃圾桶", "240升", "个", 168_00), ("镀锌铁丝", "8号", "公斤", 7_20), ("电缆", "3×2.5", "米", 11_80),
    ),
    "农资": (
        ("复合肥", "15-15-15", "袋", 165_00), ("玉米种子", "先玉335", "袋", 62_00), ("农用薄膜", "0.01毫米", "公斤", 13_50),
        ("尿素", "46%", "袋", 128_00),
    ),
    "绿化": (("国槐", "胸径6厘米", "株", 85_00), ("丁香", "冠幅80厘米", "株", 26_00), ("草籽", "早熟禾", "公斤", 34_00)),
}  # fmt: skip
_PURPOSE = {
    "文印": "购买办公用品", "建材": "购买渠道维修材料", "五金": "购买环境卫生工具", "农资": "购买集体农场农资",
    "绿化": "购买村道绿化苗木",
}  # fmt: skip


def basket(
    one: Village, day: date, fund: str, trade: str, category: str, contra: str, low: int, high: int, **facts: str
) -> int:  # fmt: skip
    """Buy one to three items for about ``low`` to ``high`` 元 in all; returns the sum in cents."""
    rng = one.rng
    firm = one.firm(trade, day)
    target = draw.money(rng, low, high)
    rows, total = [], 0
    for item, specification, unit, usual in rng.sample(_GOODS[trade], rng.randint(1, 3)):
        price = round(usual * rng.uniform(0.9, 1.12))
        quantity = max(1, round(target / 2 / price * rng.uniform(0.6, 1)))
        total += quantity * price
        rows.append({
            "purchased_on": day, "item": item, "specification": specification, "unit": unit, "quantity": quantity,
            "unit_price": str(Decimal(price) / 100), "amount": quantity * price, "supplier": firm.name,
        })  # fmt: skip
        if total > target * 0.7:
            break
    paid = one.buy(
        day,
        fund,
        _PURPOSE[trade],
        total,
        contra,
        firm,
        category=category,
        bank_lag=rng.randint(0, 2),
        **facts,
    )
    for row in rows:
        one.add("purchase", **row, document_no=paid.facts["document_no"])
    return total
