"""Words, names, codes and numbers are read as rules need them: what counts, and what only looks like it."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.judge import facts
from pipeline.judge.facts.code_check import verdict
from pipeline.judge.facts.purchase_item import item_key
from pipeline.judge.facts.receipt_use import numbers
from pipeline.judge.facts.roster import relatives
from pipeline.judge.facts.shared_account import holders
from pipeline.values.vocabulary import watched
from tests.rules.harness import empty_county, fill

AS_OF = date(2026, 6, 30)
ENTERTAINING = """
购茶叶招待客人          招待
接待考察团              接待
支付工作餐费            餐费
鸿运大饭店              饭店
食堂维修后宴请施工队    宴请
茶叶育苗                -
茶叶合作社              -
酒厂路硬化              -
食堂维修                -
接待室维修              -
烟酒店门口路维修        -
群众接待大厅桌椅        -
"""
GIFTS = """
购月饼                  月饼
万家福超市              超市
购超市购物卡            超市
爱心超市补货            -
收购土特产              -
土特产加工厂            -
烟酒店门口路维修        -
"""


def pairs(text: str) -> list[tuple[str, str | None]]:
    lines = (line.split() for line in text.strip().splitlines())
    return [(words, None if found == "-" else found) for words, found in lines]


@pytest.mark.parametrize(("text", "word"), pairs(ENTERTAINING))
def test_entertaining_is_told_by_words_not_characters(text: str, word: str | None) -> None:
    assert watched("接待", text) == word


@pytest.mark.parametrize(("text", "word"), pairs(GIFTS))
def test_gifts_are_told_by_words_not_characters(text: str, word: str | None) -> None:
    assert watched("礼品", text) == word


def test_public_offices_are_told_from_firms_named_after_them() -> None:
    seen = {name: bool(watched("公共单位", name)) for name in ("县供电公司", "镇财政所", "鑫源电力安装公司")}
    assert seen == {"县供电公司": True, "镇财政所": True, "鑫源电力安装公司": False}


def test_relatives_are_read_however_they_are_written() -> None:
    assert list(relatives("妻子：李四；儿子张五（在外务工）、女 王小花")) == ["李四", "张五", "王小花"]
    assert list(relatives("李四(妻)，张五（子）")) == ["李四", "张五"]
    assert list(relatives("无")) == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("91110000600037341L", "有效"),
        ("91110000600037341M", "校验不符"),
        ("91110000600037341", "位数不对"),
        ("433101000012345", "旧号"),
        ("11010519491231002X", "有效"),
        ("110105194912310021", "校验不符"),
        ("9111000O600037341L", "校验不符"),
    ],
)
def test_credit_codes_are_judged_by_their_check_digit(code: str, said: str) -> None:
    assert verdict(code) == said


def test_codes_of_rural_collectives_may_begin_with_a_letter() -> None:
    from stdnum.cn import uscc

    body = "N2433101MF0123456"
    assert verdict(body + uscc.calc_check_digit(body)) == "有效"


def test_receipt_numbers_are_read_with_letters_lists_and_runs() -> None:
    assert [(n.prefix, n.value) for n in numbers("No.0003、A0007-A0009")] == [
        ("", 3), ("A", 7), ("A", 8), ("A", 9)
    ]  # fmt: skip
    assert numbers("作废") == []


def test_spellings_of_one_holder_count_once() -> None:
    assert holders(["兴旺建材店", "兴旺建材店公司", "孙小七", "孙小七农资店"]) == 2
    assert holders(["张三", "张叁"]) == 1
    assert holders(["兴旺建材店", "丰收农资店", "大地农资店"]) == 3


def test_goods_are_compared_only_with_a_specification() -> None:
    assert item_key("水泥", "P.O 42.5", "吨") == item_key(" 水 泥", "ｐ.o42.5", "吨")
    assert item_key("钢管", "50*3", "根") == item_key("钢管", "50 × 3", "根")
    assert item_key("水泥", "P.O 52.5", "吨") != item_key("水泥", "P.O 42.5", "吨")
    assert item_key("水泥", "", "吨") is None


def test_festivals_fall_on_their_days() -> None:
    con = empty_county()
    fill(con, "收支明细账\n村 | 日期 | 摘要 | 支出\n甲村 | 2020-05-01 | 购物 | 1")
    facts.build(con, AS_OF)
    days = con.execute("select * from fact.festival where year(day) = 2020 order by day, name").fetchall()
    assert days == [  # a day of visits to people in need
        ("元旦", date(2020, 1, 1), False),
        ("春节", date(2020, 1, 25), True),
        ("元宵", date(2020, 2, 8), True),
        ("清明", date(2020, 4, 4), False),
        ("五一", date(2020, 5, 1), False),
        ("端午", date(2020, 6, 25), False),
        ("七一", date(2020, 7, 1), True),
        ("中秋", date(2020, 10, 1), False),
        ("国庆", date(2020, 10, 1), False),
        ("重阳", date(2020, 10, 25), True),
    ]


def test_workdays_between_two_days_are_the_difference_of_their_numbers() -> None:
    con = empty_county()
    fill(
        con,
        "专项资金拨付表\n村 | 年度 | 资金类别 | 拨付金额 | 拨付日期\n甲村 | 2025 | 专项资金 | 1 | 2025-09-26",
    )
    facts.build(con, AS_OF)
    number = dict(con.execute("select cast(day as varchar), number from fact.workday").fetchall())
    # Sunday 28 September makes up for the holiday of 1-8 October; the 9th is a workday again
    assert number["2025-09-30"] - number["2025-09-26"] == 3
    assert number["2025-10-09"] - number["2025-09-30"] == 1


def test_officials_and_relatives_are_listed_with_their_namesakes() -> None:
    con = empty_county()
    fill(
        con,
        """
        村干部及监委会花名册
        村   | 姓名  | 职务 | 银行账号  | 近亲属
        甲村 | 张 三 | 主任 | 6217 0001 | 妻：李四

        收支明细账
        村   | 日期       | 摘要 | 支出 | 对方单位
        乙村 | 2025-01-01 | 购物 | 1    | 李四
        丙村 | 2025-01-01 | 购物 | 1    | 李四（三组）
        """,
    )
    facts.build(con, AS_OF)
    rows = con.execute("select name, relation, official, account, namesakes from fact.roster order by name")
    assert rows.fetchall() == [
        ("张三", "本人", "张三", "62170001", 1),
        ("李四", "近亲属", "张三", None, 3),
    ]
