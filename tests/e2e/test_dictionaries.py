"""An office's own words as data: 列名对照表, 村名别名表 and 资金目录表, in the same night and in a later one."""

from __future__ import annotations

import pytest

from tests.e2e.night import Cell, Night, Rows

COLUMNS = ("表名", "本地列名", "标准列名")
NAMES = ("别名", "标准村名", "乡镇")
# Of two unknown columns of days nobody can tell the day of the entry, so the sheet goes back.
STRANGE: Rows = [
    ("2024年3月收支明细账",),
    ("编制单位：东滩村",),
    ("甲日", "乙日", "摘要", "甲项", "支出"),
    ("2024-03-02", "2024-04-01", "收到上级经费", 20000, None),
    ("2024-03-05", "2024-04-01", "购买打印纸", None, 360.5),
]
OLD_NAME: Rows = [
    ("2024年4月收支明细账",),
    ("编制单位：跃进大队",),
    ("日期", "摘要", "收入", "支出"),
    ("2024-04-05", "支付电费", None, 812.4),
]


def columns(night: Night, *entries: tuple[Cell, ...], path: str = "县/列名对照表.xlsx") -> None:
    night.book(path, {"对照": [("列名对照表",), COLUMNS, *entries]})


def names(night: Night, *entries: tuple[Cell, ...]) -> None:
    night.book("县/村名别名表.xlsx", {"别名": [("村名别名表",), NAMES, *entries]})


def loaded(night: Night) -> list[tuple[object, ...]]:
    return night.query(
        "select village_name, entry_date::varchar, income::double, expense::double from ledger.cash_entry order by all"
    )


# The county's own funds: of one the book's title speaks, of others the cells.
CATALOGUE: list[Rows] = [
    [("党员创业资金", "创业、双带资金、“双带”发展资金", "种养、加工项目启动", "2014-01-01", "2024-06-30")],
    [
        ("大病救助", "", "", "", ""),
        ("社区服务群众经费", "社区服务费", "", "", ""),
        ("党内关爱资金", "暖心资金", "", "", ""),
    ],
]
OWN_FUND: Rows = [
    ("西渠村2024年大病救助收支明细账",),
    ("日期", "摘要", "收入", "支出"),
    ("2024-05-05", "救助张三", None, 3000),
]
MANY_FUNDS: Rows = [
    ("西渠村2024年收支明细账",),
    ("日期", "资金类别", "摘要", "收入", "支出"),
    ("2024-02-03", "双带资金", "收到启动资金", 20000, None),
    ("2024-02-04", "创业", "付养羊启动款", None, 8000),
    ("2024-03-05", "社区服务费", "付广场保洁费", None, 900),
    ("2024-04-05", "暖心资金", "慰问老党员", None, 500),
    ("2024-05-05", "移民后扶资金", "付修渠款", None, 700),
]


def funds(night: Night, *parts: Rows) -> None:
    head = ("资金名称", "其他叫法", "允许用途", "起用日期", "停用日期")
    night.book(
        "县/资金目录表.xlsx", {"目录": [("资金目录表",), head, *(entry for part in parts for entry in part)]}
    )


def by_fund(night: Night) -> list[tuple[object, ...]]:
    return night.query(
        "select fund, sum(coalesce(income, expense))::integer from ledger.cash_entry"
        " where source_file like '西渠%' group by fund order by 2"
    )


DATES = ("收支明细账", "甲日", "日期")
INCOME = ("cash_entry", "甲项", "收入")
STRANGE_LOADED = [("东滩村", "2024-03-02", 20000.0, None), ("东滩村", "2024-03-05", None, 360.5)]


def both(night: Night) -> None:
    """Hand in a book under strange headers and one of a village's old name."""
    night.book("东滩3月.xlsx", {"账": STRANGE})
    night.book("4月.xlsx", {"账": OLD_NAME})


