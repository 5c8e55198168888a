"""One box finds villages, persons, payees, accounts, documents, projects and words; each has a page of all it is in."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import duckdb
import pytest

from pipeline.serve.database import opened
from pipeline.serve.entities import search
from pipeline.serve.index import index
from tests.e2e.night import Night
from tests.serve.conftest import ACCOUNT, ID_NO, Web, visit
from tests.serve.test_evidence import flag_of
from tests.serve.test_pages import text


@pytest.fixture(scope="module")
def web(harmful: Night) -> Web:
    return visit(harmful)


def found(web: Web, wanted: str) -> dict[str, str]:
    """Give what a search finds: the heading of each list, and its text."""
    page = web.get("/search", params={"q": wanted}).text
    return {
        text(head).strip(): part
        for head, part in re.findall(r"<h2[^>]*>(.*?)</h2>(.*?)(?=<h2|<footer>)", page, re.DOTALL)
    }


def followed(web: Web, wanted: str, heading: str, link: str) -> str:
    [address, *_] = re.findall(rf'href="(/{link}/[^"]+)"', found(web, wanted)[heading])
    answer = web.get(unescape(address))
    assert answer.status_code == 200
    return answer.text


def test_a_person_of_three_lists_is_one_person(web: Web) -> None:
    page = followed(web, "杨学", "领钱的人、任职的人", "persons")
    shown = text(page)
    for one in (
        "惠农补贴发放表 2025",
        "劳务用工表 2025",
        "干部补贴发放表 2025",
        "520.00",
        "1,350.00",
        "240.00",
    ):
        assert one in shown
    # What he handled too; and the accounts lead on.
    assert "收支明细账 2025 支出 3 1,105.50" in shown
    assert ID_NO not in page
    assert len(set(re.findall(r'href="/accounts/([a-z]{6}%2A%2A%2A%2A\d{4})"', page))) == 2


def test_who_is_in_subsidy_labour_and_pay_lists_at_once(web: Web) -> None:
    links = re.findall(r'<li><a href="([^"]+)">补贴、劳务、报酬三样都领的人', web.get("/lists").text)
    shown = text(web.get(unescape(links[0])).text)
    assert "共 1 行；惠农补贴合计 520.00 元；劳务合计 1,350.00 元；干部补贴合计 240.00 元" in shown
    assert "王一" not in shown


def test_a_payee_with_totals_and_rows(web: Web) -> None:
    page = followed(web, "老王建", "收款人", "payees")
    shown = text(page)
    assert "金额（元） 900.00" in shown
    assert "其中没有票据（元） 900.00" in shown
    assert re.search(r'href="/rows/[^"]+"', page)


@pytest.mark.parametrize("wanted", [ACCOUNT, ACCOUNT[-4:]])
def test_an_account_is_found_by_its_last_four_with_its_flags_and_stays_masked(
    harmful: Night, web: Web, wanted: str
) -> None:
    page = followed(web, wanted, "收付款的账号", "accounts")
    shown = text(page)
    assert "杨学军" in shown
    assert "红利收取表" in shown
    assert f"/flags/{flag_of(harmful, 'DU01', '东滩村')}?" in page
    assert ACCOUNT not in page
    assert ("按末四位“0123”找" in text(web.get("/search", params={"q": wanted}).text)) == (wanted == ACCOUNT)


def test_a_project_a_summary_and_a_village(web: Web) -> None:
    page = text(followed(web, "XM-01", "项目", "projects"))
    assert "XM-01" in page
    assert "1,350.00" in page
    assert "修涵洞" in found(web, "修涵洞")["各种账表里的行"]
    assert "东滩村" in found(web, "dtc")["村"]


def test_what_is_nowhere_is_said(web: Web) -> None:
    assert "没有找到“没有这样的东西”。找过：村、人名" in text(web.get("/search?q=没有这样的东西").text)
    for path in ("/payees/x", "/persons/x@y", "/accounts/x", "/documents/x", "/projects/x/y"):
        assert web.get(path).status_code == 404


def test_a_name_that_means_harm_stays_a_name(web: Web) -> None:
    page = web.get("/search", params={"q": "<script>alert(1)</script>' or 1=1"}).text
    assert "<script" not in page
    assert web.get("/payees/%3Cscript%3E'").status_code == 404


def test_what_is_searched_is_put_together_once_and_anew_for_the_next_publication(
    harmful: Night, tmp_path: Path
) -> None:
    def looked(path: Path) -> tuple[list[tuple[str, int]], object]:
        with opened(path) as con:
            told = search(con, "老王建材店")["found"]
            kept, _ = index(con)
            return [(one.listing.title, one.pages.total) for one in told], kept.execute(
                "select database_name, table_oid from duckdb_tables() where database_name <> 'temp' order by all"
            ).fetchall()

    path = tmp_path / "cunzhang.duckdb"
    shutil.copy(harmful.database, path)
    first = looked(path)
    assert ("收款人", 1) in first[0]
    assert looked(path) == first
    with duckdb.connect(str(path)) as con:
        con.execute("delete from ledger.cash_entry")
        con.execute("update meta.batch set started_at = started_at + interval 1 day")
    found, tables = looked(path)
    assert "收款人、付款人、往来单位" not in dict(found)
    # Nothing holds the published file: the next night can replace it.
    assert "cunzhang" not in str(tables)
