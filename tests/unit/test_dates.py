from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from pipeline.layout.context import Names, declared_period
from pipeline.layout.titleblock import Context
from pipeline.values.cell import Bad, Cell
from pipeline.values.dates import date_column, find_period, join_date, to_date, to_month, to_time, to_year

THE_DAY = date(2013, 4, 5)
FULL_DATES: list[Cell] = [
    *[
        "2013-04-05",
        "2013/4/5",
        "2013.4.5",
        "20130405",
        "2013年4月5日",
        "2013年4月5号",
        "二〇一三年四月五日",
        "二○一三年四月五日",
    ],
    *[
        "二零一三年四月五日",
        "13.4.5",
        "13年4月5日",
        "一三年四月五日",
        "2013-04-05T12:30",
        "20130405123000",
        "41369",
        "41369.5",
    ],
    *("2013-04-05 12:30:00", "20130405 12:30:00", "2013 年 4 月 5 日", "2013. 4. 5", "２０１３－０４－０５"),
    *("2013-04-05\t\t", "2013-04-05 星期五", "2013.4.5.", '="2013-04-05"', "2013/4/5 0:00"),
    *(41369, 41369.0, 41369.52, 20130405, 20130405.0, 20130405123000.0),
    *(date(2013, 4, 5), datetime(2013, 4, 5, 12, 30)),
]
SHORT_DATES: list[Cell] = ["4.5", "04.05", "4-5", "4/5", "4月5日", "4月5", "4月5号", "四月五日", 4.5, 4.05]


@pytest.mark.parametrize("value", FULL_DATES)
def test_every_full_date_is_read_whatever_the_title_says(value: Cell) -> None:
    assert to_date(value) == to_date(value, 2020) == to_date(value, 2020, 7) == THE_DAY


@pytest.mark.parametrize("value", SHORT_DATES)
def test_a_date_without_year_needs_the_year_of_the_title(value: Cell) -> None:
    found = to_date(value)
    assert isinstance(found, Bad)
    assert found.reason == "no_year"
    assert to_date(value, 2013) == THE_DAY


@pytest.mark.parametrize("value", ["5", "5日", "五日", 5, 5.0])
def test_a_bare_day_needs_year_and_month(value: Cell) -> None:
    assert to_date(value, 2013, 4) == THE_DAY
    assert isinstance(to_date(value, 2013), Bad)


def test_month_day_typed_as_a_number() -> None:
    assert to_date(4.1, 2013) == date(2013, 4, 1)
    assert to_date("4.10", 2013) == date(2013, 4, 10)
    assert to_date(4.15, 2013) == date(2013, 4, 15)


def test_two_digit_years_before_1950_are_of_this_century() -> None:
    assert to_date("49.1.2") == date(2049, 1, 2)
    assert to_date("98.1.2") == date(1998, 1, 2)


@pytest.mark.parametrize("value", ["", " ", "-", "—", "/", "无"])
def test_blank_dates(value: Cell) -> None:
    assert to_date(value, 2013) is None


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        *(
            (text, "no_day")
            for text in ("4月", "四月份", "2013年4月", "2013-04", "201304", "2013", "13.4", 2013, 4)
        ),
        *(
            (text, "impossible")
            for text in ("2.30", "2013-2-30", "20130431", "2013年13月1日", "4月31日", 4.32)
        ),
        *((text, "out_of_range") for text in ("1900-01-01", "2101-01-01", date(1905, 7, 5))),
        *(
            (text, "unreadable")
            for text in ("农历四月初五", "正月初五", "4.5-4.8", "2013.4.5-4.8", "2013年4-5月")
        ),
        *(
            (value, "unreadable")
            for value in ("合计", "8 16", "4.5.13", "x" * 99, True, time(1), timedelta(1))
        ),
        *((value, "unreadable") for value in (0, -1, 1e300, float("nan"), float("inf"))),
    ],
)
def test_what_is_no_day_says_why(value: Cell, reason: str) -> None:
    found = to_date(value, 2013)
    assert isinstance(found, Bad)
    assert found.reason == reason


