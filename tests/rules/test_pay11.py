# ruff: noqa: E501 (a row of a table stays on one line)

import pytest

from tests.rules.harness import Case, check


def village(name: str, top: str, others: tuple[int, ...], kind: str = "发票", first: str = "兴旺公司") -> str:
    lines = [f"{name} | 2025-03-01 | 购物资 | {top} | {first} | {kind}"]
    lines += [
        f"{name} | 2025-04-{n:02} | 购物资 | {amount} | 商店{'一二三四五六'[n]} | 发票"
        for n, amount in enumerate(others, 1)
    ]
    return "\n".join(lines)


HEADER = "收支明细账\n村 | 日期 | 摘要 | 支出 | 对方单位 | 票据类型"
FOUR = (20000, 20000, 20000, 20000)

CASES = (
    Case(
        "五家供应商、第一名刚好六成且满十万命中（超出为零），多一元报超出部分，少一分通过",
        "\n".join(
            (
                HEADER,
                village("甲村", "120000", FOUR),
                village("乙村", "119999.99", FOUR),
                village("丙村", "145000", FOUR),
            )
        ),
        """
        村   | 结果 | 对象     | 期间       | 级别 | 金额  | 说明
        甲村 | 命中 | 兴旺公司 | 2025-01-01 | 低   | 0     | 2025 年凭发票的支出 200,000 元，涉及供应商 5 家，其中付给兴旺公司 120,000 元（满 100,000 元），占 60%，超过 60% 的部分 0 元，待核。
        乙村 | 通过 |          |            |      |       |
        丙村 | 命中 | 兴旺公司 | 2025-01-01 | 低   | 10000 | 2025 年凭发票的支出 225,000 元，涉及供应商 5 家，其中付给兴旺公司 145,000 元（满 100,000 元），占 64%，超过 60% 的部分 10,000 元，待核。
        """,
    ),
    Case(
        "只有四家、第一名不到十万、没有发票的、公共事业的都通过",
        "\n".join(
            (
                HEADER,
                village("甲村", "120000", (20000, 20000, 20000)),
                village("乙村", "99999.99", (1000, 1000, 1000, 1000)),
                village("丙村", "120000", FOUR, kind="自制凭证"),
                village("丁村", "120000", FOUR, first="示范县供电公司"),
            )
        ),
        """
        村   | 结果
        甲村 | 通过
        乙村 | 通过
        丙村 | 通过
        丁村 | 通过
        """,
    ),
    Case(
        "没有票据类型不可评估",
        """
        收支明细账
        村   | 日期       | 摘要   | 支出   | 对方单位
        甲村 | 2025-03-01 | 购物资 | 120000 | 兴旺公司
        """,
        """
        村   | 结果     | 缺少
        甲村 | 不可评估 | 收支明细账“票据类型”列
        """,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_pay11(case: Case) -> None:
    check("PAY11", case)
