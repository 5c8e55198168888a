import pytest

from tests.rules.harness import Case, check

CASES = (
    Case(
        "少投一半命中，刚好一半通过",
        """
        红利收取表
        村     | 合作社         | 红利年度 | 实收红利
        隘口村 | 茶叶合作社     | 2012     | 40000
        着落村 | 亿利德合作社   | 2012     | 12000

        红利使用明细表
        村     | 合作社         | 红利年度 | 用途类别 | 用途         | 金额
        隘口村 | 茶叶合作社     | 2012     | 再投入   | 茶叶再投入   | 20000
        隘口村 | 茶叶合作社     | 2012     | 党员活动 | 党支部活动   | 20000
        着落村 |                | 2012     | 党员活动 | 开展党员活动 | 12000
        """,
        """
        村     | 结果 | 对象         | 级别 | 金额 | 证据
        隘口村 | 通过 |              |      |      |
        着落村 | 命中 | 亿利德合作社 | 高   | 6000 | dividend-2 dividend_use-3
        """,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_du02(case: Case) -> None:
    check("DU02", case)