# What is written = the day it is, without a year in the title, and after a second = under a title of 2024 (March
# where only the day is written). ? = refused, with the reason.
SPELLINGS = r"""
2025/12/03  14:06:51 = 2025-12-03
2025/12/03\n14:06:51 = 2025-12-03
2025/12/0314:06:51 = 2025-12-03
2025/12/314:06:51 = ?unreadable
2024年 3月 5 日 = 2024-03-05
2024. 3. 5 = 2024-03-05
2024。3。5 = 2024-03-05
2024 3 5 = 2024-03-05
2 0 2 4 年 3 月 5 日 = 2024-03-05
2024年1 2月5日 = ?unreadable
2024-1 2-05 = ?unreadable
2024/3/5 8:00 = 2024-03-05
2024/3/5 上午8:00:05 = 2024-03-05
2024-03-05T08:00:00.000+08:00 = 2024-03-05
2024-03-05 25:00 = ?unreadable
2024年3月5日14时06分 = 2024-03-05
2024年3月5号 = 2024-03-05
2024年3月5日（星期二） = 2024-03-05
2024年3月5日上午 = 2024-03-05
公元2024年3月5日 = 2024-03-05
二〇二四年三月五日 = 2024-03-05
贰零贰肆年叁月零伍日 = 2024-03-05
二四年三月廿五日 = 2024-03-25
2024年⽉ = ?unreadable
2024年3⽉5⽇ = 2024-03-05
20240305 = 2024-03-05
20240305143000 = 2024-03-05
2024030514 = ?unreadable
45356 = 2024-03-05
45356.604 = 2024-03-05
24.3.5 = 2024-03-05
24/3/5 = 2024-03-05
24/03/05 = ?ambiguous = 2024-03-05
05/03/24 = ?ambiguous
31/12/24 = ?ambiguous = 2024-12-31
5/3/2024 = ?ambiguous
5/5/2024 = 2024-05-05
13/3/2024 = 2024-03-13
3/13/2024 = 2024-03-13
3-5-2024 = ?ambiguous
5-Mar-2024 = 2024-03-05
March 5, 2024 = 2024-03-05
05-3月 -24 = ?ambiguous = 2024-03-05
2024年3.5 = 2024-03-05
2024年03-05 = 2024-03-05
2024年3-5 = ?unreadable
2024.3-5 = ?unreadable
2024/3-5 = ?unreadable
2024年3-5月 = ?unreadable
2024-3 = ?no_day
2024年3月 = ?no_day
2024年3月底 = ?no_day
2024年3月上旬 = ?no_day
202403 = ?no_day
2024 = ?no_day
2024.2.30 = ?impossible
2024-13-05 = ?impossible
3月5日 = ?no_year = 2024-03-05
3.5 = ?no_year = 2024-03-05
三月五日 = ?no_year = 2024-03-05
5.8日 = ?no_year = 2024-05-08
5-8日 = ?unreadable
5、8日 = ?unreadable
3月5、6日 = ?unreadable
3月1日-3月5日 = ?unreadable
3.1-3.5 = ?unreadable
2024.3.1-3.5 = ?unreadable
5 = ?no_day = 2024-03-05
5日 = ?unreadable = 2024-03-05
6月9日补 = ?unreadable
约3月5日 = ?unreadable
3月5日前 = ?unreadable
民国十三年三月五日 = ?unreadable
农历三月初五 = ?unreadable
031 = ?unreadable
2024/03/031 = ?unreadable
同上 = ?unreadable
"""


@pytest.mark.parametrize("line", SPELLINGS.strip().splitlines())
def test_a_spelling_is_its_day_or_a_reason(line: str) -> None:
    text, *meant = line.replace("\\n", "\n").split(" = ")
    for year, expected in ((None, meant[0]), (2024, meant[-1])):
        found = to_date(text, year, year and 3)
        if expected.startswith("?"):
            assert isinstance(found, Bad), year
            assert found.reason == expected[1:], year
        else:
            assert found == date.fromisoformat(expected), year


