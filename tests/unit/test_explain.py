"""``check --explain`` tells how a table was read, so that an officer can see what to rename."""

from __future__ import annotations

from dataclasses import replace

from pipeline.layout.headers import Headers
from pipeline.layout.recognise import Recogniser
from pipeline.place.explain import explain
from pipeline.place.identify import Register, Village
from pipeline.place.locate import Located, locate
from pipeline.place.submission import Submission
from pipeline.read.intake import digest
from schemas import ledgers
from tests.ledgers.drawing import Drawn, workbook

VILLAGES = [Village("640181101201", "东滩村", "临河镇"), Village("640181101202", "西渠村", "临河镇")]
TITLES = {name: ledger.title for name, ledger in ledgers().items()}
CASH = """\
2024年3月专项资金收支明细账
编制单位：东滩村
序号 | 日期 | 事由 | 收入 | 支出 | 批准 人 | 村民组
1 | 3.5 | 收拨款 | 100 | | 李四 | 一组
2 | 3.6 | 买水管 | | 30 | 李四 | 一组
合计 | | | 100 | 30 | |
制表：王五"""


def explained(*sheets: Drawn, path: str = "账.xlsx", place: bool = True) -> str:
    recogniser = Recogniser(Headers([replace(ledger, model=None) for ledger in ledgers().values()]))
    found = digest(path, workbook(list(sheets)), recogniser)
    tables = [Located(extract, path, "s", "h") for extract in found.tables]
    for table in tables:
        if place and table.extract.kind:
            locate(table, ledgers()[table.extract.kind], Register(VILLAGES))
    return "\n".join(explain(Submission("s", path, "h", tables, found.issues), TITLES))


def test_a_table_is_explained_from_title_to_last_row() -> None:
    text = explained(Drawn("3月", lines=CASH.splitlines()))
    assert "工作表“3月”，标题“2024年3月专项资金收支明细账”" in text
    assert "表头：第 3 行" in text
    assert "表种：收支明细账（得分 " in text
    assert "其次 银行对账单 " in text
    assert "村：临河镇东滩村，来自标题" in text
    assert "期间：2024 年 3 月，来自标题" in text
    assert "资金：专项资金，来自标题" in text
    assert "A “序号” 没有装载：只是序号" in text
    assert "C “事由” → 摘要（按列名“事由”）" in text
    assert "F “批准人” → 审批人（按列名“批准人”）" in text
    assert "G “村民组” 没有装载：没有相近的标准列名" in text
    assert "读入 7，装载 2，退回 0" in text
    assert "跳过 1（合计行：第 6 行）" in text
    assert "跳过 1（说明行：第 7 行）" in text


def test_sources_farther_away_are_named() -> None:
    lines = ["日期 | 摘要 | 收入 | 支出", "2024-03-05 | 收拨款 | 100 |"]
    text = explained(Drawn("账", lines=lines), path="临河镇/西渠村/2024年关爱资金台账.xlsx")
    assert "村：临河镇西渠村，来自文件夹名" in text
    assert "期间：2024 年，来自文件名" in text
    assert "资金：关爱资金，来自文件名" in text


def test_villages_of_a_column_and_a_missing_period_are_said() -> None:
    lines = [
        "现金日记账",
        "村名 | 日期 | 摘要 | 收入",
        "东滩村 | 2024-03-05 | 租金 | 1",
        "西渠村 | 2024-03-06 | 租金 | 2",
    ]
    text = explained(Drawn("账", lines=lines))
    assert "村：东滩村、西渠村，来自村名列" in text
    assert "期间：没有写明，按各行日期" in text


def test_what_was_not_recognised_names_the_likeliest_kind() -> None:
    lines = ["东滩村四议两公开台账", "议题 | 提议日期 | 商议日期", "修路 | 2024-01-02 | 2024-01-03"]
    text = explained(Drawn("台账", lines=lines), Drawn("说明", lines=["本表按月报送。"]))
    assert "没有认出，最像 四议两公开台账（得分 " in text
    assert "退回 3" in text
    assert "表种：不是账表" in text


def test_an_unknown_column_comes_with_the_nearest_standard_one() -> None:
    lines = ["现金日记账 2024年", "日期 | 凭正号 | 摘要 | 收入", "3.5 | 1 | 租金 | 1"]
    assert "B “凭正号” 没有装载：最接近的标准列名：凭证号" in explained(Drawn("账", lines=lines))
