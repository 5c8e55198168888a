import pytest

from tests.rules.harness import Case, check

HEADER = "收支明细账\n村 | 日期 | 摘要 | 支出"


def village(name: str, round_ones: int, others: int, summary: str = "购物资") -> str:
    """Write payments of 2025: some of 2,000 元, the others of 1,234 元 and more."""
    lines = [f"{name} | 2025-03-{1 + n % 28:02} | {summary}第{n} | 2000" for n in range(round_ones)]
    lines += [f"{name} | 2025-04-{1 + n % 28:02} | 购物资第{n} | {1234 + n}" for n in range(others)]
    return "\n".join(lines)


def county(*odd: str, villages: int = 20) -> str:
    return "\n".join([HEADER, *(village(f"村{n:02}", 3, 27) for n in range(villages)), *odd])


# The round payments of the village that comes after the twenty others.
ROUND = " ".join(f"cash_entry-{n}" for n in range(601, 625))
CASES = (
    Case(
        "全县一成是整数，一村 30 笔中 24 笔是整数命中，不到一千元的不算",
        county(
            village("甲村", 24, 6) + "\n甲村 | 2025-05-01 | 购物资 | 999\n甲村 | 2024-05-01 | 购物资 | 3000"
        ),
        f"""
        村   | 结果 | 对象           | 期间       | 级别 | 金额  | 证据 | 说明
        甲村 | 命中 | 千元整倍的付款 | 2025-01-01 | 低   | 48000 | {ROUND} | 2025 年满 1,000 元的支出 30 笔，\
其中千元整倍 24 笔（80%），全县为 13%，合计 48,000 元（高出全县 3 个标准差，并高于全县 95% 的村），待核。
        """,
    ),
    Case(
        "略高于别村但不到三个标准差的、固定标准的租金和奖补都通过",
        county(
            village("甲村", 6, 24),
            village("乙村", 24, 30, "付土地租金"),
            village("丙村", 24, 30, "付产业奖补"),
        ),
        """
        村   | 结果
        甲村 | 通过
        乙村 | 通过
        丙村 | 通过
        """,
    ),
    Case(
        "全县很少有整数时，四笔整数不报，五笔整数报",
        "\n".join(
            [
                HEADER,
                *(village(f"村{n:02}", 0, 30) for n in range(19)),
                village("甲村", 4, 26),
                village("乙村", 5, 25),
            ]
        ),
        """
        村   | 结果 | 金额
        甲村 | 通过 |
        乙村 | 命中 | 10000
        """,
    ),
    Case(
        "固定标准的租金天然是整数，不算",
        county(village("甲村", 24, 30, "付土地租金")),
        "村 | 结果\n甲村 | 通过",
    ),
    Case(
        "慰问天然是整数，不算",
        county(village("甲村", 24, 30, "慰问困难党员")),
        "村 | 结果\n甲村 | 通过",
    ),
    Case(
        "两个村都偏高时，只报高于全县 95% 的那一个",
        county(village("甲村", 24, 6), village("乙村", 23, 7)),
        "村 | 结果 | 金额\n甲村 | 命中 | 48000\n乙村 | 通过 |",
    ),
    Case(
        "偏高而不足 30 笔的不判断",
        county(village("甲村", 24, 5)),
        "村 | 结果\n甲村 | 不可评估",
    ),
    Case(
        "全县很少有整数时，最多的一村也只有四笔整数的不报",
        "\n".join([HEADER, *(village(f"村{n:02}", 0, 30) for n in range(20)), village("甲村", 4, 26)]),
        "村 | 结果\n甲村 | 通过",
    ),
    Case(
        "各年各比各的：可比的村不够的一年不判断，只有那一年的村不可评估",
        county(
            village("甲村", 3, 27),
            village("甲村", 24, 6).replace("2025-", "2024-"),
            village("乙村", 0, 30).replace("2025-", "2024-"),
        ),
        "村 | 结果\n甲村 | 通过\n乙村 | 不可评估",
    ),
    Case(
        "别的村笔数少也算可比，自己满 30 笔才判断",
        "\n".join(
            [
                HEADER,
                *(village(f"村{n:02}", 1, 9) for n in range(20)),
                village("甲村", 24, 6),
                village("乙村", 5, 24),
            ]
        ),
        "村 | 结果 | 金额\n甲村 | 命中 | 48000\n乙村 | 不可评估 |\n"
        + "\n".join(f"村{n:02} | 不可评估 |" for n in range(20)),
    ),
    Case(
        "不足 30 笔的村、可比的村不足 20 个时不可评估",
        "\n".join([HEADER, village("甲村", 24, 5), village("乙村", 24, 6)]),
        """
        村   | 结果     | 缺少
        甲村 | 不可评估 | 足够的笔数（一年满 1,000 元的支出）、可比的村，且全县有整有零
        乙村 | 不可评估 | 足够的笔数（一年满 1,000 元的支出）、可比的村，且全县有整有零
        """,
    ),
    Case(
        "全县都是整数时不作统计",
        "\n".join([HEADER, *(village(f"村{n:02}", 30, 0) for n in range(21))]),
        "村 | 结果\n" + "\n".join(f"村{n:02} | 不可评估" for n in range(21)),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_pay08(case: Case) -> None:
    check("PAY08", case)