def test_a_column_keeps_positions_and_tells_true_from_one() -> None:
    values: list[Cell] = [41369.0, "", "4.5", 1, True, "2.30", THE_DAY, True]
    days, bad = date_column(values, 2013, 4)
    assert days == [THE_DAY, None, THE_DAY, date(2013, 4, 1), None, None, THE_DAY, None]
    assert bad == {4: Bad("unreadable", "True"), 5: Bad("impossible", "2.30"), 7: Bad("unreadable", "True")}


@pytest.mark.parametrize(
    ("cells", "year", "expected"),
    [
        ((2013, 4, 5), None, THE_DAY),
        (("2013年", "4月", "5日"), 2020, THE_DAY),
        (("13", "四", "五"), None, THE_DAY),
        ((13.0, 4.0, 5.0), None, THE_DAY),
        ((None, 4, 5), 2013, THE_DAY),
        (("", "04", "05"), 2013, THE_DAY),
        ((None, None, None), 2013, None),
        (("", " ", "-"), 2013, None),
        ((None, 4, 5), None, Bad("no_year", "|4|5")),
        ((2013, "", 5), None, Bad("no_month", "2013||5")),
        ((2013, 4, ""), None, Bad("no_day", "2013|4|")),
        ((2013, 2, 30), None, Bad("impossible", "2013|2|30")),
        ((2013, 4, "合计"), None, Bad("unreadable", "2013|4|合计")),
        ((2013, True, 5), None, Bad("unreadable", "2013|True|5")),
    ],
)
def test_split_columns(cells: tuple[Cell, Cell, Cell], year: int | None, expected: date | Bad | None) -> None:
    assert join_date(*cells, year=year) == expected


@pytest.mark.parametrize(
    "value", [2013, 2013.0, "2013", "2013年", "2013 年度", "公元2013年", "二〇一三年", "13年", THE_DAY]
)
def test_years(value: Cell) -> None:
    assert to_year(value) == 2013


@pytest.mark.parametrize("value", ["13", 13, "2013-2014年", 1013, 20130405, "今年", True, 2013.5])
def test_what_is_no_year(value: Cell) -> None:
    assert isinstance(to_year(value), Bad)


@pytest.mark.parametrize("value", [4, 4.0, "04", "4月", "四月份", "2013年4月", "2013-04", "201304", THE_DAY])
def test_months(value: Cell) -> None:
    assert to_month(value) == 4


@pytest.mark.parametrize("value", [0, 13, "1-3月", 4.5, "正月", True, "二〇一三年"])
def test_what_is_no_month(value: Cell) -> None:
    assert isinstance(to_month(value), Bad)


@pytest.mark.parametrize(
    ("value", "clock"),
    [
        ("12:30", "12:30:00"),
        ("9:05:07", "09:05:07"),
        ("123005", "12:30:05"),
        (93005, "09:30:05"),
        ("12时30分05秒", "12:30:05"),
        ("下午3:05", "15:05:00"),
        ("2013-04-05 12:30:00", "12:30:00"),
        ("2013/04/05  12:30:00", "12:30:00"),
        ("2013-04-05T12:30:00+08:00", "12:30:00"),
        ("20130405123005", "12:30:05"),
        (0.5, "12:00:00"),
        (41369.75, "18:00:00"),
        (time(1, 2, 3), "01:02:03"),
        (timedelta(hours=3), "03:00:00"),
        ("", None),
    ],
)
def test_times(value: Cell, clock: str | None) -> None:
    assert to_time(value) == clock


@pytest.mark.parametrize("value", ["25:00", "12:60", "2013-04-05", THE_DAY, True, timedelta(days=-1), "中午"])
def test_what_is_no_time(value: Cell) -> None:
    assert isinstance(to_time(value), Bad)


