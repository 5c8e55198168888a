import pytest

from tests.rules.harness import Case, check


def dividends(*received: int) -> str:
    """Give one village a row, each with a capital of 100,000."""
    rows = (f"村{n:02d} | 茶叶合作社 | 2024 | 100000 | {amount}" for n, amount in enumerate(received, 1))
    return "\n".join(("红利收取表", "村 | 合作社 | 红利年度 | 股本 | 实收红利", *rows))


CASES = (
    Case(
        "十一个村里一个 20%，其余 7% 上下",
        dividends(6800, 6900, 7000, 7000, 7100, 7200, 6700, 7300, 7000, 7100, 20000),
        """
        村   | 结果 | 级别 | 金额  | 证据
        村11 | 命中 | 低   | 13000 | dividend-11
        """,
    ),
    Case(
        "离群但相差不到 2 个百分点的不报",
        dividends(6990, 6995, 7000, 7000, 7005, 7010, 6990, 7010, 7000, 7005, 8900),
        """
        村   | 结果
        村11 | 通过
        """,
    ),
    Case(
        "四个村不作统计，只报低于 2% 或高于 20% 的",
        dividends(10000, 6000, 1500, 25000),
        """
        村   | 结果     | 金额 | 缺少
        村01 | 不可评估 |      | 同年可比的收益率（只有 4 个）
        村02 | 不可评估 |      | 同年可比的收益率（只有 4 个）
        村03 | 命中     | 500  |
        村04 | 命中     | 5000 |
        """,
    ),
    Case(
        "各村收益率全相同，离散度为零，不作统计",
        dividends(7000, 7000, 7000, 7000, 7000, 7000, 7000, 7000, 7000, 20000),
        "\n".join(("村 | 结果", *(f"村{n:02d} | 不可评估" for n in range(1, 11)))),
    ),
    Case(
        "没有股本列，不可评估",
        """
        红利收取表
        村   | 合作社     | 红利年度 | 实收红利
        甲村 | 茶叶合作社 | 2024     | 9000
        """,
        """
        村   | 结果     | 缺少
        甲村 | 不可评估 | 红利收取表“股本”列
        """,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_dr04(case: Case) -> None:
    check("DR04", case)
