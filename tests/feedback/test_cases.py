"""Rows that were set aside are told together where that says the same, and never more."""

from __future__ import annotations

from pipeline.publish.feedback.cases import lost_rows


def test_adjoining_rows_with_one_reason_are_one_entry() -> None:
    rows = [("账", n, "缺“日期”", {"B7": "a"}) for n in (7, 5, 6)] + [("账", 9, "缺“日期”", {"A9": "b"})]
    assert [(r.place, r.count, r.content) for r in lost_rows(rows, frozenset())] == [
        ("第 5—7 行", 3, "a"),
        ("第 9 行", 1, "b"),
    ]


def test_rows_are_kept_apart_by_reason_and_sheet() -> None:
    rows = [("甲", 5, "x", {"A1": "1"}), ("甲", 6, "y", {"A1": "1"}), ("乙", 7, "y", {"A1": "1"})]
    assert [r.place for r in lost_rows(rows, frozenset())] == ["第 7 行", "第 5 行", "第 6 行"]


def test_a_sheet_of_which_nothing_was_loaded_is_one_entry_despite_blank_rows() -> None:
    rows = [("账", n, "整张表退回", {"A1": "1"}) for n in (5, 6, 20)]
    (only,) = lost_rows(rows, frozenset({"账"}))
    assert (only.place, only.count) == ("第 5—20 行", 3)
