"""The terminal shows the answers of the published database, exactly and without surprises in the log."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from rich.cells import cell_len
from rich.console import Console

from pipeline import result_tables
from pipeline.publish.answers import earlier, from_database
from pipeline.publish.summary import SentBack, Summary, render

DIVIDENDS = [
    ("马颈坳镇", "隘口村", "茶叶专业合作社", 2012, 40000, 20000, 20000, 0, True),
    ("白岩乡", "着落村", "亿利德中药材合作社", 2012, 12000, 6000, 0, 6000, True),
    ("河溪镇", "马鞍村", "富旺春柑桔合作社", 2012, 20000, 10000, 0, 10000, False),
]
NOTHING = Summary(
    batch_id="b1",
    as_of=date(2026, 11, 22),
    seconds=3.25,
    files_read=0,
    unchanged=0,
    rows_loaded=0,
    rows_rejected=0,
    money_loaded=Decimal(0),
    money_rejected=Decimal(0),
)


def publication(path: Path, flags: list[tuple[str, str, str, str]]) -> Path:
    """Make a database with the dividends above; a flag is (id, level, status, amount)."""
    with duckdb.connect(str(path)) as con:
        con.execute("create schema meta; create schema result")
        result_tables.create(con)
        con.execute("create schema audit; create view audit.flag as select * from result.flag")
        con.execute("create view audit.rule_result as select * from result.rule_result")
        con.execute(
            "create table audit.dividend_use (township varchar, village_name varchar, cooperative varchar,"
            " year integer, dividend decimal(18,2), required_reinvestment decimal(18,2),"
            " reinvested decimal(18,2), shortfall decimal(18,2), assessable boolean)"
        )
        con.executemany("insert into audit.dividend_use values (?, ?, ?, ?, ?, ?, ?, ?, ?)", DIVIDENDS)
        con.execute(
            "insert into result.rule_result (rule_id, outcome) values"
            " ('DU02', '命中'), ('DU02', '不可评估'), ('DU06', '不可评估')"
        )
        con.executemany(
            "insert into result.flag (flag_id, rule_id, title, level, status, amount, village_name, message,"
            " priority) values (?, 'DU02', '再投入不足', ?, ?, ?, '着落村', '应再投入 6,000 元。', 1)",
            flags,
        )
    return path


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return publication(
        tmp_path / "now.duckdb", [("f1", "高", "待核", "6000.00"), ("f2", "提示", "待核", "1")]
    )


def shown(summary: Summary, *, terminal: bool = False) -> str:
    output = io.StringIO()
    colour = "truecolor" if terminal else None
    render(Console(file=output, force_terminal=terminal, width=80, color_system=colour), summary)
    return output.getvalue()


def test_answers_come_from_the_published_database(database: Path) -> None:
    answers = from_database(database)
    assert [(one.village, one.dividend, one.shortfall) for one in answers.dividends] == [
        ("着落村", 12000, 6000),
        ("马鞍村", 20000, None),
        ("隘口村", 40000, 0),
    ]
    assert [(one.level, one.amount) for one in answers.flags] == [("高", 6000), ("提示", 1)]
    assert answers.outcomes == {"命中": 1, "不可评估": 2}


def test_dividends_are_listed_with_totals_of_what_is_proven(database: Path) -> None:
    text = shown(replace(NOTHING, now=from_database(database)))
    cells = [line.split() for line in text.splitlines()]
    assert [
        "白岩乡着落村",
        "亿利德中药材合作社",
        "2012",
        "12,000.00",
        "6,000.00",
        "0.00",
        "6,000.00",
    ] in cells
    assert ["河溪镇马鞍村", "富旺春柑桔合作社", "2012", "20,000.00", "10,000.00", "0.00", "不可评估"] in cells
    assert ["合计", "72,000.00", "36,000.00", "20,000.00", "6,000.00"] in cells


def test_columns_line_up_in_chinese(database: Path) -> None:
    lines = shown(replace(NOTHING, now=from_database(database))).splitlines()
    rows = [line for line in lines if "合作社" in line or "合计" in line]
    assert len(rows) == 5
    assert len({cell_len(line) for line in rows}) == 1


def test_serious_flags_are_spelt_out_and_others_counted(database: Path) -> None:
    text = shown(replace(NOTHING, now=from_database(database)))
    assert "高  DU02  着落村  6,000.00 元  再投入不足" in text
    assert "应再投入 6,000 元。" in text
    assert text.count("再投入不足") == 1
    assert "命中 1，通过 0，不可评估 2" in text


def test_new_and_cleared_flags_are_counted_by_level(tmp_path: Path) -> None:
    before = publication(tmp_path / "before.duckdb", [("a", "高", "待核", "1"), ("b", "中", "待核", "1")])
    after = [("a", "高", "待核", "1"), ("b", "中", "已消除", "1"), ("c", "高", "待核", "1")]
    now = publication(tmp_path / "now.duckdb", after)
    text = shown(replace(NOTHING, before=from_database(before), now=from_database(now)))
    counts = [line.split() for line in text.splitlines()]
    assert ["高", "2", "1", "0"] in counts
    assert ["中", "0", "0", "1"] in counts


def test_an_unusable_earlier_publication_only_costs_the_comparison(tmp_path: Path, database: Path) -> None:
    garbage = tmp_path / "garbage.duckdb"
    garbage.write_bytes(b"not a database" * 999)
    assert earlier(garbage) is None
    assert earlier(tmp_path / "missing.duckdb") is None
    assert earlier(database) == from_database(database)


def test_settled_flags_are_not_listed(tmp_path: Path) -> None:
    settled = [("a", "高", "不属实", "1"), ("b", "高", "不属实", "1"), ("c", "严重", "已消除", "1")]
    answers = from_database(publication(tmp_path / "now.duckdb", settled))
    assert answers.flags == ()
    assert "没有待核疑点" in shown(replace(NOTHING, now=answers))


def test_long_lists_end_with_where_the_rest_is(tmp_path: Path) -> None:
    flags = [(f"f{number:02}", "中", "待核", "1") for number in range(27)]
    text = shown(replace(NOTHING, now=from_database(publication(tmp_path / "now.duckdb", flags))))
    assert text.count("再投入不足") == 20
    assert "其余 7 条见 审计.疑点" in text


def test_files_rows_and_money_are_exact() -> None:
    text = shown(
        replace(
            NOTHING,
            files_read=1234,
            unchanged=5,
            rows_loaded=500000,
            rows_rejected=2,
            money_loaded=Decimal("90071992547409.93"),
            money_rejected=Decimal("0.01"),
        )
    )
    assert "读入 1,234 个（退回 0，部分受理 0），未变 5 个" in text
    assert "装载：500,000 行，90,071,992,547,409.93 元" in text
    assert "未装载：2 行，0.01 元" in text
    assert "用时 3.2 秒" in text


def test_a_lost_register_is_told_before_what_hangs_on_it() -> None:
    hanging = SentBack("甲镇/账.xlsx", ("认不出村",), unplaced=True)
    other = SentBack("乙镇/账.xlsx", ("缺金额",))
    screen = io.StringIO()
    told = replace(NOTHING, sent_back=(hanging, other), registers=("县/底册.xlsx",))
    render(Console(file=screen, width=200), told)
    first, *rest = (line for line in screen.getvalue().splitlines()[4:] if line)
    assert first.startswith("先改村情登记表：县/底册.xlsx 没有装载，另有 1 个文件因此认不出")
    assert [line.split()[1] for line in rest if "退回" in line] == [
        "乙镇/账.xlsx：缺金额",
        "甲镇/账.xlsx：认不出村",
    ]


def test_sent_back_files_come_with_their_first_reasons() -> None:
    back = (
        SentBack("太平乡/司马村.xls", ("文件打不开。", "二", "三", "四")),
        SentBack("白岩乡/着落村.xlsx", ("第 7 行日期读不懂",), partly=True),
    )
    text = shown(replace(NOTHING, files_read=2, sent_back=back, unsettled=("河溪镇/马鞍村.xlsx",)))
    assert "退回 太平乡/司马村.xls：文件打不开；二；三；等 4 处" in text
    assert "部分受理 白岩乡/着落村.xlsx：第 7 行日期读不懂" in text
    assert "（退回 1，部分受理 1）" in text
    assert "还在写入、留待下一批次：河溪镇/马鞍村.xlsx" in text


def test_file_names_cannot_steer_the_terminal() -> None:
    names = ("a\nb\x1b[2J.xlsx", "\udcff.xlsx", "[red]账[/red].xlsx")
    back = tuple(SentBack(name, ("打不开",)) for name in names)
    text = shown(replace(NOTHING, sent_back=back))
    assert "退回 a�b�[2J.xlsx：打不开" in text
    assert "退回 �.xlsx：打不开" in text
    assert "退回 [red]账[/red].xlsx：打不开" in text


def test_log_has_no_colour_no_boxes_and_one_line_per_fact(database: Path) -> None:
    outputs = (("公开数据库", Path("/很长的目录名" * 20) / "cunzhang.duckdb"),)
    text = shown(replace(NOTHING, now=from_database(database), outputs=outputs))
    assert "\x1b" not in text
    assert not any("\u2500" <= one <= "\u257f" for one in text)
    assert f"公开数据库  {outputs[0][1]}\n" in text


def test_terminal_shows_levels_in_colour(database: Path) -> None:
    assert "\x1b[31m高" in shown(replace(NOTHING, now=from_database(database)), terminal=True)


def test_waiting_publication_is_named() -> None:
    assert "cunzhang-b1.duckdb" in shown(replace(NOTHING, pending=Path("outputs/cunzhang-b1.duckdb")))
