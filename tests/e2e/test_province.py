"""A province of counties: each its own night, one that fails stops no other, and what they share is found once."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import pytest

from pipeline import nightly
from pipeline.province import counties, schedule
from pipeline.province.overview import TABLES
from tests.e2e.night import AS_OF, Night, Outcome, Rows, cash_book, cunzhang
from tests.e2e.test_personal import CARD, CREDIT, ID, INVOICE, OTHER_ID

FAILING = "丙县"
PAYMENT = ("对方单位", "对方账号", "票据类型", "票据号")
TWICE_AT_HOME = "25642606281078319999"
# county: (village code, payments of its village, whom it helped)
COUNTIES: dict[str, tuple[str, Rows, Rows]] = {
    "甲县": (
        "640181101201",
        [
            ("记-1", "购水泥", 30000, "兴旺商行", CARD, "发票", INVOICE),
            ("记-2", "购电缆", 900, "德胜五金店", None, "发票", "00012345"),
            ("记-3", "购开关", 800, "德胜五金店", None, "发票", "00012346"),
            ("记-4", "购种子", 400, "惠民农资店", None, "发票", TWICE_AT_HOME),
            ("记-5", "购化肥", 300, "惠民农资店", None, "发票", TWICE_AT_HOME),
        ],
        [("马大爷", ID, 500), ("李奶奶", OTHER_ID, 500)],
    ),
    "乙县": (
        "640303101201",
        [
            ("记-1", "购水泥", 20000, "大地建材厂", CARD, "发票", INVOICE),
            ("记-2", "购灯泡", 700, "德胜五金店", None, "发票", "00012347"),
        ],
        [("马大爷", ID, 300)],
    ),
}


_apart = schedule.Nights.night


def _here(nights: schedule.Nights, county: counties.County, options: Sequence[str]) -> schedule.Ended:
    """Run a county's night in this process, without reports; the one that fails in a process of its own."""
    if county.name == FAILING:
        return _apart(nights, county, options)
    places = county.places
    with mock.patch.object(nightly, "_write_reports"):
        done = cunzhang("run", "--inputs", places.inputs, "--outputs", places.outputs, *options)
    return schedule.Ended(done.code, "")


def run(folder: Path) -> Outcome:
    with mock.patch.object(schedule.Nights, "night", _here):
        return cunzhang("province", "run", folder, "--jobs", "1", "--as-of", AS_OF)


@dataclass(frozen=True)
class Province:
    """A folder of counties after its first run."""

    folder: Path
    first: Outcome

    def run(self) -> Outcome:
        return run(self.folder)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.folder / "全省" / "全省.duckdb"), read_only=True) as con:
            return con.execute(query).fetchall()

    def content(self) -> list[object]:
        tables = [self.rows(f"from province.{name}") for name in TABLES]
        return [*tables, (self.folder / "全省" / "全省.html").read_bytes()]


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Province:
    """Two counties, and one whose outputs can't be one."""
    folder = tmp_path_factory.mktemp("province")
    for name, (code, payments, helped) in COUNTIES.items():
        county = Night(folder / name)
        county.register([(code, "东滩村", "临河镇"), (f"{code[:-1]}2", "西渠村", "临河镇")])
        book = cash_book("东滩村", "2024年3月", [])
        entries = [
            ("2024-03-05", number, words, None, paid, "甲", *rest) for number, words, paid, *rest in payments
        ]
        county.book("东滩村/3月.xlsx", {"账": [*book[:2], (*book[2], *PAYMENT), *entries]})
        county.book(
            "东滩村/慰问.xlsx",
            {
                "慰问": [
                    ("东滩村慰问发放表",),
                    ("姓名", "身份证号", "慰问金额（元）", "发放日期"),
                    *((*one, "2024-02-05") for one in helped),
                ]
            },
        )
        same = [("2024-03-09", "记-1", "购扫帚", None, 55, "乙")]
        county.book("西渠村/3月.xlsx", {"账": cash_book("西渠村", "2024年3月", same)})
    shutil.copy(folder / "甲县/inputs/西渠村/3月.xlsx", folder / "乙县/inputs/西渠村/3月.xlsx")
    (folder / FAILING / "inputs").mkdir(parents=True)
    (folder / FAILING / "outputs").write_text("不是文件夹")
    return Province(folder, run(folder))


