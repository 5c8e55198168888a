"""Two writings of a name or number that may mean the same (pipeline.judge.marks)."""

from __future__ import annotations

import pytest

from pipeline.judge.marks import agree, keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("张三", "张 三"),
        ("竹溪合作社", "竹溪蔬菜专业合作社"),
        ("兴旺建材店", "县兴旺建材店"),
        ("记-007", "记字7号"),
        ("7", "第7号"),
        ("LH-03", "2024-LH-3"),
        ("0000103", "0000101、0000103-0000105"),
        ("0000104", "0000101、0000103-0000105"),
        ("****0018", "6228480402564890018"),
        ("决〔2024〕03号", "柳河村决[2024]3号"),
        ("县宏大商贸有限公司", "县弘达商贸有限公司"),
        ("河湾肉牛专业合作社", "河湾肉午合作社"),
    ],
)
def test_may_mean_the_same(one: str, other: str) -> None:
    assert agree(one, other)
    assert "-" in other or agree(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("张三", "张四"),
        ("柳河合作社", "竹溪养鱼专业社"),
        ("河湾甘草专业合作社", "河湾黄花菜专业合作社"),
        ("专项资金收支", "集体资金收支"),
        ("记-7", "记-17"),
        ("爱-1", "红-1"),
        ("2024-01", "2024-02"),
        ("0000106", "0000101、0000103-0000105"),
        ("****0018", "6228480402564890019"),
    ],
)
def test_mean_two_things(one: str, other: str) -> None:
    assert not agree(one, other)
    assert not agree(other, one)


def test_no_number_is_too_long_to_be_compared() -> None:
    long = "7" * 6000
    assert agree(long, f"第{long}号")
    assert not agree("3", long)
    assert keys(f"{long}-{long}")
