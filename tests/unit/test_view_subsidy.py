# ruff: noqa: E501 (a row of a table stays on one line)

"""The view of farmers' subsidies: one line a village, year and item, with what to look at."""

from __future__ import annotations

from tests.rules.harness import judged_county

COUNTY = """
    村干部及监委会花名册
    村   | 姓名 | 职务 | 身份证号           | 近亲属
    甲村 | 张三 | 支书 | 640181196001010011 | 妻子李四

    惠农补贴发放表
    村   | 惠农补贴项目                 | 年度 | 姓名 | 身份证号           | 补贴数量 | 确权面积 | 金额 | 收款人姓名 | source_sheet
    甲村 | 甲村2024年粮食直补发放花名册 | 2024 | 张三 | 640181196001010011 | 10       | 8        | 900  | 张三       | 一组
    甲村 | 粮食直补                     | 2024 | 李四 |                    | 5        | 5        | 450  | 张三       | 一组
    甲村 | 粮食直补                     | 2024 | 马大 | 640181196001010022 | 5        |          | 450  |            | 一组
    甲村 | 粮食直补                     | 2024 | 马大 | 640181196001010022 | 5        |          | 450  |            | 二组
    甲村 | 甲村2024年种草补助发放表     | 2024 | 马大 | 640181196001010022 |          |          | 60   |            | 三组
    乙村 | 粮食直补                     | 2024 | 马大 | 640181196001010099 | 5        | 5        | 450  | 马大       | 一组
"""


def test_each_item_of_a_year_is_one_line_with_what_to_look_at() -> None:
    rows = judged_county(COUNTY).execute("""
        select village_name, item, year, persons, quantity, amount, over_registered, twice, cadre_related, other_account
        from audit.subsidy order by all
    """)
    assert rows.fetchall() == [
        ("乙村", "粮食直补", 2024, 1, 5, 450, 0, 0, 0, 0),
        ("甲村", "种草补助", 2024, 1, None, 60, 0, 0, 0, 0),
        ("甲村", "粮食直补", 2024, 3, 25, 2250, 180, 900, 1350, 450),
    ]
