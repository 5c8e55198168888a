# ruff: noqa: E501 (a row of a table stays on one line)

import pytest

from tests.rules.harness import Case, check, empty_county, evaluate, fill, found

CASES = (
    Case(
        "持有人为个人、或登记量化到个人的命中；受托个人不算",
        """
        红色股份登记台账
        村   | 合作社     | 日期       | 变动类型   | 金额   | 持股人 | 持股人类型
        甲村 | 茶叶合作社 | 2012-01-01 | 初始投入   | 200000 | 张三   | 个人
        乙村 | 茶叶合作社 | 2012-01-01 | 初始投入   | 200000 | 李四   | 受托个人
        丙村 | 茶叶合作社 | 2012-01-01 | 初始投入   | 200000 | 红公司 | 红色公司
        丙村 | 茶叶合作社 | 2015-01-01 | 量化到个人 | 30000  | 红公司 | 红色公司
        """,
        """
        村   | 结果 | 对象              | 级别 | 金额   | 证据 | 说明
        甲村 | 命中 | 茶叶合作社 张三   | 严重 | 200000 | share_event-1 | 茶叶合作社 张三的红色股份 200,000 元登记在个人名下，待核。
        乙村 | 通过 |                   |      |        | |
        丙村 | 命中 | 茶叶合作社 红公司 | 严重 | 30000  | share_event-4 | 茶叶合作社 红公司的红色股份 30,000 元登记为量化到个人，待核。
        """,
    ),
    Case(
        "没有红色股份的不适用；收了红利而没有登记台账的不可评估",
        """
        村情登记表
        村   | 乡镇
        甲村 | 示范镇
        乙村 | 示范镇

        红利收取表
        村   | 合作社     | 红利年度 | 实收红利
        乙村 | 茶叶合作社 | 2024     | 1000
        """,
        """
        村   | 结果     | 缺少             | 原因
        甲村 | 不适用   |                  | 没有红色股份
        乙村 | 不可评估 | 红色股份登记台账 |
        """,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rc04(case: Case) -> None:
    check("RC04", case)


def test_what_one_person_holds_alone_without_a_mandate_is_the_fact_rc05_speaks_of() -> None:
    con = empty_county()
    fill(
        con,
        """
        红色股份登记台账
        村   | 红色公司 | 合作社     | 日期       | 变动类型   | 金额   | 持股人   | 持股人类型 | 委托协议号
        甲村 | 红星公司 | 茶叶合作社 | 2012-01-01 | 初始投入   | 200000 | 张三     | 个人       |
        甲村 | 红星公司 | 茶叶合作社 | 2013-01-01 | 追加投入   | 50000  | 红星公司 | 红色公司   |
        甲村 | 红星公司 | 茶叶合作社 | 2014-01-01 | 量化到个人 | 30000  | 李四     | 个人       |
        甲村 | 红旗公司 | 茶叶合作社 | 2012-01-01 | 初始投入   | 10000  | 王五     | 个人       | 协2012-1
        乙村 | 红星公司 | 茶叶合作社 | 2012-01-01 | 初始投入   | 20000  | 赵六     | 个人       |
        乙村 | 红星公司 | 茶叶合作社 | 2012-01-01 | 初始投入   | 40000  | 钱七     | 个人       |
        """,
    )
    evaluate(con, "2026-06-30", "RC04", "RC05")
    flags = {row["对象"]: row for row in found(con, "RC04")}
    assert set(flags) == {f"茶叶合作社 {name}" for name in ("张三", "李四", "王五", "赵六", "钱七")}
    (proxy,) = (row["同一事实"] for row in found(con, "RC05") if row["结果"] == "命中")
    assert [name for name, row in flags.items() if row["同一事实"] == proxy] == ["茶叶合作社 张三"]
    # Nor is any of the others one fact with another.
    assert len({row["同一事实"] for row in flags.values()}) == len(flags)
    assert not any(row["同一事实"].startswith("RC05") for row in flags.values() if row["同一事实"] != proxy)
