"""Define the tables that rules fill: settings, parameters, rules, outcomes, flags and evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ddl import create_table
from pipeline.handover import as_text, lent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import duckdb

Column = tuple[str, str, str]

# schema.table: (Chinese title, columns as name, SQL type, Chinese title)
TABLES: dict[str, tuple[str, tuple[Column, ...]]] = {
    "meta.setting": (
        "本批设置（一行）",
        (("as_of", "date", "基准日：凡与日期有关的判断都以这一天为准"), ("batch_id", "varchar", "批次编号")),
    ),
    "meta.parameter_default": (
        "参数默认值",
        (
            ("name", "varchar", "参数名"),
            ("default_value", "varchar", "默认值"),
            ("unit", "varchar", "单位"),
            ("meaning", "varchar", "含义"),
            ("source", "varchar", "默认值出处"),
            ("allowed", "varchar", "可用的值：正则表达式"),
        ),
    ),
    "meta.parameter": (
        "本批采用的参数",
        (
            ("name", "varchar", "参数名"),
            ("scope", "varchar", "适用范围：空为全部，或县、乡镇名"),
            ("value", "varchar", "采用值"),
            ("default_value", "varchar", "默认值"),
            ("unit", "varchar", "单位"),
            ("meaning", "varchar", "含义"),
            ("source", "varchar", "出处"),
            ("confirmed", "varchar", "确认情况：默认，请县级确认；县级设定；所报的值不能用的也写明"),
        ),
    ),
    "meta.rule": (
        "规则",
        (
            ("rule_id", "varchar", "规则编号"),
            ("title", "varchar", "规则名称"),
            ("level", "varchar", "级别：严重/高/中/低/提示"),
            ("status", "varchar", "状态：stable/experimental/deprecated"),
            ("basis", "varchar", "依据"),
            ("params", "varchar", "参数、采用值和是否经县级确认（JSON）"),
            ("tunable", "varchar", "命中面过宽时先核对的参数：门槛和统计类规则才有，空为没有"),
            ("money", "varchar", "所涉及的钱：受损（少收、多付、重复付、去向不明）/手续（没有按规定办）"),
        ),
    ),
    "result.rule_result": (
        "规则结果",
        (
            ("rule_id", "varchar", "规则编号"),
            ("village_code", "varchar", "村代码"),
            ("village_name", "varchar", "村名"),
            ("township", "varchar", "乡镇"),
            ("outcome", "varchar", "结果：命中/通过/不可评估/不适用"),
            ("missing", "varchar", "缺少的表或列：不可评估的，也写没有装载的行、要设的参数"),
            ("reason", "varchar", "不适用的原因"),
            ("hits", "integer", "疑点数"),
            ("amount", "decimal(18,2)", "命中金额（元）：本批命中的，同一事实只计一次，取最大"),
        ),
    ),
    "result.flag": (
        "疑点",
        (
            ("flag_id", "varchar", "疑点编号：同一事实永远相同"),
            ("former_id", "varchar", "旧编号：以前的版本给这一事实的编号，旧清单照此认"),
            ("rule_id", "varchar", "规则编号"),
            ("title", "varchar", "规则名称"),
            ("level", "varchar", "级别：严重/高/中/低/提示"),
            ("village_code", "varchar", "村代码"),
            ("village_name", "varchar", "村名"),
            ("township", "varchar", "乡镇"),
            ("subject", "varchar", "对象"),
            ("period", "date", "期间：所属期间的第一天"),
            ("amount", "decimal(18,2)", "涉及金额（元）"),
            ("root_cause", "varchar", "同一事实：相同者合计时只取最大一笔"),
            ("message", "varchar", "说明"),
            ("basis", "varchar", "依据"),
            ("innocent_explanation", "varchar", "可能的正常情形"),
            ("next_check", "varchar", "下一步核查"),
            ("status", "varchar", "状态：待核/复核/证据待补/已消除，或核查结论"),
            ("conclusion", "varchar", "核查结论：属实/部分属实/不属实/核查中；空为没有"),
            ("rectification", "varchar", "整改：未整改/整改中/已整改/超期；不是属实的为空"),
            ("first_seen", "date", "首次出现"),
            ("last_seen", "date", "最近出现"),
            ("priority", "decimal(9,3)", "优先序：级别 × 可信度 × log10(金额+10)，同一事实取最高"),
            ("priority_reason", "varchar", "排序说明：优先序是怎样算出来的"),
        ),
    ),
    "result.flag_evidence": (
        "疑点依据",
        (
            ("flag_id", "varchar", "疑点编号"),
            ("row_id", "varchar", "行编号"),
            ("table", "varchar", "表"),
            ("source_file", "varchar", "来源文件"),
            ("source_sheet", "varchar", "来源工作表"),
            ("source_row", "integer", "来源行号：表格软件里看到的行号"),
            ("date", "date", "日期"),
            ("summary", "varchar", "摘要"),
            ("amount", "decimal(18,2)", "金额（元）"),
            ("key", "varchar", "行的身份：同一行重报、改写以后不变"),
            ("standing", "varchar", "现状：空为现行；退回/未装载/删去/撤回：见疑点经过"),
        ),
    ),
    "result.rule_trust": (
        "规则的可信度：核查结论怎样影响疑点的先后",
        (
            ("rule_id", "varchar", "规则编号"),
            ("prior", "decimal(9,4)", "起算值：量得的准确率，没有量过的按中性值"),
            ("concluded", "integer", "已有结论的疑点数，核查中的不计"),
            ("false_alarms", "integer", "其中误报：不属实，而又不是有合理解释"),
            ("trust", "decimal(9,4)", "可信度"),
            ("is_rated", "boolean", "结论是否已够多：不够的写“未评”"),
        ),
    ),
    "result.flag_event": (
        "疑点变动：每条疑点每批有变动才记一行，只增不删",
        (
            ("flag_id", "varchar", "疑点编号"),
            ("batch_id", "varchar", "批次编号"),
            ("batch_number", "integer", "第几批"),
            ("as_of", "date", "数据截止日"),
            (
                "event",
                "varchar",
                "变动：首次发现/再次出现/证据待补/证据补齐/事实有变/核查结论/结论撤回/复核/已消除",
            ),
            ("cause", "varchar", "起因：数据/参数/程序版本/日期；只是核查结论有变的为核查"),
            ("detail", "varchar", "起因说明"),
            ("status", "varchar", "变动后的状态"),
            ("facts", "varchar", "事实的校验值：金额和疑点依据的日期、金额；已消除的为空"),
            ("level", "varchar", "级别"),
            ("amount", "decimal(18,2)", "涉及金额（元）"),
            ("message", "varchar", "说明"),
            ("decided", "varchar", "采用的核查结论"),
            ("explanation", "varchar", "不属实原因"),
            ("amount_found", "decimal(18,2)", "查实金额（元）"),
            ("amount_recovered", "decimal(18,2)", "追回金额（元）"),
            ("referred_to", "varchar", "移送单位"),
            ("rectify_by", "date", "整改期限"),
            ("rectified_on", "date", "整改完成日期"),
            ("inspector", "varchar", "核查人"),
            ("note", "varchar", "核查说明"),
            ("decided_on", "date", "核查日期"),
            ("source_file", "varchar", "核查结论的来源文件"),
        ),
    ),
    "result.headline": (
        "总览数字：每批一份，只增不删",
        (
            ("batch_id", "varchar", "批次编号"),
            ("batch_number", "integer", "第几批"),
            ("township", "varchar", "乡镇：空为全部"),
            ("position", "integer", "顺序"),
            ("name", "varchar", "名称"),
            ("unit", "varchar", "单位"),
            ("value", "decimal(18,2)", "数值：没有账的金额为空"),
        ),
    ),
}


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Create the tables with their Chinese comments, in schemas that are there."""
    for name, (title, columns) in TABLES.items():
        create_table(con, name, title, columns)


def replace_rows(con: duckdb.DuckDBPyConnection, name: str, rows: Iterable[Sequence[object]]) -> None:
    """Make ``rows`` (values in column order) the whole content of table ``name``."""
    columns = [column for column, _, _ in TABLES[name][1]]
    con.execute(f"delete from {name}")
    with lent(con, "incoming_rows", as_text(columns, rows)):
        con.execute(f"insert into {name} select * from incoming_rows")
