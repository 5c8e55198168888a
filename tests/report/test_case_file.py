"""The case file holds one village's money, flags and the papers to ask for; ambiguous names are refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from pipeline.publish import documents
from pipeline.publish.documents import About
from pipeline.publish.report import case_file
from tests.e2e.night import Night, cunzhang
from tests.report import jishou
from tests.report.conftest import Written
from tests.report.jishou import lines, parsed, query, words


def test_an_inspector_gets_the_village_by_name() -> None:
    told = cunzhang("report", "--outputs", jishou.outputs(), "--village", "隘口村")
    assert told.code == 0, told.out
    path = jishou.outputs() / "reports" / "案卷" / "核查案卷-马颈坳镇隘口村.html"
    assert str(path) in told.out
    read = parsed(path.read_text(encoding="utf-8"))
    assert [(one["用途"], one["金额（元）"]) for one in lines(read, "uses")] == [
        (category, f"{amount:,.2f}")
        for category, amount in query(
            "select category, amount from ledger.dividend_use where village_name = '隘口村' order by source_row"
        )
    ]
    text = words(read)
    flags = query("select message, flag_id from audit.flag where village_name = '隘口村'")
    assert len(flags) == len(read.xpath("//div[@class='flag']"))
    for message, flag_id in flags:
        assert message in text
        assert flag_id in text
    assert "着落村" not in text
    assert "签字" in text


def test_each_row_of_evidence_is_asked_for_with_its_voucher(written: Written) -> None:
    village = case_file.find(written.con, "甲村")
    read = parsed(case_file.render(written.con, written.figures, village))
    asked = {
        words(td)
        for td in read.xpath("//table[contains(@class, 't-papers')]//td[@class='place']")
        if words(td)
    }
    rows = written.con.execute(
        "select distinct source_file, source_sheet, source_row from audit.flag_evidence join audit.flag using (flag_id)"
        " where village_code = ? and status = '待核'",
        [village.code],
    ).fetchall()
    assert rows
    for file, sheet, row in rows:
        assert f"{file} {sheet} 第 {row} 行" in asked
    banked = words(read.xpath("//h3[contains(., '银行回单')]/following-sibling::table[1]")[0])
    assert "150,000.50" in banked
    assert "+补助" not in banked


def test_each_payment_through_a_bank_that_a_flag_rests_on_is_asked_for_there(
    written: Written, tmp_path: Path
) -> None:
    made = documents.document(written.con, tmp_path, "银行查询清单", About(township="东镇"))
    made.write(tmp_path / made.name)
    assert made.name == "银行查询清单-东镇-20260630.xlsx"
    lines = list(
        openpyxl.load_workbook(tmp_path / made.name)["查询的每一笔"].iter_rows(min_row=4, values_only=True)
    )
    amounts = {line[6] for line in lines}
    assert 150000.5 in amounts
    assert 3000 not in amounts
    flags = {word for line in lines for word in str(line[9]).split()}
    for (flag,) in written.con.execute(
        "select flag_id from audit.flag where rule_id = 'SVC03' and amount > 100000"
    ).fetchall():
        assert flag in flags


def test_flags_of_one_fact_count_its_amount_once(written: Written) -> None:
    village = case_file.find(written.con, "甲村")
    read = parsed(case_file.render(written.con, written.figures, village))
    [(total,)] = written.con.execute(
        "select flag_amount from audit.village_profile where village_code = ?", [village.code]
    ).fetchall()
    assert f"涉及金额 {total:,.2f} 元" in words(read.xpath("//p[@class='open']")[0])


def test_nothing_is_loaded_and_nothing_runs(written: Written) -> None:
    read = parsed(case_file.render(written.con, written.figures, case_file.find(written.con, "乙村")))
    [policy] = read.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy
    assert not read.xpath("//script | //*[@src] | //link | //@href")


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    county = Night(tmp_path_factory.mktemp("twins"))
    county.register(
        [
            ("640181101201", "新华村", "临河镇", "灵武市"),
            ("640181102201", "新华村", "梧桐树乡", "灵武市"),
            ("640181102202", "南塘村", "梧桐树乡", "灵武市"),
        ]
    )
    county.publish()
    return county.outputs


def test_a_name_of_two_villages_is_not_guessed(twins: Path) -> None:
    told = cunzhang("report", "--outputs", twins, "--village", "新华村")
    assert told.code == 2
    assert "临河镇新华村（640181101201）" in told.out
    assert "梧桐树乡新华村（640181102201）" in told.out
    assert not (twins / "reports" / "案卷").exists()


@pytest.mark.parametrize("named", ["梧桐树乡新华村", "梧桐树乡/新华村", "640181102201"])
def test_the_township_or_the_code_tells_them_apart(twins: Path, named: str) -> None:
    assert cunzhang("report", "--outputs", twins, "--village", named).code == 0
    folder = twins / "reports" / "案卷"
    assert [path.name for path in folder.iterdir()] == ["核查案卷-梧桐树乡新华村.html"]
    shutil.rmtree(folder)


def test_an_unknown_village_ends_with_the_like(twins: Path) -> None:
    told = cunzhang("report", "--outputs", twins, "--village", "南塘")
    assert told.code == 2
    assert "梧桐树乡南塘村" in told.out


def test_without_a_publication_the_reader_is_told_what_to_do(tmp_path: Path) -> None:
    told = cunzhang("report", "--outputs", tmp_path, "--village", "南塘村")
    assert told.code == 2
    assert "cunzhang run" in told.out
