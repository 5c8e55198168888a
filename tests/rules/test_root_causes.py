# ruff: noqa: E501 (a row of a table stays on one line)

"""One fact that trips several rules is one amount: the pairs that the contract names, each on one small book."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.rules.harness import empty_county, evaluate, fill

REINVESTED = """
    红利收取表
    村   | 合作社 | 红利年度 | 股本   | 实收红利
    甲村 | 茶社   | 2024     | 100000 | 20000
    甲村 | 茶社   | 2023     | 100000 | 8000

    红利使用明细表
    村   | 合作社 | 红利年度 | 使用日期   | 用途类别 | 用途     | 金额
    甲村 | 茶社   | 2024     | 2025-05-01 | 再投入   | 追加股本 | 4000
    甲村 | 茶社   | 2024     | 2025-05-01 | 党员活动 | 主题党日 | 16000
    甲村 | 茶社   | 2023     | 2024-05-01 | 公益事业 | 修路     | 8000

    红色股份登记台账
    村   | 合作社 | 日期       | 变动类型 | 金额
    甲村 | 茶社   | 2021-01-01 | 初始投入 | 90000
"""
BALANCES = """
    收支明细账
    村   | 账簿 | 日期       | 摘要 | 收入 | 支出 | 余额 | source_row
    甲村 | 现金 | 2025-03-01 | 收   | 1000 |      | 1000 | 2
    甲村 | 现金 | 2025-03-02 | 付   |      | 300  | 900  | 3

    合计行
    kind       | 村   | scope | label | cell | field   | column_title | printed | computed | source_file     | source_sheet | source_row
    cash_entry | 甲村 | 合计  | 合计  | E4   | expense | 支出         | 550     | 300      | 收支明细账.xlsx | Sheet1       | 4
"""
INVOICES = """
    收支明细账
    村   | 账簿 | 日期       | 摘要   | 支出  | 对方单位 | 支付方式 | 票据类型
    甲村 | 现金 | 2025-03-01 | 购砂石 | 12000 | 建材店   | 现金     | 白条
"""
SPLIT = """
    收支明细账
    村   | 日期       | 摘要   | 支出 | 对方单位
    甲村 | 2025-03-01 | 购路灯 | 4800 | 建材店
    甲村 | 2025-03-04 | 购路灯 | 4800 | 建材店
"""
GRANTS = """
    星级评定表
    村   | 评定年度 | 星级 | 评定日期
    甲村 | 2022     | 4    | 2022-05-01
    甲村 | 2023     | 3    | 2023-05-01

    专项资金拨付表
    村   | 年度 | 资金类别 | 拨付金额
    甲村 | 2022 | 专项资金 | 400000
    甲村 | 2023 | 专项资金 | 400000
"""
SURPLUS = """
    合作社盈余分配表
    村   | 合作社 | 年度 | 可分配盈余 | 盈余返还 | 股金分红
    甲村 | 茶社   | 2024 | 100000     | 50000    | 50000
"""
HELD_ALONE = """
    红色股份登记台账
    村   | 红色公司 | 合作社 | 日期       | 变动类型 | 金额   | 持股人 | 持股人类型 | 委托协议号
    甲村 | 红星公司 | 茶社   | 2021-01-01 | 初始投入 | 200000 | 张三   | 个人       |
    甲村 | 红星公司 | 茶社   | 2023-01-01 | 红利转增 | 6000   | 张三   | 个人       |
"""


@pytest.mark.parametrize(("tables", "rules"), [
    (REINVESTED, ("DU02", "DU05", "DU08", "RC01")),
    (SPLIT, ("PAY06", "PAY05", "INV04")),
    (INVOICES, ("INV01", "PAY01")),
    (GRANTS, ("SVC01", "SVC02")),
    (BALANCES, ("WB02", "LED02")),
    (SURPLUS, ("CP02", "DR07")),
    (HELD_ALONE, ("RC04", "RC05")),
], ids=lambda value: "-".join(value) if isinstance(value, tuple) else "")  # fmt: skip
def test_what_several_rules_say_of_one_fact_counts_once(tables: str, rules: tuple[str, ...]) -> None:
    con = empty_county()
    fill(con, tables)
    evaluate(con, "2026-06-30", *rules)
    flags = con.execute(
        "select rule_id, root_cause, amount from audit.flag order by priority desc"
    ).fetchall()
    assert {rule for rule, _, _ in flags} == set(rules)
    shared = [cause for _, cause, _ in flags if {r for r, c, _ in flags if c == cause} == set(rules)]
    assert len(set(shared)) == 1, flags
    [(village,)] = con.execute("select flag_amount from audit.village_profile").fetchall()
    others = {cause: max(a for _, c, a in flags if c == cause) for _, cause, _ in flags}
    assert village == sum(others.values(), Decimal(0))


def test_without_a_record_of_use_no_rule_on_uses_speaks_a_second_time() -> None:
    con = empty_county()
    fill(con, "红利收取表\n村 | 合作社 | 红利年度 | 实收红利\n甲村 | 茶社 | 2024 | 20000")
    evaluate(con, "2026-06-30", "DU01", "DU02", "DU03", "DU04")
    outcomes = con.execute("select rule_id, outcome from audit.rule_result order by 1").fetchall()
    assert outcomes == [("DU01", "命中"), ("DU02", "不可评估"), ("DU03", "不可评估"), ("DU04", "不可评估")]
