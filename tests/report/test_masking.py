"""Numbers of persons keep their last four; years, codes and invoice numbers stay whole."""

from __future__ import annotations

import pytest

from pipeline.publish.masking import masked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("身份证433101197001011234", "身份证****1234"),
        ("43310119700101123x，王某", "****123X，王某"),
        ("卡号6228 4804 0256 4890 018", "卡号****0018"),
        ("卡号：6228480402564890018。", "卡号：****0018。"),
        ("电话 139-1234-5678", "电话 ****5678"),
        ("+86 13912345678", "****5678"),
        ("账号6228-4804-0256-4890", "账号****4890"),
        ("2013-2014-2015-2016 的 13912345678", "2013-2014-2015-2016 的 ****5678"),
        ("账号1234567890123456与A13912345678", "账号****3456与A****5678"),
    ],
)
def test_personal_numbers_keep_their_last_four(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2013-2014-2015",
        "640181101201",
        "20261122-0001",
        "发票 24502000000012345678",
        "12,345,678.90 元",
        "",
        "凭证 0012345",
        "2013-2014-2015-2016",
        "916401817767890000 某合作社",
        "信用代码 93433101MA4L3Q1X2B",
        "票据号 433101201234567890",
        "文件 a5839f1b13912345678c0d2e4f60718293",
        "****1234#kmpwtz",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert masked(text) == text
