"""Tables of the offices themselves: dictionaries, corrections, conclusions, settings."""

from __future__ import annotations

from random import Random

from tests.bench_reading.facts.plain import Row, digits, person, villages


def village_alias(rng: Random, count: int, year: int) -> list[Row]:
    """Local names of villages."""
    return [
        {"alias": word + place["village_name"][0], "standard_name": place["village_name"], **place}
        for word, place in zip("老新大小上下东西", villages(rng, 8), strict=True)
    ]


def header_alias(rng: Random, count: int, year: int) -> list[Row]:
    """An office's own words for columns."""
    words = (
        ("收支明细账", "入项", "收入"), ("收支明细账", "出项", "支出"), ("收支明细账", "滚余", "余额"),
        ("采购明细表", "啥东西", "品名"), ("银行对账单", "进账", "收入金额"), ("项目台账", "包工头", "施工单位"),
    )  # fmt: skip
    return [dict(zip(("table_name", "local_name", "standard_name"), word, strict=True)) for word in words]


def correction(rng: Random, count: int, year: int) -> list[Row]:
    """Corrections of single cells."""
    return [
        {
            "target_file": f"柳溪乡/红岩村/{year}年{number + 1}月账.xlsx", "target_sheet": "收支明细账",
            "target_row": str(number + 4), "column_title": ("支出", "摘要", "日期")[number % 3],
            "present": ("1250.00", "买纸", "2023-03-04")[number % 3],
            "corrected": ("1520.00", "买打印纸", "2023-04-03")[number % 3],
            "reason": ("笔误", "与票据不符", "录入错行")[number % 3], "corrected_by": "田秀兰",
            "decided_on": f"{year + 1}-02-{13 + number}",
        }
        for number in range(count)
    ]  # fmt: skip


def disposition(rng: Random, count: int, year: int) -> list[Row]:
    """What an inspector found of each flag."""
    return [
        {
            "flag_id": f"DU0{number % 5 + 1}-{digits(rng, 8)}",
            "note": ("已查看原始凭证", "村里已补报", "数据录入有误")[number % 3],
            "inspector": person(rng), "decided_on": f"{year + 1}-03-{13 + number}",
        }
        for number in range(count)
    ]  # fmt: skip


def parameter(rng: Random, count: int, year: int) -> list[Row]:
    """Settings of a county."""
    names = ("cash_limit", "split_days", "prevalence_cap", "reinvest_ratio", "round_share", "idle_months")
    return [
        {
            "name": name, "scope": ("柳溪县", "柳溪乡")[number % 2], "valid_from": f"{year}-01-{13 + number}",
            "value": str(rng.randint(2, 90)), "basis": f"柳办发〔{year}〕{number + 4}号",
        }
        for number, name in enumerate(names)
    ]  # fmt: skip


def fund(rng: Random, count: int, year: int) -> list[Row]:
    """Funds of a county's own."""
    funds = (
        ("党员创业扶持资金", "创业致富资金", "财政专项", "每村每年 5 万元", "党员创业借款和贴息"),
        ("大病救助资金", "救命钱", "民政", "每户不超过 2 万元", "大病家庭救助"),
        ("社区惠民项目资金", "社区惠民钱", "组织", "每个社区每年 20 万元", "居民议定的服务项目"),
        ("土地流转风险金", "流转保证金", "集体", "每亩 50 元", "流转违约时垫付"),
        ("老年幸福院补助", "幸福院补助", "民政", "每年 3 万元", "幸福院水电和伙食"),
    )
    return [
        {
            "name": name, "synonyms": synonyms, "nature": nature, "standard": standard, "uses": uses,
            "valid_from": f"{year}-01-{13 + number}", "valid_to": f"{year + 2}-12-{13 + number}",
        }
        for number, (name, synonyms, nature, standard, uses) in enumerate(funds)
    ]  # fmt: skip


def pay_standard(rng: Random, count: int, year: int) -> list[Row]:
    """A county's standards of pay: amounts."""
    posts = ("书记", "主任", "一肩挑", "副书记", "妇联主席", "会计")
    return [
        {
            "post": post, "item": ("职务补贴", "绩效补贴")[number % 2], "amount": f"{rng.randint(90, 240) * 100}.00",
            "multiple": "", "limit": f"{30000 + number * 1000}.00", "base": "可支配收入", "per": "年",
            "valid_from": f"{year}-01-{13 + number}", "valid_to": f"{year + 3}-12-{13 + number}",
            "basis": f"柳组发〔{year}〕{number + 4}号",
        }
        for number, post in enumerate(posts)
    ]  # fmt: skip


MAKERS = {
    "fund": fund, "pay_standard": pay_standard,
    "village_alias": village_alias, "header_alias": header_alias, "correction": correction,
    "disposition": disposition, "parameter": parameter,
}  # fmt: skip