@pytest.mark.parametrize(
    ("text", "start", "end", "kind"),
    [
        ("隘口村2013年度红色股份分红发放表", "2013-01-01", "2013-12-31", "年"),
        ("二〇一三年", "2013-01-01", "2013-12-31", "年"),
        ("13年收支账", "2013-01-01", "2013-12-31", "年"),
        ("2013", "2013-01-01", "2013-12-31", "年"),
        ("收支明细2013", "2013-01-01", "2013-12-31", "年"),
        ("2013年1-12月", "2013-01-01", "2013-12-31", "年"),
        ("2013.1.1-2013.12.31", "2013-01-01", "2013-12-31", "年"),
        ("2013年第三季度", "2013-07-01", "2013-09-30", "季"),
        ("2013年三季度", "2013-07-01", "2013-09-30", "季"),
        ("二○一三年第四季度", "2013-10-01", "2013-12-31", "季"),
        ("2013年1-3月", "2013-01-01", "2013-03-31", "季"),
        ("2013年一至三月份", "2013-01-01", "2013-03-31", "季"),
        ("2013.1-3月", "2013-01-01", "2013-03-31", "季"),
        ("20130101-20130331", "2013-01-01", "2013-03-31", "季"),
        ("2013年3月", "2013-03-01", "2013-03-31", "月"),
        ("2013年元月份", "2013-01-01", "2013-01-31", "月"),
        ("2013.03", "2013-03-01", "2013-03-31", "月"),
        ("13年3月", "2013-03-01", "2013-03-31", "月"),
        ("2013年度某村3月收支表", "2013-03-01", "2013-03-31", "月"),
        ("2013年3月1日至2013年3月31日", "2013-03-01", "2013-03-31", "月"),
        ("2013年3月5日", "2013-03-05", "2013-03-05", "日"),
        ("20130305", "2013-03-05", "2013-03-05", "日"),
        ("2013年上半年", "2013-01-01", "2013-06-30", "区间"),
        ("2013年2-4月", "2013-02-01", "2013-04-30", "区间"),
        ("2013年第3-4季度", "2013-07-01", "2013-12-31", "区间"),
        ("2013年三至四季度", "2013-07-01", "2013-12-31", "区间"),
        ("2013年第一、二季度", "2013-01-01", "2013-06-30", "区间"),
        ("2013年一、二、三季度", "2013-01-01", "2013-09-30", "区间"),
        ("2013年前三季度", "2013-01-01", "2013-09-30", "区间"),
        ("2013年前6个月", "2013-01-01", "2013-06-30", "区间"),
        ("2013年3、4月", "2013-03-01", "2013-04-30", "区间"),
        ("2013年3月和4月", "2013-03-01", "2013-04-30", "区间"),
        ("2013年3-4月", "2013-03-01", "2013-04-30", "区间"),
        ("2013年1、2、3月份", "2013-01-01", "2013-03-31", "季"),
        ("2013年1、3月收支表", "2013-01-01", "2013-12-31", "年"),
        ("2013年3月上旬", "2013-03-01", "2013-03-10", "区间"),
        ("2013年2月下旬", "2013-02-21", "2013-02-28", "区间"),
        ("2012-2013年度", "2012-01-01", "2013-12-31", "区间"),
        ("2012/2013年度", "2012-01-01", "2013-12-31", "区间"),
        ("2012、2013年度", "2012-01-01", "2013-12-31", "区间"),
        ("20130101至20130331", "2013-01-01", "2013-03-31", "季"),
        ("20130101—20130131", "2013-01-01", "2013-01-31", "月"),
        ("20130101至20131231", "2013-01-01", "2013-12-31", "年"),
        ("20130105至20130331", "2013-01-05", "2013-03-31", "区间"),
        ("201301-201303", "2013-01-01", "2013-03-31", "季"),
        ("2013-01-01  至  2013-03-31", "2013-01-01", "2013-03-31", "季"),
        ("2013-01-01 00:00:00 - 2013-03-31 23:59:59", "2013-01-01", "2013-03-31", "季"),
        ("2013/1/1 - 2013/3/31", "2013-01-01", "2013-03-31", "季"),
        ("2013.1.1-3.31", "2013-01-01", "2013-03-31", "季"),
        ("2013年3.1-3.15", "2013-03-01", "2013-03-15", "区间"),
        ("2013年1月1日截至2013年3月31日", "2013-01-01", "2013-03-31", "季"),
        ("自2013年1月1日起至2013年3月31日止", "2013-01-01", "2013-03-31", "季"),
        ("截至2013年3月31日", "2013-01-01", "2013-03-31", "区间"),
        ("科目余额表（截止到2013年12月31日）", "2013-01-01", "2013-12-31", "区间"),
        ("截至2013年3月底", "2013-01-01", "2013-03-31", "区间"),
        ("截止日期：20130331", "2013-01-01", "2013-03-31", "区间"),
        ("2013年度资金台账（截至2014年1月5日）", "2013-01-01", "2013-12-31", "年"),
        ("2013年3月收支表（截至2013年3月31日）", "2013-03-01", "2013-03-31", "月"),
        ("会计期间：201303", "2013-03-01", "2013-03-31", "月"),
        ("交易日期20130305", "2013-03-05", "2013-03-05", "日"),
        ("查询日期：2013-01-01至2013-03-31", "2013-01-01", "2013-03-31", "季"),
        ("公示时间：2014年4月1日至2014年4月7日 2013年第一季度收支", "2013-01-01", "2013-03-31", "季"),
        ("201303", "2013-03-01", "2013-03-31", "月"),
        ("2013年3月1日-15日", "2013-03-01", "2013-03-15", "区间"),
        ("2013年3月-2014年2月", "2013-03-01", "2014-02-28", "区间"),
        ("2012-2013年", "2012-01-01", "2013-12-31", "区间"),
        ("2014年1月5日公布2013年度收支", "2013-01-01", "2013-12-31", "年"),
        ("财农〔2021〕121号 2013年度资金使用表", "2013-01-01", "2013-12-31", "年"),
    ],
)
def test_a_stated_period(text: str, start: str, end: str, kind: str) -> None:
    found = find_period(text, 1999)
    assert found
    assert (found.start.isoformat(), found.end.isoformat(), found.kind) == (start, end, kind)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("3月", "2013-03-01", "2013-03-31"),
        ("三月", "2013-03-01", "2013-03-31"),
        ("12月份工资表", "2013-12-01", "2013-12-31"),
        ("一季度", "2013-01-01", "2013-03-31"),
        ("下半年", "2013-07-01", "2013-12-31"),
        ("3月5日", "2013-03-05", "2013-03-05"),
    ],
)
def test_a_period_without_year_needs_one(text: str, start: str, end: str) -> None:
    assert find_period(text) is None
    found = find_period(text, 2013)
    assert found
    assert (found.start.isoformat(), found.end.isoformat()) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        *[
            "财农〔2021〕121号",
            "宁党发〔2014〕56号",
            "（2021）12号",
            "2021年第3号",
            "决议2021-3号",
            "编号201303",
            "0743-2013456",
        ],
        *[
            "13820130305",
            "430101201301",
            "拨付2013元",
            "2013.5万元",
            "金额201303元",
            "余额2013.12",
            "户数2013户",
            "近10年规划",
        ],
        *[
            "5年",
            "十年",
            "3个月",
            "201213",
            "Sheet1",
            "五星级村20万元",
            "2005年7月至今",
            "2013年2月30日",
            "2013年5月-2013年1月",
        ],
        *[
            "201101 柳河村集体资金收支明细账",
            "柳河村集体资金收支明细账（科目200301）",
            "科目：201101",
            "会计科目编码 2011 01",
            "201101科目明细账",
            "2001短期借款明细账",
            "柳河村收支明细账201303",
            "柳河村收支明细账20130305",
        ],
        *[
            "制表日期：2014年1月5日",
            "打印时间2014-01-05 10:20:30",
            "生成日期20140105",
            "公示时间：2014年4月1日至2014年4月7日",
            "公示期：2014年4月1日-4月7日",
            "2014年1月5日制表",
            "截至目前",
            "1、3月",
        ],
        *("填报日期：2014年1月5日", "2012年和2013年对比", "", "收支明细账"),
    ],
)
def test_numbers_that_are_no_period(text: str) -> None:
    assert find_period(text) is None
    assert find_period(text, 2020) is None


