"""Summary rows and footers are told from entries by their words."""

from __future__ import annotations

import pytest

from pipeline.layout.rowkinds import is_column_index, is_footer, scope_of_cell, weak_scope

SCOPES = {
    "合计": "合计 合　计 总计 共计 合计（大写）：柒佰元整 合计金额 全村合计 收支合计 合计:",
    "小计": "小计 三月小计 3月份小计",
    "本日": "本日合计 日计 本日发生额",
    "本月": "本月合计 本 月 合 计 月计 3月合计 十二月份合计 当月合计 本月发生额 月结 本月发生额及余额 本月合计及余额",
    "本季": "本季合计 一季度合计 季计",
    "本年": "本年累计 累计 本年合计 年计 年结 全年合计 本年累计发生额 年度累计 累计至本月 至本月止累计 截至3月31日累计 "
    "1-3月累计 2024年1-3月累计 1至6月合计 年初至今累计 本年初至本月累计 截至2024年3月底累计 自开账至今累计 历年累计",
    "本页": "过次页 本页合计 本页小计 转次页 转下页 过下页 过次页小计 结转下页 接下页",
    "期初": "期初余额 上年结转 承前页 年初余额 上月结存 上年结余 月初结存 结转余额 承上页 接上页 "
    "承前页累计 上页结转 承前 上页合计 上月累计 截止上月累计",
    "期末": "期末余额 本月结存 结转下年 余额 结存 年末余额",
}
ENTRIES = "买合计器 小计算器 收上年地租 合计三户补助款 余额宝转入 本月工资 结存款利息 累计分红 过年慰问 "
ENTRIES += "3月工资合计 截至3月欠款 上页面制作费 前张村路 2月合计划款 今年春耕累计补贴 前期费用 上年度分红 续上年合同 15合计"
FOOTERS = """\
制表人：王五|制表：王会计　审核：李四|会计：|审核人|村主任（签字）|出纳 赵六 会计 钱七|附单据 2 张|附件3张
备注：本表一式三份|村务监督委员会意见：同意公示|民主理财小组（盖章）|第 3 页|共5页|监督电话：0953-1234
公示时间：2024年3月1日|打印日期：2024-03-01|负责人签字：|以下空白|截至2024年3月31日"""
NOT_FOOTERS = """\
打印费|会计服务费|出纳保险柜|附属工程款|审核费用|证明材料复印费|收到拨款|领导小组办公用品|公示栏制作
联系点帮扶|备注栏印章|验收小组伙食|监督公示栏"""


@pytest.mark.parametrize(
    ("scope", "text"), [(s, t) for s, texts in SCOPES.items() for t in texts.split(" ") if len(t) > 1]
)
def test_a_summary_row_says_what_it_sums_up(scope: str, text: str) -> None:
    assert scope_of_cell(text)[1] == scope


@pytest.mark.parametrize("text", ENTRIES.split())
def test_an_entry_is_no_summary_row(text: str) -> None:
    assert scope_of_cell(text)[1] is None


@pytest.mark.parametrize("text", FOOTERS.replace("\n", "|").split("|"))
def test_signatures_and_notes_are_footers(text: str) -> None:
    assert is_footer(scope_of_cell(text)[0])


@pytest.mark.parametrize("text", NOT_FOOTERS.replace("\n", "|").split("|"))
def test_an_entry_is_no_footer(text: str) -> None:
    assert not is_footer(text)


@pytest.mark.parametrize("text", ["东滩村小计", "凭证小计", "办公费合计", "临河镇总计"])
def test_sums_of_something_are_known_by_their_last_word(text: str) -> None:
    assert scope_of_cell(text)[1] is None
    assert weak_scope(text, dated=True)
    assert bool(weak_scope(text, dated=False)) == text.endswith("小计")


def test_a_row_that_numbers_the_columns_is_known() -> None:
    assert is_column_index(["甲", "乙", "1", "2", "3=1-2"])
    assert not is_column_index(["1", "2"])
    assert not is_column_index(["1", "1", "1"])
    assert not is_column_index(["1", "2013-04-05", "3"])
