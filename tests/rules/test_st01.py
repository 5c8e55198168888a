# ruff: noqa: E501 (a row of a table stays on one line)

import pytest

from tests.rules.harness import Case, check

HEADER = "收支明细账\n村 | 日期 | 摘要 | 支出 | 对方单位 | township"
TOO_FEW = "两个以上的村、足够笔数的支出（不算补贴、固定标准和拨付）"


def parameters(**values: object) -> str:
    """Lower the numbers a county needs, so that a case is small."""
    return "\n".join(
        ("政策参数表\n参数 | 取值", *(f"{name} | {value}" for name, value in values.items()), "")
    )


def _rows(amounts: list[float], villages: tuple[str, ...], summary: str, township: str) -> str:
    return "\n".join(
        f"{villages[n % len(villages)]} | 2025-03-05 | {summary} | {amount:.2f} | 建材店 | {township}"
        for n, amount in enumerate(amounts)
    )


def natural(count: int, villages: tuple[str, ...] = ("甲村", "乙村"), township: str = "东镇") -> str:
    """Spread amounts evenly over the magnitudes from 10 to 100,000: first digits as expected."""
    return _rows([10 ** (1 + 4 * (n + 0.5) / count) for n in range(count)], villages, "付材料款", township)


def even(
    count: int,
    villages: tuple[str, ...] = ("甲村", "乙村"),
    township: str = "东镇",
    summary: str = "付材料款",
) -> str:
    """Spread amounts evenly from 1,000 to 10,000: all first digits alike."""
    return _rows([1000 + n * 9000 / count for n in range(count)], villages, summary, township)


# Of two counties that have townships of one name, and of a third.
COUNTIES = "村情登记表\n村 | 乡镇 | county\n" + "".join(
    f"{village}村 | 东镇 | {county}\n"
    for county, villages in {"甲县": "甲乙", "乙县": "丙丁戊己", "丙县": "庚辛"}.items()
    for village in villages
)
CASES = (
    Case(
        "满 1,000 笔而首位数字一样多，全县一条；各村从不单独评估",
        f"{HEADER}\n{even(1000)}",
        """
        村   | 结果     | 对象               | 级别 | 金额 | 证据 | 说明
        全县 | 命中     | 全县支出的首位数字 | 低   | 0    |      | 全县的支出 1,000 笔，首位数字与期望的平均偏差为 0.0596（界限 0.015），偏离明显的首位数字：1、2、5、6、7、8、9，待核。
        甲村 | 不适用   |                    |      |      |      |
        乙村 | 不适用   |                    |      |      |      |
        """,
    ),
    Case(
        "999 笔、9.99 元以下的、补贴和每月同额的不算，不够数不可评估",
        f"{HEADER}\n{even(999)}\n甲村 | 2025-03-05 | 付材料款 | 9.99 | 建材店 | 东镇\n"
        + even(20, summary="发放误工补贴")
        + "\n"
        + "\n".join(f"甲村 | 2025-0{month}-05 | 付保洁费 | 7000 | 保洁公司 | 东镇" for month in range(1, 4)),
        f"村 | 结果 | 缺少\n全县 | 不可评估 | {TOO_FEW}\n甲村 | 不适用 |\n乙村 | 不适用 |",
    ),
    Case(
        "自然的分布通过",
        f"{parameters(benford_count=200)}{HEADER}\n{natural(200)}",
        "村 | 结果\n全县 | 通过\n甲村 | 不适用\n乙村 | 不适用",
    ),
    Case(
        "笔数多到要看前两位时，前两位不偏离的不报",
        f"{parameters(benford_count=200, benford_count_two=200, benford_mad_two='0.02')}{HEADER}\n{even(200)}",
        "村 | 结果\n全县 | 通过\n甲村 | 不适用\n乙村 | 不适用",
    ),
    Case(
        "只有一个村的批次不可评估",
        f"{parameters(benford_count=200)}{HEADER}\n{even(200, ('甲村',))}",
        f"村 | 结果 | 缺少\n全县 | 不可评估 | {TOO_FEW}\n甲村 | 不适用 |",
    ),
    Case(
        "几个乡镇的，再按乡镇作；只有一个村有支出的乡镇不作",
        f"{parameters(benford_count=100)}{HEADER}\n{natural(900)}\n"
        + even(100, ("丙村", "丁村"), "西镇")
        + "\n"
        + even(100, ("戊村",), "北镇"),
        "村 | 结果 | 对象\n全县 | 命中 | 西镇支出的首位数字\n"
        + "\n".join(f"{village} | 不适用" for village in ("甲村", "乙村", "丙村", "丁村", "戊村")),
    ),
    Case(
        "登记了几个县的，各县作各县的，同名的乡镇不混在一起，笔数不够的县不可评估",
        f"{parameters(benford_count=100)}{COUNTIES}{HEADER}\n{even(100)}\n{even(60, ('丙村', '丁村'))}\n"
        + even(60, ("戊村", "己村"), "西镇")
        + "\n"
        + even(60, ("庚村", "辛村")),
        f"村 | 结果 | 对象 | 缺少\n各县 | 命中 | 甲县支出的首位数字 | {TOO_FEW}\n各县 | 命中 | 乙县支出的首位数字 | {TOO_FEW}\n"
        + "\n".join(f"{village}村 | 不适用 | |" for village in "甲乙丙丁戊己庚辛"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_st01(case: Case) -> None:
    check("ST01", case)
