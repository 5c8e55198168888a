"""The SQL box answers one SELECT, within limits, and nothing else."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import resource
from decimal import Decimal
from pathlib import Path
from time import monotonic

import openpyxl
import pytest

from pipeline.serve import box, export
from pipeline.serve.query import Refused
from pipeline.serve.questions import QUESTIONS
from tests.e2e.night import Night
from tests.serve.conftest import FORMULA, Web, visit
from tests.serve.test_pages import text


def post(web: Web, sql: str, form: str = "") -> str:
    answer = web.post("/sql", data={"sql": sql, "as": form})
    assert answer.status_code in {200, 400}
    return answer.text


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_ready_made_questions_answer_on_the_example(web: Web, question: object) -> None:
    page = web.get("/sql", params={"ask": question.name}).text  # type: ignore[attr-defined]
    found = re.search(r"([\d,]+) 行，用时", text(page))
    assert found is not None, text(page)
    assert int(found[1].replace(",", "")) > 0


def test_where_the_dividend_went(web: Web) -> None:
    shown = text(web.get("/sql?ask=dividend").text)
    assert "富旺春柑桔合作社 2012 20000.00 没有使用记录" in shown
    assert "茶叶专业合作社 2012 40000.00 产业扶持 茶叶育苗,带动未加入合作社的村民致富 10000.00" in shown
    half = text(web.get("/sql?ask=half").text)
    assert "2 行，用时" in half
    assert "司马村 吉太养殖合作社 2012 20000.00 10000.00 0.00 10000.00" in half


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("insert into meta.rule values (1)", "INSERT"),
        ("delete from meta.rule", "DELETE"),
        ("create table x as select 1", "CREATE"),
        ("attach '/tmp/x.duckdb'", "ATTACH"),
        ("copy (select 1) to '/tmp/x.csv'", "COPY"),
        ("pragma database_list", "PRAGMA"),
        ("set threads = 8", "SET"),
        ("reset lock_configuration", "SET"),
        ("install httpfs", "LOAD"),
        ("load httpfs", "LOAD"),
        ("export database '/tmp/x'", "EXPORT"),
        ("call pragma_version()", "CALL"),
        ("use memory", "SET"),
        ("explain analyze select 1", "EXPLAIN"),
        ("select 1; select 2", "这里有 2 个"),
        ("select 1; drop table meta.rule", "这里有 2 个"),
        ("-- nothing", "请写一个 SELECT"),
        ("selec 1", "看不懂"),
        ("select * from nowhere", "没有成功"),
        ("pivot ledger.dividend_use on category using sum(amount)", "PIVOT 要写明有哪些值"),
        ("select * from read_csv('/etc/passwd')", "disabled by configuration"),
        ("select * from read_text('/etc/passwd')", "disabled by configuration"),
        ("select * from glob('/*')", "disabled by configuration"),
        ("select * from read_parquet('/etc/passwd')", "disabled by configuration"),
        ("select * from 'https://example.org/x.parquet'", "没有成功"),
        ("select * from '/etc/passwd'", "没有成功"),
        ("with x as (delete from meta.rule returning *) select * from x", "没有成功"),
        ("from query('delete from meta.rule')", "没有成功"),
        ("from enable_logging()", "没有成功"),
        # Names of this program's own variables.
        ("select * from statement", "没有成功"),
        ("select * from rows", "没有成功"),
    ],
)
def test_refused(web: Web, sql: str, why: str) -> None:
    answer = web.post("/sql", data={"sql": sql})
    assert answer.status_code == 400
    (refusal,) = re.findall(r'<pre class="warn">(.*?)</pre>', answer.text, re.DOTALL)
    assert why in text(refusal)


def test_show_tables_shows_what_there_is_and_a_pivot_with_its_values_answers(web: Web) -> None:
    shown = text(post(web, "SHOW TABLES;"))
    assert "审计 支出明细" in shown
    assert "ledger dividend_use 红利使用明细表" in shown
    sql = "pivot 审计.支出明细 on 支出类别 in ('再投入', '公益事业') using sum(金额（元）) group by 村名 order by 村名"
    assert "隘口村 20000.00 2000.00" in text(post(web, sql))


def test_nothing_that_is_asked_changes_a_file(jishou: Night, web: Web) -> None:
    def state() -> dict[Path, str]:
        files = (path for path in jishou.outputs.rglob("*") if path.is_file())
        return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    before = state()
    for sql in (
        "select * from audit.flag",
        "drop view audit.flag",
        "checkpoint",
        "select * from checkpoint()",
    ):
        post(web, sql)
    assert state() == before


@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) from range(10000000) a, range(10000000) b",
        "with recursive t(n) as (select 1 union all select n + 1 from t) select max(n) from t",
    ],
)
def test_time_limit(jishou: Night, sql: str) -> None:
    began = monotonic()
    with pytest.raises(Refused, match=r"没有算完|内存"):
        box.ask(jishou.database, sql, 10**9, 0.3)
    assert monotonic() - began < 20


def test_time_limit_while_rows_come_in(jishou: Night) -> None:
    with pytest.raises(Refused, match="没有算完"):
        box.ask(jishou.database, "select * from range(1000000000000)", 10**12, 0.3)


def test_row_limit_leaves_the_rest_unread(web: Web) -> None:
    began = monotonic()
    page = post(web, "select * from range(1000000000000) as t(n)")
    assert monotonic() - began < 5
    assert "1,000 行（还有更多，没有显示）" in text(page)
    assert page.count("<tr><td") == 1_000


def test_one_cte_read_twice_comes_back(jishou: Night) -> None:
    # On DuckDB 2.0 such a query under a LIMIT never ended and could not be interrupted.
    sql = (
        "with f as (select * from audit.flag) select a.flag_id from f as a"
        " join f as b on a.root_cause = b.root_cause order by a.amount desc limit 3"
    )
    assert len(box.ask(jishou.database, sql, 10, 5).rows) == 3


def test_memory_limit(jishou: Night) -> None:
    with pytest.raises(Refused, match="内存"):
        box.ask(jishou.database, "select list(repeat('x', 1000) || range) from range(100000000)", 10, 60)


@pytest.mark.parametrize(
    "sql",
    [
        "select repeat('x', 1000000000)",
        "select repeat('x', 100000000) from range(40)",
        "select printf('%1000000000d', 1)",
        "select range(50000000)",
        # This one can't be interrupted.
        "select length(repeat('ab', 2000000000))",
    ],
)
def test_no_query_takes_the_memory_of_the_machine(jishou: Night, sql: str) -> None:
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, monotonic()
    with pytest.raises(Refused, match=r"内存|太长|没有算完"):
        box.ask(jishou.database, sql, 1000, 2)
    assert monotonic() - began < 15
    # The page itself has grown by no more than an answer may hold.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 256 << 10
    assert box.ask(jishou.database, "select 1", 10).rows == [(1,)]


def test_the_words_shown_have_a_bound_in_all(web: Web) -> None:
    page = post(web, "select repeat('x', 400000) from range(200)")
    assert "83 行（还有更多，没有显示）" in text(page)


def test_csv_opens_in_excel_and_holds_no_formula(harmful: Night) -> None:
    sql = "select summary, -amount as amount from audit.spending order by amount"
    web = visit(harmful)
    answer = web.post("/sql", data={"sql": sql, "as": "csv"})
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["content-disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["summary", "amount"]
    assert ["'" + FORMULA, "-80.50"] in rows


def test_xlsx_holds_text_as_text_and_long_numbers_exactly(harmful: Night) -> None:
    sql = (
        "select summary, amount, date, 12345678901234567890 as long, true as yes"
        f" from audit.spending where summary = '{FORMULA}'"
    )
    web = visit(harmful)
    answer = web.post("/sql", data={"sql": sql, "as": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    cells = list(sheet[2])
    assert [cell.data_type for cell in cells] == ["s", "n", "d", "s", "b"]
    assert cells[0].value == FORMULA
    assert cells[1].value == 80.5
    assert cells[3].value == "12345678901234567890"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("0.10"), "0.10"),
        (Decimal("1E+3"), "1000"),
        (True, "是"),
        (None, ""),
        (b"\x01", "01"),
        ([1], "[1]"),
    ],
)
def test_values_as_people_read_them(value: object, shown: str) -> None:
    assert export.plain(value) == shown
