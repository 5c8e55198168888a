"""A cell of a closed list is one of its words, a synonym, or a question; never a word inside a longer one."""

from __future__ import annotations

import pytest

from pipeline.read.fields import code_word, read_codes
from pipeline.values.cell import Bad
from schemas import ledgers

# kind.field: what is written = what it is; ? = nobody knows, it is asked
CELLS = """
cash_entry.document_type
  发票 = 发票; 增值税电子普通发票 = 发票; 数电票（普通发票） = 发票; 电子发票（增值税专用发票） = 发票; 发 票 = 发票
  “发票” = 发票
  1、发票 = 发票; A.发票 = 发票; 发票2张 = 发票; 发票（3张） = 发票; 发票（2024年3月） = 发票
  增值税发票、普通发票 = 发票; 发票。 = 发票
  无正式发票 = 无; 未开发票 = 无; 待补发票 = 无; 发票待补 = 无; 发票（待补） = ?; 发票（未取得） = ?; 发票（白条） = ?
  发票等 = ?
  发票、收据 = ?; 收据换发票 = ?; 发票复印件 = ?; 银行回单 = ?; 有没有发票不清楚 = ?; 发票由税务代开后补 = ?
  财政收据 = 财政票据; 非税收入一般缴款书 = 财政票据; 行政事业单位资金往来结算票据 = 往来收据; 收款收据 = 收据
  农村集体经济组织专用收款收据 = 收据
  工资表 = 自制凭证; 误工补贴发放表 = 自制凭证; 白头条 = 白条; 收条 = 白条; 不是白条 = ?; 白条抵库整改后的发票 = ?
cash_entry.method
  现金 = 现金; 现金支票 = 支票; 转账支票 = 支票; 银行转账（网银） = 转账; 转账（村务卡） = 转账; 转账（未成功） = ?
  现金、转账 = ?; 非现金 = ?
  ＰＯＳ机 = 转账; 惠农“一卡通” = 代发; 打卡发放 = 代发; 转账（现金） = ?; 网银和手机银行 = 转账; 拟转账 = ?; 现金改转账 = ?
cash_entry.account_kind
  银行存款 = 银行; 库存现金 = 现金; 现金日记账 = 现金; 农村信用社 = 银行; 现金和银行存款 = ?
share_event.event
  初始投入 = 初始投入; 初始投入（2012年） = 初始投入; 2012年初始投入 = 初始投入; 第一次投入 = 初始投入
  红利转增股本 = 红利转增
  红利转增股本（2013年红利） = 红利转增; 质押 = 质押; 解除质押 = 解除质押; 解押 = 解除质押; 股权质押解除 = 解除质押
  质押（已解除） = ?; 未质押 = ?
  拟质押 = ?; 质押到期 = ?; 配股扩股 = 配股扩股; 配股 = 配股扩股; 增资扩股 = 追加投入; 不退股 = ?; 退股转让 = ?; 禁止转让 = ?
share_event.holder_type
  村“两委” = 村委会; 红色公司（村办公司） = 红色公司; 个人（代持） = ?; 村民 = 个人
  村集体（股份经济合作社） = 村集体经济组织
share_event.form
  货币资金 = 资金; 土地经营权入股 = 土地; 非货币资金 = ?; 厂房 = 其他资产
official.body
  村"两委" = 两委; 村支“两委” = 两委; 村务监督委员会 = 监委会; 非两委 = ?; 两委和监委会 = ?; 村党支部委员会 = 两委
  原村两委 = ?
resolution.meeting_type
  村民代表会议 = 村民代表会议; 第三次村民代表会议 = 村民代表会议; 2024年第3次村民代表大会 = 村民代表会议
  村民（代表）会议 = ?; 党员大会 = 党员大会; 支部党员大会 = 党员大会; 第二村民小组会议 = ?; 村民小组会议 = 村民小组会议
  支部委员会 = ?; 村民小组长会议 = ?
  村民会议（代表） = ?; 社员代表大会 = 成员代表大会; 股东大会 = 成员大会; 未召开村民会议 = ?
resolution.emergency
  是 = 是; √ = 是; 应急 = 是; 非应急 = 否; × = 否; 不是 = 否; 是否 = ?; 待定 = ?
coop_year.audited
  已审计 = 是; 未审计 = 否; 未经审计 = 否; 审计中 = 否; 已审计（2023年） = 是
account_balance.is_leaf
  末级 = 是; 非末级 = 否; Y = 是; n = 否
dividend_use.category
  公益 = 公益事业; 追加股本 = 再投入; 不再投入 = ?; 非公益 = ?; 办公经费 = 工作经费; 公益事业和工作经费 = ?
  其它 = 其他; 其他（修路） = 其他
village.region_type
  川区 = 川区; 山区村 = 山区; 非山区 = ?
disposition.status
  属实 = 属实; 已核实 = 属实; 不属实 = 不属实; 部分属实 = 部分属实; 属实，已整改 = ?; 未整改 = ?
"""


def cells() -> list[tuple[str, str, str, str | None]]:
    found = []
    for line in CELLS.strip().splitlines():
        if not line.startswith(" "):
            kind, name = line.split(".")
            continue
        for pair in line.split(";"):
            text, word = pair.strip().rsplit(" = ", 1)
            found.append((kind, name, text, None if word == "?" else word))
    return found


@pytest.mark.parametrize(("kind", "name", "text", "word"), cells())
def test_a_cell_is_the_word_it_is(kind: str, name: str, text: str, word: str | None) -> None:
    assert code_word(ledgers()[kind].by_name[name], text) == word


def test_every_listed_spelling_is_its_word() -> None:
    for ledger in ledgers().values():
        for spec in ledger.fields:
            if spec.role != "code" or spec.open_list:
                continue
            for word, synonyms in spec.values:
                assert {code_word(spec, s) for s in (word, *synonyms)} == {word}, (ledger.name, spec.name)


@pytest.mark.parametrize(
    "around",
    [
        "非{}",
        "未{}",
        "不{}",
        "无{}",
        "拟{}",
        "原{}",
        "解除{}",
        "{}待补",
        "{}已撤",
        "{}（未定）",
        "由{}改现金",
    ],
)
def test_no_word_is_found_inside_one_that_denies_it(around: str) -> None:
    for ledger in ledgers().values():
        for spec in ledger.fields:
            if spec.role != "code" or spec.open_list:
                continue
            listed = {s for word, synonyms in spec.values for s in (word, *synonyms)}
            for word, _ in spec.values:
                if (text := around.format(word)) not in listed:
                    assert code_word(spec, text) is None, (ledger.name, spec.name, text)


def test_a_column_keeps_what_it_cannot_read_by_its_place() -> None:
    spec = ledgers()["cash_entry"].by_name["document_type"]
    values, bads = read_codes(spec, ["发票", "", "解除发票", "-", "无正式发票"])
    assert values == ["发票", None, None, "无", "无"]
    assert bads == {2: Bad("unknown_code", "解除发票")}