@pytest.mark.parametrize("name", ["灵武市_201303", "201303", "收支表201303", "201303收支", "对账单_201303"])
def test_a_bare_month_counts_in_a_name(name: str) -> None:
    found = find_period(name, bare=True)
    assert found
    assert (found.start.isoformat(), found.kind) == ("2013-03-01", "月")


@pytest.mark.parametrize("name", ["科目200301", "200301科目", "（科目：201101）", "编号201303", "2013031"])
def test_a_code_is_no_month_in_a_name_either(name: str) -> None:
    assert find_period(name, bare=True) is None
    assert find_period("201303", bare=False) is None


# title | sheet | file | folder = period and where it stands; a dot is none
DECLARED = """
201101 柳河村集体资金收支明细账 | Sheet1 | 2023年集体资金收支明细账 | 柳河村 = 年 2023-01-01 文件名
柳河村集体资金收支明细账（科目200301） | Sheet1 | 2023年集体资金收支明细账 | 柳河村 = 年 2023-01-01 文件名
柳河村收支明细账 | 201101 | 2023年收支明细账 | 柳河村 = 年 2023-01-01 文件名
柳河村收支明细账 | 202303 | 2023年收支明细账 | 柳河村 = 月 2023-03-01 工作表名
柳河村2023年收支明细账 | 202303 | 账 | 柳河村 = 月 2023-03-01 工作表名
柳河村2023年收支明细账 | 201101 | 账 | 柳河村 = 年 2023-01-01 标题
柳河村2023年收支明细账 | 收支201101 | 账 | 柳河村 = 年 2023-01-01 标题
柳河村收支明细账 | 201101 | 201102 | 柳河村 = 月 2011-01-01 工作表名
柳河村收支明细账 | Sheet1 | 收支明细账202303 | 柳河村 = 月 2023-03-01 文件名
柳河村收支明细账 | 3月 | 收支明细账202303 | 柳河村 = 月 2023-03-01 工作表名
201101 柳河村收支明细账 | Sheet1 | 账 | 柳河村 = .
201101 | Sheet1 | 账 | 柳河村 = .
科目：201101 | 科目201101 | 201101科目 | 柳河村 = .
柳河村科目余额表 截至2024年3月31日 | Sheet1 | 账 | 柳河村 = 区间 2024-01-01 标题
柳河村科目余额表 截至2024年3月31日 | 3月 | 账 | 柳河村 = 月 2024-03-01 工作表名
"""


@pytest.mark.parametrize("line", DECLARED.strip().splitlines())
def test_the_declared_period_is_no_code_of_an_account(line: str) -> None:
    stand, _, meant = line.partition(" = ")
    title, sheet, file, folder = stand.split(" | ")
    period, where = declared_period(Context(lines=[title]), Names(sheet, file, (folder,)))
    assert (f"{period.kind} {period.start} {where}" if period else ".") == meant


def test_prose_states_no_period() -> None:
    """A pattern would look through thousands of characters for every one of them: a single cell held up a file."""
    assert find_period("2024年1月" + "说明" * 300) is None
    assert find_period("一、" * 3000) is None


def test_the_ends_of_a_query_are_its_period() -> None:
    context = Context(lines=["201101 明细"], pairs={"period": "20240101至20240331"})
    period, where = declared_period(context, Names("Sheet1", "exportdata", ()))
    assert period
    assert (period.start.isoformat(), period.kind, where) == ("2024-01-01", "季", "标题")
