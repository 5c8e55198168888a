"""A flag shows the rows of the original sheet it rests on; what a sheet says stays text."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.e2e.night import Night
from tests.serve.conftest import ACCOUNT, COOPERATIVE, ID_NO, SCRIPT, Web, permitted, visit
from tests.serve.test_pages import text


def flag_of(night: Night, rule: str, village: str) -> str:
    found = night.query(
        "select flag_id from audit.flag where rule_id = ? and village_name = ?", rule, village
    )
    return str(found[0][0])


def marked(html: str) -> list[tuple[str, str]]:
    """Give the number and the text of every marked row."""
    rows = re.findall(r'<tr class="marked"><th>(\d+)[^<]*</th>(.*?)</tr>', html)
    return [(number, text(cells).strip()) for number, cells in rows]


def test_the_flagged_row_stands_as_in_the_file(jishou: Night, web: Web) -> None:
    page = web.get(f"/flags/{flag_of(jishou, 'DU04', '隘口村')}").text
    assert marked(page) == [
        ("8", "5 茶叶专业合作社 2012 产业扶持 茶叶育苗，带动未加入合作社的村民致富 10000")
    ]
    assert re.findall(r'class="number amount">([^<]+)<', page) == ["10000"]
    shown = text(page)
    # The title and the header above, and the neighbours, unmarked.
    for around in ("隘口村2012年度红利使用明细表", "用途类别", "党支部活动", "合计"):
        assert around in shown


def test_evidence_of_several_files_stands_file_by_file(jishou: Night, web: Web) -> None:
    page = web.get(f"/flags/{flag_of(jishou, 'DU02', '着落村')}").text
    assert [number for number, _ in marked(page)] == ["4", "5", "6", "4"]
    assert len(re.findall('class="sheet"', page)) == 2


def test_the_original_comes_back_byte_for_byte_under_its_name(jishou: Night, web: Web) -> None:
    page = web.get(f"/flags/{flag_of(jishou, 'DU04', '隘口村')}").text
    link = re.findall(r'href="(/originals/[^"]+)"', page)[0]
    assert web.get(link).headers["location"] == f"/permit?back={link}"
    answer = permitted(jishou).get(link)
    assert answer.content == next(jishou.inputs.rglob("隘口村/红色股份台账.xlsx")).read_bytes()
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    # Ten villages hand in files of one name.
    assert unquote(answer.headers["content-disposition"]).endswith(
        "filename*=UTF-8''马颈坳镇-隘口村-红色股份台账.xlsx"
    )


@pytest.fixture
def own_copy(jishou: Night, tmp_path: Path) -> Night:
    shutil.copytree(jishou.folder, tmp_path / "copy")
    return Night(tmp_path / "copy")


def test_without_the_archive_the_ledger_answers_and_says_why(own_copy: Night) -> None:
    shutil.rmtree(own_copy.outputs / "archive")
    web = visit(own_copy)
    page = web.get(f"/flags/{flag_of(own_copy, 'DU04', '隘口村')}").text
    shown = text(page)
    assert "存档里没有这个文件" in shown
    assert "产业扶持" in shown
    link = re.findall(r'href="(/originals/[^"]+)"', page)[0]
    assert permitted(own_copy).get(link).status_code == 404


def test_an_altered_original_is_not_shown_as_evidence(own_copy: Night) -> None:
    for path in (own_copy.outputs / "archive").glob("*/*"):
        path.chmod(0o644)
        path.write_bytes(path.read_bytes() + b"\0")
    web = visit(own_copy)
    page = web.get(f"/flags/{flag_of(own_copy, 'DU04', '隘口村')}").text
    assert "可能被改动" in page
    assert marked(page) == []


def test_text_of_a_sheet_never_becomes_markup(harmful: Night) -> None:
    flag = flag_of(harmful, "DU01", "东滩村")
    web = visit(harmful)
    pages = {
        path: web.get(path).text
        for path in ("/", "/flows", "/flags", f"/flags/{flag}", "/shares", "/files", "/sql?ask=spent")
    }
    rows = re.findall(r'href="(/rows/[^"]+)"', pages["/flows"])
    pages |= {path: web.get(unescape(path)).text for path in rows}
    assert SCRIPT in unescape(pages["/flows"])
    assert "<b onclick" in unescape(pages[f"/flags/{flag}"])
    for path, html in pages.items():
        assert "<script" not in html, path
        assert "<b onclick" not in html, path
        assert "<i>" not in html, path
        assert not re.search(r"<[^>]*\s(?:style|on\w+)=", html), path


def test_personal_numbers_are_whole_only_on_the_sheet_and_for_who_gave_a_name(harmful: Night) -> None:
    phone = COOPERATIVE[-11:]
    web, address = permitted(harmful), f"/flags/{flag_of(harmful, 'DU01', '东滩村')}"
    flag = web.get(address).text
    others = [web.get(path).text for path in ("/", "/flags", "/shares")]
    others += [visit(harmful).get(address).text, permitted(harmful, passcode="").get(address).text]
    others += [permitted(harmful, name=" ").get(address).text]
    web.post("/permit", data={"end": "1", "back": "//elsewhere.example/"})
    others += [web.get(address).text]
    assert "查看标黄的行的完整号码" not in flag
    assert all("查看标黄的行的完整号码" in page for page in others[3:])
    sheet = flag[flag.index('class="sheet"') : flag.index("疑点依据：")]
    assert ACCOUNT in sheet
    assert phone in sheet
    outside = flag.replace(sheet, "") + "".join(others)
    assert phone not in outside
    assert re.search(r"[a-z]{6}\*{4}5678", outside)
    assert ACCOUNT not in outside


def test_of_the_rows_around_only_the_last_four_of_a_number_stand_on_the_sheet(harmful: Night) -> None:
    [(row,)] = harmful.query("select row_id from ledger.subsidy_payment where name = '杨学军'")
    shown = permitted(harmful).get(f"/rows/惠农补贴发放表/{row}").text
    # The whole numbers of the row in question; of the neighbour's also the one that only its column tells.
    for number in (ID_NO, ACCOUNT, "****0033", "****0001"):
        assert number in shown, number
    for number in ("640181197001010033", "6230001"):
        assert number not in shown, number


def test_without_the_archive_the_account_stays_masked(harmful: Night, tmp_path: Path) -> None:
    shutil.copytree(harmful.folder, tmp_path / "copy")
    night = Night(tmp_path / "copy")
    shutil.rmtree(night.outputs / "archive")
    web = visit(night)
    page = web.get(f"/flags/{flag_of(night, 'DU01', '东滩村')}").text
    assert ACCOUNT not in page
    assert f"*{ACCOUNT[-4:]}" in page


def test_who_saw_what_and_when_is_written_down_or_nothing_is_shown(own_copy: Night) -> None:
    log = own_copy.outputs / "state/access.log"
    log.unlink(missing_ok=True)
    flag = flag_of(own_copy, "DU04", "隘口村")
    visit(own_copy).get(f"/flags/{flag}")
    assert not log.exists()
    permitted(own_copy, passcode="wrong")
    web = permitted(own_copy, name="李\n四\t ")
    page = web.get(f"/flags/{flag}").text
    assert "正以“李 四”的名义" in page
    web.get(re.findall(r'href="(/originals/[^"]+)"', page)[0])
    lines = [line.split("\t") for line in log.read_text("utf-8").splitlines()]
    file = "示例-吉首试点/马颈坳镇/隘口村/红色股份台账.xlsx"
    assert [(name, what) for _, name, what in lines] == [
        ("王检查", "口令不对，没有显示"),
        ("李 四", "凭口令开始查看完整号码"),
        ("李 四", f"看疑点 {flag} 的原表：{file} / 红利使用明细表 / 第 8 行"),
        ("李 四", f"下载原文件：{file}"),
    ]
    assert all(re.fullmatch(r"20\d\d-\d\d-\d\d [\d:]{8}[+-][\d:]{5}", moment) for moment, _, _ in lines)
    log.unlink()
    log.mkdir()
    refused = web.get(f"/flags/{flag}")
    assert refused.status_code == 503
    assert "没有显示完整的号码" in refused.text
