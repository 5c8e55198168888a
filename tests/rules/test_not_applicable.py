"""A rule that has no object in a village does not apply to it: that is not the same as not assessable."""

from __future__ import annotations

import pytest

from pipeline.judge.outcomes import OF_OTHERS
from pipeline.judge.rule import Rule, load_rules
from tests.rules.harness import empty_county, evaluate, fill
from tests.rules.written import read_tables

RULES = {rule.id: rule for rule in load_rules()}
# What a village of which nothing is known but its purchases has handed in; 甲村 is told of by each matter below.
NOTHING = """
    采购明细表
    村   | 采购日期   | 品名 | 计量单位 | 数量 | 单价 | 金额
    乙村 | 2024-03-01 | 水泥 | 吨       | 1    | 400  | 400
"""
MATTERS = {
    "红色股份": (
        "红色股份登记台账\n村 | 合作社 | 变动类型 | 金额\n甲村 | 茶社 | 初始投入 | 200000",
        "红利收取表\n村 | 合作社 | 红利年度 | 实收红利\n甲村 | 茶社 | 2024 | 1000",
        "红利使用明细表\n村 | 红利年度 | 用途 | 金额\n甲村 | 2024 | 修桥 | 1000",
        "合作社盈余分配表\n村 | 合作社 | 年度 | 红色股份\n甲村 | 茶社 | 2024 | 1000",
        "收支明细账\n村 | 资金类别 | 日期 | 摘要 | 支出\n甲村 | 红色公司 | 2024-03-01 | 办公 | 100",
    ),
    "合作社": (
        "合作社盈余分配表\n村 | 合作社 | 年度 | 本年盈余\n甲村 | 茶社 | 2024 | 1000",
        "红色股份登记台账\n村 | 合作社 | 变动类型 | 金额\n甲村 | 茶社 | 初始投入 | 200000",
    ),
    "专项资金": (
        "专项资金拨付表\n村 | 年度 | 资金类别 | 拨付金额\n甲村 | 2024 | 专项资金 | 200000",
        "收支明细账\n村 | 资金类别 | 日期 | 摘要 | 支出\n甲村 | 专项资金 | 2024-03-01 | 修桥 | 100",
        "星级评定表\n村 | 评定年度 | 星级\n甲村 | 2024 | 3",
    ),
    "关爱资金": (
        "帮扶慰问发放表\n村 | 资金类别 | 发放日期 | 姓名 | 金额\n甲村 | 关爱资金 | 2024-03-01 | 张三 | 100",
        "收支明细账\n村 | 资金类别 | 日期 | 摘要 | 支出\n甲村 | 关爱资金 | 2024-03-01 | 慰问 | 100",
    ),
    "合同": (
        "合同台账\n村 | 合同对方 | 合同内容 | 合同开始日期\n甲村 | 张三 | 鱼塘承包 | 2024-03-01",
    ),
    "工程项目": (
        "项目台账\n村 | 项目编号 | 项目名称\n甲村 | XM01 | 修渠",
        "合同台账\n村 | 合同对方 | 合同内容 | 合同开始日期\n甲村 | 张三 | 鱼塘承包 | 2024-03-01",
    ),
    "资产台账": ("资产资源台账\n村 | 资产名称\n甲村 | 旧校舍",),
    "债权债务": ("债权债务台账\n村 | 债权或债务 | 对方单位或个人 | 金额\n甲村 | 债务 | 建材店 | 500",),
    "现金盘点": ("库存现金盘点表\n村 | 盘点日期 | 实点金额\n甲村 | 2024-03-31 | 500",),
    "惠农补贴": ("惠农补贴发放表\n村 | 惠农补贴项目 | 年度 | 姓名 | 金额\n甲村 | 低保 | 2024 | 张三 | 100",),
    "劳务用工": (
        "劳务用工表\n村 | 用工事由 | 开始日期 | 用工天数 | 日工资 | 姓名 | 劳务费"
        "\n甲村 | 清渠 | 2024-03-01 | 1 | 100 | 张三 | 100",
    ),
    "代收代缴": ("代收代缴台账\n村 | 代收项目 | 缴费人 | 代收金额\n甲村 | 医保 | 张三 | 100",),
    "能与明细核对的合计数": (
        "合计行\n村 | kind | scope | label | cell | field | printed | computed"
        "\n甲村 | cash_entry | 本年 | 合计 | D9 | expense | 100 | 100",
    ),
}  # fmt: skip
# A rating is given or not; where none was handed in, it is asked for.
STARS = "星级"


def outcomes(text: str, *only: str) -> dict[tuple[str, str], tuple[str, str | None, str | None]]:
    """Give outcome, missing and reason by rule and village."""
    con = empty_county()
    fill(con, text)
    evaluate(con, "2026-06-30", *only)
    rows = con.execute(
        "select rule_id, village_name, outcome, missing, reason from audit.rule_result"
    ).fetchall()
    return {(rule, village): (outcome, missing, reason) for rule, village, outcome, missing, reason in rows}


