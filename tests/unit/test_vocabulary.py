"""What a summary is taken for: phrases decide, look-alikes do not."""

from __future__ import annotations

import pytest

from pipeline.values.vocabulary import infer_category, purpose_class
from schemas import ledgers

DIVIDEND_USES = """
作为股本金再投入                    再投入
继续投入合作社扩大再生产            再投入
帮扶贫困党员及科技示范户            困难帮扶
帮扶困难党员                        困难帮扶
慰问困难党员活动                    困难帮扶
维修因涨水受损的吊桥                公益事业
水井建设                            公益事业
村级公路维护                        公益事业
修路及改水                          公益事业
酒厂路硬化                          公益事业
党支部活动                          党员活动
党员活动                            党员活动
党员活动室购桌椅                    工作经费
村部维修                            工作经费
维修村部                            工作经费
茶叶育苗                            产业扶持
化肥厂路边围墙                      其他
签订帮扶协议打印                    其他
村干部补贴                          其他
接待考察团                          其他
杂项                                其他
"""

CASH_CATEGORIES = """
茶叶育苗                产业扶持
购茶叶招待客人          公务接待
烟酒店门口路维修        公益事业
购烟酒                  礼品烟酒
食堂维修                公益事业
老黄饭店餐费            公务接待
广场舞比赛              其他
文化广场建设            公益事业
工程竣工资料费          其他
村干部工资              人员报酬
旅游公路养护            其他
组织旅游                旅游
党员活动室灯具          工作经费
主题党日活动            党员活动
"""

PURPOSES = """
提现                    提现存现
从信用社提取现金        提现存现
提现代农业项目咨询      其他
现金存入银行            提现存现
保存现场照片            其他
报账员备用金            提现存现
基本户转专户            内部转账
投资入股茶叶合作社      入股
村民加入股份合作社宣传  其他
收到入股分红            其他
发放3月误工补贴         工资补贴
村干部工资              工资补贴
村主任3月份补贴         工资补贴
补贴名单公示栏制作      其他
缴农民工工资保证金      其他
施工资料费              其他
绩效考核牌              其他
临时救助                救助慰问
发放慰问金              救助慰问
购慰问品                其他
修路劳务费              劳务
付劳务派遣公司          其他
向农户收购茶叶          收购农产品
收购设备                其他
差旅费                  差旅
旅游宣传                其他
路灯电费                公用事业
会议茶水费              其他
水电安装                其他
道路硬化工程进度款      工程分期
道路硬化工程款          其他
办公用品                其他
"""


def rows(table: str) -> list[tuple[str, str]]:
    return [(line.split()[0], line.split()[1]) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("summary", "expected"), rows(DIVIDEND_USES))
def test_category_of_a_dividend_use(summary: str, expected: str) -> None:
    assert infer_category("dividend_use", summary) == expected


@pytest.mark.parametrize(("summary", "expected"), rows(CASH_CATEGORIES))
def test_category_of_a_cash_entry(summary: str, expected: str) -> None:
    assert infer_category("cash_entry", summary) == expected


@pytest.mark.parametrize(("summary", "expected"), rows(PURPOSES))
def test_purpose_of_a_payment(summary: str, expected: str) -> None:
    assert purpose_class(summary) == expected


def test_spaces_and_full_width_forms_do_not_hide_a_phrase() -> None:
    assert infer_category("dividend_use", "茶 叶　育 苗") == "产业扶持"
    assert purpose_class("工 资") == "工资补贴"


def test_inferred_dividend_categories_are_the_stored_words() -> None:
    stored = {word for word, _ in ledgers()["dividend_use"].by_name["category"].values}
    assert {expected for _, expected in rows(DIVIDEND_USES)} == stored
