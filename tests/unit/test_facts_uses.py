"""What words say: whose account a dividend went to, what service money was for, which use a budget line means."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.judge import facts
from pipeline.judge.facts.category_class import use_class
from pipeline.judge.facts.dividend_payee import holder_kind
from pipeline.values.vocabulary import forbidden_use
from tests.rules.harness import empty_county, fill


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("隘口村党支部", "党支部"),
        ("中共司马村支部委员会", "党支部"),
        ("着落村股份经济合作社", "村集体"),
        ("马鞍村经济合作社", "村集体"),
        ("马鞍村经济联合总社", "村集体"),
        ("富旺春柑桔专业合作社", "合作社"),
        ("隘口村村民委员会", "村委会"),
        ("隘口红星农业发展有限公司", "红色公司"),
        ("张三", "个人"),
        ("欧阳建国（代收）", "个人"),
        ("桥头小卖部", "其他"),
    ],
)
def test_whose_account(name: str, kind: str) -> None:
    assert holder_kind(name) == kind


@pytest.mark.parametrize(
    ("summary", "use"),
    [
        ("付客商就餐招待费", "招待"),
        ("购烟酒", "烟酒"),
        ("烟酒店门口路硬化", None),
        ("接待室门窗维修", None),
        ("村部装修工程款", "办公楼装修"),
        ("村部厕所维修", None),
        ("发放村干部误工补贴", "干部补贴"),
        ("修路误工补贴", None),
        ("付车辆维修费", "车辆"),
        ("环卫车辆维修费", None),
        ("公务车辆加油及维修", "车辆"),
        ("小车加油", "车辆"),
        ("垃圾清运车辆加油费", None),
        ("消防车辆年检及加油", None),
        ("采购车间照明灯", None),
        ("组织旅游", "旅游"),
        ("旅游步道建设", None),
        ("偿还历年欠款", "化债"),
        ("偿还村级旧债", "化债"),
        ("归还修路旧欠", "化债"),
        ("无偿还田补助", None),
        ("村级债务清理核查表印刷", None),
        ("小额贷款贴息", None),
        ("修水渠", None),
    ],
)
def test_what_service_money_must_not_pay(summary: str, use: str | None) -> None:
    found = forbidden_use(summary)
    assert (found and found[0]) == use
    assert found is None or found[1] in summary


@pytest.mark.parametrize(
    ("category", "found"),
    [
        ("办公费", "工作经费"),
        ("车辆", "车辆"),
        ("公益事业", "公益事业"),
        ("水渠维修", "公益事业"),
        ("其他", None),
        ("甲类", None),
    ],
)
def test_which_use_a_category_means(category: str, found: str | None) -> None:
    assert use_class(category) == found


def test_a_category_that_was_inferred_is_no_second_witness() -> None:
    con = empty_county()
    fill(
        con,
        """
        收支明细账
        村   | 资金类别 | 日期       | 摘要   | 支出类别 | 支出 | category_source
        甲村 | 专项资金 | 2024-03-05 | 付款   | 招待费   | 100  | 填报
        甲村 | 专项资金 | 2024-03-05 | 付款   | 公务接待 | 100  | 推断
        甲村 | 专项资金 | 2024-03-05 | 付款   |          | 100  |
        甲村 | 专项资金 | 2024-03-05 | 修水渠 |          | 100  |
        甲村 | 集体资金 | 2024-03-05 | 招待费 |          | 100  |
        """,
    )
    facts.build(con, date(2026, 6, 30))
    rows = con.execute(
        "select row_id, use, word, place, classified from fact.service_use order by 1"
    ).fetchall()
    assert rows == [
        ("cash_entry-1", "招待", "招待", "支出类别", True),
        ("cash_entry-2", None, None, None, False),
        ("cash_entry-3", None, None, None, False),
        ("cash_entry-4", None, None, None, True),
    ]
