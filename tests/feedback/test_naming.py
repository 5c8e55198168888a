"""Names of feedback files are readable, safe on Windows, and the same in every batch."""

from __future__ import annotations

import pytest

from pipeline.publish.feedback.naming import LIST_ENDING, folded, name

FORBIDDEN = set('<>:"|?*\\\n\r\t')


def test_usual_names_stay_as_they_are() -> None:
    assert name("马颈坳镇/隘口村/台账 2012.xlsx", ".xlsx", set()) == "马颈坳镇/隘口村/台账 2012.xlsx"
    assert name("隘口村/账.XLSX", ".xlsx", set()) == "隘口村/账.XLSX"
    assert name("隘口村/账.csv", LIST_ENDING, set()) == "隘口村/账.csv（问题清单）.xlsx"
    assert name("隘口村/其实是新格式.xls", ".xlsx", set()) == "隘口村/其实是新格式.xls.xlsx"


@pytest.mark.parametrize(
    "odd",
    [
        "a\nb.xlsx",
        'c:"d"?.xlsx',
        "村/CON.xlsx",
        "lpt1/账.xlsx",
        "村./账 .xlsx",
        "村/" + "账" * 83 + ".xlsx",
        "../../etc/账.xlsx",
        "\\xff.xlsx",
        "反馈汇总.xlsx",
        "...",
        "",
    ],
)
def test_odd_names_become_safe_and_stay_distinct(odd: str) -> None:
    safe = name(odd, ".xlsx", set())
    assert safe == name(odd, ".xlsx", set())
    assert safe not in {odd, "反馈汇总.xlsx"}
    for part in safe.split("/"):
        assert part not in {"", ".", ".."}
        assert not set(part) & FORBIDDEN
        assert part == part.rstrip(" .")
        assert part.split(".")[0].lower() not in {"con", "lpt1"}
        assert len(part.encode()) <= 255
    assert safe != name(odd + "x", ".xlsx", set())


def test_long_names_that_differ_only_at_the_end_stay_apart() -> None:
    first, second = (name("账" * 80 + end + ".xlsx", ".xlsx", set()) for end in "甲乙")
    assert first != second


def test_a_name_taken_by_another_file_is_not_used_twice() -> None:
    assert name("A.xlsx", ".xlsx", {folded("a.XLSX")}) not in {"A.xlsx", "a.xlsx"}


def test_names_that_only_contain_a_device_name_are_harmless() -> None:
    assert name("beacon.xlsx", ".xlsx", set()) == "beacon.xlsx"
