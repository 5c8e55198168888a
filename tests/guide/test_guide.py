"""The inspectors' guide tells what the program and the databases say.

After a change that is right, ``python -m tests.guide.answers`` writes the answers anew.
"""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import duckdb
import pytest
import typer

from pipeline.cli import app
from tests.guide import answers

COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
PAGES = sorted(answers.GUIDE.glob("*.md"))
TEXT, SAMPLING = answers.PAGE.read_text("utf-8"), answers.SAMPLING.read_text("utf-8")
QUESTIONS = answers.questions(TEXT)
ANEW = "the answer changed: if that is right, run python -m tests.guide.answers"


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The two databases the pages speak of, made once."""
    return answers.build(tmp_path_factory.mktemp("guide"))


def test_there_are_twenty_questions_each_with_its_sql() -> None:
    assert [int(question["number"]) for question in QUESTIONS] == list(range(1, 21))
    assert TEXT.count("```sql") == len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q["number"])
def test_answers_are_those_of_the_database(question: re.Match[str], databases: dict[str, Path]) -> None:
    now = answers.answer(databases[answers.whose(question)], question["sql"])
    assert now == question["answer"], ANEW
    assert now.count("\n") > 3, "an answer without a row teaches nothing"


def test_the_page_tells_how_its_county_is_made(databases: dict[str, Path]) -> None:
    assert f"cunzhang demo {' '.join(answers.COUNTY_OPTIONS)} --out" in TEXT
    with duckdb.connect(str(databases[answers.COUNTY]), read_only=True) as con:
        [(day,)] = con.execute("select as_of from meta.batch").fetchall()
    assert f"--as-of {day}" in TEXT


def test_the_sample_drawn_and_evaluated_prints_what_the_page_shows(databases: dict[str, Path]) -> None:
    assert answers.sampled(SAMPLING, databases[answers.PILOT].parent) == answers.printed(SAMPLING), ANEW


def test_what_the_first_page_types_works(
    databases: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = PAGES[0].read_text("utf-8")
    (tmp_path / "outputs").mkdir()
    (tmp_path / "outputs" / "cunzhang.duckdb").write_bytes(databases[answers.PILOT].read_bytes())
    monkeypatch.chdir(tmp_path)
    [code] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        exec(compile(code, "guide", "exec"), {})
    assert "司马村" in shown.getvalue()
    [sql] = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    with duckdb.connect("outputs/cunzhang.duckdb", read_only=True) as con:
        assert len(con.execute(sql).fetchall()) > 10
        for typed in re.findall(r"`(select [^`]+)`", page):
            con.execute(typed)
        views = {name for (name,) in con.execute(_VIEWS).fetchall()}
    told = {
        name for text in PAGES for name in re.findall(r"审计\.([\u4e00-\u9fff]+)`", text.read_text("utf-8"))
    }
    assert told == views


_VIEWS = "select view_name from duckdb_views() where schema_name = '审计'"


def test_the_way_of_a_flag_can_be_asked_as_the_page_says(databases: dict[str, Path]) -> None:
    [sql] = re.findall(r"```sql\n(.*?)```", PAGES[3].read_text("utf-8"), re.DOTALL)
    with duckdb.connect(str(databases[answers.PILOT]), read_only=True) as con:
        [(flag,)] = con.execute("select 疑点编号 from 审计.疑点 limit 1").fetchall()
        assert con.execute(sql.replace("从清单里抄来的编号", flag)).fetchall()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_options_and_links_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    for command, rest in re.findall(r"bin/cunzhang ([a-z-]+)([^\n`]*)", text):
        options = {o for p in COMMANDS[command].params for o in p.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= options
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert (answers.GUIDE / target).is_file()


def test_the_options_of_sample_are_all_told() -> None:
    options = {o for p in COMMANDS["sample"].params for o in p.opts if o.startswith("--")}
    assert options - {"--outputs"} <= set(re.findall(r"--[a-z]+", SAMPLING))