def test_what_counties_share_is_found_by_the_same_rules_and_nothing_else(province: Province) -> None:
    found = province.rows("select rule_id, counties, villages, outcome from province.finding order by all")
    assert found == [
        ("INV03", "乙县、甲县", 2, "命中"),
        ("INV05", "乙县、甲县", 2, "命中"),
        ("WB06", "乙县、甲县", 2, "命中"),
        ("XV01", "乙县、甲县", 2, "命中"),
        ("XV02", "乙县、甲县", 2, "命中"),
    ]
    said = dict(province.rows("select rule_id, message from province.finding"))
    assert "乙县、甲县用于 2 次支付，合计 50,000 元" in said["INV03"]
    assert "2 个村的付款 2 笔共 50,000 元，户名写作兴旺商行、大地建材厂" in said["XV01"]
    files = province.rows(
        "select rule_id, source_file from province.finding_evidence join province.finding using (finding_id)"
        " where rule_id in ('INV03', 'XV02') order by all"
    )
    assert files == [
        ("INV03", "乙县/东滩村/3月.xlsx"),
        ("INV03", "甲县/东滩村/3月.xlsx"),
        ("XV02", "乙县/东滩村/慰问.xlsx"),
        ("XV02", "甲县/东滩村/慰问.xlsx"),
    ]


def test_numbers_of_persons_are_masked_as_everywhere(province: Province) -> None:
    texts = "".join(map(str, province.content()))
    assert re.search(r"[a-z]{6}\*{4}" + CARD[-4:], texts)
    assert not any(number in texts for number in (ID, OTHER_ID, CARD))
    assert INVOICE in texts and CREDIT not in texts


def test_one_county_that_fails_stops_no_other_and_its_code_is_the_provinces(province: Province) -> None:
    assert province.first.code == 2
    assert "3 个县，做成 2 个" in province.first.out
    assert "没有做成：丙县（退出码 2）outputs 应是文件夹" in province.first.out
    states = province.rows(
        "select county, state, exit_code, as_of is null from province.county order by county"
    )
    assert states == [
        ("丙县", "没有发布过", 2, True), ("乙县", "已发布", 0, False), ("甲县", "已发布", 0, False)
    ]  # fmt: skip
    with duckdb.connect(str(province.folder / "甲县/outputs/cunzhang.duckdb"), read_only=True) as con:
        own = con.execute("select name, value from audit.headline where township = '' order by position")
        assert (
            province.rows("select name, value from province.figure where county = '甲县'") == own.fetchall()
        )
    page = (province.folder / "全省" / "全省.html").read_text(encoding="utf-8")
    assert "../%E7%94%B2%E5%8E%BF/outputs/reports/" in page


def test_running_again_changes_nothing(province: Province) -> None:
    before = province.content()
    assert province.run().code == 2
    assert province.content() == before


def test_a_folder_without_counties_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "全省" / "inputs").mkdir(parents=True)
    assert cunzhang("province", "run", tmp_path).code == 2
    assert cunzhang("province", "run", tmp_path / "没有").code == 2


@pytest.mark.parametrize(
    ("codes", "code"), [([], 0), ([0, 5], 5), ([5, 4], 4), ([4, 2], 2), ([2, 3], 3), ([-9, 0], 3)]
)
def test_the_worst_code_counts(codes: list[int], code: int) -> None:
    assert schedule.worst(codes) == code


def test_cores_and_memory_say_how_many_counties_go_on_at_a_time() -> None:
    assert schedule.slots(60, 8, None) == 8
    assert schedule.slots(3, 8, 64 << 30) == 3
    assert schedule.slots(60, 8, 6 << 30) == 3
    assert schedule.slots(60, 8, 1 << 20) == 1


def test_counties_whose_masks_have_another_key_are_named(tmp_path: Path) -> None:
    for name, key in (("甲县", b"1"), ("乙县", b"2"), ("丁县", b"2")):
        (tmp_path / name / "inputs").mkdir(parents=True)
        (tmp_path / name / "outputs" / "state").mkdir(parents=True)
        (tmp_path / name / "outputs" / "state" / "personal.key").write_bytes(key)
    (tmp_path / "戊县" / "inputs").mkdir(parents=True)
    assert list(counties.of_other_keys(counties.find(tmp_path))) == ["甲县"]
