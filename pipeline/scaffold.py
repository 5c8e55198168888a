"""Lay out the files of a new rule or ledger kind: they run as they stand, and say what to write where."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

from pipeline.errors import WrongSettings
from pipeline.judge.sqlfile import SQL_FOLDER

_RULE_ID = re.compile(r"[A-Z]{2,4}\d{2}")
_TERM = re.compile(r"^\|[^|]*\| `[a-z_]+` \|.*\n", re.MULTILINE)
_KIND = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


def new_rule(rule_id: str, project: Path = SQL_FOLDER.parent) -> list[Path]:
    """Write ``sql/rules/<id>_new.sql``, its test and its parameter; returns the files.

    Raises ``WrongSettings`` for an id of another form, one that is taken, or outside a source tree.
    """
    name = rule_id.upper()
    if not _RULE_ID.fullmatch(name):
        raise WrongSettings(f"规则编号应为 2 至 4 个字母加两位数字，如 XV06，不能是“{rule_id}”。")
    _check_source_tree(project)
    if taken := sorted((project / "sql" / "rules").glob(f"{name.lower()}_*.sql")):
        raise WrongSettings(f"规则 {name} 已经有了：{taken[0]}")
    low, parameters = name.lower(), project / "sql" / "parameters.toml"
    return _write({
        project / "sql" / "rules" / f"{low}_new.sql": _RULE.substitute(id=name, low=low),
        project / "tests" / "rules" / f"test_{low}.py": _RULE_TEST.substitute(id=name, low=low),
        parameters: parameters.read_text(encoding="utf-8") + _PARAMETER.substitute(low=low),
    })  # fmt: skip


def new_ledger(kind: str, project: Path = SQL_FOLDER.parent) -> list[Path]:
    """Write ``schemas/<kind>.py``, a layout to test it with, what its form says, its term; returns the files.

    Raises ``WrongSettings`` for a name of another form, one that is taken, or outside a source tree.
    """
    if not _KIND.fullmatch(kind):
        raise WrongSettings(f"表种名应为小写英文，词间用下划线，如 land_lease，不能是“{kind}”。")
    _check_source_tree(project)
    module = project / "schemas" / f"{kind}.py"
    if module.exists():
        raise WrongSettings(f"表种 {kind} 已经有了：{module}")
    model = "".join(word.capitalize() for word in kind.split("_"))
    forms, glossary = project / "pipeline" / "template" / "forms.toml", project / "GLOSSARY.md"
    terms = glossary.read_text(encoding="utf-8")
    last = list(_TERM.finditer(terms))[-1].end()
    return _write({
        module: _LEDGER.substitute(kind=kind, model=model),
        project / "tests" / "ledgers" / "layouts" / f"{kind}.txt": _LAYOUT.substitute(kind=kind),
        forms: forms.read_text(encoding="utf-8") + _FORM.substitute(kind=kind),
        glossary: f"{terms[:last]}| 样例表 | `{kind}` | 请写：一行是什么 |\n{terms[last:]}",
    })  # fmt: skip


def _check_source_tree(project: Path) -> None:
    if not (project / "tests" / "rules").is_dir():
        raise WrongSettings("新规则和新表种要写进源代码：请在村账的源代码文件夹里运行。")


def _write(files: dict[Path, str]) -> list[Path]:
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
    return list(files)


_PARAMETER = Template("""
[${low}_limit]
default = "100000000"
unit = "元"
meaning = "单笔付款超过此数才报"
source = "请写出处；默认，请县级确认"
""")
_RULE = Template("""\
/*
id: $id
title: 单笔付款特别大（样例，请改写）
level: 提示
status: experimental
money: 手续
subject: entry
description: 单笔付款超过限额。这是新规则的样例：请逐项改写，文件名也改成说得清内容的。
why: 请写：不查会漏掉什么。
basis:
  - 本项目约定：请写法规名称、文号和条款，或来源材料的题名；都没有的写本项目怎样约定
params: [${low}_limit]
root_cause: 一笔付款为一个事实。
falsepositives:
  - 请写：哪些正常情形不报，怎样排除的。
innocent: 请写：可能的正常情形。
next_check: 请写：下一步查什么。
clears: 请写：什么材料可以消除。
message: "{day}付款 {amount} 元，超过 {ceiling:,} 元，待核。"
*/
with payment as (
    select
        row_id,
        village_code,
        entry_date,
        amount,
        subject
    from core.payment
),

final as (
    select
        village_code,
        subject,
        entry_date as period,
        amount,
        row_id,
        '命中' as outcome,
        null as missing,
        year(entry_date) || ' 年 ' || month(entry_date) || ' 月 ' || day(entry_date) || ' 日' as day,
        cast($$${low}_limit as bigint) as ceiling
    from payment
    where amount > $$${low}_limit
)

select * from final
""")

_RULE_TEST = Template('''\
# ruff: noqa: E501 (a row of a table stays on one line)

import pytest

from tests.rules.harness import Case, check

CASES = (
    Case(
        "超过限额的命中，正好等于限额的不报",
        """
        收支明细账
        村   | 日期       | 摘要   | 支出
        甲村 | 2025-03-01 | 修水库 | 100000001
        乙村 | 2025-03-01 | 修水库 | 100000000
        """,
        """
        村   | 结果 | 金额      | 证据         | 说明
        甲村 | 命中 | 100000001 | cash_entry-1 | 2025 年 3 月 1 日付款 100,000,001 元，超过 100,000,000 元，待核。
        乙村 | 通过 |           |              |
        """,
    ),
    Case(
        "没有收支明细账不可评估",
        """
        村情登记表
        村   | 乡镇
        甲村 | 示范镇
        """,
        """
        村   | 结果     | 缺少
        甲村 | 不可评估 | 收支明细账
        """,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_$low(case: Case) -> None:
    check("$id", case)
''')

_LEDGER = Template('''\
"""样例表：请写这张表记什么、谁填报、依据哪份文件。"""

import polars as pl

from schemas._fields import Money, Row, money, text, year
from schemas._spec import Ledger


class $model(Row):
    """One line of the sample ledger: say here what one row stands for."""

    item: str = text("样例事项", required=True)
    year: pl.Int32 = year("样例年度", required=True)
    amount: Money = money("样例金额", required=True)


LEDGER = Ledger(
    name="$kind",
    title="样例表（$kind）",
    model=$model,
    titles=("样例表",),
    natural_key=("year", "item", "amount"),
)
''')

_FORM = Template("""
[$kind]
purpose = "请写：这张表记什么，由谁填写。"
tips = ["请写：这张表特有的填法。"]
[$kind.column]
item = ["请写：这一列填什么", "修渠"]
amount = ["请写：这一列填什么", 1200.50]
""")

_LAYOUT = Template("""\
# 样例表：请换成村里实际报送的样子
表 Sheet1
太平村样例表
样例事项 | 样例年度 | 样例金额
修渠 | 2025 | 1200.50
得 $kind
行 | item | year | amount | period | period_kind
3 | 修渠 | 2025 | 1200.50 | 2025-01-01 | 年
""")