@pytest.mark.parametrize("later", [False, True])
def test_headers_an_old_name_and_own_funds_are_read_with_the_dictionaries(night: Night, later: bool) -> None:
    both(night)
    night.book("西渠大病.xlsx", {"账": OWN_FUND})
    night.book("西渠各项.xlsx", {"账": MANY_FUNDS})
    if later:
        night.publish()
        assert "东滩村" not in str(loaded(night))
        assert by_fund(night)[:4] == [
            ("暖心资金", 500), ("移民后扶资金", 700), ("社区服务费", 900), (None, 3000),
        ]  # fmt: skip
    columns(night, DATES, INCOME)
    names(night, ("跃进大队", "西渠村", "临河镇"))
    funds(night, *CATALOGUE)
    night.publish()
    assert by_fund(night) == [
        ("关爱资金", 500),
        ("移民后扶资金", 700),
        ("社区服务群众经费", 900),
        ("大病救助", 3000),
        ("党员创业资金", 28000),
    ]
    assert night.query(
        "select code, cell, found from meta.issue join meta.submission using (submission_id)"
        " where superseded_by = '' and code in ('C22', 'D05', 'D06')"
    ) == [("C22", "B7", "移民后扶资金")]
    assert night.query("select count(*) from audit.restatement") == [(0,)]
    assert {("东滩村", "2024-03-02", 20000.0, None), ("西渠村", "2024-04-05", None, 812.4)} < set(
        loaded(night)
    )
    assert night.query(
        "select table_name, local_name, standard_name from ledger.header_alias order by 2"
    ) == [
        DATES,
        INCOME,
    ]
    assert night.query("select alias, standard_name, township from ledger.village_alias") == [
        ("跃进大队", "西渠村", "临河镇")
    ]
    assert night.query(
        "select count(*) from meta.submission where status = '退回' and superseded_by = ''"
    ) == [(0,)]
    assert "没有新" in night.run().out


def test_a_sheet_of_a_later_night_is_read_with_the_dictionary_of_an_earlier_one_which_may_grow(
    night: Night,
) -> None:
    columns(night, DATES, INCOME)
    night.publish()
    night.book("东滩3月.xlsx", {"账": STRANGE})
    night.publish()
    assert loaded(night) == STRANGE_LOADED
    assert "没有新" in night.run().out
    columns(night, DATES, INCOME, ("收支明细账", "花掉的", "支出"))
    night.publish()
    assert night.query("select count(*) from ledger.header_alias") == [(3,)]
    assert night.query(
        "select rows_rejected from meta.submission where superseded_by = '' and kinds = '列名对照表'"
    ) == [(0,)]
    assert loaded(night) == STRANGE_LOADED


def test_an_entry_taken_back_counts_no_more(night: Night) -> None:
    columns(night, DATES, INCOME)
    funds(night, *CATALOGUE)
    night.book("西渠各项.xlsx", {"账": MANY_FUNDS})
    night.publish()
    columns(night, INCOME)
    funds(night, CATALOGUE[0])
    night.book("东滩3月.xlsx", {"账": STRANGE})
    night.publish()
    assert "东滩村" not in str(loaded(night))
    assert by_fund(night) == [
        ("暖心资金", 500), ("移民后扶资金", 700), ("社区服务费", 900), ("党员创业资金", 28000),
    ]  # fmt: skip


def test_wrong_entries_are_reported_at_their_cells_and_an_unknown_village_waits_for_the_register(
    night: Night,
) -> None:
    columns(
        night,
        ("没有的表", "甲日", "日期"),
        ("收支明细账", "甲日", "没有的列"),
        ("收支明细账", "摘要", "经手人"),
        DATES,
        ("收支明细账", "甲日", "摘要"),
    )
    names(night, ("跃进大队", "新河村", "临河镇"), ("南塘村", "西渠村", "临河镇"))
    funds(night, CATALOGUE[0], [("星火资金", "星火、创业", "", "", ""), ("大病", "关爱基金", "", "", "")])
    night.publish()
    issues = night.query('select source_file, cell, code, "column", found from meta.issue order by 1 desc, 2')
    assert [issue[1:] for issue in issues if issue[0] == "县/列名对照表.xlsx"] == [
        ("A3", "D01", "表名", "没有的表"),
        ("B5", "D03", "本地列名", "摘要"),
        ("B7", "D03", "本地列名", "甲日"),
        ("C4", "D02", "标准列名", "没有的列"),
    ]
    assert [issue[1:] for issue in issues if issue[0] == "县/资金目录表.xlsx"] == [
        ("B4", "D05", "其他叫法", "创业"),
        ("B5", "D05", "其他叫法", "关爱基金"),
    ]
    assert night.query("select count(*) from ledger.fund") == [(3,)]
    assert [issue[1:] for issue in issues if issue[0] == "县/村名别名表.xlsx"] == [
        ("A4", "D04", "别名", "南塘村"),
        ("B3", "V04", "标准村名", "临河镇新河村"),
    ]
    assert night.query("select table_name, local_name, standard_name from ledger.header_alias") == [DATES]
    assert night.query("select count(*) from ledger.village_alias") == [(0,)]
    night.register([("640181101201", "东滩村", "临河镇"), ("640181101209", "新河村", "临河镇")])
    night.book("4月.xlsx", {"账": OLD_NAME})
    night.publish()
    assert loaded(night) == [("新河村", "2024-04-05", None, 812.4)]
