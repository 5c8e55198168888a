"""What the villagers are told of a quarter: every sum is the view's, nothing personal, what was not read is said."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, unquote

import openpyxl
import pytest

from tests.e2e.night import Night, cunzhang
from tests.serve.conftest import ACCOUNT, FORMULA, ID_NO, SCRIPT, visit


@pytest.fixture(scope="module")
def notices(harmful: Night) -> Path:
    told = cunzhang("notice", "--quarter", "全部", "--village", "临河镇东滩村", "--outputs", harmful.outputs)
    assert told.code == 0, told.out
    assert "村级财务公开表" in told.out
    return harmful.outputs / "公示" / "临河镇"


def cells(path: Path) -> list[object]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [value for row in sheet.iter_rows(values_only=True) for value in row if value is not None]


def test_each_quarter_has_a_page_and_a_workbook(notices: Path, harmful: Night) -> None:
    assert {f"东滩村-2025年第{n}季度.{form}" for n in (1, 2, 4) for form in ("html", "xlsx")} == {
        path.name for path in notices.iterdir()
    }
    found = cells(notices / "东滩村-2025年第1季度.xlsx")
    [(received, spent)] = harmful.query(
        "select received, spent from audit.fund_month where month = date '2025-03-01'"
    )
    assert (received, spent) == (0, 205.5)
    assert found.count(205.5) == 3  # of the fund, of all funds, of the entries
    for text in (
        "一、资金收支和结存",
        "没有写明",
        SCRIPT,
        FORMULA,
        "八、红色股份和红利",
        "九、没有读进来的账表",
    ):
        assert text in found
    assert any("民主理财小组" in str(one) for one in found)
    assert any("数据来自已核对的账表" in str(one) for one in found)


def test_names_stand_and_numbers_do_not(notices: Path) -> None:
    for path in notices.iterdir():
        text = " ".join(map(str, cells(path))) if path.suffix == ".xlsx" else path.read_text(encoding="utf-8")
        assert not [number for number in (ACCOUNT, ID_NO, "13812345678", SCRIPT) if number in text and (
            number != SCRIPT or path.suffix == ".html"
        )]  # fmt: skip
    # Of the fourth quarter there is a dividend, but no book: nobody may read that nothing was spent.
    unknown = cells(notices / "东滩村-2025年第4季度.xlsx")
    assert unknown.count("本季度没有报来收支账。") == 3
    assert 8000 in unknown
    assert "老王建材店" in (notices / "东滩村-2025年第2季度.html").read_text(encoding="utf-8")


def test_the_web_page_offers_the_same_files(notices: Path, harmful: Night) -> None:
    web = visit(harmful)
    [(code,)] = harmful.query("select village_code from core.village where village_name = '东滩村'")
    offered = web.get(f"/notices/{code}")
    address = f"/notices/{code}/{quote('2025年第1季度')}"
    assert f"{address}.xlsx" in offered.text
    assert f"/notices/{code}" in web.get(f"/villages/{code}").text
    page = web.get(f"{address}.html")
    assert page.text == (notices / "东滩村-2025年第1季度.html").read_text(encoding="utf-8")
    assert "attachment" in page.headers["content-disposition"]
    assert web.get(f"{address}.xlsx").content.startswith(b"PK")
    assert web.get(f"{address}.html", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert [
        web.get(f"/notices/{one}").status_code for one in ("x", f"{code}/1.html", f"{address}.pdf"[9:])
    ] == [404] * 3


def test_the_slip_of_a_month_says_what_to_bring_and_the_reminder_says_it_short(harmful: Night) -> None:
    told = cunzhang("slip", "--village", "东滩村", "--month", "2025年4月", "--outputs", harmful.outputs)
    assert told.code == 0, told.out
    folder = harmful.outputs / "报账" / "临河镇"
    assert {path.name for path in folder.iterdir()} == {
        f"东滩村-2025年4月{end}" for end in (".html", ".xlsx", "-提醒.txt")
    }
    reminder = (folder / "东滩村-2025年4月-提醒.txt").read_text(encoding="utf-8-sig")
    assert "补票据 1 笔，900.00 元：2025-04-02 买水泥 900.00 元" in reminder
    found = cells(folder / "东滩村-2025年4月.xlsx")
    assert [
        text for text in ("三、缺票据的支出", "白条", "买水泥", "四、备用金未核销") if text not in found
    ] == []
    [(code,)] = harmful.query("select village_code from core.village where village_name = '东滩村'")
    web, address = visit(harmful), f"/slips/{code}/{quote('2025年4月')}"
    offered = web.get(f"/notices/{code}").text
    for form, file in (("html", ".html"), ("txt", "-提醒.txt")):
        assert f"{address}.{form}" in offered
        assert web.get(f"{address}.{form}").content == (folder / f"东滩村-2025年4月{file}").read_bytes()
    assert web.get(f"{address}.xlsx").content.startswith(b"PK")
    assert "临河镇东滩村报账审核单" in unquote(web.get(f"{address}.xlsx").headers["content-disposition"])
    assert [web.get(f"/slips/{one}").status_code for one in (f"{code}/x.html", f"{code}/2025-4.pdf")] == [
        404
    ] * 2
    assert "记-1" in (folder / "东滩村-2025年4月.html").read_text(encoding="utf-8")


def test_what_is_asked_for_wrongly_is_said(harmful: Night) -> None:
    for option, value, said in (
        ("--quarter", "2025年5月", "不是季度"),
        ("--month", "2025年13月", "不是月份"),
        ("--village", "没有村", "没有叫“没有村”的村"),
        ("--township", "没有镇", "没有叫“没有镇”的乡镇"),
    ):
        told = cunzhang(
            "slip" if option == "--month" else "notice", option, value, "--outputs", harmful.outputs
        )
        assert (told.code, said in told.out) == (2, True)
