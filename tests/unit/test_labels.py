"""A label of a title block says of the time beside it what it is, in whatever words."""

from __future__ import annotations

import pytest

from pipeline.layout import labels
from pipeline.layout.titleblock import is_pairs, read_block

DAY, TWO = "2024-03-31", "20240101-20240331"


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("from", "起始日 起日 开始日期 查询开始日期 查询起日 交易开始时间 对账起始日 记账起始日期 自"),
        ("to", "终止日 止日 截止日期 查询结束日期 查询止日 交易结束时间 对账终止日 记账截止日期 至"),
        ("period", "所属期 会计年度 考核年度 所属月份 账期 报告期 统计周期 查询区间"),
        (
            "other",
            "生成日期 打印日 导出时间 制表日期 填报时间 下载日期 查询日期 开户日期 公示开始日期 合同终止日",
        ),
        ("other", "任职开始日期 施工结束日期 公开期间 报送月份 发放日期 评定时间"),
    ],
)
def test_a_label_tells_what_a_day_beside_it_is(role: str, words: str) -> None:
    assert {word: labels.role_of(word, DAY) for word in words.split()} == dict.fromkeys(words.split(), role)


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("period", "交易起止日期 起讫日期 查询日期范围 统计周期 对账周期 交易日期 时间段 起始日"),
        ("other", "公示期间 合同期限 有效期间 任期 制表日期"),
    ],
)
def test_a_label_tells_what_two_days_beside_it_are(role: str, words: str) -> None:
    assert {word: labels.role_of(word, TWO) for word in words.split()} == dict.fromkeys(words.split(), role)


def test_only_a_time_makes_a_label_of_a_cell() -> None:
    assert is_pairs(["查询开始日期", "20240101", "生成日期", "20240401"])
    assert not is_pairs(["交易日期", "摘要", "入账日期", "金额"])
    assert read_block([["开始日期", "摘要"]]).pairs.keys() <= {"from"}
    assert read_block([["柳河村2024年收支明细账：3月"]]).lines == ["柳河村2024年收支明细账:3月"]
    assert read_block([["截至日期：2024年3月31日"]]).lines == ["截至日期:2024年3月31日"]


@pytest.mark.parametrize(
    "text",
    [
        "2024年3月5日",
        "2024-3-5",
        "20240305",
        "2024年度",
        "2024",
        "3月5日",
        "2024年1-3月",
        "2024/1/1～2024/3/31",
    ],
)
def test_a_time_is_known_by_itself(text: str) -> None:
    assert labels.is_when(text)


@pytest.mark.parametrize("text", ["柳河村", "6228000000000000055", "3", "200.50", "2024年收支", "12月小计"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert not labels.is_when(text)