def of_matter(matter: str) -> list[Rule]:
    return [rule for rule in RULES.values() if rule.applies_to == matter]


def test_every_matter_that_a_rule_names_is_one_of_these() -> None:
    assert {rule.applies_to for rule in RULES.values()} == {"", STARS, *MATTERS}


def test_rules_of_what_a_village_does_not_have_do_not_apply_to_it() -> None:
    found = outcomes(NOTHING)
    for matter in MATTERS:
        for rule in of_matter(matter):
            assert found[rule.id, "乙村"] == ("不适用", None, f"没有{matter}"), rule.id
    for rule in of_matter(STARS):
        assert found[rule.id, "乙村"][0] == "不可评估", rule.id


def test_rules_that_judge_the_county_do_not_apply_to_a_village() -> None:
    found = outcomes(NOTHING)
    for rule in RULES.values():
        if rule.countywide:
            assert found[rule.id, "乙村"] == ("不适用", None, "按全县判断，不逐村判断")
            assert found[rule.id, "全县"][0] != "不适用"


def test_what_can_not_be_assessed_says_what_is_missing_and_no_other_outcome_a_reason() -> None:
    for (rule, village), (outcome, missing, reason) in outcomes(NOTHING).items():
        assert (missing is not None) == (outcome == "不可评估"), (rule, village)
        assert (reason is not None) == (outcome == "不适用"), (rule, village)


@pytest.mark.parametrize(
    ("matter", "text"), [(matter, text) for matter, texts in MATTERS.items() for text in texts]
)
def test_a_paper_that_tells_of_a_matter_makes_its_rules_apply(matter: str, text: str) -> None:
    found = outcomes(NOTHING + text, *(rule.id for rule in of_matter(matter)))
    assert {village for (_, village), (outcome, _, _) in found.items() if outcome == "不适用"} == {"乙村"}


def test_a_sheet_that_was_sent_back_tells_of_its_matter() -> None:
    sent_back = """
        工作表
        村   | submission_id | source_file | sheet | kind        | rows_rejected
        甲村 | 报送-1        | 甲.xlsx     | 股份  | share_event | 3
    """
    found = outcomes(NOTHING + sent_back, "RC02")
    assert found["RC02", "甲村"] == ("不可评估", "红色股份登记台账", None)
    assert found["RC02", "乙村"][0] == "不适用"


def test_a_paper_that_the_county_requires_is_asked_for() -> None:
    required = "政策参数表\n参数 | 取值\nrequired_sheets | 红色股份登记台账、收支明细账\n"
    assert outcomes(NOTHING + required, "RC02")["RC02", "乙村"] == ("不可评估", "红色股份登记台账", None)


def test_no_stars_and_nothing_paid_is_not_applicable_but_what_was_paid_is_judged() -> None:
    rated = """
        星级评定表
        村   | 评定年度 | 星级
        甲村 | 2024     | 0
        乙村 | 2024     | 0
        丙村 | 2024     | 2

        专项资金拨付表
        村   | 年度 | 资金类别 | 拨付金额 | 拨付日期
        乙村 | 2024 | 专项资金 | 100000   | 2024-10-10
    """
    found = outcomes(rated, "SVC01", "SVC02")
    assert found["SVC01", "甲村"][0] == found["SVC02", "甲村"][0] == "不适用"
    assert found["SVC01", "乙村"][0] == "命中"
    assert found["SVC02", "乙村"][0] != "不适用"
    assert found["SVC02", "丙村"] == ("不可评估", "专项资金拨付表", None)


def test_a_name_in_the_tables_of_a_case_is_read_as_it_stands() -> None:
    assert list(read_tables(NOTHING)) == ["采购明细表"]


def test_a_township_is_judged_as_a_township_and_a_village_as_a_village() -> None:
    found = outcomes("""
        村情登记表
        村   | 单位类型
        甲镇 | 乡镇
        乙村 | 村

        收支明细账
        村   | 资金类别 | 日期       | 摘要       | 支出  | 对方单位 | 支付方式 | 票据类型
        甲镇 | 专项资金 | 2025-03-01 | 付招待费   | 60000 | 张三     | 现金     | 白条
        乙村 | 专项资金 | 2025-03-01 | 付招待费   | 60000 | 张三     | 现金     | 白条
    """)
    for rule in RULES.values():
        not_meant = {"村": "甲镇", "乡镇": "乙村"}.get(rule.units)
        for unit in ("甲镇", "乙村"):
            assert (found[rule.id, unit][2] in OF_OTHERS.values()) == (unit == not_meant), rule.id
    hit = {
        unit: {rule for (rule, one), (outcome, *_) in found.items() if (one, outcome) == (unit, "命中")}
        for unit in ("甲镇", "乙村")
    }
    assert hit["甲镇"] >= {"INV01", "PAY01", "PAY12"}
    assert hit["乙村"] - hit["甲镇"] == {"SVC04"}
