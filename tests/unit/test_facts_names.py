from __future__ import annotations

import pytest

from pipeline.judge.facts._names import is_person, may_be_one, normalise


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (" 张 三 ", "张三"),
        ("张三（三组）", "张三"),
        ("湘西（吉首）建设工程有限责任公司", "湘西吉首建设工程"),
        ("湘西吉首建设工程有限公司", "湘西吉首建设工程"),
        ("隘口村茶叶农民专业合作社", "隘口村茶叶合作社"),
        ("兴旺有限公司", "兴旺公司"),
        ("ＡＢ建材店", "AB建材店"),
    ],
)
def test_one_payee_has_one_spelling(written: str, name: str) -> None:
    assert normalise(written) == name


@pytest.mark.parametrize("name", ["张三", "欧阳小明", "李文学"])
def test_people(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "name", ["村委会", "供电所", "兴旺公司", "建材店", "农商行", "张三等", "湘西兴旺建材店", "公司"]
)
def test_offices_and_shops_are_no_people(name: str) -> None:
    assert not is_person(name)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("张三", "张叁", True),
        ("张伟", "张玮", True),
        ("李明", "李民", False),  # another sound
        ("王芳", "汪芳", False),  # another tone, another family
        ("王小芳", "王晓方", False),  # two characters differ
        ("湘西兴旺建材店", "湘西兴望建材店", True),
        ("洞口佳源商贸", "洞口嘉源商贸", True),
        ("佳源商贸", "嘉源商贸", False),  # too short to tell
        ("吉首第一小学", "吉首第二小学", False),
        ("兴旺建材店", "张三", False),
    ],
)
def test_only_misspellings_that_sound_the_same_are_one_payee(one: str, other: str, same: bool) -> None:
    assert may_be_one(one, other) is may_be_one(other, one) is same
