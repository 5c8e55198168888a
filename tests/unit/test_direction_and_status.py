"""What the words of a direction and of a status column mean; what is not on the lists means nothing."""

from __future__ import annotations

import pytest

from pipeline.values.direction import side_word
from pipeline.values.status import status_word
from pipeline.values.tables import tables

SIDES = """
in      收 收入 入 进 进账 来账 转入 存 存入 收到 收款 + ＋ 收入(+) 收入（＋） 收入(贷) 贷(收) 收入/贷方
in      贷方收入 In INCOME 收/入 “收” 汇入 拨入 增加
out     支 支出 付 付出 付款 出 出账 往账 转出 取 取出 支取 - － 支出(-) 支出（借方） 借方(支取) 借-支 OUT
out     Payment 扣款 汇出 减少
debit   借 借方 Dr DR dr. D 借Dr 借_Dr 借方(Dr) Dr(借) 借/Dr 借-Dr 借记 （借） 借方（借）
credit  贷 贷方 Cr CR cr. C 贷_Cr 贷Cr 贷方（Cr） Cr_贷方 贷记 贷、CR
even    平 平衡 无余额 平（平）
none    / 不计收支 不计入收支 中性交易 其他
?       收/支 借/贷 C/D 收付 收支 借贷 进出 未收 不收 已收未付 代收 收据 支部 支票 付先生 出租 借款 借条 贷款
?       存款单 取消 进度款 平安 平均 入股 入党 出纳 借1 收1
?       x 方向 现金 Drc 借（Cr） 收入(-) 支出(+) 收入(平) 2024
"""

STATUS = """
moved      已支付 已付 付讫 成功 交易成功 支付成功 已完成 已入账 已到账 正常 已审核 审核通过 已支付（2024.3.5）
moved      已_支_付 已审核、已支付 已退款（￥10.00） 对方已收钱 等待确认收货
not_moved  未支付 待支付 未付 作废 已作废 已冲销 待审核 未审核 审批中 已退回 已撤销 交易关闭 失败 交易失败
not_moved  处理中 已取消 未到账 驳回 草稿 无效 待付款 银行处理中
not_moved  已作废（填错） 未支付（资金未到） 交易关闭（超时） 待审核（镇经管站） 已作废。
?          部分支付 已审核、未支付 已支付（退回） 未支付（已补付） 已支付（未到账） 挂账 暂存 异常 冲销 退回
?          红冲 支付 付款 审核 状态 是 √ 不正常 未作废 非正常 已支付一半 2024 已付50%
"""


def rows(table: str) -> list[tuple[str | None, str]]:
    lines = (line.split() for line in table.strip().splitlines())
    return [
        (None if meant == "?" else meant, word.replace("_", " ")) for meant, *words in lines for word in words
    ]


@pytest.mark.parametrize(("side", "word"), rows(SIDES))
def test_a_direction_word_names_its_side(side: str | None, word: str) -> None:
    assert side_word(word) == side


@pytest.mark.parametrize(("status", "word"), rows(STATUS))
def test_a_status_word_tells_whether_money_moved(status: str | None, word: str) -> None:
    assert status_word(word) == status


@pytest.mark.parametrize("blank", ["", " ", "—", "　"])
def test_a_blank_says_nothing(blank: str) -> None:
    assert side_word(blank) is None
    assert status_word(blank) is None


def test_every_listed_word_is_its_own_and_stands_once() -> None:
    for table, read in (("direction", side_word), ("status", status_word)):
        listed = [(word, meant) for meant, words in tables()[table].items() for word in words]
        assert {(word, read(word)) for word, _ in listed} == set(listed)
        assert len({word for word, _ in listed}) == len(listed)


def test_no_word_is_found_inside_another() -> None:
    for words in tables()["direction"].values():
        for word in words:
            assert side_word(f"甲{word}乙") is None
            assert side_word(f"未{word}") is None
    for words in tables()["status"].values():
        for word in words:
            assert status_word(f"是否{word}") is None
